"""What one sentence says of some of the dead: «entre los muertos figura un cabo», «dos de las víctimas eran policías».

A part of a kind of its own is taken out of the group that has none.
"""

import re
from dataclasses import replace

from db.models import VictimType
from extraction.components.lines import Line
from extraction.components.patients import with_list
from extraction.components.people import People
from extraction.components.slots import CLASSED, GENERIC, Slot, new_slot
from extraction.components.vocabulary import alternatives
from extraction.text import fold

_AMONG = re.compile(rf"\b(?:{alternatives('among_the_dead')})\s*$")


def kinds_of_parts(text: str, line: Line, dead: list[Slot]) -> list[Slot]:
    """The groups that ``line`` of the article ``text`` makes of some of the ``dead``; their wholes shrink by them."""
    apart = []
    for person in _parts(text, line):
        own = set(person.types) & (CLASSED | {VictimType.RELATIVE_OF_SECURITY_FORCE, VictimType.PUBLIC_OFFICIAL})
        if not own or any(own & set(s.types) for s in dead):
            continue
        wholes = [s for s in dead if s.number > person.number and set(s.types) <= GENERIC and not s.names]
        if not wholes:
            continue
        wholes[-1].number -= person.number
        part = new_slot(replace(person, plural=person.number > 1), wholes[-1].outcome)
        part.part = wholes[-1].divided = True
        dead.append(part)
        apart.append(part)
    return apart


def _parts(text: str, line: Line) -> list[People]:
    """The people of ``line`` who are told to be some of the dead."""
    listed = [
        told
        for index, person in enumerate(line.people)
        if person.determiner != "possessive" and _AMONG.search(fold(line.text[: person.start - line.start]))
        for told in with_list(text, line.people, index)
    ]
    return listed + [p for p in line.people if p.subset and p not in listed]
