"""Which period a figure has: told beside it, in its sentence, or before it.

The nearest told period wins, a cut-off shortens it, and «el mismo período de 2016», «ese mes» are completed from what was
said before. Codebook section 5.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from extraction.statistics.figures import Figure
from extraction.statistics.period import DAY, LIST, OF_THAT_YEAR, PAIR, PREVIOUS, SAME, SINCE, SPAN, THAT, TO_DATE, UNTIL, VAGUE, Period, shift_year
from extraction.statistics.tables import cue





@dataclass
class Context:
    """What was said so far: the last period of each unit, and the last coded figure's indicator, period and source."""

    published: date | None
    month: Period | None = None
    year: Period | None = None
    day: Period | None = None
    span: Period | None = None
    spans: tuple[Period, ...] = ()
    cut_offs: dict[str, date] = field(default_factory=dict)
    current: str = ""
    pair: tuple[Period, Period] | None = None
    fresh: bool = False
    main: str = ""
    main_period: Period | None = None
    department: str = ""
    subject_abroad: bool = False
    figure_period: Period | None = None
    figure_units: dict[str, Period] = field(default_factory=dict)
    indicator: str = ""
    count: str = ""
    value: float = 0
    topic: str = ""
    recent: tuple[str, ...] = ()
    source: str | None = None
    paragraph: int = -1
    area: str = "SV"

    def note(self, period: Period) -> None:
        """Remember a told period for «ese mes», «ese año», «el mismo período»."""
        if period.first is None or period.last is None:
            return
        if period.unit == "month":
            self.month = period
        if period.unit in ("month", "year", "range") and period.kind != DAY:
            self.year = _whole_year(period)
        if period.kind == DAY:
            self.day = period
        if period.kind in (SPAN, TO_DATE):
            self.span = period
            self.spans += (period,)


#: A last day told at most so long before the publication is the cut-off of what is «en lo que va del año».
RECENT = timedelta(days=15)


def _whole_year(period: Period) -> Period:
    assert period.last
    if period.unit == "year":
        return period
    return replace(period, first=date(period.last.year, 1, 1), last=date(period.last.year, 12, 31), unit="year", kind=SPAN, parts=())


@dataclass(frozen=True, slots=True)
class Choice:
    """The period of a figure; ``own`` is True where its sentence tells it, ``compared`` where it is another year's."""

    period: Period
    own: bool
    compared: bool = False


def choose(folded: str, figures: list[Figure], periods: list[Period], context: Context) -> list[Choice | None]:
    """A period for every figure of a sentence, in order; None where none is told or known."""
    told = [_until_of_year(p, periods) for p in periods if not _statement(folded, p)]
    respective = _respective(folded, figures, told, context)
    chosen: list[Choice | None] = []
    for index, figure in enumerate(figures):
        if respective and index in respective:
            period: Period | None = respective[index]
        else:
            period = _own(folded, figures, index, told)
        context.current = figure.indicator
        before = chosen[-1].period if chosen and chosen[-1] else context.figure_period
        if period is None:
            period = _coordinated(folded, figures, index, told)
        cut = _cut_off(folded, figures, index, told, period)
        completed = _complete(folded, period, told, cut, before if chosen or period.kind != SINCE else None, context) if period else None
        if completed is not None and period is not None:
            completed = _same_months(folded, completed, told, figure, figures, before, context)
        if completed and completed.parts and re.search(r"\bcada (?:un[oa]|mes)\b", folded[figure.end :]):
            completed = replace(completed, kind=LIST)
        if completed is None or not _beside(folded, figures, index, told):
            completed = _from_to(folded, figures, index, chosen, completed, context) or completed
        if index and completed and chosen[-1] and cue("change_from").search(folded[: figures[index - 1].start]) and _is_to(folded, figures[index - 1], figure):
            context.pair = (chosen[-1].period, completed)
        chosen.append(Choice(completed, True, period is not None and period.kind == SAME) if completed else None)
    return chosen




