"""Which period a figure has: told beside it, in its sentence, or in a list it belongs to."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extraction.statistics.changes import change, ends_change, is_beside, is_from, same_months
from extraction.statistics.complete import complete_period
from extraction.statistics.context import Choice, Context
from extraction.statistics.figure import DAYS, RATE, Figure, zone
from extraction.statistics.period import DAY, LIST, PAIR, PREVIOUS, SAME, SINCE, SPAN, TO_DATE, UNTIL, VAGUE, Period
from extraction.statistics.tables import cue
from extraction.statistics.told_periods import bounding


def choose(folded: str, figures: list[Figure], periods: list[Period], context: Context) -> list[Choice | None]:
    """A period for every figure of a sentence, in order; None where none is told or known."""
    told = bounding(folded, figures, periods)
    respective = _respective(folded, figures, told)
    chosen: list[Choice | None] = []
    for index, figure in enumerate(figures):
        context.current = figure.indicator
        period = respective.get(index) or _own(folded, figures, index, told) or _coordinated(folded, figures, index, told)
        completed = _completed(folded, figures, index, told, chosen, period, context)
        if completed is None or not is_beside(folded, figures, index, told):
            completed = change(folded, figures, index, chosen, completed, context) or completed
        before = chosen[-1] if chosen else None
        if completed and before and ends_change(folded, figures, index):
            context.pair = (before.period, completed)
        chosen.append(Choice(completed, True, period is not None and period.kind == SAME) if completed else None)
    return chosen


def _completed(
    folded: str,
    figures: list[Figure],
    index: int,
    told: list[Period],
    chosen: list[Choice | None],
    period: Period | None,
    context: Context,
) -> Period | None:
    """The chosen period with both bounds, cut off and repeated where the sentence says so."""
    if period is None:
        return None
    last = chosen[-1] if chosen else None
    if last and period.kind == PREVIOUS and last.period.start == period.start:
        return last.period
    before = last.period if last else context.figure_period
    cut = _cut_off(folded, figures, index, told, period)
    completed = complete_period(folded, period, told, cut, before if chosen or period.kind != SINCE else None, context)
    if completed is None:
        return None
    against = last is not None and last.compared
    completed = same_months(folded, completed, told, figures[index], figures, before, context, against=against)
    if completed.parts and cue("each_of_months").search(folded[figures[index].end :]):
        return replace(completed, kind=LIST)
    return completed


def _own(folded: str, figures: list[Figure], index: int, periods: list[Period]) -> Period | None:
    """The period told beside a figure: right after it in its clause, else before it, else after a comma."""
    figure = figures[index]
    if figure.indicator == DAYS:
        periods = [p for p in periods if p.kind != DAY]
    if figure.value == 0 and (days := [p for p in periods if p.kind == DAY]):
        return min(days, key=lambda p: _apart(folded, figure, p))
    zone_start, zone_end = zone(figures, index, len(folded))
    right = _definite([p for p in periods if figure.stop <= p.start < zone_end], periods)
    left = _definite([p for p in periods if p.end <= figure.begin], periods)
    beside = _right_beside(folded, figure, right, left, zone_start)
    if beside is not None:
        return beside
    if (
        left
        and index
        and is_from(folded, figures[index - 1])
        and cue("changed_to").fullmatch(folded[left[-1].end : figure.start])
        and left[-1].start >= figures[index - 1].end
    ):
        left = left[:-1]
    near_left = [p for p in left if p.start >= zone_start]
    if near_left:
        each = len(near_left) > 1 and near_left[-1].kind == DAY and cue("each_soon").match(folded[figure.stop :])
        return _paired(folded, near_left[-2:]) if each else _longest_of(near_left, folded, figure)
    following = figures[index + 1] if index + 1 < len(figures) else None
    if right and following and _is_next_ones(folded, figure, right[0], following):
        right = []
    return _far(folded, figure, left, right, first=not index, last=following is None)


def _is_next_ones(folded: str, figure: Figure, period: Period, following: Figure) -> bool:
    """«Cuatro perdieron la vida, con lo que el total de enero a septiembre es 49»: a period parted from one of two figures."""
    apart = cue("clause_break").search(folded[figure.stop : period.start])
    return bool(apart and not cue("clause_break").search(folded[period.end : following.begin]))


def _apart(folded: str, figure: Figure, period: Period) -> tuple[bool, int]:
    """How far a day stands from a figure: beyond a semicolon it is another figure's."""
    gap = folded[period.end : figure.start] + folded[figure.stop : period.start]
    return ";" in gap, abs(period.start - figure.start)


def _right_beside(folded: str, figure: Figure, right: list[Period], left: list[Period], zone_start: int) -> Period | None:
    """The period after a figure with no clause break between; a single day yields to a longer time told before."""
    if not right:
        return None
    period = right[0]
    if figure.refusal == "subgroup":
        return period
    if period.kind == DAY and not folded[figure.stop : period.start].strip():
        return _paired(folded, right)
    if cue("clause_break").search(folded[figure.stop : period.start]):
        return None
    exact = right[1] if len(right) > 1 and period.kind == TO_DATE and right[1].kind == SPAN else None
    if exact and exact.first == period.first and exact.start - period.end <= 3:
        return exact
    yields = period.kind == DAY and period.days == 1 and left and left[-1].start >= zone_start and (left[-1].days or 2) > 1
    return None if yields else period


def _far(folded: str, figure: Figure, left: list[Period], right: list[Period], *, first: bool, last: bool) -> Period | None:
    """A period told before other figures of the sentence, or after a comma."""
    if left and not right:
        return left[-1] if left[-1].kind != VAGUE or first else None
    if left:
        return left[-1] if ";" not in folded[left[-1].end : figure.start] or left[-1].kind != DAY else right[0]
    near = right and ";" not in folded[figure.stop : right[0].start]
    return right[0] if near and (last or right[0].start - figure.stop < 60) else None


