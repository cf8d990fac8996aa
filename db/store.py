"""Open, save, read: small functions that take the database first.

Writers use short transactions (``with db.atomic()``); WAL and ``busy_timeout`` let readers and the nightly job work side by side.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.migrations import CHANGES_DATA, migrations
from db.models import Account, Evidence, Extraction, Page, Statistic, document_text, local_day
from db.queries import query
from db.wording import is_stub, same_words

#: Letters kept of a stub.
LONGEST_STUB = 300
#: Milliseconds that a writer waits for another before it gives up.
BUSY_TIMEOUT = 60_000


class StoreError(Exception):
    """The database cannot be used; the message says what to do."""


def now() -> str:
    """This moment as UTC ISO 8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def connect(path: str | Path) -> Database:
    """Connect to the SQLite file ``path`` with foreign keys, WAL and a busy timeout; no migration is run.

    Raises :class:`StoreError` when it is no SQLite file, cannot be written, or holds another program's tables.
    """
    try:
        connection = sqlite3.connect(str(path), timeout=BUSY_TIMEOUT / 1000)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if tables and migrations.migrations_table not in tables:
            connection.close()
            raise StoreError(f"{path} is a database of another program; nothing was written to it")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error as error:
        raise StoreError(f"cannot open {path}: {error}. Is it a SQLite file in a folder you may write to?") from error
    return Database(connection)


def open_database(path: str | Path) -> Database:
    """Open ``path``, creating it and bringing its schema up to date.

    Raises :class:`StoreError` when the file is not a database, cannot be written, or holds rows that a pending migration would
    rewrite (run ``sucesos migrate``, which copies the file first).
    """
    db = connect(path)
    risky = [m.name for m in migrations.pending(db) if m.name in CHANGES_DATA]
    if risky and db["articles"].exists():
        raise StoreError(f"{path} needs the migration {', '.join(risky)}: run `sucesos migrate`, which copies the file first")
    try:
        migrations.apply(db)
    except sqlite3.Error as error:
        raise StoreError(f"cannot bring {path} up to date: {error}") from error
    return db


def migrate(path: str | Path) -> tuple[list[str], Path | None]:
    """Apply all pending migrations to ``path``.

    Before one that changes data the file is copied to ``<name>.before-<migration>``. Returns the names applied and the copy,
    if one was made.
    """
    db = connect(path)
    pending = [m.name for m in migrations.pending(db)]
    risky = next((name for name in pending if name in CHANGES_DATA), None)
    copy = None
    if risky and db["articles"].exists():
        copy = Path(f"{path}.before-{risky}")
        with sqlite3.connect(copy) as target:
            db.conn.backup(target)
    migrations.apply(db)
    return pending, copy


# --- runs -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage did: its run, ``ok``, ``degraded`` or ``failed``, counts, and errors in words. ``fatal`` is a fault of this
    machine, such as a full disk, that a person must mend."""

    run_id: int
    status: str
    counts: dict[str, int]
    errors: tuple[str, ...] = ()
    fatal: str | None = None


def start_run(db: Database, stage: str, version: str) -> int:
    """Record that a stage begins; returns the run's id."""
    with db.atomic():
        cursor = db.execute("INSERT INTO runs (stage, version, started_at) VALUES (?, ?, ?)", [stage, version, now()])
    return int(cursor.lastrowid or 0)


def finish_run(db: Database, run_id: int, status: str, counts: Mapping[str, Any], errors: Iterable[str] = ()) -> None:
    """Record how a run ended: ``status`` is ok, degraded or failed."""
    with db.atomic():
        db.execute(
            "UPDATE runs SET finished_at = ?, status = ?, counts = ?, errors = ? WHERE id = ?",
            [now(), status, _json(dict(counts)), _json(list(errors)), run_id],
        )


def fail_open_runs(db: Database, after: int, error: str) -> None:
    """Mark runs later than ``after`` that never ended as failed: the stage raised ``error``."""
    with db.atomic():
        db.execute(
            "UPDATE runs SET finished_at = ?, status = 'failed', errors = ? WHERE id > ? AND finished_at IS NULL",
            [now(), _json([error]), after],
        )


# --- articles -------------------------------------------------------------------------------------------------------


def text_digest(title: str, body: str) -> str:
    """SHA-256 of the text that extraction reads."""
    return hashlib.sha256(document_text(title, body).encode("utf-8", "surrogatepass")).hexdigest()


