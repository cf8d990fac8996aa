"""Outlets that exist only for tests: one host, each with a chain of sources of another kind."""

from pathlib import Path
from typing import Any

import pytest

import scrapers.run
from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.run import CrawlReport, crawl
from scrapers.sources import DatedArchive, Feed, Section
from tests.scrapers.fakeweb import FakeWeb

HOST = "www.trial.example"
BASE = f"https://{HOST}"


class Trial(OutletSpider):
    """Stories at ``/nota-…/``; what a test needs else it says itself."""

    name = "trial"
    title = "Trial"
    ownership = "private"
    rules = UrlRules(hosts=host_map(HOST), articles=(r"/nota-[^/]+/",), skip=("deportes",))
    selectors = Selectors(body=("div.entry",), title="h1")


class ArchiveTrial(Trial):
    """Stories listed by day."""

    name = "trial_archive"
    chains = ((DatedArchive(f"{BASE}/{{year}}/{{month:02}}/{{day:02}}/", links="h2 a", days=3),),)


class FeedTrial(Trial):
    """A feed, else pages of headlines."""

    name = "trial_feed"
    chains = ((Feed(f"{BASE}/feed/"), Section(f"{BASE}/", links="h2 a")),)


class YearsTrial(Trial):
    """Stories listed by month in an archive of years."""

    name = "trial_years"
    chains = ((DatedArchive(f"{BASE}/archivo/{{year}}-{{month:02}}", links="h2 a"),),)


SPIDERS = {spider.name: spider for spider in (ArchiveTrial, FeedTrial, YearsTrial)}


def feed(*slugs: str, base: str = BASE, day: str = "") -> str:
    """An RSS feed of these stories."""
    items = "".join(f"<item><title>{slug}</title><link>{base}/{slug}/</link><pubDate>{day}</pubDate></item>" for slug in slugs)
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"


def crawl_trial(web: FakeWeb, folder: Path, name: str, patch: pytest.MonkeyPatch, **options: Any) -> CrawlReport:
    """One night of a trial outlet, by the real crawler."""
    patch.setattr(scrapers.run, "spiders", lambda: SPIDERS)
    settings = {"SPIDER_MODULES": ["tests.scrapers.trial"], "DOWNLOAD_TIMEOUT": 3, "RETRY_TIMES": 0} | options.pop("settings", {})
    return crawl(folder / "a.db", folder / "warc", [name], web.url, progress=False, settings=settings, **options)
