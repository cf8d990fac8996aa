"""Periods of time as figures are told in them, resolved to the past against the publication day.

A sentence is searched for what bounds a figure: «en lo que va del año», «los primeros 12 días de junio», «entre enero y
mayo de 2017», «el mismo período de 2016», «ese mes». Some need the context: they are returned with a ``kind`` that
:mod:`extraction.statistics.complete` resolves. Codebook section 5. The wording is in ``statistics_periods.csv``, whose
earlier rows win; each names its reader ``read_<name>``.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from extraction.expressions import find_dates
from extraction.lexicon import rows
from extraction.statistics import read_days, read_spans
from extraction.statistics.numbers import number_pattern
from extraction.statistics.period import DAY, SPAN, THAT, Period
from extraction.statistics.tables import either, terms
from extraction.statistics.told import Told
from extraction.text import any_of

Reader = Callable[[Told, date, str], Period | None]

#: Stands for an unknown publication day while the rules are read; nothing dated by it is kept.
UNKNOWN = date(9000, 6, 15)
#: Figures of the civil war are history, not statistics of crime.
EARLIEST = date(1980, 1, 1)
#: Readings too loose to bound a figure: «hace dos años», «dentro de tres días», a clock time.
_LOOSE = ("ago", "from_now", "time")
#: What follows a month or a day to tell its year, words for a day, and prepositions, by language.
_YEARS = {
    "es": r"(?:,? (?:de|del|en)(?: ano)?,? {Y}|,? {Y}| (?:de este ano|del presente ano|del ano en curso|del presente"
    r"|de este mismo ano|del corriente ano)| del? ano (?:pasado|anterior|previo))",
    "en": r"(?:,? (?:of |in )?{Y}| of this year| this year| last year| of last year)",
}
_DAYS = {
    "es": r"(?:\d{{1,2}}(?:\.?[ºo°]\.?|ro\.?)?|primero|{N})",
    "en": r"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORD})",
}
#: «las 6:00 de la tarde del», which tells no day of its own.
_CLOCK = {
    "es": r"(?:las? \d{1,2}(?:[:.]\d\d)?(?: horas| [ap]\.? ?m\.?)?(?: (?:de|en|por) la \w+)?(?: del?)?"
    r"|(?:en|por|de) la (?:manana|tarde|noche|madrugada))",
    "en": r"(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?)",
}
_PREPOSITIONS = {"es": r"(?:(?:en|durante|de|del|solo en|para|con|tras|a) )?", "en": ""}


def find_periods(folded: str, published: date | None, language: str = "es") -> list[Period]:
    """The periods of a folded sentence in order, not overlapping; earlier rules win over later ones."""
    published = published or UNKNOWN
    found: list[Period] = []
    taken = bytearray(len(folded))
    for pattern, reader in _rules(language) if _any_rule(language).search(folded) else ():
        for match in pattern.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            period = _told(reader, match, published, language)
            if period is not None and (period.first is None or EARLIEST <= period.first <= published):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append(period)
    return sorted(found, key=lambda period: period.start)


def _told(reader: Reader, match: re.Match[str], published: date, language: str) -> Period | None:
    """What a rule reads; None where the calendar has no such day («ayer» on the first day of year 1)."""
    try:
        period = reader(Told(match), published, language)
    except OverflowError:
        return None
    return _known(period) if period is not None else None


def calendar_periods(sentence: str, published: date | None, language: str = "es") -> list[Period]:
    """Periods told in other words than the rules know («Semana Santa», «el mes antepasado»), by the general reader of dates."""
    found = []
    for told in find_dates(sentence, published, language):
        if told.kind not in ("date", "range") or told.relative in _LOOSE or not (told.start and told.end) or told.tense:
            continue
        first, last = date.fromisoformat(told.start[:10]), date.fromisoformat(told.end[:10])
        unit = told.precision if told.precision in ("day", "month", "year") else "range"
        kind = DAY if first == last else SPAN
        if EARLIEST <= first <= last and (published is None or last <= published):
            found.append(Period(told.start_char, told.end_char, kind, first, last, unit, told.relative is None))
    return found


def _known(period: Period) -> Period | None:
    """A period without what was read from an unknown publication day; None where nothing is left of it."""
    told = [day.year < UNKNOWN.year - 1 for day in (period.first, period.last) if day is not None]
    if all(told):
        return period
    return replace(period, first=None, last=None) if period.kind == THAT else None


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The rows of ``statistics_periods.csv`` of a language, compiled, in order."""
    macros = _macros(language)
    return tuple(
        (re.compile(rf"(?<!\w)(?:{row['pattern'].format(**macros)})(?!\w)"), _reader(row["reader"]))
        for row in rows("statistics_periods")
        if row["language"] == language
    )


@cache
def _any_rule(language: str) -> re.Pattern[str]:
    return any_of(pattern for pattern, _ in _rules(language))


def _macros(language: str) -> dict[str, str]:
    """What ``{Y}``, ``{N}``, ``{ORD}``, ``{M}``, ``{W}``, ``{D}``, ``{YS}``, ``{clock}`` and ``{in}`` stand for in a row."""
    plain = {
        "Y": r"(?:19[89]\d|20[0-4]\d)(?![\d,.]\d)",
        "N": number_pattern(language),
        "ORD": either(terms("ordinal", language)),
    }
    named = {"M": either(terms("month", language)), "W": either(terms("weekday", language))}
    told = {"D": _DAYS[language].format(**plain), "YS": _YEARS[language].format(**plain), "in": _PREPOSITIONS[language]}
    return {**plain, **named, **told, "clock": _CLOCK[language]}


def _reader(name: str) -> Reader:
    found: Reader = getattr(read_days, f"read_{name}", None) or getattr(read_spans, f"read_{name}")
    return found
