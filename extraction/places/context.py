"""Settles names that two departments share («El Carmen», «San Lorenzo») by the other places of the text."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.places.model import PlaceMention, precision

Pairs = tuple[tuple[str, str], ...]


def settle(text: str, found: Sequence[tuple[PlaceMention, Pairs]]) -> list[PlaceMention]:
    """The mentions, with shared names decided by the department of the nearest paragraph, else of the whole text."""
    votes: dict[str, list[int]] = defaultdict(list)
    for m, pairs in found:
        if m.department and len(pairs) < 2 and m.role != "dateline":
            votes[m.department].append(m.start)
    return _abroad([_settled(mention, pairs, votes) for mention, pairs in found])


def _abroad(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """A street or colonia told after a place abroad, with no Salvadoran town since, is abroad too."""
    found: list[PlaceMention] = []
    country = "SV"
    for mention in mentions:
        if mention.department or mention.district or mention.country != "SV":
            if mention.role in ("event", "foreign", "capture"):
                country = mention.country
        elif country != "SV" and mention.role == "event":
            mention = replace(mention, role="foreign", country=country)
        found.append(mention)
    return found


def _settled(mention: PlaceMention, pairs: Pairs, votes: Mapping[str, Sequence[int]]) -> PlaceMention:
    if len({department for _, department in pairs}) < 2:
        return mention
    near = [(_distance(mention.start, votes[p]), p) for _, p in pairs if p in votes]
    if not near:
        return mention
    department = min(near)[1]
    district = next(d for d, p in pairs if p == department)
    return replace(mention, department=department, district=district, precision=precision(department, district, mention.locality))


def _distance(offset: int, starts: Sequence[int]) -> int:
    """From ``offset`` to the nearest of the sorted ``starts``."""
    at = bisect(starts, offset)
    return min(abs(offset - start) for start in starts[max(0, at - 1) : at + 1])
