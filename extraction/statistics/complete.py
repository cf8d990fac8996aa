"""Periods that need the context: «ese mes», «el mismo período de 2016», «hasta el 15», «desde enero»."""

import re
from dataclasses import replace
from datetime import date, timedelta

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
    Period,
    shift_year,
)
from extraction.statistics.tables import cue


def complete_period(
    folded: str, period: Period, told: list[Period], cut: Period | None, before: Period | None, context: Context
) -> Period | None:
    """A period with both bounds, or None when the text does not give them."""
    if period.kind in (LIST, VAGUE):
        return period
    if period.kind == SAME:
        return _same(folded, period, before, told, context)
    if period.kind == THAT:
        found = _that(period, told, context)
        if found is None or found.kind != TO_DATE:
            return found
        period = found
    if period.kind == PREVIOUS:
        return _previous(period, before or context.figure_period, context)
    if period.year == OF_THAT_YEAR:
        year = next((p for p in reversed(told) if p.unit == "year" and p.end <= period.start and p.last), context.year)
        period = shift_year(period, year.last.year) if year and year.last else period
    period = _with_year(folded, period, told)
    if period.kind == UNTIL:
        return _from_start(period, before, context, told)
    if period.kind == SINCE:
        last = (
            cut.last
            if cut
            else (
                before.last
                if before and before.kind != DAY and _same_sentence_end(before, context)
                else context.published
            )
        )
        if last == context.published and not cut and not context.fresh:
            last = context.cut_offs.get(context.current, last)
        return replace(period, last=last) if last and period.first and last >= period.first else None
    if (
        cut
        and period.first
        and period.last
        and cut.last
        and period.first <= cut.last <= period.last
        and period.kind != DAY
    ):
        return replace(period, last=cut.last, kind=SPAN)
    return _to_cut_off(period, context) if period.first and period.last else None


def _same_sentence_end(before: Period, context: Context) -> bool:
    return bool(
        before.last
        and context.published
        and before.last < context.published
        and (context.published - before.last).days <= 3
    )


def _told_before(told: list[Period], period: Period) -> Period | None:
    unit = period.unit
    earlier = [
        p
        for p in told
        if p.end <= period.start and p.first and p.last and (p.unit == unit or unit == "range") and p.kind != THAT
    ]
    return earlier[-1] if earlier else None


def _that(period: Period, told: list[Period], context: Context) -> Period | None:
    """What «ese mes», «durante el mes», «estas dos semanas» mean: the one spoken of, else the running one."""
    if period.first is not None:
        spoken = context.figure_units.get(period.unit)
        recent = spoken and spoken.last and context.published and (context.published - spoken.last).days <= 366
        found = spoken if spoken and spoken.kind == SPAN and recent else replace(period, kind=TO_DATE)
    elif period.unit == "month day":
        month = _told_before(told, replace(period, unit="month")) or context.month
        day = month.first + timedelta(days=(period.length or 1) - 1) if month and month.first else None
        return (
            replace(period, kind=DAY, first=day, last=day)
            if day and month and month.last and day <= month.last
            else None
        )
    elif period.unit == "day":
        span = next(
            (p for p in reversed(told) if p.end <= period.start and p.kind == SPAN and 1 < (p.days or 0) <= 7), None
        )
        if span is None or span.first is None or not period.length or period.length > (span.days or 0):
            return None
        day = span.first + timedelta(days=period.length - 1)
        return replace(period, kind=DAY, first=day, last=day)
    elif period.length is not None:
        same = [
            p
            for p in context.spans
            if p.days == period.length or (period.length > 80 and abs((p.days or 0) - period.length) <= 3)
        ]
        found = same[-1] if same else None
    else:
        found = _told_before(told, period) or {"month": context.month, "year": context.year}.get(
            period.unit, context.span
        )
    return _to_cut_off(replace(found, start=period.start, end=period.end), context) if found and found.last else None


def _previous(period: Period, spoken: Period | None, context: Context) -> Period | None:
    """The year or month before the one spoken of, else before the running one."""
    day = spoken.first if spoken and spoken.first and spoken.unit == period.unit else context.published
    if day is None:
        return None
    if period.unit == "year":
        return replace(period, kind=SPAN, first=date(day.year - 1, 1, 1), last=date(day.year - 1, 12, 31))
    last = day.replace(day=1) - timedelta(days=1)
    return replace(period, kind=SPAN, first=last.replace(day=1), last=last)


def _to_cut_off(period: Period, context: Context) -> Period:
    """A period that runs to the publication day ends on the last day that the article told before (codebook section 5)."""
    cut = context.cut_offs.get(context.current) if not context.fresh else None
    if period.kind == TO_DATE and cut and period.first and period.last == context.published and period.first <= cut:
        return replace(period, last=cut)
    return period


def _same(folded: str, period: Period, before: Period | None, told: list[Period], context: Context) -> Period | None:
    if cue("same_day").match(folded[period.start :]) and context.day and period.year:
        return replace(shift_year(context.day, period.year), start=period.start, end=period.end)
    base = next(
        (p for p in reversed(told) if p.end <= period.start and p.first and p.last and p.kind in (SPAN, TO_DATE)), None
    )
    base = before if before and before.last and (base is None or base.unit == "year") else base or context.span
    explicit = next((p for p in told if p.start >= period.end and p.kind == SPAN and not p.year_told and p.first), None)
    if explicit is not None and period.year:
        base = explicit
    if base is None or base.last is None:
        return None
    year = next((p for p in told if p.unit == "year" and 0 <= period.start - p.end <= 4 and p.last), None)
    if year is not None and year.last and period.year is None:
        return replace(shift_year(base, year.last.year), start=period.start, end=period.end, kind=SPAN)
    compared = cue("compared_with_period").search(folded[max(0, period.start - 40) : period.start])
    if period.year is None and not compared:
        return replace(base, start=period.start, end=period.end)
    shifted = shift_year(base, period.year or base.last.year - 1)
    return replace(shifted, start=period.start, end=period.end, kind=SPAN)


def _with_year(folded: str, period: Period, told: list[Period]) -> Period:
    """«En 2016, entre enero y junio»: a year told before a span in the same sentence is the span's."""
    if period.year_told or period.first is None or period.last is None:
        return period
    for other in reversed([p for p in told if p.end <= period.start]):
        gap = folded[other.end : period.start]
        year = (
            other.year
            if other.kind == SAME
            else other.last.year
            if other.unit == "year" and other.kind in (SPAN, TO_DATE) and other.last
            else None
        )
        if (
            year is not None
            and year < period.last.year
            and not re.search(r";", gap)
            and (len(gap) < 30 or other.kind == SAME)
        ):
            return shift_year(period, year)
    return period


def _from_start(period: Period, before: Period | None, context: Context, told: list[Period]) -> Period | None:
    """«hasta el 15 de noviembre»: from 1 January of that year, or from a start told in the same sentence."""
    if period.last is None:
        return None
    since = next((p for p in told if p.kind == SINCE and p.first and p.first <= period.last), None)
    if since is not None:
        return replace(period, first=since.first, kind=SPAN)
    return replace(period, first=date(period.last.year, 1, 1), kind=SPAN)
