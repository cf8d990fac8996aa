"""Which predicted incident answers which coded one: the views of a row that the measures compare, and the pairing.

Rows are plain dictionaries in the exchange format, because predictions of other programs are scored too.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from db.models import GANGS, VictimType

Row = Mapping[str, Any]

#: Victim codes that are one class, ``civilian``, in the main score (codebook section 4).
CIVILIANS = frozenset(
    {
        VictimType.JOURNALIST,
        VictimType.ACTIVIST,
        VictimType.RELIGIOUS_LEADER,
        VictimType.TEACHER,
        VictimType.STUDENT,
        VictimType.HEALTH_WORKER,
        VictimType.TRANSPORT_WORKER,
        VictimType.MERCHANT,
        VictimType.FARMER,
        VictimType.OTHER_WORKER,
        VictimType.CIVILIAN,
    }
)
#: Up to this many incidents on a side every pairing is tried.
EXHAUSTIVE = 8


def span(incident: Row) -> tuple[str | None, str | None]:
    """First and last day, each standing in for the other when it is missing."""
    date = incident.get("date") or {}
    start, end = date.get("start"), date.get("end")
    return start or end, end or start


def best(incident: Row) -> Any:
    """The best figure of deaths."""
    value = incident.get("deaths")
    return value.get("best") if isinstance(value, Mapping) else value


def killed(incident: Row, fine: bool = False) -> set[str]:
    """Classes of those killed; unless ``fine``, workers and civilians are one class."""
    codes = {
        code
        for victim in incident.get("victims") or []
        if victim.get("outcome", "killed") == "killed"
        for code in victim.get("types") or []
    }
    return codes if fine else {"civilian" if code in CIVILIANS else code for code in codes}


def gangs(incident: Row, family: bool = False) -> set[str]:
    """Gangs blamed and not cleared; with ``family`` the factions of Barrio 18 are one."""
    claims = incident.get("perpetrators") or []
    found = {claim.get("actor") for claim in claims if claim.get("attribution") != "denied"} & set(GANGS)
    return {"barrio18" if family and gang.startswith("barrio18") else str(gang) for gang in found}


def overlap(a: Row, b: Row) -> bool:
    """Whether two incidents' days overlap; ISO days compare as text."""
    (start_a, end_a), (start_b, end_b) = span(a), span(b)
    return bool(start_a and start_b and end_a and end_b and start_a <= end_b and start_b <= end_a)


def agreement(gold: Row, pred: Row) -> int:
    """How alike two incidents are; 0 when neither days, district, nor department with toll identify them as one event."""
    days = overlap(gold, pred)
    district = bool(gold.get("district")) and gold.get("district") == pred.get("district")
    department = bool(gold.get("department")) and gold.get("department") == pred.get("department")
    deaths = best(gold) == best(pred)
    if not (days or district or (department and deaths)):
        return 0
    return int(
        4 * (span(gold) == span(pred))
        + 2 * days
        + 3 * district
        + department
        + 2 * deaths
        + bool(killed(gold) & killed(pred))
        + (gold.get("event_type") == pred.get("event_type"))
    )


def pair(gold: Sequence[Row], pred: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs ``(gold index, predicted index)``, one to one, with the highest total agreement; greedy beyond eight a side."""
    scores = {(g, p): agreement(gold[g], pred[p]) for g in range(len(gold)) for p in range(len(pred))}
    if not scores:
        return []
    chosen = _best_pairs(len(gold), len(pred), scores) if max(len(gold), len(pred)) <= EXHAUSTIVE else _greedy(scores)
    return [one for one in chosen if scores[one] > 0]


def _best_pairs(gold: int, pred: int, scores: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The first of the best pairings, in the order in which permutations come."""
    return max(_pairings(gold, pred), key=lambda pairs: sum(scores[one] for one in pairs))


def _pairings(gold: int, pred: int) -> Iterator[list[tuple[int, int]]]:
    if gold <= pred:
        yield from ([(g, p) for g, p in enumerate(order)] for order in permutations(range(pred), gold))
    else:
        yield from ([(g, p) for p, g in enumerate(order)] for order in permutations(range(gold), pred))


def _greedy(scores: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for (g, p), score in sorted(scores.items(), key=lambda item: -item[1]):
        if score > 0 and all(g != used_g and p != used_p for used_g, used_p in pairs):
            pairs.append((g, p))
    return pairs
