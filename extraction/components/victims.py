"""Who was harmed in one incident: the groups of victims, told once however often they are mentioned.

Reads a cluster; writes groups with outcome, number, kind, relation, sex, ages and names, and the tolls. People come first, event nouns such as
«doble homicidio» second. A total («tres personas») is never added to its own parts.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from db.models import FORCES, Evidence, Outcome, Toll, VictimType
from extraction.components.context import label_of_verb
from extraction.components.events import ATTACKED, CONFRONTATION, FOUND, INJURED, KILLED, MISSING, UNHARMED, Event
from extraction.components.incidents import Cluster, Telling
from extraction.components.people import People, find_people
from extraction.components.reading import Line, Reading
from extraction.components.vocabulary import alternatives, words
from extraction.lexicon import rows
from extraction.structure import DECK, TITLE
from extraction.text import fold

_GENERIC = frozenset((VictimType.CIVILIAN, VictimType.UNKNOWN))
_ANAPHORS = words("anaphor")
_TOTALS = words("total")
_NAMING = re.compile(alternatives("naming"))
_INJURY = re.compile(r"recib|alcanz|sufri|present|tenia|balead|apunal|machetead|acuchill|golpead")
_COPULA_NEGATED = re.compile(
    r"\b(?:no|nunca|tampoco|ni)\s+(?:\w+\s+){0,2}$|(?:confes|cre[iy]|pens|supon|confund|neg|descart|rechaz|desm)\w+ (?:de )?(?:que |con |a )?(?:\w+ ){0,2}$"
)
_SERVES = re.compile(
    r"\bs(?:u|us) (\w+)(?: [A-Z]\w+)?,? (?:que |quien )?(?:presta servicio|es|esta de alta|estaba de alta|pertenece|trabaja|labora|sirve|forma parte|esta destacado|estaba destacado)(?: como| en| a| de)? ?(?:un |una |el |la )?"
)
_PLURAL_PAIR = re.compile(r"^(?:pareja|matrimonio|duo|binomio)$")


@dataclass
class Slot:
    """A group of victims while it is being put together."""

    outcome: str
    people: People
    types: list[VictimType]
    number: int
    at_least: bool
    sex: str | None
    ages: list[int]
    names: list[str]
    kin: str | None
    relation_to: VictimType | None
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    generic: bool = False
    extra: int = 0

    @property
    def definite(self) -> bool:
        return self.people.determiner in ("definite", "possessive")


@dataclass
class Harm:
    """The outcome of counting: groups, tolls, and the words they came from."""

    slots: list[Slot]
    deaths: Toll
    injured: Toll
    evidence: list[Evidence]


@cache
def _occupations() -> tuple[tuple[re.Pattern[str], VictimType], ...]:
    return tuple(
        (re.compile(rf"\b(?:{row['pattern']})"), VictimType(row["code"]))
        for row in (*rows("occupations"), *rows("occupations_en"))
    )


def count_harm(reading: Reading, cluster: Cluster) -> Harm:
    """The victims of ``cluster`` and its tolls."""
    slots = _slots(reading, cluster)
    _break_down(cluster, slots)
    _individuals(reading, cluster, slots)
    _enrich(reading, cluster, slots)
    _relations(reading, cluster, slots)
    slots = _drop_totals(slots)
    _settle_outcomes(cluster, slots)
    _multiples(cluster, slots)
    slots = [s for s in slots if s.number > 0]
    return Harm(slots, _toll(slots, Outcome.KILLED), _toll(slots, Outcome.INJURED), _evidence(reading, slots))


# --- slots from events ----------------------------------------------------------------------------------------------


def _slots(reading: Reading, cluster: Cluster) -> list[Slot]:
    slots: list[Slot] = []
    headlines = [t for t in cluster.tellings if t.line.sentence.kind in (TITLE, DECK)]
    for telling in [t for t in cluster.tellings if t not in headlines]:
        for event in _ordered(telling):
            _place_patients(slots, event, telling, headline=False)
    for telling in headlines:
        for event in telling.events:
            _place_patients(slots, event, telling, headline=True)
    return slots


def _ordered(telling: Telling) -> list[Event]:
    """Concrete deaths first, so that «atacado … murió» is one person."""
    return sorted(telling.events, key=lambda e: (e.outcome not in (KILLED, FOUND), e.start))


def _place_patients(slots: list[Slot], event: Event, telling: Telling, *, headline: bool) -> None:
    if event.outcome == CONFRONTATION:
        return
    seen: list[Slot] = []
    for person in event.patients:
        slot = _match(slots, person, event, telling, seen, headline)
        if slot is None:
            if headline and any(s.outcome == event.outcome or s.outcome in (KILLED, FOUND) for s in slots):
                continue
            if _is_anaphor(person) and slots and person.determiner == "definite":
                continue
            if person.plural and person.count is None and person.determiner == "none" and not person.names:
                continue
            slot = _new_slot(person, event.outcome)
            slots.append(slot)
        else:
            _merge(slot, person, event.outcome, alike=slot.number == person.number)
        seen.append(slot)


def _break_down(cluster: Cluster, slots: list[Slot]) -> None:
    """«tres hombres» who elsewhere are «dos pandilleros y un panadero»: the finer list replaces the sum."""
    dead = [s for s in slots if s.outcome in (KILLED, FOUND)]
    if len(dead) != 1 or dead[0].number < 2 or dead[0].names:
        return
    whole = dead[0]
    lists = [e.patients for e in cluster.events if e.outcome in (KILLED, FOUND)]
    lists += [told for line in _unique([t.line for t in cluster.tellings] + cluster.context) for told in _appositions(line)]
    for told in lists:
        parts = [p for p in told if not (p.determiner == "definite" and p.plural and p.count is None)]
        if len(parts) > 1 and sum(p.number for p in parts) == whole.number:
            if not any(set(p.types) - _GENERIC for p in parts) and len({p.sex for p in parts}) == 1:
                continue
            position = slots.index(whole)
            slots[position : position + 1] = [_new_slot(p, whole.outcome) for p in parts]
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


def _new_slot(person: People, outcome: str) -> Slot:
    number = len(person.names) if person.names and person.count is None and person.plural else person.number
    if _PLURAL_PAIR.match(fold(person.head)) and person.determiner in ("indefinite", "definite"):
        number = 2 * (person.count or 1)
    return Slot(
        outcome,
        person,
        list(person.types),
        number,
        person.at_least or (person.plural and person.count is None and not person.names),
        person.sex,
        list(person.ages),
        list(person.names),
        person.kin,
        person.relation_to,
        [(person.start, person.end, person.cue)],
        generic=set(person.types) <= _GENERIC and not person.kin and not person.names,
    )


def _is_anaphor(person: People) -> bool:
    return person.head in _ANAPHORS or (person.head == "" and not person.names)


def _match(slots: list[Slot], person: People, event: Event, telling: Telling, seen: list[Slot], headline: bool) -> Slot | None:
    open_slots = [s for s in slots if s not in seen]
    for slot in open_slots:
        if any((a, b) == (person.start, person.end) for a, b, _ in slot.spans):
            return slot
    if not open_slots or person.other:
        return None
    if person.subset and (whole := [s for s in open_slots if s.number > person.number and _same_fate(s.outcome, event.outcome)]):
        return whole[0]
    if person.plural and person.determiner == "definite" and not person.names:
        same_fate = [s for s in open_slots if _same_fate(s.outcome, event.outcome)]
        total = sum(s.number for s in same_fate)
        if len(same_fate) > 1 and total >= 2 and person.count in (None, total):
            return same_fate[0]
    if person.names:
        words = set(person.names[0].split())
        named = [s for s in open_slots if any(len(words & set(n.split())) >= 1 for n in s.names)]
        if named:
            return named[0]
    same = [s for s in open_slots if _same_fate(s.outcome, event.outcome)]
    if (
        headline
        and len(same) == 1
        and same[0].number == person.number
        and not (same[0].sex and person.sex and same[0].sex != person.sex)
    ):
        return same[0]
    if _is_anaphor(person) and person.determiner != "indefinite" and not person.body:
        fitting = [s for s in same if s.number == person.number or person.count is None or not person.plural]
        return fitting[0] if len(fitting) == 1 or (fitting and not person.plural) else None
    for slot in same if person.determiner in ("indefinite", "number", "none", "vague") else [*same, *open_slots]:
        if _compatible(slot, person, event) and not _own_sentence(slot, telling, person, headline):
            return slot
    return None


def _own_sentence(slot: Slot, telling: Telling, person: People, headline: bool) -> bool:
    """Two indefinite groups of one sentence are two groups."""
    inside = any(telling.start <= a < telling.end for a, _, _ in slot.spans)
    return inside and not headline and person.determiner in ("indefinite", "number", "possessive", "vague")


def _same_fate(first: str, second: str) -> bool:
    deadly = (KILLED, FOUND, ATTACKED)
    return (
        first == second or (first in deadly and second in deadly) or (ATTACKED in (first, second) and INJURED in (first, second))
    )


def _compatible(slot: Slot, person: People, event: Event) -> bool:
    if person.subset and person.number < slot.number:
        return False
    if slot.sex and person.sex and slot.sex != person.sex and slot.number == 1 and person.number == 1:
        return False
    number = 2 if _PLURAL_PAIR.match(fold(person.head)) else (len(person.names) if len(person.names) > 1 else person.number)
    if person.count is not None and slot.number != number and not (slot.at_least and number > slot.number):
        return False
    if person.plural and person.count is None and slot.number == 1:
        return False
    if person.ages and slot.ages and len(person.ages) == len(slot.ages) and list(person.ages) != slot.ages:
        return False
    if (
        (person.kin is None) != (slot.kin is None)
        and person.determiner != "definite"
        and not (slot.generic or set(person.types) <= _GENERIC)
    ):
        return bool(set(person.types) & set(slot.types) - _GENERIC)
    specific, own = set(person.types) - _GENERIC, set(slot.types) - _GENERIC
    if specific and own and not specific & own:
        workers = not (specific & _CLASSED or own & _CLASSED)
        return workers and person.determiner == "definite" and slot.number == person.number
    return not (not specific and own and person.determiner == "indefinite" and person.ages and not slot.ages)


#: Types that are classes of their own, as against trades.
_CLASSED = frozenset(
    (*FORCES, VictimType.FORMER_SECURITY_FORCE, VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER, VictimType.PRIVATE_GUARD)
)


def _merge(slot: Slot, person: People, outcome: str, *, alike: bool = True) -> None:
    """Adds what ``person`` tells to ``slot``; ``alike`` False when only the mention is shared (a subset or a total)."""
    if not alike and not slot.at_least:
        slot.spans.append((person.start, person.end, person.cue))
        return
    kept = [t for t in slot.types if t not in _GENERIC] + [t for t in person.types if t not in _GENERIC]
    told = [t for t in person.types if t != VictimType.UNKNOWN or not (slot.kin or slot.names or slot.ages)]
    slot.types = list(dict.fromkeys(kept)) or slot.types or told
    slot.ages = slot.ages or list(person.ages)
    slot.names = slot.names or list(person.names)
    slot.sex = slot.sex or (person.sex if person.head not in ("persona", "víctima") else None)
    slot.kin = slot.kin or person.kin
    slot.relation_to = slot.relation_to or person.relation_to
    slot.generic = slot.generic and set(slot.types) <= _GENERIC
    slot.spans.append((person.start, person.end, person.cue))
    if slot.at_least and person.count is not None and person.count >= slot.number:
        slot.number, slot.at_least = person.count, person.at_least
    if outcome in (KILLED, FOUND) and slot.outcome in (ATTACKED, INJURED, MISSING):
        slot.outcome = outcome


# --- individuals named later ----------------------------------------------------------------------------------------


def _individuals(reading: Reading, cluster: Cluster, slots: list[Slot]) -> None:
    """«Las víctimas fueron identificadas como A, de 20 años, y B, de 24»: names, ages and kinds of those already counted."""
    lines = [t.line for t in cluster.tellings if t.line.sentence.kind not in (TITLE, DECK)] + cluster.context
    for line in _unique(lines):
        named = [p for p in line.people if p.names or (p.determiner in ("none", "indefinite") and p.ages)]
        folded = fold(line.text)
        if not named or not _NAMING.search(folded):
            continue
        if _SUSPECTS.search(folded) and not re.search(r"victima|fallecid|occis|muert|cadaver", folded):
            continue
        dead = [s for s in slots if s.outcome in (KILLED, FOUND, ATTACKED)]
        slots.extend(_assign(dead, named))


def _unique(lines: list[Line]) -> list[Line]:
    seen: set[int] = set()
    return [line for line in lines if not (line.start in seen or seen.add(line.start))]  # type: ignore[func-returns-value]


#: Kinds that make one of several named victims a group of its own.
_APART = frozenset((*FORCES, VictimType.FORMER_SECURITY_FORCE, VictimType.RELATIVE_OF_SECURITY_FORCE, VictimType.GANG_MEMBER))


def _assign(dead: list[Slot], named: list[People]) -> list[Slot]:
    """Gives the named to the counted: all of one group, or one by one in order, by sex and kind; returns the groups it set apart."""
    added: list[Slot] = []
    fresh = [p for p in named if not any((a, b) == (p.start, p.end) for s in dead for a, b, _ in s.spans)]
    if not fresh or not dead:
        return added
    if len(dead) == 1 and dead[0].number == 1:
        _merge(dead[0], fresh[0], dead[0].outcome)
        return added
    room = {id(s): s.number - max(len(s.names), 0) for s in dead}
    for person in fresh:
        fitting = [s for s in dead if room[id(s)] > 0 and _may_be(s, person)]
        if not fitting:
            continue
        slot = max(fitting, key=lambda s: len(set(s.types) & set(person.types) - _GENERIC) + bool(s.kin and s.kin == person.kin))
        room[id(slot)] -= 1
        if slot.number > 1 and set(person.types) & _APART - set(slot.types) and len(fresh) < slot.number:
            slot.number -= 1
            apart = _new_slot(person, slot.outcome)
            dead.append(apart)
            added.append(apart)
            continue
        _add_individual(slot, person)
    return added


def _may_be(slot: Slot, person: People) -> bool:
    if slot.sex and person.sex and slot.sex != person.sex:
        return False
    return not (slot.number == 1 and slot.ages and person.ages and list(person.ages) != slot.ages)


def _add_individual(slot: Slot, person: People) -> None:
    if len(slot.ages) < slot.number:
        slot.ages.extend(age for age in person.ages if slot.number > 1 or not slot.ages)
    slot.names.extend(person.names)
    slot.spans.append((person.start, person.end, person.cue))
    slot.sex = slot.sex or (person.sex if slot.number == 1 else None)
    extra = [t for t in person.types if t not in _GENERIC]
    if extra and (slot.number == 1 or set(slot.types) <= _GENERIC):
        slot.types = list(dict.fromkeys([*(t for t in slot.types if t not in _GENERIC), *extra]))
        slot.relation_to = slot.relation_to or person.relation_to


# --- kinds told elsewhere -------------------------------------------------------------------------------------------


def _enrich(reading: Reading, cluster: Cluster, slots: list[Slot]) -> None:
    """What the other sentences say of the dead: «el agente», «era pandillero», «se dedicaba a vender queso»."""
    dead = [s for s in slots if s.outcome in (KILLED, FOUND, ATTACKED)] or [s for s in slots if s.outcome == INJURED]
    if not dead:
        return
    lines = _unique([t.line for t in cluster.tellings] + cluster.context)
    total = sum(s.number for s in dead)
    for line in lines:
        _definite_mentions(line, dead, total)
        subject = dead[0] if len(dead) == 1 or total == 1 else _subject_slot(line, dead)
        if subject:
            _kinship(line, subject)
        if subject:
            _occupation(line, subject)
        elif len(dead) > 1:
            _trades_of_each(line, dead)


def _definite_mentions(line: Line, dead: list[Slot], total: int) -> None:
    for person in line.people:
        if person.determiner != "definite" or person.kin or person.body or person.other or person.subset:
            continue
        fitting = [
            s
            for s in dead
            if s.generic
            and s.kin is None
            and s.number == (person.count or person.number)
            and not (s.sex and person.sex and s.sex != person.sex)
        ]
        if (
            total == 1
            and len(fitting) == 1
            and not person.plural
            and set(person.types) - _GENERIC
            and _is_subject(line, person)
            and not _speaks(line, person)
        ):
            _merge(fitting[0], person, fitting[0].outcome)
        elif (
            len(dead) == 1
            and dead[0].number == person.number
            and person.ages
            and not dead[0].ages
            and not (dead[0].sex and person.sex and dead[0].sex != person.sex)
        ) and _is_subject(line, person):
            dead[0].ages = list(person.ages)


_COPULA = re.compile(r"\b(?:era|eran|es|son|fue|seria|tambien|ademas|como)\s*$")


def _kinship(line: Line, slot: Slot) -> None:
    """«La víctima … era tío de un soldado»."""
    for person in line.people:
        relative = VictimType.RELATIVE_OF_SECURITY_FORCE in person.types or VictimType.RELATIVE_OF_GANG_MEMBER in person.types
        before = fold(line.text[: person.start - line.start])
        if (
            relative
            and person.determiner == "none"
            and _COPULA.search(before)
            and not _SUSPECTS.search(before)
            and not person.plural
        ):
            _merge(slot, person, slot.outcome)


def _trades_of_each(line: Line, dead: list[Slot]) -> None:
    """«su hermano Elmer, de 19, que vendía minutas», «Abarca y Recinos pertenecían a la 18»: by who stands before."""
    folded = fold(line.text)
    for pattern, code in _occupations():
        match = pattern.search(folded)
        if not match or _COPULA_NEGATED.search(folded[: match.start()]):
            continue
        before = [p for p in line.people if p.end <= line.start + match.start()]
        plural = code == VictimType.GANG_MEMBER and bool(re.match(r"perteneci?an|eran|formaban|son", match.group()))
        near = before if plural else [p for p in before[-1:] if match.start() + line.start - p.end < 25]
        for person in near:
            words = {w for name in person.names for w in name.split()}
            for slot in dead:
                same = any(a == person.start for a, _, _ in slot.spans) or words & {
                    w for name in slot.names for w in name.split()
                }
                if same and slot.number == 1 and code not in slot.types:
                    slot.types = [t for t in slot.types if t not in _GENERIC] + [code]
                    slot.generic = False


def _subject_slot(line: Line, dead: list[Slot]) -> Slot | None:
    """Of several dead the one a sentence speaks of: «el primero», «el segundo», «el menor», a name."""
    opening = fold(line.text)[:60]
    if re.match(r"\W*(?:el|la) primer[oa]\b", opening):
        return dead[0]
    if re.match(r"\W*(?:el|la) (?:segund[oa]|otr[oa])\b", opening) and len(dead) > 1:
        return dead[1]
    for person in line.people[:1]:
        words = {w for name in person.names for w in name.split()}
        for slot in dead:
            if words & {w for name in slot.names for w in name.split()}:
                return slot
        if person.determiner == "definite" and not person.plural and person.start - line.start < 6:
            fitting = [s for s in dead if s.number == 1 and not (s.sex and person.sex and s.sex != person.sex)]
            if person.head in ("menor", "joven", "adolescente", "niño", "niña") and all(s.ages for s in dead):
                return min(dead, key=lambda s: s.ages[0])
            if len(fitting) == 1:
                return fitting[0]
    return None


_AUTHORITY = re.compile(
    r"comisionado|subcomisionado|inspector|jefe|director|fiscal|juez|jueza|ministro|alcalde|oficial|general|coronel|mando"
)


def _speaks(line: Line, person: People) -> bool:
    """An authority who tells of the crime, not its victim: «El subcomisionado a cargo evitó hacer conjeturas»."""
    after = [label for start, _, label in label_of_verb(line.text) if 0 <= start + line.start - person.end < 45]
    return (
        bool(_AUTHORITY.match(fold(person.head))) or "report" in after or " a cargo" in line.text[person.end - line.start :][:20]
    )


def _is_subject(line: Line, person: People) -> bool:
    return person.start - line.start < 40 and not re.search(
        r"\b(?:por|contra|con|según|segun)\b", line.text[: person.start - line.start]
    )


def _occupation(line: Line, slot: Slot) -> None:
    folded = fold(line.text)
    for pattern, code in _occupations():
        match = pattern.search(folded)
        if not match or _COPULA_NEGATED.search(folded[: match.start()]) or code in slot.types:
            continue
        if code in (VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER) and _of_suspects(folded, match, slot):
            continue
        if code not in (VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER) and set(slot.types) - _GENERIC - {
            VictimType.RELATIVE_OF_SECURITY_FORCE,
            VictimType.FORMER_SECURITY_FORCE,
        }:
            continue
        if code == VictimType.FORMER_SECURITY_FORCE and VictimType.FORMER_SECURITY_FORCE in slot.types:
            continue
        slot.types = [t for t in slot.types if t not in _GENERIC] + [code]
        slot.spans.append((line.start + match.start(), line.start + match.end(), "occupations"))
        slot.generic = False


_SUSPECTS = re.compile(rf"\b(?:{alternatives('suspect')})")


def _of_suspects(folded: str, match: re.Match[str], slot: Slot) -> bool:
    """Membership told of the killers, or of several where one was killed."""
    plural = bool(re.match(r"(?:pertenecian|eran|son|serian|formaban|perfilad[oa]s\b)", match.group()))
    return bool(_SUSPECTS.search(folded)) or (plural and slot.number == 1)


# --- relations ------------------------------------------------------------------------------------------------------


def _relations(reading: Reading, cluster: Cluster, slots: list[Slot]) -> None:
    """«un policía y su esposa»: the relation that a possessive tells, in both directions."""
    for line in _unique([t.line for t in cluster.tellings] + cluster.context):
        inside = [s for s in slots if any(line.start <= a < line.end for a, _, _ in s.spans)]
        for person in line.people:
            if person.kin is None or person.determiner != "possessive":
                continue
            owner = _owner(line, person)
            mine = next((s for s in inside if any(a == person.start for a, _, _ in s.spans)), None)
            force = _force(owner) if owner else None
            if mine and force:
                _make_relative(mine, force)
            appositive = _force(person) or _force(_next_person(line, person))
            theirs = next((s for s in inside if owner and any(a == owner.start for a, _, _ in s.spans)), None)
            if theirs and appositive and theirs is not mine:
                _make_relative(theirs, appositive)
        match = _SERVES.search(fold(line.text))
        if match and len(slots) >= 1:
            served = find_people(reading.text, line.start + match.end(), min(line.end, line.start + match.end() + 60))
            force = _force(served[0]) if served else None
            force = force or (
                VictimType.SOLDIER
                if re.search(
                    r"fuerzas? (?:armada|especiales)|ejercito|brigada|batallon|militar|soldado",
                    fold(line.text)[match.end() :][:60],
                )
                else None
            )
            force = force or (
                VictimType.POLICE if re.search(r"^(?:la )?(?:pnc|policia)", fold(line.text)[match.end() :]) else None
            )
            if force and slots[0].number == 1 and not set(slots[0].types) & set(FORCES):
                _make_relative(slots[0], force)


def _owner(line: Line, person: People) -> People | None:
    before = [p for p in line.people if p.end <= person.start and not p.plural]
    return before[-1] if before else None


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
        slot.types = [VictimType.RELATIVE_OF_SECURITY_FORCE, *(t for t in slot.types if t not in _GENERIC)]
    slot.generic = False


# --- totals and outcomes --------------------------------------------------------------------------------------------


def _drop_totals(slots: list[Slot]) -> list[Slot]:
    """A total is told beside its parts: «tres personas, entre ellas un policía»."""
    dead = [s for s in slots if s.outcome in (KILLED, FOUND)]
    kept = [s for s in slots if not (s in dead and len(dead) > 1 and _is_uncounted(s))]
    for outcome in (KILLED, INJURED):
        group = [s for s in kept if _same_fate(s.outcome, outcome) and s.outcome != (INJURED if outcome == KILLED else KILLED)]
        totals = [
            s
            for s in group
            if s.number > 1
            and (s.people.head in _TOTALS | {""} or s.people.head.startswith("miembro"))
            and set(s.types) <= _GENERIC
        ]
        for total in totals:
            parts = sum(s.number for s in group if s is not total)
            if parts == 0:
                continue
            if parts >= total.number:
                kept.remove(total)
            else:
                total.number -= parts
            break
    return kept


def _is_uncounted(slot: Slot) -> bool:
    """«los cuerpos», beside dead who are told one by one."""
    return slot.people.plural and slot.people.count is None and slot.definite and _is_anaphor(slot.people)


def _settle_outcomes(cluster: Cluster, slots: list[Slot]) -> None:
    """The attacked are dead when the incident tells deaths and no other dead, injured when they were hit, else unharmed."""
    _settle_outright(cluster, slots)
    deaths_told = any(e.outcome in (KILLED, FOUND) for e in cluster.events) or _speaks_of_dead(cluster)
    deaths_told = deaths_told or (cluster.among_deaths and not _SURVIVED.search(_words(cluster)))
    dead = any(s.outcome in (KILLED, FOUND) for s in slots)
    if len(slots) == 1 and slots[0].outcome == INJURED and slots[0].number == 1 and _MOURNED.search(_words(cluster)):
        slots[0].outcome = KILLED
    for slot in slots:
        if slot.outcome == FOUND:
            slot.outcome = KILLED
            if slot.generic and not slot.names and (not slot.ages or _UNIDENTIFIED.search(_words(cluster))):
                slot.types = [VictimType.UNKNOWN]
            elif slot.generic and 0 < len(slot.names) < slot.number:
                rest = replace(
                    slot,
                    types=[VictimType.UNKNOWN],
                    number=slot.number - len(slot.names),
                    names=[],
                    ages=[],
                    spans=slot.spans[:1],
                )
                slot.number = len(slot.names)
                slots.append(rest)
        if slot.outcome != ATTACKED:
            continue
        hit = _was_hit(cluster, slot)
        slot.outcome = KILLED if deaths_told and not dead else (INJURED if hit else UNHARMED)
    for slot in slots:
        if not slot.types:
            slot.types = [VictimType.CIVILIAN]


def _settle_outright(cluster: Cluster, slots: list[Slot]) -> None:
    """«la golpearon hasta dejarla sin vida»: the harm told in the same breath ended in death."""
    for telling in cluster.tellings:
        deed = next((e for e in telling.events if e.frame == "outright"), None)
        harmed = {p.start for e in telling.events for p in e.patients if deed and e.start < deed.start}
        for slot in slots:
            if slot.outcome in (ATTACKED, INJURED) and any(a in harmed for a, _, _ in slot.spans):
                slot.outcome = KILLED


#: The imperfect that the press keeps for the dead, and words that only the dead have.
_DEAD_WORDS = re.compile(alternatives("dead"))


#: Words for somebody dead that nobody uses of the wounded.
_MOURNED = re.compile(r"\b(?:el|la) (?:hoy |ahora )?(?:fallecid|occis|difunt|extint)[oa]\b|\bsu (?:muerte|asesinato)\b")
_SURVIVED = re.compile(alternatives("survived"))
_UNIDENTIFIED = re.compile(alternatives("unidentified"))


def _words(cluster: Cluster) -> str:
    return " \n ".join([fold(t.text) for t in cluster.tellings] + [fold(line.text) for line in cluster.context])


def _speaks_of_dead(cluster: Cluster) -> bool:
    return bool(_DEAD_WORDS.search(_words(cluster)))


_CARE = re.compile(alternatives("care"))


def _was_hit(cluster: Cluster, slot: Slot) -> bool:
    """The attacked are injured when wounds or care are told, and nobody says they came out unhurt."""
    if _CARE.search(_words(cluster)):
        return True
    starts = {a for a, _, _ in slot.spans}
    for telling in cluster.tellings:
        for event in telling.events:
            if event.outcome == ATTACKED and starts & {p.start for p in event.patients}:
                if _INJURY.search(fold(telling.line.text[event.start - telling.line.start : event.end - telling.line.start])):
                    return True
    return False


def _multiples(cluster: Cluster, slots: list[Slot]) -> None:
    """«doble homicidio», «los muertos son seis»: a sum counts where the people told are fewer."""
    for outcome, fate in ((KILLED, Outcome.KILLED), (INJURED, Outcome.INJURED)):
        sums = [e for e in cluster.events if e.multiple and e.outcome == outcome]
        doubted = [e for e in sums if _by_witnesses(cluster, e)]
        sums = [e for e in sums if e not in doubted]
        _raise_high([s for s in slots if s.outcome == fate], doubted)
        if not sums:
            continue
        best = max(sums, key=lambda e: e.multiple or 0)
        number = best.multiple or 0
        told = [s for s in slots if s.outcome == fate]
        code = best.cue.rpartition(":")[2] if best.frame == "total" else ""
        for slot in told if code else []:
            if slot.names and (not slot.types or set(slot.types) <= _GENERIC):
                slot.types = [VictimType(code)]
        missing = number - sum(s.number for s in told)
        if missing <= 0:
            continue
        if len(told) == 1 and ((told[0].number == 1 and not told[0].names) or told[0].at_least):
            told[0].number = number
        else:
            person = People(
                best.start, best.end, "víctima", (VictimType(code or "civilian"),), missing, missing > 1, "number", cue=best.cue
            )
            extra = _new_slot(person, outcome)
            extra.outcome = fate
            slots.append(extra)


def _by_witnesses(cluster: Cluster, event: Event) -> bool:
    """A sum that neighbours or relatives tell, not an authority."""
    line = next(t.line for t in cluster.tellings if event in t.events)
    return bool(re.search(r"vecin|testig|familiar|pariente|poblador|habitante|lugaren|residente|pasajero", fold(line.text)))


def _raise_high(told: list[Slot], doubted: list[Event]) -> None:
    """Official against witnesses: the best figure stays official, the high one spans both."""
    highest = max((e.multiple or 0 for e in doubted), default=0)
    if told and highest > sum(s.number for s in told):
        told[0].extra = highest - sum(s.number for s in told)


def _toll(slots: list[Slot], outcome: Outcome) -> Toll:
    chosen = [s for s in slots if s.outcome == outcome]
    best = sum(s.number for s in chosen)
    high = sum(s.extra for s in chosen) + sum(
        (s.people.high or s.number) if s.number == s.people.number else s.number for s in chosen
    )
    return Toll(best, best, None if any(s.at_least for s in chosen) else high)


def _evidence(reading: Reading, slots: list[Slot]) -> list[Evidence]:
    return [
        Evidence(f"victims[{index}].types", start, end, reading.text[start:end], cue)
        for index, slot in enumerate(slots)
        for start, end, cue in dict.fromkeys(slot.spans)
    ]


_ = (MISSING, UNHARMED)
