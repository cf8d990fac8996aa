"""Periods that name one spoken of before: «ese mes», «durante el año», «el primer día», «el año anterior»."""

from dataclasses import replace
from datetime import date, timedelta

from extraction.statistics.context import Context
from extraction.statistics.period import DAY, SPAN, SPOKEN, THAT, TO_DATE, Period, safe

#: A closed month or year is still what «el mes», «el año» mean so many days after.
_STILL = 366
WEEK = timedelta(days=7)


def that_period(period: Period, told: list[Period], context: Context) -> Period | None:
    """What «ese mes», «durante el mes», «estas dos semanas» mean: the one spoken of, else the running one."""
    if period.unit in ("month day", "month days"):
        return _days_of_month(period, told, context)
    if period.unit == "day":
        return _nth_day(period, told)
    if period.first is not None:
        found: Period | None = _running(period, context)
    elif period.length is not None:
        spoken = [context.figure_period] if context.figure_period else []
        found = next((p for p in [*spoken, *reversed(context.spans)] if _is_as_long(p, period.length)), None)
    else:
        units = {"month": context.month, "year": context.year, SPOKEN: context.figure_period or context.span}
        found = _told_before(told, period.unit, period.start) or units.get(period.unit, context.span)
    if found is None or found.last is None:
        return None
    return to_cut_off(replace(found, start=period.start, end=period.end), context)


def previous_period(period: Period, spoken: Period | None, context: Context) -> Period | None:
    """The year or month before the one spoken of, else before the running one."""
    if period.unit == "week":
        return _week_before(period, spoken, context)
    day = spoken.first if spoken and spoken.first and spoken.unit == period.unit else context.published
    if day is None:
        return None
    count = period.length or 1
    if period.unit == "year":
        return replace(period, kind=SPAN, first=date(day.year - count, 1, 1), last=date(day.year - 1, 12, 31))
    last = day.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    for _ in range(count - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return replace(period, kind=SPAN, first=first, last=last)


def _week_before(period: Period, spoken: Period | None, context: Context) -> Period | None:
    """The week before the one spoken of, else before the running one."""
    if spoken and spoken.first and spoken.days == WEEK.days:
        monday = spoken.first
    elif context.published:
        monday = context.published - timedelta(days=context.published.weekday())
    else:
        return None
    return replace(period, kind=SPAN, first=monday - WEEK, last=monday - timedelta(days=1), unit="range")


def to_cut_off(period: Period, context: Context) -> Period:
    """A period that runs to the publication day ends on the last day that the article told before (codebook section 5)."""
    cut = context.cut_offs.get(context.current) if not context.fresh else None
    if period.kind == TO_DATE and cut and period.first and period.last == context.published and period.first <= cut:
        return replace(period, last=cut)
    return period


def _running(period: Period, context: Context) -> Period:
    """«durante el mes»: the closed month that the figures speak of, else the running one."""
    spoken = context.figure_units.get(period.unit)
    if spoken is None or spoken.kind != SPAN or spoken.last is None or context.published is None:
        return replace(period, kind=TO_DATE)
    return spoken if (context.published - spoken.last).days <= _STILL else replace(period, kind=TO_DATE)


def _is_as_long(span: Period, length: int) -> bool:
    """Quarters and halves of a year differ by a day or two."""
    return span.days == length or (length > 80 and abs((span.days or 0) - length) <= 3)


def _told_before(told: list[Period], unit: str, position: int) -> Period | None:
    """The last period of that unit told before a position in the same sentence; a range is of any unit."""
    fits = [p for p in told if p.end <= position and p.kind != THAT and (p.unit == unit or unit == "range")]
    return next((p for p in reversed(fits) if p.first and p.last), None)


def _days_of_month(period: Period, told: list[Period], context: Context) -> Period | None:
    """A day, or days, of the month told or spoken of; a span of days tells its month too."""
    ended = [p for p in told if p.end <= period.start and (p.last or p.first) and p.kind != THAT]
    spoken = _told_before(told, "month", period.start) or (ended[-1] if ended else context.month or context.figure_period)
    month = (spoken.last or spoken.first) if spoken else None
    if month is None or not period.length:
        return None
    one, two = divmod(period.length, 100) if period.unit == "month days" else (period.length, period.length)
    first, last = (safe(month.year, month.month, day) for day in (one, two))
    if first is None or last is None or last < first or (context.published and last > context.published):
        return None
    return replace(period, kind=DAY if one == two else SPAN, first=first, last=last)


def _nth_day(period: Period, told: list[Period]) -> Period | None:
    """«21 el primer día y 16 el segundo», of the few days told before."""
    spans = [p for p in told if p.end <= period.start and p.kind == SPAN and 1 < (p.days or 0) <= 7]
    if not spans or spans[-1].first is None or not period.length or period.length > (spans[-1].days or 0):
        return None
    day = spans[-1].first + timedelta(days=period.length - 1)
    return replace(period, kind=DAY, first=day, last=day)
