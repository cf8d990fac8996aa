"""What a rule of ``statistics_periods.csv`` matched, and the readings that its readers share."""

import re
from datetime import date, timedelta

from extraction.statistics.numbers import parse
from extraction.statistics.period import SPAN, Period
from extraction.statistics.tables import terms


class Told:
    """A match whose alternative groups (``m1b``, ``m1c``) answer under one name (``m1``)."""

    def __init__(self, match: "re.Match[str]") -> None:
        self._match = match
        self._values: dict[str, str | None] = {}
        for key, value in match.groupdict().items():
            name = key.rstrip("bc") if key[-1] in "bc" and key != "deictic" else key
            self._values[name] = self._values.get(name) or value

    def __getitem__(self, key: str) -> str:
        return self._values.get(key) or ""

    def get(self, key: str) -> str | None:
        """The words of a group, or None where the match has none."""
        return self._values.get(key)

    def group(self) -> str:
        """The whole match."""
        return self._match.group()

    def start(self) -> int:
        """Where the match starts."""
        return self._match.start()

    def end(self) -> int:
        """Where it ends."""
        return self._match.end()


def number_in(words: str, language: str) -> int | None:
    """The whole number of ordinals, digits or number words."""
    ordinals = terms("ordinal", language)
    if words in ordinals:
        return ordinals[words]
    cleaned = re.sub(r"(?<=\d)(?:\.?[ºo°]|ro|er|st|nd|rd|th)\.?$", "", words)
    value = parse(cleaned, language)
    return int(value) if value is not None else None


def told_year(match: Told, key: str, published: date) -> int | None:
    """The year that a suffix tells: digits, this year or last year; None where it tells none."""
    words = match.get(key)
    if not words:
        return None
    digits = re.search(r"(?:19|20)\d\d", words)
    if digits:
        return int(digits.group())
    if re.search(r"pasado|anterior|previo|last|previous", words):
        return published.year - 1
    return published.year


def recent_year(month: int, day: int, published: date) -> int:
    """The year of the latest such day that is not after the publication."""
    return published.year if (month, day) <= (published.month, published.day) else published.year - 1


def make(match: Told, first: date | None, last: date | None, unit: str, told: bool, kind: str = SPAN) -> Period | None:
    """A period at the place of a match, None where its days run backwards or are none."""
    if first is None or last is None or last < first:
        return None
    return Period(match.start(), match.end(), kind, first, last, unit, told)


def told_month(match: Told, key: str, language: str) -> int:
    """The month (1-12) that a group names."""
    return terms("month", language)[match[key]]


def days_back(words: str) -> int:
    """How many days before the publication a word such as «ayer» means."""
    if re.search(r"anteayer|antier|day before", words):
        return 2
    return 1 if re.search(r"ayer|yesterday|anoche", words) else 0


def latest_weekday(weekday: int, published: date) -> date:
    """The last such weekday up to the publication day, Monday 0."""
    return published - timedelta(days=(published.weekday() - weekday) % 7)
