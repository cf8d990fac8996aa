"""``sucesos explain``: an article with what was found marked in it, each value with its words, and the row that read them."""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from commands.console import BadInput, CannotRun
from commands.marked import show
from commands.options import mirror_option
from db.models import Extraction, document_text
from db.store import article_version, open_database, pending_versions
from extraction.batch import read_all
from extraction.jsonl import Article, BadLine, prediction_row, published_day, read_articles
from extraction.rules import rule_of


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--published", help="Publication day (ISO); relative days are counted from it.")
@click.option("--title", help="Headline of a text (default: a first line without a full stop).")
@click.option("--id", "article_id", help="Of a JSON Lines file, only this article.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article, with text, values, words and rules.")
@mirror_option
def explain(
    source: str, published: str | None, title: str | None, article_id: str | None, as_json: bool, mirror: str | None
) -> None:
    """Show an article with what is read from it: each value, its words, and the rule or row that read them.

    The first argument is a plain text, a JSON Lines file of articles (name ending in .jsonl), - for standard input, or the URL of
    a story of one of the outlets, which is fetched as the crawl would. Rows are named by file and line under extraction/data.

    \b
    Examples:
      echo 'Un agente fue asesinado ayer en Ilopango.' | sucesos explain - --published 2017-06-13
      sucesos explain tests/extraction/gold/tune.jsonl --id t001
    """
    articles = list(_articles(source, published, title, article_id, mirror))
    if not articles:
        raise BadInput(f"{source} holds no such article")
    for number, item in enumerate(read_all(articles)):
        if isinstance(item, BadLine):
            raise BadInput(str(item))
        article, extraction = item
        if isinstance(extraction, str):
            raise BadInput(f"{article.id}: {extraction}")
        if as_json:
            click.echo(json.dumps(as_row(article, extraction), ensure_ascii=False))
        else:
            show(article, extraction, first=number == 0)


def _articles(
    source: str, published: str | None, title: str | None, article_id: str | None, mirror: str | None
) -> Iterator[Article | BadLine]:
    try:
        day = published_day(published)
    except ValueError as error:
        raise BadInput(str(error).replace("field 'published'", "--published")) from error
    if source.startswith(("http://", "https://")):
        yield _of_the_web(source, day, title, mirror)
    elif source.endswith(".jsonl"):
        for item in read_articles(_existing(source)):
            if article_id is None or isinstance(item, BadLine) or item.id == article_id:
                yield item
    else:
        text = _text(source)
        headline, _, body = text.strip().partition("\n")
        if title is None and body and not headline.rstrip().endswith((".", "!", "?", "…")):
            title, text = headline.strip(), body.strip()
        yield Article(id=source, text=text, title=title or "", published=day)


def _existing(source: str) -> Path:
    path = Path(source)
    if not path.is_file():
        raise BadInput(f"there is no file {source}; a URL begins with https://, - reads standard input")
    return path


def _text(source: str) -> str:
    raw = sys.stdin.buffer.read() if source == "-" else _existing(source).read_bytes()
    text = raw.decode("utf-8-sig", errors="replace")
    if not text.strip():
        raise BadInput("standard input is empty" if source == "-" else f"{source} is empty")
    if "<html" in text[:2000].lower():
        raise BadInput(f"{source} is a web page, not a text: give its URL, or its words alone")
    return text


def _of_the_web(url: str, day: date | None, title: str | None, mirror: str | None) -> Article:
    """The story at ``url``, fetched into a database that is thrown away."""
    from scrapers.mirror import MirrorError
    from scrapers.single import NoStory, fetch_story, reasons

    with tempfile.TemporaryDirectory() as work:
        database = Path(work) / "one.db"
        try:
            report = fetch_story(url, database, Path(work) / "warc", mirror)
        except NoStory as error:
            raise BadInput(str(error)) from error
        except MirrorError as error:
            raise CannotRun(str(error)) from error
        db = open_database(database)
        found = [article_version(db, one) for one in pending_versions(db, "none")]
        db.conn.close()
    if not found:
        raise CannotRun(f"{url}: {reasons(report)}")
    row = found[0]
    told = date.fromisoformat(row["published_day"]) if row["published_day"] else None
    article = Article(row["url"], row["body"], row["title"], day or told, row["language"], row["outlet"])
    return replace(article, title=title) if title is not None else article


def as_row(article: Article, extraction: Extraction) -> dict[str, Any]:
    """The exchange form of an extraction with the article's text, and each piece of evidence with its ``rule``."""
    row = prediction_row(article.id, extraction)
    parts: tuple[tuple[str, tuple[Any, ...]], ...] = (("incidents", extraction.accounts), ("statistics", extraction.statistics))
    for name, items in parts:
        for item, values in zip(items, row[name], strict=True):
            for evidence, told in zip(item.evidence, values["evidence"], strict=True):
                rule = rule_of(evidence, values.get(evidence.field))
                told["rule"] = {"row": rule.row or None, "words": rule.words or None}
    published = article.published.isoformat() if article.published else None
    return {**row, "published": published, "text": document_text(article.title, article.text)}
