"""One night's crawl: starts the process that crawls, shows how it does, and says how each outlet fared."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from sqlite_utils import Database

import scrapers.spiders
from db.frontier import has_articles, save_outlet, save_run_outlet
from db.health import news_days, past_runs
from db.models import local_day
from db.store import finish_run, now, open_database, start_run
from scrapers.backfill.plan import Order
from scrapers.health import UNCOUNTED, Ending, Standing, assess, overall, unheld
from scrapers.mirror import Mirror
from scrapers.monitors import LONGEST_PAST_DAYS, MIN_PAST, Check, Run
from scrapers.outlet import OutletSpider
from scrapers.silence import MAX_ALLOWED, WINDOW, Silence, silence

VERSION = "crawl-1"
#: Lines of the crawler's own messages kept for the report when it dies.
KEPT_LINES = 20

#: Seconds between two lines of progress where there is no bar.
SPEAK_EVERY = 60.0

#: What the run's row counts.
TOTALS = ("found", "fetched", "new", "changed", "unchanged", "stub", "failed", "gone", "skipped")

Recheck = Literal["due", "all"]


class UnknownOutlet(ValueError):
    """An outlet was asked for that no spider has; the message names those that exist."""


@dataclass(frozen=True)
class OutletReport:
    """How one outlet fared. ``counts``: found, fetched, new, changed, unchanged, failed …; ``pages_failed``: reasons; ``checks``:
    every monitor with its threshold."""

    outlet: str
    status: str
    reasons: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    pages_failed: Mapping[str, int] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class CrawlReport:
    """How a crawl went. ``status`` is ok, degraded or failed; ``fatal`` names a fault that no outlet is to blame for, such as a
    full disk or a wrong mirror."""

    run_id: int
    status: str
    outlets: tuple[OutletReport, ...]
    fatal: str | None = None

    @property
    def ailing(self) -> tuple[OutletReport, ...]:
        """The outlets that make the run less than well."""
        return tuple(item for item in self.outlets if item.status not in ("ok", *UNCOUNTED))

    def total(self, name: str) -> int:
        """Sum of one count over all outlets."""
        return sum(report.counts.get(name, 0) for report in self.outlets)


def spiders() -> dict[str, type[OutletSpider]]:
    """All outlets' spiders by name; the folder is the list."""
    found: dict[str, type[OutletSpider]] = {}
    for module in sorted(item.name for item in iter_modules(scrapers.spiders.__path__)):
        for value in vars(import_module(f"scrapers.spiders.{module}")).values():
            if isinstance(value, type) and issubclass(value, OutletSpider) and value.__module__.endswith(f".{module}"):
                found[value.name] = value
    return found


def outlets() -> list[dict[str, Any]]:
    """Each outlet's id, name, domains, ownership, language, confidence, and where it lists its stories."""
    return [
        {
            **spider.describe(),
            "confidence": spider.confidence,
            "sources": [f"{source.kind} {source.url}" for chain in spider.chains for source in chain],
        }
        for spider in spiders().values()
    ]


def crawl(
    database: Path,
    archive: Path,
    outlets: Sequence[str] | None = None,
    mirror: str | None = None,
    *,
    delay: float | None = None,
    limit: int | None = None,
    recheck: Recheck = "due",
    log_json: bool = False,
    progress: bool | None = None,
    settings: Mapping[str, Any] | None = None,
    past: Order | None = None,
) -> CrawlReport:
    """Crawl ``outlets`` (all if None) into ``database``, raw responses into the folder ``archive``.

    ``mirror`` is a server that answers in place of all outlets. ``delay`` is in seconds between requests to a host: at least 2 on
    the real web, none against a mirror; a robots.txt that asks for more is obeyed. ``limit`` is the number of pages an outlet (by
    default 1,500 on the real web, none against a mirror; what is left stays due). ``recheck`` ``all`` asks again for every story
    known, conditionally; ``due`` only for those due. ``progress`` draws bars (default: on a terminal), else one line an outlet
    goes to stderr, as JSON with ``log_json``. ``settings`` override Scrapy's. ``past`` makes it a back-fill.

    Raises :class:`UnknownOutlet`, :class:`scrapers.mirror.MirrorError` and :class:`db.store.StoreError` before anything starts;
    whatever goes wrong later is in the report.
    """
    known = spiders()
    names = list(outlets) if outlets else list(known)
    if unknown := [name for name in names if name not in known]:
        raise UnknownOutlet(f"no outlet {', '.join(unknown)}; there are {', '.join(known)}")
    if mirror:
        Mirror.at(mirror)
    db = open_database(database)
    for name in names:
        save_outlet(db, known[name].describe(), now())
    stage = "backfill" if past else "crawl"
    run_id = start_run(db, stage, VERSION)
    order = {
        "database": str(database),
        "archive": str(archive),
        "outlets": names,
        "mirror": mirror,
        "delay": delay,
        "limit": limit,
        "recheck": recheck,
        "settings": {**(past.settings if past else {}), **(settings or {})},
        "past": past.dumps() if past else None,
    }
    bars = sys.stderr.isatty() if progress is None else progress
    view = _View(names, bars=bars, as_json=log_json, mirrored=bool(mirror), stage=stage)
    ended, death = _run_worker(order, view)
    mirrored = bool(mirror) and "SUCESOS_ONLY" not in (settings or {})
    standing = {name: _standing(db, known[name], run_id, mirrored=mirrored, nightly=not past) for name in names}
    report = _record(db, _report(run_id, names, ended, death, standing))
    db.conn.close()
    return report


