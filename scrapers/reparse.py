"""All articles again, from the archive alone: offline, by the reader as it is today."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from db.frontier import save_outlet, save_snapshot
from db.history import save_seen
from db.models import Page
from db.store import finish_run, now, open_database, save_page, start_run
from scrapers.archive import in_order
from scrapers.outlet import OutletSpider
from scrapers.page import Rejected
from scrapers.reading import Known, Outlet, Twin, read_answer, read_told
from scrapers.replay import Damage, Replayed, replay
from scrapers.run import VERSION, UnknownOutlet, spiders


class NotEmpty(ValueError):
    """The database holds articles already; articles are rebuilt into a new one."""


@dataclass(frozen=True)
class Rebuilt:
    """Counts (records, new, changed, unchanged, rejected), and the damaged parts of the archive that were passed over."""

    counts: Mapping[str, int]
    damages: tuple[str, ...] = ()


Step = Callable[[Path], None]


def reparse(database: Path, archive: Path, outlets: Sequence[str] | None = None, *, progress: Step | None = None) -> Rebuilt:
    """Rebuild articles, versions and snapshots of ``outlets`` (all if None) from the WARC files in ``archive``.

    With the reader that wrote them the rows are those of the crawl, byte by byte, ids apart. Raises :class:`NotEmpty` unless
    ``database`` is new, and :class:`scrapers.run.UnknownOutlet`. ``progress`` is called with each file done.
    """
    readers = chosen(outlets)
    db = open_database(database)
    if next(iter(db.query("SELECT 1 FROM articles LIMIT 1")), None):
        raise NotEmpty(f"{database} holds articles already: rebuild into a new file")
    run_id = start_run(db, "reparse", VERSION)
    counts = dict.fromkeys(("records", "new", "changed", "unchanged", "rejected"), 0)
    damages: list[str] = []
    for name, spider in readers.items():
        save_outlet(db, spider.describe(), now())
        for record in archived(archive, name, damages, progress):
            counts["records"] += 1
            counts[_rebuild(db, name, spider.reader(), record)] += 1
    finish_run(db, run_id, "degraded" if damages else "ok", counts, damages)
    db.conn.close()
    return Rebuilt(counts, tuple(damages))


def files_of(archive: Path, outlets: Sequence[str] | None = None) -> list[Path]:
    """The WARC files that a reparse will read."""
    return [file for name in chosen(outlets) for file in in_order(archive / name)]


def chosen(outlets: Sequence[str] | None) -> dict[str, type[OutletSpider]]:
    """The spiders of ``outlets``, all if None. Raises :class:`scrapers.run.UnknownOutlet`."""
    known = spiders()
    if unknown := [name for name in outlets or () if name not in known]:
        raise UnknownOutlet(f"no outlet {', '.join(unknown)}; there are {', '.join(known)}")
    return {name: spider for name, spider in known.items() if not outlets or name in outlets}


def archived(archive: Path, name: str, damages: list[str], progress: Step | None) -> Iterator[Replayed]:
    """An outlet's records in the order in which they were written; what is damaged is added to ``damages``."""
    for file in in_order(archive / name):
        for record in replay(archive, [file]):
            if isinstance(record, Damage):
                damages.append(str(record))
            else:
                yield record
        if progress:
            progress(file)


def _rebuild(db: Database, name: str, outlet: Outlet, record: Replayed) -> str:
    known = Known.loads(record.known)
    at = record.at.isoformat(timespec="seconds")
    with db.atomic():
        if record.told:
            snapshot = _last_snapshot(db, known.url, at)
        else:
            place = (record.file, record.offset, record.digest, known.origin or (record.url if known.seen_at else None))
            snapshot = save_snapshot(db, name, known.url, at, record.status, *place)
        page = read_again(outlet, known, record)
        return _save(db, name, page, snapshot, known, at) if page else "rejected"


def _save(db: Database, name: str, page: Page, snapshot: int | None, known: Known, at: str) -> str:
    """As :mod:`scrapers.pipelines` stores it."""
    if known.seen_at is None:
        return save_page(db, name, page, snapshot, at)[1]
    return save_seen(db, name, page, snapshot, known.seen_at, if_new=page.url != known.url)[1]


def read_again(outlet: Outlet, known: Known, record: Replayed) -> Page | None:
    """The article in a record, as the crawl read it; None where it found none."""
    if record.told:
        return read_told(outlet, known)
    if record.body is None:
        return None
    try:
        return read_answer(outlet, known, record.body, record.content_type, record.at)
    except (Rejected, Twin):
        return None
    except Exception:
        # Whatever a page does to the reader, the crawl went on too.
        return None


def _last_snapshot(db: Database, url: str, at: str) -> int | None:
    """The response that was no use, when there was one with status 200."""
    row = next(iter(db.query("SELECT id FROM snapshots WHERE url = ? AND fetched_at = ? ORDER BY id DESC", [url, at])), None)
    return int(row["id"]) if row else None
