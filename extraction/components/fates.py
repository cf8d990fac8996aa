"""What became of each group, and the sums: totals beside their parts, tolls, the attacked of whom no fate is told."""

import re
from dataclasses import replace
from itertools import pairwise

from db.models import FORCES, Outcome, Toll, VictimType
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED, UNHARMED, Event
from extraction.components.people import REST, People
from extraction.components.slots import GENERIC, Slot, new_slot, same_fate
from extraction.components.tellings import Cluster
from extraction.components.vocabulary import alternatives, words
from extraction.text import fold

_TOTALS = words("total")
_INJURY = re.compile(
    r"recib|alcanz|sufri|present|tenia|balead|apunal|machetead|acuchill|golpead|shot\b(?! (?:at|up))|stabb|hacked|beaten|bullets"
)
#: Between two groups that one verb joins.
_AND = re.compile(r"\s*,? *(?:y|e|and|junto (?:a|con)|ademas de|as well as|along with) +(?:al? )?")


#: The imperfect that the press keeps for the dead, and words that only the dead have.
_DEAD_WORDS = re.compile(alternatives("dead"))


#: Words for somebody dead that nobody uses of the wounded.
_MOURNED = re.compile(r"\b(?:el|la) (?:hoy |ahora )?(?:fallecid|occis|difunt|extint)[oa]\b|\bsu (?:muerte|asesinato)\b")
_SURVIVED = re.compile(alternatives("survived"))
_UNIDENTIFIED = re.compile(alternatives("unidentified"))
_CARE = re.compile(alternatives("care"))


