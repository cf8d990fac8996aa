"""The spider of an outlet, sent into the past: other lists, other due stories, all else as in the nightly crawl.

:func:`backfilling` makes it from the outlet's own spider. Which addresses a walk still has to ask is kept in the table
``sources`` after each answer, so that a run that was killed goes on where it was.
"""

import json
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from db import frontier as store
from scrapers.answers import now
from scrapers.backfill.plan import Order, chains
from scrapers.backfill.sources import inside
from scrapers.discovery import SourceWalk
from scrapers.frontier import entry_of
from scrapers.outlet import OutletSpider


class Backfill(OutletSpider):
    """What a back-fill does otherwise. Not an outlet: :func:`backfilling` joins it with one."""

    order: Order

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Of each walk under way: the addresses that are still to be asked, with their page number.
        self.waiting: dict[str, dict[str, int]] = {}
        #: The server wants to be left alone: nothing more is asked in this run.
        self.stopped = False

    def give_up(self, sentence: str) -> None:
        """End this run early; what is left is done by the next."""
        self.trouble(sentence)
        self.stopped = True
        self._queue.clear()
        self.limit = 0

    def walk(self, chain: int, place: int) -> Iterator[Request]:
        """Begin a list, or go on where the last run was; one that was walked to its end is not walked again."""
        if chain >= len(self.chains) or self.fatal:
            return
        source = self.chains[chain][place]
        before = store.walk_of(self.db, self.name, source.url)
        if before.done:
            self.counts["sources_working"] += 1
            yield from self.walk(chain + 1, 0)
            return
        store.open_walk(self.db, self.name, source.kind, source.url, now())
        walk = SourceWalk(chain, place, source, store.Walk())
        left: list[tuple[str, int]] = json.loads(before.cursor) if before.cursor else []
        left = left or [(url, 1) for url in source.addresses(None, self.order.days.end)]
        yield from [self._ask(walk, url, page) for url, page in left]

    def _ask(self, walk: SourceWalk, url: str, page: int) -> Request:
        self.waiting.setdefault(walk.source.url, {})[url] = page
        return super()._ask(walk, url, page)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """As ever; then remember what is still to be asked."""
        walk: SourceWalk = response.meta["walk"]
        before = len(walk.problems)
        yield from super().parse_listing(response)
        self._asked(walk, response.meta["asked"], well=len(walk.problems) == before)

    def listing_failed(self, problem: Failure) -> Iterator[Request]:
        """As ever; what failed is asked again by the next run."""
        request: Request = problem.request  # type: ignore[attr-defined]
        walk: SourceWalk = request.meta["walk"]
        before = len(walk.problems)
        yield from super().listing_failed(problem)
        self._asked(walk, request.meta["asked"], well=len(walk.problems) == before)

    def _asked(self, walk: SourceWalk, url: str, *, well: bool) -> None:
        waiting = self.waiting[walk.source.url]
        if well:
            waiting.pop(url, None)
        store.save_progress(self.db, self.name, walk.source.url, json.dumps(list(waiting.items())))

    def due(self) -> list[int]:
        """The stories to fetch that may lie within the days."""
        rows = store.due_dates(self.db, self.name, now())
        return [row["id"] for row in rows if inside(entry_of({"url": row["url"], "hints": row}), self.order.days)]


def backfilling(outlet: type[OutletSpider], order: Order) -> type[OutletSpider]:
    """The spider of ``outlet`` for a back-fill. Raises :class:`scrapers.backfill.plan.NoSuchSource`."""
    from scrapers.backfill.wayback import WaybackBackfill

    base = WaybackBackfill if order.source == "wayback" else Backfill
    return type(f"Backfill{outlet.__name__}", (base, outlet), {"order": order, "chains": chains(outlet, order)})
