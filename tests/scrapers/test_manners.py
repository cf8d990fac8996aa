"""Manners against a real server: robots.txt by RFC 9309, requests to wait, walls, and what is remembered of them over nights."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from scrapy.robotstxt import ProtegoRobotParser

from scrapers.politeness import ROBOTS_BYTES, retry_after, tidy_robots
from scrapers.run import CrawlReport
from scrapers.walls import wall
from tests.scrapers.fakeweb import FakeWeb, Handler, answer
from tests.scrapers.test_faults import page
from tests.scrapers.trial import HOST, crawl_trial, feed

Night = Callable[[FakeWeb], CrawlReport]


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Night:
    """Crawl the trial outlet once more."""
    return lambda web: crawl_trial(web, tmp_path, "trial_feed", monkeypatch)


def slugs(count: int, first: int = 0) -> list[str]:
    """Names of stories."""
    return [f"nota-{number}" for number in range(first, first + count)]


def web_of(names: list[str], story: Handler | None = None, robots: Handler | None = None) -> dict[str, Handler]:
    """Routes of an outlet whose feed lists ``names``, each answered by ``story``."""
    routes = {f"{HOST}/feed/": answer(feed(*names), content_type="text/xml")}
    routes |= {f"{HOST}/{name}/": story or answer(page(name)) for name in names}
    return routes | ({f"{HOST}/robots.txt": robots} if robots else {})


def stories(web: FakeWeb) -> list[str]:
    """Stories asked for so far."""
    return [line for line in web.asked if "/nota-" in line]


# --- robots.txt ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Sucesos\nDisallow: /x", "/a", True),
        ("User-agent: sucesos\nDisallow: /x\n\nUser-agent: b\nDisallow: /\n\nUser-agent: SUCESOS\nDisallow: /y", "/y", False),
        ("User-agent: a\nUser-agent: sucesos\nDisallow: /", "/y", False),
        ("User-agent: sucesos/1.0\nDisallow: /", "/y", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*?s=", "/x?s=1", False),
        ("User-agent: *\nDisallow: /*.php$", "/x.php?a", True),
        ("User-agent: *\nDisallow: /*.php$", "/x.php", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("\ufeffUser-agent: * # all\r\nDisallow: /a # x", "/a", False),
        ("User-agent: *\nDisallow: /ni\u00f1o", "/ni%C3%B1o", False),
        ("User-agent: *\nDisallow: /ni%c3%b1o", "/ni\u00f1o", False),
        ("Disallow: /", "/a", True),
        ("<html><body>Disallow: /</body></html>", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("x" * (ROBOTS_BYTES - 40) + "\nUser-agent: *\nDisallow: /a\nDisallow: /b" + "x" * 99, "/a", False),
        ("x" * (ROBOTS_BYTES - 40) + "\nUser-agent: *\nDisallow: /a\nDisallow: /b" + "x" * 99, "/b", True),
    ],
)
def test_robots_by_rfc_9309(robots: str, path: str, allowed: bool) -> None:
    parser = ProtegoRobotParser(tidy_robots(robots.encode()), None)
    assert parser.allowed(f"https://x.example{path}", "sucesos") is allowed


@pytest.mark.parametrize(("told", "seconds"), [("7", 7.0), ("0.5", 0.5), ("10s", 10.0), ("5 # x", 5.0), ("-3", None)])
def test_crawl_delay_is_read(told: str, seconds: float | None) -> None:
    parser = ProtegoRobotParser(tidy_robots(f"User-agent: *\nCrawl-delay: {told}\n".encode()), None)
    assert parser.crawl_delay("sucesos") == seconds


def test_forbidden_stories_are_skipped_and_robots_is_asked_once(night: Night, tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(4), robots=answer("User-agent: *\nDisallow: /nota-1/", content_type="text/plain"))
        report = night(web)
        assert web.asked.count(f"{HOST}/robots.txt") == 1
        assert f"{HOST}/nota-1/" not in web.asked
    assert (report.total("new"), report.total("skipped")) == (3, 1)
    assert report.outlets[0].pages_failed == {"robots.txt forbids it": 1}


@pytest.mark.parametrize("hops", [5, 8])
def test_redirects_of_robots(night: Night, hops: int) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(2))
        for hop in range(hops):
            place = "robots.txt" if hop == 0 else f"r{hop}"
            web.routes[f"{HOST}/{place}"] = answer("", 301, Location=f"/r{hop + 1}")
        web.routes[f"{HOST}/r{hops}"] = answer("User-agent: *\nDisallow: /nota-", content_type="text/plain")
        report = night(web)
    # After five redirects a robots.txt counts as missing (RFC 9309 section 2.3.1.2).
    assert report.total("new") == (0 if hops == 5 else 2)


def test_robots_that_leads_to_another_host_is_not_followed(night: Night) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(2), robots=answer("", 302, Location="https://parked.example/robots.txt"))
        report = night(web)
        assert {line.split("/")[0] for line in web.asked} == {HOST}
    assert report.status == "failed"
    assert "parked.example is not a host of trial_feed" in report.outlets[0].reasons[0]


def endless_robots(request: BaseHTTPRequestHandler) -> None:
    """A rule, then comments without end."""
    request.send_response(200)
    request.send_header("Content-Type", "text/plain")
    request.end_headers()
    request.wfile.write(b"User-agent: *\nDisallow: /nota-1/\n")
    for _ in range(400):
        request.wfile.write(b"# " + b"x" * 100_000 + b"\n")


@pytest.mark.parametrize("robots", [endless_robots, answer("User-agent: *\nDisallow: /nota-1/\n" + "# x\n" * 5_000_000)])
def test_a_huge_robots_is_read_to_its_limit(night: Night, robots: Handler) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(3), robots=robots)
        report = night(web)
    assert (report.total("new"), report.total("skipped")) == (2, 1), report


# --- requests to wait ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(b"1.5", 1.5), (b"\xb2", None), (b"9" * 400, None), (b"Fri, 31 Dec 9999 23:59:59 GMT", 1e9), (b"", None)],
)
def test_odd_retry_after(value: bytes, seconds: float | None) -> None:
    found = retry_after(value)
    assert found == seconds or (found is not None and seconds == 1e9 and found > 1e9)


@pytest.mark.parametrize(
    "value", [format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True), "999999999999"], ids=["date", "seconds"]
)
def test_an_absurd_retry_after_closes_the_host_also_for_the_next_run(night: Night, tmp_path: Path, value: str) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(40), story=answer("", 429, Retry_After=value))
        begin = time.monotonic()
        report = night(web)
        assert time.monotonic() - begin < 20
        assert len(stories(web)) <= 16
        assert any("is left alone until" in reason for reason in report.outlets[0].reasons), report
        asked = len(web.asked)
        web.routes |= web_of(slugs(40))
        again = night(web)
        assert len(web.asked) == asked, "asked although the host wanted peace"
        assert again.status == "failed"
        assert len(again.outlets[0].reasons) == 1
        with sqlite3.connect(tmp_path / "a.db") as db:
            (until,) = db.execute("SELECT closed_until FROM hosts").fetchone()
            assert until < (datetime.now(UTC) + timedelta(days=8)).isoformat()
            db.execute("UPDATE hosts SET closed_until = '2020-01-01T00:00:00+00:00'")
        assert night(web).total("new") >= 24, "those refused before wait for their own day"
        with sqlite3.connect(tmp_path / "a.db") as db:
            assert db.execute("SELECT count(*) FROM hosts").fetchone() == (0,)


# --- walls ---------------------------------------------------------------------------------------------------------------

CLOUDFLARE = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
SUCURI = "<html><title>You are being redirected...</title><script>var s={},sucuri_cloudproxy_js='';</script></html>"
CAPTCHA = "<html><head><title>Bot Verification</title></head><body><p>Verifying that you are human</p></body></html>"


@pytest.mark.parametrize(
    ("body", "headers", "vendor"),
    [
        (CLOUDFLARE, (), "Cloudflare"),
        ("<html>", (("Cf-Mitigated", "challenge"),), "Cloudflare"),
        (SUCURI, (), "Sucuri"),
        (CAPTCHA, (), "LiteSpeed"),
        ("<p>Por favor, verifica que eres humano</p>", (), "unknown make"),
        ("<h1>Access Denied</h1>", (("x-sucuri-block", "BAD-BOT"),), "Sucuri"),
        ('<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><p>Una nota</p>', (), None),
        ("<p>Un moment de peace</p>", (), None),
    ],
)
def test_walls_are_told_by_name(body: str, headers: tuple[tuple[str, str], ...], vendor: str | None) -> None:
    assert wall(body, headers) == vendor


@pytest.mark.parametrize(
    ("handler", "words"),
    [
        (answer("", 403), "HTTP status 403"),
        (answer("", 429), "HTTP status 429"),
        (answer(CLOUDFLARE, 403), "HTTP status 403, a wall of Cloudflare"),
        (answer(CLOUDFLARE, 503), "HTTP status 503, a wall of Cloudflare"),
        (answer(CLOUDFLARE), "a wall of Cloudflare"),
        (answer(SUCURI), "a wall of Sucuri"),
        (answer(CAPTCHA), "a wall of LiteSpeed"),
        (answer("", 500), "HTTP status 500"),
        (lambda request: request.connection.close(), "Download"),
    ],
    ids=["403", "429", "Cloudflare 403", "Cloudflare 503", "Cloudflare 200", "Sucuri 200", "captcha 200", "500", "hangs up"],
)
def test_every_wall_stops_the_host_for_the_night(night: Night, handler: Handler, words: str) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(150), story=handler)
        report = night(web)
        assert len(stories(web)) < 60
    (reason,) = [reason for reason in report.outlets[0].reasons if "left alone for tonight" in reason]
    assert words in reason
    assert "refused 10 times in a row" in reason
    assert report.total("left") > 100


def test_a_wall_is_remembered(night: Night, tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(120), story=answer("", 403))
        night(web)
        first = len(stories(web))
        web.routes |= {f"{HOST}/feed/": answer(feed(*slugs(240)))} | {f"{HOST}/nota-{n}/": answer("", 403) for n in range(240)}
        report = night(web)
        second = len(stories(web)) - first
        assert second < first, "the second night asks less than the first"
        assert any("refused 3 times in a row" in reason for reason in report.outlets[0].reasons)
        night(web)
        asked = len(web.asked)
        report = night(web)
        assert len(web.asked) == asked, "after three nights of refusals the host is given a rest"
        assert "left alone until" in report.outlets[0].reasons[0]
        with sqlite3.connect(tmp_path / "a.db") as db:
            assert db.execute("SELECT strikes FROM hosts").fetchone() == (3,)
            db.execute("UPDATE hosts SET closed_until = '2020-01-01T00:00:00+00:00'")
        web.routes |= web_of(slugs(240))
        assert night(web).total("new") > 100


def test_some_refusals_among_pages_close_nothing(night: Night) -> None:
    with FakeWeb() as web:
        web.routes = web_of(slugs(60)) | {f"{HOST}/nota-{n}/": answer("", 403) for n in range(0, 60, 4)}
        report = night(web)
    assert (report.total("new"), report.total("failed")) == (45, 15)
    assert not any("left alone" in reason for reason in report.outlets[0].reasons)
