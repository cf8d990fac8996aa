"""The period of a figure whose sentence tells none: that of the figure or the lead before it."""

import re
from datetime import date

from extraction.statistics.figure import DAYS, FORCES, Figure
from extraction.statistics.period import TO_DATE, Period
from extraction.statistics.refuse import MANY, SHORT_DAYS
from extraction.statistics.scene import Candidate, Scene
from extraction.statistics.tables import cue

#: A figure of at least so many goes on with the last period named, whatever the words around it.
CERTAIN = 100
#: A department's figure breaks down one told at most so many paragraphs before.
_BREAKDOWN = 5


def inherited_period(scene: Scene, candidate: Candidate) -> Period | None:
    """The period of the figure or lead before, where this figure clearly goes on with it."""
    figure, context = candidate.figure, scene.context
    head = scene.folded[: figure.start]
    if re.search(r"(?:^|\. )(?:ya )?van $", head) and context.published:
        return Period(0, 0, TO_DATE, date(context.published.year, 1, 1), context.published, "year", True)
    if context.main_period and cue("among").search(head):
        return context.main_period
    period = context.figure_period or context.span
    if period is None or (period.days or 0) <= SHORT_DAYS or figure.role == "ordinal":
        return None
    apart = scene.sentence.paragraph - context.paragraph
    counted = figure.value > 0 or figure.role == "zero"
    if context.figure_period and candidate.departments and counted and apart <= _BREAKDOWN:
        return context.periods_of.get(figure.indicator, period)
    near = context.figure_period is not None and apart <= 1
    if figure.role == "rate":
        named = any(cue(name).search(scene.folded) for name in ("average", "rate", "per_day"))
        return period if near and named and not re.search(r"\bactualmente|currently\b", scene.folded) else None
    return period if near and _goes_on(scene, figure) else _from_lead(scene, figure)


def _goes_on(scene: Scene, figure: Figure) -> bool:
    added = cue("are_added").search(scene.folded[: figure.start])
    counting = cue("aggregate").search(scene.folded) or figure.indicator in (*FORCES, DAYS, "gang_members_killed")
    listed = any(f.indicator in FORCES and f.refusal is None and f.value >= 5 for f in scene.figures)
    told = figure.value >= 5 or added or listed or figure.indicator == DAYS
    return bool(figure.indicator and counting and told)


def _from_lead(scene: Scene, figure: Figure) -> Period | None:
    """The last period named, for a large number of events."""
    span = scene.context.span
    if span is None or figure.role != "event":
        return None
    if figure.value >= MANY and cue("aggregate").search(scene.folded):
        return span if (span.days or 0) > SHORT_DAYS else None
    return span if figure.value >= CERTAIN else None
