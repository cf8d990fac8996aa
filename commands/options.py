"""Options that several commands share, and opening the database they name."""

from pathlib import Path

import click
from sqlite_utils import Database

from commands.console import CannotRun
from db.store import StoreError, open_database

database_option = click.option(
    "--db",
    "database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("data/sucesos.db"),
    envvar="SUCESOS_DB",
    show_default=True,
    show_envvar=True,
    help="The SQLite file.",
)
archive_option = click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/archive"),
    envvar="SUCESOS_ARCHIVE",
    show_default=True,
    show_envvar=True,
    help="Folder of the raw responses (WARC).",
)
export_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/export"),
    envvar="SUCESOS_EXPORT",
    show_default=True,
    show_envvar=True,
    help="Folder of the CSV files.",
)
mirror_option = click.option(
    "--mirror",
    envvar="SUCESOS_MIRROR",
    show_envvar=True,
    metavar="URL",
    help="Send every request to this server, with the real host in the Host header.",
)
outlets_option = click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Only this outlet (repeat for more).")
workers_option = click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read articles."
)


def opened(database: Path, create: bool = False) -> Database:
    """The database at ``database``; unless ``create``, a missing file is an error that says how to make one."""
    if not create and not database.exists():
        raise CannotRun(f"there is no database at {database}: run `sucesos crawl` first, or name another with --db")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        return open_database(database)
    except (OSError, StoreError) as error:
        raise CannotRun(str(error)) from error
