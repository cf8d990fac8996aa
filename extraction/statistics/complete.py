"""Periods with an open bound or another year: «desde enero», «hasta el 15», «el mismo período de 2016»."""

from dataclasses import replace
from datetime import date

from extraction.statistics.context import Context
from extraction.statistics.period import (
    DAY,
    LIST,
    OF_THAT_YEAR,
    PREVIOUS,
    SAME,
    SINCE,
    SPAN,
    THAT,
    TO_DATE,
    UNTIL,
    VAGUE,
    YEAR_BEFORE,
    Period,
    month_end,
    shift_year,
)
from extraction.statistics.spoken_of import previous_period, that_period, to_cut_off
from extraction.statistics.tables import cue


def complete_period(
    folded: str, period: Period, told: list[Period], cut: Period | None, before: Period | None, context: Context
) -> Period | None:
    """A period with both bounds, or None when the text does not give them.

    ``cut`` is the cut-off day told beside it, ``before`` the period of the figure before.
    """
    if period.kind in (LIST, VAGUE):
        return period
    if period.kind == SAME:
        return _same(folded, period, before, told, context)
    if period.kind == PREVIOUS:
        return previous_period(period, before or context.figure_period, context)
    if period.kind == THAT:
        spoken = that_period(period, told, context)
        if spoken is None or spoken.kind != TO_DATE:
            return spoken
        period = spoken
    period = _with_year(folded, _of_that_year(period, told, context), told)
    if period.kind == UNTIL:
        return _from_start(period, told)
    if period.kind == SINCE:
        return _since(period, cut, before, context)
    if period.first is None or period.last is None:
        return None
    if cut and cut.last and period.first <= cut.last <= period.last and period.kind != DAY:
        return replace(period, last=cut.last, kind=SPAN)
    return to_cut_off(period, context)


def _of_that_year(period: Period, told: list[Period], context: Context) -> Period:
    """«junio de ese año»: of the year told before it."""
    if period.year != OF_THAT_YEAR:
        return period
    years = [p for p in told if p.unit == "year" and p.end <= period.start and p.last]
    year = years[-1] if years else context.year
    return shift_year(period, year.last.year) if year and year.last else period


def _with_year(folded: str, period: Period, told: list[Period]) -> Period:
    """«En 2016, entre enero y junio»: a year told before a span in the same sentence is the span's."""
    if period.year_told or period.first is None or period.last is None:
        return period
    for other in reversed([p for p in told if p.end <= period.start]):
        gap, year = folded[other.end : period.start], _year_told(other)
        near = ";" not in gap and (len(gap) < 30 or other.kind == SAME)
        if year is not None and year < period.last.year and near:
            return shift_year(period, year)
    return period


def _year_told(period: Period) -> int | None:
    if period.kind == SAME:
        return period.year
    whole = period.unit == "year" and period.kind in (SPAN, TO_DATE)
    return period.last.year if whole and period.last else None


def _since(period: Period, cut: Period | None, before: Period | None, context: Context) -> Period | None:
    """An open start, up to the cut-off, to where the figure before it ends, or to the publication day."""
    last = context.published
    if cut is not None and cut.last and period.first and cut.last >= period.first:
        last = cut.last
    elif before is not None and before.kind != DAY and _ends_lately(before, context):
        last = before.last
    elif not context.fresh:
        last = context.cut_offs.get(context.current, last)
    return replace(period, last=last) if last and period.first and last >= period.first else None


def _ends_lately(period: Period, context: Context) -> bool:
    last, published = period.last, context.published
    return bool(last and published and last < published and (published - last).days <= 3)


def _from_start(period: Period, told: list[Period]) -> Period | None:
    """«hasta el 15 de noviembre»: from 1 January of that year, or from a start or month told in the same sentence."""
    last = period.last
    if last is None:
        return None
    since = next((p for p in told if p.kind == SINCE and p.first and p.first <= last), None)
    around = [p for p in told if p.unit in ("month", "year") and p.kind in (SPAN, TO_DATE) and _holds(p, last)]
    start = since or min(around, key=lambda p: abs(p.start - period.start), default=None)
    return replace(period, first=start.first if start else date(last.year, 1, 1), kind=SPAN)


def _holds(period: Period, day: date) -> bool:
    return bool(period.first and period.last and period.first <= day <= period.last)


def _same(folded: str, period: Period, before: Period | None, told: list[Period], context: Context) -> Period | None:
    """The same months of another year, or, where nothing is compared, the same period again."""
    if cue("same_day").match(folded[period.start :]) and context.day and period.year and period.year > 0:
        return _at(period, shift_year(context.day, period.year))
    base = _base(period, before, told, context)
    if base is None or base.last is None:
        return None
    beside = next((p for p in told if p.unit == "year" and 0 <= period.start - p.end <= 4 and p.last), None)
    year = period.year or (beside.last.year if beside and beside.last else None)
    if year == YEAR_BEFORE:
        year = base.last.year - 1
    if period.length and period.year:
        return _in_month(period, base)
    compared = cue("compared_with_period").search(folded[max(0, period.start - 40) : period.start])
    if year is None and not compared:
        return _at(period, base)
    return _at(period, replace(shift_year(base, year or base.last.year - 1), kind=SPAN))


def _in_month(words: Period, base: Period) -> Period | None:
    """The same days of another month."""
    if not (base.first and base.last and words.year and words.length):
        return None
    whole = base.unit == "month" or base.first.month != base.last.month
    end = month_end(words.year, words.length)
    first = end.replace(day=1 if whole else min(base.first.day, end.day))
    return _at(words, replace(base, first=first, last=end if whole else end.replace(day=min(base.last.day, end.day))))


def _at(words: Period, period: Period) -> Period:
    """A period with the place of the words that refer to it."""
    return replace(period, start=words.start, end=words.end)


def _base(period: Period, before: Period | None, told: list[Period], context: Context) -> Period | None:
    """The period that «el mismo» refers to: told in the sentence, of the figure before, or the last one."""
    after = next((p for p in told if p.start >= period.end and p.kind == SPAN and not p.year_told and p.first), None)
    if after is not None and period.year:
        return after
    closed = [p for p in told if p.end <= period.start and p.first and p.last and p.kind in (SPAN, TO_DATE)]
    base = closed[-1] if closed else None
    if before and before.last and (base is None or base.unit == "year"):
        return before
    return base or context.span
