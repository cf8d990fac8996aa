"""How much of the reading is lost when accents, case or typography are: our own coded articles, damaged and scored again."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from extraction.evaluate import measures, score_articles, totals
from extraction.jsonl import Article, article_from_row, prediction_row
from extraction.pipeline import extract, load

GOLD = Path(__file__).parents[1] / "tests" / "extraction" / "gold" / "tune.jsonl"
SHOWN = ("detection", "record", "victims", "date", "deaths", "district")
#: Points of F1 or accuracy that a damage may cost.
MOST = 0.05


def without_accents(text: str) -> str:
    """«ñ» stays, as it does where somebody types without accents."""
    kept = unicodedata.normalize("NFD", text.replace("ñ", "\0").replace("Ñ", "\1"))
    return "".join(c for c in kept if not unicodedata.combining(c)).replace("\0", "ñ").replace("\1", "Ñ")


def typewriter(text: str) -> str:
    """Typographic quotation marks, dashes and ellipses as a typewriter has them; two spaces behind a full stop."""
    for mark, plain in (("«", '"'), ("»", '"'), ("“", '"'), ("”", '"'), ("—", "-"), ("–", "-"), ("…", "..."), ("’", "'")):
        text = text.replace(mark, plain)
    return re.sub(r"\. (?=\S)", ".  ", text)


DAMAGES: tuple[tuple[str, Callable[[str], str], bool], ...] = (
    ("as written", str, True),
    ("without accents", without_accents, True),
    ("typewriter's signs", typewriter, True),
    ("decomposed accents (NFD)", lambda text: unicodedata.normalize("NFD", text), True),
    ("all capitals", str.upper, False),
    ("all lower case", str.lower, False),
    ("lower case without accents", lambda text: without_accents(text).lower(), False),
)


def measure(full: bool) -> Iterator[Figure]:
    """Each damage's measures, and what it costs against the text as written; targets only where a reader would lose nothing."""
    nlp = load()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    whole: dict[str, float] = {}
    for name, damage, held in DAMAGES:
        told = {row["id"]: plain(nlp, damaged(article_from_row(row), damage)) for row in rows}
        found = measures(totals(score_articles(rows, told)))
        scores = {shown: found[shown].get("f1", found[shown].get("accuracy")) or 0.0 for shown in SHOWN}
        whole = whole or scores
        for shown in SHOWN:
            yield Figure(f"{name}: {shown}", scores[shown], "")
            if held and shown in ("detection", "record") and damage is not str:
                yield Figure("  lost", whole[shown] - scores[shown], "", MOST)


def damaged(article: Article, damage: Callable[[str], str]) -> Article:
    """The article with ``damage`` done to title and text."""
    return replace(article, text=damage(article.text), title=damage(article.title))


def plain(nlp: Any, article: Article) -> dict[str, Any]:
    """What is read from an article, as the scorer takes it."""
    read = extract(nlp, article.text, article.published, article.title, article.language, article.outlet)
    return prediction_row(article.id, read)
