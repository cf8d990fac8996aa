"""Whether a telling speaks of an incident that is already known: days, places and people compared.

One decision: the weights of the features that hold between a telling and an incident are added up, with those that hinder
founding; below zero for every incident the telling founds one. Features and weights are the rows of ``affinity.csv``.
"""

import re
from collections.abc import Iterator
from functools import cache

from db.models import VictimType
from extraction.components.context import has, label_of_verb
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED, introduces
from extraction.components.lines import DatedBy, Line
from extraction.components.people import People
from extraction.components.tellings import HARM, Cluster, Telling, days_between, span, sums_up
from extraction.components.vocabulary import words
from extraction.lexicon import rows
from extraction.text import fold

#: Fates that can make an incident of their own.
FOUNDING = (KILLED, FOUND, ATTACKED, INJURED)
_ANAPHORS = words("anaphor")
#: A sentence goes back to the first incident or to one of the last so many; keeps long texts linear.
_MEMORY = 12


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("affinity")}


def _sum(features: Iterator[str]) -> float:
    return sum(_weights()[feature] for feature in features)


def choose(telling: Telling, clusters: list[Cluster], current: Cluster | None, section: Line | None) -> Cluster | None:
    """The incident that ``telling``, the first below the heading ``section`` if there is one, belongs to; None: it founds one."""
    if not clusters:
        return None
    recent = clusters[:1] + clusters[1:][-_MEMORY:]
    own = _sum(iter(() if section is None else ("under_heading",) if section.places else ("under_topic",)))
    scores = [(own + _sum(_shared(telling, c, c is current)), -index, c) for index, c in enumerate(recent)]
    best, _, choice = max(scores, key=lambda item: item[:2])
    another_day = all("other_day" in _days(telling, c) for c in recent)
    return None if best + _sum(_hindrances(telling, another_day)) < 0 else choice


def _hindrances(telling: Telling, another_day: bool) -> Iterator[str]:
    """What keeps ``telling`` from founding an incident: nobody new, no day or place of its own, nobody killed or attacked."""
    district = any(p.district for p in telling.event_places)
    told = bool(telling.event_dates or telling.event_places or _deaths_days(telling))
    harmed = [(e, p) for e in telling.events if e.outcome in FOUNDING for p in e.patients if is_countable(p)]
    new = [p for _, p in harmed if _is_new(p, telling) or _is_placed(p, telling) or (another_day and not _stands_for(p))]
    nouns = [e for e in telling.events if e.frame in ("noun", "multiple")]
    noun = any(telling.opener or telling.another or introduces(fold(telling.quote(e))) for e in nouns)
    if not new and not ((told or telling.another) and noun):
        yield "nobody_introduced"
    if not told and not telling.another and (not telling.opener or has("also", "start", telling.text)):
        yield "never_and_nowhere"
    wounded = bool(harmed) and all(e.outcome == INJURED for e, _ in harmed)
    if wounded and not telling.opener and not district and not another_day:
        yield "only_wounded"


def _deaths_days(telling: Telling) -> list[DatedBy]:
    """«murió ayer en el hospital»: no day of the deed, but one that tells this case from others."""
    return [d for d in telling.dates if d.label == "late_death" and any(p.names or p.ages for p in telling.patients)]


def _is_placed(person: People, telling: Telling) -> bool:
    """«el alcalde fue herido en Corinto»: known by an article only, but in a place of its own; a department is little."""
    if person.determiner == "possessive" or not telling.event_places:
        return False
    bare_body = person.body and not _is_fresh_body(person, telling)
    return any(p.district for p in telling.event_places) or not (_stands_for(person) or bare_body)


def _is_new(person: People, telling: Telling) -> bool:
    """Introduced here or in the scene before: not «la víctima», nor somebody told before whom a pronoun stands for."""
    inside = any(line.start <= person.start < line.end for line in (telling.line, *telling.scene))
    if not inside or _stands_for(person):
        return False
    introduced = person.determiner in ("indefinite", "number", "none", "vague") or _is_fresh_body(person, telling)
    return introduced or bool(person.names or person.ages)


_OF_A_NEW_ONE = re.compile(r"\bde (?:un|una|dos|tres|cuatro|cinco|otr[oa]s?)\b")


def _is_fresh_body(person: People, telling: Telling) -> bool:
    """«el cadáver de un hombre»."""
    line = next((x for x in (telling.line, *telling.scene) if x.start <= person.start < x.end), telling.line)
    return person.body and bool(_OF_A_NEW_ONE.search(fold(line.text[person.start - line.start : person.end - line.start])))


def _stands_for(person: People) -> bool:
    """«la víctima», or a surname: somebody told before."""
    return person.cue == "surname" or (person.head in _ANAPHORS and not person.body)


def is_countable(person: People) -> bool:
    """Somebody in particular: «un hombre», «dos agentes», «Juan Pérez», not «los lesionados» or «policías»."""
    return not person.plural or person.count is not None or bool(person.names) or person.determiner == "vague"


