"""The calendar words of one language, read from ``calendar.csv``, ``holidays.csv`` and ``numerals.csv``."""

import re
from dataclasses import dataclass
from functools import cache

from extraction.lexicon import rows

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``tables[kind][folded term]`` is the term's value as the table spells it."""

    language: str
    tables: dict[str, dict[str, str]]

    def terms(self, *kinds: str) -> list[str]:
        """All terms of ``kinds``."""
        return [term for kind in kinds for term in self.tables.get(kind, {})]

    def value(self, kind: str, words: str | None) -> str | None:
        """The value of ``words`` (folded, any spacing, a final point allowed), or None."""
        return self.tables.get(kind, {}).get(" ".join(words.rstrip(".").split())) if words else None


@cache
def vocabulary(language: str) -> Vocabulary:
    """The tables of ``language``; raises KeyError for a language without tables."""
    tables: dict[str, dict[str, str]] = {}
    for row in rows("calendar"):
        if row["language"] == language:
            tables.setdefault(row["kind"], {})[row["term"]] = row["value"]
    for row in rows("holidays"):
        if row["language"] == language:
            tables.setdefault("holiday", {})[row["term"]] = f"{row['rule']} {row['days']}"
    for row in rows("numerals"):
        if row["language"] == language:
            tables.setdefault(row["kind"], {})[row["term"]] = row["value"]
    return Vocabulary(language, tables)


def alternatives(terms: list[str]) -> str:
    """A regex that matches any of ``terms``, the longest first, with any single gap for a space."""
    ordered = sorted(set(terms), key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\ ", r"[^\S\n]{1,3}") for term in ordered)
