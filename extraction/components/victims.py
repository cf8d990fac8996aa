"""Who was harmed in one incident: the groups of victims, told once however often they are mentioned.

Reads a cluster; writes groups with outcome, number, kind, relation, sex, ages and names, and the tolls. People come first,
event nouns such as «doble homicidio» second. A total («tres personas») is never added to its own parts.
"""

import re
from dataclasses import dataclass

from db.models import Evidence, Outcome, Toll
from extraction.components.division import divide, is_part
from extraction.components.events import CONFRONTATION, FOUND, KILLED, Event
from extraction.components.fates import add_sums, drop_totals, settle_outcomes, toll
from extraction.components.identities import add_kinds, name_individuals
from extraction.components.lines import Line, Reading
from extraction.components.patients import with_list
from extraction.components.people import People
from extraction.components.relations import relate
from extraction.components.slots import GENERIC, Slot, find_slot, is_anaphor, merge, new_slot, unique_lines
from extraction.components.tellings import Cluster, Telling
from extraction.components.trades import SUSPECTS
from extraction.structure import DECK, TITLE
from extraction.text import fold


@dataclass
class Harm:
    """The outcome of counting: groups, tolls, and the words they came from."""

    slots: list[Slot]
    deaths: Toll
    injured: Toll
    evidence: list[Evidence]


def count_harm(reading: Reading, cluster: Cluster) -> Harm:
    """The victims of ``cluster`` and its tolls."""
    slots = _slots(cluster)
    break_down(reading, cluster, slots)
    name_individuals(cluster, slots)
    add_kinds(reading, cluster, slots)
    relate(reading, cluster, slots)
    slots = drop_totals(cluster, slots)
    settle_outcomes(cluster, slots)
    add_sums(cluster, slots)
    slots = [s for s in slots if s.number > 0]
    return Harm(slots, toll(slots, Outcome.KILLED), toll(slots, Outcome.INJURED), _evidence(reading, slots))


def _slots(cluster: Cluster) -> list[Slot]:
    slots: list[Slot] = []
    headlines = [t for t in cluster.tellings if t.line.sentence.kind in (TITLE, DECK)]
    for telling in [t for t in cluster.tellings if t not in headlines]:
        for event in _ordered(telling):
            place_patients(slots, event, telling, headline=False)
    for telling in headlines:
        for event in telling.events:
            place_patients(slots, event, telling, headline=True)
    return slots


def _ordered(telling: Telling) -> list[Event]:
    """Concrete deaths first, so that «atacado … murió» is one person; parts («dos de ellos») after their wholes."""
    return sorted(telling.events, key=lambda e: (any(p.pronoun for p in e.patients), e.outcome not in (KILLED, FOUND), e.start))


def place_patients(slots: list[Slot], event: Event, telling: Telling, *, headline: bool) -> None:
    """Finds or founds a group for each patient of ``event``."""
    if event.outcome == CONFRONTATION:
        return
    seen: list[Slot] = []
    known = list(slots)
    for person in event.patients:
        slot = divide(slots, person, event.outcome) or find_slot(slots, person, event, telling, seen, headline)
        if slot is None and is_part(person) and person.pronoun and not person.types:
            continue
        if slot is None and slots and _is_speakers_own(telling, person):
            continue
        if slot is None:
            if headline and any(s.outcome == event.outcome or s.outcome in (KILLED, FOUND) for s in known):
                continue
            if is_anaphor(person) and slots and person.determiner == "definite":
                continue
            if person.plural and person.count is None and person.determiner == "none" and not person.names:
                continue
            slot = new_slot(person, event.outcome)
            slot.line = telling.line.start
            slots.append(slot)
        else:
            merge(slot, person, event.outcome, alike=slot.number == person.number)
        seen.append(slot)


def _is_speakers_own(telling: Telling, person: People) -> bool:
    """«Me mataron a mi hijo», dijo el padre: one of those told, in the words of a mourner."""
    told = fold(telling.line.text[person.start - telling.line.start : person.end - telling.line.start])
    return person.kin is not None and told.startswith(("mi ", "mis "))


def break_down(reading: Reading, cluster: Cluster, slots: list[Slot]) -> None:
    """«tres hombres» who elsewhere are «dos pandilleros y un panadero»: the finer list replaces the sum."""
    dead = [s for s in slots if s.outcome in (KILLED, FOUND)]
    if len(dead) != 1 or dead[0].number < 2 or dead[0].names:
        return
    whole = dead[0]
    lists = [e.patients for e in cluster.events if e.outcome in (KILLED, FOUND)]
    for line in unique_lines([t.line for t in cluster.tellings] + cluster.context):
        lists += [*_appositions(line), *_roll(line, whole.number), *_equated(reading.text, line)]
    for told in lists:
        parts = [p for p in told if not (p.determiner == "definite" and p.plural and p.count is None)]
        if len(parts) > 1 and sum(p.number for p in parts) == whole.number:
            if not any(set(p.types) - GENERIC for p in parts) and len({p.sex for p in parts}) == 1:
                whole.sex = whole.sex or parts[0].sex
                whole.ages = whole.ages or [age for p in parts for age in p.ages]
                continue
            position = slots.index(whole)
            slots[position : position + 1] = [new_slot(p, whole.outcome) for p in parts]
            return


def _appositions(line: Line) -> list[tuple[People, ...]]:
    """«Los jóvenes, un estudiante de 18 años y un panadero de 20, …»: a definite plural and the list behind its comma."""
    found = []
    for index, person in enumerate(line.people[:-2]):
        if not (person.plural and person.determiner == "definite" and not person.names):
            continue
        listed = [p for p in line.people[index + 1 : index + 6] if p.determiner in ("indefinite", "number", "none")]
        gap = line.text[person.end - line.start : line.people[index + 1].start - line.start]
        if gap.strip() == "," and len(listed) > 1:
            found.append(tuple(listed))
    return found


def _roll(line: Line, number: int) -> list[tuple[People, ...]]:
    """The sentence that tells exactly ``number`` people by name: «Ábrego, de 23 años; su cuñado, Pineda, de 29, y …»."""
    named = [p for p in line.people if p.names and not p.plural and (p.ages or p.types or p.kin)]
    distinct = len({name for p in named for name in p.names}) == len(named) == number
    return [tuple(named)] if distinct and not SUSPECTS.search(fold(line.text)) else []


_EQUATION = re.compile(r"\b(?:correspond\w+ al?|pertenec\w+ al?|se trata(?:ba)? de|son|eran)\s+$")


def _equated(text: str, line: Line) -> list[tuple[People, ...]]:
    """«Los restos corresponden a dos mujeres y un hombre», «se trata de un hombre y de una mujer»."""
    return [
        with_list(text, line.people, index)
        for index, person in enumerate(line.people)
        if _EQUATION.search(fold(text[line.start : person.start]))
    ]


def _evidence(reading: Reading, slots: list[Slot]) -> list[Evidence]:
    return [
        Evidence(f"victims[{index}].types", start, end, reading.text[start:end], cue)
        for index, slot in enumerate(slots)
        for start, end, cue in dict.fromkeys(slot.spans)
    ]
