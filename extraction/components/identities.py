"""Names, ages and kinds that an article tells after it has counted its victims."""

import re
from dataclasses import replace

from db.models import FORCES, VictimType
from extraction.components.among import kinds_of_parts
from extraction.components.context import label_of_verb
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED
from extraction.components.lines import Line, Reading
from extraction.components.people import People, finish
from extraction.components.slots import GENERIC, Slot, is_anaphor, kinds_told, merge, new_slot, unique_lines
from extraction.components.tellings import Cluster
from extraction.components.trades import NEGATED, SUSPECTS, add_trade, add_trades_of_each
from extraction.components.vocabulary import alternatives, words
from extraction.structure import DECK, TITLE
from extraction.text import fold

_NAMING = re.compile(alternatives("naming"))


#: Kinds that make one of several named victims a group of its own.
_APART = frozenset((*FORCES, VictimType.FORMER_SECURITY_FORCE, VictimType.RELATIVE_OF_SECURITY_FORCE, VictimType.GANG_MEMBER))
_AUTHORITY = re.compile(
    r"comisionado|subcomisionado|inspector|jefe|director|fiscal|juez|jueza|ministro|alcalde|oficial|general|coronel|mando"
)
#: «la Policía lo identificó como pandillero»: the subject is another, the victim the object.
_CALLED = re.compile(rf"\b(?:{alternatives('called')}) +[«“\"']?$")
#: «había sido miembro de la pandilla»: no longer.
_PLUPERFECT = re.compile(r"(?:habia|habria) sido")
_BEING = re.compile(rf"\b(?:{alternatives('being')}|tambien|ademas) +[«“\"']?$")


def name_individuals(cluster: Cluster, slots: list[Slot]) -> None:
    """«Las víctimas fueron identificadas como A, de 20 años, y B, de 24»: names, ages and kinds of those already counted."""
    lines = [t.line for t in cluster.tellings if t.line.sentence.kind not in (TITLE, DECK)] + cluster.context
    for line in unique_lines(lines):
        named = [p for p in line.people if p.names or (p.determiner in ("none", "indefinite") and p.ages)]
        folded = fold(line.text)
        if not named or not _NAMING.search(folded):
            continue
        if SUSPECTS.search(folded) and not re.search(r"victima|fallecid|occis|muert|cadaver", folded):
            continue
        dead = [s for s in slots if s.outcome in (KILLED, FOUND, ATTACKED)]
        slots.extend(_assign(dead, named))


def _assign(dead: list[Slot], named: list[People]) -> list[Slot]:
    """Gives the named to the counted: all of one group, or one by one in order, by sex and kind.

    Returns the groups it set apart.
    """
    added: list[Slot] = []
    fresh = [p for p in named if not any((a, b) == (p.start, p.end) for s in dead for a, b, _ in s.spans)]
    if not fresh or not dead:
        return added
    if len(dead) == 1 and dead[0].number == 1:
        merge(dead[0], fresh[0], dead[0].outcome)
        return added
    room = {id(s): s.number - max(len(s.names), 0) for s in dead}
    for person in fresh:
        fitting = [s for s in dead if room[id(s)] > 0 and _may_be(s, person)]
        if not fitting:
            continue
        slot = max(fitting, key=lambda s: len(set(s.types) & set(person.types) - GENERIC) + bool(s.kin and s.kin == person.kin))
        room[id(slot)] -= 1
        if slot.number > 1 and set(person.types) & _APART - set(slot.types) and len(fresh) < slot.number:
            slot.number -= 1
            apart = new_slot(person, slot.outcome)
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
    slot.mention(person.start, person.end, person.cue)
    slot.sex = slot.sex or (person.sex if slot.number == 1 else None)
    extra = [t for t in person.types if t not in GENERIC]
    if extra and (slot.number == 1 or set(slot.types) <= GENERIC):
        slot.types = list(dict.fromkeys(kinds_told(slot, person)))
        slot.relation_to = slot.relation_to or person.relation_to


