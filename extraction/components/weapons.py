"""With what a deed was done, as told in the passages of one incident."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from db.models import Evidence, Weapon
from extraction.components.actor_cues import merged, view
from extraction.lexicon import rows


@cache
def _table() -> tuple[tuple[re.Pattern[str], Weapon, str], ...]:
    return tuple((re.compile(rf"\b(?:{r['pattern']})(?!\w)"), Weapon(r["weapon"]), r["pattern"]) for r in rows("weapons"))


def find_weapons(text: str, passages: Sequence[tuple[int, int]]) -> tuple[tuple[Weapon, ...], tuple[Evidence, ...]]:
    """Weapons in the order told, with evidence for each (field ``weapon``); a machete is not also a blade."""
    prepared = view(text)
    first: dict[Weapon, Evidence] = {}
    spans = [(sentence.start, sentence.end) for sentence in prepared.sentences]
    for start, end in _pieces(spans, passages):
        _scan(text, prepared.folded, start, end, first)
    if Weapon.MACHETE in first:
        first.pop(Weapon.BLADE, None)
    told = sorted(first.items(), key=lambda item: item[1].start)
    return tuple(weapon for weapon, _ in told), tuple(evidence for _, evidence in told)


def _pieces(sentences: Sequence[tuple[int, int]], passages: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of the ordered ``sentences`` that lie in ``passages``, in order; a search a passage keeps it linear."""
    ends = [end for _, end in sentences]
    found = []
    for begin, stop in passages:
        for start, end in sentences[bisect_right(ends, begin) : bisect_right(ends, stop) + 1]:
            if max(begin, start) < min(stop, end):
                found.append((max(begin, start), min(stop, end)))
    return sorted(found)


def _scan(text: str, folded: str, start: int, end: int, first: dict[Weapon, Evidence]) -> None:
    for pattern, weapon, name in _table():
        if weapon in first:
            continue
        for match in pattern.finditer(folded, start, end):
            if not merged("not_the_weapon").search(folded[max(start, match.start() - 70) : match.start()]):
                a, b = match.span()
                first[weapon] = Evidence("weapon", a, b, text[a:b], name)
                break
