"""Trades and membership told of the dead: «se dedicaba a vender queso», «era pandillero».

Reads ``occupations.csv``; a membership in a sentence of suspects is theirs.
"""

import re
from functools import cache

from db.models import VictimType
from extraction.components.lines import Line
from extraction.components.slots import GENERIC, Slot
from extraction.components.vocabulary import alternatives
from extraction.lexicon import rows
from extraction.text import fold

NEGATED = re.compile(
    r"\b(?:no|nunca|tampoco|ni)\s+(?:\w+\s+){0,2}$|(?:confes|cre[iy]|pens|supon|confund|neg|descart|rechaz|desm)\w+ "
    r"(?:de )?(?:que |con |a )?(?:\w+ ){0,2}$"
)
SUSPECTS = re.compile(rf"\b(?:{alternatives('suspect')})")


@cache
def _occupations() -> tuple[tuple[re.Pattern[str], VictimType], ...]:
    return tuple(
        (re.compile(rf"\b(?:{row['pattern']})"), VictimType(row["code"]))
        for row in (*rows("occupations"), *rows("occupations_en"))
    )


def add_trades_of_each(line: Line, dead: list[Slot]) -> None:
    """«su hermano Elmer, de 19, que vendía minutas», «Abarca y Recinos pertenecían a la 18»: by who stands before."""
    folded = fold(line.text)
    for pattern, code in _occupations():
        hit = pattern.search(folded)
        if not hit or NEGATED.search(folded[: hit.start()]):
            continue
        before = [p for p in line.people if p.end <= line.start + hit.start()]
        plural = code == VictimType.GANG_MEMBER and bool(re.match(r"perteneci?an|eran|formaban|son", hit.group()))
        near = before if plural else [p for p in before[-1:] if hit.start() + line.start - p.end < 25]
        for person in near:
            words = {w for name in person.names for w in name.split()}
            for slot in dead:
                same = any(a == person.start for a, _, _ in slot.spans) or words & {
                    w for name in slot.names for w in name.split()
                }
                if same and slot.number == 1 and code not in slot.types:
                    slot.types = [t for t in slot.types if t not in GENERIC] + [code]
                    slot.generic = False


def add_trade(line: Line, slot: Slot) -> None:
    """The kind that a trade or a membership in ``line`` gives to ``slot``, whom it speaks of."""
    folded = fold(line.text)
    for pattern, code in _occupations():
        hit = pattern.search(folded)
        if not hit or NEGATED.search(folded[: hit.start()]) or code in slot.types:
            continue
        if code in (VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER) and _of_suspects(folded, hit, slot):
            continue
        if code not in (VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER) and set(slot.types) - GENERIC - {
            VictimType.RELATIVE_OF_SECURITY_FORCE,
            VictimType.FORMER_SECURITY_FORCE,
        }:
            continue
        if code == VictimType.FORMER_SECURITY_FORCE and VictimType.FORMER_SECURITY_FORCE in slot.types:
            continue
        slot.types = [t for t in slot.types if t not in GENERIC] + [code]
        slot.mention(line.start + hit.start(), line.start + hit.end(), "occupations")
        slot.generic = False


def _of_suspects(folded: str, match: re.Match[str], slot: Slot) -> bool:
    """Membership told of the killers, or of several where one was killed."""
    plural = bool(re.match(r"(?:pertenecian|eran|son|serian|formaban|perfilad[oa]s\b)", match.group()))
    return bool(SUSPECTS.search(folded)) or (plural and slot.number == 1)
