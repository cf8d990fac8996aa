"""Events whose verb is left out: parts told by their places, objects and subjects of a verb told before, sentences without one.

Each function reads the people of a sentence and the events found in it; offsets of an event without a verb are its person's.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from db.models import VictimType
from extraction.components.events import ATTACKED, FOUND, KILLED, Event
from extraction.components.patients import with_list
from extraction.components.people import People
from extraction.components.vocabulary import alternatives, words
from extraction.expressions import parse_number
from extraction.text import fold

#: So many people are a figure more often than victims of one event.
_MANY = 10
_DAY_OR_PLACE = r"(?:en|el|la|ayer|hoy|anoche|este|esta|dias|horas|un|dos|semanas|tres)\b[^,;.:]{0,40}"
#: «; el lunes, al hermano …», «, y el domingo, el padre de otro …»: the verb is left out behind another day or place.
_GAP = re.compile(
    rf"[^;]{{0,90}}?(?:;|, y|\by|mientras que)\s*(?:,\s*)?(?:{_DAY_OR_PLACE},\s*)(?P<object>al?\s+(?:el |la |los |las )?)?"
)
#: «…; a su primo, el martes en Izalco».
_NEXT_OBJECT = re.compile(r"[^;]{0,90};\s*al?\s+(?:el |la |los |las )?")
_VICTIM_IS = re.compile(r"(?:la|otra)(?: \w+)? victima (?:mortal |fatal )?(?:fue|es|era|seria|resulto ser)\b")
#: What follows a part told by its place: «uno en la colonia Escalón».
_PLACED = re.compile(r"\s*,?\s*(?:\w+ ){0,3}?en (?:[a-záéíóúñ]+ ){0,7}?[A-ZÁÉÍÓÚÑ]")
#: Before and behind the people of a sentence without a verb: «Y en Moncagua, dos hermanos.»
_OPENING = re.compile(rf"\W*(?:(?:y|e|mientras que|en tanto),? )?(?:{_DAY_OR_PLACE},\s*)*(?:al? )?")
_CLOSING = re.compile(
    r"[\s,]*(?:(?:en|con|de|del|por|a|ayer|hoy|anoche|tambien|el|la|este)\b(?:(?!\b(?:que|quien|fue|era)\b)[^.;:])*)?[.;]?\s*"
)


def told_by_ellipsis(text: str, end: int, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """The events of a sentence that ends at ``end``, with those whose verb is left out, in order."""
    events = [part for event in found for part in _distributed(text, end, people, event)]
    events += _gapped(people, events)
    events += _without_verb(text, people, events)
    events += _named_victims(text, people, events)
    events = [_happened_to(text, people, event) for event in events]
    return sorted(events, key=lambda event: event.start)


#: «El crimen ocurrió el lunes, cuando …»: who was doing what is whom it happened to.
_WHEN = re.compile(r"(?:[^.;:]|(?<=\d):(?=\d)){0,90}?\b(?:cuando|mientras|momentos en que)\s+(?:al? |el |la |los |las )?")
_DOES_HARM = re.compile(rf"[^.;]{{0,30}}?\b(?:{alternatives('assails')})")


def _happened_to(text: str, people: Sequence[People], event: Event) -> Event:
    """«El asesinato ocurrió el lunes, cuando Juan Lovo, de 30 años, salía de su casa»: the noun has the subject of the clause."""
    if event.frame != "noun" or event.patients or event.outcome not in (KILLED, ATTACKED):
        return event
    person = next((p for p in people if p.start >= event.end), None)
    if person is None or not _WHEN.fullmatch(fold(text[event.end : person.start])):
        return event
    killer = person.head in words("killer") or VictimType.GANG_MEMBER in person.types
    if killer or _DOES_HARM.match(fold(text[person.end : person.end + 60])):
        return event
    return replace(event, patients=with_list(text, people, people.index(person)))


def verbless(text: str, start: int, end: int, people: Sequence[People], before: Sequence[Event]) -> list[Event]:
    """«En Chinameca, un joven de 18.»: a sentence without a verb has that of the sentence ``before`` it."""
    model = next((e for e in reversed(before) if e.outcome in (KILLED, FOUND) and e.patients), None)
    first = next((p for p in people if p.determiner in ("indefinite", "number", "none") or p.cue == "gapped"), None)
    if model is None or first is None or not _OPENING.fullmatch(fold(text[start : first.start])):
        return []
    groups = [with_list(text, people, people.index(first))]
    groups += [(p,) for p in people if p.cue == "gapped" and p.start > groups[0][-1].end]
    bounds = [*(g[0].start for g in groups[1:]), end]
    told = zip(groups, bounds, strict=True)
    if not all(_CLOSING.fullmatch(re.sub(r"[;,]? ?y? ?$", "", fold(text[g[-1].end : stop]))) for g, stop in told):
        return []
    return [replace(model, start=g[0].start, end=g[-1].end, frame="subject", patients=g, multiple=None) for g in groups]


def _gapped(people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """«el primero murió en el lugar y el segundo en el hospital»: the verb left out is that of the one before."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    events = []
    for before, person in pairwise(people):
        first = next((e for e in found if before in e.patients), None)
        parts = before.pronoun or person.other
        if parts and person.cue == "gapped" and first and (person.start, person.end) not in claimed:
            events.append(replace(first, start=person.start, end=person.end, patients=(person,)))
    return events


