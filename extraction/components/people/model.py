"""A group of people as mentioned, the words of a sentence, and how two mentions become one."""

import re
from dataclasses import dataclass, replace

from db.models import FORCES, VictimType
from extraction.text import fold

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:-\w+)?|\w+(?:[-.]\w+)*|[^\w\s]")


#: Ends the cue of a group whose part is told beside it: «seis personas, entre ellas una niña» are five and one.
REST = ":rest"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign with its offsets in the article; ``folded`` is lower case without accents."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class People:
    """One group of people as mentioned. ``count`` None: a plural without a number; ``at_least`` marks an open number.

    ``determiner`` is ``indefinite``, ``definite``, ``possessive``, ``number``, ``vague`` or ``none``; ``other`` is True for
    «otro», «otras dos». ``body`` is True for «el cadáver de …». ``kin`` is the kinship of the group to somebody,
    ``relation_to`` the force that somebody belongs to. ``subset`` marks «entre ellos …» and «uno de los …».
    ``nth`` is 1 for «el primero», 2 for «la segunda»; ``rest`` marks what remains of a group: «el otro», «los demás».
    Offsets cover the whole mention.
    """

    start: int
    end: int
    head: str
    types: tuple[VictimType, ...]
    count: int | None
    plural: bool
    determiner: str
    at_least: bool = False
    other: bool = False
    body: bool = False
    former: bool = False
    sex: str | None = None
    ages: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    kin: str | None = None
    relation_to: VictimType | None = None
    kin_of: "People | None" = None
    subset: bool = False
    ordinal: bool = False
    high: int | None = None
    nth: int = 0
    rest: bool = False
    cue: str = ""

    @property
    def pronoun(self) -> bool:
        """Whether it stands for people told before without a noun or a name: «tres de ellos», «el segundo», «dos»."""
        return not self.head and not self.names

    @property
    def number(self) -> int:
        """How many people at least: 1 for a singular, 2 for a plural without a number or a couple."""
        if self.head in ("pareja", "matrimonio") and self.determiner in ("indefinite", "definite", "none"):
            return 2
        return self.count if self.count is not None else (2 if self.plural else 1)


@dataclass
class Draft:
    """What the words before a head tell, while they are read; ``start`` is an offset, ``at`` the token that comes next."""

    start: int
    at: int
    determiner: str = "none"
    count: int | None = None
    at_least: bool = False
    other: bool = False
    former: bool = False
    subset: bool = False
    ordinal: bool = False
    high: int | None = None
    female: bool | None = None


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Words and signs of ``text[start:end]``."""
    stop = len(text) if end is None else end
    folded = fold(text[start:stop])
    return [
        Token(a, b, text[a:b], folded[a - start : b - start])
        for a, b in (match.span() for match in _TOKEN.finditer(text, start, stop))
    ]


def joined(mention: People, inner: People) -> People:
    """One mention of two phrases for the same people; the first leads."""
    return replace(
        mention,
        end=max(mention.end, inner.end),
        types=merge_types(mention.types, inner.types),
        ages=mention.ages or inner.ages,
        names=mention.names or inner.names,
        sex=mention.sex or inner.sex,
        kin=mention.kin or inner.kin,
        kin_of=mention.kin_of or inner.kin_of,
        relation_to=mention.relation_to or inner.relation_to,
        former=mention.former or inner.former,
    )


def finish(mention: People) -> People:
    """``mention`` with the kinds that «ex» makes of its own."""
    types = mention.types
    if mention.former:
        types = tuple(
            VictimType.FORMER_SECURITY_FORCE
            if t in FORCES
            else VictimType.FORMER_GANG_MEMBER
            if t == VictimType.GANG_MEMBER
            else t
            for t in types
        )
    return replace(mention, types=types)


def merge_types(first: tuple[VictimType, ...], second: tuple[VictimType, ...]) -> tuple[VictimType, ...]:
    """The kinds of both in order, without civilian and unknown where another is told."""
    merged = dict.fromkeys((*first, *second))
    if len(merged) > 1:
        merged.pop(VictimType.CIVILIAN, None)
        merged.pop(VictimType.UNKNOWN, None)
    return tuple(merged)
