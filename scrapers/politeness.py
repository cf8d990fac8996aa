"""Manners: one host, one request at a time; robots.txt by RFC 9309; Crawl-delay; Retry-After.

Scrapy applies neither ``Crawl-delay`` nor ``Retry-After``, and takes a robots.txt that answers 5xx as permission. AutoThrottle
would wear down any delay set here, so it is off and waiting is done in one place, :class:`Pace`, shared by all spiders of the
process.
"""

import asyncio
import time
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

#: Seconds. A robots.txt that asks for more is obeyed up to here; more would stop the night.
MAX_CRAWL_DELAY = 60.0
#: Seconds. A Retry-After beyond this is not waited for: the host counts as closed for tonight.
MAX_RETRY_AFTER = 600.0


class RobotsUnavailable(IgnoreRequest):
    """robots.txt could not be read (5xx, 429 or no answer): RFC 9309 section 2.3.1.4, assume that everything is disallowed."""


class Pace:
    """When the next request to each host may start. ``delay`` is in seconds between starts of requests."""

    def __init__(self, delay: float, *, max_crawl_delay: float = MAX_CRAWL_DELAY) -> None:
        self.delay = delay
        self.max_crawl_delay = max_crawl_delay
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = defaultdict(float)

    def ask(self, host: str, crawl_delay: float | None) -> None:
        """Take over the Crawl-delay that a host asks for, if it is longer than ours."""
        if crawl_delay and crawl_delay > 0:
            self._delays[host] = max(self.delay, min(crawl_delay, self.max_crawl_delay))

    def hold(self, host: str, seconds: float) -> None:
        """No request to ``host`` before ``seconds`` from now."""
        self._next[host] = max(self._next[host], time.monotonic() + min(seconds, MAX_RETRY_AFTER))

    async def turn(self, host: str) -> None:
        """Wait until a request to ``host`` may start."""
        while (wait := self._next[host] - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        self._next[host] = time.monotonic() + self._delays.get(host, self.delay)


@cache
def shared_pace(delay: float, max_crawl_delay: float) -> Pace:
    """The one pace of this process: two outlets that share a host wait for each other."""
    return Pace(delay, max_crawl_delay=max_crawl_delay)


def retry_after(value: bytes | None, now: datetime | None = None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, given as a number or a date; None when it is absent or unreadable."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


class _DenyAll(RobotParser):
    """Stands for a robots.txt that could not be read."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> "_DenyAll":
        return cls()

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class PoliteRobotsMiddleware(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: 4xx allows everything, 5xx and silence nothing; Crawl-delay reaches :class:`Pace`."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, _DenyAll):
            raise RobotsUnavailable(
                f"robots.txt of {urlparse_cached(request).netloc} could not be read: nothing is fetched there"
            )
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._deny(netloc, f"answered {response.status}")
            return
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        if isinstance(parser, RobotParser):
            self._note_delay(netloc, parser)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._deny(netloc, f"could not be fetched ({str(exc).rstrip('. ')})")

    def _note_delay(self, netloc: str, parser: RobotParser) -> None:
        spider = self.crawler.spider
        pace: Pace | None = getattr(spider, "pace", None)
        if pace is not None:
            pace.ask(netloc, parser.crawl_delay(self._robotstxt_useragent or self._default_useragent))

    def _deny(self, netloc: str, why: str) -> None:
        spider = self.crawler.spider
        if spider is not None and hasattr(spider, "trouble"):
            spider.trouble(f"robots.txt of {netloc} {why}: nothing was fetched there")
        waiting, nothing = self._parsers[netloc], _DenyAll()
        self._parsers[netloc] = nothing
        if isinstance(waiting, Deferred):
            waiting.callback(nothing)
