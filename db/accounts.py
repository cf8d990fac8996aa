"""Reading accounts back from the store, as the objects they were saved from."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from db.models import (
    Account,
    ActorClaim,
    ActorCode,
    Attribution,
    DatePrecision,
    EventType,
    Outcome,
    PlacePrecision,
    Toll,
    Victim,
    VictimType,
    Weapon,
    When,
)
from db.queries import query


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account with where it came from. ``published`` is the article's civil day; ``key`` is the same in every database.
    ``alone``: the article tells nothing else.
    """

    id: int
    article_id: int
    outlet: str
    url: str
    published: date | None
    kind: str
    position: int
    account: Account
    alone: bool = True

    @property
    def key(self) -> tuple[str, int]:
        """Article and place in it: an order that does not depend on row ids."""
        return self.url, self.position


def load_accounts(db: Database, ids: Collection[int]) -> list[StoredAccount]:
    """The accounts with these ids, without their evidence, ordered by :attr:`StoredAccount.key`."""
    wanted = {"ids": json.dumps(list(ids))}
    victims: dict[int, list[Victim]] = {}
    for row in db.query(query("account_victims"), wanted):
        victims.setdefault(row["account_id"], []).append(victim_from_row(row))
    claims: dict[int, list[ActorClaim]] = {}
    for row in db.query(query("account_actors"), wanted):
        claim = ActorClaim(ActorCode(row["actor"]), Attribution(row["attribution"]), row["attributed_by"])
        claims.setdefault(row["account_id"], []).append(claim)
    stored = [
        StoredAccount(
            id=row["id"],
            article_id=row["article_id"],
            outlet=row["outlet"],
            url=row["url"],
            published=_day(row["published_day"]),
            kind=row["kind"],
            position=row["position"],
            account=_account(row, victims.get(row["id"], []), claims.get(row["id"], [])),
            alone=row["siblings"] == 1,
        )
        for row in db.query(query("accounts"), wanted)
    ]
    return sorted(stored, key=lambda one: one.key)


def _account(row: dict[str, Any], victims: list[Victim], claims: list[ActorClaim]) -> Account:
    return Account(
        event_type=EventType(row["event_type"]),
        date=When(_day(row["date_start"]), _day(row["date_end"]), DatePrecision(row["date_precision"])),
        country=row["country"],
        department=row["department"],
        district=row["district"],
        locality=row["locality"],
        place_precision=PlacePrecision(row["place_precision"]),
        deaths=Toll(row["deaths_low"], row["deaths_best"], row["deaths_high"]),
        injured=Toll(row["injured_low"], row["injured_best"], row["injured_high"]),
        victims=tuple(victims),
        perpetrators=tuple(claims),
        weapon=tuple(Weapon(code) for code in json.loads(row["weapon"])),
    )


def victim_from_row(row: dict[str, Any]) -> Victim:
    """A victim group from a row of account_victims or incident_victims."""
    return Victim(
        types=tuple(VictimType(code) for code in json.loads(row["types"])),
        count=row["count"],
        outcome=Outcome(row["outcome"]),
        relation_to=VictimType(row["relation_to"]) if row["relation_to"] else None,
        kin=row["kin"],
        affiliation=ActorCode(row["affiliation"]) if row["affiliation"] else None,
        sex=row["sex"],
        ages=tuple(json.loads(row["ages"])),
        names=tuple(json.loads(row["names"])),
        duty_status=row["duty_status"],
    )


def victim_row(victim: Victim) -> dict[str, Any]:
    """The columns that a victim group has in account_victims and incident_victims."""
    return {
        "types": json.dumps(list(victim.types)),
        "count": victim.count,
        "outcome": victim.outcome,
        "relation_to": victim.relation_to,
        "kin": victim.kin,
        "affiliation": victim.affiliation,
        "sex": victim.sex,
        "ages": json.dumps(list(victim.ages)),
        "names": json.dumps(list(victim.names), ensure_ascii=False),
        "duty_status": victim.duty_status,
    }


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
