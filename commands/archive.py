"""The command that works on the archive: reparse."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.console import BadInput, CannotRun, Console, log_option
from commands.lock import only_one
from commands.options import archive_option, database_option, opened, outlets_option
from commands.stages import finish
from db.store import StageReport

if TYPE_CHECKING:
    from scrapers.rereading import Differences


@click.command()
@database_option
@archive_option
@outlets_option
@click.option("--diff", is_flag=True, help="Only tell what today's reader would change in the database; nothing is written.")
@log_option
def reparse(database: Path, archive: Path, outlets: tuple[str, ...], diff: bool, console: Console) -> None:
    """Rebuild all articles from the archive alone, offline, by the reader as it is today.

    Into a new database: --db must name a file that holds no articles yet. With --diff the database that the crawl wrote is
    compared instead: how many stored versions would differ, in which fields, and some examples. Damaged parts of the archive are
    named and passed over, and the exit status is then 1.

    \b
    Examples:
      sucesos reparse --archive data/archive --db rebuilt.db
      sucesos reparse --diff --outlet elmundo
    """
    from scrapers.reparse import files_of
    from scrapers.run import UnknownOutlet

    if not archive.is_dir():
        raise BadInput(f"there is no archive at {archive}")
    try:
        files = files_of(archive, outlets)
    except UnknownOutlet as error:
        raise BadInput(str(error)) from error
    of = f" of {', '.join(outlets)}" if outlets else ""
    if not files:
        raise BadInput(f"{archive} holds no WARC files{of}")
    if diff:
        _tell_differences(database, archive, outlets, len(files), console)
    _rebuild(database, archive, outlets, len(files), console)


def _rebuild(database: Path, archive: Path, outlets: Sequence[str], files: int, console: Console) -> None:
    from scrapers.reparse import NotEmpty
    from scrapers.reparse import reparse as rebuild

    with only_one(database), console.progress("reparse", files) as tick:
        opened(database, create=True).conn.close()
        try:
            done = rebuild(database, archive, outlets or None, progress=lambda _: tick())
        except NotEmpty as error:
            raise BadInput(str(error)) from error
    status = "degraded" if done.damages else "ok"
    finish(console, "reparse", StageReport(0, status, dict(done.counts), done.damages))


def _tell_differences(database: Path, archive: Path, outlets: Sequence[str], files: int, console: Console) -> None:
    from scrapers.rereading import differences

    db = opened(database)
    with console.progress("reparse", files) as tick:
        found = differences(db, archive, outlets or None, progress=lambda _: tick())
    if not found.counts["records"]:
        raise CannotRun(f"{archive} holds no answer of a story")
    _show(found, console)
    status = "degraded" if found.damages else "ok"
    finish(console, "reparse --diff", StageReport(0, status, dict(found.counts), tuple(found.damages)))


def _show(found: "Differences", console: Console) -> None:
    if found.fields:
        console.table("Fields that differ", ("field", "versions"), found.fields.most_common())
    if found.examples:
        rows = [(example.field, example.url, example.stored, example.now) for example in found.examples]
        console.table("Examples", ("field", "url", "stored", "read now"), rows)
