"""What the crawler knows of each URL and of each source. Every function is one short transaction, so a crash loses nothing done.

Moments are UTC ISO 8601 strings with seconds, which sort as text.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

#: How the reason begins of a URL that is never fetched because the frontier has its story under another one.
JOINED = "same story as "


#: Nothing is put off for longer: 30 days after a publication that may be told a day ahead, and a day of grace.
FURTHEST = timedelta(days=32)


@dataclass(frozen=True)
class Found:
    """A URL that a source lists: canonical form, form to fetch, and what the source tells of it."""

    url: str
    seen_url: str
    hints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    """What came of fetching a URL. ``due_at`` is when to fetch it again, None: never; ``published`` what the page told."""

    state: str
    at: str
    reason: str | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    due_at: str | None = None
    published: str | None = None


@dataclass(frozen=True)
class Walk:
    """How far the last walk of a source came."""

    done: bool = False
    cursor: str | None = None


def save_outlet(db: Database, row: Mapping[str, Any], at: str) -> None:
    """Insert or update an outlet: id, name, domains (list), ownership, language."""
    with db.atomic():
        db.table("outlets").upsert({**row, "domains": json.dumps(list(row["domains"])), "updated_at": at}, pk="id")


def add_found(db: Database, outlet: str, source: str, found: Iterable[Found], at: str) -> int:
    """Add what a source lists; returns how many URLs were unknown.

    A known URL whose source tells a later change than before becomes due at once. A URL once found gone or skipped stays so.
    """
    items = {item.url: item for item in reversed(list(found))}
    with db.atomic():
        known = _known(db, list(items))
        rows = [
            (outlet, item.url, item.seen_url, source, _json(item.hints), at, at)
            for item in reversed(items.values())
            if item.url not in known
        ]
        db.conn.executemany(
            "INSERT INTO urls (outlet, url, seen_url, source, hints, discovered_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )
        for url, row in known.items():
            _hear_again(db, row, items[url], at)
    return len(rows)


def _known(db: Database, urls: list[str]) -> dict[str, dict[str, Any]]:
    """Rows of those ``urls`` that the frontier has, by URL."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(urls), 500):
        some = urls[start : start + 500]
        sql = f"SELECT id, url, source, state, hints FROM urls WHERE url IN ({', '.join('?' * len(some))})"
        found |= {row["url"]: row for row in db.query(sql, some)}
    return found


def _hear_again(db: Database, row: Mapping[str, Any], item: Found, at: str) -> None:
    """What was told first is kept; only the time of change moves on. A story that only a file gave is fetched now that the outlet
    lists it."""
    if row["source"] == "file":
        sql = "UPDATE urls SET due_at = ? WHERE id = ? AND due_at IS NULL AND http_status IS NULL"
        db.execute(sql, [at, row["id"]])
    if row["state"] == "skipped":
        _part(db, item.url, at)
    known = json.loads(row["hints"])
    told = {key: value for key, value in item.hints.items() if row["state"] != "fetched" or key != "html"}
    modified = max(filter(None, (known.get("modified"), told.get("modified"))), default=None)
    merged = told | known | ({"modified": modified} if modified else {})
    if merged == known:
        return
    db.execute("UPDATE urls SET hints = ? WHERE id = ?", [_json(merged), row["id"]])
    if row["state"] == "fetched" and known.get("modified") and modified != known["modified"]:
        db.execute("UPDATE urls SET due_at = ? WHERE id = ?", [at, row["id"]])


def add_met(db: Database, outlet: str, source: str, found: Found, at: str) -> None:
    """Add a URL met while fetching another (redirect, canonical link). What sources listed before is left as it is, so that the
    order of fetching makes no difference."""
    with db.atomic():
        db.execute(
            "INSERT OR IGNORE INTO urls (outlet, url, seen_url, source, hints, discovered_at, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [outlet, found.url, found.seen_url, source, _json(found.hints), at, at],
        )
        _part(db, found.url, at)


def _part(db: Database, url: str, at: str) -> None:
    """A form that was joined to another one is a URL of its own when the other is no more, or moved to it."""
    db.execute(
        "UPDATE urls SET state = 'new', reason = NULL, due_at = ? WHERE url = ? AND state = 'skipped' AND fetched_at IS NULL"
        " AND reason LIKE ?",
        [at, url, f"{JOINED}%"],
    )


