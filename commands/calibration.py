"""Confidence: the command that fits it on hand-coded articles, and the table that says how far it can be believed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from commands.console import BadInput, Console
from extraction.jsonl import BadLine, article_from_row, prediction_row, read_rows

EXISTING = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.argument("gold", type=EXISTING, nargs=-1, required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the weights to this table.")
def calibrate(gold: Sequence[Path], out: Path | None) -> None:
    """Fit the confidence of each field on hand-coded articles.

    GOLD are JSON Lines files in the form of docs/codebook.md, section 6. Prints how confidences do on articles that they were
    not fitted on (cross-validation by article); without --out nothing is changed.

    \b
    Example:
      sucesos calibrate tests/extraction/gold/tune.jsonl tests/extraction/gold/more.jsonl \\
        --out extraction/data/confidence/weights.csv
    """
    from extraction.confidence.fit import Case, as_table, cases
    from extraction.confidence.fit import calibrate as fit

    judged: dict[str, list[Case]] = {}
    rows = [row for path in gold for row in _rows(path)]
    for row, prediction, signs in _read(rows):
        for field, case in cases(row, prediction, signs):
            judged.setdefault(field, []).append(case)
    if not judged:
        raise BadInput("nothing is read from these articles that could be judged")
    weights, figures = fit(judged)
    print_reliability(figures)
    if out:
        try:
            out.write_text(as_table(weights, " + ".join(path.name for path in gold)), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"cannot write {out}: {error.strerror or error}") from error
        click.echo(f"\nweights of {len(weights)} fields written to {out}", err=True)


def _rows(path: Path) -> list[dict[str, Any]]:
    found = []
    for _, row in read_rows(path):
        if isinstance(row, BadLine):
            raise BadInput(str(row))
        found.append(row)
    return found


def _read(rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any], Sequence[dict[str, float]]]]:
    """Each row with its prediction and the signs of each predicted incident."""
    from db.models import Extraction
    from extraction.pipeline import analyse, load

    nlp, found = load(), []
    with Console().progress("read", len(rows)) as tick:
        for row in rows:
            try:
                article = article_from_row(row)
            except ValueError as error:
                raise BadInput(f"{row.get('id')}: {error}") from error
            doc = analyse(nlp, article.text, article.published, article.title, article.language, article.outlet)
            if doc is not None:
                extraction = Extraction(doc._.kind, doc._.accounts, doc._.statistics)
                found.append((row, prediction_row(article.id, extraction), doc._.signs))
            tick()
    return found


def print_reliability(figures: Mapping[str, Mapping[str, Any]]) -> None:
    """One line a field: cases, share right, mean confidence, AUC, calibration error; then «promised/right (cases)» a bin."""
    if not figures:
        return
    bounds = sorted({one["to"] for row in figures.values() for one in row["bins"]})
    heads = " ".join(f"{f'up to {bound:.1f}':>17}" for bound in bounds)
    click.echo(f"\n{'':57} promised/right (cases) where the confidence is")
    click.echo(f"{'confidence':13}{'cases':>6}{'right':>8}{'promised':>10}{'AUC':>8}{'ECE':>8}{'':4} {heads}")
    for field, row in figures.items():
        auc = "  -  " if row["auc"] is None else f"{row['auc']:.3f}"
        told = {one["to"]: one for one in row["bins"]}
        cells = " ".join(_cell(told.get(bound)) for bound in bounds)
        head = f"{field:13}{row['cases']:6}{row['right']:8.3f}{row['promised']:10.3f}{auc:>8}{row['ece']:8.3f}"
        click.echo(f"{head:57} {cells}")


def _cell(one: Mapping[str, Any] | None) -> str:
    return f"{'-':>17}" if one is None else f"{one['promised']:.2f}/{one['right']:.2f} ({one['cases']:>4})".rjust(17)
