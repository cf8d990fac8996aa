"""An outlet's own lists, asked for certain days: WordPress posts by month, sitemaps, dated archives and pages of headlines, and
the index of the Wayback Machine.

Each wraps a source that a spider declares. Its ``url`` is the name of the walk in the table ``sources``, so that the nightly
crawl's own walks know nothing of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from db.models import SALVADOR
from scrapers.backfill.cdx import Capture, host_query, parse_cdx
from scrapers.backfill.window import Window, period_in_name, period_in_url
from scrapers.feeds import Entry
from scrapers.sitemaps import parse_sitemap
from scrapers.sources import Answer, DatedArchive, Listing, Section, Sitemap, Source, WordPress

#: Pages of headlines asked for at most; the longest list known had 1,563 (docs/outlets.md, Diario El Mundo).
PAGES = 5000


@dataclass(frozen=True)
class Captured(Entry):
    """An entry that lies in a web archive."""

    capture: Capture | None = None


@dataclass(frozen=True)
class Past(Source, ABC):
    """A source asked for the days of ``days``. ``url`` names the walk."""

    days: Window = field(kw_only=True)

    @abstractmethod
    def read(self, answer: Answer) -> Listing:
        """Entries that may lie within the days, and what to ask next. No entry is no fault: it is ``unchanged``."""


def inside(entry: Entry, days: Window) -> bool:
    """Whether an entry may lie within ``days``, by its date, else by its URL, else by its last change."""
    if entry.published:
        return days.holds(entry.published)
    if told := period_in_url(entry.url):
        return days.touches(told)
    return entry.modified is None or entry.modified.astimezone(SALVADOR).date() >= days.start


def _within(entries: Iterable[Entry], days: Window) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if inside(entry, days))


@dataclass(frozen=True)
class Posts(Past):
    """The REST interface of WordPress, month by month."""

    inner: WordPress
    kind: ClassVar[str] = "wordpress"

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """The first page of each month."""
        parts = urlsplit(self.inner.first(None))
        months = [
            parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | _posts_of(month))) for month in self.days.months()
        ]
        return tuple(month.geturl() for month in months)

    def read(self, answer: Answer) -> Listing:
        """Posts of one month, and its next page."""
        listing = self.inner.read(replace(answer, since=None))
        return Listing(_within(listing.entries, self.days), listing.more, unchanged=True)


def _posts_of(month: Window) -> dict[str, str]:
    """Query parameters for the posts of some days, in the site's own time: WordPress leaves out the bounds themselves."""
    before = month.end + timedelta(days=1)
    after = month.start - timedelta(days=1)
    return {"after": f"{after}T23:59:59", "before": f"{before}T00:00:00", "orderby": "date", "order": "asc"}


@dataclass(frozen=True)
class Parts(Past):
    """A sitemap: the parts and entries that may lie within the days, by name, date and last change."""

    inner: Sitemap
    kind: ClassVar[str] = "sitemap"

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """The sitemap itself."""
        return (self.inner.url,)

    def read(self, answer: Answer) -> Listing:
        """Entries of a URL set or text list; the parts of an index."""
        sitemap = parse_sitemap(answer.body, answer.content_type)
        parts = [part for part in sitemap.maps if self._may_hold(part)]
        return Listing(_within(sitemap.pages, self.days), tuple(urljoin(answer.url, part.url) for part in parts), unchanged=True)

    def _may_hold(self, part: Entry) -> bool:
        """A part that was last changed before the days holds nothing of them."""
        if part.modified and part.modified.astimezone(SALVADOR).date() < self.days.start:
            return False
        return self.days.touches(period_in_name(part.url))


@dataclass(frozen=True)
class Days(Past):
    """A dated archive: the pages of the days."""

    inner: DatedArchive
    kind: ClassVar[str] = "archive"
    gaps: ClassVar[bool] = True

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """One address a day, month or year, as the outlet has them."""
        return self.inner.between(self.days.start, self.days.end)

    def read(self, answer: Answer) -> Listing:
        """What one address lists, and its next page."""
        listing = self.inner.read(replace(answer, since=None))
        return Listing(_within(listing.entries, self.days), listing.more, unchanged=True)


@dataclass(frozen=True)
class Headlines(Past):
    """Pages of headlines, newest first, to the end: until a page shows nothing new, or only what is older than the days."""

    inner: Section
    kind: ClassVar[str] = "section"
    _met: set[str] = field(default_factory=set, kw_only=True, compare=False, repr=False)

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """The first page."""
        return (self.inner.url,)

    def read(self, answer: Answer) -> Listing:
        """Links of one page, and the next page."""
        listing = replace(self.inner, pages=PAGES).read(replace(answer, since=None))
        links = {entry.url for entry in listing.entries}
        ended = links <= self._met or self._all_older(listing.entries)
        self._met.update(links)
        return Listing(_within(listing.entries, self.days), () if ended else listing.more, unchanged=True)

    def _all_older(self, entries: Sequence[Entry]) -> bool:
        told = [period for entry in entries if (period := period_in_url(entry.url))]
        return len(told) > len(entries) / 2 and all(period.end < self.days.start for period in told)


@dataclass(frozen=True)
class Index(Past):
    """The Wayback Machine's index of an outlet's hosts."""

    hosts: tuple[str, ...] = ()
    every: bool = False
    kind: ClassVar[str] = "wayback"
    gaps: ClassVar[bool] = True

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """A query for each host."""
        return tuple(host_query(host, self.days, every=self.every) for host in self.hosts)

    def read(self, answer: Answer) -> Listing:
        """Captures that may lie within the days, and the query that goes on."""
        index = parse_cdx(answer.body, answer.content_type)
        entries = tuple(Captured(one.original, capture=one) for one in index.captures)
        parts = urlsplit(answer.url)
        asked = dict(parse_qsl(parts.query))
        more: tuple[str, ...] = ()
        if index.resume and "url" in asked:
            more = (host_query(asked["url"], self.days, every=self.every, resume=index.resume),)
        return Listing(_within(entries, self.days), more, unchanged=True)
