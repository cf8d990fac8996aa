"""Texts of the past into an article's versions: a capture of years ago comes before what was fetched last night.

Text that a file gave (``sources.body`` is ``file``) counts as older than any page, because nobody knows when it was seen.
"""

from datetime import UTC
from typing import Any

from sqlite_utils import Database

from db.models import Page, local_day
from db.store import _insert_version, save_page, text_digest


def save_seen(
    db: Database, outlet: str, page: Page, snapshot_id: int | None, seen_at: str, *, if_new: bool = False
) -> tuple[int, str]:
    """Store a text that was seen at the moment ``seen_at``; returns the article's id and ``new``, ``changed`` or ``unchanged``.

    As :func:`db.store.save_page`, but versions are in the order in which they were seen, whatever the order of storing. The same
    text seen earlier is not stored again; its version then tells the earlier moment. With ``if_new`` an article that is stored
    already is left alone. Idempotent.
    """
    with db.atomic():
        row = next(iter(db.query("SELECT id FROM articles WHERE url = ?", [page.url])), None)
        before, after = _neighbours(db, row["id"], seen_at) if row else (None, None)
        if row and if_new:
            return int(row["id"]), "unchanged"
        if row is None or after is None:
            return save_page(db, outlet, page, snapshot_id, seen_at)
        digest = text_digest(page.title, page.body)
        if before and before["text_digest"] == digest:
            return int(row["id"]), "unchanged"
        _fill_in(db, row["id"], page, seen_at)
        if after["text_digest"] == digest:
            sql = "UPDATE article_versions SET fetched_at = ?, snapshot_id = ? WHERE id = ?"
            db.execute(sql, [seen_at, snapshot_id, after["id"]])
            return int(row["id"]), "unchanged"
        _make_room(db, row["id"], after["version"])
        _insert_version(db, row["id"], after["version"], page, snapshot_id, seen_at, digest)
    return int(row["id"]), "changed"


def _fill_in(db: Database, article_id: int, page: Page, seen_at: str) -> None:
    """Move the article's first sighting back, and tell its date if nothing has told it yet."""
    sql = "UPDATE articles SET first_seen_at = min(first_seen_at, :at), published_at = coalesce(published_at, :published),"
    published = page.published.astimezone(UTC).isoformat(timespec="seconds") if page.published else None
    day = local_day(page.published)
    db.execute(
        f"{sql} published_day = coalesce(published_day, :day) WHERE id = :id",
        {"at": seen_at, "published": published, "day": day and day.isoformat(), "id": article_id},
    )


def _neighbours(db: Database, article_id: int, at: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The versions of an article before and after the moment ``at``: the newest not seen later, and the oldest seen later."""
    rows = db.query(
        "SELECT id, version, text_digest, fetched_at > :at AND coalesce(json_extract(sources, '$.body'), '') <> 'file' AS later"
        " FROM article_versions WHERE article_id = :id ORDER BY version DESC",
        {"id": article_id, "at": at},
    )
    after = None
    for row in rows:
        if not row["later"]:
            return row, after
        after = row
    return None, after


def _make_room(db: Database, article_id: int, version: int) -> None:
    """Count up the versions from ``version`` on; by way of negative numbers, since each number may stand only once."""
    db.execute("UPDATE article_versions SET version = -version - 1 WHERE article_id = ? AND version >= ?", [article_id, version])
    db.execute("UPDATE article_versions SET version = -version WHERE article_id = ? AND version < 0", [article_id])
