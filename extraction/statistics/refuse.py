"""Why a figure is no statistic (codebook section 5)."""

import re

from extraction.statistics.areas import DISTRICT, FOREIGN, Area
from extraction.statistics.figure import DAYS, FORCES, PER_DAY, RATE, Figure
from extraction.statistics.period import DAY, LIST, TO_DATE, VAGUE, Period
from extraction.statistics.scene import Candidate, Scene
from extraction.statistics.tables import cue

#: A killing of at least so many in one, two or a few days is a figure of the country, not one attack.
MANY = 10
#: Up to so many may be one incident, told with its month or year.
FEW = 4
#: Up to so many days is a short time, that of the article's own incidents.
SHORT_DAYS = 4
#: What is rarely told one by one: a few of them in a few days are still re-counts.
_RARE = ("femicides", "confrontations", "disappearances")
#: What no article's own incidents are counted as.
_NEVER_OWN = (DAYS, "relatives_of_security_forces_killed", "massacres", *_RARE)


def why_refused(scene: Scene, candidate: Candidate) -> str | None:
    """Why a figure is no statistic, by the codebook; None when nothing speaks against it."""
    figure, choice, folded = candidate.figure, candidate.choice, scene.folded
    left = max(folded.rfind(";", 0, figure.start), 0)
    before, after = folded[left : figure.start], folded[figure.end : figure.end + 90]
    abroad = scene.context.subject_abroad and cue("that_country").match(folded)
    if abroad or any(a.kind == FOREIGN for a in candidate.areas):
        return "foreign"
    if _adds_to_itself(scene, figure):
        return "recount"
    if any(a.kind == DISTRICT for a in candidate.areas) or _is_local(folded, figure):
        return "local total" if choice is not None and _is_total(figure, choice.period) else "local"
    if choice is not None and choice.period.kind == VAGUE:
        return "indefinite"
    if cue("projection").search(before[-130:]):
        return "projection"
    bounded = choice is not None and (choice.period.unit == "range" or choice.period.days == figure.value)
    if figure.indicator == DAYS and not bounded and cue("streak").search(folded[figure.end : figure.stop + 20]):
        return "indefinite"
    listed = choice is not None and choice.period.kind == LIST
    if figure.indicator != PER_DAY and not listed and cue("habitual").search(before[-40:] + " " + after[:40]):
        return "habitual"
    if figure.indicator not in (*FORCES, RATE, PER_DAY, DAYS) and _is_charged(before, after):
        return "charges"
    return _own_incident(scene, figure, choice.period, candidate.departments) if choice is not None and choice.own else None


def _adds_to_itself(scene: Scene, figure: Figure) -> bool:
    """«el policía 33, pues otros 32 ya habían sido asesinados», «dos nuevos homicidios»."""
    head, between = scene.folded[: figure.start], scene.folded[figure.end : figure.noun_start]
    if figure.role == "victim" and any(f.role == "ordinal" for f in scene.figures):
        return re.search(r"\botr[oa]s $", head) is not None
    return figure.role == "event" and figure.value <= FEW and re.search(r"\b(?:nuev|otr|new)", between) is not None


def _is_local(folded: str, figure: Figure) -> bool:
    if cue("local_before").search(folded[: figure.start]):
        return True
    after = re.split(r"[,;.]", folded[figure.stop : figure.stop + 100])[0]
    return figure.indicator != RATE and cue("local").search(after) is not None


def _is_total(figure: Figure, period: Period) -> bool:
    """«en 2019 han sido asesinados nueve dentro de las cárceles»: the total of a place over a long time is no incident."""
    return figure.value > FEW and (period.days or 0) > SHORT_DAYS


def _is_charged(before: str, after: str) -> bool:
    return bool(cue("charge").search(before[-170:]) or cue("charged_after").search(after))


def _own_incident(scene: Scene, figure: Figure, period: Period, areas: list[Area]) -> str | None:
    """A few days with few dead are the article's own incidents; a long time with few dead in a place may be one too."""
    folded, days = scene.folded, period.days or 1
    short = days <= SHORT_DAYS and period.kind != TO_DATE
    if figure.role == "event" and period.kind == DAY and cue("closed_with").match(folded[period.end :]):
        return None
    head = folded[: figure.start]
    if short and figure.indicator not in (*_NEVER_OWN, "homicides") and cue("known_group").search(head):
        return "recount"
    if figure.role == "ordinal" and figure.value == 1 and figure.indicator == "homicides":
        return "numbered"
    if short and figure.role == "ordinal" and figure.value <= FEW and period.kind == DAY:
        return "numbered" if cue("lone_ordinal").search(head) else "recount"
    if figure.value == 0:
        return "incident" if days > SHORT_DAYS and not any(a.name for a in areas) else None
    if cue("notable_day").search(folded):
        return None
    if figure.role == "ordinal":
        return "recount" if short else None
    if figure.role == "rate" or figure.indicator in _NEVER_OWN:
        return "recount" if short and figure.indicator in _RARE and figure.value <= FEW else None
    if short:
        return None if figure.value >= MANY or _is_series(scene, figure) else "recount"
    few = figure.role == "victim" and figure.value <= FEW and period.kind != TO_DATE and period.unit != "range"
    return "incident" if few and len(scene.figures) < 2 and not cue("aggregate").search(folded) else None


def _is_series(scene: Scene, figure: Figure) -> bool:
    """«el lunes hubo siete, el martes nueve»: small figures that go on with the one before."""
    alike = sum(f.indicator == figure.indicator and f.refusal is None for f in scene.figures) > 1
    return figure.role != "victim" and scene.context.indicator == figure.indicator and (alike or figure.role == "unit")
