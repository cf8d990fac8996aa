"""Rules for single days and for spans of days told by their days. Each takes a hit and gives a node, or None."""

from dataclasses import replace
from datetime import date, timedelta

from extraction.expressions.calendar import DAYS, MONTHS, Period, add_days, add_units, nth_weekday, valid, week_of
from extraction.expressions.grammar import Hit
from extraction.expressions.node import Node, Reference, Shape
from extraction.expressions.read_times import clock_of
from extraction.expressions.values import (
    amount,
    day_number,
    direction,
    integer,
    latest,
    month_number,
    period,
    relative_period,
    split_relative,
    told_year,
    unit,
    weekday_before,
    weekday_number,
    words_of,
)

#: A wrong weekday does not move a day so near before the reference to another year, in days.
_LAST_WEEKS = 31


def _day(hit: Hit, day: date | None, relative: str | None, way: int | None = None, weak: bool = False) -> Node:
    tense = "future" if way == 1 else None
    return Node(Shape.DAY, hit.start, hit.end, day, day, relative=relative, tense=tense, rule=hit.rule, weak=weak)


def _span(hit: Hit, first: date | None, last: date | None, relative: str | None, precision: str = "range") -> Node:
    return Node(Shape.PERIOD, hit.start, hit.end, first, last, precision=precision, relative=relative, rule=hit.rule)


def day_month(hit: Hit, ref: Reference) -> Node | None:
    """«el pasado sábado 10 de julio de 2021»; without a year the latest such day."""
    day, month, year, way = day_number(hit), month_number(hit), told_year(hit, ref), direction(hit)
    if day is None or month is None or valid(2024, month, day) is None:
        return None
    if year is not None:
        found = valid(year, month, day)
        return _day(hit, found, None) if found else None
    if hit.get("yearref"):
        return _day(hit, None, "year_inferred")
    weekday = weekday_number(hit, "wdx") if hit.get("wdx") else None
    return _day(hit, _with_weekday(latest(ref, month, day, way), weekday, ref), "year_inferred", way)


def _lately(day: date, ref: Reference) -> bool:
    return ref.day is not None and 0 <= (ref.day - day).days <= _LAST_WEEKS


def _with_weekday(day: date | None, weekday: int | None, ref: Reference) -> date | None:
    """The latest year in which that day and month fell on ``weekday``; ``day`` itself when none did within two years.

    A day of the last weeks stands though its weekday is wrong: slips of the pen are commoner than old days without a year.
    """
    if day is None or weekday is None or day.weekday() == weekday or _lately(day, ref):
        return day
    following = valid(day.year + 1, day.month, day.day)
    if following and following.weekday() == weekday:
        return following
    years = (valid(day.year - back, day.month, day.day) for back in range(1, 3))
    return next((found for found in years if found and found.weekday() == weekday), day)


def day_relmonth(hit: Hit, ref: Reference) -> Node | None:
    """«el 3 de este mes», «el 15 del mes pasado»."""
    found, day = split_relative(hit), day_number(hit)
    if found is None or found[0] != "month" or day is None:
        return None
    month = relative_period(hit, ref)
    return _day(hit, valid(month.first.year, month.first.month, day) if month else None, "period", found[1])


def days_month(hit: Hit, ref: Reference) -> Node | None:
    """«entre el 11 y 12 de junio», «del 4 al 22 de este mes»."""
    first, last = day_number(hit), day_number(hit, "day_2")
    if first is None or last is None or first >= last:
        return None
    if month_number(hit) is None and (split_relative(hit) or ("",))[0] != "month":
        return None
    month, told = period(hit, ref)
    if month is None:
        return _span(hit, None, None, "year_inferred")
    low, high = (valid(month.first.year, month.first.month, day) for day in (first, last))
    if low is None or high is None:
        return None
    if not told and hit.get("month") and not hit.get("yearref") and ref.day and low > ref.day:
        low, high = (latest(ref, low.month, day, None) for day in (first, last))
        low = low if high and low and low <= high else valid(high.year, high.month, first) if high else None
    return _span(hit, low, high, None if told else "year_inferred")


