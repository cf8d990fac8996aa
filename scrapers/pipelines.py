"""Each outcome into the database: snapshot, article version and frontier in one transaction, all of it or none."""

import sqlite3
from datetime import datetime
from typing import Any

from scrapy.crawler import Crawler

from db.frontier import save_snapshot
from db.history import save_seen
from db.models import Page
from db.store import save_page
from scrapers.frontier import Outcome


class StorePipeline:
    """Stores :class:`scrapers.frontier.Outcome` and counts new, changed, unchanged, failed, gone and skipped."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """Called by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Outcome) -> Outcome:
        """Store one outcome. A database that cannot be written stops the whole run: nothing else would go better."""
        spider: Any = self.crawler.spider
        try:
            result = self._store(spider, item)
        except sqlite3.Error as error:
            spider.stop_everything(f"cannot write the database: {error}")
            return item
        spider.counts[result] += 1
        if result in ("failed", "gone", "skipped"):
            spider.reasons[item.visit.reason or result] += 1
        if item.page is not None:
            spider.tally.note(item.page, datetime.fromisoformat(item.visit.at))
        return item

    def _store(self, spider: Any, item: Outcome) -> str:
        with spider.db.atomic():
            snapshot = None
            if item.stored is not None and item.status == 200:
                snapshot = save_snapshot(
                    spider.db,
                    spider.name,
                    item.row["url"],
                    item.visit.at,
                    item.status,
                    item.stored.file,
                    item.stored.offset,
                    item.stored.digest,
                    item.origin,
                )
            result = item.visit.state if item.visit.state != "fetched" else "unchanged"
            if item.page is not None:
                result = _save(spider, item, item.page, snapshot)
            item.record(spider.db)
            spider.archive.save_index()
        return result


def _save(spider: Any, item: Outcome, page: Page, snapshot: int | None) -> str:
    """New, changed or unchanged. A copy made at another time has its place among the versions; under another form of its URL than
    the page's own it stands in only where nothing else is stored."""
    if item.seen_at is None:
        return save_page(spider.db, spider.name, page, snapshot, item.visit.at)[1]
    other_form = page.url != item.row["url"]
    return save_seen(spider.db, spider.name, page, snapshot, item.seen_at, if_new=other_form)[1]