def add_skipped(db: Database, outlet: str, source: str, found: Iterable[Found], reason: str, at: str) -> None:
    """Remember URLs that are never fetched, with the reason."""
    with db.atomic():
        db.conn.executemany(
            "INSERT OR IGNORE INTO urls (outlet, url, seen_url, source, state, reason, discovered_at)"
            " VALUES (?, ?, ?, ?, 'skipped', ?, ?)",
            [(outlet, item.url, item.seen_url, source, reason, at) for item in found],
        )


def known_urls(db: Database, outlet: str) -> dict[str, bool]:
    """URLs of an outlet, the first known first: True while fetched or to be fetched, False once found gone, skipped or given up.
    Those that were joined to another one are left out."""
    sql = (
        "SELECT url, state IN ('new', 'fetched') OR due_at IS NOT NULL AS alive FROM urls WHERE outlet = ?"
        " AND (due_at IS NOT NULL OR fetched_at IS NOT NULL OR state = 'new') ORDER BY id"
    )
    return {row["url"]: bool(row["alive"]) for row in db.query(sql, [outlet])}


def due_ids(db: Database, outlet: str, at: str, *, everything: bool = False) -> list[int]:
    """Ids of the URLs to fetch, the newest stories first; ``everything`` adds all that were fetched before.

    A URL never fetched is due whatever the clock said when it was found, and so is one put off beyond :data:`FURTHEST`: both come
    from a clock that was ahead.
    """
    beyond = (datetime.fromisoformat(at) + FURTHEST).isoformat(timespec="seconds")
    rows = db.query(
        "SELECT id FROM urls WHERE outlet = :outlet AND (due_at <= :at OR due_at > :beyond OR (:everything AND state = 'fetched')"
        " OR (state = 'new' AND due_at IS NOT NULL))"
        " ORDER BY coalesce(json_extract(hints, '$.published'), json_extract(hints, '$.modified'), discovered_at) DESC, id",
        {"outlet": outlet, "at": at, "everything": everything, "beyond": beyond},
    )
    return [int(row["id"]) for row in rows]


def due_dates(db: Database, outlet: str, at: str) -> list[dict[str, Any]]:
    """Of the URLs to fetch, in the order of :func:`due_ids`: id, url, and what sources told of ``published`` and ``modified``."""
    rows = db.query(
        "SELECT id, url, json_extract(hints, '$.published') AS published, json_extract(hints, '$.modified') AS modified FROM urls"
        " WHERE outlet = ? AND due_at <= ? ORDER BY coalesce(published, modified, discovered_at) DESC, id",
        [outlet, at],
    )
    return list(rows)


def load_urls(db: Database, ids: Iterable[int]) -> list[dict[str, Any]]:
    """Rows of ``urls`` in the order of ``ids``, with ``digest`` and ``snapshot_at`` of the newest response that the
    outlet's own server gave."""
    wanted = list(ids)
    rows = db.query(
        "SELECT u.*, s.digest, s.fetched_at AS snapshot_at FROM urls u"
        " LEFT JOIN snapshots s ON s.id = (SELECT max(id) FROM snapshots WHERE url = u.url AND origin IS NULL)"
        f" WHERE u.id IN ({', '.join('?' * len(wanted))})",
        wanted,
    )
    found = {row["id"]: {**row, "hints": json.loads(row["hints"])} for row in rows}
    return [found[number] for number in wanted if number in found]


def record_visit(db: Database, url_id: int, visit: Visit) -> None:
    """Note what came of a fetch. A failure counts an attempt; a success clears the count and the text kept for an emergency."""
    with db.atomic():
        db.execute(
            "UPDATE urls SET state = :state, reason = :reason, http_status = :http_status, etag = coalesce(:etag, etag),"
            " last_modified = coalesce(:last_modified, last_modified), due_at = :due_at, fetched_at = :at,"
            " hints = CASE WHEN :state = 'failed' THEN hints WHEN :published IS NULL THEN json_remove(hints, '$.html')"
            " ELSE json_insert(json_remove(hints, '$.html'), '$.published', :published) END,"
            " attempts = CASE WHEN :state = 'failed' THEN attempts + 1 ELSE 0 END WHERE id = :id",
            {
                "id": url_id,
                "state": visit.state,
                "reason": visit.reason,
                "http_status": visit.http_status,
                "etag": visit.etag,
                "last_modified": visit.last_modified,
                "due_at": visit.due_at,
                "at": visit.at,
                "published": visit.published,
            },
        )


