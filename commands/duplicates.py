"""The command ``duplicates``: articles that share one text."""

import json
from pathlib import Path

import click

from commands.console import Console, log_option
from commands.lock import only_one
from commands.night import duplicates_stage, tell
from commands.options import database_option, opened


@click.command()
@database_option
@click.option("--outlet", metavar="NAME", help="Only texts that this outlet printed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a text.")
@log_option
def duplicates(database: Path, outlet: str | None, as_json: bool, console: Console) -> None:
    """List texts that several articles share: wire copy, releases of the police.

    Compares first what is new, then lists each text under the article that printed it first. Two murders told in the same phrases
    are two texts: names and numbers must agree too. Nothing is deleted; exports say which source repeats which.

    \b
    Examples:
      sucesos duplicates
      sucesos duplicates --outlet ultimahora
      sucesos duplicates --json | jq -r '.articles[].url'
    """
    from extraction.duplicates import text_groups

    with only_one(database):
        db = opened(database)
        report = duplicates_stage(db, console)
    rows = {
        row["id"]: row
        for row in db.query(
            "SELECT a.id, a.outlet, a.url, a.published_day AS published, v.title FROM articles a JOIN article_versions v"
            " ON v.article_id = a.id AND v.version = (SELECT max(version) FROM article_versions WHERE article_id = a.id)"
        )
    }
    groups = [[rows[one] for one in group] for group in text_groups(db)]
    groups = [group for group in groups if outlet is None or any(row["outlet"] == outlet for row in group)]
    for group in groups:
        if as_json:
            click.echo(json.dumps({"articles": group}, ensure_ascii=False))
            continue
        click.echo(f"{group[0]['published'] or 'day not told'}  {group[0]['title']}")
        for row in group:
            click.echo(f"  {row['outlet']:18} {row['published'] or '?':10}  {row['url']}")
    if not as_json:
        tell(console, "duplicates", report)
        click.echo(f"{len(groups)} {'text' if len(groups) == 1 else 'texts'} printed more than once")