def date_range(hit: Hit, ref: Reference) -> Node | None:
    """«entre el 28 de junio y el 3 de julio»: the latest such start, and the first such end after it."""
    day, month, last_day, last_month = day_number(hit), month_number(hit), day_number(hit, "day_2"), month_number(hit, "month_2")
    if day is None or month is None or last_day is None or last_month is None:
        return None
    start_year, end_year = integer(hit.get("year")), told_year(hit, ref, "yearref_2") or told_year(hit, ref)
    if end_year is not None:
        high = valid(end_year, last_month, last_day)
        start_year = start_year or (end_year - ((month, day) > (last_month, last_day)))
        low = valid(start_year, month, day)
    else:
        low = valid(start_year, month, day) if start_year else latest(ref, month, day, None)
        high = valid(low.year + ((last_month, last_day) < (month, day)), last_month, last_day) if low else None
    if low is None or high is None or low > high:
        return _span(hit, None, None, "year_inferred") if ref.day is None else None
    return _span(hit, low, high, None if end_year or start_year else "year_inferred")


def week_of_day(hit: Hit, ref: Reference) -> Node | None:
    """«la semana del 16 de septiembre»: Monday to Sunday around that day."""
    day, month = day_number(hit) or day_number(hit, "day_2"), month_number(hit) or month_number(hit, "month_2")
    if day is None or month is None:
        return None
    year = told_year(hit, ref)
    found = valid(year, month, day) if year else latest(ref, month, day, None)
    week = week_of(found) if found else None
    return _span(hit, week.first if week else None, week.last if week else None, None if year else "year_inferred")


#: «aprobó el domingo un régimen»: an article, not the first of a month.
_ARTICLES = frozenset(["un", "una", "uno"])


def weekday_day(hit: Hit, ref: Reference) -> Node | None:
    """«sábado 10»: the day within a month, past before coming, on which the weekday fits; else within the last year."""
    weekday, day, way = weekday_number(hit, "wdx"), day_number(hit) or day_number(hit, "dayth"), direction(hit)
    if weekday is None or day is None or hit.get("day") in _ARTICLES:
        return None
    if ref.day is None:
        return _day(hit, None, "weekday", way)
    near, far = (range(1, 366), range(0)) if way == 1 else (range(0, -32, -1), range(-32, -366, -1))
    for step in (*near, *range(1, 32), *far):
        found = add_days(ref.day, step)
        if found and found.day == day and found.weekday() == weekday:
            return _day(hit, found, "weekday", 1 if step > 0 else way)
    return None


def weekday(hit: Hit, ref: Reference) -> Node | None:
    """«el martes», «el pasado martes», «este martes», «el próximo martes»."""
    number, way = weekday_number(hit) if hit.get("wd") else weekday_number(hit, "wdd"), direction(hit)
    if number is None:
        return None
    found = weekday_before(ref, number, way)
    ahead = found is not None and ref.day is not None and found > ref.day
    return _day(hit, found, "deictic" if way == 0 else "weekday", 1 if ahead else way)


def weekday_pair(hit: Hit, ref: Reference) -> Node | None:
    """«entre sábado y domingo»: the latest second day, and the first one before it."""
    first, last, way = weekday_number(hit), weekday_number(hit, "wd_2"), direction(hit)
    if first is None or last is None or first == last:
        return None
    high = weekday_before(ref, last, way)
    low = add_days(high, -((last - first) % 7)) if high else None
    if low and ref.day and way == 1 and low <= ref.day:
        low, high = add_days(low, 7), add_days(high, 7) if high else None
    return _span(hit, low, high, "weekday")


def weekday_week(hit: Hit, ref: Reference) -> Node | None:
    """«el domingo de la semana pasada»."""
    number, found = weekday_number(hit), split_relative(hit)
    if number is None or found is None or found[0] != "week":
        return None
    week = relative_period(hit, ref)
    return _day(hit, week.first + timedelta(days=number) if week else None, "period", found[1])


