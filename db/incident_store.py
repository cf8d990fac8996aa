"""The incidents in the store, as linkage reads and writes them. What a person has decided is never changed here."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from db.accounts import victim_row
from db.models import Victim
from db.queries import query
from db.store import now

#: Columns that resolution fills; a change in any of them is a new version of the incident.
RESOLVED = (
    "event_type", "date_start", "date_end", "date_precision", "department", "district", "locality", "place_precision",
    "deaths_low", "deaths_best", "deaths_high", "injured_low", "injured_best", "injured_high", "weapon", "outlets", "conflicts",
)  # fmt: skip


def drop_superseded(db: Database) -> int:
    """Unlink accounts of article versions that a newer one replaced; returns how many."""
    ids = [row["account_id"] for row in db.query(query("link_superseded"))]
    db.execute("DELETE FROM incident_accounts WHERE account_id IN (SELECT value FROM json_each(?))", [json.dumps(ids)])
    return len(ids)


def unlinked_accounts(db: Database) -> list[int]:
    """Ids of the accounts to link: in no incident yet, or in one that lost an account."""
    return [row["id"] for row in db.query(query("link_unlinked"))]


def candidate_pairs(db: Database, ids: Collection[int], news_days: int) -> set[tuple[int, int]]:
    """Pairs of account ids, smaller first, that blocking lets through for the accounts ``ids``.

    An undated account published within ``news_days`` after a dated one of its district is a candidate for it.
    """
    rows = db.query(query("link_candidates"), {"ids": json.dumps(list(ids)), "news": news_days})
    return {(min(pair), max(pair)) for pair in ((row["left_id"], row["right_id"]) for row in rows)}


def touched_incidents(db: Database, accounts: Collection[int], articles: Collection[int]) -> list[dict[str, Any]]:
    """Incidents that linking these accounts may change: those they are in, and those that lost an account or are withdrawn.

    Each row has also ``account_ids`` and ``article_ids``, JSON lists of what is linked and of who told it.
    """
    wanted = {"accounts": json.dumps(list(accounts)), "articles": json.dumps(list(articles))}
    return list(db.query(query("link_touched"), wanted))


def new_public_id(db: Database, date_start: str | None) -> str:
    """The next free id of the incident's year, 'SV-2017-000123'; year 0000 while it is unknown."""
    year = date_start[:4] if date_start else "0000"
    rows = db.query("SELECT max(public_id) AS last FROM incidents WHERE public_id GLOB ?", [f"SV-{year}-*"])
    last = next(iter(rows))["last"]
    return f"SV-{year}-{int(last[8:]) + 1 if last else 1:06d}"


def insert_incident(db: Database, values: Mapping[str, Any]) -> dict[str, Any]:
    """Store a new incident under the next public id; returns its id and public id."""
    moment = now()
    row = {"public_id": new_public_id(db, values["date_start"]), "created_at": moment, "updated_at": moment, **_packed(values)}
    names = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    cursor = db.execute(f"INSERT INTO incidents ({names}) VALUES ({marks})", list(row.values()))
    return {"id": int(cursor.lastrowid or 0), "public_id": row["public_id"]}


def update_incident(db: Database, known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Store new resolved values; a withdrawn incident lives again. Nothing is written when nothing changed."""
    packed = _packed(values)
    if known["status"] != "withdrawn" and all(known[name] == packed[name] for name in RESOLVED):
        return False
    sets = ", ".join(f"{name} = ?" for name in packed)
    moment = now()
    changed = {name: [known[name], packed[name]] for name in RESOLVED if known[name] != packed[name]}
    db.execute(
        "INSERT OR REPLACE INTO incident_changes (incident_id, version, changed, changed_at) VALUES (?, ?, ?, ?)",
        [known["id"], known["version"] + 1, json.dumps(changed, ensure_ascii=False), moment],
    )
    db.execute(
        f"UPDATE incidents SET {sets}, status = iif(status = 'withdrawn', 'machine', status),"
        " version = version + 1, updated_at = ? WHERE id = ?",
        [*packed.values(), moment, known["id"]],
    )
    return True


def _packed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(values[name], ensure_ascii=False) if name in ("weapon", "outlets", "conflicts") else values[name]
        for name in RESOLVED
    }


def merge_incident(db: Database, incident_id: int, merged_into: str) -> None:
    """Leave a tombstone that points at the incident ``merged_into``; a tombstone never points at a tombstone."""
    db.execute(
        "UPDATE incidents SET status = 'merged', merged_into = ?, version = version + 1, updated_at = ? WHERE id = ?",
        [merged_into, now(), incident_id],
    )
    db.execute("DELETE FROM incident_articles WHERE incident_id = ?", [incident_id])
    db.execute(
        "UPDATE incidents SET merged_into = ? WHERE merged_into = (SELECT public_id FROM incidents WHERE id = ?)",
        [merged_into, incident_id],
    )


def withdraw_untold(db: Database) -> int:
    """Withdraw incidents that no current account tells and no person has judged; returns how many."""
    return db.execute(
        "UPDATE incidents SET status = 'withdrawn', version = version + 1, updated_at = ? WHERE status = 'machine'"
        " AND NOT EXISTS (SELECT 1 FROM incident_accounts l WHERE l.incident_id = incidents.id)",
        [now()],
    ).rowcount


def replace_links(
    db: Database, incident_id: int, links: Iterable[tuple[int, float | None, str]], articles: Iterable[int]
) -> None:
    """Make ``links`` (account, match weight, rule) and ``articles`` all that belongs to an incident."""
    db.execute("DELETE FROM incident_accounts WHERE incident_id = ?", [incident_id])
    for account, weight, rule in links:
        db.execute(
            "INSERT OR REPLACE INTO incident_accounts (account_id, incident_id, match_weight, decided_by) VALUES (?, ?, ?, ?)",
            [account, incident_id, weight, rule],
        )
    db.execute("DELETE FROM incident_articles WHERE incident_id = ?", [incident_id])
    for article in set(articles):
        db.execute("INSERT INTO incident_articles (incident_id, article_id) VALUES (?, ?)", [incident_id, article])


def replace_people(db: Database, incident_id: int, victims: Sequence[Victim], actors: Sequence[Mapping[str, Any]]) -> None:
    """Make these the incident's victims and actors."""
    db.execute("DELETE FROM incident_victims WHERE incident_id = ?", [incident_id])
    db.execute("DELETE FROM incident_actors WHERE incident_id = ?", [incident_id])
    for position, victim in enumerate(victims):
        row = {"incident_id": incident_id, "position": position, **victim_row(victim)}
        db.execute(f"INSERT INTO incident_victims ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})", list(row.values()))
    for position, actor in enumerate(actors):
        db.execute(
            "INSERT INTO incident_actors (incident_id, position, actor, attribution, attributed_by, outlets)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [incident_id, position, actor["actor"], actor["attribution"], actor["attributed_by"], json.dumps(actor["outlets"])],
        )
