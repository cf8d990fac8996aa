"""Sources beyond feeds and sitemaps: what they ask, and what they read from the answers."""

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from db.models import SALVADOR
from scrapers.feeds import SourceError
from scrapers.sources import Answer, DatedArchive
from tests.scrapers.fakeweb import FakeWeb, answer
from tests.scrapers.test_faults import page
from tests.scrapers.trial import HOST, crawl_trial

BASE = "https://x.example"
DAILY = DatedArchive(f"{BASE}/{{year}}/{{month:02}}/{{day:02}}/", links="h2 a")
MONTHLY = DatedArchive(
    f"{BASE}/archivo/{{year}}-{{month}}", next_url=f"{BASE}/archivo/{{year}}-{{month}}?pagina={{page}}", links="h2 a"
)


@pytest.mark.parametrize(
    ("source", "start", "end", "addresses"),
    [
        (DAILY, date(2017, 2, 28), date(2017, 3, 1), ["/2017/03/01/", "/2017/02/28/"]),
        (DAILY, date(2016, 2, 29), date(2016, 2, 29), ["/2016/02/29/"]),
        (MONTHLY, date(2016, 11, 30), date(2017, 1, 2), ["/archivo/2017-1", "/archivo/2016-12", "/archivo/2016-11"]),
        (DatedArchive(f"{BASE}/{{year}}"), date(2015, 6, 1), date(2016, 1, 1), ["/2016", "/2015"]),
        (DAILY, date(2017, 3, 2), date(2017, 3, 1), []),
    ],
)
def test_a_dated_archive_between_two_days(source: DatedArchive, start: date, end: date, addresses: list[str]) -> None:
    assert source.between(start, end) == tuple(BASE + path for path in addresses)


def test_a_dated_archive_goes_back_from_today() -> None:
    assert len(DAILY.addresses(None, date(2017, 3, 1))) == DAILY.days
    assert DAILY.addresses(None, date(2017, 3, 1))[0] == f"{BASE}/2017/03/01/"


@pytest.mark.parametrize(
    ("body", "urls"),
    [
        (b'<h2><a href="/nota-uno/">Uno</a></h2><h2><a href="nota-dos/">Dos</a></h2>', ["/nota-uno/", "/d/nota-dos/"]),
        (b"<urlset><url><loc>https://x.example/nota-uno/</loc></url></urlset>", ["/nota-uno/"]),
        (b"<!-- mes -->\n<rss><channel><item><link>https://x.example/nota-uno/</link></item></channel></rss>", ["/nota-uno/"]),
        (b"https://x.example/nota-uno/\nhttps://x.example/nota-dos/\n", ["/nota-uno/", "/nota-dos/"]),
        (b"<html><body>Sin notas</body></html>", []),
    ],
)  # fmt: skip
def test_a_dated_archive_may_be_html_sitemap_feed_or_text(body: bytes, urls: list[str]) -> None:
    listing = DAILY.read(Answer(f"{BASE}/d/", body, None, {}))
    assert [entry.url for entry in listing.entries] == [BASE + path for path in urls]
    with pytest.raises(SourceError, match="empty"):
        DAILY.read(Answer(f"{BASE}/d/", b" ", None, {}))


def test_further_pages_of_a_day_until_one_is_empty() -> None:
    full, empty = b'<h2><a href="/nota-uno/">Uno</a></h2>', b"<p>nada</p>"
    asked = f"{BASE}/archivo/2017-2"
    assert MONTHLY.read(Answer(f"{BASE}/otra/", full, None, {}, asked=asked)).more == (f"{asked}?pagina=2",)
    second = f"{asked}?pagina=2"
    assert MONTHLY.read(Answer(second, full, None, {}, page=2, asked=second)).more == (f"{asked}?pagina=3",)
    assert MONTHLY.read(Answer(second, empty, None, {}, page=2, asked=second)).more == ()
    assert MONTHLY.read(Answer(second, full, None, {}, page=20, asked=second)).more == ()


def test_days_without_an_archive_page_are_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.now(SALVADOR).date()
    with FakeWeb() as web:
        days = [
            f"{HOST}{DatedArchive('/{year}/{month:02}/{day:02}/').address(date.fromordinal(today.toordinal() - n))}"
            for n in range(3)
        ]
        web.routes = {
            days[1]: answer('<h2><a href="/nota-uno/">Uno</a></h2>'),
            days[2]: answer('<h2><a href="/nota-dos/">Dos</a></h2><h2><a href="/deportes/nota-tres/">Gol</a></h2>'),
            f"{HOST}/nota-uno/": answer(page("Uno")),
            f"{HOST}/nota-dos/": answer(page("Dos")),
        }
        report = crawl_trial(web, tmp_path, "trial_archive", monkeypatch)
        assert set(days) <= set(web.asked)
    assert (report.status, report.total("new")) == ("ok", 2), report
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert sorted(db.execute("SELECT source, state FROM urls").fetchall()) == [
            ("archive", "fetched"),
            ("archive", "fetched"),
            ("archive", "skipped"),
        ]
