"""The demo web's articles, as coded by hand: which tell one incident is known."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from db import open_database
from extraction.linkage import link
from scrapers.demoweb.catalog import load_articles
from tests.extraction.linkage.stories import account_from_row, partition, tell


def told(db: Database, night: int) -> set[frozenset[tuple[str, int]]]:
    """Store all articles of a night with their coding; returns the true clusters."""
    truth: dict[str, set[tuple[str, int]]] = {}
    for article in load_articles(night):
        rows = [row for row in article.truth["incidents"] if row["country"] == "SV"]
        published = article.published.date().isoformat() if article.published else None
        tell(
            db,
            article.outlet,
            article.id,
            *[account_from_row(row) for row in rows],
            published=published,
            text="\n\n".join(article.story),
        )
        for position, row in enumerate(rows):
            truth.setdefault(row["key"], set()).add((f"https://{article.outlet}.example/{article.id}", position))
    return {frozenset(group) for group in truth.values()}


@pytest.mark.parametrize("nights", [(1,), (2,), (1, 2)])
def test_true_clusters_are_found(tmp_path: Path, nights: tuple[int, ...]) -> None:
    db = open_database(tmp_path / "t.db")
    for night in nights:
        truth = told(db, night)
        link(db)
    assert partition(db) == truth
