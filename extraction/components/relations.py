"""Victims who are relatives of the forces: «un policía y su esposa», «su hijo presta servicio en la Fuerza Armada»."""

import re

from db.models import FORCES, VictimType
from extraction.components.lines import Line, Reading
from extraction.components.people import People, find_people
from extraction.components.people.tables import kin_words
from extraction.components.slots import GENERIC, Slot, unique_lines
from extraction.components.tellings import Cluster
from extraction.text import fold

_SERVES = re.compile(
    r"\bs(?:u|us) (\w+)(?: [A-Z]\w+)?,? (?:que |quien )?"
    r"(?:presta servicio|es|esta de alta|estaba de alta|pertenece|trabaja|labora|sirve|"
    r"forma parte|esta destacado|estaba destacado)(?: (?:como|en|a|de)\b)? ?(?:un |una |el |la )?"
)
#: «Según vecinos, tenía un hermano policía», «tiene dos hijos en la Fuerza Armada».
_HAS_KIN = re.compile(
    r"\b(?:tenia|tiene|tenian|tienen) (?:a )?(?:un|una|dos|tres|varios) (\w+)"
    r"(?:,? (?:que|quien|quienes) (?:es|son|era|eran))?(?: (?:en|de|como)\b)? "
)


def relate(reading: Reading, cluster: Cluster, slots: list[Slot]) -> None:
    """«un policía y su esposa»: the relation that a possessive tells, in both directions."""
    for line in unique_lines([t.line for t in cluster.tellings] + cluster.context):
        inside = [s for s in slots if any(line.start <= a < line.end for a, _, _ in s.spans)]
        for person in line.people:
            if person.kin is None or person.determiner != "possessive":
                continue
            owner = _owner(line, person) or _only_member(slots, line)
            mine = next((s for s in inside if any(a == person.start for a, _, _ in s.spans)), None)
            force = _force(owner) if owner else None
            if mine and force:
                _make_relative(mine, force)
            appositive = _force(person) or _force(_next_person(line, person))
            theirs = next((s for s in inside if owner and any(a == owner.start for a, _, _ in s.spans)), None)
            if theirs and appositive and theirs is not mine:
                _make_relative(theirs, appositive)
        force = _served(reading, line)
        if force and len(slots) >= 1 and slots[0].number == 1 and not set(slots[0].types) & set(FORCES):
            _make_relative(slots[0], force)


def _only_member(slots: list[Slot], line: Line) -> People | None:
    """«Un policía fue asesinado. También murió su hermano»: the only victim of a force, told in another sentence."""
    members = [s for s in slots if set(s.types) & set(FORCES) and not any(line.start <= a < line.end for a, _, _ in s.spans)]
    return members[0].people if len(members) == 1 and members[0].number == 1 else None


def _served(reading: Reading, line: Line) -> VictimType | None:
    """The force of «su hijo presta servicio en la Fuerza Armada»; None when the line tells no such thing."""
    folded = fold(line.text)
    hit = _SERVES.search(folded)
    has = None if hit else _HAS_KIN.search(folded)
    hit = hit or (has if has and has.group(1) in kin_words() else None)
    if hit is None:
        return None
    after = folded[hit.end() :]
    served = find_people(reading.text, line.start + hit.end(), min(line.end, line.start + hit.end() + 60))
    force = _force(served[0]) if served else None
    if force is None and re.search(r"fuerzas? (?:armada|especiales)|ejercito|brigada|batallon|militar|soldado", after[:60]):
        return VictimType.SOLDIER
    if force is None and re.search(r"^(?:la )?(?:pnc|policia)", after):
        return VictimType.POLICE
    return force


def _owner(line: Line, person: People) -> People | None:
    before = [p for p in line.people if p.end <= person.start and not p.plural]
    owners = [p for p in before if not (p.kin and p.determiner == "possessive")] or before
    return owners[-1] if owners else None


def _next_person(line: Line, person: People) -> People | None:
    """The apposition of a possessive: «su esposo, un agente de la PNC,»."""
    after = [p for p in line.people if p.start >= person.end]
    gap = fold(line.text[person.end - line.start : after[0].start - line.start]) if after else "x"
    return after[0] if after and re.fullmatch(r"\s*,\s*(?:quien (?:es|era) |que es |tambien )?", gap) else None


def _force(person: People | None) -> VictimType | None:
    if person is None or person.kin_of:
        return None
    found = next((t for t in person.types if t in FORCES), None)
    if found is None and VictimType.FORMER_SECURITY_FORCE in person.types:
        return VictimType.SOLDIER if re.search(r"militar|soldad|fuerza armada|coronel", fold(person.head)) else VictimType.POLICE
    return found


def _make_relative(slot: Slot, force: VictimType) -> None:
    slot.relation_to = slot.relation_to or force
    if VictimType.RELATIVE_OF_SECURITY_FORCE not in slot.types:
        slot.types = [VictimType.RELATIVE_OF_SECURITY_FORCE, *(t for t in slot.types if t not in GENERIC)]
    slot.generic = False
