"""Which of an outlet's lists a back-fill asks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scrapers.backfill.sources import Days, Headlines, Index, Parts, Past, Posts
from scrapers.backfill.window import Window
from scrapers.discovery import DiscoverySpider
from scrapers.settings import DOWNLOADER_MIDDLEWARES
from scrapers.sources import DatedArchive, Section, Sitemap, Source, WordPress

#: Sources that are asked over the network.
REMOTE = ("wordpress", "sitemap", "archive", "wayback")


class NoSuchSource(ValueError):
    """The outlet does not have the source asked for; the message names those that it has."""


@dataclass(frozen=True)
class Order:
    """What a back-fill asks for: ``source`` (of :data:`REMOTE`), the days, and whether a web archive is asked for ``every`` text
    of a story instead of the first."""

    source: str
    days: Window
    every: bool = False

    def dumps(self) -> dict[str, Any]:
        """As JSON, for the crawling process."""
        return {"source": self.source, "first": str(self.days.start), "last": str(self.days.end), "every": self.every}

    @classmethod
    def loads(cls, told: Mapping[str, Any]) -> "Order":
        """Back from JSON."""
        days = Window(date.fromisoformat(told["first"]), date.fromisoformat(told["last"]))
        return cls(told["source"], days, told["every"])

    @property
    def settings(self) -> dict[str, Any]:
        """Scrapy's settings that the source needs: of the Wayback Machine one request at a time, and patience."""
        if self.source != "wayback":
            return {}
        return {
            "CONCURRENT_REQUESTS": 1,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "RETRY_ENABLED": False,
            "DOWNLOADER_MIDDLEWARES": {**DOWNLOADER_MIDDLEWARES, "scrapers.backfill.patience.PatienceMiddleware": 560},
        }


def available(spider: type[DiscoverySpider]) -> tuple[str, ...]:
    """The sources that can be asked for an outlet's past; files on this machine always can."""
    declared = [source for chain in spider.chains for source in chain]
    has = {"wordpress": (WordPress,), "sitemap": (Sitemap,), "archive": (DatedArchive, Section)}
    found = [name for name, kinds in has.items() if any(isinstance(source, kinds) for source in declared)]
    return (*found, "wayback", "warc", "file")


def sources(spider: type[DiscoverySpider], order: Order) -> tuple[Past, ...]:
    """The lists to walk. Raises :class:`NoSuchSource`."""
    if order.source not in available(spider):
        raise NoSuchSource(f"{spider.name} declares no {order.source} source; it has {', '.join(available(spider))}")
    if order.source == "wayback":
        name = _name("https://web.archive.org/cdx/search/cdx", order)
        return (Index(name, days=order.days, hosts=hosts(spider), every=order.every),)
    declared = dict.fromkeys(source for chain in spider.chains for source in chain)
    return tuple(past for source in declared if (past := _past(source, order)))


def hosts(spider: type[DiscoverySpider]) -> tuple[str, ...]:
    """The outlet's hosts of all eras, as the index knows them: it treats ``www.`` as the bare host."""
    return tuple(dict.fromkeys(host.removeprefix("www.") for host in spider.rules.hosts if spider.rules.declared(host)))


def _past(source: Source, order: Order) -> Past | None:
    name, days = _name(source.url, order), order.days
    match source:
        case WordPress() if order.source == "wordpress":
            return Posts(name, days=days, inner=source)
        case Sitemap() if order.source == "sitemap":
            return Parts(name, days=days, inner=source)
        case DatedArchive() if order.source == "archive":
            return Days(name, days=days, inner=source)
        case Section() if order.source == "archive":
            return Headlines(name, days=days, inner=source)
    return None


def _name(url: str, order: Order) -> str:
    return f"{url}#{order.source} {order.days}{' every' if order.every else ''}"


def chains(spider: type[DiscoverySpider], order: Order) -> Sequence[Sequence[Source]]:
    """The lists to walk, one after the other, each whatever the others bring."""
    return tuple((source,) for source in sources(spider, order))
