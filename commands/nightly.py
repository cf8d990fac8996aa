"""The commands ``nightly`` and ``demo``: every stage in turn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from commands.console import Console, log_option
from commands.night import Outcome, Plan, run_night
from commands.options import (
    archive_option,
    database_option,
    export_option,
    mirror_option,
    opened,
    outlets_option,
    workers_option,
)
from db.queries import query
from db.report.night import report_text


@click.command()
@database_option
@archive_option
@export_option
@click.option(
    "--reports",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/reports"),
    envvar="SUCESOS_REPORTS",
    show_default=True,
    show_envvar=True,
    help="Folder of the reports of the runs.",
)
@mirror_option
@outlets_option
@click.option("--limit", type=click.IntRange(1), help="At most this many pages of each outlet.")
@workers_option
@click.option("--public", is_flag=True, help="Export initials instead of victims' names.")
@log_option
def nightly(
    database: Path,
    archive: Path,
    out: Path,
    reports: Path,
    mirror: str | None,
    outlets: tuple[str, ...],
    limit: int | None,
    workers: int,
    public: bool,
    console: Console,
) -> None:
    """Crawl, extract, link, export, report: the whole night's work.

    Meant for cron (docs/operations.md): plain lines, an exit status that says how it went, and a lock so that two nights never
    overlap. What one night could not finish the next one does.

    \b
    Examples:
      sucesos nightly
      sucesos nightly --db /srv/sucesos/sucesos.db --log-json
    """
    plan = Plan(database, archive, out, reports, outlets, mirror, limit, "due", workers, public)
    outcome = run_night(plan, console)
    _tell_outcome(console, outcome)
    raise SystemExit(outcome.exit_code)


def _tell_outcome(console: Console, outcome: Outcome) -> None:
    if outcome.path is None:
        return
    if outcome.exit_code and not console.log_json:
        console.say(report_text(outcome.report).rstrip())
    level = "info" if outcome.exit_code == 0 else "warning"
    console.say(f"nightly: {outcome.report['status']}; the report is {outcome.path}", level, report=str(outcome.path))


@click.command()
@click.option("--db", "database", type=click.Path(dir_okay=False, path_type=Path), default=Path("demo.db"), show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo/export"), show_default=True)
@click.option("--archive", type=click.Path(file_okay=False, path_type=Path), default=Path("demo/archive"), show_default=True)
@click.option("--reports", type=click.Path(file_okay=False, path_type=Path), default=Path("demo/reports"), show_default=True)
@click.option("--night", type=click.IntRange(1, 2), default=1, show_default=True, help="On night 2 three stories have changed.")
@log_option
def demo(database: Path, out: Path, archive: Path, reports: Path, night: int, console: Console) -> None:
    """Do a night's work on a miniature web that comes with the program.

    Five outlets with invented stories, served on this machine; nothing leaves it. Run it twice: nothing is counted twice.

    \b
    Examples:
      sucesos demo
      sucesos demo --night 2
    """
    from scrapers.demoweb import DEMO_OUTLETS, DemoWeb

    with DemoWeb(night=night) as web:
        plan = Plan(database, archive, out, reports, DEMO_OUTLETS, web.url, recheck="all")
        outcome = run_night(plan, console)
    db = opened(database)
    console.table("Incidents", COLUMNS, list(incident_rows(db)))
    console.say(f"CSV files and data dictionary: {out}")
    console.say(f"Database: {database}; report of the run: {outcome.path}")
    raise SystemExit(outcome.exit_code)


COLUMNS = ("id", "when", "where", "type", "dead", "victims", "blamed", "told by", "outlets disagree on")


def incident_rows(db: Database) -> Iterator[tuple[Any, ...]]:
    """The living incidents as rows of a table for people, oldest first."""
    for row in db.query(query("list_incidents")):
        when = row["date_start"] or "?"
        if row["date_start"] and row["date_end"] != row["date_start"]:
            when = {"month": when[:7], "year": when[:4]}.get(row["date_precision"], f"{when}/{row['date_end'][8:]}")
        low, best, high = row["deaths_low"], row["deaths_best"], row["deaths_high"]
        dead = str(best) if low == high else f"{best} ({low}–{'' if high is None else high})"
        where = ", ".join(filter(None, (row["district"] or row["locality"], row["department"])))
        words = [(row[name] or "").replace("_", " ") for name in ("event_type", "victims", "actors", "outlets", "conflicts")]
        yield row["public_id"], when, where, words[0], dead, *words[1:]
