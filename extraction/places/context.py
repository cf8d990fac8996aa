"""Settles names that two departments share («El Carmen», «San Lorenzo») by the other places of the text."""

from collections.abc import Sequence
from dataclasses import replace

from extraction.places.model import PlaceMention, precision

Pairs = tuple[tuple[str, str], ...]
_NEAR = 400


def settle(text: str, found: Sequence[tuple[PlaceMention, Pairs]]) -> list[PlaceMention]:
    """The mentions, with shared names decided by the department of the nearest paragraph, else of the whole text."""
    votes = [(m.start, m.department) for m, pairs in found if m.department and len(pairs) < 2 and m.role != "dateline"]
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


def _settled(mention: PlaceMention, pairs: Pairs, votes: Sequence[tuple[int, str | None]]) -> PlaceMention:
    if len({department for _, department in pairs}) < 2:
        return mention
    wanted = {department for _, department in pairs}
    near = [(abs(start - mention.start), department) for start, department in votes if department in wanted]
    if not near:
        return mention
    department = min(near)[1]
    district = next(d for d, p in pairs if p == department)
    return replace(mention, department=department, district=district, precision=precision(department, district, mention.locality))
