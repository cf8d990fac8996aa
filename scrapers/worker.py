"""The process that crawls: ``python -m scrapers.worker`` reads a JSON order on stdin and tells its progress as JSON lines.

It is a process of its own because Twisted's reactor can run only once, and because a crash of it must not take the night with it.
"""

import ctypes
import json
import logging
import signal
import sqlite3
import sys
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.asyncio import create_looping_call

from scrapers.politeness import MAX_CRAWL_DELAY

#: Seconds between two progress lines of an outlet.
INTERVAL = 0.5
#: Seconds between requests to a host: never less on the real web.
LIVE_DELAY = 2.0
#: Pages an outlet a night on the real web where no limit is given: under an hour at :data:`LIVE_DELAY`. What is left stays due,
#: so that old stories come in night by night, after the new ones.
LIVE_LIMIT = 1500
#: Requests at a time on a host where no delay is asked for (a mirror).
MIRROR_CONCURRENCY = 8
#: Seconds. A mirror's Crawl-delay is honoured up to here, so that the demo stays short.
MIRROR_CRAWL_DELAY = 0.1


class Reporter:
    """Scrapy extension: tells the parent process how an outlet is doing and how it ended."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._loop: Any = None
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Reporter":
        """Called by Scrapy."""
        return cls(crawler)

    def _opened(self) -> None:
        self._loop = create_looping_call(self._progress)
        self._loop.start(INTERVAL, now=False)

    def _progress(self) -> None:
        spider: Any = self.crawler.spider
        tell("progress", outlet=spider.name, counts=dict(spider.counts))

    def _closed(self, reason: str) -> None:
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        spider: Any = self.crawler.spider
        tell("closed", outlet=spider.name, reason=reason, fatal=spider.fatal, **spider.summary())


def tell(event: str, **values: Any) -> None:
    """One JSON line to the parent."""
    sys.stdout.write(json.dumps({"event": event, **values}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def settings_for(order: dict[str, Any]) -> Settings:
    """Scrapy's settings for an order of :func:`scrapers.run.crawl`."""
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    mirrored = bool(order["mirror"])
    delay = max(order["delay"] or 0.0, 0.0 if mirrored else LIVE_DELAY)
    values = {
        "SUCESOS_DATABASE": order["database"],
        "SUCESOS_ARCHIVE": order["archive"],
        "SUCESOS_MIRROR": order["mirror"],
        "SUCESOS_RECHECK": order["recheck"],
        "SUCESOS_LIMIT": order["limit"] or (0 if mirrored else LIVE_LIMIT),
        "SUCESOS_DELAY": delay,
        "SUCESOS_MAX_CRAWL_DELAY": MIRROR_CRAWL_DELAY if mirrored else MAX_CRAWL_DELAY,
    }
    if mirrored:
        values |= {"HTTPPROXY_ENABLED": False}
        if delay == 0:
            values |= {"CONCURRENT_REQUESTS_PER_DOMAIN": MIRROR_CONCURRENCY}
    settings.setdict(values | order.get("settings", {}), priority="cmdline")
    return settings


def main() -> None:
    """Crawl as the order on stdin says."""
    _die_with_parent()
    order = json.loads(sys.stdin.readline())
    logging.captureWarnings(True)
    process = AsyncCrawlerProcess(settings_for(order), install_root_handler=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    # The report tells in a sentence that the database cannot be written.
    handler.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], sqlite3.Error)))
    logging.getLogger().handlers = [handler]
    # It logs a robots.txt that cannot be fetched with a traceback; scrapers.politeness tells it in a sentence.
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    for outlet in order["outlets"]:
        process.crawl(_spider(process, outlet, order.get("past")))
    process.start()
    tell("end", bootstrap_failed=bool(process.bootstrap_failed))


def _spider(process: AsyncCrawlerProcess, outlet: str, past: dict[str, Any] | None) -> Any:
    """The outlet's spider, or the one made from it that goes into the past."""
    spider: Any = process.spider_loader.load(outlet)
    if past is None:
        return spider
    from scrapers.backfill.plan import Order
    from scrapers.backfill.spider import backfilling

    return backfilling(spider, Order.loads(past))


def _die_with_parent() -> None:
    """On Linux, end at once when the parent is killed: two crawlers must never write one database."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


if __name__ == "__main__":
    main()
