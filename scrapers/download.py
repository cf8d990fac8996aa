"""The download handler: the one door through which every request leaves, robots.txt and retries included.

Here and nowhere else a request is checked against the outlet's declared hosts, waits for its turn, goes to the mirror if there
is one, and its raw answer is archived before any middleware unpacks or any spider parses it.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from scrapers.archive import ArchiveError, Exchange, Revisit
from scrapers.doors import MAX_RETRY_AFTER, LeftAlone
from scrapers.health import NOT_FOUND
from scrapers.mirror import Mirror, is_private
from scrapers.politeness import is_robots, retry_after

#: A host that answers 429 or 503 without ``Retry-After`` is left alone for this many times the usual delay.
BUSY_DELAYS = 15


class OffHost(IgnoreRequest):
    """A request would have left the outlet's declared hosts; nothing was sent."""


class OutletDownloadHandler(BaseDownloadHandler):
    """HTTP and HTTPS for :class:`scrapers.outlet.OutletSpider`, which carries ``rules``, ``pace``, ``archive`` and ``mirror``."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._inner = HTTP11DownloadHandler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Check, wait, fetch, archive. Raises :class:`OffHost` for a host that the outlet does not declare."""
        spider: Any = self.crawler.spider
        host = self._host(request)
        self._check_door(host)
        await spider.pace.turn(host)
        self._check_door(host)
        # To the second, as the archive and the database keep it, so that reading it again later reads it as of the same moment.
        at = datetime.now(UTC).replace(microsecond=0)
        spider.counts["requests"] += 1
        if is_robots(request):
            request.meta["download_maxsize"] = 0  # scrapers.politeness stops reading where RFC 9309 allows it
        response = await self._fetch(spider, request, at)
        self._count(spider.counts, response)
        torn = "dataloss" in response.flags
        self._archive(spider, request, response, at, "disconnect" if torn else None)
        if torn:
            raise ResponseDataLossError(f"the connection broke after {len(response.body):,} bytes of {request.url}")
        if response.status in (429, 503):
            self._wait(host, retry_after(response.headers.get("Retry-After")))
        return response

    def _host(self, request: Request) -> str:
        """The host whose pace and door count: www, bare and mobile names are one. Raises :class:`OffHost`."""
        spider: Any = self.crawler.spider
        parts = urlparse_cached(request)
        if not spider.declared(parts.hostname or "") or parts.port not in (None, 80, 443):
            raise OffHost(f"{parts.hostname or parts.netloc} is not a host of {spider.name}")
        return str(spider.rules.preferred(parts.hostname))

    def _check_door(self, host: str) -> None:
        if sentence := self.crawler.spider.doors.closed(host):  # type: ignore[union-attr]
            raise LeftAlone(sentence)

    def _wait(self, host: str, seconds: float | None) -> None:
        """Do as ``Retry-After`` asks; a host that is busy and does not say for how long gets some peace too."""
        spider: Any = self.crawler.spider
        if seconds is None:
            spider.pace.hold(host, BUSY_DELAYS * spider.pace.delay)
        elif not spider.rules.declared(host):
            # A web archive, of which scrapers.backfill.patience takes care.
            spider.pace.hold(host, min(seconds, MAX_RETRY_AFTER))
        elif spider.doors.wait(host, seconds):
            spider.pace.hold(host, seconds)

    async def close(self) -> None:
        """Close the connections."""
        await self._inner.close()

    @staticmethod
    def _count(counts: Counter[str], response: Response) -> None:
        counts["bytes"] += len(response.body)
        counts["not_modified"] += response.status == 304
        counts["not_found"] += response.status in NOT_FOUND

    async def _fetch(self, spider: Any, request: Request, at: datetime) -> Response:
        """The answer, by way of the mirror if there is one; when none comes, the archive notes why."""
        mirror: Mirror | None = spider.mirror
        try:
            response = await self._inner.download_request(mirror.request(request) if mirror else request)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            with _stopping(spider):
                spider.archive.write_failure(spider.name, request.url, _headers(request.headers), reason, at)
            raise
        return mirror.response(request, response) if mirror else response

    def _archive(self, spider: Any, request: Request, response: Response, at: datetime, truncated: str | None) -> None:
        meta = request.meta
        revisit: Revisit | None = meta.get("revisit") if response.status == 304 else None
        exchange = Exchange(
            url=request.url,
            status=response.status,
            headers=_headers(response.headers),
            body=response.body,
            request_headers=_headers(request.headers),
            at=at,
            known=meta.get("known"),
            ip=str(response.ip_address) if response.ip_address else None,
            protocol=response.protocol or "HTTP/1.1",
            truncated=truncated,
        )
        with _stopping(spider):
            meta["stored"] = spider.archive.write(spider.name, exchange, revisit)
        meta["fetched_at"] = at


@contextmanager
def _stopping(spider: Any) -> Iterator[None]:
    """An archive that cannot be written stops the whole run: nothing may be read that is not kept."""
    try:
        yield
    except ArchiveError as error:
        spider.stop_everything(str(error))
        raise CloseSpider(f"archive: {error}") from error
    except sqlite3.Error as error:
        spider.stop_everything(f"cannot write the database: {error}")
        raise CloseSpider(f"archive: {error}") from error


def _headers(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values)


class GuardedResolver(CachingThreadedResolver):
    """DNS that never answers with a private address, so that no page and no poisoned name leads into the local network.

    Literal addresses pass: only a mirror has one, because spiders' hosts are checked by name. So does the mirror's own name.
    """

    mirror = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "GuardedResolver":
        """Take the mirror's name from the settings."""
        resolver = super().from_crawler(crawler, reactor)
        address = crawler.settings.get("SUCESOS_MIRROR")
        resolver.mirror = Mirror.at(address).host if address else ""
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":
        """The public address of ``name``; fails with a DNS error when it is private."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: Any, name: str) -> Any:
        if is_private(str(address)) and not _is_address(name) and name != self.mirror:
            raise DNSLookupError(f"{name} leads to the private address {address}")
        return address


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
