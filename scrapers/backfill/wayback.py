"""Stories from the Wayback Machine: the index says what it holds, then each capture is fetched as it was captured.

A capture is read like a page of the outlet, with the moment of the capture in place of today. The story is stored under its own
URL; the archive's record and the snapshot's ``origin`` say which capture it came from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from sqlite_utils import Database
from twisted.python.failure import Failure

from db import captures as held
from db import frontier as store
from db.models import Page
from scrapers.answers import STATUSES, header, now, refusal, verdict_of
from scrapers.backfill.cdx import WAYBACK, Capture, capture_at, page_query
from scrapers.backfill.sources import Captured, Index
from scrapers.backfill.spider import Backfill
from scrapers.discovery import SourceWalk
from scrapers.doors import LeftAlone
from scrapers.feeds import Entry
from scrapers.frontier import Outcome, failure, success
from scrapers.outlet import MAX_MOVES, READ_STATUSES
from scrapers.page import Rejected
from scrapers.politeness import RobotsUnavailable
from scrapers.reading import Known, read_answer

#: What the Wayback Machine means by a status that is not the page's own.
_REFUSALS = {
    403: ("skipped", "the web archive does not give it out: HTTP status 403"),
    404: ("gone", "the web archive does not hold it: HTTP status 404"),
}


@dataclass(frozen=True)
class CaptureOutcome(Outcome):
    """What came of a capture. ``story`` is the canonical URL that the page names instead of the one it was found under."""

    story: str | None = None

    def record(self, db: Database) -> None:
        """Settle the capture; the URL's own visits are the nightly crawl's."""
        held.settle_capture(db, self.row["capture_id"], self.visit, story=self.story)


class WaybackBackfill(Backfill):
    """Queues captures instead of URLs, and fetches from one host, one request at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Queries for all captures of a story, to the id of its URL.
        self.others: dict[str, int] = {}

    def declared(self, host: str) -> bool:
        """The archive stands in for all of the outlet's hosts."""
        return host == WAYBACK

    # --- the index -----------------------------------------------------------------------------------------------------

    def _add(self, walk: SourceWalk, entries: Sequence[Entry]) -> int:
        listed = [
            item for entry in entries if isinstance(entry, Captured) and entry.capture and (item := self._held(entry.capture))
        ]
        every = self.order.every or not getattr(walk.source, "hosts", ())
        new = held.add_captures(self.db, self.name, walk.source.kind, listed, now(), stored_too=every)
        walk.entries += len(listed)
        self.counts["found"] += new
        self.sources[walk.source.kind] += new
        return new

    def _held(self, capture: Capture) -> held.Held | None:
        url = self.rules.canonical(capture.original)
        if url is None or not self.rules.is_article(url):
            return None
        url = self.home(url)
        at = capture.at.isoformat(timespec="seconds")
        return held.Held(url, capture.address, at, capture.digest, twin=_bare(capture.original) != _bare(url))

    def due(self) -> list[int]:
        """Captures to fetch. When none is left, the archive is asked for the other captures of stories whose first was no use."""
        days = self.order.days
        ids = held.due_captures(self.db, self.name, now(), days.start.isoformat(), days.end.isoformat())
        if not ids and self._room() and not self.stopped:
            self._ask_others()
        return ids

    def _ask_others(self) -> None:
        """Ask for the other captures of stories whose first was no use, each once."""
        lacking = {
            page_query(one.original): row["id"] for row in held.lacking(self.db, self.name) if (one := capture_at(row["address"]))
        }
        wanted = {url: number for url, number in lacking.items() if url not in self.others}
        if not wanted or self.crawler.engine is None or self.fatal:
            return
        self.others |= wanted
        source = Index(f"https://{WAYBACK}/cdx/search/cdx", days=self.order.days)
        walk = SourceWalk(len(self.chains) - 1, 0, source, store.Walk())
        for request in [self._ask(walk, url, 1) for url in wanted]:
            self.crawler.engine.crawl(request)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """As ever; a story whose captures have all been told is not asked for again."""
        yield from super().parse_listing(response)
        if (number := self.others.get(response.meta["asked"])) is not None:
            held.asked_others(self.db, number)

    def rows(self, ids: list[int]) -> list[dict[str, Any]]:
        """The captures with the rows of their URLs."""
        return held.load_captures(self.db, ids)

    # --- the captures --------------------------------------------------------------------------------------------------

    def article_request(self, row: Mapping[str, Any], url: str | None = None) -> Request:
        """A request for a capture. Not conditional: a capture never changes."""
        address = url or row["address"]
        capture = capture_at(address)
        moment = capture.at.isoformat(timespec="seconds") if capture else row["captured_at"]
        row = {**row, "attempts": row["tries"], "captured_at": moment}
        return Request(
            address,
            callback=self.parse_article,
            errback=self.article_failed,
            meta={
                "row": row,
                "dont_redirect": True,
                "handle_httpstatus_list": READ_STATUSES,
                "known": _known(row, address).dumps(),
            },
        )

    def parse_article(self, response: Response) -> Iterator[Any]:
        """What came of one capture: an outcome for the pipeline, or a request to where the archive has it."""
        status = response.status
        self.counts["fetched"] += 1
        if 300 <= status < 400:
            yield from self._follow_capture(response)
        elif status != 200:
            self._note(response.url, refusal(response))
            verdict = _REFUSALS.get(status) or STATUSES.get(status) or ("failed", f"HTTP status {status}")
            yield self._settled(response, verdict)
        else:
            self.doors.welcomed(self.host(response.url))
            yield self._read_capture(response)

    def _read_capture(self, response: Response) -> Outcome:
        row, known = response.meta["row"], Known.loads(response.meta["known"])
        at = datetime.fromisoformat(row["captured_at"])
        try:
            page = read_answer(self.reader(), known, response.body, header(response, "Content-Type"), at)
        except Rejected as rejected:
            return self._settled(response, (rejected.state, rejected.reason), final=True)
        except Exception as error:
            self.trouble(f"the reader broke on {response.url}: {type(error).__name__}: {error}")
            return self._settled(response, ("failed", f"the reader broke: {type(error).__name__}"), final=True)
        visit = replace(success(row, self._at(response), page), due_at=None)
        return self._capture(response, visit, page)

    def _follow_capture(self, response: Response) -> Iterator[Any]:
        """The archive redirects to the nearest capture of the same URL; any other redirect is the outlet's own, captured."""
        row = response.meta["row"]
        target = urljoin(response.url, header(response, "Location") or "")
        capture = capture_at(target)
        canonical = self.rules.canonical(capture.original if capture else target)
        moves = response.meta.get("moves", 0) + 1
        if capture and canonical == row["url"] and moves <= MAX_MOVES and capture.address != response.url:
            request = self.article_request(row, capture.address)
            request.meta["moves"] = moves
            yield request
            return
        yield self._settled(response, ("gone", f"the capture is a redirect to {(capture.original if capture else target)[:200]}"))

    def article_failed(self, problem: Failure) -> Iterator[Outcome]:
        """No answer at all, or one that was turned away."""
        request: Request = problem.request  # type: ignore[attr-defined]
        row = request.meta["row"]
        if isinstance(problem.value, RobotsUnavailable | LeftAlone) or self.fatal or self.stopped:
            self.counts["left"] += 1
            return
        self.counts["fetched"] += 1
        visit = failure(row, datetime.now(UTC), verdict_of(problem), None)
        yield CaptureOutcome(row, None, visit, request.meta.get("stored"))

    def _settled(self, response: Response, verdict: tuple[str, str], *, final: bool = False) -> Outcome:
        """No story: ``final`` when asking again would bring the same, because a capture never changes."""
        visit = failure(response.meta["row"], self._at(response), verdict, response.status)
        return self._capture(response, replace(visit, due_at=None) if final else visit)

    def _capture(self, response: Response, visit: store.Visit, page: Page | None = None) -> Outcome:
        row = response.meta["row"]
        return CaptureOutcome(
            row,
            page,
            visit,
            response.meta.get("stored"),
            response.status,
            seen_at=row["captured_at"],
            origin=response.url,
            story=page.url if page and page.url != row["url"] else None,
        )


def _known(row: Mapping[str, Any], address: str) -> Known:
    """What is known of a capture, for the reader and for reparsing: what lists told of the story, and when the copy was made."""
    told = {name: row["hints"][name] for name in ("title", "published") if name in row["hints"]}
    capture = capture_at(address)
    hints = {**told, "captured": row["captured_at"]}
    return Known(row["url"], capture.original if capture else row["url"], "wayback", hints, stored=True)


def _bare(url: str) -> str:
    """A URL without what does not make it another form: scheme, ``www.``, port, closing slash, case of the host."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"
