"""Readers of months, quarters, years, running times, and times spoken of before."""

import re
from dataclasses import replace
from datetime import date, timedelta

from extraction.statistics.period import (
    LIST,
    OF_THAT_YEAR,
    PREVIOUS,
    SAME,
    SPAN,
    SPOKEN,
    THAT,
    TO_DATE,
    VAGUE,
    Period,
    month_end,
    safe,
)
from extraction.statistics.tables import terms
from extraction.statistics.told import Told, make, number_in, recent_year, told_month, told_year


def read_month_range(match: Told, published: date, language: str) -> Period | None:
    """«entre enero y mayo de 2017», «de enero al 31 de octubre», «enero y febrero»."""
    one, two = told_month(match, "m1", language), told_month(match, "m2", language)
    day = number_in(match["d2"], language) if match.get("d2") else 15 if match.get("mid") else None
    listed = not day and re.search(r",| (?:y|and) ", match.group()) and not re.match(r"(?:entre|between)\b", match.group())
    if listed and one > two and not match.get("y1"):
        return _month_list(match, published, language)
    year2 = told_year(match, "y2", published) or recent_year(two, day or 1, published)
    year1 = told_year(match, "y1", published) or (year2 if one <= two else year2 - 1)
    last = safe(year2, two, day) if day else min(month_end(year2, two), published)
    span = make(match, date(year1, one, 1), last, "range", bool(match.get("y2")))
    parts = _month_parts(match.group(), year2, published, language) if listed else ()
    return replace(span, parts=parts) if span else None


def read_years(match: Told, published: date, language: str) -> Period | None:
    """«entre 2011 y 2016»."""
    one, two = int(match["y1"]), int(match["y2"])
    return make(match, date(one, 1, 1), date(two, 12, 31), "range", True) if two > one else None


def read_first(match: Told, published: date, language: str) -> Period | None:
    """«los primeros 12 días de junio», «en los primeros cinco meses de 2018», «los primeros nueve de octubre»."""
    count = number_in(match["n"], language)
    unit = match["unit"] or ("dias" if match.get("m1") else "meses")
    if not count:
        return None
    groups = match
    year = told_year(match, "y1", published)
    told = bool(groups.get("y1"))
    if unit.startswith(("mes", "month")):
        year = year or published.year
        return make(match, date(year, 1, 1), month_end(year, count), "range", told) if count <= 12 else None
    month = told_month(match, "m1", language) if groups.get("m1") else (1 if groups.get("of_year") else published.month)
    year = year or recent_year(month, 1, published)
    days = count * 7 if unit.startswith(("sem", "week")) else count
    first = date(year, month, 1)
    return make(match, first, first + timedelta(days=days - 1), "range", told) if days <= 366 else None


def read_last_months(match: Told, published: date, language: str) -> Period | None:
    """«los últimos tres meses de 2019»: to the end of that year."""
    count, year = number_in(match["n"], language) or 0, told_year(match, "y1", published)
    if year is None or not 1 <= count <= 12:
        return None
    return make(match, date(year, 13 - count, 1), date(year, 12, 31), "range", True)


