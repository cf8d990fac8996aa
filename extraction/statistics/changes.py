"""Figures that changed: «pasó de 148 a 163», «43 más que en 2017»."""

from dataclasses import replace

from extraction.statistics.context import Choice, Context
from extraction.statistics.figure import Figure, zone
from extraction.statistics.period import SPAN, TO_DATE, Period, shift_year
from extraction.statistics.tables import cue

#: A figure of at most so many days is compared with the same days of another year, not with all of it.
SHORT = 100


def is_beside(folded: str, figures: list[Figure], index: int, told: list[Period]) -> bool:
    """Whether a period stands right after a figure in its clause."""
    words_end = figures[index].stop
    _, end = zone(figures, index, len(folded))
    return any(words_end <= p.start < end and not cue("clause_break").search(folded[words_end : p.start]) for p in told)


def change(
    folded: str, figures: list[Figure], index: int, chosen: list[Choice | None], period: Period | None, context: Context
) -> Period | None:
    """The period of a figure of «pasó de 148 a 163», None where it is none.

    The first is of the year before the second, or, as in «de 71 en mayo a 38 en junio. San Miguel, de 31 a 18», both are of
    the periods of the pair before.
    """
    if _starts_change(folded, figures, index):
        earlier = chosen[index - 2] if index >= 2 and is_from(folded, figures[index - 2]) else None
        if earlier is not None:
            return earlier.period
        if context.pair and not period:
            return context.pair[0]
        base = period or context.figure_period
        return shift_year(base, base.last.year - 1) if base and base.last and base.first else None
    if index == 0 or not _starts_change(folded, figures, index - 1):
        return None
    if context.pair and not period and chosen[index - 1]:
        return context.pair[1]
    earlier = chosen[index - 2] if index >= 3 and is_from(folded, figures[index - 3]) else None
    return earlier.period if earlier is not None else period or context.figure_period


def ends_change(folded: str, figures: list[Figure], index: int) -> bool:
    """Whether a figure is what another one changed to."""
    return index > 0 and _starts_change(folded, figures, index - 1)


def _starts_change(folded: str, figures: list[Figure], index: int) -> bool:
    following = index + 1 < len(figures)
    return following and is_from(folded, figures[index]) and _is_to(folded, figures[index], figures[index + 1])


def is_from(folded: str, figure: Figure) -> bool:
    """Whether a figure is what was changed from: «pasó de 148»."""
    return cue("change_from").search(folded[: figure.start]) is not None


def _is_to(folded: str, one: Figure, two: Figure) -> bool:
    return cue("change_to").fullmatch(folded[one.stop : two.start]) is not None


def same_months(
    folded: str,
    period: Period,
    told: list[Period],
    figure: Figure,
    figures: list[Figure],
    before: Period | None,
    context: Context,
    *,
    against: bool,
) -> Period:
    """«octubre cerró con 326, 43 más que en 2017, cuando hubo 275»: a bare year compared with a month means that month.

    ``against``: the figure before was compared already: «en el mismo período de 2018 hubo 121 y en 2017, 235».
    """
    if period.unit != "year" or period.kind not in (SPAN, TO_DATE) or period.last is None:
        return period
    leads = [p for p in told if p.end <= figures[0].start and p.unit in ("range", "month")]
    lead = next((p for p in leads if p.last and p.kind in (SPAN, TO_DATE)), None)
    if lead is not None and cue("change_verb").search(folded[lead.end : period.start]):
        return replace(shift_year(lead, period.last.year), start=period.start, end=period.end)
    if before is None or before.last is None or before.last.year <= period.last.year or (before.days or 999) > SHORT:
        return period
    compared = against or cue("compared_with_year").search(folded[: period.start])
    spoken = [f.value for f in figures if f.stop <= figure.start and f.indicator == figure.indicator and not f.refusal]
    value = spoken[-1] if spoken else context.value
    alike = value < 3 * figure.value < 9 * value
    if not compared or not alike:
        return period
    return replace(shift_year(before, period.last.year), start=period.start, end=period.end, kind=SPAN)
