"""Readers of days, weeks, ranges of days, cut-offs and open starts."""

import re
from dataclasses import replace
from datetime import date, timedelta

from extraction.statistics.period import DAY, PAIR, SINCE, SPAN, THAT, UNTIL, Period, month_end, safe
from extraction.statistics.tables import terms
from extraction.statistics.told import (
    Told,
    days_back,
    latest_weekday,
    make,
    number_in,
    recent_year,
    told_month,
    told_year,
)


def read_day_range(match: Told, published: date, language: str) -> Period | None:
    """«del 1 al 28 de noviembre», «entre el 28 de junio y el 3 de julio de 2017», «desde el 1 de enero hasta ayer»."""
    groups = match
    if groups.get("deictic"):
        month = told_month(match, "m1", language) if groups.get("m1") else published.month
        last: date | None = published - timedelta(days=days_back(groups["deictic"]))
        year = told_year(match, "y1", published) or recent_year(month, number_in(match["d1"], language) or 1, published)
        return make(match, safe(year, month, number_in(match["d1"], language) or 0), last, "range", bool(groups.get("y1")))
    second = told_month(match, "m2", language)
    first_month = told_month(match, "m1", language) if groups.get("m1") else second
    day1, day2 = number_in(match["d1"], language) or 0, number_in(match["d2"], language) or 0
    year2 = told_year(match, "y2", published) or recent_year(second, min(day2, 28), published)
    year1 = told_year(match, "y1", published) or (year2 if first_month <= second else year2 - 1)
    last = safe(year2, second, day2) or (month_end(year2, second) if 28 < day2 <= 31 else None)
    first = safe(year1, first_month, day1)
    apart = (
        first
        and last
        and 1 < (last - first).days < 32
        and not re.match(r"entre|durante|desde|del?\b|between|from|over", match.group())
    )
    kind = PAIR if apart and re.search(r" (?:y|and) ", match.group()) else SPAN
    return make(match, first, last, "range", bool(groups.get("y2")), kind)


def read_days(match: Told, published: date, language: str) -> Period | None:
    """«del 1 al 19» with no month: days of the running month, or of the last one where they have not come yet.

    «entre el 25 y el 27 de ese mes» waits for the month spoken of: ``length`` holds both days.
    """
    day1, day2 = number_in(match["d1"], language) or 0, number_in(match["d2"], language) or 0
    if match.get("that"):
        return Period(match.start(), match.end(), THAT, None, None, "month days", True, length=100 * day1 + day2)
    month = published if day2 <= published.day else published.replace(day=1) - timedelta(days=1)
    return make(match, safe(month.year, month.month, day1), safe(month.year, month.month, day2), "range", True)


def read_day(match: Told, published: date, language: str) -> Period | None:
    """«el 18 de agosto de 2015», «el domingo 1 de septiembre»."""
    month, day = told_month(match, "m1", language), number_in(match["d1"], language) or 0
    year = told_year(match, "y1", published) or recent_year(month, day, published)
    if re.search(r"(?:ano|year) (?:pasado|anterior)", match.get("y1") or ""):
        year = published.year - 1
    return make(match, safe(year, month, day), safe(year, month, day), "day", bool(match.get("y1")), DAY)


def read_weekday(match: Told, published: date, language: str) -> Period | None:
    """«el martes», «el domingo 1», «ayer», «anoche»: the latest such day."""
    groups = match
    if groups.get("deictic"):
        day = published - timedelta(days=days_back(groups["deictic"]))
        return make(match, day, day, "day", True, DAY)
    day = latest_weekday(terms("weekday", language)[match["w"]], published)
    number = number_in(groups["d1"], language) if groups.get("d1") else None
    if number:
        candidates = [published - timedelta(days=back) for back in range(62)]
        weekday = terms("weekday", language)[match["w"]]
        told = next((c for c in candidates if c.day == number and c.weekday() == weekday), None)
        if told is None:
            end = match.start() + match.group().rindex(groups["d1"])
            return Period(match.start(), end - 1, DAY, day, day, "day", True)
        day = told
    elif re.search(r"pasado|last", match.group()) and day == published:
        day -= timedelta(days=7)
    return make(match, day, day, "day", True, DAY)


