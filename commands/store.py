"""Commands about the database and the outlets: migrate, health, outlets."""

import json
from pathlib import Path

import click

from commands.console import CannotRun, Console, log_option
from commands.lock import only_one
from commands.options import database_option, opened
from db.queries import query
from db.store import StoreError
from db.store import migrate as apply_migrations


@click.command()
@database_option
@log_option
def migrate(database: Path, console: Console) -> None:
    """Bring the database's schema up to date; the file is copied before stored rows are rewritten.

    \b
    Example:
      sucesos migrate --db data/sucesos.db
    """
    if not database.exists():
        raise CannotRun(f"there is no database at {database}")
    with only_one(database):
        try:
            applied, copy = apply_migrations(database)
        except StoreError as error:
            raise CannotRun(str(error)) from error
    for name in applied:
        console.say(f"applied {name}")
    console.say(f"the file as it was: {copy}" if copy else "up to date")


@click.command()
@database_option
@log_option
def health(database: Path, console: Console) -> None:
    """Show how each outlet's last crawl went; exit status 1 if any is not well.

    \b
    Example:
      sucesos health >health.txt || mail -s sucesos me@example.org <health.txt
    """
    from scrapers.health import UNCOUNTED

    rows = list(opened(database).query(query("health")))
    columns = ("outlet", "status", "last_crawl", "last_ok", "articles", "newest_article", "failed_urls", "reasons")
    for row in rows:
        row["reasons"] = "; ".join(json.loads(row["reasons"] or "[]"))
        row["status"] = row["status"] or "never crawled"
    console.table("Outlets", columns, [[row[name] for name in columns] for row in rows])
    counted = [row["status"] for row in rows if row["status"] not in UNCOUNTED]
    raise SystemExit(0 if counted and all(status == "ok" for status in counted) else 1)


@click.command()
@log_option
def outlets(console: Console) -> None:
    """List the outlets that can be crawled.

    \b
    Example:
      sucesos outlets
    """
    from scrapers.run import outlets as described

    columns = ("id", "name", "domains", "language", "ownership", "confidence")
    rows = [[", ".join(v) if isinstance(v := row.get(name), list | tuple) else v for name in columns] for row in described()]
    console.table("Outlets", columns, rows)
