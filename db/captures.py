"""What web archives hold of an outlet's stories. Every function is one short transaction.

A capture belongs to a row of ``urls``; the row of a story found only in an archive is never due by itself, so that the nightly
crawl leaves it alone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.frontier import JOINED, Found, Visit
from db.queries import query


@dataclass(frozen=True)
class Held:
    """A capture that an archive lists: the story's canonical URL, where the copy lies, when it was made (UTC, ISO 8601), the
    digest of its content, and whether it was made of another form of the story's URL."""

    url: str
    address: str
    captured_at: str
    digest: str | None = None
    twin: bool = False


def add_captures(db: Database, outlet: str, source: str, held: Iterable[Held], at: str, *, stored_too: bool = False) -> int:
    """Queue captures; returns how many URLs were unknown.

    Left out: captures known by address, those with the content of another capture of the story, those of URLs that are forms of
    another story, and, unless ``stored_too``, those of stories whose text is already stored from another source.
    """
    new = 0
    with db.atomic():
        for item in held:
            row = next(iter(db.query(query("capture_url"), {"url": item.url, "digest": item.digest})), None)
            if row is None:
                cursor = db.execute(
                    "INSERT INTO urls (outlet, url, seen_url, source, discovered_at) VALUES (?, ?, ?, ?, ?)",
                    [outlet, item.url, item.address, source, at],
                )
                url_id, new = int(cursor.lastrowid or 0), new + 1
            elif row["same_content"] or row["other_story"] or (row["stored"] and not stored_too and row["source"] != source):
                continue
            else:
                url_id = int(row["id"])
            db.execute(
                "INSERT OR IGNORE INTO captures (url_id, address, captured_at, digest, twin, due_at) VALUES (?, ?, ?, ?, ?, ?)",
                [url_id, item.address, item.captured_at, item.digest, item.twin, at],
            )
    return new


def due_captures(db: Database, outlet: str, at: str, first: str, last: str) -> list[int]:
    """Ids of the captures to fetch, made from the day ``first`` to the day ``last``, one of each story."""
    found = db.query(query("captures_due"), {"outlet": outlet, "at": at, "first": first, "last": f"{last}T99"})
    return [int(row["id"]) for row in found]


def load_captures(db: Database, ids: Iterable[int]) -> list[dict[str, Any]]:
    """Rows of ``urls`` with the capture's ``capture_id``, ``address``, ``captured_at``, ``twin`` and ``tries``, in the order of
    ``ids``; those settled meanwhile are left out."""
    wanted = list(ids)
    rows = db.query(
        "SELECT u.*, c.id AS capture_id, c.address, c.captured_at, c.twin, c.attempts AS tries FROM captures c"
        f" JOIN urls u ON u.id = c.url_id WHERE c.due_at IS NOT NULL AND c.id IN ({', '.join('?' * len(wanted))})",
        wanted,
    )
    found = {row["capture_id"]: {**row, "hints": json.loads(row["hints"])} for row in rows}
    return [found[number] for number in wanted if number in found]


def settle_capture(db: Database, capture_id: int, visit: Visit, *, story: str | None = None) -> None:
    """Note what came of a capture, and of its URL as long as nothing better is known of that.

    A good one makes copies under other forms of the URL superfluous. ``story`` is the canonical URL that the page named instead
    of the one it was found under.
    """
    told = {"id": capture_id, "state": visit.state, "reason": visit.reason, "due": visit.due_at}
    with db.atomic():
        db.execute(
            "UPDATE captures SET state = :state, reason = :reason, due_at = :due,"
            " attempts = attempts + (:state = 'failed') WHERE id = :id",
            told,
        )
        row = next(iter(db.query("SELECT url_id FROM captures WHERE id = ?", [capture_id])))
        note_copy(db, row["url_id"], visit.state, visit.reason, visit.at, story=story)
        if visit.state == "fetched":
            db.execute(
                "UPDATE captures SET state = 'skipped', due_at = NULL, reason = 'another form of a story that was had'"
                " WHERE due_at IS NOT NULL AND twin AND id <> ? AND url_id = ?",
                [capture_id, row["url_id"]],
            )


def add_copied(db: Database, outlet: str, source: str, found: Found, at: str) -> int:
    """The id of a URL's row; one that is unknown is made, not due: its text is at hand."""
    with db.atomic():
        db.execute(
            "INSERT OR IGNORE INTO urls (outlet, url, seen_url, source, discovered_at) VALUES (?, ?, ?, ?, ?)",
            [outlet, found.url, found.seen_url, source, at],
        )
        return int(next(iter(db.query("SELECT id FROM urls WHERE url = ?", [found.url])))["id"])


def note_copy(db: Database, url_id: int, state: str, reason: str | None, at: str, *, story: str | None = None) -> None:
    """Note what a copy of a page from elsewhere brought for its URL, unless its text was had before.

    ``story`` is the canonical URL that the page named instead: its row is made, and this one is a form of it. When the outlet's
    own server is asked again stays as it is.
    """
    with db.atomic():
        if story:
            db.execute(query("copy_story"), {"id": url_id, "story": story, "at": at})
            state, reason = "skipped", f"{JOINED}{story}"
        sql = "UPDATE urls SET state = ?, reason = ?, fetched_at = ? WHERE id = ? AND state <> 'fetched'"
        db.execute(sql, [state, reason, at, url_id])


def lacking(db: Database, outlet: str) -> list[dict[str, Any]]:
    """Stories of which every capture known was no use, and whose other captures nobody has asked for: id, url, address."""
    return list(db.query(query("captures_lacking"), {"outlet": outlet}))


def asked_others(db: Database, url_id: int) -> None:
    """Remember that all captures of a story have been asked for."""
    with db.atomic():
        db.execute("UPDATE urls SET hints = json_set(hints, '$.all_captures', 1) WHERE id = ?", [url_id])
