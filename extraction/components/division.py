"""Groups that divide: «tres de ellos murieron y dos resultaron heridos», «el primero murió en el lugar y el otro en el hospital».

A part whose fate is told is taken out of its whole, which keeps the rest. A part of the dead who is dead stays where it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED
from extraction.components.people import People
from extraction.components.slots import GENERIC, Slot

_APART = {ATTACKED: (KILLED, FOUND, INJURED, "unharmed", "missing"), INJURED: (KILLED, FOUND, "unharmed")}


def divide(slots: list[Slot], person: People, outcome: str) -> Slot | None:
    """The group that ``person``, a part of those told before, is now; None when it is no part of any.

    Takes the part out of its whole in ``slots`` where its fate is another.
    """
    whole = _whole(slots, person)
    if whole is None:
        return None
    count = whole.number if person.rest and person.count is None else person.number
    if outcome not in _APART.get(whole.outcome, ()):
        of_the_dead = whole.outcome in (KILLED, FOUND) and outcome == INJURED and bool(person.types)
        return whole if is_part(person) and not of_the_dead else None
    if count >= whole.number:
        return whole
    part = _taken_out(whole, person, count)
    part.outcome = outcome
    slots.append(part)
    return part


def is_part(person: People) -> bool:
    """Whether the mention says by itself that it is a part: «dos de ellas», «la segunda», «los demás»."""
    return person.subset or person.nth > 0 or person.rest


def _whole(slots: Sequence[Slot], person: People) -> Slot | None:
    if not (person.pronoun or person.subset) or person.determiner == "indefinite":
        return None
    if person.nth or (person.pronoun and person.count == 1):
        alone = _one_by_one(slots, person)
        if alone:
            return alone
    left = [s for s in slots if s.divided and s.number >= person.number]
    if left and not (person.nth and person.nth <= 1):
        return left[-1]
    if person.other or (person.rest and person.count != 1):
        return None
    larger = [s for s in slots if s.number > person.number and s.number > 1]
    larger = [s for s in larger if s.outcome in _APART] or larger
    return larger[-1] if larger else None


def _one_by_one(slots: Sequence[Slot], person: People) -> Slot | None:
    """«Un panadero y un sastre … El primero murió»: the groups in the order they were told, each of one."""
    single = len(slots) > 1 and all(s.number == 1 and not s.divided for s in slots)
    if person.sex:
        alike = [s for s in slots if s.number == 1 and s.sex == person.sex]
        return alike[0] if len(alike) == 1 else None
    if not single or person.nth > len(slots) or person.subset:
        return None
    return slots[person.nth - 1] if person.nth else slots[-1]


def _taken_out(whole: Slot, person: People, count: int) -> Slot:
    types = list(dict.fromkeys([*(t for t in person.types if t not in GENERIC), *(t for t in whole.types if t not in GENERIC)]))
    everyone = len(whole.ages) == whole.number
    place = max(person.nth, 1) - 1
    age = [whole.ages.pop(place)] if person.nth and everyone and place < len(whole.ages) and count == 1 else []
    part = replace(
        whole,
        people=person,
        number=count,
        at_least=False,
        types=types or list(whole.types),
        sex=person.sex or whole.sex,
        ages=list(person.ages) or age,
        names=list(person.names),
        spans=[(person.start, person.end, person.cue)],
        divided=False,
        part=True,
    )
    whole.number -= count
    whole.divided = True
    return part
