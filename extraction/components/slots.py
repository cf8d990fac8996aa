"""Groups of victims while they are put together: which group a mention speaks of, and what it adds.

A slot is found by the words that mention it, by its number, sex, ages, names and kinds; two indefinite groups of one
sentence stay two.
"""

import re
from dataclasses import dataclass, field

from db.models import FORCES, VictimType
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED, MISSING, Event
from extraction.components.lines import Line
from extraction.components.people import People
from extraction.components.tellings import Telling
from extraction.components.vocabulary import words
from extraction.text import fold

GENERIC = frozenset((VictimType.CIVILIAN, VictimType.UNKNOWN))
_ANAPHORS = words("anaphor")
_PLURAL_PAIR = re.compile(r"^(?:pareja|matrimonio|duo|binomio)$")


#: Types that are classes of their own, as against trades.
CLASSED = frozenset(
    (*FORCES, VictimType.FORMER_SECURITY_FORCE, VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER, VictimType.PRIVATE_GUARD)
)


#: Mentions of one group kept as evidence; no honest article has more, and time stays linear in those that do.
_MOST_MENTIONS = 100


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
    #: Parts of it were told apart: «tres de ellos murieron»; ``number`` is what is left.
    divided: bool = False
    #: Taken out of a group told before.
    part: bool = False
    #: Offset of the sentence that told of it first.
    line: int = -1

    def mention(self, start: int, end: int, cue: str) -> None:
        """Keeps the words of one more mention, up to a number of them."""
        if len(self.spans) < _MOST_MENTIONS:
            self.spans.append((start, end, cue))

    @property
    def definite(self) -> bool:
        """«la víctima», «su hijo»: told of before."""
        return self.people.determiner in ("definite", "possessive")


def new_slot(person: People, outcome: str) -> Slot:
    """A group of ``person`` alone."""
    number = len(person.names) if person.names and person.count is None and person.plural else person.number
    if _PLURAL_PAIR.match(fold(person.head)) and person.determiner in ("indefinite", "definite", "none"):
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
        generic=set(person.types) <= GENERIC and not person.kin and not person.names,
    )


def is_anaphor(person: People) -> bool:
    """Whether the head only stands for somebody told before: «la víctima», «los cuerpos»."""
    return person.head in _ANAPHORS or (person.head == "" and not person.names)


def find_slot(slots: list[Slot], person: People, event: Event, telling: Telling, seen: list[Slot], headline: bool) -> Slot | None:
    """The group that ``person``, harmed by ``event``, is one of or is; None for a new group.

    ``seen`` are the groups that the event already has.
    """
    open_slots = [s for s in slots if s not in seen]
    if person.subset and (wholes := [s for s in seen if s.number > person.number]):
        return wholes[-1]
    for slot in open_slots:
        if any((a, b) == (person.start, person.end) for a, b, _ in slot.spans):
            return slot
    if not open_slots or person.other:
        return None
    if person.subset and (whole := [s for s in open_slots if s.number > person.number and same_fate(s.outcome, event.outcome)]):
        return whole[0]
    if person.plural and person.determiner == "definite" and not person.names:
        alike = [s for s in open_slots if same_fate(s.outcome, event.outcome)]
        total = sum(s.number for s in alike)
        if len(alike) > 1 and total >= 2 and person.count in (None, total):
            return alike[0]
    if person.names:
        words = set(person.names[0].split())
        named = [s for s in open_slots if any(len(words & set(n.split())) >= 1 for n in s.names)]
        if named:
            return named[0]
    same = [s for s in open_slots if same_fate(s.outcome, event.outcome)]
    if (
        headline
        and len(same) == 1
        and same[0].number == person.number
        and not (same[0].sex and person.sex and same[0].sex != person.sex)
    ):
        return same[0]
    if is_anaphor(person) and person.determiner != "indefinite" and not person.body:
        fitting = [s for s in same if s.number == person.number or person.count is None or not person.plural]
        return fitting[0] if len(fitting) == 1 or (fitting and not person.plural) else None
    for slot in same if person.determiner in ("indefinite", "number", "none", "vague") else [*same, *open_slots]:
        told = set(person.types) - GENERIC
        if slot not in same and slot.people.head != person.head and told and not told & set(slot.types):
            continue
        apart = _own_sentence(slot, telling, person, headline) or _is_kin_of(slot, telling, person)
        if _compatible(slot, person) and not apart:
            return slot
    return None


