"""Reads the figures of an article sentence by sentence: value, indicator, period, area, source.

:func:`read` gives every figure met, coded or refused with its reason, so that other components know which words are
figures. Codebook sections 5 and 7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.models import Evidence, Statistic
from extraction.statistics.areas import DEPARTMENT, FOREIGN, Area, areas_of, find_areas, respective_areas
from extraction.statistics.choose import choose
from extraction.statistics.context import RECENT, Choice, Context
from extraction.statistics.figure import HOMICIDES, PER_DAY, RATE, Figure
from extraction.statistics.figures import find_figures
from extraction.statistics.inherit import name_figures
from extraction.statistics.period import DAY, SPAN, Period
from extraction.statistics.periods import find_periods
from extraction.statistics.refuse import FORCES, inherited_period, why_refused
from extraction.statistics.statement import find_source, make_statistics
from extraction.statistics.tables import cue
from extraction.structure import BOILERPLATE, Sentence, sentences
from extraction.text import fold


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure met in a text: the statistics it gives (none when refused), its words, and the reason of a refusal."""

    start: int
    end: int
    statistics: tuple[Statistic, ...]
    refusal: str | None
    kind: str
    period_kind: str = SPAN
    approximate: bool = False


def read(text: str, published: date | None, language: str = "es") -> list[Reading]:
    """All figures of ``text`` in order. ``published`` None leaves what is relative to it out."""
    context = Context(published)
    found: list[Reading] = []
    for sentence in sentences(text):
        if sentence.kind == BOILERPLATE:
            continue
        found.extend(_read_sentence(sentence, context, published, language))
    return found


def _read_sentence(sentence: Sentence, context: Context, published: date | None, language: str) -> Iterator[Reading]:
    folded = fold(sentence.text)
    if not context.indicator and not cue("worth_reading").search(folded):
        for period in find_periods(folded, published, language):
            context.note(period)
        return
    periods = find_periods(folded, published, language)
    context.topic = _topic(folded) or context.topic
    figures = name_figures(folded, find_figures(folded, periods, language), periods, context)
    areas = find_areas(sentence.text, folded)
    context.fresh = cue("fresh").search(folded) is not None
    choices = choose(folded, figures, periods, context)
    paired = respective_areas(folded, areas, [(f.start, f.stop) for f in figures])
    for period in periods:
        context.note(period)
    context.subject_abroad, abroad = (
        bool(areas and areas[0].kind == FOREIGN and areas[0].start <= 3),
        context.subject_abroad,
    )
    context.subject_abroad = context.subject_abroad or (abroad and cue("that_country_en").match(folded) is not None)
    for index, (figure, choice) in enumerate(zip(figures, choices, strict=True)):
        following = figures[index + 1].start if index + 1 < len(figures) else len(folded)
        places = [paired[index]] if index in paired else _areas(folded, areas, figure, choice, following)
        yield _reading(sentence, folded, figure, choice, places or _there(folded, figure, areas), figures, context)


def _there(folded: str, figure: Figure, areas: list[Area]) -> list[Area]:
    """«64 homicides there», «el departamento pasó de 148 a 163», «San Salvador, donde …, pasó de 71»: a department told before."""
    before = [a for a in areas if a.end <= figure.start and a.kind == DEPARTMENT]
    if not before:
        return []
    end = figure.stop
    there = cue("there").match(folded[end:])
    moved = cue("moved_from").search(folded[: figure.start])
    subject = before[-1].start == 0 or cue("that_department").search(folded[before[-1].end : figure.start])
    return [before[-1]] if there or (moved and subject) else []


def _topic(folded: str) -> str:
    """What the sentence counts, if it names it: for an average or a rate that follows without saying of what."""
    found = cue("topic").findall(folded)
    return "" if not found else HOMICIDES if any(one for one, _ in found) else "other"


def _areas(folded: str, areas: list[Area], figure: Figure, choice: Choice | None, following: int) -> list[Area]:
    masked = folded
    if choice and choice.own:
        masked = (
            folded[: choice.period.start]
            + "\x00" * (choice.period.end - choice.period.start)
            + folded[choice.period.end :]
        )
    start, end = figure.begin, figure.stop
    return areas_of(masked, areas, start, end, following)


