"""Manners: one host, one request at a time; robots.txt by RFC 9309; Crawl-delay; Retry-After.

Scrapy applies neither ``Crawl-delay`` nor ``Retry-After``, and takes a robots.txt that answers 5xx as permission. AutoThrottle
would wear down any delay set here, so it is off and waiting is done in one place, :class:`Pace`, shared by all spiders of the
process.
"""

import asyncio
import re
import time
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from scrapers.doors import LeftAlone

#: Seconds. A robots.txt that asks for more is obeyed up to here; more would stop the night.
MAX_CRAWL_DELAY = 60.0
#: Bytes of a robots.txt that are read; RFC 9309 section 2.5 asks for at least 500 KiB.
ROBOTS_BYTES = 512_000


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
        """Take over the Crawl-delay that a host asks for, or that its outlet is known to need, if it is longer than ours."""
        if crawl_delay and crawl_delay > 0:
            self._delays[host] = max(self.delay, self._delays.get(host, 0.0), min(crawl_delay, self.max_crawl_delay))

    def hold(self, host: str, seconds: float) -> None:
        """No request to ``host`` before ``seconds`` from now."""
        self._next[host] = max(self._next[host], time.monotonic() + seconds)

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
    if re.fullmatch(r"\d{1,15}(?:\.\d+)?", text, re.ASCII):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def is_robots(request: Request) -> bool:
    """Whether a request is the middleware's own, for a robots.txt."""
    return bool(request.meta.get("dont_obey_robotstxt")) and urlparse_cached(request).path == "/robots.txt"


_AGENT_VERSION = re.compile(rb"^([ \t]*user-?agent[ \t]*:[ \t]*[\w-]+)/[^\s#]*", re.IGNORECASE | re.MULTILINE)
_DELAY_UNIT = re.compile(rb"^([ \t]*crawl-?delay[ \t]*:[ \t]*\d+(?:\.\d+)?)[ \t]*s\w*", re.IGNORECASE | re.MULTILINE)


def tidy_robots(body: bytes) -> bytes:
    """A robots.txt as the parser wants it: at most :data:`ROBOTS_BYTES`, whole lines, agents without a version («sucesos/1.0»),
    delays without a unit («10s»)."""
    if len(body) > ROBOTS_BYTES:
        body = body[:ROBOTS_BYTES].rpartition(b"\n")[0]
    return _DELAY_UNIT.sub(rb"\1", _AGENT_VERSION.sub(rb"\1", body))


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

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PoliteRobotsMiddleware":
        """Called by Scrapy."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.on_bytes, signals.bytes_received)
        return middleware

    def on_bytes(self, data: bytes, request: Request) -> None:
        """Stop reading a robots.txt that is longer than any crawler need read; what came is used."""
        if is_robots(request):
            request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
            if request.meta["robots_bytes"] > ROBOTS_BYTES:
                raise StopDownload(fail=False)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._deny(netloc, f"answered {response.status}")
            return
        response = response.replace(body=b"" if response.status >= 300 else tidy_robots(response.body))
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        if isinstance(parser, RobotParser):
            self._note_delay(netloc, parser)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if "max redirections reached" in str(exc):
            # RFC 9309 section 2.3.1.2: after five redirects a robots.txt may be taken as missing.
            super()._robots_error(exc, netloc)
        elif isinstance(exc, LeftAlone):
            self._deny(netloc, str(exc), told=True)
        else:
            self._deny(netloc, f"could not be fetched ({str(exc).rstrip('. ')})")

    def _note_delay(self, netloc: str, parser: RobotParser) -> None:
        spider = self.crawler.spider
        pace: Pace | None = getattr(spider, "pace", None)
        if pace is not None:
            host = spider.rules.preferred(netloc.partition(":")[0])  # type: ignore[union-attr]
            pace.ask(host, parser.crawl_delay(self._robotstxt_useragent or self._default_useragent))

    def _deny(self, netloc: str, why: str, *, told: bool = False) -> None:
        spider = self.crawler.spider
        if spider is not None and hasattr(spider, "trouble") and not told:
            spider.trouble(f"robots.txt of {netloc} {why}: nothing was fetched there")
        waiting, nothing = self._parsers[netloc], _DenyAll()
        self._parsers[netloc] = nothing
        if isinstance(waiting, Deferred):
            waiting.callback(nothing)
