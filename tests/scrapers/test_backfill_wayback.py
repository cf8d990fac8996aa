"""Stories from the Wayback Machine, by the real crawler from a real server on loopback."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.backfill.plan import Order
from scrapers.backfill.window import Window
from scrapers.reparse import reparse
from scrapers.run import CrawlReport, crawl
from tests.scrapers.fakewayback import CDX, FakeWayback
from tests.scrapers.fakeweb import FakeWeb, answer, in_turn
from tests.scrapers.test_faults import STORY, page, url
from tests.scrapers.test_reparse import rows as stored_rows

DAYS = Window(date(2012, 1, 1), date(2017, 12, 31))
OLD = "2015-05-14T10:00:00-06:00"
QUICK = {"SUCESOS_PATIENCE": 0.05, "DOWNLOAD_TIMEOUT": 3}


@pytest.fixture
def wayback() -> Iterator[FakeWayback]:
    with FakeWeb() as web:
        archive = FakeWayback(web)
        web.routes[CDX] = answer("[]", content_type="application/json")
        yield archive


def run(wayback: FakeWayback, folder: Path, *, every: bool = False, **options: Any) -> CrawlReport:
    """A back-fill of Diario Co Latino."""
    order = Order("wayback", DAYS, every)
    settings = QUICK | options.pop("settings", {})
    return crawl(
        folder / "a.db",
        folder / "warc",
        ["diariocolatino"],
        wayback.web.url,
        progress=False,
        past=order,
        settings=settings,
        **options,
    )


def rows(folder: Path, sql: str) -> list[Any]:
    """All rows of a query."""
    with sqlite3.connect(folder / "a.db") as db:
        return db.execute(sql).fetchall()


VERSIONS = (
    "SELECT a.url, v.version, v.title, v.fetched_at FROM article_versions v JOIN articles a ON a.id = v.article_id ORDER BY 1, 2"
)
ORIGINAL = "http://diariocolatino.com:80/una-nota-de-hoy/"


def test_a_story_is_stored_under_its_own_url_with_its_own_date(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.hold("20150601120000", ORIGINAL, page(day=OLD))
    report = run(wayback, tmp_path)
    assert (report.status, report.total("new")) == ("ok", 1), report
    assert rows(tmp_path, "SELECT url, published_day, first_seen_at FROM articles") == [
        (url("una-nota-de-hoy"), "2015-05-14", "2015-06-01T12:00:00+00:00")
    ]
    assert rows(tmp_path, "SELECT url, source, state, due_at FROM urls") == [(url("una-nota-de-hoy"), "wayback", "fetched", None)]
    address = f"https://web.archive.org/web/20150601120000id_/{ORIGINAL}"
    [(snapshot, file, offset, origin)] = rows(tmp_path, "SELECT url, warc_file, warc_offset, origin FROM snapshots")
    assert (snapshot, origin) == (url("una-nota-de-hoy"), address)
    with (tmp_path / "warc" / file).open("rb") as stream:
        stream.seek(offset)
        assert next(iter(ArchiveIterator(stream))).rec_headers.get_header("WARC-Target-URI") == address


def test_the_index_is_asked_as_its_manual_says_and_only_the_archive_is_asked(wayback: FakeWayback, tmp_path: Path) -> None:
    run(wayback, tmp_path)
    asked = [line for line in wayback.web.asked if line.startswith(CDX)]
    assert {line.split("?")[1].split("&")[0] for line in asked} == {"url=diariocolatino.com", "url=m.diariocolatino.com"}
    for part in ("matchType=host", "from=20120101", "to=20171231", "collapse=urlkey", "output=json", "filter=statuscode%3A200"):
        assert all(part in line for line in asked)
    assert {line.split("/")[0] for line in wayback.web.asked} == {"web.archive.org"}
    assert wayback.web.asked[0] == "web.archive.org/robots.txt"


def test_robots_of_the_archive_are_obeyed(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.hold("20150601120000", ORIGINAL, page(day=OLD))
    wayback.web.routes["web.archive.org/robots.txt"] = answer("User-agent: *\nDisallow: /web/\n")
    run(wayback, tmp_path)
    assert rows(tmp_path, "SELECT state, reason FROM captures") == [("skipped", "robots.txt forbids it")]
    assert not [line for line in wayback.web.asked if "/web/" in line]


def test_captures_of_what_is_no_story_are_turned_away(wayback: FakeWayback, tmp_path: Path) -> None:
    gone = page("Página no encontrada", "La página que buscas no existe.")
    wayback.hold("20150601120000", "http://diariocolatino.com/nota-que-no-esta/", gone)
    home = answer("", 302, Location="/web/2015id_/http://diariocolatino.com/")
    wayback.hold("20150601120000", "http://diariocolatino.com/nota-que-se-fue/", home)
    wayback.hold("20150601120000", "http://diariocolatino.com/nota-que-se-mudo/", "", status="301")
    wayback.hold("20150601120000", "http://diariocolatino.com/foto-de-la-nota.jpg", "", mimetype="image/jpeg")
    wayback.hold("20150601120000", "http://diariocolatino.com/category/nacionales/", page())
    wayback.hold("20150601120000", "http://diariocolatino.com/nota-prohibida-por-alguien/", answer("Blocked", 403))
    wayback.hold("20150601120000", "http://diariocolatino.com/nota-del-futuro-lejano/", page(day="2024-05-14T10:00:00-06:00"))
    run(wayback, tmp_path)
    told = rows(tmp_path, "SELECT url, state, reason FROM urls")
    found = {address.rstrip("/").rsplit("/", 1)[-1]: (state, reason) for address, state, reason in told}
    assert found.pop("nota-que-no-esta") == ("gone", "the outlet says that the page does not exist, with status 200 (soft 404)")
    assert found.pop("nota-que-se-fue") == ("gone", "the capture is a redirect to http://diariocolatino.com/")
    assert found.pop("nota-prohibida-por-alguien")[0] == "skipped"
    # A page cannot be dated after its capture.
    assert found.pop("nota-del-futuro-lejano") == ("fetched", "the date told is in the future: 2024-05-14")
    assert found == {}
    assert rows(tmp_path, "SELECT url, published_day FROM articles") == [(url("nota-del-futuro-lejano"), None)]


def test_the_next_capture_stands_in_for_one_that_is_no_use(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.hold("20150601120000", ORIGINAL, answer("<html><body>Error de base de datos</body></html>"))
    wayback.hold("20150701120000", ORIGINAL, page(day=OLD))
    wayback.hold("20150801120000", ORIGINAL, page(day=OLD, title="Otro título de la nota"))
    report = run(wayback, tmp_path)
    assert report.total("new") == 1
    assert rows(tmp_path, VERSIONS)[0][2:] == ("Matan a dos hombres en San Bartolo", "2015-07-01T12:00:00+00:00")
    before = len(wayback.web.asked)
    run(wayback, tmp_path)
    assert wayback.web.asked[before:] == []


def test_a_later_capture_with_other_text_is_a_version(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.hold("20150601120000", ORIGINAL, page(day=OLD))
    wayback.hold("20150602120000", ORIGINAL, page(day=OLD) + "<!-- visits: 17 -->")
    wayback.hold("20150603120000", ORIGINAL, page(day=OLD, body=STORY.replace("dos hombres", "tres hombres")))
    report = run(wayback, tmp_path, every=True)
    assert (report.total("new"), report.total("unchanged"), report.total("changed")) == (1, 1, 1)
    assert [(version, at) for _, version, _, at in rows(tmp_path, VERSIONS)] == [
        (1, "2015-06-01T12:00:00+00:00"),
        (2, "2015-06-03T12:00:00+00:00"),
    ]


def test_a_capture_is_older_than_what_was_fetched_last_night(wayback: FakeWayback, tmp_path: Path) -> None:
    live = "www.diariocolatino.com/wp-json/wp/v2/posts"
    wayback.web.routes[live] = answer(json.dumps([{"link": url("una-nota-de-hoy")}]), content_type="application/json")
    wayback.web.routes["www.diariocolatino.com/una-nota-de-hoy/"] = answer(page(title="Título de hoy", day=OLD))
    crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], wayback.web.url, progress=False)
    wayback.hold("20150601120000", ORIGINAL, page(title="Título de entonces", day=OLD))
    run(wayback, tmp_path, every=True)
    titles = [(version, title) for _, version, title, _ in rows(tmp_path, VERSIONS)]
    assert titles == [(1, "Título de entonces"), (2, "Título de hoy")]
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(1,)]


def test_stories_that_are_stored_are_not_fetched_again_from_the_archive(wayback: FakeWayback, tmp_path: Path) -> None:
    live = "www.diariocolatino.com/wp-json/wp/v2/posts"
    wayback.web.routes[live] = answer(json.dumps([{"link": url("una-nota-de-hoy")}]), content_type="application/json")
    wayback.web.routes["www.diariocolatino.com/una-nota-de-hoy/"] = answer(page(day=OLD))
    crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], wayback.web.url, progress=False)
    wayback.hold("20150601120000", ORIGINAL, page(title="Título de entonces", day=OLD))
    run(wayback, tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM captures") == [(0,)]


def test_other_forms_of_one_url_are_one_story(wayback: FakeWayback, tmp_path: Path) -> None:
    canonical = f'<link rel="canonical" href="{url("una-nota-de-hoy")}">'
    wayback.hold("20150501120000", ORIGINAL + "amp/", page(title="Forma breve", day=OLD))
    wayback.hold("20150601120000", ORIGINAL, page(day=OLD))
    wayback.hold("20150601120000", "http://m.diariocolatino.com/una-nota-de-hoy/?utm_source=x", page(day=OLD))
    wayback.hold("20150401120000", "http://diariocolatino.com/otra-forma-de-ella/", page(day=OLD) + canonical)
    run(wayback, tmp_path)
    assert [row[:3] for row in rows(tmp_path, VERSIONS)] == [(url("una-nota-de-hoy"), 1, "Matan a dos hombres en San Bartolo")]
    assert rows(tmp_path, "SELECT state, reason FROM urls WHERE url LIKE '%otra-forma%'") == [
        ("skipped", f"same story as {url('una-nota-de-hoy')}")
    ]


def test_the_index_goes_on_with_its_resume_key(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.lines = 2
    for number in range(5):
        wayback.hold("20150601120000", f"http://diariocolatino.com/nota-de-ayer-{number}/", page(f"Nota {number}", day=OLD))
    assert run(wayback, tmp_path).total("new") == 5


def test_the_archive_is_waited_for(wayback: FakeWayback, tmp_path: Path) -> None:
    busy = answer("Too many requests", 429, Retry_After="0")
    wayback.hold("20150601120000", ORIGINAL, in_turn(busy, answer("", 503), answer("", 429), answer(page(day=OLD))))
    index = wayback.web.routes[CDX]
    wayback.web.routes[CDX] = in_turn(busy, busy, index)
    report = run(wayback, tmp_path)
    assert (report.status, report.total("new"), report.total("waits")) == ("ok", 1, 5)


def test_an_archive_that_wants_rest_ends_the_run_and_the_next_goes_on(wayback: FakeWayback, tmp_path: Path) -> None:
    for number in range(4):
        wayback.hold("20150601120000", f"http://diariocolatino.com/nota-de-ayer-{number}/", page(f"Nota {number}", day=OLD))
    route = "web.archive.org/web/20150601120000id_/http://diariocolatino.com/nota-de-ayer-1/"
    good = wayback.web.routes[route]
    wayback.web.routes[route] = answer("", 429, Retry_After="86400")
    report = run(wayback, tmp_path)
    assert report.status == "degraded"
    assert "run the same command again in 1440 minutes" in report.outlets[0].reasons[0]
    wayback.web.routes[route] = good
    before = len(wayback.web.asked)
    assert report.total("new") + run(wayback, tmp_path).total("new") == 4 > report.total("new")
    assert not [line for line in wayback.web.asked[before:] if "cdx" in line]


def test_one_capture_that_is_broken_does_not_hold_the_others(wayback: FakeWayback, tmp_path: Path) -> None:
    for number in range(3):
        wayback.hold("20150601120000", f"http://diariocolatino.com/nota-de-ayer-{number}/", page(f"Nota {number}", day=OLD))
    wayback.web.routes["web.archive.org/web/20150601120000id_/http://diariocolatino.com/nota-de-ayer-0/"] = answer("", 503)
    report = run(wayback, tmp_path)
    assert (report.total("new"), report.total("failed")) == (2, 1)
    assert rows(tmp_path, "SELECT state, reason FROM captures WHERE state <> 'fetched'") == [("failed", "HTTP status 503")]


def test_never_more_than_one_request_at_a_time(wayback: FakeWayback, tmp_path: Path) -> None:
    import threading
    import time

    under_way, most = [0], [0]
    lock = threading.Lock()

    def slow(request: Any) -> None:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.05)
        answer(page(request.path[-12:], day=OLD))(request)
        with lock:
            under_way[0] -= 1

    for number in range(8):
        wayback.hold("20150601120000", f"http://diariocolatino.com/nota-de-ayer-{number}/", slow, digest=str(number))
    assert run(wayback, tmp_path).total("new") == 8
    assert most == [1]


def test_limit_is_kept_and_the_next_run_goes_on(wayback: FakeWayback, tmp_path: Path) -> None:
    for number in range(5):
        wayback.hold("20150601120000", f"http://diariocolatino.com/nota-de-ayer-{number}/", page(f"Nota {number}", day=OLD))
    assert run(wayback, tmp_path, limit=2).total("new") == 2
    assert run(wayback, tmp_path).total("new") == 3


def test_captures_are_rebuilt_from_the_archive_alone(wayback: FakeWayback, tmp_path: Path) -> None:
    canonical = f'<link rel="canonical" href="{url("una-nota-de-hoy")}">'
    wayback.hold("20150601120000", ORIGINAL, page(day=OLD))
    wayback.hold("20150603120000", ORIGINAL, page(day=OLD, body=STORY.replace("dos hombres", "tres hombres")))
    wayback.hold("20150401120000", "http://diariocolatino.com/otra-forma-de-ella/", page(day=OLD) + canonical)
    wayback.hold("20150401120000", "http://diariocolatino.com/nota-que-no-esta/", "<html><body>nada</body></html>")
    run(wayback, tmp_path, every=True)
    reparse(tmp_path / "b.db", tmp_path / "warc", ["diariocolatino"])
    assert len(stored_rows(tmp_path / "a.db")["versions"]) == 2
    assert stored_rows(tmp_path / "b.db") == stored_rows(tmp_path / "a.db")


def test_a_later_capture_stands_in_though_it_lies_behind_the_days(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.hold("20170601120000", ORIGINAL, "<html><body>Error de base de datos</body></html>")
    wayback.hold("20190601120000", ORIGINAL, page(day=OLD))
    assert run(wayback, tmp_path).total("new") == 1
    assert rows(tmp_path, "SELECT first_seen_at FROM articles") == [("2019-06-01T12:00:00+00:00",)]


def test_hosts_that_the_index_does_not_know_are_no_trouble(wayback: FakeWayback, tmp_path: Path) -> None:
    wayback.hold("20150601120000", ORIGINAL, page(day=OLD))
    index = wayback.web.routes[CDX]
    wayback.web.routes[CDX] = lambda request: (answer("", 404) if "url=m." in request.path else index)(request)
    report = run(wayback, tmp_path)
    assert (report.status, report.total("new")) == ("ok", 1)
