"""The spider of every outlet: discovery, then fetching; one ``parse_article``. Outlets only declare attributes.

What the sources list goes to the frontier. Then every URL that is due is fetched, the newest first, and each outcome is handed
to the pipeline.
"""

import sqlite3
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from db import frontier as store
from db.store import connect
from scrapers.answers import REFUSALS, STATUSES, header, location, now, refusal, revisit_of, verdict_of, wall_of
from scrapers.archive import Archive, Stored
from scrapers.discovery import DiscoverySpider, logger
from scrapers.doors import Doors, LeftAlone
from scrapers.frontier import Outcome, failure, from_source, success
from scrapers.mirror import Mirror
from scrapers.page import Rejected, Selectors, refresh_target
from scrapers.politeness import Pace, RobotsUnavailable, shared_pace
from scrapers.reading import Known, Outlet, Twin, read_answer, read_told
from scrapers.tally import Tally

#: Requests handed to Scrapy at a time; a crash forgets nothing, the frontier still has them.
BATCH = 32
#: Addresses a story may move through in one night.
MAX_MOVES = 5
#: HTTP statuses that are read here instead of being Scrapy's errors.
READ_STATUSES = [301, 302, 303, 304, 307, 308, *STATUSES]


class OutletSpider(DiscoverySpider):
    """Base of all outlets. See docs/add_an_outlet.md for what to declare."""

    selectors: ClassVar[Selectors]
    #: False only for an outlet whose certificate chain is known to be incomplete; each run says so in its log.
    verify_certificates: ClassVar[bool] = True
    #: Seconds between two requests to a host that is known to refuse whoever asks more often; the live minimum if 0.
    delay: ClassVar[float] = 0.0

    archive: Archive
    doors: Doors
    pace: Pace

    @classmethod
    def reader(cls) -> Outlet:
        """What is needed to read the outlet's pages without a crawl."""
        return Outlet(cls.rules, cls.selectors, cls.language, cls.languages)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let an outlet opt out of certificate checks, visibly."""
        super().update_settings(settings)
        if not cls.verify_certificates and not settings["SUCESOS_MIRROR"]:
            logger.warning("%s: certificates are not checked, its chain is incomplete", cls.name)
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "OutletSpider":
        """Take database, archive, mirror and delay from the settings that :mod:`scrapers.worker` made."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.db = connect(Path(settings["SUCESOS_DATABASE"]))
        spider.doors = Doors(spider.db, spider.trouble)
        spider.archive = Archive(Path(settings["SUCESOS_ARCHIVE"]), spider.db, settings["USER_AGENT"])
        spider.pace = shared_pace(settings.getfloat("SUCESOS_DELAY"), settings.getfloat("SUCESOS_MAX_CRAWL_DELAY"))
        spider.mirror = Mirror.at(settings["SUCESOS_MIRROR"]) if settings["SUCESOS_MIRROR"] else None
        for host in spider.rules.hosts if spider.mirror is None else ():
            spider.pace.ask(host, spider.delay)
        spider.everything = settings["SUCESOS_RECHECK"] == "all"
        spider.probing = settings.getbool("SUCESOS_PROBE")
        spider.only = settings.getlist("SUCESOS_ONLY")
        spider.limit = settings.getint("SUCESOS_LIMIT") or None
        crawler.signals.connect(spider.on_empty, signals.scheduler_empty)
        crawler.signals.connect(spider.on_idle, signals.spider_idle)
        crawler.signals.connect(spider.on_error, signals.spider_error)
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everything = False
        self.limit: int | None = None
        self.reasons: Counter[str] = Counter()
        self.tally = Tally()
        self._began = time.monotonic()
        self.listing_done = False
        self._queue: deque[int] = deque()
        self._tried: set[int] = set()
        self._moves: Counter[int] = Counter()

    # --- fetching ------------------------------------------------------------------------------------------------------

    def on_empty(self) -> None:
        """Scrapy's queue ran dry: hand out the next URLs that are due, without waiting for those under way."""
        if self.listing_done and not self.fatal:
            self._hand_out(self._queue)

    def on_idle(self) -> None:
        """Nothing is under way. The spider closes when nothing is due any more; redirects may have brought new URLs."""
        self.listing_done = True
        self.settle()
        if self.fatal:
            return
        if not self._queue:
            self._queue.extend(number for number in self.due() if number not in self._tried)
            self.counts["due"] = len(self._queue) + len(self._tried)
        if self._hand_out(self._queue):
            raise DontCloseSpider

    def due(self) -> list[int]:
        """Ids of what to fetch, in this order."""
        return store.due_ids(self.db, self.name, now(), everything=self.everything)

    def rows(self, ids: list[int]) -> list[dict[str, Any]]:
        """What the frontier knows of ids that :meth:`due` gave."""
        return store.load_urls(self.db, ids)

    def declared(self, host: str) -> bool:
        """Whether a request may go to ``host``."""
        return self.rules.declared(host)

    def _hand_out(self, queue: deque[int]) -> bool:
        while room := min(BATCH, len(queue), self._room()):
            batch = [queue.popleft() for _ in range(room)]
            self._tried.update(batch)
            rows = [row for row in self.rows(batch) if not self._left(row)]
            if rows and self.crawler.engine is not None:
                for row in rows:
                    self.crawler.engine.crawl(self.article_request(row))
                return True
        return False

    def _room(self) -> int:
        return BATCH if self.limit is None else max(0, self.limit + self.counts["left"] - len(self._tried))

    def _left(self, row: Mapping[str, Any]) -> bool:
        """Whether a row stays due because its host is left alone."""
        left = self.doors.closed(self.host(row.get("address") or row["seen_url"])) is not None
        self.counts["left"] += left
        return left

    def article_request(self, row: Mapping[str, Any], url: str | None = None) -> Request:
        """A conditional request for a row of the frontier."""
        headers = {}
        if row["state"] == "fetched" and row["digest"]:
            if row["etag"]:
                headers["If-None-Match"] = row["etag"]
            if row["last_modified"]:
                headers["If-Modified-Since"] = row["last_modified"]
        return Request(
            url or row["seen_url"],
            headers=headers,
            callback=self.parse_article,
            errback=self.article_failed,
            meta={
                "row": row,
                "dont_redirect": True,
                "handle_httpstatus_list": READ_STATUSES,
                "revisit": revisit_of(row),
                "known": Known.of(row).dumps(),
            },
        )

    def parse_article(self, response: Response) -> Iterator[Any]:
        """What came of one URL: an :class:`Outcome` for the pipeline, sometimes a request to where the story has moved."""
        status = response.status
        if (status in REFUSALS or status >= 500) and self.doors.closed(self.host(response.url)):
            self.counts["left"] += 1
            return
        self.counts["fetched"] += 1
        if status == 304:
            self.doors.welcomed(self.host(response.url))
            yield self._outcome(response, None, success(response.meta["row"], self._at(response), None))
        elif 300 <= status < 400:
            yield from self._follow(response, location(response))
        elif status != 200:
            state, reason = STATUSES.get(status, ("failed", f"HTTP status {status}"))
            self._note(response.url, how := refusal(response))
            yield self._instead(response, Rejected(state, f"{reason}{how.partition(str(status))[2]}" if how else reason))
        else:
            yield from self._read(response)

    def _read(self, response: Response) -> Iterator[Any]:
        row, at = response.meta["row"], self._at(response)
        try:
            page = read_answer(self.reader(), Known.of(row), response.body, header(response, "Content-Type"), at)
        except Twin as twin:
            self.settle()
            self.rehome(twin.url)
            store.add_met(self.db, self.name, "canonical", store.Found(twin.url, twin.url, row["hints"]), now())
            self.doors.welcomed(self.host(response.url))
            yield self._outcome(response, None, failure(row, at, ("skipped", f"{store.JOINED}{twin}"), 200))
        except Rejected as rejected:
            yield from self._turned_away(response, rejected)
        except Exception as error:
            # Whatever a page does to the reader, the other pages go on; the report names it.
            self.trouble(f"the reader broke on {row['url']}: {type(error).__name__}: {error}")
            yield self._outcome(response, None, failure(row, at, ("failed", f"the reader broke: {type(error).__name__}"), 200))
        else:
            self.doors.welcomed(self.host(response.url))
            yield self._outcome(response, page, success(row, at, page, response))

    def _turned_away(self, response: Response, rejected: Rejected) -> Iterator[Any]:
        """An answer with status 200 that holds no story: a wall, a page that sends the reader on, or nothing of use."""
        vendor = wall_of(response) if rejected.state == "failed" else None
        target = refresh_target(response.body, header(response, "Content-Type"), response.url)
        if vendor:
            rejected = Rejected("failed", f"a wall against robots ({vendor}) instead of the page")
            self._note(response.url, f"a wall of {vendor}")
        elif target and target != response.url:
            yield from self._follow(response, target)
            return
        yield self._instead(response, rejected)

    def _instead(self, response: Response, rejected: Rejected) -> Outcome:
        """The full text that the source told, when the page is no use; else the rejection."""
        row, at = response.meta["row"], self._at(response)
        known = Known.of(row)
        page = read_told(self.reader(), known)
        if page is None:
            return self._outcome(response, None, failure(row, at, (rejected.state, rejected.reason), response.status))
        self.archive.write_told(self.name, known.url, known.dumps(with_text=True), at)
        return self._outcome(response, page, from_source(row, at, rejected.reason, response.status))

    def _follow(self, response: Response, target: str) -> Iterator[Any]:
        """A redirect: to the same story at another address, to another story of ours, or away."""
        self.settle()
        row, at = response.meta["row"], self._at(response)
        target = self.rules.address(target)
        url = self.rules.canonical(target)
        # A site under repair sends everything home for a while, but not for good.
        away = "gone" if response.status in (301, 308) else "failed"
        if url and (url == row["url"] or self._stored_as(row, url)):
            self._moves[row["id"]] += 1
            if self._moves[row["id"]] <= MAX_MOVES and target != response.url:
                store.move(self.db, row["id"], target)
                yield self.article_request({**row, "seen_url": target})
                return
            verdict = ("failed", "redirects in a circle")
        elif url is None:
            verdict = ("failed", f"redirects to another host: {target[:200]}")
        elif url.count("/") <= 3:
            verdict = (away, "redirects to the home page (soft 404)")
        elif not self.rules.is_article(url):
            verdict = (away, f"redirects to a page that is no article: {url}")
        else:
            self.rehome(url)
            store.add_met(self.db, self.name, "redirect", store.Found(url, target, row["hints"]), now())
            verdict = ("skipped", f"moved to {url}")
        yield self._outcome(response, None, failure(row, at, verdict, response.status))

    def _stored_as(self, row: Mapping[str, Any], url: str) -> bool:
        """Whether a story that is stored under the row's URL now lives at ``url``."""
        story = self.rules.identity(url) if row["state"] == "fetched" and self.rules.is_article(url) else None
        return story is not None and story == self.rules.identity(row["url"])

    def article_failed(self, problem: Failure) -> Iterator[Outcome]:
        """No answer at all, or one that Scrapy turned away."""
        request: Request = problem.request  # type: ignore[attr-defined]
        row = request.meta["row"]
        shut = refusal(getattr(problem.value, "response", None), problem.value) and self.doors.closed(self.host(request.url))
        if isinstance(problem.value, RobotsUnavailable | LeftAlone) or self.fatal or shut:
            self.counts["left"] += 1
            return
        self.counts["fetched"] += 1
        status = getattr(getattr(problem.value, "response", None), "status", None)
        verdict = verdict_of(problem)
        self._note(request.url, refusal(getattr(problem.value, "response", None), problem.value))
        yield Outcome(row, None, failure(row, datetime.now(UTC), verdict, status), request.meta.get("stored"))

    def _outcome(self, response: Response, page: Any, visit: store.Visit) -> Outcome:
        stored: Stored | None = response.meta.get("stored")
        return Outcome(response.meta["row"], page, visit, stored, response.status)

    def _at(self, response: Response) -> datetime:
        at: datetime = response.meta.get("fetched_at") or datetime.now(UTC)
        return at

    # --- trouble -------------------------------------------------------------------------------------------------------

    def summary(self) -> dict[str, Any]:
        """Everything that the run's report needs."""
        return {
            "counts": {**self.counts, "seconds": round(time.monotonic() - self._began, 1), "read": self.tally.counts()},
            "sources": dict(self.sources),
            "reasons": dict(self.reasons.most_common(20)),
            "troubles": self.troubles,
        }

    def stop_everything(self, sentence: str) -> None:
        """A fault of this machine (disk full …): no outlet can go on."""
        self.fatal = self.fatal or sentence
        self.trouble(sentence)
        self._queue.clear()
        self.limit = 0

    def on_error(self, failure: Failure) -> None:
        """One of our own callbacks broke. A database that cannot be written stops everything; all else is named in the report."""
        if isinstance(failure.value, sqlite3.Error):
            self.stop_everything(f"cannot write the database: {failure.value}")
        else:
            self.trouble(f"the spider broke: {type(failure.value).__name__}: {failure.value}")

    def on_closed(self) -> None:
        """Close files."""
        try:
            self.archive.close()
        except sqlite3.Error as error:
            self.fatal = self.fatal or f"cannot write the database: {error}"
        self.db.conn.close()