def _beside(folded: str, figures: list[Figure], index: int, told: list[Period]) -> bool:
    """Whether a period stands right after a figure in its clause."""
    words_end = max(figures[index].end, figures[index].noun_end)
    _, end = _zone(figures, index, len(folded))
    return any(words_end <= p.start < end and not cue("clause_break").search(folded[words_end : p.start]) for p in told)


def _from_to(
    folded: str, figures: list[Figure], index: int, chosen: list[Choice | None], period: Period | None, context: Context
) -> Period | None:
    """«pasó de 148 a 163»: the first figure is of the year before, or as in «de 71 en mayo a 38 en junio» before it."""
    is_from = cue("change_from").search(folded[: figures[index].start]) is not None
    is_to = index > 0 and cue("change_from").search(folded[: figures[index - 1].start]) is not None
    if is_from and index + 1 < len(figures) and _is_to(folded, figures[index], figures[index + 1]):
        if index >= 2 and chosen[index - 2] and cue("change_from").search(folded[: figures[index - 2].start]):
            return chosen[index - 2].period  # type: ignore[union-attr]
        if context.pair and not period:
            return context.pair[0]
        base = period or context.figure_period
        return shift_year(base, base.last.year - 1) if base and base.last and base.first else None
    if is_to and context.pair and not period and _is_to(folded, figures[index - 1], figures[index]) and chosen[index - 1]:
        return context.pair[1]
    if is_to and index >= 3 and _is_to(folded, figures[index - 1], figures[index]) and chosen[index - 2] and not period:
        return chosen[index - 2].period  # type: ignore[union-attr]
    if is_to and _is_to(folded, figures[index - 1], figures[index]):
        own_pair = index >= 3 and chosen[index - 2] is not None and cue("change_from").search(folded[: figures[index - 3].start])
        if own_pair:
            return chosen[index - 2].period  # type: ignore[union-attr]
        return period or context.figure_period
    return None


def _is_to(folded: str, one: Figure, two: Figure) -> bool:
    return cue("change_to").fullmatch(folded[max(one.end, one.noun_end) : two.start]) is not None


def _until_of_year(period: Period, told: list[Period]) -> Period:
    """«from 2016, when … through the end of August»: a cut-off without its year takes the year told before it."""
    years = [p for p in told if p.unit == "year" and p.kind == SPAN and p.end <= period.start and p.last]
    if period.kind != UNTIL or period.year_told or not years or period.last is None:
        return period
    last = years[-1].last
    moved = shift_year(replace(period, first=period.last), last.year) if last else period
    return replace(moved, first=None)


def _same_months(
    folded: str, period: Period, told: list[Period], figure: Figure, figures: list[Figure], before: Period | None, context: Context
) -> Period:
    """«octubre cerró con 326, 43 más que en 2017, cuando hubo 275»: a bare year compared with a month means that month."""
    if period.unit != "year" or period.kind not in (SPAN, TO_DATE) or period.last is None:
        return period
    lead = next((p for p in told if p.end <= figures[0].start and p.unit in ("range", "month") and p.last and p.kind in (SPAN, TO_DATE)), None)
    if lead is not None and lead.last and cue("change_verb").search(folded[lead.end : period.start]):
        return replace(shift_year(lead, period.last.year), start=period.start, end=period.end)
    compared = cue("compared_with_year").search(folded[: period.start])
    last = before.last if before else None
    if compared and before and last and (before.days or 999) < 100 and last.year > period.last.year and context.value < 3 * figure.value < 9 * context.value:
        return replace(shift_year(before, period.last.year), start=period.start, end=period.end, kind=SPAN)
    return period


def _statement(folded: str, period: Period) -> bool:
    """«informó el martes»: the day of a statement, not of what it counts."""
    if period.kind != DAY and not cue("week_words").match(folded[period.start :]):
        return False
    before, after = folded[max(0, period.start - 40) : period.start], folded[period.end : period.end + 60]
    return bool(cue("report_before").search(before) or cue("report_after").match(after))


def _zone(figures: list[Figure], index: int, length: int) -> tuple[int, int]:
    start = max(figures[index - 1].end, figures[index - 1].noun_end) if index else 0
    end = figures[index + 1].start if index + 1 < len(figures) else length
    return start, end