def _definite(some: list[Period], periods: list[Period]) -> list[Period]:
    """Without «in under 48 hours» and the like where the days are told beside it."""
    clear = [p for p in periods if p.kind not in (VAGUE, DAY)]
    return [p for p in some if p.kind != VAGUE or not any(abs(c.start - p.end) < 6 or abs(p.start - c.end) < 6 for c in clear)]


def _paired(folded: str, periods: list[Period]) -> Period:
    """«25 el 9 de junio y otra vez el 11 de junio»: two days that one figure is told of."""
    first = periods[0]
    if len(periods) > 1 and periods[1].kind == DAY:
        gap = folded[first.end : periods[1].start]
        if cue("and_again").fullmatch(gap):
            return replace(first, kind=PAIR, last=periods[1].last, end=periods[1].end)
    return first


def _longest_of(periods: list[Period], folded: str, figure: Figure) -> Period:
    """Of periods told one after the other before a figure, the last; a cut-off yields to the span it cuts."""
    last = periods[-1]
    if last.kind == UNTIL and len(periods) > 1 and periods[-2].kind in (SPAN, TO_DATE):
        return periods[-2]
    if last.kind == DAY and len(periods) > 1 and cue("closed").fullmatch(folded[periods[-2].end : last.start]):
        return periods[-2]
    if last.kind == DAY and len(periods) > 1 and periods[-2].kind in (TO_DATE, SPAN) and "," in folded[last.end : figure.start]:
        return periods[-2] if (periods[-2].days or 0) > 1 and figure.value >= 10 and figure.role == "victim" else last
    return last


def _coordinated(folded: str, figures: list[Figure], index: int, periods: list[Period]) -> Period | None:
    """«44 policías y 21 militares en 2017»: a list shares the period told after its last member."""
    for later in range(index + 1, len(figures)):
        gap = folded[figures[later - 1].stop : figures[later].start]
        if not cue("list_gap").fullmatch(gap) and cue("new_clause").search(gap):
            return None
        period = _own(folded, figures, later, periods)
        if period is not None:
            return period
    return None


def _respective(folded: str, figures: list[Figure], periods: list[Period]) -> dict[int, Period]:
    """«tasas de 103, 81 y 60 en 2015, 2016 y 2017, respectivamente»: figures and periods paired in order."""
    if not cue("respectively").search(folded):
        return _ends(folded, figures, periods)
    spans = [p for p in periods if p.kind == SPAN]
    listed = [p for p in periods if p.kind == LIST or len(p.parts) > 1]
    for p in listed:
        runs = [
            i
            for i in range(len(figures) - len(p.parts) + 1)
            if _run(folded, [(f.start, f.end) for f in figures[i : i + len(p.parts)]])
        ]
        if runs:
            return {
                runs[-1] + k: replace(p, kind=SPAN, first=first, last=last, parts=()) for k, (first, last) in enumerate(p.parts)
            }
    for count in range(min(len(spans), len(figures)), 1, -1):
        runs = [i for i in range(len(figures) - count + 1) if _run(folded, [(f.start, f.end) for f in figures[i : i + count]])]
        places = [i for i in range(len(spans) - count + 1) if _run(folded, [(p.start, p.end) for p in spans[i : i + count]])]
        if runs and places:
            return {runs[0] + k: spans[places[0] + k] for k in range(count)}
    return {}


def _ends(folded: str, figures: list[Figure], periods: list[Period]) -> dict[int, Period]:
    """«tasas de entre 103 y 50.3 entre 2015 y 2018»: of the first and of the last year."""
    years = [p for p in periods if p.unit in ("year", "range") and p.first and p.last and p.last.year > p.first.year]
    for index in range(len(figures) - 1):
        one, two = figures[index : index + 2]
        joined = folded[one.end : two.start] in (" y ", " and ") and re.search(r"\b(?:entre|between) $", folded[: one.start])
        if not joined or one.indicator != RATE or not years or years[0].start < two.end:
            continue
        first, last = years[0].first, years[0].last
        if first and last:
            start = replace(years[0], first=first, last=date(first.year, 12, 31), unit="year")
            return {index: start, index + 1: replace(years[0], first=date(last.year, 1, 1), last=last, unit="year")}
    return {}


def _run(folded: str, spans: list[tuple[int, int]]) -> bool:
    return all(len(folded[a[1] : b[0]]) < 14 and not re.search(r"[.;]", folded[a[1] : b[0]]) for a, b in pairwise(spans))


def _cut_off(folded: str, figures: list[Figure], index: int, told: list[Period], period: Period | None) -> Period | None:
    """The cut-off day told between the figures beside this one, or before all of them."""
    start = figures[index - 1].stop if index else 0
    after = index + 1
    while after < len(figures) and cue("list_gap").fullmatch(folded[figures[after - 1].stop : figures[after].start]):
        after += 1
    end = figures[after].start if after < len(figures) else 10**9
    leading = figures[0].start
    cuts = [p for p in told if p.kind == UNTIL and p is not period and (start <= p.start < end or p.end <= leading)]
    following = figures[index + 1].start if index + 1 < len(figures) else -1
    words_end = figures[index].stop
    cuts = [
        p
        for p in cuts
        if not (p.start >= words_end and following - p.end in (1, 2) and cue("clause_break").search(folded[words_end : p.start]))
    ]
    return min(cuts, key=lambda p: abs(p.start - figures[index].end), default=None)
