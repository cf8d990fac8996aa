"""Calendar arithmetic: days, weeks (Monday to Sunday, ISO 8601), months, Easter."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both inclusive."""

    first: date
    last: date


#: Months in the units that are whole months.
MONTHS = {
    "month": 1,
    "bimester": 2,
    "quarter": 3,
    "third": 4,
    "half": 6,
    "year": 12,
    "lustrum": 60,
    "decade": 120,
    "century": 1200,
}
#: Days in the units that are whole days.
DAYS = {"day": 1, "week": 7, "fortnight": 15}
#: Minutes in the units shorter than a day; seconds count as nothing, for times are told to the minute.
MINUTES = {"second": 0, "minute": 1, "hour": 60}


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_period(year: int, month: int, months: int = 1) -> Period | None:
    """``months`` whole months from the first of ``month``; None outside the years 1 to 9999."""
    first, last_month = valid(year, month, 1), month - 1 + months - 1
    last_year = year + last_month // 12
    if first is None or not 1 <= last_year <= 9999:
        return None
    return Period(first, date(last_year, last_month % 12 + 1, calendar.monthrange(last_year, last_month % 12 + 1)[1]))


def add_months(day: date, months: int) -> date | None:
    """The same day ``months`` later (earlier when negative), or the last one of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date | None:
    """``days`` later; None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_units(day: date, count: float, unit: str) -> date | None:
    """``count`` units of :data:`DAYS` or :data:`MONTHS` later; a half month is 15 days."""
    if unit in DAYS:
        return add_days(day, round(count * DAYS[unit]))
    months = count * MONTHS[unit]
    moved = add_months(day, int(months))
    return add_days(moved, round((months - int(months)) * 30)) if moved and months != int(months) else moved


def week_of(day: date) -> Period | None:
    """The week, Monday to Sunday, that holds ``day``."""
    first = add_days(day, -day.weekday())
    last = add_days(first, 6) if first else None
    return Period(first, last) if first and last else None


def unit_period(day: date, unit: str, shift: int = 0) -> Period | None:
    """The unit that holds ``day``, moved by ``shift`` units; weekends are Saturday and Sunday of the week."""
    if unit == "day":
        moved = add_days(day, shift)
        return Period(moved, moved) if moved else None
    if unit in ("week", "weekend"):
        moved = add_days(day, 7 * shift)
        week = week_of(moved) if moved else None
        return Period(week.last - timedelta(days=1), week.last) if week and unit == "weekend" else week
    if unit == "fortnight":
        return _fortnight(day, shift)
    size = MONTHS.get(unit)
    if size is None:
        return None
    index = (day.year * 12 + day.month - 1) // size * size + shift * size
    return month_period(index // 12, index % 12 + 1, size) if 12 <= index < 119_000 else None


def _fortnight(day: date, shift: int) -> Period | None:
    """Half months as payday has them: 1 to 15, 16 to the end."""
    index = (day.year * 12 + day.month - 1) * 2 + (day.day > 15) + shift
    month = month_period(index // 24, index // 2 % 12 + 1) if index >= 24 else None
    if month is None:
        return None
    return Period(month.first.replace(day=16), month.last) if index % 2 else Period(month.first, month.first.replace(day=15))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm in Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    el = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(period: Period, weekday: int, nth: int) -> date | None:
    """The ``nth`` such weekday inside ``period``; -1 is the last one; None when there is none."""
    if nth > 0:
        found = add_days(period.first, (weekday - period.first.weekday()) % 7 + 7 * (nth - 1))
    else:
        found = add_days(period.last, -((period.last.weekday() - weekday) % 7) + 7 * (nth + 1))
    return found if found and period.first <= found <= period.last else None


def nth_week(period: Period, nth: int) -> Period | None:
    """The ``nth`` week of ``period``; a week belongs to the month of its Thursday, as ISO 8601 numbers weeks."""
    thursday = nth_weekday(period, 3, nth)
    return week_of(thursday) if thursday else None


def third_of(period: Period, which: str) -> Period:
    """``start``, ``mid`` or ``end``: days 1 to 10, 11 to 20 and 21 to the end of a month, four months of a year each."""
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    position = ("start", "mid", "end").index(which)
    if months >= 3 and period.first.day == 1:
        first = add_months(period.first, months * position // 3)
        after = add_months(period.first, months * (position + 1) // 3)
        if first and after:
            return Period(first, period.last if which == "end" else after - timedelta(days=1))
    days = (period.last - period.first).days + 1
    step = 10 if days >= 28 else max(1, days // 3)
    first = period.first + timedelta(days=min(position * step, days - 1))
    return Period(first, period.last if which == "end" else min(period.last, first + timedelta(days=step - 1)))