def _standing(db: Database, spider: type[OutletSpider], run_id: int, *, mirrored: bool, nightly: bool) -> Standing:
    """What is known of an outlet beyond this run. A back-fill is not compared with the nights before."""
    proven, verified = has_articles(db, spider.name), spider.confidence != "unverified"
    if not nightly:
        return Standing(proven, verified, mirrored)
    at = datetime.now(UTC)
    since = (at - timedelta(days=LONGEST_PAST_DAYS)).isoformat(timespec="seconds")
    past = [Run(datetime.fromisoformat(began), counts) for began, counts in past_runs(db, spider.name, run_id, since)]
    silent = silence_of(db, spider.name, at)
    if mirrored and len(past) < MIN_PAST:
        silent = replace(silent, allowed=None, why="a mirror: its news may be of any time")
    return Standing(proven, verified, mirrored, past, silent)


def silence_of(db: Database, outlet: str, at: datetime) -> Silence:
    """Days without news of an outlet at the moment ``at``, against its rhythm."""
    today = local_day(at) or at.date()
    days = news_days(db, today - timedelta(days=WINDOW + MAX_ALLOWED + 1), today, outlet)
    return silence(days.get(outlet, {}), today)


def _record(db: Database, report: CrawlReport) -> CrawlReport:
    """Store how the run went; on a full disk that fails too, and the report says so."""
    totals = {name: report.total(name) for name in TOTALS}
    errors = [*filter(None, [report.fatal]), *(f"{item.outlet}: {reason}" for item in report.ailing for reason in item.reasons)]
    try:
        for item in report.outlets:
            checks = [check.row() for check in item.checks]
            extra = {"sources": dict(item.sources), "pages_failed": dict(item.pages_failed), "checks": checks}
            save_run_outlet(db, report.run_id, item.outlet, item.status, item.reasons, {**item.counts, **extra})
        finish_run(db, report.run_id, report.status, totals, errors)
    except sqlite3.Error as error:
        return replace(report, status="failed", fatal=report.fatal or f"cannot write the database: {error}")
    return report


