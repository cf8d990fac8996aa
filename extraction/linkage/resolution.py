"""From a cluster of accounts to the incident's values, by the rules of ``docs/codebook.md`` section 9.

Each outlet speaks by its newest account of the days after the event; a trial years later speaks only where nobody spoke before.
Nothing is mixed into what no outlet told: victims are those of one account, the best one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from db.accounts import StoredAccount
from db.models import (
    GANGS,
    ActorClaim,
    ActorCode,
    ArticleKind,
    Attribution,
    DatePrecision,
    EventType,
    Outcome,
    PlacePrecision,
    Toll,
    Weapon,
)
from extraction.linkage.comparisons import PLAIN

#: An account published within this many days of the event is news of it; a later one is a retelling.
NEWS_DAYS = 30
#: Codebook section 1: which type wins where two fit.
PRECEDENCE = (EventType.FEMICIDE, EventType.CONFRONTATION, EventType.BODY_FOUND, EventType.HOMICIDE, EventType.ATTACK)
_FINENESS = (DatePrecision.DAY, DatePrecision.RANGE, DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.UNKNOWN)
_STRENGTH = tuple(Attribution)
_FACTIONS = (ActorCode.BARRIO18_SURENOS, ActorCode.BARRIO18_REVOLUCIONARIOS)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The incident's own columns, its victims and actors as rows."""

    values: dict[str, Any]
    victims: tuple[Any, ...]
    actors: tuple[dict[str, Any], ...]


def resolve(members: Sequence[StoredAccount]) -> Resolved:
    """Resolve the values of one incident from its accounts."""
    when = _when(members)
    voices = _voices(members, when[0])
    event = _event_type(voices)
    deaths, injured = (_toll(voices, field) for field in ("deaths", "injured"))
    place = _place(voices)
    best = _best_account(voices, deaths)
    values = {
        "event_type": event,
        "date_start": when[0] and when[0].isoformat(),
        "date_end": when[1] and when[1].isoformat(),
        "date_precision": when[2],
        "department": place[0],
        "district": place[1],
        "locality": place[2],
        "place_precision": _place_precision(place),
        "deaths_low": deaths.low,
        "deaths_best": deaths.best,
        "deaths_high": deaths.high,
        "injured_low": injured.low,
        "injured_best": injured.best,
        "injured_high": injured.high,
        "weapon": _weapons(voices),
        "outlets": sorted({member.outlet for member in members}),
        "conflicts": _conflicts(voices),
    }
    return Resolved(values, best.account.victims, _actors(members))


def _newest_first(members: Iterable[StoredAccount]) -> list[StoredAccount]:
    return sorted(sorted(members, key=lambda one: one.key), key=lambda one: one.published or date.min, reverse=True)


def _voices(members: Sequence[StoredAccount], day: date | None) -> list[StoredAccount]:
    """Each outlet's newest account among the news of the event, or among all where there is no news; newest first."""
    news = [one for one in members if _is_news(one, day)]
    voices: dict[str, StoredAccount] = {}
    for one in _newest_first(news or members):
        voices.setdefault(one.outlet, one)
    return list(voices.values())


def _is_news(one: StoredAccount, day: date | None) -> bool:
    if one.published is None or day is None:
        return one.kind != ArticleKind.FOLLOW_UP
    return one.published <= day + timedelta(days=NEWS_DAYS)


def _majority(values: Iterable[T]) -> T | None:
    """The commonest value; of equals the one that comes first."""
    counts = Counter(values)
    return max(counts, key=lambda value: counts[value]) if counts else None


def _when(members: Sequence[StoredAccount]) -> tuple[date | None, date | None, DatePrecision]:
    """The most precise date; of equally precise ones what most accounts say, then what was said first."""
    dates = [one.account.date for one in reversed(_newest_first(members))]
    finest = min((_FINENESS.index(when.precision) for when in dates), default=len(_FINENESS) - 1)
    chosen = _majority(when for when in dates if _FINENESS.index(when.precision) == finest)
    assert chosen is not None
    return chosen.start, chosen.end, chosen.precision


def _place(voices: Sequence[StoredAccount]) -> tuple[str | None, str | None, str | None]:
    """District and department by majority of the outlets that tell them; the locality of an account that agrees."""
    accounts = [one.account for one in reversed(voices)]
    district = _majority((x.department, x.district) for x in accounts if x.district)
    department = district[0] if district else _majority(x.department for x in accounts if x.department)
    name = district[1] if district else None
    localities = [x.locality for x in accounts if x.locality and x.department == department and x.district in (name, None)]
    return department, name, max(localities, key=len, default=None)


def _place_precision(place: tuple[str | None, str | None, str | None]) -> PlacePrecision:
    department, district, locality = place
    if locality:
        return PlacePrecision.LOCALITY
    if district:
        return PlacePrecision.DISTRICT
    return PlacePrecision.DEPARTMENT if department else PlacePrecision.UNKNOWN


