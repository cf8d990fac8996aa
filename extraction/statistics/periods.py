"""Periods of time as figures are told in them, resolved to the past against the publication day.

A sentence is searched for what bounds a figure: «en lo que va del año», «los primeros 12 días de junio», «entre enero y
mayo de 2017», «el mismo período de 2016», «ese mes». Some need the context: they are returned with a ``kind`` that
:mod:`extraction.statistics.context` completes. Codebook section 5.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from extraction.statistics.numbers import number_pattern, parse
from extraction.statistics.tables import either, terms

#: Kinds of period: a told span, a single day, up to the day of publication, a cut-off («hasta el 15»), an open start
#: («desde enero»), the same months of another year, and «ese mes», «ese año».
#: A pair is two single days told together («el 9 y el 11 de junio»), a list months that run backwards («junio, mayo y abril»).
SPAN, DAY, PAIR, LIST, TO_DATE, UNTIL, SINCE, SAME, THAT = "span", "day", "pair", "list", "to_date", "until", "since", "same", "that"
#: «desde que inició la gestión», «en los últimos años»: no definable limits, so nothing is coded (codebook section 5).
VAGUE = "vague"
#: «el año anterior»: the one before the year that is spoken of.
PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive days ``first`` to ``last``, at ``start:end`` of the sentence. ``unit``: day, month, year or range;
    ``year_told`` is False where the year was inferred; ``year`` is the target of ``same``; ``length``
    the days of «estas dos semanas»; ``parts`` the months of a list."""

    start: int
    end: int
    kind: str
    first: date | None = None
    last: date | None = None
    unit: str = "range"
    year_told: bool = False
    year: int | None = None
    length: int | None = None
    parts: tuple[tuple[date, date], ...] = ()

    @property
    def days(self) -> int | None:
        """Length in days; None while a bound is open."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


#: Marks «junio de ese año» until the context gives the year.
OF_THAT_YEAR = -1

Reader = Callable[["re.Match[str]", date, str], Period | None]


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def safe(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_periods(folded: str, published: date | None, language: str = "es") -> list[Period]:
    """The periods of a folded sentence in order, not overlapping; earlier rules win over later ones."""
    if published is None:
        published = date.max
    found: list[Period] = []
    taken = bytearray(len(folded))
    for pattern, reader in _rules(language):
        for match in pattern.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            period = reader(match, published, language)
            if period is not None and _plausible(period, published):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.append(period)
    return sorted(found, key=lambda period: period.start)


def _plausible(period: Period, published: date) -> bool:
    if published == date.max and not period.year_told:
        return False
    return period.first is None or date(1980, 1, 1) <= period.first <= published


def _number(words: str, language: str) -> int | None:
    ordinals = terms("ordinal", language)
    if words in ordinals:
        return ordinals[words]
    cleaned = re.sub(r"(?<=\d)(?:\.?[ºo°]|ro|er|st|nd|rd|th)\.?$", "", words)
    value = parse(cleaned, language)
    return int(value) if value is not None else None


def _year(match: "re.Match[str]", key: str, published: date) -> int | None:
    """The year that a suffix tells: digits, this year or last year; None where it tells none."""
    words = match.groupdict().get(key)
    if not words:
        return None
    digits = re.search(r"(?:19|20)\d\d", words)
    if digits:
        return int(digits.group())
    if re.search(r"pasado|anterior|previo|last|previous", words):
        return published.year - 1
    return published.year


def _recent(month: int, day: int, published: date) -> int:
    """The year of the latest such day that is not after the publication."""
    return published.year if (month, day) <= (published.month, published.day) else published.year - 1


def _span(match: "re.Match[str]", first: date | None, last: date | None, unit: str, told: bool, kind: str = SPAN) -> Period | None:
    if first is None or last is None or last < first:
        return None
    return Period(match.start(), match.end(), kind, first, last, unit, told)


def _month(match: "re.Match[str]", key: str, language: str) -> int:
    return terms("month", language)[match[key]]


def read_day_range(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«del 1 al 28 de noviembre», «entre el 28 de junio y el 3 de julio de 2017», «desde el 1 de enero hasta ayer»."""
    groups = match.groupdict()
    if groups.get("deictic"):
        month = _month(match, "m1", language) if groups.get("m1") else published.month
        last: date | None = published - timedelta(days=_back(groups["deictic"]))
        year = _year(match, "y1", published) or _recent(month, _number(match["d1"], language) or 1, published)
        return _span(match, safe(year, month, _number(match["d1"], language) or 0), last, "range", bool(groups.get("y1")))
    second = _month(match, "m2", language)
    first_month = _month(match, "m1", language) if groups.get("m1") else second
    day1, day2 = _number(match["d1"], language) or 0, _number(match["d2"], language) or 0
    year2 = _year(match, "y2", published) or _recent(second, min(day2, 28), published)
    year1 = _year(match, "y1", published) or (year2 if first_month <= second else year2 - 1)
    last = safe(year2, second, day2) or (month_end(year2, second) if 28 < day2 <= 31 else None)
    first = safe(year1, first_month, day1)
    apart = first and last and 1 < (last - first).days < 32 and not re.match(r"entre|durante|desde|del?\b|between|from|over", match.group())
    kind = PAIR if apart and re.search(r" (?:y|and) ", match.group()) else SPAN
    return _span(match, first, last, "range", bool(groups.get("y2")), kind)


