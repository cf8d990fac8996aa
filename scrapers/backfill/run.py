"""A back-fill from its beginning to its report, whatever the source."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from db.frontier import save_outlet, save_run_outlet
from db.models import SALVADOR
from db.store import finish_run, now, open_database, start_run
from scrapers.archive import Archive, ArchiveError
from scrapers.backfill.columns import MappingError, columns_of
from scrapers.backfill.corpus import Corpus, open_corpus
from scrapers.backfill.local import Listener, LocalStore, Tally
from scrapers.backfill.plan import REMOTE, NoSuchSource, Order, available, sources
from scrapers.backfill.window import Window, window
from scrapers.outlet import OutletSpider
from scrapers.run import VERSION, UnknownOutlet, crawl, spiders

#: Seconds between two requests to the Wayback Machine where no delay is given. Its makers' own client allows 24 queries of the
#: index a minute (edgi-govdata-archiving/wayback 0.5.1); half of that leaves room for others behind the same address.
WAYBACK_DELAY = 5.0
#: Seconds of the first wait for a busy mirror: it is a test, and nobody is spared by a long one.
MIRROR_PATIENCE = 0.5


@dataclass(frozen=True)
class Report:
    """How a back-fill went: status (ok, degraded, failed), counts, and sentences. ``bad``: rows of files that could not be
    read."""

    run_id: int
    status: str
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    bad: int = 0


def outlet_named(name: str) -> type[OutletSpider]:
    """The spider of an outlet. Raises :class:`scrapers.run.UnknownOutlet`."""
    known = spiders()
    if name not in known:
        raise UnknownOutlet(f"no outlet {name}; there are {', '.join(known)}")
    return known[name]


def days_of(outlet: type[OutletSpider], first: str | None, last: str | None) -> Window:
    """The days asked for. Raises :class:`scrapers.backfill.window.WindowError`."""
    return window(first, last, today=datetime.now(SALVADOR).date(), since=outlet.first_year)


def check(outlet: type[OutletSpider], order: Order, paths: Sequence[Path]) -> None:
    """Raise :class:`scrapers.backfill.plan.NoSuchSource` when the outlet has no such source, or files are missing or too many."""
    if order.source in REMOTE:
        sources(outlet, order)
        if paths:
            raise NoSuchSource(f"--source {order.source} takes no files; --source warc and --source file do")
    elif order.source not in available(outlet):
        raise NoSuchSource(f"no source {order.source}; {outlet.name} has {', '.join(available(outlet))}")
    elif not paths:
        raise NoSuchSource(f"--source {order.source} needs the files to read behind the outlet")


def from_web(
    database: Path,
    archive: Path,
    outlet: str,
    order: Order,
    mirror: str | None = None,
    *,
    delay: float | None = None,
    limit: int | None = None,
    **options: Any,
) -> Report:
    """Fetch an outlet's past; without ``limit`` to its end. ``options`` are those of :func:`scrapers.run.crawl`."""
    settings = {"SUCESOS_LIMIT": limit or 0} | ({"SUCESOS_PATIENCE": MIRROR_PATIENCE} if mirror else {})
    if order.source == "wayback" and delay is None and not mirror:
        delay = WAYBACK_DELAY
    report = crawl(database, archive, [outlet], mirror, delay=delay, limit=limit, past=order, settings=settings, **options)
    one = report.outlets[0]
    told = tuple(f"{number} × {reason}" for reason, number in one.pages_failed.items())
    return Report(report.run_id, report.status, one.counts, (*filter(None, [report.fatal]), *one.reasons, *told))


def from_files(
    database: Path,
    archive: Path,
    outlet: str,
    order: Order,
    paths: Sequence[Path],
    listener: Listener,
    *,
    columns: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Report:
    """Read an outlet's past from files on this machine. Raises :class:`scrapers.backfill.corpus.CorpusError` and
    :class:`scrapers.backfill.columns.MappingError` when a file is none of its
    kind; nothing is stored then."""
    spider = outlet_named(outlet)
    corpora = [_opened(path, columns or {}) for path in paths] if order.source == "file" else []
    db = open_database(database)
    save_outlet(db, spider.describe(), now())
    run_id = start_run(db, "backfill", VERSION)
    folder = Archive(archive, db)
    work = LocalStore(db, folder, spider, order.days, listener, limit)
    trouble: str | None = None
    try:
        for path, corpus, mapping in corpora:
            work.read_corpus(path, corpus, mapping)
        for path in paths if order.source == "warc" else ():
            work.read_warcs(path)
    except (ArchiveError, sqlite3.Error) as error:
        trouble = f"cannot write: {error}"
    finally:
        folder.close()
    report = _report(run_id, work.tally, trouble)
    save_run_outlet(db, run_id, outlet, report.status, report.reasons, report.counts)
    finish_run(db, run_id, report.status, report.counts, report.reasons)
    db.conn.close()
    return report


def _opened(path: Path, told: Mapping[str, str]) -> tuple[Path, Corpus, Mapping[str, str]]:
    corpus = open_corpus(path)
    try:
        return path, corpus, columns_of(corpus.columns, told)
    except MappingError as error:
        raise MappingError(f"{path}: {error}") from error


def _report(run_id: int, tally: Tally, trouble: str | None) -> Report:
    reasons = tuple(f"{number} × {reason}" for reason, number in tally.reasons.most_common(20))
    status = "failed" if trouble else "degraded" if tally.counts["broken files"] else "ok"
    return Report(run_id, status, dict(tally.counts), (*filter(None, [trouble]), *reasons), tally.counts["bad"])