def _event_type(voices: Sequence[StoredAccount]) -> EventType:
    """Femicide where any outlet says so, else the majority, else codebook precedence; an attack only if nobody died."""
    types = [one.account.event_type for one in voices]
    if EventType.FEMICIDE in types:
        return EventType.FEMICIDE
    deadly = [x for x in types if x != EventType.ATTACK] or types
    chosen = _majority(sorted(deadly, key=PRECEDENCE.index))
    assert chosen is not None
    return chosen


def _toll(voices: Sequence[StoredAccount], field: str) -> Toll:
    """Best: the newest day's figure, by majority, then the higher. Low and high span what the outlets say last.

    The dead do not come back: where any outlet tells deaths, those that tell none yet have no say in the deaths, and a later
    story that tells fewer than every story before it is taken for a partial one. (An outlet's own correction replaces what it
    said.)
    """
    if field == "deaths":
        voices = [one for one in voices if one.account.deaths.best] or voices
    tolls: list[Toll] = [getattr(one.account, field) for one in voices]
    whole = voices if field == "injured" else [one for one in voices if not _partial(one, voices)]
    newest: list[Toll] = [getattr(one.account, field) for one in whole if one.published == whole[0].published]
    best = _majority(sorted((toll.best for toll in newest), reverse=True))
    assert best is not None
    known = [toll.high for toll in tolls if toll.high is not None]
    high = None if not known or max(known) < max(toll.low for toll in tolls) else max(known)
    return Toll(min(toll.low for toll in tolls), best, high)


def _partial(one: StoredAccount, voices: Sequence[StoredAccount]) -> bool:
    """Whether an account tells fewer dead than every one published on earlier days."""
    before = [x.account.deaths.best for x in voices if x.published and one.published and x.published < one.published]
    return bool(before) and one.account.deaths.best < min(before)


def _best_account(voices: Sequence[StoredAccount], deaths: Toll) -> StoredAccount:
    """The account whose victims are told best: as many killed as the incident has, then the most details."""

    def worth(one: StoredAccount) -> tuple[bool, int]:
        killed = sum(victim.count or 0 for victim in one.account.victims if victim.outcome == Outcome.KILLED)
        details = sum(
            2 * len(set(v.types) - PLAIN) + len(v.ages) + len(v.names) + bool(v.sex) + 2 * bool(v.relation_to)
            for v in one.account.victims
        )
        return killed == deaths.best, details

    return max(reversed(voices), key=worth)


def _weapons(voices: Sequence[StoredAccount]) -> list[str]:
    """All weapons told; a machete is not told again as a blade (codebook section 7)."""
    told = {weapon for one in voices for weapon in one.account.weapon}
    if Weapon.MACHETE in told:
        told.discard(Weapon.BLADE)
    return [weapon for weapon in Weapon if weapon in told]


def _actors(members: Sequence[StoredAccount]) -> tuple[dict[str, Any], ...]:
    """Every actor blamed by anyone, with the strongest attribution and who blames; vague names give way to exact ones."""
    claims: dict[ActorCode, list[tuple[ActorClaim, str]]] = {}
    for one in members:
        for claim in one.account.perpetrators:
            claims.setdefault(claim.actor, []).append((claim, one.outlet))
    for vague, exact in ((ActorCode.GANG_UNSPECIFIED, set(GANGS)), (ActorCode.BARRIO18, set(_FACTIONS))):
        if vague in claims and (exact - {vague}) & set(claims):
            del claims[vague]
    rows = []
    for actor in ActorCode:
        if actor in claims:
            strongest = min((claim for claim, _ in claims[actor]), key=lambda claim: _STRENGTH.index(claim.attribution))
            rows.append(
                {
                    "actor": actor,
                    "attribution": strongest.attribution,
                    "attributed_by": strongest.attributed_by,
                    "outlets": sorted({outlet for _, outlet in claims[actor]}),
                }
            )
    return tuple(rows)


def _conflicts(voices: Sequence[StoredAccount]) -> dict[str, dict[str, list[str]]]:
    """Where outlets disagree: field → what is said → who says so. An outlet that tells nothing does not disagree."""
    views: dict[str, Callable[[StoredAccount], Any]] = {
        "date": lambda one: one.account.date.start and one.account.date.start.isoformat(),
        "district": lambda one: one.account.district,
        "deaths": lambda one: one.account.deaths.best,
        "injured": lambda one: one.account.injured.best,
        "event_type": lambda one: one.account.event_type,
        "ages": lambda one: "/".join(str(age) for v in one.account.victims for age in sorted(v.ages)),
        "actors": lambda one: "/".join(sorted({claim.actor for claim in one.account.perpetrators})),
    }
    conflicts: dict[str, dict[str, list[str]]] = {}
    for field, view in views.items():
        said: dict[str, list[str]] = {}
        for one in voices:
            value = view(one)
            if value not in (None, ""):
                said.setdefault(str(value), []).append(one.outlet)
        if len(said) > 1:
            conflicts[field] = {value: sorted(outlets) for value, outlets in sorted(said.items())}
    return conflicts