def _shared(telling: Telling, target: Cluster, is_current: bool) -> Iterator[str]:
    """What holds between ``telling`` and an incident."""
    if is_current:
        yield "told_last"
        if target.tellings[-1].line.sentence.paragraph == telling.line.sentence.paragraph:
            yield "same_paragraph"
    if telling.event_places and all(_is_bare_sum(t) for t in target.tellings):
        yield "of_a_sum"
    places = list(_places(telling, target))
    if is_current or "same_district" not in places:
        yield from _openers(telling, any(t.event_places for t in target.compared))
    joins = not (is_current and telling.another)  # «en ese mismo municipio, otro hombre»: the place parts nothing
    yield from (place for place in places if joins or place.startswith("other_"))
    yield from _days(telling, target)
    yield from _people(telling, target)


def _openers(telling: Telling, target_places: bool) -> Iterator[str]:
    """Words that leave the incident told last; they may go back to one told before in the same place."""
    if telling.another:
        yield "another_event"
    elif telling.opener:
        yield "opener"
        if not target_places and any(p.district for p in telling.event_places):
            yield "opener_with_place"


def _is_bare_sum(telling: Telling) -> bool:
    """«Cinco personas murieron ayer», without one place."""
    return sums_up(telling, 1) and not telling.event_places


def _days(telling: Telling, target: Cluster) -> Iterator[str]:
    mine = [span(d) for d in telling.event_dates]
    theirs = [span(d) for t in target.compared for d in t.event_dates]
    if not mine or not theirs:
        return
    if any(a <= y and x <= b for a, b in mine for x, y in theirs):
        yield "same_day"
    else:
        gap = min(abs(days_between(a, x)) for a, _ in mine for x, _ in theirs)
        yield "next_day" if gap <= 1 else "other_day"


def place_affinity(telling: Telling, target: Cluster) -> float:
    """Above zero for a place in common, below for different ones, 0 where one of the two tells none."""
    return _sum(_places(telling, target))


def _places(telling: Telling, target: Cluster) -> Iterator[str]:
    mine = telling.event_places
    theirs = [p for t in target.compared for p in t.event_places]
    districts = {p.district for p in mine if p.district}
    if not theirs:
        around = {p.district for p in target.places_of_context if p.district}
        if districts and around and not districts & around:
            yield "not_of_context"
        return
    if not mine:
        return
    known = {p.district for p in theirs if p.district}
    if districts and known:
        yield "same_district" if districts & known else "other_district"
        return
    departments, known_departments = {p.department for p in mine}, {p.department for p in theirs}
    yield "same_department" if departments & known_departments else "other_department"


def _people(telling: Telling, target: Cluster) -> Iterator[str]:
    mine = [p for e in telling.events if e.outcome in HARM for p in e.patients]
    theirs = [p for t in target.compared for e in t.events if e.outcome in HARM for p in e.patients]
    killed = [p for e in telling.events if e.outcome in (KILLED, FOUND) for p in e.patients]
    attacked = killed or [p for e in telling.events if e.outcome == ATTACKED for p in e.patients]
    if not mine:
        yield "nobody_told"
    elif any((p.start, p.end) == (q.start, q.end) for p in mine for q in theirs):
        yield "same_mention"
    elif _names(mine) & _names(theirs):
        yield "same_name"
    elif attacked and all(p.other or p.ordinal for p in attacked):
        yield "another_killed"
    elif _others(killed, [p for t in target.compared for e in t.events if e.outcome in (KILLED, FOUND) for p in e.patients]):
        yield "other_person"
    elif all(p.determiner in ("definite", "possessive") and not _is_fresh_body(p, telling) for p in mine):
        yield "known_people"
        if killed and all(e.outcome not in (KILLED, FOUND) for e in target.events) and _is_taken(target):
            yield "taken_before"
    elif any(set(p.types) & set(q.types) - {VictimType.CIVILIAN} for p in mine for q in theirs):
        yield "same_kind"
    elif theirs and any(p.determiner == "indefinite" for p in mine):
        yield "somebody_new"


def _is_taken(target: Cluster) -> bool:
    """«lo raptaron»: somebody was last seen there, and nothing more is told yet."""
    return any(label == "last_seen" for t in target.tellings for *_, label in label_of_verb(t.text))


def _others(mine: list[People], theirs: list[People]) -> bool:
    """Whether each of ``mine`` is somebody other than each of ``theirs``: one person each, unlike in name, age, sex or kind."""
    introduced = [p for p in mine if not _stands_for(p) and (p.names or p.ages or p.determiner not in ("definite", "possessive"))]
    return bool(mine and theirs) and len(introduced) == len(mine) and all(_unlike(p, q) for p in mine for q in theirs)


def _unlike(first: People, second: People) -> bool:
    if first.number > 1 or second.number > 1:
        return False
    generic = {VictimType.CIVILIAN, VictimType.UNKNOWN}
    traits = (
        (_names([first]), _names([second])),
        (set(first.ages), set(second.ages)),
        ({first.sex} - {None}, {second.sex} - {None}),
        (set(first.types) - generic, set(second.types) - generic),
    )
    return any(mine and theirs and not mine & theirs for mine, theirs in traits)


def _names(people: list[People]) -> set[str]:
    return {word for person in people for name in person.names for word in name.split()[:2]}