def add_kinds(reading: Reading, cluster: Cluster, slots: list[Slot]) -> None:
    """What the other sentences say of the dead: «el agente», «era pandillero», «se dedicaba a vender queso»."""
    dead = [s for s in slots if s.outcome in (KILLED, FOUND, ATTACKED)] or [s for s in slots if s.outcome == INJURED]
    if not dead:
        return
    lines = unique_lines([t.line for t in cluster.tellings] + cluster.context)
    total = sum(s.number for s in dead)
    for line in lines:
        slots.extend(kinds_of_parts(reading.text, line, dead))
        _definite_mentions(line, dead, total)
        subject = dead[0] if len(dead) == 1 or total == 1 else _subject_slot(line, dead)
        if subject and subject.number == 1:
            _said_of(line, subject)
        if subject:
            add_trade(line, subject)
        elif len(dead) > 1:
            add_trades_of_each(line, dead)


def _definite_mentions(line: Line, dead: list[Slot], total: int) -> None:
    """«El agente …», «La víctima, de 30 años, era hermano de un soldado»: what is told of the one it can only be."""
    for person in line.people:
        kinship = person.cue.startswith("kin:")
        if person.determiner != "definite" or kinship or person.body or person.other or person.subset:
            continue
        fitting = [s for s in dead if s.number == (person.count or person.number) and not _sexes_differ(s, person)]
        # Kinship on a noun that is none was said of it: «el anciano era padre de un agente».
        said = bool(person.kin) or is_anaphor(person)
        untold = [s for s in fitting if (s.generic and s.kin is None) or said]
        told = set(person.types) - GENERIC
        bystander = person.names and not (person.ages or is_anaphor(person))
        if person.plural and person.kin_of and len(dead) == 1 and dead[0].number > 1 and person.count in (None, dead[0].number):
            merge(dead[0], person, dead[0].outcome)
        if person.plural or bystander or not (person.head in words("anaphor") or _is_subject(line, person)):
            untold = []
        if total == 1 and len(untold) == 1 and told and not _speaks(line, person):
            merge(untold[0], person, untold[0].outcome)
        elif len(dead) == 1 and fitting and person.ages and not dead[0].ages and _is_subject(line, person):
            dead[0].ages = list(person.ages)


def _sexes_differ(slot: Slot, person: People) -> bool:
    return bool(slot.sex and person.sex and slot.sex != person.sex)


def _said_of(line: Line, slot: Slot) -> None:
    """«Era tío de un soldado», «Se desempeñaba como agente»: what is told of the dead without naming them again."""
    for person in line.people:
        told = set(person.types) - GENERIC
        before = fold(line.text[: person.start - line.start])
        verb = _BEING.search(before) or _CALLED.search(before)
        if told and person.names and not person.plural and _is_of(person, slot):
            merge(slot, person, slot.outcome)
        if not told or person.plural or person.names or person.determiner not in ("none", "indefinite") or verb is None:
            continue
        if SUSPECTS.search(before) or NEGATED.search(before[: verb.start()]):
            continue
        if _CALLED.search(before):
            merge(slot, person, slot.outcome)
            continue
        if all(_is_of(p, slot) for p in line.people if p.end <= line.start + verb.start()):
            past = bool(_PLUPERFECT.match(verb.group()))
            merge(slot, finish(replace(person, former=person.former or past)), slot.outcome)


def _is_of(person: People, slot: Slot) -> bool:
    """Whether ``person`` may be the one ``slot`` tells of."""
    same = {w for name in person.names for w in name.split()} & {w for name in slot.names for w in name.split()}
    told = any((person.start, person.end) == (a, b) for a, b, _ in slot.spans)
    return bool(same) or told or (person.determiner == "definite" and is_anaphor(person) and not _sexes_differ(slot, person))


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


def _speaks(line: Line, person: People) -> bool:
    """An authority who tells of the crime, not its victim: «El subcomisionado a cargo evitó hacer conjeturas»."""
    after = [label for start, _, label in label_of_verb(line.text) if 0 <= start + line.start - person.end < 45]
    return (
        bool(_AUTHORITY.match(fold(person.head))) or "report" in after or " a cargo" in line.text[person.end - line.start :][:20]
    )


def _is_subject(line: Line, person: People) -> bool:
    before = fold(line.text[: person.start - line.start])
    governed = re.search(r"\b(?:por|contra|con|segun|de|del|a|al)\s*$", before) or re.search(r"\bpor\b[^,]*$", before)
    return len(before) < 60 and not governed
