"""What a coded figure leaves for the figures after it."""

import re
from datetime import timedelta

from db.models import Evidence
from extraction.statistics.context import RECENT, Context
from extraction.statistics.figure import DAYS, HOMICIDES, PER_DAY, RATE, Figure
from extraction.statistics.period import DAY, SPAN, Period
from extraction.statistics.scene import Candidate, Scene
from extraction.statistics.statement import starts_anew
from extraction.statistics.tables import cue


def remember(scene: Scene, candidate: Candidate, period: Period, source: Evidence | None) -> None:
    """What later figures may go on with; a comparison with another year does not move the period."""
    figure, choice, context = candidate.figure, candidate.choice, scene.context
    same_paragraph = context.paragraph == scene.sentence.paragraph
    against = same_paragraph or cue("compared_with_year").search(scene.folded[: figure.start])
    compared = (choice is not None and choice.compared) or bool(against and _is_earlier(period, context))
    if source is None and starts_anew(scene, candidate):
        context.sources[figure.indicator] = None
    _remember_figure(scene, figure, period)
    context.areas = candidate.departments
    if not candidate.departments:
        context.homes[figure.indicator] = []
    context.homes.setdefault(figure.indicator, candidate.departments)
    if choice is not None:
        _remember_cut_off(context, figure, period)
    if not compared and period.kind != DAY:
        context.figure_units[period.unit] = period
    stays = candidate.departments or period.kind == DAY or compared or _is_part(scene, figure, period)
    if context.figure_period is None or not stays:
        context.figure_period = period
    if figure.indicator not in context.periods_of or not stays:
        context.periods_of[figure.indicator] = period
    if source is not None and source.cue:
        context.sources[figure.indicator] = source.cue


def _remember_figure(scene: Scene, figure: Figure, period: Period) -> None:
    context = scene.context
    context.indicator = figure.indicator
    context.paragraph = scene.sentence.paragraph
    context.recent = (*context.recent, figure.indicator)[-4:]
    if figure.indicator not in (RATE, PER_DAY):
        context.count, context.value = figure.indicator, figure.value
    if not context.main:
        context.main, context.main_period, context.main_value = figure.indicator, period, figure.value


def _remember_cut_off(context: Context, figure: Figure, period: Period) -> None:
    """«entre el 1 de enero y el 28 de diciembre»: what later runs to date ends on that day too (codebook section 5).

    Days without homicides run to the last day told to be one.
    """
    first, last, published = period.first, period.last, context.published
    if figure.value == 0 and figure.indicator == HOMICIDES and period.kind == DAY and last and published:
        if timedelta(0) <= published - last <= RECENT:
            context.cut_offs[DAYS] = last
        return
    if period.kind != SPAN or period.unit != "range" or not (first and last and published) or first.day != 1:
        return
    if timedelta(0) <= published - last <= RECENT and (last + timedelta(days=1)).day != 1:
        context.cut_offs[figure.indicator] = last


def _is_earlier(period: Period, context: Context) -> bool:
    spoken = context.figure_period
    return bool(spoken and period.last and spoken.last and period.last < spoken.last)


def _is_part(scene: Scene, figure: Figure, period: Period) -> bool:
    """«solo en octubre»: a part of the time spoken of."""
    spoken = scene.context.figure_period
    told = figure.role == "unit" or re.search(r"\bsol(?:o|amente) en\b", scene.folded)
    if not told or spoken is None or not (period.first and period.last and spoken.first and spoken.last):
        return False
    return spoken.first <= period.first and period.last <= spoken.last and period.days != spoken.days