def _own(folded: str, figures: list[Figure], index: int, periods: list[Period]) -> Period | None:
    """The period told beside a figure: right after it in its clause, else before it, else after a comma."""
    figure = figures[index]
    if figure.value == 0 and (days := [p for p in periods if p.kind == DAY]):
        return min(days, key=lambda p: abs(p.start - figure.start))
    words_end = max(figure.end, figure.noun_end)
    zone_start, zone_end = _zone(figures, index, len(folded))
    right = [p for p in periods if words_end <= p.start < zone_end]
    left = [p for p in periods if p.end <= min(figure.start, figure.noun_start)]
    right, left = _definite(right, periods), _definite(left, periods)
    if right and figure.refusal == "subgroup":
        return right[0]
    if right and right[0].kind == DAY and not folded[words_end : right[0].start].strip():
        return _paired(folded, right)
    if right and not cue("clause_break").search(folded[words_end : right[0].start]):
        if len(right) > 1 and right[0].kind == TO_DATE and right[1].kind == SPAN and right[1].first == right[0].first and right[1].start - right[0].end <= 3:
            return right[1]
        if not (left and right[0].kind == DAY and right[0].days == 1 and left[-1].start >= zone_start and (left[-1].days or 2) > 1):
            return right[0]
    if left and index and re.fullmatch(r" a (?:los |las )?", folded[left[-1].end : figure.start]) and left[-1].start >= figures[index - 1].end:
        left = left[:-1]
    near_left = [p for p in left if p.start >= zone_start]
    if len(near_left) > 1 and near_left[-1].kind == DAY and cue("each_soon").match(folded[words_end:]):
        return _paired(folded, near_left[-2:])
    if near_left:
        return _longest_of(near_left, folded, figure)
    if left and not right:
        return left[-1] if left[-1].kind != VAGUE or not index else None
    if left and right:
        return left[-1] if ";" not in folded[left[-1].end : figure.start] or left[-1].kind != DAY else right[0]
    if right and (index + 1 == len(figures) or right[0].start - words_end < 60):
        return right[0]
    return None


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
        gap = folded[max(figures[later - 1].end, figures[later - 1].noun_end) : figures[later].start]
        if not cue("list_gap").fullmatch(gap) and cue("new_clause").search(gap):
            return None
        period = _own(folded, figures, later, periods)
        if period is not None:
            return period
    return None


def _respective(folded: str, figures: list[Figure], periods: list[Period], context: Context) -> dict[int, Period]:
    """«tasas de 103, 81 y 60 en 2015, 2016 y 2017, respectivamente»: figures and periods paired in order."""
    if not cue("respectively").search(folded):
        return {}
    spans = [p for p in periods if p.kind == SPAN]
    listed = [p for p in periods if p.kind == LIST or len(p.parts) > 1]
    for p in listed:
        runs = [i for i in range(len(figures) - len(p.parts) + 1) if _run(folded, [(f.start, f.end) for f in figures[i : i + len(p.parts)]])]
        if runs:
            return {runs[-1] + k: replace(p, kind=SPAN, first=first, last=last, parts=()) for k, (first, last) in enumerate(p.parts)}
    for count in range(min(len(spans), len(figures)), 1, -1):
        runs = [i for i in range(len(figures) - count + 1) if _run(folded, [(f.start, f.end) for f in figures[i : i + count]])]
        places = [i for i in range(len(spans) - count + 1) if _run(folded, [(p.start, p.end) for p in spans[i : i + count]])]
        if runs and places:
            return {runs[0] + k: spans[places[0] + k] for k in range(count)}
    return {}


def _run(folded: str, spans: list[tuple[int, int]]) -> bool:
    return all(len(folded[a[1] : b[0]]) < 14 and not re.search(r"[.;]", folded[a[1] : b[0]]) for a, b in zip(spans, spans[1:], strict=False))


