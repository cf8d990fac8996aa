"""Why a figure is no statistic, and the period of one that tells none (codebook section 5)."""

import re
from datetime import date

from extraction.statistics.areas import DISTRICT, FOREIGN, Area
from extraction.statistics.context import Choice, Context
from extraction.statistics.figure import HOMICIDES, PER_DAY, RATE, Figure
from extraction.statistics.period import DAY, TO_DATE, VAGUE, Period
from extraction.statistics.tables import cue
from extraction.structure import Sentence

#: A killing of at least so many in one, two or a few days is a figure of the country, not one attack.
MANY = 10


FORCES = ("police_killed", "soldiers_killed", "prison_guards_killed", "relatives_of_security_forces_killed")


def why_refused(
    folded: str, figure: Figure, choice: Choice | None, areas: list[Area], figures: list[Figure], context: Context
) -> str | None:
    """Why a figure is no statistic, by the codebook; None when nothing speaks against it."""
    left = max(folded.rfind(";", 0, figure.start), 0)
    before, after = folded[left : figure.start], folded[figure.end : figure.end + 90]
    abroad = context.subject_abroad and cue("that_country").match(folded)
    if any(a.kind == FOREIGN for a in areas) or abroad:
        return "foreign"
    if (
        figure.role == "victim"
        and any(f.role == "ordinal" for f in figures)
        and re.search(r"\botr[oa]s $", folded[: figure.start])
    ):
        return "recount"
    if (
        figure.value < 5
        and figure.role == "event"
        and re.search(r"\b(?:nuev|otr|new)", folded[figure.end : figure.noun_start])
    ):
        return "recount"
    if any(a.kind == DISTRICT for a in areas) or _is_local(folded, figure):
        return "local"
    if choice is not None and choice.period.kind == VAGUE:
        return "indefinite"
    if cue("projection").search(before[-130:]):
        return "projection"
    if cue("habitual").search(before[-40:] + " " + after[:40]) and figure.indicator != PER_DAY:
        return "habitual"
    if figure.indicator not in FORCES + (RATE, PER_DAY, "days_without_homicides") and _charged(before, after):
        return "charges"
    if choice is None or not choice.own:
        return None
    return _short(folded, figure, choice.period, figures, context)


def _is_local(folded: str, figure: Figure) -> bool:
    end = figure.stop
    after = re.split(r"[,;.]", folded[end : end + 100])[0]
    return cue("local").search(after) is not None and figure.indicator != RATE


def _charged(before: str, after: str) -> bool:
    near = before[-170:]
    if cue("charge").search(near):
        return True
    return cue("charged_after").search(after) is not None


def _short(folded: str, figure: Figure, period: Period, figures: list[Figure], context: Context) -> str | None:
    """A few days with few dead are the article's own incidents; a long span with few dead in a place may be one too."""
    days = period.days or 1
    if figure.role == "event" and period.kind == DAY and cue("closed_with").match(folded[period.end :]):
        return None
    if cue("notable_day").search(folded):
        return "incident" if figure.value == 0 and days > 4 else None
    if figure.role == "ordinal" and days <= 4 and period.kind != TO_DATE:
        return "recount"
    if (
        figure.value == 0
        or figure.role in ("rate", "ordinal")
        or figure.indicator
        in (
            "days_without_homicides",
            "relatives_of_security_forces_killed",
            "confrontations",
            "disappearances",
            "femicides",
            "massacres",
        )
    ):
        return "incident" if figure.value == 0 and days > 4 else _short_others(figure, period, days)
    if days <= 4 and period.kind != TO_DATE:
        listed = (
            sum(f.indicator == figure.indicator and f.refusal is None for f in figures) > 1 or figure.role == "unit"
        )
        if figure.value >= MANY or (listed and figure.role != "victim" and context.indicator == figure.indicator):
            return None
        return "recount"
    if (
        figure.value <= 4
        and period.kind != TO_DATE
        and period.unit != "range"
        and figure.role == "victim"
        and not cue("aggregate").search(folded)
    ):
        return "incident" if len(figures) < 2 else None
    return None


def _short_others(figure: Figure, period: Period, days: int) -> str | None:
    if (
        figure.indicator in ("femicides", "confrontations", "disappearances")
        and days <= 4
        and figure.value < 5
        and period.kind != TO_DATE
    ):
        return "recount"
    return None


def inherited_period(
    sentence: Sentence, folded: str, figure: Figure, areas: list[Area], context: Context
) -> Period | None:
    """The period of the figure or lead before, where this figure clearly goes on with it."""
    if re.search(r"(?:^|\. )(?:ya )?van $", folded[: figure.start]) and context.published:
        return Period(0, 0, TO_DATE, date(context.published.year, 1, 1), context.published, "year", True)
    period = context.figure_period or context.span
    if cue("among").search(folded[: figure.start]) and context.main_period:
        return context.main_period
    if (
        period is None
        or (period.days or 0) <= 4
        or (figure.role == "ordinal" and figure.indicator in (HOMICIDES, "femicides"))
    ):
        return None
    if figure.role == "ordinal":
        return None
    apart = sentence.paragraph - context.paragraph
    near = context.figure_period is not None and apart <= 1
    if (
        any(a.name for a in areas)
        and (figure.value > 0 or figure.role == "zero")
        and context.figure_period is not None
        and apart <= 2
    ):
        return period
    if figure.role == "rate":
        near = near and not re.search(r"\bactualmente|currently\b", folded)
        return period if (near and cue("average").search(folded)) or (near and cue("rate").search(folded)) else None
    if (
        near
        and figure.indicator
        and (figure.value >= 5 or cue("are_added").search(folded[: figure.start]))
        and (cue("aggregate").search(folded) or figure.indicator in FORCES + ("gang_members_killed",))
    ):
        return period
    if context.span is not None and figure.value >= MANY and cue("aggregate").search(folded) and figure.role == "event":
        return context.span if (context.span.days or 0) > 4 else None
    if figure.value >= 100 and figure.role == "event" and (context.span is not None):
        return context.span
    return None
