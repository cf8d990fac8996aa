"""Commands that run one stage: crawl, extract, link, export."""

from pathlib import Path
from typing import Literal

import click

from commands.console import CannotRun, Console, log_option
from commands.lock import only_one
from commands.night import Plan, crawl_stage, extract_stage, link_stage, tell
from commands.options import (
    archive_option,
    database_option,
    export_option,
    mirror_option,
    opened,
    outlets_option,
    workers_option,
)
from commands.reading import EXISTING, extract_articles
from db.export import ExportError
from db.export import export as write_export
from db.store import StageReport, StoreError


def finish(console: Console, stage: str, report: StageReport) -> None:
    """Tell how a stage went and end with its exit status: 3 when this machine is at fault."""
    tell(console, stage, report)
    raise SystemExit(3 if report.fatal else 0 if report.status == "ok" else 1)


@click.command()
@database_option
@archive_option
@mirror_option
@outlets_option
@click.option("--limit", type=click.IntRange(1), help="At most this many pages of each outlet.")
@click.option(
    "--delay", type=click.FloatRange(0), help="Seconds between two requests to one host; never under 2 on the real web."
)
@click.option("--recheck", type=click.Choice(["due", "all"]), default="due", help="Known stories to ask again.  [default: due]")
@log_option
def crawl(
    database: Path,
    archive: Path,
    mirror: str | None,
    outlets: tuple[str, ...],
    limit: int | None,
    delay: float | None,
    recheck: Literal["due", "all"],
    console: Console,
) -> None:
    """Fetch what the outlets have published since the last time.

    \b
    Examples:
      sucesos crawl
      sucesos crawl --outlet elmundo --limit 20
      sucesos crawl --mirror http://127.0.0.1:8000
    """
    plan = Plan(database, archive, Path(), Path(), outlets, mirror, limit, recheck)
    with only_one(database):
        opened(database, create=True).conn.close()
        try:
            report = crawl_stage(plan, console, delay)
        except StoreError as error:
            raise CannotRun(str(error)) from error
    finish(console, "crawl", report)


@click.command()
@click.option("--articles", type=EXISTING, help="Read this JSON Lines file instead of the database.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="With --articles: write predictions here.")
@click.option("--retry", is_flag=True, help="Also read again what could not be read before.")
@workers_option
@database_option
@log_option
def extract(articles: Path | None, out: Path | None, retry: bool, workers: int, database: Path, console: Console) -> None:
    """Read articles: incidents, statistics, and the words behind them.

    Without --articles, reads what is new in the database. With it, reads articles and writes predictions in the form of
    docs/codebook.md, section 6; a bad line is told as FILE:LINE: reason, the run goes on, and the exit status is 2.

    \b
    Examples:
      sucesos extract
      sucesos extract --articles in.jsonl --out out.jsonl --workers 2
    """
    if (articles is None) != (out is None):
        raise click.UsageError("--articles and --out go together")
    if articles and out:
        raise SystemExit(extract_articles(articles, out, workers, console))
    with only_one(database):
        finish(console, "extract", extract_stage(opened(database), workers, console, retry))


@click.command()
@database_option
@log_option
def link(database: Path, console: Console) -> None:
    """Join accounts of one event, told by several outlets or years later, into incidents.

    Touches only what is new; public ids stay as they are.

    \b
    Example:
      sucesos link --db data/sucesos.db
    """
    with only_one(database):
        finish(console, "link", link_stage(opened(database)))


@click.command()
@database_option
@export_option
@click.option("--public", is_flag=True, help="Give initials instead of the names of all victims, not only of minors.")
@log_option
def export(database: Path, out: Path, public: bool, console: Console) -> None:
    """Write incidents, victims, actors, sources and statistics as CSV, with a data dictionary.

    \b
    Examples:
      sucesos export --out data/export
      sucesos export --public --out release
    """
    try:
        report = write_export(opened(database), out, public)
    except ExportError as error:
        raise CannotRun(str(error)) from error
    console.say(f"the files are in {out}")
    finish(console, "export", report)