def _own_sentence(slot: Slot, telling: Telling, person: People, headline: bool) -> bool:
    """Two indefinite groups of one sentence are two groups; «un cabo y su primo …; el militar murió» looks back."""
    if slot.people.determiner == "definite" and slot.people.start > person.start:
        return False
    inside = any(telling.start <= a < telling.end for a, _, _ in slot.spans)
    return inside and not headline and person.determiner in ("indefinite", "number", "possessive", "vague")


def _is_kin_of(slot: Slot, telling: Telling, person: People) -> bool:
    """«Un policía fue asesinado. También murió su hermano»: kin of the one told, unless of another («la madre … su hijo»)."""
    known = slot.kin is None and slot.number == 1 and bool(set(slot.types) - GENERIC or slot.names)
    theirs = any(p.end <= person.start and not p.plural for p in telling.line.people)
    return known and person.kin is not None and person.determiner == "possessive" and not theirs and not slot.relation_to


def same_fate(first: str, second: str) -> bool:
    """Whether two outcomes can be one: the found are dead, the attacked may be dead or injured."""
    deadly = (KILLED, FOUND, ATTACKED)
    return (
        first == second or (first in deadly and second in deadly) or (ATTACKED in (first, second) and INJURED in (first, second))
    )


def _compatible(slot: Slot, person: People) -> bool:
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
        and not (slot.generic or set(person.types) <= GENERIC)
    ):
        return bool(set(person.types) & set(slot.types) - GENERIC)
    specific, own = set(person.types) - GENERIC, set(slot.types) - GENERIC
    if specific and own and not specific & own and not _same_rank(slot, person):
        workers = not (specific & CLASSED or own & CLASSED)
        return workers and person.determiner == "definite" and slot.number == person.number
    return not (not specific and own and person.determiner == "indefinite" and person.ages and not slot.ages)


_RANKED = frozenset((*FORCES, VictimType.PRIVATE_GUARD))


def _same_rank(slot: Slot, person: People) -> bool:
    """«un cabo» and «el militar», «un agente metropolitano» and «el agente»: a rank of several forces says none."""
    first, second = _RANKED & set(slot.types), _RANKED & set(person.types)
    bare = {fold(slot.people.head), fold(person.head)} & words("ambiguous_rank")
    return bool(first and second and not first & second and bare)


def kinds_told(slot: Slot, person: People) -> list[VictimType]:
    """The kinds of both, without the force that only a rank suggests."""
    kept = [t for t in slot.types if t not in GENERIC] + [t for t in person.types if t not in GENERIC]
    if _same_rank(slot, person):
        ranked = person.types if fold(person.head) in words("ambiguous_rank") else slot.types
        kept = [t for t in kept if t not in _RANKED & set(ranked)]
    return kept


def merge(slot: Slot, person: People, outcome: str, *, alike: bool = True) -> None:
    """Adds what ``person`` tells to ``slot``; ``alike`` False when only the mention is shared (a subset or a total)."""
    if not alike and not slot.at_least:
        slot.mention(person.start, person.end, person.cue)
        return
    kept = kinds_told(slot, person)
    told = [t for t in person.types if t != VictimType.UNKNOWN or not (slot.kin or slot.names or slot.ages)]
    slot.types = list(dict.fromkeys(kept)) or slot.types or told
    slot.ages = slot.ages or list(person.ages)
    slot.names = slot.names or list(person.names)
    slot.sex = slot.sex or (person.sex if person.head not in ("persona", "víctima") else None)
    slot.kin = slot.kin or person.kin
    slot.relation_to = slot.relation_to or person.relation_to
    slot.generic = slot.generic and set(slot.types) <= GENERIC
    slot.mention(person.start, person.end, person.cue)
    if slot.at_least and person.count is not None and person.count >= slot.number:
        slot.number, slot.at_least = person.count, person.at_least
    died = outcome in (KILLED, FOUND) and slot.outcome in (ATTACKED, INJURED, MISSING)
    if died or (slot.divided and slot.outcome == ATTACKED):
        slot.outcome = outcome


def unique_lines(lines: list[Line]) -> list[Line]:
    """``lines`` without repeats, in order."""
    seen: set[int] = set()
    return [line for line in lines if not (line.start in seen or seen.add(line.start))]  # type: ignore[func-returns-value]
