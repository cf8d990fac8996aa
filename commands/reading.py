"""Commands that read articles from files: evaluate, expressions, and the file form of extract."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from commands.calibration import print_reliability
from commands.console import BadInput, Console
from commands.options import workers_option
from db.models import Extraction
from extraction.batch import read_all
from extraction.jsonl import (
    BadLine,
    article_from_row,
    prediction_row,
    read_articles,
    read_rows,
    write_predictions,
)

EXISTING = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


def extract_articles(articles: Path, out: Path, workers: int, console: Console) -> int:
    """Read the articles of a JSON Lines file into predictions; returns the exit status."""
    problems: list[str] = []
    total = sum(1 for _ in articles.open("rb"))

    def good() -> Iterator[tuple[str, Extraction]]:
        for number, item in enumerate(read_all(read_articles(articles), workers), 1):
            if isinstance(item, BadLine):
                problems.append(str(item))
            elif isinstance(item[1], str):
                problems.append(f"{articles}: article {item[0].id!r} (entry {number}): {item[1]}")
            else:
                yield item[0].id, item[1]
                continue
            click.echo(problems[-1], err=True)

    try:
        with console.progress("extract", total) as tick:
            count = write_predictions(good(), out, tick)
    except OSError as error:
        raise BadInput(f"cannot write {out}: {error.strerror or error}") from error
    console.say(f"{count} articles read into {out}" + (f", {len(problems)} lines not usable" if problems else ""))
    return 2 if problems else 0


@click.command()
@click.argument("gold", type=EXISTING)
@click.option("--pred", type=EXISTING, help="Score these predictions instead of reading the articles now.")
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="List the first N articles with errors.")
@click.option("--json", "as_json", is_flag=True, help="All figures as one JSON object.")
@workers_option
def evaluate(gold: Path, pred: Path | None, errors: int, as_json: bool, workers: int) -> None:
    """Score extraction against hand-coded articles.

    GOLD is a JSON Lines file in the form of docs/codebook.md, section 6. Intervals are 95 % bootstrap over articles. Last comes
    how far each field's confidence can be believed: what it promised against what was right.

    \b
    Examples:
      sucesos evaluate tests/extraction/gold/tune.jsonl --errors 10
      sucesos evaluate gold.jsonl --pred predictions.jsonl --json
    """
    from extraction.evaluate import evaluate as score

    gold_rows = _scored_rows(gold)
    predictions = _scored_rows(pred) if pred else _read_gold(gold, gold_rows, workers)
    try:
        figures, scores = score(list(gold_rows.values()), predictions)
    except (AttributeError, KeyError, TypeError) as error:
        raise BadInput(f"a row is not in the form of the codebook: {error!r}") from error
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    _print_measures(figures)
    print_reliability(figures["reliability"])
    wrong = [one for one in scores if one.wrong]
    for one in wrong[:errors]:
        click.echo("\n".join([f"\n{one.id} {one.title}", *[f"  {line}" for line in one.wrong]]))


def _scored_rows(path: Path) -> dict[str, dict[str, Any]]:
    rows = {}
    for number, row in read_rows(path):
        if isinstance(row, BadLine):
            raise BadInput(str(row))
        if not isinstance(row.get("id"), str):
            raise BadInput(str(BadLine(str(path), number, "field 'id' is missing or not text")))
        rows[row["id"]] = row
    return rows


def _read_gold(path: Path, rows: dict[str, dict[str, Any]], workers: int) -> dict[str, dict[str, Any]]:
    try:
        articles = [article_from_row(row) for row in rows.values()]
    except ValueError as error:
        raise BadInput(f"{path}: {error}") from error
    predictions = {}
    with Console().progress("read", len(articles)) as tick:
        for item in read_all(articles, workers):
            assert not isinstance(item, BadLine)
            article, extraction = item
            if isinstance(extraction, str):
                click.echo(f"{article.id}: {extraction}", err=True)
            else:
                predictions[article.id] = prediction_row(article.id, extraction)
            tick()
    return predictions


def _print_measures(figures: dict[str, Any]) -> None:
    for name, row in figures.items():
        if isinstance(row, dict) and ("f1" in row or "accuracy" in row):
            click.echo(_measure_line(name, row))
    shown = ("detection", "record", "victims", "gangs", "statistics", "date", "deaths", "district")
    for name, heading in (("by_kind", "article kind"), ("by_phenomenon", "phenomenon")):
        if figures[name]:
            click.echo(f"\n{heading:26} n  " + " ".join(f"{measure:>10}" for measure in shown))
        for key, row in figures[name].items():
            values = [row[measure].get("f1", row[measure].get("accuracy")) for measure in shown]
            counted = [row[measure].get("gold", row[measure].get("of")) for measure in shown]
            cells = [f"{v:>10.3f}" if v is not None and (v or c) else f"{'-':>10}" for v, c in zip(values, counted, strict=True)]
            click.echo(f"{key:24} {row['articles']:3}  " + " ".join(cells))


def _measure_line(name: str, row: dict[str, Any]) -> str:
    low_high = "[{:.3f} {:.3f}]".format(*row["interval"]) if row["interval"] else "[  -     -  ]"
    if "f1" in row:
        of = f"({row['hit']} of {row['gold']} gold, {row['predicted']} predicted)"
        return f"{name:13} F1 {row['f1']:.3f} {low_high}  P {row['precision']:.3f}  R {row['recall']:.3f}  {of}"
    shown = "  -  " if row["accuracy"] is None else f"{row['accuracy']:.3f}"
    return f"{name:13} acc {shown} {low_high}  ({row['right']} of {row['of']})"


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def expressions(file: Any) -> None:
    """Read the dates and numbers of sentences.

    FILE holds one JSON object a line: id, text, reference_datetime (may be null); the values go to standard output.

    \b
    Example:
      echo '{"id": "1", "text": "ayer", "reference_datetime": "2017-06-13T09:00:00"}' | sucesos expressions
    """
    from extraction.expressions.cli import run_expressions

    run: Callable[..., int] = run_expressions
    status = run(file, sys.stdout)
    if status:
        raise SystemExit(status)