def _run_worker(order: Mapping[str, Any], view: "_View") -> tuple[dict[str, dict[str, Any]], str | None]:
    """Run the crawling process to its end; returns what each outlet told at its end, and why the process died, if it did."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "scrapers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert worker.stdin
    assert worker.stdout
    last: list[str] = []
    listener = threading.Thread(target=_keep_last, args=(worker.stderr, last, view), daemon=True)
    listener.start()
    ended: dict[str, dict[str, Any]] = {}
    try:
        worker.stdin.write(json.dumps(order) + "\n")
        worker.stdin.close()
        with view:
            for line in worker.stdout:
                _hear(line, ended, view)
    except BrokenPipeError:
        pass
    finally:
        if worker.poll() is None and sys.exc_info()[0] is not None:
            worker.terminate()
        code = worker.wait()
        listener.join(timeout=5)
    return ended, f"the crawling process ended with status {code}: {' '.join(last[-3:])[-500:]}" if code else None


def _hear(line: str, ended: dict[str, dict[str, Any]], view: "_View") -> None:
    try:
        event = json.loads(line)
    except ValueError:
        return
    if event["event"] == "closed":
        ended[event["outlet"]] = event
    if event["event"] in ("progress", "closed"):
        view.show(event)


def _keep_last(stream: Any, last: list[str], view: "_View") -> None:
    for line in stream:
        last.append(line.strip())
        del last[:-KEPT_LINES]
        view.note(line.rstrip())


def _report(
    run_id: int,
    names: Sequence[str],
    ended: Mapping[str, Mapping[str, Any]],
    death: str | None,
    standing: Mapping[str, Standing],
) -> CrawlReport:
    reports = []
    for name in names:
        event = ended.get(name)
        if event is None:
            reports.append(OutletReport(name, "failed", (death or "the spider did not start",)))
            continue
        ending = Ending(event["troubles"], event["reason"], event["fatal"])
        found = assess(Run(datetime.now(UTC), {**event["counts"], "sources": event["sources"]}), ending, standing[name])
        reports.append(
            OutletReport(name, found.status, found.reasons, event["counts"], event["sources"], event["reasons"], found.checks)
        )
    fatal = next((event["fatal"] for event in ended.values() if event["fatal"]), None)
    if reports and all(report.status == "absent" for report in reports):
        fatal = "the mirror answered 404, 410 or 421 to every request for every outlet: is it the right mirror?"
    return CrawlReport(run_id, overall([report.status for report in reports]), tuple(reports), fatal)


def _progress(counts: Mapping[str, int]) -> str:
    """How far a crawl has come, in words."""
    if not counts.get("due"):
        return f"{counts.get('found', 0):,} URLs found so far"
    return f"{counts.get('fetched', 0):,} of {counts['due']:,} pages"


class _View:
    """What is shown while it runs: bars on a terminal, else one line an outlet at its end."""

    def __init__(self, names: Sequence[str], *, bars: bool, as_json: bool, mirrored: bool = False, stage: str = "crawl") -> None:
        self._stage = stage
        self._spoken = time.monotonic()
        self._json = as_json
        self._mirrored = mirrored
        self._console = Console(stderr=True)
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        if bars and not as_json:
            columns = (
                TextColumn("{task.description:<18}"),
                BarColumn(),
                TextColumn("{task.completed:>6.0f} pages  {task.fields[note]}"),
            )
            self._bars = Progress(*columns, console=self._console)
            self._tasks = {name: self._bars.add_task(name, total=None, note="") for name in names}

    def __enter__(self) -> "_View":
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bars:
            self._bars.stop()

    def show(self, event: Mapping[str, Any]) -> None:
        """A progress or closing event of the worker."""
        counts, name = event["counts"], event["outlet"]
        if self._mirrored and unheld(counts) and event["event"] == "closed":
            # The mirror does not hold this outlet: no line, no bar.
            if self._bars:
                self._bars.update(self._tasks[name], visible=False)
            return
        words = ", ".join(
            f"{counts[key]} {key}"
            for key in ("new", "changed", "unchanged", "stub", "failed", "gone", "skipped")
            if counts.get(key)
        )
        if self._bars:
            words = words or _progress(counts)
            self._bars.update(self._tasks[name], completed=counts.get("fetched", 0), total=counts.get("due") or None, note=words)
        elif event["event"] == "closed" and self._json:
            self._json_line(f"{name}: {words or 'nothing'}", outlet=name, counts=counts, troubles=event["troubles"])
        elif event["event"] == "closed":
            self._line(f"{self._stage} {name}: {words or 'nothing'}")
        elif time.monotonic() - self._spoken >= SPEAK_EVERY:
            self._speak(f"{self._stage} {name}: {_progress(counts)}{', ' if words else ''}{words}")

    def _speak(self, line: str) -> None:
        """A line of progress where nobody watches a bar."""
        self._spoken = time.monotonic()
        if self._json:
            self._json_line(line)
        else:
            self._line(line)

    def note(self, line: str) -> None:
        """A message of the crawler itself."""
        if self._bars:
            self._bars.console.print(line, markup=False, highlight=False)
        elif self._json:
            self._json_line(line, level="warning")
        else:
            self._line(line)

    def _json_line(self, message: str, level: str = "info", **fields: Any) -> None:
        line = {"time": now(), "level": level, "message": message, "stage": self._stage, **fields}
        self._line(json.dumps(line, ensure_ascii=False))

    def _line(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)
