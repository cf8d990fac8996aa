"""Which row of which table read a value: the place behind the ``cue`` of a piece of evidence, for people who ask why.

A cue is ``table:line`` or ``table:term``, the pattern of a row, or the name of a rule that ``data/explain/rules.csv`` says.
"""

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from db.models import Evidence
from extraction.lexicon import rows

#: Prefixes of cues that are not the name of their table.
_TABLES = {
    "people": ("people",),
    "kin": ("kin",),
    "person_en": ("people_en",),
    "kin_en": ("kin_en",),
    "organisation_en": ("organisations_en",),
    "people_words": ("people_words",),
    "organisations": ("organisations",),
    "statistics_cues": ("statistics_cues",),
}
#: Where the cue of a table stands in its row, if not in the first column.
_COLUMNS = {"statistics_cues": 1}
_PLACES = ("departments", "districts", "localities")
_LINE = re.compile(r"(\w+):(\d+)(?::.*)?$")


@dataclass(frozen=True, slots=True)
class Rule:
    """``row`` is ``file:line`` under ``extraction/data``, empty for a rule that no table holds; ``words`` says what it is."""

    row: str
    words: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.row, self.words) if part)


def rule_of(evidence: Evidence, value: str | None = None) -> Rule:
    """The rule behind a piece of evidence; ``value`` is the name of the place, which the gazetteer's rows are found by."""
    cue = evidence.cue or ""
    if cue == "gazetteer" and value:
        return _place(value)
    if match := _LINE.match(cue):
        return Rule(f"{match.group(1)}.csv:{match.group(2)}", "")
    table, _, term = cue.partition(":")
    if table in _TABLES and term:
        term = term.split(":")[0].lower()
        found = next((_lines(name)[term] for name in _TABLES[table] if term in _lines(name)), None)
        return Rule(found or "", "" if found else cue)
    if evidence.field == "source" and cue in _sources():
        return Rule(_sources()[cue], "")
    if cue in _patterns():
        return Rule(_patterns()[cue], "")
    return Rule("", _meanings().get(cue, cue))


def _place(value: str) -> Rule:
    tables = (_lines(name, "gazetteer") for name in _PLACES)
    found = next((table[value.lower()] for table in tables if value.lower() in table), None)
    return Rule(found, "") if found else Rule("", _meanings()["written"])


@cache
def _meanings() -> dict[str, str]:
    return {row["cue"]: row["meaning"] for row in rows("rules", "explain")}


@cache
def _lines(name: str, folder: str = "lexicons") -> dict[str, str]:
    """The key of each row of a table -> ``file:line``, in lower case; the first of twins wins."""
    column = _COLUMNS.get(name, 1 if name == "departments" else 0)
    found: dict[str, str] = {}
    for line, cells in _rows(name, folder):
        if column < len(cells):
            found.setdefault(cells[column].strip().lower(), f"{name}.csv:{line}")
    return found


@cache
def _sources() -> dict[str, str]:
    """Names of those who give figures -> the first row that knows them."""
    found: dict[str, str] = {}
    for line, cells in _rows("statistics_sources", "lexicons"):
        found.setdefault(cells[1].strip(), f"statistics_sources.csv:{line}")
    return found


@cache
def _patterns() -> dict[str, str]:
    """Patterns of all tables as they are written -> ``file:line``."""
    folder = files("extraction") / "data" / "lexicons"
    names = sorted(item.name.removesuffix(".csv") for item in folder.iterdir() if item.name.endswith(".csv"))
    found: dict[str, str] = {}
    for name in names:
        for line, cells in _rows(name, "lexicons"):
            if len(cells[0].strip()) > 1:
                found.setdefault(cells[0].strip(), f"{name}.csv:{line}")
    return found


def _rows(name: str, folder: str) -> list[tuple[int, list[str]]]:
    """Line number and cells of each row below the head."""
    path = files("extraction") / "data" / folder / f"{name}.csv"
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return [(reader.line_num, cells) for cells in reader if cells][1:]
