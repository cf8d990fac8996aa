"""One story of the web, fetched as the crawl would: by its outlet's rules, obeying robots.txt, in its own small database."""

from pathlib import Path
from urllib.parse import urlsplit

from scrapers.run import CrawlReport, crawl, spiders


class NoStory(Exception):
    """The story could not be had; the message says why."""


def outlet_of(url: str) -> str:
    """The outlet of ``url``: of those that declare its host the one that takes it for a story. Raises :class:`NoStory` where no
    outlet declares the host."""
    hosts = {name: spider.rules for name, spider in spiders().items() if spider.rules.declared(urlsplit(url).hostname)}
    found = next((name for name, rules in hosts.items() if rules.is_article(rules.canonical(url) or "")), next(iter(hosts), None))
    if found is None:
        raise NoStory(f"no outlet declares the host of {url}; there are {', '.join(spiders())}")
    return found


def fetch_story(url: str, database: Path, archive: Path, mirror: str | None = None) -> CrawlReport:
    """Crawl ``url`` alone into ``database`` and ``archive``. Raises :class:`NoStory` and :class:`scrapers.mirror.MirrorError`."""
    only = {"SUCESOS_ONLY": [url]}
    return crawl(database, archive, [outlet_of(url)], mirror, limit=3, progress=False, settings=only)


def reasons(report: CrawlReport) -> str:
    """Why nothing came, in words."""
    return "; ".join([*report.outlets[0].pages_failed, *report.outlets[0].reasons]) or "no answer"
