"""The real crawler on the demo web: every story arrives whole, in its outlet's words, and every odd page is turned away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from scrapers.demoweb import DEMO_OUTLETS, Article, DemoWeb, Oddity, load_articles, load_oddities
from scrapers.run import crawl

#: Not crime news by section, tag or list; the crawler need not ask for them.
PASSED_OVER = {"ins-2018-05-10-guatemala", "dem-2023-11-05-presupuesto", "edh-2025-05-11-futbol", "lpg-2025-05-13-farandula"}
SPAM = ("medical ", "cheap ", "for sale ", "viagra ")
REASONS = {
    "soft_404_home": "redirects to the home page",
    "soft_404_text": "does not exist",
    "forbidden": "403",
    "gone": "410",
    "robots": "robots.txt",
    "empty": "empty",
    "truncated": "cut off",
}


class Night:
    """What stood in the store after a night's crawl."""

    def __init__(self, database: Path, number: int, web: DemoWeb) -> None:
        db = sqlite3.connect(database)
        db.row_factory = sqlite3.Row
        rows = db.execute("select * from articles a join article_versions v on v.article_id = a.id order by v.version").fetchall()
        self.number = number
        self.versions = [row["url"] for row in rows]
        self.stored = {row["url"]: row for row in rows}
        self.urls = db.execute("select * from urls").fetchall()
        self.visits = list(web.visits)
        db.close()

    def articles(self) -> Iterator[Article]:
        """The articles of the night that the crawler had to get."""
        return (article for article in load_articles(self.number) if article.id not in PASSED_OVER)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Night]:
    folder = tmp_path_factory.mktemp("crawled")
    seen = {}
    with DemoWeb() as web:
        for night in (1, 2):
            web.night = night
            report = crawl(folder / "demo.db", folder / "archive", DEMO_OUTLETS, web.url, recheck="all", progress=False)
            assert report.fatal is None
            seen[night] = Night(folder / "demo.db", night, web)
    return seen


@pytest.mark.parametrize("number", [1, 2])
def test_every_story_is_stored_once_and_nothing_else(nights: dict[int, Night], number: int) -> None:
    night = nights[number]
    assert {article.url for article in night.articles()} - set(night.stored) == set()
    known = {article.url for article in load_articles(number)}
    assert set(night.stored) <= known


@pytest.mark.parametrize("number", [1, 2])
def test_the_stored_story_is_the_article_and_only_that(nights: dict[int, Night], number: int) -> None:
    night = nights[number]
    for article in night.articles():
        body, story = night.stored[article.url]["body"], "\n\n".join(article.story)
        for word in SPAM if "pharma_spam" in article.quirks else ():
            story = story.replace(word, "")
        assert body == story, article.id
        assert night.stored[article.url]["title"] == article.title


def test_publication_times_are_exact_and_never_invented(nights: dict[int, Night]) -> None:
    for article in nights[1].articles():
        stored = nights[1].stored[article.url]["published_at"]
        if article.published is None or "future_date" in article.quirks:
            assert stored is None, article.id
        else:
            assert datetime.fromisoformat(stored) == article.published, article.id


@pytest.mark.parametrize("odd", load_oddities(), ids=lambda odd: odd.why)
def test_odd_pages_have_their_reasons(nights: dict[int, Night], odd: Oddity) -> None:
    slug = max(odd.url.split("/"), key=len).rpartition("%c2%ad")[2]
    rows = [row for row in nights[1].urls if slug in (row["seen_url"] or "") + row["url"]]
    if odd.why not in REASONS:
        # Not of an article's form: never a candidate.
        assert not [row for row in rows if row["url"] == odd.url and row["state"] == "fetched"]
        return
    assert len(rows) == 1
    assert rows[0]["state"] in ("gone", "failed", "skipped")
    assert REASONS[odd.why] in rows[0]["reason"]


def test_what_robots_txt_forbids_was_not_asked_for(nights: dict[int, Night]) -> None:
    assert not [visit for visit in nights[2].visits if "/suscriptores/" in visit.target]
    assert {visit.target for visit in nights[1].visits} >= {"/robots.txt"}


def test_the_second_night_adds_three_versions_and_three_articles(nights: dict[int, Night]) -> None:
    first, second = nights[1], nights[2]
    assert len(second.stored) - len(first.stored) == 3
    assert len(second.versions) - len(first.versions) == 6