def _complete(folded: str, period: Period, told: list[Period], cut: Period | None, before: Period | None, context: Context) -> Period | None:
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
        last = cut.last if cut else (before.last if before and before.kind != DAY and _same_sentence_end(before, context) else context.published)
        if last == context.published and not cut and not context.fresh:
            last = context.cut_offs.get(context.current, last)
        return replace(period, last=last) if last and period.first and last >= period.first else None
    if cut and period.first and period.last and cut.last and period.first <= cut.last <= period.last and period.kind != DAY:
        return replace(period, last=cut.last, kind=SPAN)
    return _to_cut_off(period, context) if period.first and period.last else None


def _same_sentence_end(before: Period, context: Context) -> bool:
    return bool(before.last and context.published and before.last < context.published and (context.published - before.last).days <= 3)


def _told_before(told: list[Period], period: Period) -> Period | None:
    unit = period.unit
    earlier = [p for p in told if p.end <= period.start and p.first and p.last and (p.unit == unit or unit == "range") and p.kind != THAT]
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
        return replace(period, kind=DAY, first=day, last=day) if day and month and month.last and day <= month.last else None
    elif period.unit == "day":
        span = next((p for p in reversed(told) if p.end <= period.start and p.kind == SPAN and 1 < (p.days or 0) <= 7), None)
        if span is None or span.first is None or not period.length or period.length > (span.days or 0):
            return None
        day = span.first + timedelta(days=period.length - 1)
        return replace(period, kind=DAY, first=day, last=day)
    elif period.length is not None:
        same = [p for p in context.spans if p.days == period.length or period.length > 80 and abs((p.days or 0) - period.length) <= 3]
        found = same[-1] if same else None
    else:
        found = _told_before(told, period) or {"month": context.month, "year": context.year}.get(period.unit, context.span)
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
    base = next((p for p in reversed(told) if p.end <= period.start and p.first and p.last and p.kind in (SPAN, TO_DATE)), None)
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
        year = other.year if other.kind == SAME else other.last.year if other.unit == "year" and other.kind in (SPAN, TO_DATE) and other.last else None
        if year is not None and year < period.last.year and not re.search(r";", gap) and (len(gap) < 30 or other.kind == SAME):
            return shift_year(period, year)
    return period


def _cut_off(folded: str, figures: list[Figure], index: int, told: list[Period], period: Period | None) -> Period | None:
    """The cut-off day told between the figures beside this one, or before all of them."""
    start = max(figures[index - 1].end, figures[index - 1].noun_end) if index else 0
    after = index + 1
    while after < len(figures) and cue("list_gap").fullmatch(folded[max(figures[after - 1].end, figures[after - 1].noun_end) : figures[after].start]):
        after += 1
    end = figures[after].start if after < len(figures) else 10**9
    leading = figures[0].start
    cuts = [p for p in told if p.kind == UNTIL and p is not period and (start <= p.start < end or p.end <= leading)]
    following = figures[index + 1].start if index + 1 < len(figures) else -1
    words_end = max(figures[index].end, figures[index].noun_end)
    cuts = [p for p in cuts if not (p.start >= words_end and following - p.end in (1, 2) and cue("clause_break").search(folded[words_end : p.start]))]
    return min(cuts, key=lambda p: abs(p.start - figures[index].end), default=None)


def _from_start(period: Period, before: Period | None, context: Context, told: list[Period]) -> Period | None:
    """«hasta el 15 de noviembre»: from 1 January of that year, or from a start told in the same sentence."""
    if period.last is None:
        return None
    since = next((p for p in told if p.kind == SINCE and p.first and p.first <= period.last), None)
    if since is not None:
        return replace(period, first=since.first, kind=SPAN)
    return replace(period, first=date(period.last.year, 1, 1), kind=SPAN)


def days_of(period: Period) -> list[tuple[date, date]]:
    """The spans a period stands for: one, or two single days of a pair."""
    if period.first is None or period.last is None:
        return []
    if period.kind == PAIR:
        return [(period.first, period.first), (period.last, period.last)]
    if period.kind == LIST:
        return list(period.parts)
    return [(period.first, period.last)]
