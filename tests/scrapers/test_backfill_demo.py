"""Whatever the source, the demo web's past gives the articles that its crawl gives."""

import csv
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from scrapers.backfill.plan import Order
from scrapers.backfill.run import days_of, outlet_named
from scrapers.backfill.window import Window
from scrapers.demoweb import DemoWeb
from scrapers.reparse import reparse
from scrapers.run import CrawlReport, crawl
from sucesos import cli
from tests.scrapers.fakewayback import FakeWayback
from tests.scrapers.fakeweb import FakeWeb, answer
from tests.scrapers.test_faults import page
from tests.scrapers.test_reparse import rows as stored_rows
from tests.scrapers.trial import HOST, crawl_trial

DAYS = Window(date(2012, 1, 1), date(2026, 10, 1))
#: What an article says, however it was had.
TEXTS = (
    "SELECT a.url, a.published_day, v.title, v.body FROM articles a JOIN article_versions v ON v.article_id = a.id"
    " WHERE a.outlet = ? ORDER BY a.url, v.version"
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and the archive of a crawl of three outlets."""
    folder = tmp_path_factory.mktemp("crawled")
    with DemoWeb() as web:
        names = ["diariocolatino", "eldiariodehoy", "elmundo"]
        crawl(folder / "a.db", folder / "warc", names, web.url, progress=False)
    return folder


def texts(folder: Path, outlet: str) -> list[Any]:
    """All articles of an outlet."""
    with sqlite3.connect(folder / "a.db") as db:
        return db.execute(TEXTS, [outlet]).fetchall()


def past(folder: Path, outlet: str, order: Order, mirror: str, **options: Any) -> CrawlReport:
    """A back-fill over the network."""
    settings = options.pop("settings", {})
    return crawl(folder / "a.db", folder / "warc", [outlet], mirror, progress=False, past=order, settings=settings, **options)


def run(folder: Path, *arguments: object) -> Any:
    """`sucesos backfill` with the folder's database and archive."""
    options = ["--db", folder / "a.db", "--archive", folder / "warc"]
    return CliRunner().invoke(cli, ["backfill", *map(str, [*arguments, *options])])


@pytest.mark.parametrize(
    ("outlet", "source", "status"),
    [
        ("diariocolatino", "wordpress", "ok"),
        ("eldiariodehoy", "sitemap", "ok"),
        ("diariocolatino", "archive", "degraded"),  # the demo web has its pages of headlines, but no archive by day
        ("elmundo", "archive", "ok"),
    ],
)
def test_the_outlets_own_lists(crawled: Path, tmp_path: Path, outlet: str, source: str, status: str) -> None:
    with DemoWeb() as web:
        report = past(tmp_path, outlet, Order(source, DAYS), web.url)
        asked = len(web.visits)
        assert report.status == status, report.outlets
        assert texts(tmp_path, outlet) == texts(crawled, outlet)
        past(tmp_path, outlet, Order(source, DAYS), web.url)
        assert len(web.visits) == asked or status == "degraded"


def test_only_what_may_lie_within_the_days_is_fetched(crawled: Path, tmp_path: Path) -> None:
    year = Window(date(2017, 1, 1), date(2017, 12, 31))
    with DemoWeb() as web:
        past(tmp_path, "diariocolatino", Order("wordpress", year), web.url)
        wanted = [row for row in texts(crawled, "diariocolatino") if row[1].startswith("2017")]
        assert texts(tmp_path, "diariocolatino") == wanted
        past(tmp_path, "laprensagrafica", Order("sitemap", year), web.url)
        assert {row[1][:4] for row in texts(tmp_path, "laprensagrafica")} == {"2017"}


def test_captures(crawled: Path, tmp_path: Path) -> None:
    with FakeWeb() as web, DemoWeb() as demo:
        wayback = FakeWayback(web)
        for url, day, _, _ in texts(crawled, "eldiariodehoy"):
            parts = urlsplit(url)
            wayback.hold(f"{day[:4]}1231235959", url.replace("https", "http"), demo.answer(parts.netloc, parts.path).body)
        report = past(tmp_path, "eldiariodehoy", Order("wayback", DAYS), web.url)
    assert report.status == "ok", report.outlets
    assert texts(tmp_path, "eldiariodehoy") == texts(crawled, "eldiariodehoy")


def test_warc_files(crawled: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "elmundo", "--source", "warc", crawled / "warc")
    assert result.exit_code == 0, result.output
    assert texts(tmp_path, "elmundo") == texts(crawled, "elmundo")
    with sqlite3.connect(tmp_path / "a.db") as db:
        [(origin,)] = db.execute("SELECT origin FROM snapshots LIMIT 1").fetchall()
    assert origin.startswith("elmundo-")
    assert ".warc.gz:" in origin
    again = run(tmp_path, "elmundo", "--source", "warc", crawled / "warc")
    assert "read before" in again.output
    reparse(tmp_path / "b.db", tmp_path / "warc", ["elmundo"])
    assert stored_rows(tmp_path / "b.db") == stored_rows(tmp_path / "a.db")


@pytest.mark.parametrize("outlet", ["diariocolatino", "elmundo"])
def test_a_corpus(crawled: Path, tmp_path: Path, outlet: str) -> None:
    wanted = texts(crawled, outlet)
    with (tmp_path / "corpus.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("enlace", "fecha", "titular", "texto"), *wanted])
    result = run(tmp_path, outlet, "--source", "file", tmp_path / "corpus.csv")
    assert result.exit_code == 0, result.output
    assert texts(tmp_path, outlet) == wanted
    reparse(tmp_path / "b.db", tmp_path / "warc", [outlet])
    assert stored_rows(tmp_path / "b.db") == stored_rows(tmp_path / "a.db")


def test_days_by_default_are_all_that_the_outlet_can_have() -> None:
    outlet = outlet_named("elmundo")
    assert days_of(outlet, None, None).start.year == outlet.first_year


def test_dated_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    months = {f"{HOST}/archivo/2015-0{month}": answer(f'<h2><a href="/nota-{month}/">Nota</a></h2>') for month in (1, 3, 4)}
    with FakeWeb() as web:
        web.routes = {**months, **{f"{HOST}/nota-{month}/": answer(page(f"Nota {month}")) for month in (1, 3, 4)}}
        order = Order("archive", Window(date(2015, 1, 15), date(2015, 3, 2)))
        report = crawl_trial(web, tmp_path, "trial_years", monkeypatch, past=order)
        assert (report.status, report.total("new")) == ("ok", 2), report
        asked = len(web.asked)
        crawl_trial(web, tmp_path, "trial_years", monkeypatch, past=order)
        assert web.asked[asked:] == []
