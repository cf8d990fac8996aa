"""One night: crawl, extract, link, export, report. A stage that fails is told, and the next one goes on with what there is."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database

from commands.console import BadInput, CannotRun, Console
from commands.lock import only_one
from commands.options import opened
from db.export import export
from db.report.night import night_report, report_text, save_report
from db.store import StageReport, StoreError, fail_open_runs, finish_run, pending_versions, start_run
from extraction.batch import describe

NIGHT_VERSION = "nightly-1"
#: Errors of a stage told one by one; the report has all.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What a night works on. ``recheck`` is ``all`` or ``due``, as for the crawler."""

    database: Path
    archive: Path
    out: Path
    reports: Path
    outlets: tuple[str, ...] = ()
    mirror: str | None = None
    limit: int | None = None
    recheck: Literal["due", "all"] = "due"
    workers: int = 1
    public: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a night went: exit status (0 all well, 1 something failed or degraded, 3 nothing could run), report and its file."""

    exit_code: int
    report: dict[str, Any]
    path: Path | None


def run_night(plan: Plan, console: Console) -> Outcome:
    """Run all stages under the lock and store the report. Raises BadInput or CannotRun when nothing can start."""
    with only_one(plan.database):
        db = opened(plan.database, create=True)
        try:
            return _run_stages(db, plan, console)
        except sqlite3.Error as error:
            raise CannotRun(_unwritable(plan.database, error)) from error
        finally:
            db.conn.close()


def _run_stages(db: Database, plan: Plan, console: Console) -> Outcome:
    run_id = start_run(db, "nightly", NIGHT_VERSION)
    stages: tuple[tuple[str, Callable[[], StageReport]], ...] = (
        ("crawl", lambda: crawl_stage(plan, console)),
        ("duplicates", lambda: duplicates_stage(db, console)),
        ("extract", lambda: extract_stage(db, plan.workers, console)),
        ("link", lambda: link_stage(db)),
        ("export", lambda: export(db, plan.out, plan.public)),
    )
    done: dict[str, StageReport] = {}
    for name, stage in stages:
        try:
            done[name] = stage()
        except (BadInput, CannotRun) as error:
            finish_run(db, run_id, "failed", {}, [error.message])
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, OSError | StoreError) else describe(error)
            unusable = _unwritable(plan.database, error) if isinstance(error, sqlite3.OperationalError) else None
            done[name] = StageReport(0, "failed", {}, (unusable or reason,), unusable)
            fail_open_runs(db, run_id, reason)
        tell(console, name, done[name])
    status = "ok" if all(one.status == "ok" for one in done.values()) else "degraded"
    if all(one.status == "failed" for one in done.values()):
        status = "failed"
    finish_run(db, run_id, status, {name: one.counts for name, one in done.items()}, _errors(done))
    report = night_report(db, run_id, {name: one.errors for name, one in done.items()})
    fatal = any(one.fatal for one in done.values())
    return Outcome(3 if fatal else {"ok": 0, "degraded": 1, "failed": 3}[status], report, _saved(report, plan, console))


def _unwritable(database: Path, error: Exception) -> str:
    return f"cannot write {database}: {error}. Is there space, and may it be written? What is stored is whole; run it again"


def _errors(done: dict[str, StageReport]) -> list[str]:
    return [f"{name}: {error}" for name, one in done.items() for error in one.errors]


def _saved(report: dict[str, Any], plan: Plan, console: Console) -> Path | None:
    try:
        return save_report(report, plan.reports)
    except OSError as error:
        console.say(f"cannot write the report to {plan.reports}: {error.strerror or error}", "error")
        console.say(report_text(report))
    return None


def tell(console: Console, stage: str, report: StageReport) -> None:
    """One line on how a stage went, and one for each of its errors."""
    counts = ", ".join(f"{number:,} {name}" for name, number in report.counts.items() if number or name in ("incidents", "new"))
    level = "info" if report.status == "ok" else "warning" if report.status == "degraded" else "error"
    console.say(f"{stage} {report.status}{': ' if counts else ''}{counts}", level, stage=stage, counts=report.counts)
    for error in report.errors[:TOLD]:
        console.say(f"{stage}: {error}", level, stage=stage)
    if len(report.errors) > TOLD:
        console.say(f"{stage}: … and {len(report.errors) - TOLD} more", level, stage=stage)


def crawl_stage(plan: Plan, console: Console, delay: float | None = None) -> StageReport:
    """The crawl, as a stage's report; a wrong mirror or outlet name is bad input."""
    from scrapers.mirror import MirrorError
    from scrapers.run import UnknownOutlet, crawl

    if plan.archive.exists() and not plan.archive.is_dir():
        raise BadInput(f"{plan.archive} is not a folder")
    try:
        report = crawl(
            plan.database,
            plan.archive,
            plan.outlets or None,
            plan.mirror,
            delay=delay,
            limit=plan.limit,
            recheck=plan.recheck,
            log_json=console.log_json,
        )
    except (MirrorError, UnknownOutlet) as error:
        raise BadInput(str(error)) from error
    counts = {name: report.total(name) for name in ("found", "fetched", "new", "changed", "unchanged", "failed")}
    reasons = [f"{o.outlet} {o.status}: {reason}" for o in report.ailing for reason in o.reasons]
    errors = tuple([report.fatal, *reasons] if report.fatal else reasons)
    return StageReport(report.run_id, report.status, counts, errors, report.fatal)


def duplicates_stage(db: Database, console: Console) -> StageReport:
    """Find the articles that share one text with another."""
    from db.queries import query
    from extraction.duplicates import find_duplicates

    with console.progress("duplicates", len(list(db.query(query("duplicates_pending"))))) as tick:
        return find_duplicates(db, tick)


def extract_stage(db: Database, workers: int, console: Console, retry: bool = False) -> StageReport:
    """Read what is pending in the database; with ``retry`` also what could not be read before."""
    from extraction import PIPELINE_VERSION
    from extraction.stage import extract_pending

    with console.progress("extract", len(pending_versions(db, PIPELINE_VERSION, retry))) as tick:
        return extract_pending(db, PIPELINE_VERSION, workers, tick, retry)


def link_stage(db: Database) -> StageReport:
    """Link what is unlinked in the database."""
    from extraction.linkage import link

    return link(db)