def save_page(db: Database, outlet: str, page: Page, snapshot_id: int | None, fetched_at: str) -> tuple[int, str]:
    """Store what was read from a response; returns the article's id and ``new``, ``changed``, ``unchanged`` or ``stub``.

    A new version is written only when title or body say something else than the newest one (:func:`db.wording.same_words`). A
    stub in the place of a story is no version: the text stays, and ``article_stubs`` says since when. Idempotent.
    """
    digest = text_digest(page.title, page.body)
    published = page.published.astimezone(UTC).isoformat(timespec="seconds") if page.published else None
    day = local_day(page.published)
    dates = (published, day and day.isoformat())
    with db.atomic():
        sql = (
            "SELECT a.id, v.version, v.text_digest FROM articles a LEFT JOIN article_versions v ON v.article_id = a.id"
            " WHERE a.url = ? ORDER BY v.version DESC LIMIT 1"
        )
        row = db.conn.execute(sql, (page.url,)).fetchone()
        if row is None:
            cursor = db.conn.execute(
                "INSERT INTO articles (outlet, url, published_at, published_day, first_seen_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (outlet, page.url, *dates, fetched_at, fetched_at),
            )
            row = (int(cursor.lastrowid or 0), None, None)
        article_id, newest, known = row
        if digest == known:
            _no_stub(db, article_id)
            return article_id, "unchanged"
        if newest and (told := _unchanged(db, article_id, newest, page, fetched_at)):
            return article_id, told
        _insert_version(db, article_id, (newest or 0) + 1, page, snapshot_id, fetched_at, digest)
        if newest:
            db.conn.execute(
                "UPDATE articles SET updated_at = ?, published_at = coalesce(published_at, ?),"
                " published_day = coalesce(published_day, ?) WHERE id = ?",
                (fetched_at, *dates, article_id),
            )
    return article_id, "changed" if newest else "new"


def _unchanged(db: Database, article_id: int, newest: int, page: Page, at: str) -> str | None:
    """``stub`` or ``unchanged`` where other letters say nothing new; None for a text that is another version."""
    sql = "SELECT title, body FROM article_versions WHERE article_id = ? AND version = ?"
    title, body = db.conn.execute(sql, (article_id, newest)).fetchone()
    if is_stub(body, page.title, page.body):
        words = " ".join(f"{page.title}. {page.body}".split())
        shown = words if len(words) <= LONGEST_STUB else words[: LONGEST_STUB - 1].rsplit(" ", 1)[0] + "…"
        db.conn.execute(
            "INSERT INTO article_stubs (article_id, since, words) VALUES (?, ?, ?)"
            " ON CONFLICT (article_id) DO UPDATE SET words = excluded.words",
            (article_id, at, shown),
        )
        return "stub"
    _no_stub(db, article_id)
    return "unchanged" if same_words(page.title, page.body, title, body) else None


def _no_stub(db: Database, article_id: int) -> None:
    """The story stands in its place again."""
    db.conn.execute("DELETE FROM article_stubs WHERE article_id = ?", (article_id,))


def version_row(page: Page) -> dict[str, Any]:
    """A page as a row of ``article_versions``, without what ties it to its article and its answer."""
    return {
        "title": page.title,
        "summary": page.summary,
        "body": page.body,
        "authors": _json(page.authors),
        "section": page.section,
        "tags": _json(page.tags),
        "captions": _json(page.captions),
        "tweets": _json(page.tweets),
        "related": _json(page.related),
        "flags": _json(page.flags),
        "sources": _json(dict(page.sources)),
        "language": page.language,
        "modified_at": page.modified.astimezone(UTC).isoformat(timespec="seconds") if page.modified else None,
    }


def _insert_version(
    db: Database, article_id: int, version: int, page: Page, snapshot_id: int | None, fetched_at: str, digest: str
) -> None:
    place = {"article_id": article_id, "version": version, "snapshot_id": snapshot_id, "fetched_at": fetched_at}
    values = {**place, **version_row(page), "text_digest": digest}
    sql = f"INSERT INTO article_versions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
    db.conn.execute(sql, tuple(values.values()))


# --- accounts -------------------------------------------------------------------------------------------------------


def pending_versions(db: Database, pipeline_version: str, retry: bool = False) -> list[int]:
    """Ids of the newest version of each article that this pipeline version has not read yet, oldest article first.

    Those that it failed to read are tried again only with ``retry``.
    """
    return [row["id"] for row in db.query(query("pending_versions"), {"pipeline": pipeline_version, "retry": retry})]


def article_version(db: Database, version_id: int) -> dict[str, Any]:
    """What extraction needs of an article version: id, outlet, url, published_day, title, body, language."""
    sql = (
        "SELECT v.id, a.outlet, a.url, a.published_day, v.title, v.body, v.language"
        " FROM article_versions v JOIN articles a ON a.id = v.article_id WHERE v.id = ?"
    )
    return next(iter(db.query(sql, [version_id])))


