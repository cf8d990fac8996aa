"""The command ``backfill``: an outlet's stories of years ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.console import BadInput, CannotRun, Console, log_option
from commands.lock import only_one
from commands.options import archive_option, database_option, mirror_option, opened
from db.store import StageReport, StoreError

if TYPE_CHECKING:
    from scrapers.backfill.plan import Order
    from scrapers.backfill.window import Window

SOURCES = ("wordpress", "sitemap", "archive", "wayback", "warc", "file")
#: Sentences about rows and records told one by one; the counts are told in any case.
TOLD = 200
_MEGABYTE = 1_000_000


@click.command()
@click.argument("outlet")
@click.argument("paths", nargs=-1, metavar="[FILE…]", type=click.Path(exists=True, path_type=Path))
@click.option("--source", type=click.Choice(SOURCES), help="Where to look; see above.")
@click.option("--from", "first", metavar="DATE", help="First day: 2012, 2012-05 or 2012-05-31.")
@click.option("--to", "last", metavar="DATE", help="Last day, in the same forms.  [default: today]")
@click.option("--map", "columns", metavar="FIELD=COLUMN,…", help="Columns of a corpus, where their names do not tell.")
@click.option("--every", is_flag=True, help="Of the Wayback Machine: every text of a story, not only the first.")
@click.option("--coverage", "only_coverage", is_flag=True, help="Only show what is known of each month.")
@click.option("--limit", type=click.IntRange(1), help="At most this many stories in this run.")
@click.option(
    "--delay", type=click.FloatRange(0), help="Seconds between two requests to one host; never under 2 on the real web."
)
@database_option
@archive_option
@mirror_option
@log_option
def backfill(
    outlet: str,
    paths: tuple[Path, ...],
    source: str | None,
    first: str | None,
    last: str | None,
    columns: str | None,
    every: bool,
    only_coverage: bool,
    limit: int | None,
    delay: float | None,
    database: Path,
    archive: Path,
    mirror: str | None,
    console: Console,
) -> None:
    """Get an outlet's stories of years ago.

    OUTLET is an id of `sucesos outlets`. What was begun is gone on with: give the same command again after an interruption,
    nothing is fetched or stored twice. At the end, and with --coverage, each month's stories are counted.

    \b
    Sources:
      wordpress  the outlet's REST interface, month by month
      sitemap    its sitemaps
      archive    its dated archives and pages of headlines
      wayback    the Wayback Machine's captures of all its hosts; slow, one request at a time
      warc       WARC files on this machine (Common Crawl's CC-NEWS), or folders of them
      file       a corpus of articles on this machine: CSV, JSON Lines, JSON or Parquet

    \b
    Examples:
      sucesos backfill diariocolatino --source wordpress --from 2014 --to 2016
      sucesos backfill eldiariodehoy --source wayback --from 2013-05 --to 2013-08 --limit 500
      sucesos backfill laprensagrafica --source warc CC-NEWS-2017/
      sucesos backfill elmundo --source file corpus.csv --map title=titulo,body=texto,date=fecha,url=link
      sucesos backfill elmundo --coverage --from 2016 --to 2018
    """
    order, days = _order(outlet, source, first, last, every, paths, only_coverage)
    if order is None:
        _show_coverage(database, outlet, days, console)
        return
    with only_one(database):
        opened(database, create=True).conn.close()
        if order.source in ("warc", "file"):
            report, bad = _from_files(database, archive, outlet, order, paths, columns, limit, console)
        else:
            report, bad = _from_web(database, archive, outlet, order, mirror, delay, limit, console), 0
    from commands.night import tell

    _show_coverage(database, outlet, order.days if first else None, console)
    tell(console, "backfill", report)
    raise SystemExit(2 if bad else 0 if report.status == "ok" else 1)


def _order(
    name: str, source: str | None, first: str | None, last: str | None, every: bool, paths: tuple[Path, ...], show: bool
) -> "tuple[Order | None, Window | None]":
    """What is asked for, checked; no order when only the coverage is."""
    from scrapers.backfill.plan import REMOTE, NoSuchSource, Order
    from scrapers.backfill.run import check, days_of, outlet_named
    from scrapers.backfill.window import WindowError
    from scrapers.run import UnknownOutlet

    try:
        outlet = outlet_named(name)
        days = days_of(outlet, first, last)
        if show:
            return None, days if first or last else None
        if source is None:
            raise BadInput("say where to look with --source; `sucesos backfill --help` tells what there is")
        order = Order(source, days, every)
        check(outlet, order, paths)
    except (UnknownOutlet, WindowError, NoSuchSource) as error:
        raise BadInput(str(error)) from error
    if first is None and source in REMOTE:
        raise BadInput(f"say from when with --from, such as --from {max(outlet.first_year, 2012)}")
    return order, days


def _from_web(
    database: Path,
    archive: Path,
    outlet: str,
    order: "Order",
    mirror: str | None,
    delay: float | None,
    limit: int | None,
    console: Console,
) -> StageReport:
    from scrapers.backfill.run import from_web
    from scrapers.mirror import MirrorError

    if archive.exists() and not archive.is_dir():
        raise BadInput(f"{archive} is not a folder")
    try:
        report = from_web(database, archive, outlet, order, mirror, delay=delay, limit=limit, log_json=console.log_json)
    except MirrorError as error:
        raise BadInput(str(error)) from error
    except StoreError as error:
        raise CannotRun(str(error)) from error
    names = ("found", "fetched", "new", "changed", "unchanged", "failed", "gone", "skipped", "waits")
    return StageReport(report.run_id, report.status, {name: report.counts.get(name, 0) for name in names}, report.reasons)


def _from_files(
    database: Path,
    archive: Path,
    outlet: str,
    order: "Order",
    paths: tuple[Path, ...],
    columns: str | None,
    limit: int | None,
    console: Console,
) -> tuple[StageReport, int]:
    from scrapers.backfill.columns import MappingError, parse_map
    from scrapers.backfill.corpus import CorpusError
    from scrapers.backfill.run import from_files

    with _listener(console, paths) as listener:
        try:
            told = parse_map(columns)
            report = from_files(database, archive, outlet, order, paths, listener, columns=told, limit=limit)
        except (MappingError, CorpusError) as error:
            raise BadInput(str(error)) from error
    return StageReport(report.run_id, report.status, dict(report.counts), report.reasons), report.bad


class _Listener:
    """Tells what is wrong with rows, up to a number of them, and moves the bar."""

    def __init__(self, console: Console, tick: Any) -> None:
        self._console, self._tick = console, tick
        self._told = 0
        self._done: dict[Path, int] = {}

    def say(self, sentence: str) -> None:
        self._console.say(sentence)

    def warn(self, sentence: str) -> None:
        self._told += 1
        if self._told <= TOLD:
            self._console.say(sentence, "warning")
        elif self._told == TOLD + 1:
            self._console.say(f"more than {TOLD} such rows: the others are only counted", "warning")

    def read(self, path: Path, done: int) -> None:
        before = self._done.get(path, 0)
        self._done[path] = done
        for _ in range(done // _MEGABYTE - before // _MEGABYTE):
            self._tick()


@contextmanager
def _listener(console: Console, paths: tuple[Path, ...]) -> Iterator[_Listener]:
    from scrapers.backfill.warcs import files_in

    size = sum(file.stat().st_size for path in paths for file in files_in(path))
    with console.progress("backfill, MB", max(1, size // _MEGABYTE)) as tick:
        yield _Listener(console, tick)


def _show_coverage(database: Path, outlet: str, days: "Window | None", console: Console) -> None:
    from scrapers.backfill.coverage import coverage

    rows = [
        (one.name, one.found, one.stored, one.failed, one.left, one.silent if one.days is None else f"{one.silent} of {one.days}")
        for one in coverage(opened(database), outlet, days)
    ]
    names = ("month", "found", "stored", "failed", "left", "days without")
    console.table(f"Stories of {outlet}", names, rows)
