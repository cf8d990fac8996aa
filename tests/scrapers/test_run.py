"""A whole crawl of the demo web over loopback, two nights."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.demoweb import DEMO_OUTLETS, DemoWeb, load_articles
from scrapers.demoweb.server import Visit
from scrapers.mirror import MirrorError
from scrapers.run import CrawlReport, UnknownOutlet, crawl, outlets

#: Stories of the demo web that lie in sections or under tags that hold no Salvadoran crime news.
AMP_SLUG = "acribillan-a-madre-de-una-agente-policial-en-ciudad-delgado"
SKIPPED = ("/economia/", "/deportes/", "/farandula/", "/trends/", "guatemala")


@dataclass
class Nights:
    """Two nights over the demo web: the database after them, both reports, the requests of each."""

    database: Path
    archive: Path
    reports: tuple[CrawlReport, CrawlReport]
    visits: tuple[list[Visit], list[Visit]]

    def rows(self, sql: str) -> list[Any]:
        """All rows of a query."""
        with sqlite3.connect(self.database) as db:
            return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("nights")
    database, archive = folder / "a.db", folder / "warc"
    with DemoWeb(night=1) as web:
        first = crawl(database, archive, DEMO_OUTLETS, web.url, progress=False)
        visits = list(web.visits)
        web.night = 2
        second = crawl(database, archive, DEMO_OUTLETS, web.url, recheck="all", progress=False)
        yield Nights(database, archive, (first, second), (visits, web.visits[len(visits) :]))


def test_both_nights_are_well(nights: Nights) -> None:
    for report in nights.reports:
        assert report.status == "ok", [(item.outlet, item.reasons) for item in report.outlets]
        assert report.fatal is None
    assert {item.outlet for item in nights.reports[0].outlets} == set(DEMO_OUTLETS) <= {row["id"] for row in outlets()}


def test_every_story_is_stored_once_under_its_real_url(nights: Nights) -> None:
    wanted = {a.url for night in (1, 2) for a in load_articles(night) if not any(part in a.url for part in SKIPPED)}
    assert {url for (url,) in nights.rows("SELECT url FROM articles")} == wanted
    assert not nights.rows("SELECT 1 FROM urls WHERE url LIKE '%127.0.0.1%' OR seen_url LIKE '%127.0.0.1%'")


def test_the_text_is_the_story_and_nothing_else(nights: Nights) -> None:
    stored = {url: (title, body) for url, title, body in nights.rows(
        "SELECT a.url, v.title, v.body FROM articles a JOIN article_versions v ON v.article_id = a.id ORDER BY v.version"
    )}  # fmt: skip
    for article in load_articles(2):
        if article.url in stored and "pharma_spam" not in article.quirks:
            title, body = stored[article.url]
            assert title == article.title
            assert body.split("\n\n") == [" ".join(text.split()) for text in article.story], article.url


def test_dates_are_the_published_ones_or_missing_with_a_reason(nights: Nights) -> None:
    stored = dict(nights.rows("SELECT url, published_day FROM articles"))
    for article in load_articles(1):
        if article.url in stored and article.published and "future_date" not in article.quirks:
            assert stored[article.url] == article.published.date().isoformat(), article.url
    undated = nights.rows("SELECT u.reason FROM articles a JOIN urls u ON u.url = a.url WHERE a.published_at IS NULL ORDER BY 1")
    assert undated == [("no date told",), ("the date told is in the future: 2098-03-02",)]


def test_changed_stories_get_a_second_version(nights: Nights) -> None:
    before, after = ({a.url: a.story for a in load_articles(night)} for night in (1, 2))
    changed = {url for url, story in after.items() if url in before and before[url] != story}
    assert len(changed) == 3
    rows = nights.rows("SELECT a.url FROM articles a JOIN article_versions v ON v.article_id = a.id WHERE v.version = 2")
    assert {url for (url,) in rows} == changed
    assert nights.reports[1].total("changed") == 3
    assert nights.reports[1].total("new") == len(set(after) - set(before))


def test_unchanged_stories_cost_a_304(nights: Nights) -> None:
    statuses = [visit.status for visit in nights.visits[1]]
    assert statuses.count(304) >= nights.reports[1].total("unchanged") - 2
    assert nights.reports[1].total("unchanged") > 60


@pytest.mark.parametrize(
    ("part", "state", "reason"),
    [
        ("tonacatepeque-61233", "gone", "redirects to the home page (soft 404)"),
        ("/asesinan-comerciante-berlin/", "gone", "the outlet says that the page does not exist, with status 200 (soft 404)"),
        ("capturados-colon/541877", "failed", "refused: HTTP status 403"),
        ("/suscriptores/", "skipped", "robots.txt forbids it"),
        ("20230822-0077", "failed", "empty page"),
        ("20250514-0090", "failed", "the page is cut off: neither </body> nor </html> closes it"),
        ("20180103-0099", "gone", "HTTP status 410"),
        ("pagina-caida", "gone", "the outlet says that the page does not exist, with status 200 (soft 404)"),
        ("ampArticle", "skipped", f"same story as https://diario.elmundo.sv/Nacionales/{AMP_SLUG}"),
    ],
)  # fmt: skip
def test_bad_input_has_a_reason(nights: Nights, part: str, state: str, reason: str) -> None:
    assert nights.rows(f"SELECT state, reason FROM urls WHERE url LIKE '%{part}%'") == [(state, reason)]


def test_robots_are_obeyed_and_we_say_who_we_are(nights: Nights) -> None:
    visits = nights.visits[0] + nights.visits[1]
    assert not [visit for visit in visits if visit.target.startswith("/suscriptores/")]
    assert all(visit.user_agent.startswith("sucesos/") for visit in visits)
    hosts = {visit.host for visit in nights.visits[0]}
    assert all(any(v.host == host and v.target == "/robots.txt" for v in nights.visits[0]) for host in hosts)


def test_the_archive_holds_what_was_stored(nights: Nights) -> None:
    for url, status, name, offset, digest in nights.rows(
        "SELECT url, http_status, warc_file, warc_offset, digest FROM snapshots"
    ):
        with (nights.archive / name).open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            assert record.rec_headers.get_header("WARC-Target-URI").startswith(("https://", "http://"))
            assert "127.0.0.1" not in record.rec_headers.get_header("WARC-Target-URI"), url
            assert record.rec_headers.get_header("WARC-Payload-Digest") == digest
            assert record.http_headers.get_statuscode() == str(status)
    types = set()
    for path in nights.archive.rglob("*.warc.gz"):
        with path.open("rb") as stream:
            types |= {record.rec_type for record in ArchiveIterator(stream)}
    assert types == {"warcinfo", "response", "request", "revisit"}


def test_the_run_is_recorded(nights: Nights) -> None:
    runs = nights.rows("SELECT stage, status, finished_at IS NOT NULL FROM runs ORDER BY id")
    assert runs == [("crawl", "ok", 1)] * 2
    assert nights.rows("SELECT count(*) FROM run_outlets WHERE status = 'ok'") == [(2 * len(DEMO_OUTLETS),)]


def test_limit_is_pages_an_outlet(tmp_path: Path) -> None:
    with DemoWeb() as web:
        report = crawl(tmp_path / "a.db", tmp_path / "warc", ["laprensagrafica"], web.url, limit=3, progress=False)
        assert report.total("fetched") == 3
        again = crawl(tmp_path / "a.db", tmp_path / "warc", ["laprensagrafica"], web.url, progress=False)
        assert again.total("fetched") == 21
        assert again.total("found") == 0


def test_wrong_words_are_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(UnknownOutlet, match="there are cronio, diario1"):
        crawl(tmp_path / "a.db", tmp_path / "warc", ["elfaroo"], None)
    for bad in ("ftp://127.0.0.1", "127.0.0.1:80", "http://127.0.0.1:80/path", "http://127.0.0.1:99999999"):
        with pytest.raises(MirrorError):
            crawl(tmp_path / "a.db", tmp_path / "warc", None, bad)
    assert not (tmp_path / "a.db").exists()


def test_a_dead_process_is_reported(tmp_path: Path) -> None:
    with DemoWeb() as web:
        report = crawl(
            tmp_path / "a.db", tmp_path / "w", ["elmundo"], web.url, progress=False, settings={"SPIDER_MODULES": ["no.such"]}
        )
    assert report.status == "failed"
    assert "ended with status 1" in report.outlets[0].reasons[0]


def test_a_crawl_that_did_not_start_is_failed(tmp_path: Path) -> None:
    broken = {"ITEM_PIPELINES": {"scrapers.pipelines.NoSuchPipeline": 0}}
    with DemoWeb() as web:
        report = crawl(tmp_path / "a.db", tmp_path / "w", ["elmundo", "insightcrime"], web.url, progress=False, settings=broken)
    assert report.status == "failed"
    assert [item.status for item in report.outlets] == ["failed", "failed"]


DOCS = Path(__file__).parents[2] / "docs"


def test_every_row_of_the_fault_table_names_a_test_that_exists() -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (DOCS / "reliability.md").read_text("utf-8"))
    assert len(named) > 20
    for file, test in named:
        assert f"def {test}(" in (Path(__file__).parent / file).read_text("utf-8"), test