def read_part(match: Told, published: date, language: str) -> Period | None:
    """«el primer trimestre de 2017», «el segundo semestre del año pasado», «el semestre»."""
    months = {"trimestre": 3, "quarter": 3, "semestre": 6, "half": 6, "bimestre": 2, "cuatrimestre": 4, "mitad": 6}[match["unit"]]
    year = told_year(match, "y1", published)
    which = number_in(match["n"], language) if match.get("n") else None
    if which is None:
        base = year or published.year
        ended = [k for k in range(1, 12 // months + 1) if month_end(base, k * months) <= published]
        which = ended[-1] if ended else 1
    if which == -1:
        which = 12 // months
    if which * months > 12:
        return None
    if year is None:
        year = published.year if date(published.year, (which - 1) * months + 1, 1) <= published else published.year - 1
    first = date(year, (which - 1) * months + 1, 1)
    return make(match, first, min(month_end(year, which * months), published), "range", bool(match.get("y1")))


def read_to_date(match: Told, published: date, language: str) -> Period | None:
    """«en lo que va del año», «este mes», «en lo que va de junio», «so far in 2017», «a la fecha»."""
    groups = match
    year = told_year(match, "y1", published)
    if groups.get("m1"):
        month = told_month(match, "m1", language)
        year = year or recent_year(month, 1, published)
        last = min(month_end(year, month), published)
        return make(match, date(year, month, 1), last, "month", True, TO_DATE)
    if groups.get("month_word"):
        return make(match, published.replace(day=1), published, "month", True, TO_DATE)
    if groups.get("week_word"):
        return make(match, published - timedelta(days=published.weekday()), published, "range", True, TO_DATE)
    year = year or published.year
    return make(match, date(year, 1, 1), min(date(year, 12, 31), published), "year", True, TO_DATE)


def read_same(match: Told, published: date, language: str) -> Period | None:
    """«el mismo período de 2016», «en igual lapso del año pasado»: the months of the figure before, another year.

    «el mismo período de abril» is the same days of another month: ``length`` is that month.
    """
    month = told_month(match, "m1", language) if match.get("m1") else None
    year = told_year(match, "y1", published) or (recent_year(month, 1, published) if month else None)
    return Period(match.start(), match.end(), SAME, None, None, "range", True, year, length=month)


def read_that(match: Told, published: date, language: str) -> Period | None:
    """«ese mes», «ese año», «durante el mes», «estas dos semanas»: what is spoken of.

    ``first`` and ``last`` hold the running month or year, for a text that speaks of no other.
    """
    words, groups = match.group(), match
    unit = "year" if re.search(r"\bano|year", words) else "month" if re.search(r"\bmes\b|month\b", words) else "range"
    count = number_in(groups["n"], language) if groups.get("n") else None
    named = {"trimestre": 91, "semestre": 182, "quarter": 91}
    length = next((days for word, days in named.items() if word in words), None) or (
        count and count * (7 if "sem" in words or "week" in words else 1)
    )
    first = last = None
    if not length and re.fullmatch(r"(?:en|durante) el periodo", words):
        unit = SPOKEN
    if groups.get("closed"):
        last = published.replace(day=1) - timedelta(days=1) if unit == "month" else date(published.year - 1, 12, 31)
        first = last.replace(day=1) if unit == "month" else date(last.year, 1, 1)
    if groups.get("running"):
        first = published.replace(day=1) if unit == "month" else date(published.year, 1, 1)
        last = published
    return Period(match.start(), match.end(), THAT, first, last, unit, True, length=length)


def read_previous(match: Told, published: date, language: str) -> Period | None:
    """«el año anterior», «los dos años anteriores», «el mes anterior», «the previous year»: ``length`` how many."""
    unit = "year" if re.search(r"\bano|year", match.group()) else "week" if match.get("week") else "month"
    count = number_in(match["n"], language) if match.get("n") else 1
    return Period(match.start(), match.end(), PREVIOUS, None, None, unit, True, length=count)


def read_last(match: Told, published: date, language: str) -> Period | None:
    """«el año pasado», «el mes anterior», «la semana pasada», «last year»."""
    words = match.group()
    if re.search(r"\bano|year", words):
        year = published.year - 1
        return make(match, date(year, 1, 1), date(year, 12, 31), "year", True)
    if re.search(r"\bmes|month", words):
        last = published.replace(day=1) - timedelta(days=1)
        return make(match, last.replace(day=1), last, "month", True)
    monday = published - timedelta(days=published.weekday() + 7)
    return make(match, monday, monday + timedelta(days=6), "range", True)


def read_month(match: Told, published: date, language: str) -> Period | None:
    """«en marzo de 2016», «mayo cerró», «en junio pasado»; a month still running ends on the publication day."""
    month = told_month(match, "m1", language)
    year = told_year(match, "y1", published) or recent_year(month, 1, published)
    end = month_end(year, month)
    told = bool(match.get("y1"))
    found = make(match, date(year, month, 1), min(end, published), "month", told, SPAN if end <= published else TO_DATE)
    return replace(found, year=OF_THAT_YEAR) if found and match.get("that") else found


def read_fortnight(match: Told, published: date, language: str) -> Period | None:
    """«la segunda quincena de agosto»: from the 16th to the end of the month."""
    month = told_month(match, "m1", language)
    year = told_year(match, "y1", published) or recent_year(month, 1, published)
    second = match["half"] == "segunda"
    first, last = (date(year, month, 16), month_end(year, month)) if second else (date(year, month, 1), date(year, month, 15))
    return make(match, first, last, "range", bool(match.get("y1")))


def read_year(match: Told, published: date, language: str) -> Period | None:
    """«en 2016», «durante todo 2015»; the year still running ends on the publication day."""
    year = int(match["y1"])
    end = date(year, 12, 31)
    return make(match, date(year, 1, 1), min(end, published), "year", True, SPAN if end <= published else TO_DATE)


def read_vague(match: Told, published: date, language: str) -> Period | None:
    """A time without definable limits."""
    return Period(match.start(), match.end(), VAGUE, None, None, "range", True)


def _month_list(match: Told, published: date, language: str) -> Period | None:
    year = told_year(match, "y2", published)
    parts = _month_parts(match.group(), year, published, language)
    return Period(match.start(), match.end(), LIST, parts[-1][0], parts[0][1], "month", bool(year), parts=parts)


def _month_parts(words: str, year: int | None, published: date, language: str) -> tuple[tuple[date, date], ...]:
    months = terms("month", language)
    told = [months[word] for word in re.findall(r"[a-z]+", words) if word in months]
    years = [year or recent_year(month, 1, published) for month in told]
    return tuple((date(y, m, 1), min(month_end(y, m), published)) for y, m in zip(years, told, strict=True))
