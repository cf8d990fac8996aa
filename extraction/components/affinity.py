"""Whether a telling speaks of an incident that is already known: days, places and people compared.

Scores are sums of small weights, above zero for the same incident; set by hand on the development articles.
"""

from db.models import VictimType
from extraction.components.context import has
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED
from extraction.components.people import People
from extraction.components.tellings import HARM, Cluster, Telling, days_between, span

#: Fates that can make an incident of their own.
FOUNDING = (KILLED, FOUND, ATTACKED, INJURED)
#: A sentence goes back to the first incident or to one of the last so many; keeps long texts linear.
_MEMORY = 12


def choose(telling: Telling, clusters: list[Cluster], current: Cluster | None, fresh_section: bool) -> Cluster | None:
    """The incident that ``telling`` belongs to; None when it founds one."""
    if not clusters:
        return None
    recent = clusters[:1] + clusters[1:][-_MEMORY:]
    scores = [(_affinity(telling, c, c is current, fresh_section), -index, c) for index, c in enumerate(recent)]
    best, _, choice = max(scores, key=lambda item: item[:2])
    another_day = all(_date_affinity(telling, c) <= -6 for c in recent)
    return None if best < 0 and _can_found(telling, another_day) else choice


def _can_found(telling: Telling, another_day: bool = False) -> bool:
    """A new incident needs somebody harmed and a day or place of its own, or an opener such as «en otro hecho»."""
    told = bool(telling.event_dates or telling.event_places)
    district = any(p.district for p in telling.event_places)
    patients = [p for e in telling.events if e.outcome in FOUNDING for p in e.patients if is_countable(p)]
    harmed = [p for p in patients if _is_new(p, telling) or (district and p.determiner != "possessive")]
    deadly = any(e.outcome != INJURED for e in telling.events if e.patients and e.outcome in FOUNDING)
    if not deadly and not telling.opener and not district and not another_day:
        return False
    return (bool(harmed) and (told or (telling.opener and not has("also", "start", telling.text)))) or (
        told and telling.opener and any(e.frame in ("noun", "multiple") for e in telling.events)
    )


def _is_new(person: People, telling: Telling) -> bool:
    """Introduced here: not «el cuerpo», nor somebody told before whom a pronoun stands for."""
    inside = telling.line.start <= person.start < telling.line.end
    return inside and (
        person.determiner in ("indefinite", "number", "none", "vague") or bool(person.names and person.cue != "surname")
    )


def is_countable(person: People) -> bool:
    """Somebody in particular: «un hombre», «dos agentes», «Juan Pérez», not «los lesionados» or «policías»."""
    return not person.plural or person.count is not None or bool(person.names) or person.determiner == "vague"


def _affinity(telling: Telling, target: Cluster, is_current: bool, fresh_section: bool) -> float:
    score = 1.5 if is_current else 0.0
    if is_current and target.tellings[-1].line.sentence.paragraph == telling.line.sentence.paragraph:
        score += 1
    score += _date_affinity(telling, target) + place_affinity(telling, target) + _people_affinity(telling, target)
    if telling.opener:
        score -= 1.5
    if fresh_section:
        score -= 3
    return score


def _date_affinity(telling: Telling, target: Cluster) -> float:
    mine = [span(d) for d in telling.event_dates]
    theirs = [span(d) for t in target.compared for d in t.event_dates]
    if not mine or not theirs:
        return 0
    if any(a <= y and x <= b for a, b in mine for x, y in theirs):
        return 1.5
    gap = min(abs(days_between(a, x)) for a, _ in mine for x, _ in theirs)
    return -2 if gap <= 1 else -6


def place_affinity(telling: Telling, target: Cluster) -> float:
    """Above zero for a place in common, below for different ones, 0 where one of the two tells none."""
    mine = telling.event_places
    theirs = [p for t in target.compared for p in t.event_places]
    if not mine or not theirs:
        return 0
    districts, known = {p.district for p in mine if p.district}, {p.district for p in theirs if p.district}
    if districts and known:
        return 3 if districts & known else -6
    departments, known_departments = {p.department for p in mine}, {p.department for p in theirs}
    return 0.5 if departments & known_departments else -5


def _people_affinity(telling: Telling, target: Cluster) -> float:
    mine = [p for e in telling.events if e.outcome in HARM for p in e.patients]
    theirs = [p for t in target.compared for e in t.events if e.outcome in HARM for p in e.patients]
    if not mine:
        return 1.0
    if {w for p in mine for n in p.names for w in n.split()[:2]} & {w for p in theirs for n in p.names for w in n.split()[:2]}:
        return 4
    killed = [p for e in telling.events if e.outcome in (KILLED, FOUND) for p in e.patients]
    if any(p.other or p.ordinal for p in killed):
        return -2.5
    if all(p.determiner in ("definite", "possessive") for p in mine):
        return 1.5
    if any(set(p.types) & set(q.types) - {VictimType.CIVILIAN} for p in mine for q in theirs):
        return 0.5
    return -0.5 if theirs and any(p.determiner == "indefinite" for p in mine) else 0
