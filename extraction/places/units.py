"""One piece of a place expression: a named place, a generic word with its name, or an institution."""

from dataclasses import dataclass

from extraction.gazetteer import Name, Words

#: Levels from fine to coarse; a chain goes up. An institution may only open a chain.
LEVELS = ("institution", "locality", "district", "municipality", "department", "foreign")
#: The label of a unit that only points back («ese municipio»).
SAME = "same"


@dataclass(frozen=True, slots=True)
class Unit:
    """One place word with its name. ``first``/``last`` are word indexes, both inclusive.

    ``level`` is one of :data:`LEVELS`, or ``blocked`` for words that look like a place and are none; ``label`` the label of
    the generic word («rural», «urban», «road», «point», «hospital» …) or empty for a bare name; ``names`` the gazetteer
    readings; ``locality`` the words as written; ``explicit``: a generic word says what it is; ``many``: it is plural;
    ``key``: the folded words of the proper name, empty when there is none («una panadería»); ``along``: the places that a
    road leads from or to.
    """

    start: int
    end: int
    first: int
    last: int
    level: str
    label: str = ""
    names: tuple[Name, ...] = ()
    locality: str | None = None
    explicit: bool = False
    many: bool = False
    key: Words = ()
    along: tuple["Unit", ...] = ()


def level_of(names: tuple[Name, ...]) -> str:
    """The finest level among the readings of a name."""
    kinds = {name.kind for name in names}
    for kind in ("district", "municipality", "department"):
        if kind in kinds:
            return kind
    return "foreign"
