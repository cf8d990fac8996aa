"""The periods of a sentence that can bound its figures: parted from days of statements, compared times and side clauses."""

from dataclasses import replace

from extraction.statistics.figure import Figure
from extraction.statistics.period import (
    DAY,
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
from extraction.statistics.tables import cue

#: A bare comparison and its period are told in at most so many characters.
_NEAR = 60
#: Days of a period without told bounds, when it is asked which of two is longer.
_LONG = 10**6


def bounding(folded: str, figures: list[Figure], periods: list[Period]) -> list[Period]:
    """The periods that may be those of a figure of the sentence, in order."""
    told = _of_one_year([_until_of_year(_running_total(folded, p), periods) for p in periods])
    told = _since_then(folded, _same_of_year(folded, told))
    return [
        period
        for period in told
        if not (
            _statement(folded, period)
            or _is_scope(folded, period, told)
            or _only_compared(folded, figures, period)
            or _aside(folded, figures, period)
        )
    ]


def _statement(folded: str, period: Period) -> bool:
    """«informó el martes»: the day of a statement, not of what it counts."""
    if period.kind != DAY and not cue("week_words").match(folded[period.start :]):
        return False
    before, after = folded[max(0, period.start - 40) : period.start], folded[period.end : period.end + 60]
    return bool(cue("report_before").search(before) or cue("report_after").match(after))


def _only_compared(folded: str, figures: list[Figure], period: Period) -> bool:
    """«más del doble que en el mismo período de 2018»: a time compared with, of which no number is told."""
    if period.kind in (THAT, UNTIL, SINCE, VAGUE):
        return False
    compared = cue("only_compared").search(folded[max(0, period.start - _NEAR) : period.start])
    if not compared:
        return False
    start = period.start - len(folded[max(0, period.start - _NEAR) : period.start]) + compared.start()
    inside = any(start < f.start < period.start and f.refusal != "difference" for f in figures)
    return not inside and not cue("told_of_compared").match(folded[period.end :])


def _is_scope(folded: str, period: Period, told: list[Period]) -> bool:
    """«el viernes fue el día más violento de junio», «agosto, el mes más violento del año»: what it is compared within."""
    if period.kind in (VAGUE, SINCE) and len(told) > 1 and cue("superlative").search(folded[: period.start]):
        return True
    shorter = any((p.days or _LONG) * 2 < (period.days or _LONG) for p in told)
    return bool(period.kind != DAY and shorter and cue("scope").search(folded[: period.start + 3]))


def _aside(folded: str, figures: list[Figure], period: Period) -> bool:
    """«Usulután, que en 2015 cerró en segundo lugar, tiene 141»: a clause of its own, between commas, without a figure."""
    opened = cue("aside_opens").search(folded[: period.start])
    closed = folded.find(",", period.end)
    if not opened or closed < 0 or ";" in folded[period.end : closed]:
        return False
    return not any(opened.start() < f.stop and f.start < closed for f in figures) and any(f.start > closed for f in figures)


def _running_total(folded: str, period: Period) -> Period:
    """«la cuenta llegó ayer a 3,340», «sumaban el martes 40»: the day to which a total runs."""
    if period.kind != DAY or not cue("runs_to").search(folded[: period.start]):
        return period
    return replace(period, kind=UNTIL, first=None, unit="range")


def _of_one_year(told: list[Period]) -> list[Period]:
    """«los meses más violentos fueron enero y febrero; diciembre cerró con 268»: the month just begun is then last year's."""
    months = [p for p in told if p.unit == "month" and p.last and not p.year_told]
    closed = {p.last.year for p in months if p.last and p.kind == SPAN}
    return [
        shift_year(replace(p, kind=SPAN, last=month_end(p.last.year, p.last.month)), min(closed))
        if p in months and p.kind == TO_DATE and p.last and closed and min(closed) < p.last.year
        else p
        for p in told
    ]


def _since_then(folded: str, told: list[Period]) -> list[Period]:
    """«desde que se aprobó, el 27 de marzo, la medida»: a day in the clause is the open start; a longer time bounds nothing."""
    found: list[Period] = []
    for period in told:
        opened = found[-1] if found else None
        if opened is not None and opened.kind == VAGUE and cue("since_event").match(folded[opened.start : period.start]):
            if period.kind == DAY:
                found[-1] = replace(period, start=opened.start, kind=SINCE, last=None, unit="range")
                continue
            if period.kind in (SPAN, TO_DATE):
                continue
        found.append(period)
    return found


def _same_of_year(folded: str, told: list[Period]) -> list[Period]:
    """«El año anterior, a esta misma fecha», «el año pasado, en ese tiempo»: the same months of that year."""
    found: list[Period] = []
    for period in told:
        year = found[-1] if found else None
        again = period.kind in (SAME, TO_DATE) or (period.kind == THAT and period.unit == "range" and period.length is None)
        if year and again and year.unit == "year" and cue("year_then_same").fullmatch(folded[year.end : period.start]):
            told_year = year.last.year if year.last else YEAR_BEFORE if year.kind == PREVIOUS else None
            if told_year is not None:
                found[-1] = replace(period, kind=SAME, start=year.start, year=told_year)
                continue
        found.append(period)
    return found


def _until_of_year(period: Period, told: list[Period]) -> Period:
    """«from 2016, when … through the end of August»: a cut-off without its year takes the year told before it."""
    years = [p for p in told if p.unit == "year" and p.kind == SPAN and p.end <= period.start and p.last]
    if period.kind != UNTIL or period.year_told or not years or period.last is None:
        return period
    last = years[-1].last
    moved = shift_year(replace(period, first=period.last), last.year) if last else period
    return replace(moved, first=None)
