"""The places of El Salvador, and the few abroad that its news names, looked up by folded words.

Tables: ``data/gazetteer/{departments,districts,localities,ambiguous_names}.csv`` and ``data/lexicons/place_foreign.csv``.
Names match without case and accents; a match gives the canonical spelling of the table.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extraction.lexicon import rows
from extraction.text import fold

Kind = Literal["district", "department", "municipality", "foreign"]
Words = tuple[str, ...]

#: Short forms that newspapers use inside names of districts: «Sta. Rosa de Lima», «Cd. Arce».
_SHORT = {"santa": "sta", "santo": "sto", "san": "sn", "ciudad": "cd", "santiago": "stgo"}
#: Words before the proper part of a locality's name in the table: «Playa El Cuco» is also found as «El Cuco».
_GENERIC = frozenset(
    {"colonia", "barrio", "playa", "isla", "canton", "caserio", "comunidad", "residencial", "urbanizacion", "reparto", "hacienda"}
    | {"finca", "beneficio", "carretera", "bulevar", "boulevard", "alameda", "avenida", "calle", "paseo", "autopista", "frontera"}
    | {"volcan", "cerro", "lago", "laguna", "rio", "puerto", "ciudadela", "penal"}
)
_COMMON_KINDS = ("common", "person", "history")
_FOREIGN_FIRST = frozenset({"california", "los angeles", "santiago", "san jose", "san juan", "san antonio", "san francisco"})


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of a name. ``district`` and ``department`` are canonical; ``country`` is an ISO 3166 code."""

    kind: Kind
    district: str | None = None
    department: str | None = None
    country: str = "SV"


@dataclass(frozen=True, slots=True)
class Locality:
    """A cantón, colonia, prison, road … of the table. ``curated`` rows are found without a generic word too."""

    name: str
    kind: str
    district: str | None
    department: str | None
    curated: bool


def words(name: str) -> Words:
    """The folded words of ``name``: «Cd. Arce» is ``("cd", "arce")``."""
    return tuple("".join(char if char.isalnum() else " " for char in fold(name)).split())


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All tables, indexed by folded words.

    ``weak``: short names of districts that count only with their department beside them («Las Flores, Chalatenango»).
    ``written``: localities by their name as the table has it; ``localities``: also without the generic word.
    ``longest``: words of the longest name by first word. ``doubtful``: names of people, things and places abroad too.
    ``shared``: all names that something else bears as well.
    ``capitals``: the capital district of each department.
    """

    names: Mapping[Words, tuple[Name, ...]]
    weak: Mapping[Words, tuple[Name, ...]]
    written: Mapping[Words, tuple[Locality, ...]]
    localities: Mapping[Words, tuple[Locality, ...]]
    longest: Mapping[str, int]
    doubtful: frozenset[Words]
    shared: frozenset[Words]
    department_of_district: Mapping[str, tuple[str, ...]]
    capitals: Mapping[str, str]

    def is_homonym(self, name: str) -> bool:
        """Whether a department and its capital district share ``name`` (San Miguel, Santa Ana …)."""
        return self.capitals.get(name) == name

    def districts_of_locality(self, name: str, department: str | None = None) -> frozenset[str]:
        """Districts that have a locality of that name, with or without its generic word."""
        found = self.localities.get(words(name), ()) or self.localities.get(_proper(words(name)), ())
        return frozenset(p.district for p in found if p.district and department in (None, p.department))


def _proper(name: Words) -> Words:
    while len(name) > 1 and (name[0] in _GENERIC or (name[0] in ("de", "del") and len(name) > 1)):
        name = name[1:]
    return name


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded once. Raises :class:`extraction.lexicon.LexiconError` when a table is malformed."""
    names = _names()
    localities, written = _localities()
    longest: dict[str, int] = defaultdict(int)
    for key in (*names, *localities, *_weak()):
        longest[key[0]] = max(longest[key[0]], len(key))
    departments: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in rows("districts", "gazetteer"):
        departments[row["district"]] += (row["department"],)
    capitals = {row["name"]: row["capital"] for row in rows("departments", "gazetteer")}
    return Gazetteer(names, _weak(), written, localities, dict(longest), _doubtful(), _shared(), dict(departments), capitals)


def _variants(name: str) -> Iterable[Words]:
    key = words(name)
    yield key
    if key[0] in _SHORT and len(key) > 1:
        yield (_SHORT[key[0]], *key[1:])


def _names() -> dict[Words, tuple[Name, ...]]:
    found: dict[Words, dict[Name, None]] = defaultdict(dict)

    def add(text: str, name: Name) -> None:
        for key in _variants(text):
            found[key][name] = None

    for row in rows("departments", "gazetteer"):
        add(row["name"], Name("department", None, row["name"]))
    for row in rows("districts", "gazetteer"):
        name = Name("district", row["district"], row["department"])
        for text in (row["district"], *_split(row["aliases"])):
            if "(" not in text and words(text) != ("lourdes",):
                add(text, name)
        add(row["municipality_2024"], Name("municipality", None, row["department"]))
    for row in rows("place_aliases"):
        add(row["term"], Name("district", row["label"], row["department"]))
    for row in rows("place_foreign"):
        add(row["term"], Name("foreign", country=row["label"]))
    return {key: tuple(values) for key, values in found.items()}


def _weak() -> dict[Words, tuple[Name, ...]]:
    found: dict[Words, tuple[Name, ...]] = defaultdict(tuple)
    for row in rows("districts", "gazetteer"):
        for text in _split(row["weak_aliases"]):
            if not text.startswith("la capital"):
                found[words(text)] += (Name("district", row["district"], row["department"]),)
    return dict(found)


def _localities() -> tuple[dict[Words, tuple[Locality, ...]], dict[Words, tuple[Locality, ...]]]:
    written: dict[Words, dict[Locality, None]] = defaultdict(dict)
    found: dict[Words, dict[Locality, None]] = defaultdict(dict)
    for row in rows("localities", "gazetteer"):
        curated = row["source"].startswith("curated")
        place = Locality(row["name"], row["kind"], row["district"] or None, row["department"] or None, curated)
        for text in (row["name"], *_split(row["aliases"])):
            key = words(text.split("(")[0])
            if not key:
                continue
            found[key][place] = None
            written[key][place] = None
            if _proper(key) != key:
                found[_proper(key)][place] = None
    return ({key: tuple(values) for key, values in found.items()}, {key: tuple(values) for key, values in written.items()})


def _doubtful() -> frozenset[Words]:
    """Names that are also people, things or places abroad: they need more than a capital letter."""
    found = set()
    for row in rows("ambiguous_names", "gazetteer"):
        if any(kind in row["kinds"] for kind in _COMMON_KINDS) or "foreign" in row["kinds"]:
            found.add(words(row["name"]))
    return frozenset(found)


def _shared() -> frozenset[Words]:
    return frozenset(words(row["name"]) for row in rows("ambiguous_names", "gazetteer"))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def foreign_first(name: Words) -> bool:
    """Whether the name alone means the place abroad (California, Los Ángeles)."""
    return " ".join(name) in _FOREIGN_FIRST
