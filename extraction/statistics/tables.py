"""The vocabulary of figures: compiled views of the ``statistics_*`` tables."""

import re
from dataclasses import dataclass
from functools import cache

from extraction.lexicon import rows
from extraction.text import fold


@dataclass(frozen=True, slots=True)
class Noun:
    """What can be counted. ``role``: ``event`` counts by itself, ``victim`` needs a killing told of it, ``unit`` counts
    what was counted before, ``none`` is never coded. ``cue`` names the table row."""

    pattern: re.Pattern[str]
    indicator: str
    role: str
    cue: str


@cache
def nouns() -> tuple[Noun, ...]:
    """The rows of ``statistics_nouns.csv`` in order of precedence."""
    return tuple(
        Noun(re.compile(rf"(?:{row['pattern']})(?!\w)"), row["indicator"], row["role"], f"statistics_nouns:{number}")
        for number, row in enumerate(rows("statistics_nouns"), 2)
    )


@cache
def people() -> re.Pattern[str]:
    """A plural noun for people, of ``people.csv``."""
    words = {fold(row["plural"]) for row in rows("people")}
    return re.compile("(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)")


@cache
def cue(name: str) -> re.Pattern[str]:
    """One pattern for all rows of ``statistics_cues.csv`` of that name."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows("statistics_cues") if row["cue"] == name))


@cache
def sources() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of those who publish figures, with the name to store."""
    return tuple((re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)"), row["name"]) for row in rows("statistics_sources"))


@cache
def foreign() -> re.Pattern[str]:
    """Countries and regions whose figures are not El Salvador's; a place abroad only after a preposition."""
    regions = [rf"(?<!\w)(?:{row['pattern']})(?!\w)" for row in rows("statistics_foreign")]
    places = "|".join(sorted((re.escape(fold(row["term"])) for row in rows("place_foreign")), key=len, reverse=True))
    return re.compile("|".join([*regions, rf"(?:(?<=\ben )|(?<=\bde )|(?<=\bin )|(?<=\bof ))(?:{places})(?!\w)"]))


@cache
def terms(kind: str, language: str) -> dict[str, int]:
    """Number words, months (1-12), weekdays (Monday 0) or ordinals of a language, with their values."""
    return {
        row["term"]: int(row["value"])
        for row in rows("statistics_numerals")
        if (row["kind"], row["language"]) == (kind, language)
    }


def either(words: dict[str, int]) -> str:
    """A regular expression for any of ``words``, longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")" if words else r"(?!)"
