"""Periods that bound a figure: their kinds, and arithmetic on them."""

import calendar
from dataclasses import dataclass, replace
from datetime import date

#: Kinds of period: a told span, a single day, up to the day of publication, a cut-off («hasta el 15»), an open start
#: («desde enero»), the same months of another year, and «ese mes», «ese año».
#: A pair is two single days told together («el 9 y el 11 de junio»), a list months that run backwards («junio, mayo y abril»).
SPAN, DAY, PAIR, LIST, TO_DATE, UNTIL, SINCE, SAME, THAT = (
    "span",
    "day",
    "pair",
    "list",
    "to_date",
    "until",
    "since",
    "same",
    "that",
)
#: «desde que inició la gestión», «en los últimos años»: no definable limits, so nothing is coded (codebook section 5).
VAGUE = "vague"
#: Unit of «en el período»: that of the figures, where «ese período» is the one told last.
SPOKEN = "spoken"
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


#: Marks «el año anterior, a esta fecha» until the period compared with gives the year.
YEAR_BEFORE = -2
#: Marks «junio de ese año» until the context gives the year.
OF_THAT_YEAR = -1


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def safe(year: int, month: int, day: int) -> date | None:
    """That day, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_year(period: Period, year: int) -> Period:
    """The same months and days with the period ending in ``year``; the last day of February is kept the last."""
    assert period.first is not None
    assert period.last is not None
    gap = year - period.last.year
    return replace(period, first=_moved(period.first, gap), last=_moved(period.last, gap), year_told=True)


def _moved(day: date, gap: int) -> date:
    if day == month_end(day.year, day.month):
        return month_end(day.year + gap, day.month)
    return safe(day.year + gap, day.month, day.day) or month_end(day.year + gap, day.month)
