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
@database_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object an outlet, with its sources.")
@log_option
def outlets(database: Path, as_json: bool, console: Console) -> None:
    """List the outlets that can be crawled: whose they are, how sure their description is, and how they fare.

    State and last article are those of the database, where there is one.

    \b
    Examples:
      sucesos outlets
      sucesos outlets --json | jq -r 'select(.confidence == "unverified").id'
    """
    from scrapers.run import outlets as described

    fares = {row["outlet"]: row for row in opened(database).query(query("health"))} if database.exists() else {}
    rows = [
        {
            **row,
            "state": fares.get(row["id"], {}).get("status") or "never crawled",
            "last_article": fares.get(row["id"], {}).get("newest_article"),
            "articles": fares.get(row["id"], {}).get("articles", 0),
        }
        for row in described()
    ]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    columns = ("id", "name", "ownership", "language", "confidence", "state", "last_article", "articles", "domains")
    shown = [[", ".join(v) if isinstance(v := row.get(name), list | tuple) else v for name in columns] for row in rows]
    console.table("Outlets", columns, shown)