def _reading(
    sentence: Sentence,
    folded: str,
    figure: Figure,
    choice: Choice | None,
    areas: list[Area],
    figures: list[Figure],
    context: Context,
) -> Reading:
    own_since = (
        figure.refusal == "subgroup"
        and choice is not None
        and choice.period.start > figure.end
        and choice.period.unit == "range"
        and choice.own
    )
    added = (
        figure.refusal == "no killing"
        and context.count in (*FORCES, "gang_members_killed", HOMICIDES)
        and cue("among_victims").search(folded[: figure.start])
    )
    kin = figure.refusal == "no indicator" and figure.indicator == "relatives_of_security_forces_killed" == context.main
    if (
        any(a.name for a in areas)
        and figure.indicator == "days_without_homicides"
        and figure.role == "unit"
        and context.main != figure.indicator
    ):
        figure = replace(figure, indicator=context.main)
    refusal = (None if own_since or added or kin else figure.refusal) or why_refused(
        folded, figure, choice, areas, figures, context
    )
    period = choice.period if choice else None
    if refusal is None and period is None:
        period = inherited_period(sentence, folded, figure, areas, context)
        refusal = None if period else "no period"
    start, end = figure.begin, figure.stop
    approximate = bool(cue("approximately").search(folded[: figure.start]))
    if refusal == "projection" or (refusal == "no period" and figure.role == "rate"):
        context.indicator = figure.indicator
    if refusal or period is None:
        return Reading(sentence.start + start, sentence.start + end, (), refusal or "no period", sentence.kind)
    source = find_source(folded, figure, figures, sentence, context)
    statistics = tuple(make_statistics(sentence, folded, figure, choice, period, areas, source, context))
    _remember(sentence, folded, figure, period, choice, areas, source, context)
    return Reading(
        sentence.start + start, sentence.start + end, statistics, None, sentence.kind, period.kind, approximate
    )


def _remember(
    sentence: Sentence,
    folded: str,
    figure: Figure,
    period: Period,
    choice: Choice | None,
    areas: list[Area],
    source: Evidence | None,
    context: Context,
) -> None:
    """What later figures may go on with; a comparison with another year does not move the period."""
    earlier = (
        context.figure_period is not None
        and period.last
        and context.figure_period.last
        and period.last < context.figure_period.last
    )
    compared = (choice is not None and choice.compared) or (earlier and context.paragraph == sentence.paragraph)
    context.indicator = figure.indicator
    if figure.indicator not in (RATE, PER_DAY):
        context.count, context.value = figure.indicator, figure.value
    context.paragraph = sentence.paragraph
    if not context.main:
        context.main, context.main_period = figure.indicator, period
    context.recent = (
        (*context.recent, figure.indicator) if context.paragraph == sentence.paragraph else (figure.indicator,)
    )[-2:]
    if choice is not None and period.kind == SPAN and period.unit == "range" and period.last and context.published:
        recent = timedelta(0) <= context.published - period.last <= RECENT and period.first and period.first.day == 1
        if recent and (period.last + timedelta(days=1)).day != 1:
            context.cut_offs[figure.indicator] = period.last
    part = (
        (figure.role == "unit" or re.search(r"\bsol(?:o|amente) en\b", folded))
        and context.figure_period is not None
        and _within(period, context.figure_period)
    )
    if not compared and period.kind != DAY:
        context.figure_units[period.unit] = period
    if context.figure_period is None or not (any(a.name for a in areas) or period.kind == DAY or compared or part):
        context.figure_period = period
    if source is not None:
        context.source = source.cue


def _within(one: Period, two: Period) -> bool:
    return bool(
        one.first
        and one.last
        and two.first
        and two.last
        and two.first <= one.first
        and one.last <= two.last
        and one.days != two.days
    )


def spans_of(readings: list[Reading]) -> list[tuple[int, int]]:
    """The words of every figure that is no incident: coded ones, and those refused for another reason than that."""
    kept = {None, "foreign", "projection", "charges", "difference", "habitual", "subgroup"}
    return [_hull(reading) for reading in readings if reading.refusal in kept]


def _hull(reading: Reading) -> tuple[int, int]:
    edges = [
        (e.start, e.end)
        for s in reading.statistics
        for e in s.evidence
        if e.field in ("value", "indicator", "period", "area")
    ]
    return min([reading.start, *(a for a, _ in edges)]), max([reading.end, *(b for _, b in edges)])