def _back(words: str) -> int:
    if re.search(r"anteayer|antier|day before", words):
        return 2
    return 1 if re.search(r"ayer|yesterday|anoche", words) else 0


def read_month_range(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«entre enero y mayo de 2017», «de enero al 31 de octubre», «enero y febrero»."""
    one, two = _month(match, "m1", language), _month(match, "m2", language)
    day = _number(match["d2"], language) if match.groupdict().get("d2") else None
    listed = not day and re.search(r",| (?:y|and) ", match.group()) and not re.match(r"(?:entre|between)\b", match.group())
    if listed and one > two and not match.groupdict().get("y1"):
        return _month_list(match, published, language)
    year2 = _year(match, "y2", published) or _recent(two, day or 1, published)
    year1 = _year(match, "y1", published) or (year2 if one <= two else year2 - 1)
    last = safe(year2, two, day) if day else min(month_end(year2, two), published)
    span = _span(match, date(year1, one, 1), last, "range", bool(match.groupdict().get("y2")))
    parts = _month_parts(match.group(), year2, published, language) if listed else ()
    return replace(span, parts=parts) if span else None


def _month_list(match: "re.Match[str]", published: date, language: str) -> Period | None:
    year = _year(match, "y2", published)
    parts = _month_parts(match.group(), year, published, language)
    return Period(match.start(), match.end(), LIST, parts[-1][0], parts[0][1], "month", bool(year), parts=parts)


def _month_parts(words: str, year: int | None, published: date, language: str) -> tuple[tuple[date, date], ...]:
    months = terms("month", language)
    told = [months[word] for word in re.findall(r"[a-z]+", words) if word in months]
    years = [year or _recent(month, 1, published) for month in told]
    return tuple((date(y, m, 1), min(month_end(y, m), published)) for y, m in zip(years, told, strict=True))


def read_since_month(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«desde enero», «desde el 1 de enero de 2014», «desde 2015»: an open end."""
    groups = match.groupdict()
    if not groups.get("m1"):
        year = _year(match, "y1", published)
        first = date(year, 1, 1) if year else None
        return Period(match.start(), match.end(), SINCE, first, None, "range", True) if first else None
    month, day = _month(match, "m1", language), (_number(groups["d1"], language) if groups.get("d1") else 1) or 1
    year = _year(match, "y1", published) or _recent(month, day, published)
    first = safe(year, month, day)
    return Period(match.start(), match.end(), SINCE, first, None, "range", bool(groups.get("y1"))) if first else None


def read_until(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«hasta el 15 de noviembre», «al cierre de octubre», «hasta ayer»: a cut-off."""
    groups = match.groupdict()
    if groups.get("deictic"):
        last: date | None = published - timedelta(days=_back(groups["deictic"]))
        return Period(match.start(), match.end(), UNTIL, None, last, "range", False)
    if groups.get("w"):
        day = read_weekday(match, published, language)
        return replace(day, kind=UNTIL, first=None, unit="range", year_told=True) if day else None
    month = _month(match, "m1", language)
    if groups.get("mid"):
        last_day = 15
    else:
        last_day = (_number(groups["d1"], language) if groups.get("d1") else 0) or 0
    year = _year(match, "y1", published) or _recent(month, last_day or 1, published)
    last = safe(year, month, last_day) if last_day else min(month_end(year, month), published)
    return Period(match.start(), match.end(), UNTIL, None, last, "range", bool(groups.get("y1"))) if last else None


def read_years(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«entre 2011 y 2016»."""
    one, two = int(match["y1"]), int(match["y2"])
    return _span(match, date(one, 1, 1), date(two, 12, 31), "range", True) if two > one else None


def read_first(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«los primeros 12 días de junio», «en los primeros cinco meses de 2018», «en diez meses de 2018»."""
    count, unit = _number(match["n"], language), match["unit"]
    if not count:
        return None
    groups = match.groupdict()
    year = _year(match, "y1", published)
    told = bool(groups.get("y1"))
    if unit.startswith(("mes", "month")):
        year = year or published.year
        return _span(match, date(year, 1, 1), month_end(year, count), "range", told) if count <= 12 else None
    month = _month(match, "m1", language) if groups.get("m1") else (1 if groups.get("of_year") else published.month)
    year = year or _recent(month, 1, published)
    days = count * 7 if unit.startswith(("sem", "week")) else count
    first = date(year, month, 1)
    return _span(match, first, first + timedelta(days=days - 1), "range", told) if days <= 366 else None


def read_part(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el primer trimestre de 2017», «el segundo semestre del año pasado», «el semestre»."""
    months = {"trimestre": 3, "quarter": 3, "semestre": 6, "half": 6, "bimestre": 2, "cuatrimestre": 4}[match["unit"]]
    year = _year(match, "y1", published)
    which = _number(match["n"], language) if match.groupdict().get("n") else None
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
    return _span(match, first, min(month_end(year, which * months), published), "range", bool(match.groupdict().get("y1")))


def read_to_date(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«en lo que va del año», «este mes», «en lo que va de junio», «so far in 2017», «a la fecha»."""
    groups = match.groupdict()
    year = _year(match, "y1", published)
    if groups.get("m1"):
        month = _month(match, "m1", language)
        year = year or _recent(month, 1, published)
        last = min(month_end(year, month), published)
        return _span(match, date(year, month, 1), last, "month", True, TO_DATE)
    if groups.get("month_word"):
        return _span(match, published.replace(day=1), published, "month", True, TO_DATE)
    if groups.get("week_word"):
        return _span(match, published - timedelta(days=published.weekday()), published, "range", True, TO_DATE)
    year = year or published.year
    return _span(match, date(year, 1, 1), min(date(year, 12, 31), published), "year", True, TO_DATE)


def read_same(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el mismo período de 2016», «en igual lapso del año pasado»: the months of the figure before, another year."""
    year = _year(match, "y1", published)
    return Period(match.start(), match.end(), SAME, None, None, "range", True, year)


def read_that(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«ese mes», «ese año», «durante el mes», «estas dos semanas»: what is spoken of.

    ``first`` and ``last`` hold the running month or year, for a text that speaks of no other.
    """
    words, groups = match.group(), match.groupdict()
    unit = "year" if re.search(r"\bano|year", words) else "month" if re.search(r"\bmes\b|month\b", words) else "range"
    count = _number(groups["n"], language) if groups.get("n") else None
    named = {"trimestre": 91, "semestre": 182, "quarter": 91}
    length = next((days for word, days in named.items() if word in words), None) or count and count * (7 if "sem" in words or "week" in words else 1)
    first = last = None
    if groups.get("running"):
        first = published.replace(day=1) if unit == "month" else date(published.year, 1, 1)
        last = published
    return Period(match.start(), match.end(), THAT, first, last, unit, True, length=length)


def read_previous(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el año anterior», «el mes anterior», «the previous year»."""
    unit = "year" if re.search(r"\bano|year", match.group()) else "month"
    return Period(match.start(), match.end(), PREVIOUS, None, None, unit, True)


def read_last(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el año pasado», «el mes anterior», «la semana pasada», «last year»."""
    words = match.group()
    if re.search(r"\bano|year", words):
        year = published.year - 1
        return _span(match, date(year, 1, 1), date(year, 12, 31), "year", True)
    if re.search(r"\bmes|month", words):
        last = published.replace(day=1) - timedelta(days=1)
        return _span(match, last.replace(day=1), last, "month", True)
    monday = published - timedelta(days=published.weekday() + 7)
    return _span(match, monday, monday + timedelta(days=6), "range", True)


def read_day(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el 18 de agosto de 2015», «el domingo 1 de septiembre»."""
    month, day = _month(match, "m1", language), _number(match["d1"], language) or 0
    year = _year(match, "y1", published) or _recent(month, day, published)
    if re.search(r"(?:ano|year) (?:pasado|anterior)", match.groupdict().get("y1") or ""):
        year = published.year - 1
    return _span(match, safe(year, month, day), safe(year, month, day), "day", bool(match.groupdict().get("y1")), DAY)


def read_weekday(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el martes», «el domingo 1», «ayer», «anoche»: the latest such day."""
    groups = match.groupdict()
    if groups.get("deictic"):
        day = published - timedelta(days=_back(groups["deictic"]))
        return _span(match, day, day, "day", True, DAY)
    day = _weekday(terms("weekday", language)[match["w"]], published)
    number = _number(groups["d1"], language) if groups.get("d1") else None
    if number:
        candidates = [published - timedelta(days=back) for back in range(62)]
        weekday = terms("weekday", language)[match["w"]]
        day = next((c for c in candidates if c.day == number and c.weekday() == weekday), day)
    elif re.search(r"pasado|last", match.group()) and day == published:
        day -= timedelta(days=7)
    return _span(match, day, day, "day", True, DAY)


def _weekday(weekday: int, published: date) -> date:
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def read_weekday_range(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«entre el viernes y ayer domingo», «sábado y domingo»."""
    weekdays = terms("weekday", language)
    last = _weekday(weekdays[match["w2"]], published) if match["w2"] else published - timedelta(days=_back(match.group()))
    first = _weekday(weekdays[match["w1"]], last)
    return _span(match, first, last, "range", True)


def read_weekend(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el fin de semana»: the latest Saturday and Sunday."""
    sunday = _weekday(6, published)
    saturday = sunday - timedelta(days=1)
    return _span(match, saturday, sunday, "range", True)


def read_month(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«en marzo de 2016», «mayo cerró», «en junio pasado»; a month still running ends on the publication day."""
    month = _month(match, "m1", language)
    year = _year(match, "y1", published) or _recent(month, 1, published)
    end = month_end(year, month)
    told = bool(match.groupdict().get("y1"))
    found = _span(match, date(year, month, 1), min(end, published), "month", told, SPAN if end <= published else TO_DATE)
    return replace(found, year=OF_THAT_YEAR) if found and match.groupdict().get("that") else found


def read_fortnight(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«la segunda quincena de agosto»: from the 16th to the end of the month."""
    month = _month(match, "m1", language)
    year = _year(match, "y1", published) or _recent(month, 1, published)
    second = match["half"] == "segunda"
    first, last = (date(year, month, 16), month_end(year, month)) if second else (date(year, month, 1), date(year, month, 15))
    return _span(match, first, last, "range", bool(match.groupdict().get("y1")))


def read_days(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«del 1 al 19» with no month: days of the running month, or of the last one where they have not come yet."""
    day1, day2 = _number(match["d1"], language) or 0, _number(match["d2"], language) or 0
    month = published if day2 <= published.day else published.replace(day=1) - timedelta(days=1)
    return _span(match, safe(month.year, month.month, day1), safe(month.year, month.month, day2), "range", True)


def read_month_day(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«el día más violento fue el 26»: a day of the month that is spoken of."""
    return Period(match.start(), match.end(), THAT, None, None, "month day", True, length=int(match["md"]))


def read_week(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«la primera semana de abril»: seven days from the 1st, the 8th …"""
    month, which = _month(match, "m1", language), _number(match["n"], language) or 1
    year = _year(match, "y1", published) or _recent(month, 1, published)
    first = safe(year, month, 7 * which - 6)
    return _span(match, first, first + timedelta(days=6) if first else None, "range", bool(match.groupdict().get("y1")))


def read_nth_day(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«21 el primer día y 16 el segundo»: a day of the span told before it."""
    return Period(match.start(), match.end(), THAT, None, None, "day", True, length=_number(match["n"], language))


def read_year(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """«en 2016», «durante todo 2015»; the year still running ends on the publication day."""
    year = int(match["y1"])
    end = date(year, 12, 31)
    return _span(match, date(year, 1, 1), min(end, published), "year", True, SPAN if end <= published else TO_DATE)


def read_vague(match: "re.Match[str]", published: date, language: str) -> Period | None:
    """A time without definable limits."""
    return Period(match.start(), match.end(), VAGUE, None, None, "range", True)


_SPANISH: tuple[tuple[str, Reader], ...] = (
    (r"{in}(?:el |la |los |las )?(?:mism[oa]s?|igual(?:es)?)(?: {N}| primer[oa]s {N})? (?:periodo|lapso|mes|meses|tiempo|fechas?|rango|dias?|espacio|intervalo|trimestre|semestre|bimestre|semanas?|ciclo|epoca)(?: de tiempo)?(?:,? ?(?:pero )?(?:correspondiente |registrad[oa] )?(?P<y1>(?:de|del|en|al|para)(?: el)?(?: ano)? (?:{Y}|pasado|anterior|previo|ano (?:pasado|anterior|previo|{Y}))))?", read_same),
    (r"{in}(?:ese|dicho|aquel)(?: mismo)? (?:periodo|lapso|mes)(?P<y1> (?:de|del)(?: ano)? (?:{Y}|pasado|anterior))", read_same),
    (r"(?:desde|del|entre) el (?P<d1>{D})(?: de (?P<m1>{M})(?P<y1>{YS})?)?,? (?:hasta|al|y) (?:el )?(?:dia de )?(?P<deictic>ayer|anteayer|hoy|este {W})(?: {W})?", read_day_range),
    (r"(?:(?:entre|desde|del|de|durante|a partir del) )?(?:el |los dias )?(?:{W} )?(?P<d1>{D})(?: de (?P<m1>{M})(?P<y1>{YS})?)?,? (?:al|y el|hasta el|y|a|hasta) (?:dia )?(?:{W} )?(?P<d2>{D}) de (?P<m2>{M})(?P<y2>{YS})?", read_day_range),
    (r"(?:entre|desde|de)? ?(?:el mes de )?(?P<m1>{M})(?P<y1>{YS})? (?:al|y el|hasta el|a) (?P<d2>{D}) de (?P<m2>{M})(?P<y2>{YS})?", read_month_range),
    (r"{in}(?:los )?primer[oa]?s (?P<n>{N}) (?P<unit>dias|meses|semanas)(?: (?:(?:de|del)(?: mes de)? (?P<m1>{M})(?P<y1>{YS})?|(?P<of_month>del mes|de este mes|del presente mes)|(?P<of_year>del ano(?! (?:pasado|anterior|previo)|,? ?{Y})|de este ano|del presente ano|del ano en curso)|(?P<y1b>(?:de|del)(?: ano)? (?:{Y}|pasado|anterior))))?", read_first),
    (r"{in}(?:los |las )?(?P<n>{N}) primer[oa]?s (?P<unit>dias|meses|semanas)(?: (?:(?:de|del)(?: mes de)? (?P<m1>{M})(?P<y1>{YS})?|(?P<of_month>del mes|de este mes|del presente mes)|(?P<of_year>del ano(?! (?:pasado|anterior|previo)|,? ?{Y})|de este ano|del presente ano|del ano en curso)|(?P<y1b>(?:de|del)(?: ano)? (?:{Y}|pasado|anterior))))?", read_first),
    (r"en lo que (?:va|lleva(?:mos)?|ha transcurrido)(?: transcurrido)?(?: de| del)?(?: el)?(?: (?:(?:mes de )?(?P<m1>{M})(?P<y1>{YS})?|(?P<month_word>(?:este |presente |actual )?mes(?: en curso)?)|(?P<week_word>(?:esta |la )?semana)|(?:este |presente |actual )?ano(?: en curso| actual)?(?P<y1b> (?:de )?{Y})?|(?P<y1c>{Y})))?", read_to_date),
    (r"(?:en|durante) (?:el|lo) (?:transcurso|curso|corrido|acumulado)(?: de| del)(?: el)? (?:(?:mes de )?(?P<m1>{M})|(?P<month_word>(?:este |presente )?mes)|(?:este |presente )?ano(?: en curso)?|(?P<y1>{Y}))", read_to_date),
    (r"{in}(?P<m1>{M})(?:, {M})+ y (?P<m2>{M})(?P<y2>{YS})?", read_month_range),
    (r"{in}(?:entre|desde|de|los meses de)? ?(?P<m1>{M})(?P<y1>{YS})? (?:y|a|hasta) (?P<m2>{M})(?P<y2>{YS})?", read_month_range),
    (r"(?:entre|de|desde)(?: el)?(?: ano)? (?P<y1>{Y}) (?:y|a|hasta)(?: el)?(?: ano)? (?P<y2>{Y})", read_years),
    (r"(?:hasta|al|a|con corte al|corte al|con fecha de corte al)(?: el| este)?(?: dia)?(?: pasado)?(?: {W})? (?P<d1>{D}) de (?P<m1>{M})(?P<y1>{YS})?", read_until),
    (r"(?:hasta|al)(?: el)? (?:cierre|finales?|termino) (?:de|del mes de) (?P<m1>{M})(?P<y1>{YS})?|hasta(?: el mes de)? (?P<m1b>{M})(?P<y1b>{YS})?", read_until),
    (r"hasta (?:el dia de |la noche de |la tarde de |el )?(?P<deictic>ayer|anoche|hoy|este {W}|anteayer)(?: {W})?", read_until),
    (r"(?:del|entre el) (?P<d1>\d{{1,2}}) (?:al|y el) (?P<d2>\d{{1,2}})(?= (?:hubo|se|fueron|sum|van|ocurr|dej)|[,:])", read_days),
    (r"(?:(?<=fue )|(?<=fueron ))el (?P<md>\d{{1,2}})(?=[,.;]| con\b)", read_month_day),
    (r"el (?P<n>{ORD})(?: dia|(?=[,.;]|$))", read_nth_day),
    (r"hasta (?:el )?(?:pasado )?(?:este )?(?P<w>{W})(?: (?P<d1>\d{{1,2}}))?(?: pasado)?(?! (?:\d+ )?de)", read_until),
    (r"(?:desde|a partir de)(?: el)?(?: pasado)? (?P<d1>{D}) de (?P<m1>{M})(?P<y1>{YS})?(?: (?:a la fecha|hasta (?:hoy|la fecha|ahora)))?", read_since_month),
    (r"(?:desde|a partir de)(?: el mes de)? (?P<m1>{M})(?P<y1>{YS})?(?: (?:a la fecha|hasta (?:hoy|la fecha|ahora)))?", read_since_month),
    (r"desde(?: el)?(?: ano)? (?P<y1>{Y})(?: (?:a la fecha|hasta (?:hoy|la fecha|ahora)))?", read_since_month),
    (r"desde (?:que|el inicio|la llegada|su|la entrada|el comienzo|el arranque)\b[^.;\d]{{3,90}}?,? (?:en |el )(?P<d1>{D})? ?(?:de )?(?P<m1>{M}) de (?P<y1>{Y})", read_since_month),
    (r"desde (?:que|su|la (?:llegada|entrada|firma|implementacion|aprobacion|instauracion|puesta)|el (?:inicio|comienzo|arranque))\b [^,.;\d]{{3,80}},? en (?:el ano )?{Y}", read_vague),
    (r"desde (?:que|su (?:creacion|fundacion|llegada|inicio|puesta)|la (?:llegada|entrada|firma|implementacion|aprobacion|instauracion|puesta)|el (?:inicio|comienzo|arranque) (?!del (?:ano|mes)|de (?:este|{Y}))|entonces)\b", read_vague),
    (r"(?:durante|bajo|en) (?:la|su|el|esta|este|lo que va de la|lo que va del?) (?:actual )?(?:gestion|administracion|gobierno|mandato|quinquenio|regimen|tregua|guerra|conflicto)\b|(?:antes|despues) de (?:la tregua|que)|(?:en|durante|de) (?:los|las) (?:ultim[oa]s|pasad[oa]s) (?:{N} )?(?:anos|meses|semanas|dias|horas|decadas|quinquenios)|en (?:menos de |solo |apenas |unas )?{N} (?:horas|anos|minutos)(?! de)|en la ultima (?:decada|semana)", read_vague),
    (r"(?:el |del |al )?(?:{W},? )?(?P<d1>{D}) de (?P<m1>{M})(?P<y1> (?:del ano en curso|de este (?:mismo )?ano|del presente ano|del? ano (?:pasado|anterior|previo)))", read_day),
    (r"{in}(?:el mes de |el pasado )?(?P<m1>{M})(?P<y1> (?:del ano en curso|de este (?:mismo )?ano|del presente ano|del corriente ano|del? ano (?:pasado|anterior|previo)))", read_month),
    (r"{in}(?:el mes de )?(?P<m1>{M}) (?P<that>de (?:ese|dicho|aquel)(?: mismo)? ano)", read_month),
    (r"{in}la (?P<half>primera|segunda) quincena (?:de|del mes de) (?P<m1>{M})(?P<y1>{YS})?", read_fortnight),
    (r"(?:durante|en) (?:(?:las|estas) vacaciones(?: de semana santa| agostinas| de fin de ano)?|la semana santa|el periodo (?:vacacional|de semana santa|de vacaciones))", read_vague),
    (r"{in}la (?P<n>{ORD}) semana de (?P<m1>{M})(?P<y1>{YS})?", read_week),
    (r"(?:hasta|al) (?:finalizar|cerrar|concluir|terminar)(?: el mes de)? (?P<m1>{M})(?P<y1>{YS})?", read_until),
    (r"(?:vigente|iniciad[oa]|que inicio|comenzo|implementad[oa]) (?:desde )?el (?P<d1>{D}) de (?P<m1>{M})(?P<y1>{YS})?", read_since_month),
    (r"{in}(?:el |del )?(?P<n>{ORD}) (?P<unit>trimestre|semestre|bimestre|cuatrimestre)(?P<y1>{YS}| del ano(?: en curso)?)?|(?:en|durante) (?:el|este) (?P<unitb>trimestre|semestre|bimestre)(?P<y1b>{YS})?", read_part),
    (r"(?:^|(?<=[.;] ))(?:el )?(?P<unit>semestre|trimestre|bimestre)(?= (?:dejo|cerro|termino|concluyo|finalizo))", read_part),
    (r"{in}(?P<n>{N}) (?P<unit>meses)(?: (?:de|del|en)(?: ano)? (?P<y1>{Y}|ano))", read_first),
    (r"(?:en|durante|de|del|al) (?:ese|dicho|aquel|este mismo|ese mismo) (?:ano|mes|periodo|lapso|tiempo|trimestre|semestre)|^(?:ese|dicho|aquel)(?: mismo)? (?:ano|mes)|\b(?:ese|dicho)(?: mismo)? (?:ano|mes)\b|(?:en|durante) el (?:periodo|trimestre|semestre)(?! (?:de|del))|\bdel (?:trimestre|semestre|periodo)(?! (?:de|del|anterior|pasado))|para ese (?:mismo )?(?:ano|mes)", read_that),
    (r"{in}(?:el |la |l)?(?:ano|mes) (?:anterior|previo|precedente)", read_previous),
    (r"{in}(?:el |la |l)?(?:pasad[oa] )?(?:ano|mes|semana) (?:pasad[oa]|anterior|recien (?:pasado|finalizado)|que (?:acaba de terminar|recien termina))|(?:en |durante )?(?:el|la) pasad[oa] (?:ano|mes|semana)", read_last),
    (r"(?:(?:en|durante|de|del|al) )?(?:este|el presente|del presente|el actual|presente|corriente) (?:(?P<month_word>mes)|ano)(?: en curso)?(?! (?:pasado|anterior))", read_to_date),
    (r"(?:en |durante )?esta (?P<week_word>semana)", read_to_date),
    (r"(?:en|durante) (?P<running>el) mes(?! (?:de|pasado|anterior|con|mas|en el|que|en curso))|\b(?P<runningb>del) mes(?! (?:de|pasado|anterior|con|mas|en curso))", read_that),
    (r"(?:(?:en|durante|con) )?(?:solo |apenas )?(?:en )?est[ao]s (?:primer[oa]s |ultim[oa]s )?(?P<n>{N}) (?:semanas|dias|meses)", read_that),
    (r"(?:en|durante) (?P<running>el) ano(?! (?:pasado|anterior|previo|de|{Y}|mas|con|en|que|y|actual))|\b(?P<runningb>del) ano(?! (?:pasado|anterior|previo|de|{Y}|mas|con|en|que|actual))", read_that),
    (r"(?:en|durante|del) (?:el )?ano (?:en curso|actual)|(?:en|durante|del) (?:el )?(?P<month_word>mes) (?:en curso|actual)|en el ano que (?:transcurre|corre)|a la fecha|hasta la fecha|hasta el momento|en el ano en curso", read_to_date),
    (r"(?:entre |desde )?(?:el |la \w+ del? )?(?P<w1>{W})(?: pasado)?(?:,| y| a| al| hasta)(?: el| la)?(?: (?:noche|tarde|madrugada|manana|mediodia|medianoche) del?)?(?: (?:(?:ayer|hoy|este|anoche|el),? )?(?P<w2>{W})| (?:ayer|hoy|anoche))", read_weekday_range),
    (r"{in}(?:este |el )?(?:pasado |ultimo )?fin de semana(?: pasado)?", read_weekend),
    (r"(?:(?:el|del|al|este|solo el|ayer|hoy|pasado|unico)(?: pasado| dia)? )?(?<!los )(?<!las )(?:{W},? )?(?P<d1>{D}) de (?P<m1>{M})(?: (?:pasado|recien pasado|ultimo))?(?P<y1>{YS})?", read_day),
    (r"(?:el |este |del |al |la \w+ del? |ayer,? |hoy,? )?(?:pasado |mismo )?(?P<w>{W})(?: (?P<d1>\d{{1,2}})(?! (?:homic|muert|asesin|person|casos|crimen)))?(?: pasado)?", read_weekday),
    (r"(?:la (?:noche|tarde|madrugada|manana) de )?(?P<deictic>\bayer\b|\banteayer\b|\bhoy\b|\banoche\b)", read_weekday),
    (r"{in}(?:el mes de |el pasado |el |solo |todo )?(?P<m1>{M})(?: (?:pasado|recien pasado|anterior|ultimo))?(?P<y1>{YS})?", read_month),
    (r"{in}(?:el ano |el |todo el |todo |ano )?(?P<y1>{Y})(?! (?:homic|asesin|person|muert|crimen|policias|pandill|victim|casos|denuncias))", read_year),
)

_ENGLISH: tuple[tuple[str, Reader], ...] = (
    (r"(?:(?:in|during|for|over) )?that (?:same )?(?:period|month|time)(?P<y1> (?:of|in|during) {Y})", read_same),
    (r"in the first {N} (?:days|weeks|months) of (?:the |his |president )?[^,.;\d]{{0,30}}(?:administration|government|term|presidency)", read_vague),
    (r"(?:(?:in|during|for|over|of) )?the same (?:period|months?|time(?: frame| span)?|days|stretch|quarter|weeks?|span)(?: (?P<y1>(?:of|in|from|during)? ?(?:the )?(?:{Y}|previous year|last year|prior year|year before)|last year|the (?:previous year|year before)|a year (?:earlier|before|ago)))?", read_same),
    (r"(?:(?:from|between|over) )?(?P<m1>{M}) (?P<d1>{D}) (?:and|to|through|until|-) (?P<m2>{M}) (?P<d2>{D})(?P<y2>{YS})?", read_day_range),
    (r"(?:(?:from|between|over) )?(?P<m2>{M}) (?P<d1>{D}) ?(?:and|to|through|until|-) ?(?P<d2>{D})(?P<y2>{YS})?", read_day_range),
    (r"(?:(?:from|between|over) )?(?:the )?(?P<d1>{D})(?: (?:of )?(?P<m1>{M})(?P<y1>{YS})?)? ?(?:and|to|through|until|-) ?(?:the )?(?P<d2>{D}) (?:of )?(?P<m2>{M})(?P<y2>{YS})?", read_day_range),
    (r"(?:in|during|over) the first (?P<n>{N}) (?P<unit>days|weeks|months)(?: of (?:(?P<m1>{M})(?P<y1>{YS})?|(?P<of_month>the month|this month)|(?P<of_year>the year|this year)|(?P<y1b>{Y}|last year)))?", read_first),
    (r"(?:the )?first (?P<n>{N}) (?P<unit>days|weeks|months)(?: of (?:(?P<m1>{M})(?P<y1>{YS})?|(?P<of_month>the month|this month)|(?P<of_year>the year|this year)|(?P<y1b>{Y}|last year)))?", read_first),
    (r"so far(?: in| during)?(?: (?:(?P<month_word>(?:this |the )month)|(?P<week_word>this week)|(?:this |the )year|(?P<m1>{M})(?P<y1>{YS})?|(?P<y1b>{Y})))?|(?:the )?year[- ]to[- ]date|to date|since the (?:beginning|start) of (?:(?:the|this) year|(?P<y1c>{Y})|(?P<month_wordb>(?:the|this) month))|as of (?:this writing|today)|until now", read_to_date),
    (r"(?:(?:from|between|in) )?(?P<m1>{M})(?P<y1> {Y})? (?:and|to|through|until)(?: all of)? (?P<m2>{M})(?P<y2>{YS})?", read_month_range),
    (r"(?:between|from) (?P<y1>{Y}) (?:and|to|through|until) (?P<y2>{Y})", read_years),
    (r"(?:by|until|till|through|as of|up to|up until|up till)(?: the)? (?P<mid>mid|middle of)[- ]?(?P<m1>{M})(?P<y1>{YS})?|(?:by|until|till|through|as of|up to|up until|up till) (?:the end of )?(?P<m1b>{M})(?: (?P<d1b>{D}))?(?P<y1b>{YS})?|(?:by|until|through|as of|up to) (?P<d1c>{D}) (?P<m1c>{M})(?P<y1c>{YS})?", read_until),
    (r"since (?P<m1>{M})(?: (?P<d1>{D}))?(?P<y1>{YS})?|since (?P<d1b>{D}) (?P<m1b>{M})(?P<y1b>{YS})?|since (?P<y1c>{Y})", read_since_month),
    (r"(?:(?:in|during|over|for) )?(?:the )?(?P<n>{ORD}) (?P<unit>quarter|half)(?: of)?(?P<y1>{YS})?", read_part),
    (r"(?:in|over|during) (?:the )?(?:last|past|recent) (?:{N} )?(?:years|months|weeks|days|hours|decades?)|(?:in|within) (?:less than |under )?{N} (?:hours|years|days|weeks)(?! of)|since (?:he|the|his|bukele|taking|then)\b[^,.;\d]{{0,60}}", read_vague),
    (r"(?:in |during )?that (?:same )?(?:year|month|period)", read_that),
    (r"(?:in |during )?the previous (?:year|month)|the (?:year|month) before", read_previous),
    (r"(?:in |during )?(?:last|the past) (?:year|month|week)", read_last),
    (r"(?:in |during )?this (?:(?P<month_word>month)|(?P<week_word>week)|year)", read_to_date),
    (r"(?:last |the |this past |over the )*(?:weekend)", read_weekend),
    (r"(?:on |both )*(?P<m1>{M}) (?P<d1>{D})(?P<y1>,? {Y})?|(?:on )?(?:the )?(?P<d1b>{D}) (?:of )?(?P<m1b>{M})(?P<y1b>,? {Y})?", read_day),
    (r"(?:on |last |this )*(?P<w>{W})|(?P<deictic>yesterday|today)", read_weekday),
    (r"(?:in |during |the month of |of |for |all of |last |late |early |(?<=^))(?P<m1>{M})(?P<y1>{YS})?|(?P<m1b>{M}) (?P<y1b>{Y})|(?P<m1c>{M})(?= (?:saw|ended|closed|was|had))", read_month),
    (r"(?:in |during |throughout |for |all of |of |ended |over |by the end of )*(?P<y1>{Y})(?! (?:homic|murder|people|kill))", read_year),
)


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    months, weekdays = either(terms("month", language)), either(terms("weekday", language))
    if language == "es":
        years = r"(?:,? (?:de|del|en)(?: ano)?,? {Y}|,? {Y}| (?:de este ano|del presente ano|del ano en curso|del presente|de este mismo ano|del corriente ano)| del? ano (?:pasado|anterior|previo))"
        day, prefix = r"(?:\d{{1,2}}(?:\.?[ºo°]\.?|ro\.?)?|primero|{N})", r"(?:(?:en|durante|de|del|solo en|para|con|tras|a) )?"
    else:
        years = r"(?:,? (?:of |in )?{Y}| of this year| this year| last year| of last year)"
        day, prefix = r"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORD})", ""
    plain = {"Y": r"(?:19[89]\d|20[0-4]\d)(?![\d,.]\d)", "N": number_pattern(language), "ORD": either(terms("ordinal", language))}
    macros = {**plain, "M": months, "W": weekdays, "D": day.format(**plain), "YS": years.format(**plain), "in": prefix}
    table = _SPANISH if language == "es" else _ENGLISH
    return tuple((re.compile(rf"(?<!\w)(?:{pattern.format(**macros)})(?!\w)"), _merged(reader)) for pattern, reader in table)


def _merged(reader: Reader) -> Reader:
    """A reader that sees ``y1b``, ``m1b`` … of an alternative under their plain names."""

    def read(match: "re.Match[str]", published: date, language: str) -> Period | None:
        return reader(_Groups(match), published, language)  # type: ignore[arg-type]

    return read


class _Groups:
    """A match whose alternative groups (``m1b``) answer under one name (``m1``)."""

    def __init__(self, match: "re.Match[str]") -> None:
        self._match = match
        self._values: dict[str, str | None] = {}
        for key, value in match.groupdict().items():
            name = key.rstrip("bc") if key[-1] in "bc" and key not in ("deictic",) else key
            self._values[name] = self._values.get(name) or value

    def __getitem__(self, key: str) -> str:
        return self._values.get(key) or ""

    def groupdict(self) -> dict[str, str | None]:
        """The groups by their plain names."""
        return self._values

    def group(self) -> str:
        """The whole match."""
        return self._match.group()

    def start(self) -> int:
        """Where the match starts."""
        return self._match.start()

    def end(self) -> int:
        """Where it ends."""
        return self._match.end()


def shift_year(period: Period, year: int) -> Period:
    """The same months and days with the period ending in ``year``; the last day of February is kept the last."""
    assert period.first and period.last
    gap = year - period.last.year
    return replace(period, first=_moved(period.first, gap), last=_moved(period.last, gap), year_told=True)


def _moved(day: date, gap: int) -> date:
    if day == month_end(day.year, day.month):
        return month_end(day.year + gap, day.month)
    return safe(day.year + gap, day.month, day.day) or month_end(day.year + gap, day.month)