def ord_weekday(hit: Hit, ref: Reference) -> Node | None:
    """«el primer viernes de julio»: a year ago where it would lie ahead."""
    number, nth = weekday_number(hit), words_of(hit).value("ordinal", hit.get("ord"))
    if number is None or nth is None:
        return None
    month, told = period(hit, ref)
    found = nth_weekday(month, number, int(nth)) if month else None
    if found and ref.day and found > ref.day and not told and hit.get("month") and not hit.get("yearref") and month:
        earlier = Period(month.first.replace(year=month.first.year - 1), month.last.replace(year=month.last.year - 1, day=28))
        found = nth_weekday(earlier, number, int(nth)) or found
    return _day(hit, found, None if told else "year_inferred")


def deictic(hit: Hit, ref: Reference) -> Node | None:
    """«ayer», «anoche», «pasado mañana»: days from the day of publication, perhaps a part of the day."""
    value = words_of(hit).value("deictic", hit.get("deictic"))
    if value is None:
        return None
    shift, _, part = value.partition(" ")
    day = add_days(ref.day, int(shift)) if ref.day else None
    tense = "future" if int(shift) > 0 else None
    return Node(Shape.DAY, hit.start, hit.end, day, day, part=part or None, relative="deictic", tense=tense, rule=hit.rule)


def offset(hit: Hit, ref: Reference) -> Node | None:
    """«dos días antes de ayer», «tres días después del 5 de mayo»."""
    base = deictic(hit, ref) if hit.get("deictic") else _told_day(hit, ref)
    count, name = amount(hit), unit(hit)
    if base is None or count is None or name is None or name not in {**DAYS, **MONTHS}:
        return None
    sign = -1 if hit.get("side") in ("antes", "before") else 1
    found = add_units(base.low, sign * count, name) if base.low else None
    return replace(base, low=found, high=found, tense="future" if found and ref.day and found > ref.day else None)


def _told_day(hit: Hit, ref: Reference) -> Node | None:
    if hit.get("day") is None and hit.get("day_2") is not None:
        hit = replace(hit, slots={**hit.slots, "day": hit.slots["day_2"], "month": hit.slots["month_2"]})
    return day_month(hit, ref)


def iso(hit: Hit, ref: Reference) -> Node | None:
    """«2016-11-07», with or without a clock time."""
    found = valid(integer(hit.get("year")) or 0, integer(hit.get("mm")) or 0, integer(hit.get("dd")) or 0)
    if found is None:
        return None
    at = clock_of(hit)[0] if hit.get("h") else None
    return Node(Shape.MOMENT if at else Shape.DAY, hit.start, hit.end, found, found, at=at, rule=hit.rule)


def numeric(hit: Hit, ref: Reference) -> Node | None:
    """«07/11/2016»: day first in Spanish, month first in English, the other way where only that is a date."""
    first, second, year = integer(hit.get("a")) or 0, integer(hit.get("b")) or 0, told_year(hit, ref)
    if year is None:
        return None
    day, month = (second, first) if hit.language == "en" else (first, second)
    found = valid(year, month, day) or valid(year, day, month)
    return _day(hit, found, None) if found else None


def day_slash(hit: Hit, ref: Reference) -> Node | None:
    """«el 4/7»; without a word before it only where it cannot be a fraction."""
    first, second = integer(hit.get("a")) or 0, integer(hit.get("b")) or 0
    day, month = (second, first) if (hit.language == "en" and first <= 12) or second > 12 else (first, second)
    if valid(2024, month, day) is None:
        return None
    return _day(hit, latest(ref, month, day, None), "year_inferred", weak=first <= 12 and second <= 12 and not hit.get("article"))


def bare_day(hit: Hit, ref: Reference) -> Node | None:
    """«el 16», «the 15th»: the latest day of that number; see the guards for where it may stand."""
    day = integer(hit.get("dayn") or hit.get("dayth"))
    if day is None:
        return None
    for back in range(62):
        found = add_days(ref.day, -back) if ref.day else None
        if found and found.day == day:
            return _day(hit, found, "year_inferred")
    return _day(hit, None, "year_inferred")
