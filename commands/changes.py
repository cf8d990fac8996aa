"""The command ``changes``: which stories changed, word by word, and what they tell now instead of before."""

import json
from datetime import date
from pathlib import Path

import click
import rich.console
import rich.text
from sqlite_utils import Database

from commands.console import BadInput
from commands.options import database_option, opened
from db.changes import StoryChange, story_changes, stubs
from db.textdiff import Piece, marked, shortened, word_diff

_STYLES = {"same": "", "removed": "red strike", "added": "green"}


@click.command()
@database_option
@click.option("--since", metavar="DAY", help="Changes fetched on this day (UTC) or later, such as 2026-11-01.")
@click.option("--outlet", metavar="NAME", help="Only this outlet.")
@click.option("--article", metavar="ID|URL", help="Only this article, with its whole text.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a changed story.")
def changes(database: Path, since: str | None, outlet: str | None, article: str | None, as_json: bool) -> None:
    """Show which stories changed after they were first read, and what they tell now instead of before.

    Words that went are red and struck out, words that came green; under a pipe [-so-] and {+so+}. View counters, «hace 2 horas»,
    other quotation marks and the like are no change. Stories that an outlet took back or cut down to a stub keep their text and
    are listed at the end.

    \b
    Examples:
      sucesos changes --since 2026-11-20
      sucesos changes --outlet elmundo | less
      sucesos changes --article https://diario.elmundo.sv/nacionales/una-nota
      sucesos changes --json | jq -r '.url, .told[]'
    """
    db = opened(database)
    _check(db, since, outlet, article)
    console = rich.console.Console(highlight=False, soft_wrap=True)
    number = 0
    for change in story_changes(db, since, None, outlet, article):
        number += 1
        if as_json:
            click.echo(json.dumps(change.row(), ensure_ascii=False))
        else:
            _show(console, change, whole=article is not None)
    taken = stubs(db, since, outlet, article)
    for stub in taken:
        if as_json:
            click.echo(json.dumps({"stub": True, **stub}, ensure_ascii=False))
        else:
            click.echo(f"{stub['since'][:10]}  {stub['outlet']}  a stub stands in its place; the text is kept")
            click.echo(f"  {stub['title']}\n  {stub['url']}\n  now: «{stub['words']}»\n")
    if not as_json:
        click.echo(f"{number} {'change' if number == 1 else 'changes'}, {len(taken)} {'stub' if len(taken) == 1 else 'stubs'}")


def _check(db: Database, since: str | None, outlet: str | None, article: str | None) -> None:
    """A wrong day, outlet or article is bad input, not an empty answer."""
    if since is not None:
        try:
            date.fromisoformat(since[:10])
        except ValueError as error:
            raise BadInput(f"--since {since}: a day is written YYYY-MM-DD, such as 2026-11-01") from error
    if outlet is not None and not db.execute("SELECT 1 FROM outlets WHERE id = ?", [outlet]).fetchone():
        names = ", ".join(row["id"] for row in db.query("SELECT id FROM outlets ORDER BY id"))
        raise BadInput(f"--outlet {outlet}: the database knows {names or 'no outlet yet'}")
    known = "SELECT 1 FROM articles WHERE url = ? OR CAST(id AS TEXT) = ?"
    if article is not None and not db.execute(known, [article, article]).fetchone():
        raise BadInput(f"--article {article}: no article has this id or URL in its canonical form (see sources.csv)")


def _show(console: rich.console.Console, change: StoryChange, whole: bool) -> None:
    versions = f"version {change.version - 1} -> {change.version}"
    size = f"{change.words_added} words came, {change.words_removed} went"
    click.echo(f"{change.fetched_at[:10]}  {change.outlet}  {versions}: {size}  {' '.join(change.incidents)}".rstrip())
    _print(console, word_diff(change.title_before, change.title))
    click.echo(f"  {change.url}")
    for sentence in change.told:
        click.echo(f"  {sentence}")
    body = list(change.body) if whole else shortened(change.body)
    if whole or any(piece.kind != "same" for piece in change.body):
        _print(console, body)
    click.echo()


def _print(console: rich.console.Console, pieces: list[Piece]) -> None:
    """Indented; coloured on a terminal, in the signs of wdiff elsewhere."""
    if not console.is_terminal:
        click.echo("\n".join(f"  {line}" if line else "" for line in marked(pieces).splitlines()))
        return
    text = rich.text.Text()
    for piece in pieces:
        text.append(piece.text, style=_STYLES[piece.kind])
    console.print(text, markup=False)
