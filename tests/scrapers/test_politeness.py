"""Waiting, mirrors, and when to come back."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import Response

from scrapers.feeds import Entry
from scrapers.frontier import as_found, entry_of, failure, next_check
from scrapers.mirror import Mirror, is_private
from scrapers.politeness import Pace, retry_after

NOW = datetime(2026, 10, 9, 6, 0, tzinfo=UTC)


def starts(pace: Pace, hosts: list[str]) -> list[float]:
    """Seconds at which requests to these hosts start, all asked for at once."""

    async def run() -> list[float]:
        begin = time.monotonic()

        async def one(host: str) -> float:
            await pace.turn(host)
            return time.monotonic() - begin

        return list(await asyncio.gather(*map(one, hosts)))

    return asyncio.run(run())


def test_one_host_waits_and_another_does_not() -> None:
    *same, other = starts(Pace(0.1), ["a", "a", "a", "b"])
    first, second, third = sorted(same)
    assert second - first >= 0.09
    assert third - second >= 0.09
    assert other < third


def test_crawl_delay_only_lengthens_and_is_bounded() -> None:
    pace = Pace(0.05, max_crawl_delay=0.1)
    pace.ask("a", 30)
    pace.ask("b", 0.01)
    pace.ask("c", None)
    assert 0.09 <= starts(pace, ["a", "a"])[1] < 0.5
    assert starts(pace, ["b", "b"])[1] >= 0.04
    assert starts(pace, ["c", "c"])[1] >= 0.04


def test_hold_is_waited_for() -> None:
    pace = Pace(0)
    pace.hold("a", 0.2)
    assert starts(pace, ["a"])[0] >= 0.19


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Fri, 09 Oct 2026 06:01:00 GMT", 60.0),
        (b"Thu, 08 Oct 2026 06:01:00 GMT", 0.0),
        (b"pronto", None),
        (None, None),
        (b"-3", None),
    ],
)
def test_retry_after(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_mirror_keeps_the_real_url() -> None:
    mirror = Mirror.at("http://127.0.0.1:8000")
    request = Request("https://www.elsalvador.com/a/%C3%B1?x=1", headers={"If-None-Match": '"e"'})
    sent = mirror.request(request)
    assert sent.url == "http://127.0.0.1:8000/a/%C3%B1?x=1"
    assert sent.headers["Host"] == b"www.elsalvador.com"
    assert sent.headers["If-None-Match"] == b'"e"'
    response = Response(sent.url, status=301, headers={"Location": "http://127.0.0.1:8000/b/"})
    real = mirror.response(request, response)
    assert real.url == request.url
    assert real.headers["Location"] == b"https://www.elsalvador.com/b/"


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fe80::1", "0.0.0.0", "100.64.0.1"]
)
def test_private_addresses(address: str) -> None:
    assert is_private(address)
    assert not is_private("190.5.137.1")


def test_days_of_rechecking() -> None:
    published = NOW - timedelta(hours=2)
    assert next_check(published, NOW) == published + timedelta(days=1)
    assert next_check(NOW - timedelta(days=2), NOW) == NOW + timedelta(days=1)
    assert next_check(NOW - timedelta(days=29), NOW) == NOW + timedelta(days=1)
    assert next_check(NOW - timedelta(days=31), NOW) is None
    assert next_check(None, NOW) is None


def test_failures_are_tried_again_and_given_up() -> None:
    dues = [failure({"attempts": attempts}, NOW, ("failed", "x"), None).due_at for attempts in range(5)]
    assert [due and due[:10] for due in dues] == ["2026-10-10", "2026-10-12", "2026-10-16", None, None]
    assert failure({"attempts": 0}, NOW, ("gone", "x"), 404).due_at is None


def test_what_a_source_told_travels_to_the_page_and_back() -> None:
    entry = Entry("https://x.example/1", "T", NOW, NOW, "resumen", "<p>x</p>", ("A",))
    found = as_found("https://x.example/1", entry, keep_text=True)
    assert entry_of({"url": found.url, "hints": found.hints}) == entry
    assert "html" not in as_found("https://x.example/1", entry, keep_text=False).hints