def read_weekday_range(match: Told, published: date, language: str) -> Period | None:
    """«entre el viernes y ayer domingo», «sábado y domingo»."""
    weekdays = terms("weekday", language)
    last = (
        latest_weekday(weekdays[match["w2"]], published) if match["w2"] else published - timedelta(days=days_back(match.group()))
    )
    first = latest_weekday(weekdays[match["w1"]], last)
    return make(match, first, last, "range", True)


def read_weekend(match: Told, published: date, language: str) -> Period | None:
    """«el fin de semana»: the latest Saturday and Sunday."""
    sunday = latest_weekday(6, published)
    saturday = sunday - timedelta(days=1)
    return make(match, saturday, sunday, "range", True)


def read_week(match: Told, published: date, language: str) -> Period | None:
    """«la primera semana de abril»: seven days from the 1st, the 8th …"""
    month, which = told_month(match, "m1", language), number_in(match["n"], language) or 1
    year = told_year(match, "y1", published) or recent_year(month, 1, published)
    first = safe(year, month, 7 * which - 6)
    return make(match, first, first + timedelta(days=6) if first else None, "range", bool(match.get("y1")))


def read_month_day(match: Told, published: date, language: str) -> Period | None:
    """«el día más violento fue el 26»: a day of the month that is spoken of."""
    return Period(match.start(), match.end(), THAT, None, None, "month day", True, length=int(match["md"]))


def read_nth_day(match: Told, published: date, language: str) -> Period | None:
    """«21 el primer día y 16 el segundo»: a day of the span told before it."""
    return Period(match.start(), match.end(), THAT, None, None, "day", True, length=number_in(match["n"], language))


def read_until(match: Told, published: date, language: str) -> Period | None:
    """«hasta el 15 de noviembre», «al cierre de octubre», «hasta ayer»: a cut-off."""
    groups = match
    if groups.get("deictic"):
        last: date | None = published - timedelta(days=days_back(groups["deictic"]))
        return Period(match.start(), match.end(), UNTIL, None, last, "range", False)
    if groups.get("w"):
        day = read_weekday(match, published, language)
        return replace(day, kind=UNTIL, first=None, unit="range", year_told=True) if day else None
    if not groups.get("m1"):
        return _until_day(match, published)
    month = told_month(match, "m1", language)
    last_day = 15 if groups.get("mid") else (number_in(groups["d1"], language) if groups.get("d1") else 0) or 0
    year = told_year(match, "y1", published) or recent_year(month, last_day or 1, published)
    last = safe(year, month, last_day) if last_day else min(month_end(year, month), published)
    return Period(match.start(), match.end(), UNTIL, None, last, "range", bool(groups.get("y1"))) if last else None


def _until_day(match: Told, published: date) -> Period | None:
    """«hasta el 29»: of the running month, or of the last one where that day has not come yet."""
    day = int(match["d1"])
    month = published if day <= published.day else published.replace(day=1) - timedelta(days=1)
    last = safe(month.year, month.month, day)
    return Period(match.start(), match.end(), UNTIL, None, last, "range", True) if last else None


def read_era(match: Told, published: date, language: str) -> Period | None:
    """«en la gestión del presidente Bukele», «durante el régimen de excepción»: from its first day, a public record."""
    first = date(2019, 6, 1) if match.get("bukele") else date(2022, 3, 27)
    return Period(match.start(), match.end(), SINCE, first, None, "range", True)


def read_since_month(match: Told, published: date, language: str) -> Period | None:
    """«desde enero», «desde el 1 de enero de 2014», «desde 2015»: an open end."""
    groups = match
    if not groups.get("m1"):
        year = told_year(match, "y1", published)
        first = date(year, 1, 1) if year else None
        return Period(match.start(), match.end(), SINCE, first, None, "range", True) if first else None
    month, day = told_month(match, "m1", language), (number_in(groups["d1"], language) if groups.get("d1") else 1) or 1
    year = told_year(match, "y1", published) or recent_year(month, day, published)
    first = safe(year, month, day)
    return Period(match.start(), match.end(), SINCE, first, None, "range", bool(groups.get("y1"))) if first else None