def move(db: Database, url_id: int, seen_url: str) -> None:
    """The story has a new address with the same canonical form: fetch it there from now on."""
    with db.atomic():
        db.execute("UPDATE urls SET seen_url = ? WHERE id = ?", [seen_url, url_id])


def save_snapshot(
    db: Database,
    outlet: str,
    url: str,
    at: str,
    status: int,
    file: str,
    offset: int,
    digest: str,
    origin: str | None = None,
) -> int:
    """Cite a stored raw response; ``origin`` is where it came from when that is not the outlet's own server (a capture's address,
    FILE:OFFSET). Returns the snapshot's id. Idempotent."""
    with db.atomic():
        cursor = db.conn.execute(
            "INSERT OR IGNORE INTO snapshots (url, outlet, fetched_at, http_status, warc_file, warc_offset, digest, origin)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (url, outlet, at, status, file, offset, digest, origin),
        )
        if cursor.rowcount:
            return int(cursor.lastrowid or 0)
        row = db.conn.execute("SELECT id FROM snapshots WHERE warc_file = ? AND warc_offset = ?", (file, offset)).fetchone()
    return int(row[0])


def open_walk(db: Database, outlet: str, kind: str, url: str, at: str) -> Walk:
    """Begin to walk a source; returns how the last walk ended. Until :func:`close_walk` it counts as cut short."""
    before = walk_of(db, outlet, url)
    with db.atomic():
        db.execute(
            "INSERT INTO sources (outlet, url, kind, walked_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (outlet, url) DO UPDATE SET walk = 'open', walked_at = excluded.walked_at",
            [outlet, url, kind, at],
        )
    return before


def walk_of(db: Database, outlet: str, url: str) -> Walk:
    """How the last walk of a source ended; not :meth:`Walk.done` when there was none."""
    row = next(iter(db.query("SELECT walk, cursor FROM sources WHERE outlet = ? AND url = ?", [outlet, url])), None)
    return Walk(row["walk"] == "done", row["cursor"]) if row else Walk()


def save_progress(db: Database, outlet: str, url: str, cursor: str) -> None:
    """Keep how far a walk has come, as long as it is under way or was cut short."""
    with db.atomic():
        db.execute("UPDATE sources SET cursor = ? WHERE outlet = ? AND url = ? AND walk = 'open'", [cursor, outlet, url])


def close_walk(db: Database, outlet: str, url: str, *, entries: int, cursor: str | None, problem: str | None, at: str) -> None:
    """End a walk. One that had a problem stays open, so that the next one goes through everything again."""
    with db.atomic():
        db.execute(
            "UPDATE sources SET walk = :walk, entries = :entries, problem = :problem,"
            " cursor = CASE WHEN :problem IS NULL THEN coalesce(:cursor, cursor) ELSE cursor END,"
            " worked_at = CASE WHEN :entries > 0 THEN :at ELSE worked_at END WHERE outlet = :outlet AND url = :url",
            {
                "outlet": outlet,
                "url": url,
                "walk": "open" if problem else "done",
                "entries": entries,
                "cursor": cursor,
                "problem": problem,
                "at": at,
            },
        )


def has_articles(db: Database, outlet: str) -> bool:
    """Whether the database holds any article of the outlet."""
    return bool(next(iter(db.query("SELECT EXISTS (SELECT 1 FROM articles WHERE outlet = ?) AS found", [outlet])))["found"])


def save_run_outlet(
    db: Database, run_id: int, outlet: str, status: str, reasons: Iterable[str], counts: Mapping[str, Any]
) -> None:
    """Record how one outlet fared in a run."""
    with db.atomic():
        db.table("run_outlets").upsert(
            {
                "run_id": run_id,
                "outlet": outlet,
                "status": status,
                "reasons": _json(list(reasons)),
                "counts": _json(dict(counts)),
            },
            pk=("run_id", "outlet"),
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
