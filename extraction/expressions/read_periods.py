"""Rules for periods: months, years, weeks, halves, «los últimos tres días», «en lo que va del año», feasts."""

from datetime import date, timedelta

from extraction.expressions.calendar import (
    DAYS,
    MINUTES,
    MONTHS,
    Period,
    add_days,
    add_months,
    add_units,
    easter,
    month_period,
    nth_week,
    nth_weekday,
    third_of,
    unit_period,
    valid,
)
from extraction.expressions.grammar import Hit
from extraction.expressions.node import Node, Reference, Shape
from extraction.expressions.read_times import last_hours
from extraction.expressions.values import (
    amount,
    direction,
    integer,
    is_spelt_year,
    latest_month,
    month_number,
    period,
    split_relative,
    told_year,
    unit,
    words_of,
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _node(hit: Hit, found: Period | None, relative: str | None, precision: str = "range", way: int | None = None) -> Node:
    low, high = (found.first, found.last) if found else (None, None)
    tense = "future" if way == 1 else None
    return Node(Shape.PERIOD, hit.start, hit.end, low, high, precision=precision, relative=relative, tense=tense, rule=hit.rule)


def month(hit: Hit, ref: Reference) -> Node | None:
    """«en noviembre de 2015», «junio pasado», «en marzo»: the latest such month where no year is told."""
    number = month_number(hit, "month") or month_number(hit, "monthname") or month_number(hit, "monthsafe")
    if number is None:
        return None
    year, way = told_year(hit, ref), direction(hit)
    if year is not None:
        return _node(hit, month_period(year, number), None if _figures(hit) else "period", "month")
    return _node(hit, None if hit.get("yearref") else latest_month(ref, number, way), "year_inferred", "month", way)


def _figures(hit: Hit) -> bool:
    told = [hit.get(slot) or " " for slot in ("yearref", "year", "yearref_3")]
    return any(words[0].isdecimal() or is_spelt_year(words) for words in told)


def month_range(hit: Hit, ref: Reference) -> Node | None:
    """«de enero a junio»: the latest such months; the year told after the second holds for both."""
    first, last = month_number(hit), month_number(hit, "month_2")
    if first is None or last is None:
        return None
    start_year, end_year = integer(hit.get("year")), told_year(hit, ref)
    if end_year is None and start_year is None:
        start = latest_month(ref, first, None)
        if start is None:
            return _node(hit, None, "year_inferred")
        start_year = start.first.year
    if start_year is None:
        start_year = (end_year or 0) - (first > last)
    low = month_period(start_year, first)
    high = month_period(end_year or start_year + (last < first), last)
    if low is None or high is None or low.first > high.last:
        return None
    return _node(hit, Period(low.first, high.last), None if _figures(hit) else "year_inferred")


def year(hit: Hit, ref: Reference) -> Node | None:
    """«en 2015»; the guards decide where a bare figure may be a year."""
    number = integer(hit.get("year"))
    return _node(hit, month_period(number, 1, 12), None, "year") if number else None


def year_range(hit: Hit, ref: Reference) -> Node | None:
    """«entre 2015 y 2018»."""
    first, last = integer(hit.get("year")), integer(hit.get("year_2"))
    if first is None or last is None or first >= last:
        return None
    return _node(hit, Period(date(first, 1, 1), date(last, 12, 31)), None)


def decade(hit: Hit, ref: Reference) -> Node | None:
    """«los años ochenta»: ten years."""
    first = words_of(hit).value("decade", hit.get("decade"))
    return _node(hit, Period(date(int(first), 1, 1), date(int(first) + 9, 12, 31)), None) if first else None


def century(hit: Hit, ref: Reference) -> Node | None:
    """«siglo XIX»: 1801 to 1900."""
    number = int(words_of(hit).value("century", hit.get("century")) or 0)
    if not number:
        return None
    return _node(hit, Period(date(number * 100 - 99, 1, 1), date(number * 100, 12, 31)), None)


def month_year(hit: Hit, ref: Reference) -> Node | None:
    """«03/2015», «2015-3»."""
    number, told = integer(hit.get("mm")), integer(hit.get("year"))
    return _node(hit, month_period(told, number), None, "month") if number and told else None


def rel_unit(hit: Hit, ref: Reference) -> Node | None:
    """«la semana pasada», «este año», «el próximo mes»; not «la semana» alone."""
    found = split_relative(hit)
    if found is None or found[1] is None:
        return None
    name, way = found
    if name in MINUTES:
        return last_hours(hit, ref, way, MINUTES[name]) if way else None
    days = unit_period(ref.day, name, way) if ref.day and way is not None else None
    if name == "day":
        day = days.first if days else None
        tense = "future" if way == 1 else None
        return Node(Shape.DAY, hit.start, hit.end, day, day, relative="deictic", tense=tense, rule=hit.rule)
    return _node(hit, days, "period", name if name in ("month", "year") else "range", way)


def before_last(hit: Hit, ref: Reference) -> Node | None:
    """«the week before last»."""
    name = unit(hit)
    if name is None or name in MINUTES or name == "day":
        return None
    return _node(hit, unit_period(ref.day, name, -2) if ref.day else None, "period")


def rest(hit: Hit, ref: Reference) -> Node | None:
    """«el resto de la semana»: from the day of publication on."""
    found = split_relative(hit)
    if found is None or found[1] not in (None, 0):
        return None
    whole = unit_period(ref.day, found[0]) if ref.day else None
    return _node(hit, Period(ref.day, whole.last) if whole and ref.day else None, "period", "range", 1)


def week_number(hit: Hit, ref: Reference) -> Node | None:
    """«la semana 30 de 2016», as ISO 8601 numbers weeks."""
    told, number = integer(hit.get("year")), integer(hit.get("wk"))
    try:
        first = date.fromisocalendar(told or 0, number or 0, 1)
    except ValueError:
        return None
    return _node(hit, Period(first, first + timedelta(days=6)), None)


def weekend(hit: Hit, ref: Reference) -> Node | None:
    """«el fin de semana»: the latest Saturday and Sunday that have begun; «este» from Wednesday on is the coming one."""
    way = direction(hit)
    if ref.day is None:
        return _node(hit, None, "period", "range", way)
    begun = 0 if ref.day.weekday() >= 5 else -1
    if way == 1:
        shift = 1 if ref.day.weekday() >= 5 else 0
    elif way == 0:
        shift = 0 if ref.day.weekday() >= 2 else -1
    else:
        shift = -1 if way is not None else begun
    return _node(hit, unit_period(ref.day, "weekend", shift), "period", "range", way)


def so_far(hit: Hit, ref: Reference) -> Node | None:
    """«en lo que va del año»: its first day to the day of publication, or to its end when it is over."""
    found, _ = period(hit, ref)
    if found is None and ref.day is not None and not hit.slots:
        found = unit_period(ref.day, "year")
    if found is None or ref.day is None:
        return _node(hit, None, "period")
    return _node(hit, Period(found.first, min(found.last, ref.day)), "period") if found.first <= ref.day else None


def first_n(hit: Hit, ref: Reference) -> Node | None:
    """«los primeros 12 días de junio», «los últimos tres meses de 2015»."""
    count, name, edge = amount(hit), unit(hit), hit.get("edge") or hit.get("edge_2") or ""
    if count is None or name is None or name not in {**DAYS, **MONTHS}:
        return None
    whole, told = period(hit, ref)
    if whole is None:
        return _node(hit, None, "period")
    if edge.startswith(("ultim", "last")):
        start = add_units(add_days(whole.last, 1) or whole.last, -count, name)
        return _node(hit, Period(start, whole.last), None if told else "period") if start else None
    after = add_units(whole.first, count, name)
    return _node(hit, Period(whole.first, after - timedelta(days=1)), None if told else "period") if after else None


def ord_unit(hit: Hit, ref: Reference) -> Node | None:
    """«el primer semestre de 2016», «la segunda semana de marzo», «el último día de julio», «el primer trimestre»."""
    nth, name = words_of(hit).value("ordinal", hit.get("ord")), unit(hit)
    name = "middle" if hit.get("middle") else ("quarter" if name is None else name)
    has_period = any(hit.get(slot) for slot in ("month", "yearref", "relunit", "yearref_3"))
    if nth is None or (not has_period and name not in ("quarter", "half", "third", "bimester")):
        return None
    whole, told = period(hit, ref) if has_period else (unit_period(ref.day, "year") if ref.day else None, False)
    if whole is None:
        return _node(hit, None, "period")
    found = _nth_part(whole, name, int(nth))
    if found and not has_period and ref.day and found.first > ref.day:
        earlier = unit_period(ref.day, "year", -1)
        found = _nth_part(earlier, name, int(nth)) if earlier else found
    if found is None:
        return None
    if found.first == found.last:
        return Node(Shape.DAY, hit.start, hit.end, found.first, found.last, relative=None if told else "period", rule=hit.rule)
    return _node(hit, found, None if told else "period", "month" if name == "month" else "range")


def _nth_part(whole: Period, name: str, nth: int) -> Period | None:
    """The ``nth`` unit of ``whole``, -1 the last one."""
    if name == "week":
        return nth_week(whole, nth)
    if name == "weekend":
        saturday = nth_weekday(whole, 5, nth)
        return Period(saturday, saturday + timedelta(days=1)) if saturday else None
    if name == "day":
        day = add_days(whole.first, nth - 1) if nth > 0 else add_days(whole.last, nth + 1)
        return Period(day, day) if day and whole.first <= day <= whole.last else None
    if name == "middle" or (name == "half" and (whole.last - whole.first).days < 32):
        return _half(whole, nth)
    if name == "fortnight":
        return _half(whole, nth) if (whole.last - whole.first).days < 32 else None
    size = MONTHS.get(name)
    if size is None:
        return None
    start = (
        add_months(whole.first, size * (nth - 1)) if nth > 0 else add_months(add_days(whole.last, 1) or whole.last, size * nth)
    )
    found = month_period(start.year, start.month, size) if start else None
    return found if found and whole.first <= found.first and found.last <= whole.last else None


def _half(whole: Period, nth: int) -> Period | None:
    """Days 1 to 15 and 16 to the end of a month; six months of a year."""
    if (whole.last - whole.first).days == 6:
        middle: date | None = whole.first + timedelta(days=3)
    elif (whole.last - whole.first).days < 32:
        middle = whole.first.replace(day=16) if whole.first.day == 1 else None
    else:
        middle = add_months(whole.first, 6)
    if middle is None or nth not in (1, 2, -1):
        return None
    return Period(whole.first, middle - timedelta(days=1)) if nth == 1 else Period(middle, whole.last)


def quarter_code(hit: Hit, ref: Reference) -> Node | None:
    """«Q1 2016», «2T 2019»."""
    told, number = integer(hit.get("year")), integer(hit.get("qn") or hit.get("qn_2"))
    return _node(hit, month_period(told, number * 3 - 2, 3), None) if told and number else None


def fuzzy(hit: Hit, ref: Reference) -> Node | None:
    """«a finales de mayo»: a third of the period."""
    which = words_of(hit).value("fuzzy", hit.get("fuzzy"))
    found, told = period(hit, ref)
    if which is None or (split_relative(hit) or ("",))[0] in MINUTES:
        return None
    return _node(hit, third_of(found, which) if found else None, None if told else "period")


def holiday(hit: Hit, ref: Reference) -> Node | None:
    """«Semana Santa», «Navidad de 2015»: fixed, by a weekday of a month, or by Easter; the latest one without a year."""
    value, way, told = words_of(hit).value("holiday", hit.get("holiday")), direction(hit), told_year(hit, ref)
    if value is None:
        return None
    rule, _, length = value.rpartition(" ")
    first = _feast(rule, told) if told else _latest_feast(rule, ref, way)
    relative = None if told else "holiday"
    if int(length) == 1:
        tense = "future" if way == 1 else None
        return Node(Shape.DAY, hit.start, hit.end, first, first, relative=relative, tense=tense, rule=hit.rule)
    return _node(hit, Period(first, first + timedelta(days=int(length) - 1)) if first else None, relative, "range", way)


def _latest_feast(rule: str, ref: Reference, way: int | None) -> date | None:
    if ref.day is None:
        return None
    this = _feast(rule, ref.day.year)
    if this is None or way == 0:
        return this
    if way == 1:
        return this if this > ref.day else _feast(rule, ref.day.year + 1)
    return this if this < ref.day or (way is None and this == ref.day) else _feast(rule, ref.day.year - 1)


def _feast(rule: str, in_year: int) -> date | None:
    """A rule of ``holidays.csv``: ``12-25``, ``easter-2``, ``11-thu-4``, ``11-thu-4+1``, ``05-mon-last``."""
    if not 1583 <= in_year <= 9998:
        return None
    if rule.startswith("easter"):
        return easter(in_year) + timedelta(days=int(rule[6:]))
    base, _, extra = rule.partition("+")
    parts = base.split("-")
    if len(parts) == 2:
        return valid(in_year, int(parts[0]), int(parts[1]))
    whole = month_period(in_year, int(parts[0]))
    found = nth_weekday(whole, _WEEKDAYS.index(parts[1]), -1 if parts[2] == "last" else int(parts[2])) if whole else None
    return found + timedelta(days=int(extra or 0)) if found else None