def drop_totals(cluster: Cluster, slots: list[Slot]) -> list[Slot]:
    """A total is told beside its parts: «tres personas, entre ellas un policía», never «un policía y dos personas»."""
    joined = _joined(cluster)
    dead = [s for s in slots if s.outcome in (KILLED, FOUND)]
    kept = [s for s in slots if not (s in dead and len(dead) > 1 and _is_uncounted(s))]
    _drop_named_again(kept)
    for outcome in (KILLED, INJURED):
        group = [s for s in kept if same_fate(s.outcome, outcome) and s.outcome != (INJURED if outcome == KILLED else KILLED)]
        totals = [
            s
            for s in group
            if s.number > 1
            and not (s.divided or s.part or s.people.other)
            and not s.people.cue.endswith(REST)
            and (s.people.head in _TOTALS | {""} or s.people.head.startswith("miembro") or _told_apart(s, group))
            and set(s.types) <= GENERIC
            and not any(a in joined for a, _, _ in s.spans)
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


def _joined(cluster: Cluster) -> set[int]:
    """Where mentions begin that «y» joins to another harmed by the same event."""
    found: set[int] = set()
    for telling in cluster.tellings:
        line = telling.line
        for event in telling.events:
            for one, two in pairwise(sorted(event.patients, key=lambda p: p.start)):
                if _AND.fullmatch(fold(line.text[one.end - line.start : two.start - line.start])):
                    found |= {one.start, two.start}
    return found


def _told_apart(total: Slot, group: list[Slot]) -> bool:
    """«Seis pasajeros perdieron la vida», with at least two of them told one by one in other sentences."""
    parts = [s for s in group if s is not total]
    number = sum(s.number for s in parts)
    apart = all(s.line != total.line for s in parts)
    return apart and not total.names and not total.at_least and len(parts) > 1 and 2 <= number <= total.number


def _drop_named_again(slots: list[Slot]) -> None:
    """«dos hermanos fueron asesinados. A, de 33 años, y B, de 21, …»: a group and its members by name are the same people."""
    for whole in [s for s in slots if s.number > 1 and not s.names and not (s.divided or s.part)]:
        named = [s for s in slots if s.names and s is not whole and same_fate(s.outcome, whole.outcome)]
        alike = [s for s in named if s.number == 1 and not (whole.sex and s.sex and s.sex != whole.sex)]
        own = set(whole.types) - GENERIC
        fitting = [s for s in alike if not own or not set(s.types) - GENERIC or own & set(s.types)]
        if len(fitting) == whole.number == len(named):
            for slot in fitting:
                slot.types = slot.types if set(slot.types) - GENERIC else list(whole.types)
                slot.relation_to = slot.relation_to or whole.relation_to
            slots.remove(whole)


def _is_uncounted(slot: Slot) -> bool:
    """«los cuerpos», «los pandilleros», beside dead who are told one by one or by number."""
    person = slot.people
    return person.plural and person.count is None and slot.definite and slot.number <= 2 and not slot.names


def settle_outcomes(cluster: Cluster, slots: list[Slot]) -> None:
    """The attacked are dead when the incident tells deaths and no other dead, injured when they were hit, else unharmed."""
    _settle_outright(cluster, slots)
    deaths_told = any(e.outcome in (KILLED, FOUND) for e in cluster.events) or _speaks_of_dead(cluster)
    deaths_told = deaths_told or (cluster.among_deaths and not _SURVIVED.search(_words(cluster)))
    dead = any(s.outcome in (KILLED, FOUND) for s in slots)
    alone = slots[0] if len(slots) == 1 and slots[0].outcome == INJURED and slots[0].number == 1 else None
    if alone and (_MOURNED.search(_words(cluster)) or _dies_unnamed(cluster)):
        alone.outcome = KILLED
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
        if slot.at_least and set(slot.types) & set(FORCES):
            slot.outcome, slot.number = (INJURED, slot.number) if hit else (UNHARMED, 0)
            continue
        slot.outcome = KILLED if deaths_told and not dead else (INJURED if hit else UNHARMED)
    for slot in slots:
        if not slot.types or (slot.names and set(slot.types) == {VictimType.UNKNOWN}):
            slot.types = [VictimType.CIVILIAN]


def _dies_unnamed(cluster: Cluster) -> bool:
    """«; murió en el lugar», «él le causó la muerte»: a death without a subject of its own is that of the only one hurt."""
    deaths = [e for e in cluster.events if e.outcome == KILLED and not e.patients and not e.multiple]
    return any(e.frame in ("subject", "outright") for e in deaths)


def _settle_outright(cluster: Cluster, slots: list[Slot]) -> None:
    """«la golpearon hasta dejarla sin vida»: the harm told in the same breath ended in death."""
    for telling in cluster.tellings:
        deed = next((e for e in telling.events if e.frame == "outright"), None)
        harmed = {p.start for e in telling.events for p in e.patients if deed and e.start < deed.start}
        for slot in slots:
            if slot.outcome in (ATTACKED, INJURED) and any(a in harmed for a, _, _ in slot.spans):
                slot.outcome = KILLED


def _words(cluster: Cluster) -> str:
    return " \n ".join([fold(t.text) for t in cluster.tellings] + [fold(line.text) for line in cluster.context])


def _speaks_of_dead(cluster: Cluster) -> bool:
    return bool(_DEAD_WORDS.search(_words(cluster)))


def _was_hit(cluster: Cluster, slot: Slot) -> bool:
    """The attacked are injured when wounds or care are told, and nobody says they came out unhurt."""
    if _CARE.search(_words(cluster)):
        return True
    starts = {a for a, _, _ in slot.spans}
    for telling in cluster.tellings:
        for event in telling.events:
            told = fold(telling.quote(event))
            mine = starts & {p.start for p in event.patients}
            if mine and (event.outcome == INJURED or (event.outcome == ATTACKED and _INJURY.search(told))):
                return True
    return False


def add_sums(cluster: Cluster, slots: list[Slot]) -> None:
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
            if slot.names and (not slot.types or set(slot.types) <= GENERIC):
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
            extra = new_slot(person, outcome)
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


def toll(slots: list[Slot], outcome: Outcome) -> Toll:
    """Low, best and high count of the groups with ``outcome``; high None where a number is open."""
    chosen = [s for s in slots if s.outcome == outcome]
    best = sum(s.number for s in chosen)
    high = sum(s.extra for s in chosen) + sum(
        (s.people.high or s.number) if s.number == s.people.number else s.number for s in chosen
    )
    return Toll(best, best, None if any(s.at_least for s in chosen) else high)
