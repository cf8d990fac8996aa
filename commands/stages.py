"""Commands that run one stage on the database: crawl, extract, link, export."""

from pathlib import Path

import click

from commands.console import Console, log_option
from commands.options import database_option, opened, workers_option
from commands.reading import EXISTING, extract_articles


@click.command()
@click.option("--articles", type=EXISTING, help="Read this JSON Lines file instead of the database.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="With --articles: write predictions here.")
@workers_option
@database_option
@log_option
def extract(articles: Path | None, out: Path | None, workers: int, database: Path, console: Console) -> None:
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
    from extraction import PIPELINE_VERSION
    from extraction.stage import extract_pending, pending_count

    db = opened(database)
    with console.progress("extract", pending_count(db, PIPELINE_VERSION)) as tick:
        report = extract_pending(db, PIPELINE_VERSION, workers, tick)
    console.say(f"extract: {report.counts['articles']} articles read", counts=report.counts)
    raise SystemExit(1 if report.errors else 0)