def _without_verb(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """«mataron a la madre de un policía en Apopa; el lunes, al hermano de un soldado en Izalco»."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    events: list[Event] = []
    for before, person in pairwise(p for p in people if p.kin_of is None or p.kin):
        first = next(
            (e for e in [*found, *events] if before in e.patients and e.frame in ("object", "subject", "participle")), None
        )
        if first is None or (person.start, person.end) in claimed or person.pronoun:
            continue
        between = fold(text[before.end : person.start])
        gap = _GAP.fullmatch(between)
        if first.frame == "object" and _NEXT_OBJECT.fullmatch(between):
            events.append(
                replace(first, start=person.start, end=person.end, patients=with_list(text, people, people.index(person)))
            )
        elif gap and bool(gap["object"]) == (first.frame == "object") and (gap["object"] or _PLACED.match(text[person.end :])):
            events.append(replace(first, start=person.start, end=person.end, patients=(person,)))
    return events


def _named_victims(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """«En Izalco, la víctima fue un campesino de 50 años»: a death told by who it was."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    told = [p for p in people if not p.plural and _VICTIM_IS.match(fold(text[p.start : p.end]))]
    told += [p for v, p in pairwise(people) if _VICTIM_IS.fullmatch(fold(text[v.start : p.start]).strip())]
    told = [p for p in told if (p.start, p.end) not in claimed]
    return [Event(p.start, p.end, "count", KILLED, (p,), p.cue) for p in told]


def _distributed(text: str, end: int, people: Sequence[People], event: Event) -> list[Event]:
    """«dos policías fueron asesinados: uno en Mejicanos y el otro en Apopa»: an event for each part where they add up."""
    whole = event.patients[0] if len(event.patients) == 1 else None
    number = whole.count if whole else _told_number(text, event) if event.frame == "noun" and not event.patients else None
    begin = max([event.end, *(p.end for p in event.patients)])
    listed = fold(text[begin : begin + 80]).partition(":")[1] == ":"
    parts = [p for p in people if p.start >= begin and (p.cue == "gapped" if p.pronoun else listed and _is_told_first(p))]
    bounds = [*(p.start for p in parts[1:]), end]
    placed = all(_PLACED.match(text[p.end : stop]) for p, stop in zip(parts, bounds, strict=False))
    if len(parts) < 2 or not placed or sum(p.number for p in parts) != number:
        return [event]
    kinds = whole.types if whole else (VictimType.CIVILIAN,)
    sex = whole.sex if whole else None
    told = [
        replace(p, types=p.types or kinds, determiner="number", rest=False, nth=0, sex=p.sex or sex) if p.pronoun else p
        for p in parts
    ]
    return [replace(event, start=p.start, end=p.end, frame="subject", patients=(p,), multiple=None) for p in told]


def _is_told_first(person: People) -> bool:
    return person.determiner in ("indefinite", "number") and person.kin_of is None


def _told_number(text: str, event: Event) -> int | None:
    """«cinco asesinatos»: the number that a noun of killing begins with or follows."""
    before = fold(text[max(0, event.start - 20) : event.end]).split()
    found = [int(value) for word in before[-2:] if (value := parse_number(word)) is not None]
    return found[-1] if found and found[-1] < _MANY else None