def save_extraction(
    db: Database,
    version_id: int,
    pipeline_version: str,
    extraction: Extraction | None,
    run_id: int | None = None,
    error: str | None = None,
) -> None:
    """Replace what was read from an article version; with ``extraction`` None only the ``error`` is recorded.

    A failure leaves what an earlier pipeline version read: nothing already stored is lost.
    """
    with db.atomic():
        db.execute(
            "INSERT INTO extractions (article_version_id, pipeline_version, run_id, kind, error, extracted_at)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (article_version_id) DO UPDATE SET"
            " pipeline_version = excluded.pipeline_version, run_id = excluded.run_id,"
            " kind = coalesce(excluded.kind, kind), error = excluded.error, extracted_at = excluded.extracted_at",
            [version_id, pipeline_version, run_id, extraction.kind if extraction else None, error, now()],
        )
        if extraction is None:
            return
        db.execute("DELETE FROM accounts WHERE article_version_id = ?", [version_id])
        db.execute("DELETE FROM statistics WHERE article_version_id = ?", [version_id])
        published = _published_day(db, version_id) if extraction.accounts else None
        for position, account in enumerate(extraction.accounts):
            _insert_account(db, version_id, pipeline_version, position, published, account)
        for position, statistic in enumerate(extraction.statistics):
            _insert_statistic(db, version_id, pipeline_version, position, statistic)


def _published_day(db: Database, version_id: int) -> str | None:
    sql = "SELECT a.published_day FROM article_versions v JOIN articles a ON a.id = v.article_id WHERE v.id = ?"
    row = next(iter(db.query(sql, [version_id])), None)
    return row["published_day"] if row else None


def _insert_account(db: Database, version_id: int, pipeline: str, position: int, published: str | None, account: Account) -> None:
    row = {
        "article_version_id": version_id,
        "pipeline_version": pipeline,
        "position": position,
        "published_day": published,
        "event_type": account.event_type,
        "country": account.country,
        "date_start": account.date.start and account.date.start.isoformat(),
        "date_end": account.date.end and account.date.end.isoformat(),
        "date_precision": account.date.precision,
        "department": account.department,
        "district": account.district,
        "locality": account.locality,
        "place_precision": account.place_precision,
        "weapon": _json(account.weapon),
        "confidence": _json(dict(account.confidence)),
    }
    for name, toll in (("deaths", account.deaths), ("injured", account.injured)):
        row |= {f"{name}_low": toll.low, f"{name}_best": toll.best, f"{name}_high": toll.high}
    account_id = db.table("accounts").insert(row).last_pk
    for index, victim in enumerate(account.victims):
        db.table("account_victims").insert(
            {
                "account_id": account_id,
                "position": index,
                "types": _json(victim.types),
                "count": victim.count,
                "outcome": victim.outcome,
                "relation_to": victim.relation_to,
                "kin": victim.kin,
                "affiliation": victim.affiliation,
                "sex": victim.sex,
                "ages": _json(victim.ages),
                "names": _json(victim.names),
                "duty_status": victim.duty_status,
            }
        )
    for index, claim in enumerate(account.perpetrators):
        db.table("account_actors").insert(
            {
                "account_id": account_id,
                "position": index,
                "actor": claim.actor,
                "attribution": claim.attribution,
                "attributed_by": claim.attributed_by,
            }
        )
    _insert_evidence(db, "account_id", account_id, account.evidence)


def _insert_statistic(db: Database, version_id: int, pipeline: str, position: int, statistic: Statistic) -> None:
    statistic_id = (
        db.table("statistics")
        .insert(
            {
                "article_version_id": version_id,
                "pipeline_version": pipeline,
                "position": position,
                "indicator": statistic.indicator,
                "value": float(statistic.value),
                "period_start": statistic.start and statistic.start.isoformat(),
                "period_end": statistic.end and statistic.end.isoformat(),
                "area": statistic.area,
                "source": statistic.source,
                "comparison": statistic.comparison,
            }
        )
        .last_pk
    )
    _insert_evidence(db, "statistic_id", statistic_id, statistic.evidence)


def _insert_evidence(db: Database, owner: str, owner_id: Any, evidence: Iterable[Evidence]) -> None:
    db.table("evidence").insert_all(
        {
            owner: owner_id,
            "field": item.field,
            "start_char": item.start,
            "end_char": item.end,
            "quote": item.quote,
            "cue": item.cue,
        }
        for item in evidence
    )


# --- reading --------------------------------------------------------------------------------------------------------


def incidents(db: Database, since: str | None = None, department: str | None = None) -> Iterator[dict[str, Any]]:
    """Living incidents (not merged, withdrawn or rejected), oldest first; ``since`` is an ISO day."""
    yield from db.query(
        "SELECT * FROM incidents WHERE status IN ('machine', 'accepted')"
        " AND (:since IS NULL OR date_start >= :since) AND (:department IS NULL OR department = :department)"
        " ORDER BY date_start, public_id",
        {"since": since, "department": department},
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
