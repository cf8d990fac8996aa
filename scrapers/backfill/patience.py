"""Patience with the Wayback Machine: it answers 429 or refuses connections when asked too often, and forgives only slowly."""

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from scrapers.backfill.cdx import WAYBACK
from scrapers.politeness import retry_after

#: Statuses that ask for a pause; but for 429 they may also be the fault of one capture.
BUSY = frozenset({429, 500, 502, 503, 504, 520, 522, 523})
#: Waits in a row after which the run ends; the next one goes on.
TRIES = 6
#: Seconds of the first wait where the archive names none; each further one is twice as long, up to :data:`LONGEST`.
FIRST_WAIT = 30.0
LONGEST = 600.0
#: Seconds. The archive that asks for a longer wait is left alone: the run ends, and says when to go on.
LONGEST_ASKED = 1800.0
#: Attempts at one address that gets no usable answer, before it counts as failed.
ATTEMPTS = 3


class PatienceMiddleware:
    """Waits and asks again, for requests to the Wayback Machine; ends the run when that does not help."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.first = crawler.settings.getfloat("SUCESOS_PATIENCE", FIRST_WAIT)
        self.in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PatienceMiddleware":
        """Called by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Nothing more leaves after the run was ended. Raises IgnoreRequest then."""
        spider: Any = self.crawler.spider
        if spider.stopped:
            raise IgnoreRequest("left for the next run")

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """A pause where one is asked for, else the response."""
        if urlparse_cached(request).hostname != WAYBACK or response.status not in BUSY:
            self.in_a_row = 0
            return response
        if response.status != 429 and self._tried(request):
            return response
        told = retry_after(response.headers.get("Retry-After"))
        return self._again(request, f"answered {response.status}", told)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A pause after a refused or broken connection; None when this address has been tried often enough."""
        if isinstance(exception, IgnoreRequest) or urlparse_cached(request).hostname != WAYBACK:
            return None
        if self._tried(request):
            return None
        return self._again(request, f"gave no answer ({type(exception).__name__})", None)

    def _tried(self, request: Request) -> bool:
        tried: int = request.meta.get("patience", 0)
        return tried >= ATTEMPTS - 1

    def _again(self, request: Request, what: str, told: float | None) -> Request:
        spider: Any = self.crawler.spider
        self.in_a_row += 1
        if self.in_a_row > TRIES or (told or 0) > LONGEST_ASKED:
            when = f"in {told / 60:.0f} minutes" if told else "later"
            spider.give_up(f"{WAYBACK} {what} {self.in_a_row} times in a row: left alone; run the same command again {when}")
            raise IgnoreRequest("left for the next run")
        wait = told if told is not None else min(LONGEST, self.first * 2 ** (self.in_a_row - 1))
        spider.pace.hold(WAYBACK, wait)
        spider.counts["waits"] += 1
        again = request.copy()
        again.meta["patience"] = request.meta.get("patience", 0) + 1
        again.dont_filter = True
        return again
