"""All articles again, from the archive alone: offline, by the reader as it is today."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlite_utils import Database

from db.frontier import save_outlet, save_snapshot
from db.history import save_seen
from db.models import Page
from db.store import finish_run, now, open_database, save_page, start_run
from scrapers.archive import Replayed, replay
from scrapers.page import Rejected
from scrapers.reading import Known, Outlet, Twin, read_answer, read_told
from scrapers.run import VERSION, spiders


class NotEmpty(ValueError):
    """The database holds articles already; articles are rebuilt into a new one."""


def reparse(
    database: Path, archive: Path, outlets: Sequence[str] | None = None, *, progress: Callable[[Path], None] | None = None
) -> dict[str, int]:
    """Rebuild articles, versions and snapshots of ``outlets`` (all if None) from the WARC files in ``archive``.

    With the reader that wrote them the rows are those of the crawl, byte by byte, ids apart. Returns counts: records, new,
    changed, unchanged, rejected. Raises :class:`NotEmpty` unless ``database`` is new. ``progress`` is called with each file done.
    """
    db = open_database(database)
    if next(iter(db.query("SELECT 1 FROM articles LIMIT 1")), None):
        raise NotEmpty(f"{database} holds articles already: rebuild into a new file")
    run_id = start_run(db, "reparse", VERSION)
    counts = dict.fromkeys(("records", "new", "changed", "unchanged", "rejected"), 0)
    for name, spider in spiders().items():
        if outlets and name not in outlets:
            continue
        save_outlet(db, spider.describe(), now())
        for file in sorted((archive / name).glob("*.warc.gz")):
            for record in replay(archive, [file]):
                counts["records"] += 1
                counts[_rebuild(db, name, spider.reader(), record)] += 1
            if progress:
                progress(file)
    finish_run(db, run_id, "ok", counts)
    db.conn.close()
    return counts


def _rebuild(db: Database, name: str, outlet: Outlet, record: Replayed) -> str:
    known = Known.loads(record.known)
    at = record.at.isoformat(timespec="seconds")
    with db.atomic():
        if record.told:
            page, snapshot = read_told(outlet, known), _last_snapshot(db, known.url, at)
        else:
            snapshot = save_snapshot(db, name, known.url, at, record.status, record.file, record.offset, record.digest)
            try:
                page = read_answer(outlet, known, record.body, record.content_type, record.at)
            except (Rejected, Twin):
                page = None
        return _save(db, name, page, snapshot, known, at) if page else "rejected"


def _save(db: Database, name: str, page: Page, snapshot: int | None, known: Known, at: str) -> str:
    """As :mod:`scrapers.pipelines` stores it."""
    if known.seen_at is None:
        return save_page(db, name, page, snapshot, at)[1]
    return save_seen(db, name, page, snapshot, known.seen_at, if_new=page.url != known.url)[1]


def _last_snapshot(db: Database, url: str, at: str) -> int | None:
    """The response that was no use, when there was one with status 200."""
    row = next(iter(db.query("SELECT id FROM snapshots WHERE url = ? AND fetched_at = ? ORDER BY id DESC", [url, at])), None)
    return int(row["id"]) if row else None
