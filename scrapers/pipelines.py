"""Each outcome into the database: snapshot, article version and frontier together, all of it or none.

Outcomes that come close together share a transaction, which costs far less than one each. Until it is written a crash loses
nothing but requests: the archive has the answers, and the frontier still has the URLs as due.
"""

import asyncio
import sqlite3
from datetime import datetime
from typing import Any

from scrapy.crawler import Crawler

from db.frontier import save_snapshot
from db.history import save_seen
from db.models import Page
from db.store import save_page
from scrapers.frontier import Outcome

#: Outcomes in one transaction at most.
TOGETHER = 32
#: Seconds that an outcome waits for others.
WAIT = 0.25


class StorePipeline:
    """Stores :class:`scrapers.frontier.Outcome` and counts new, changed, unchanged, stub, failed, gone and skipped.

    The spider's ``settle`` writes at once what is waiting; it is called before the spider looks at what it knows of other URLs.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._waiting: list[Outcome] = []
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """Called by Scrapy."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Called by Scrapy."""
        spider: Any = self.crawler.spider
        spider.settle = self.settle

    def close_spider(self) -> None:
        """Called by Scrapy, before the spider closes its files."""
        self.settle()

    def process_item(self, item: Outcome) -> Outcome:
        """Take one outcome, to be stored within :data:`WAIT` seconds."""
        self._waiting.append(item)
        if len(self._waiting) >= TOGETHER:
            self.settle()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WAIT, self.settle)
        return item

    def settle(self) -> None:
        """Store what is waiting. A database that cannot be written stops the whole run: nothing else would go better."""
        items, self._waiting = self._waiting, []
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        spider: Any = self.crawler.spider
        try:
            self._store_all(spider, items)
        except sqlite3.Error as error:
            spider.stop_everything(f"cannot write the database: {error}")

    def _store_all(self, spider: Any, items: list[Outcome]) -> None:
        if not items:
            return
        try:
            with spider.db.atomic():
                results = [_store(spider, item) for item in items]
                spider.archive.save_index()
        except sqlite3.Error:
            raise
        except Exception as error:
            if len(items) > 1:
                for item in items:
                    self._store_all(spider, [item])
                return
            spider.trouble(f"cannot store {items[0].row['url']}: {type(error).__name__}: {error}")
            return
        for item, result in zip(items, results, strict=True):
            _count(spider, item, result)


def _count(spider: Any, item: Outcome, result: str) -> None:
    spider.counts[result] += 1
    if result in ("failed", "gone", "skipped"):
        spider.reasons[item.visit.reason or result] += 1
    if item.page is not None and result != "stub":
        spider.tally.note(item.page, datetime.fromisoformat(item.visit.at))


def _store(spider: Any, item: Outcome) -> str:
    snapshot = None
    if item.stored is not None and item.status == 200:
        place = (item.stored.file, item.stored.offset, item.stored.digest, item.origin)
        snapshot = save_snapshot(spider.db, spider.name, item.row["url"], item.visit.at, item.status, *place)
    result = item.visit.state if item.visit.state != "fetched" else "unchanged"
    if item.page is not None:
        result = _save(spider, item, item.page, snapshot)
    item.record(spider.db)
    return result


def _save(spider: Any, item: Outcome, page: Page, snapshot: int | None) -> str:
    """New, changed or unchanged. A copy made at another time has its place among the versions; under another form of its URL than
    the page's own it stands in only where nothing else is stored."""
    if item.seen_at is None:
        return save_page(spider.db, spider.name, page, snapshot, item.visit.at)[1]
    other_form = page.url != item.row["url"]
    return save_seen(spider.db, spider.name, page, snapshot, item.seen_at, if_new=other_form)[1]
