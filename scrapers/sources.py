"""Where outlets list their stories, declared as data in the spiders: feeds, sitemaps, WordPress REST, section pages.

A source turns each answer into a :class:`Listing`: entries, and further addresses of the same source.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from string import Formatter
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html

from scrapers.body import css
from scrapers.dates import parse_date
from scrapers.decode import decode, plain, without_declaration
from scrapers.feeds import Entry, SourceError, parse_feed
from scrapers.sitemaps import Sitemap as ParsedSitemap
from scrapers.sitemaps import parse_sitemap


@dataclass(frozen=True)
class Answer:
    """A response to a source's request. ``page`` counts from 1; ``since``: the newest change the last completed walk saw."""

    url: str
    body: bytes
    content_type: str | None
    headers: Mapping[str, str]
    page: int = 1
    since: str | None = None
    #: The address that was asked; ``url`` is where redirects led.
    asked: str = ""


@dataclass(frozen=True)
class Listing:
    """What an answer holds: ``entries``, and ``more`` addresses to ask next.

    ``only_if_new``: ask ``more`` only when this answer listed an unknown URL, or when the last walk was cut short.
    ``unchanged``: what the last completed walk saw was left out, so that no entry does not mean that the source is dead.
    """

    entries: tuple[Entry, ...]
    more: tuple[str, ...] = ()
    only_if_new: bool = False
    unchanged: bool = False


@dataclass(frozen=True)
class Source:
    """One place where an outlet lists its stories. ``since`` is the newest change seen by the last completed walk (ISO 8601)."""

    url: str
    kind: ClassVar[str] = "source"
    #: Whether an address that answers 404 is no trouble as long as others answer (days without news).
    gaps: ClassVar[bool] = False

    def first(self, since: str | None) -> str:
        """The first address to ask."""
        return self.url

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """The addresses that a walk begins with; ``today`` is the civil day in El Salvador."""
        return (self.first(since),)

    def read(self, answer: Answer) -> Listing:
        """Read an answer. Raises :class:`scrapers.feeds.SourceError` when it is not what it should be."""
        raise NotImplementedError


@dataclass(frozen=True)
class Feed(Source):
    """RSS or Atom. Always fetched whole: some outlets reuse an ETag after a change."""

    kind: ClassVar[str] = "feed"

    def read(self, answer: Answer) -> Listing:
        """All entries of the feed."""
        return Listing(tuple(parse_feed(answer.body, answer.content_type, answer.url)))


@dataclass(frozen=True)
class Sitemap(Source):
    """A sitemap of any form. Parts of an index that have not changed since the last completed walk are passed over."""

    kind: ClassVar[str] = "sitemap"

    def read(self, answer: Answer) -> Listing:
        """Entries of a URL set or text list; the parts of an index."""
        sitemap = parse_sitemap(answer.body, answer.content_type)
        since = datetime.fromisoformat(answer.since) if answer.since else None
        # A day's grace: lastmod is often a day without a time.
        parts = [part for part in sitemap.maps if not (since and part.modified and part.modified < since - timedelta(days=1))]
        more = tuple(urljoin(answer.url, part.url) for part in parts)
        return Listing(sitemap.pages, more, unchanged=len(parts) < len(sitemap.maps))


@dataclass(frozen=True)
class Section(Source):
    """Pages of headlines. ``links`` is CSS for the links; ``next_url`` a template with ``{page}``; ``pages`` how many at most.

    ``block`` is CSS for what holds one link and its date, on lists that print dates.
    """

    links: str = "article a"
    next_url: str = ""
    pages: int = 50
    block: str = ""
    kind: ClassVar[str] = "section"

    def read(self, answer: Answer) -> Listing:
        """Links with their texts as titles; the next page, as long as pages bring something new."""
        entries = _links(_text(answer), self.links, answer.url, self.block)
        more = (self.next_url.format(page=answer.page + 1),) if self.next_url and entries and answer.page < self.pages else ()
        return Listing(entries, more, only_if_new=True)


@dataclass(frozen=True)
class DatedArchive(Source):
    """Pages or sitemaps by day, month or year: ``url`` is a template such as ``https://x.example/{year}/{month:02}/{day:02}/``.

    A walk goes from today back over ``days`` days; :meth:`between` gives the addresses of any span. Each address answers with
    headlines (``links`` is CSS) or with a sitemap or feed. ``next_url`` is the template of further pages, with ``{page}`` from 2
    on, at most ``pages`` for each address.
    """

    links: str = "article a"
    next_url: str = ""
    pages: int = 20
    days: int = 7
    kind: ClassVar[str] = "archive"
    gaps: ClassVar[bool] = True

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """The addresses of the last days, the newest first."""
        return self.between(today - timedelta(days=self.days - 1), today)

    def between(self, start: date, end: date) -> tuple[str, ...]:
        """The addresses that list stories from ``start`` to ``end``, both included, the newest first; each once."""
        count = (end - start).days + 1
        return tuple(dict.fromkeys(self.address(end - timedelta(days=back)) for back in range(count)))

    def address(self, day: date, page: int = 1) -> str:
        """The address of the page that lists ``day``."""
        template = self.url if page == 1 else self.next_url
        return template.format(year=day.year, month=day.month, day=day.day, page=page)

    def day_of(self, address: str) -> date | None:
        """The first day that an address made by this template covers; None for another address."""
        for template in (self.next_url, self.url):
            if template and (found := _template_pattern(template).fullmatch(address)):
                told = found.groupdict()
                return date(int(told["year"]), int(told.get("month") or 1), int(told.get("day") or 1))
        return None

    def read(self, answer: Answer) -> Listing:
        """What one address lists, and its next page while pages list anything."""
        if _looks_like_xml(answer.body):
            found = _xml_listing(answer)
            return Listing(found.pages, tuple(urljoin(answer.url, part.url) for part in found.maps))
        entries = _links(_text(answer), self.links, answer.url)
        day = self.day_of(answer.asked or answer.url) if self.next_url else None
        if not entries or day is None or answer.page >= self.pages:
            return Listing(entries)
        return Listing(entries, (self.address(day, answer.page + 1),))


@dataclass(frozen=True)
class WordPress(Source):
    """The REST interface, 100 posts an answer: incremental by ``modified_after``, so that corrections are seen too."""

    kind: ClassVar[str] = "wordpress"
    pages: ClassVar[int] = 100

    def first(self, since: str | None) -> str:
        """The newest changes first, from ``since`` on (with a minute's overlap)."""
        query = {"per_page": "100", "orderby": "modified", "order": "desc", "_fields": _POST_FIELDS, "page": "1"}
        if since:
            after = datetime.fromisoformat(since) - timedelta(minutes=1)
            query["modified_after"] = f"{after:%Y-%m-%dT%H:%M:%S}Z"
        return f"{self.url}?{urlencode(query)}"

    def read(self, answer: Answer) -> Listing:
        """Posts with full text; the next page by ``X-WP-TotalPages``."""
        try:
            posts = json.loads(decode(answer.body, answer.content_type)[0], strict=False)
        except ValueError as error:
            raise SourceError(f"no JSON: {plain(answer.body[:80].decode('latin-1'))!r}") from error
        if not isinstance(posts, list):
            raise SourceError(f"no list of posts: {posts.get('code') if isinstance(posts, dict) else type(posts).__name__}")
        total = answer.headers.get("x-wp-totalpages", "1")
        last = min(int(total) if total.isdigit() else 1, self.pages)
        more = (_page(answer.url, answer.page + 1),) if answer.page < last else ()
        return Listing(tuple(entry for post in posts if (entry := _post(post))), more, unchanged=bool(answer.since))


def _text(answer: Answer) -> str:
    text = without_declaration(decode(answer.body, answer.content_type)[0])
    if not text.strip():
        raise SourceError("empty document")
    return text


def _links(text: str, selector: str, base: str, block: str = "") -> tuple[Entry, ...]:
    """Entries for the links that ``selector`` finds, with their texts as titles and the date beside them in their ``block``."""
    root = html.document_fromstring(text)
    blocks = {link: element for element in css(block)(root) for link in element.iter("a")} if block else {}
    return tuple(
        Entry(urljoin(base, link.get("href")), plain(link.text_content()) or None, _date_beside(link, blocks.get(link)))
        for link in css(selector)(root)
        if link.get("href")
    )


def _date_beside(link: html.HtmlElement, block: html.HtmlElement | None) -> datetime | None:
    if block is None:
        return None
    # What the headline says of days is no date of publication.
    return parse_date(" ".join(text for text in map(str, block.itertext()) if text not in set(map(str, link.itertext()))))


_XML = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:urlset|sitemapindex|rss|feed|rdf)\b", re.I | re.S
)


def _looks_like_xml(body: bytes) -> bool:
    return body.startswith(b"\x1f\x8b") or bool(_XML.match(body[:2000])) or bool(re.match(rb"\s*https?://\S+\s", body[:2000]))


def _xml_listing(answer: Answer) -> ParsedSitemap:
    try:
        return parse_sitemap(answer.body, answer.content_type)
    except SourceError:
        return ParsedSitemap(pages=tuple(parse_feed(answer.body, answer.content_type, answer.url)))


@cache
def _template_pattern(template: str) -> re.Pattern[str]:
    """A pattern for the addresses that a template makes; a field that stands twice must tell the same twice."""
    parts, seen = [], set()
    for text, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(text))
        if name:
            parts.append(f"(?P={name})" if name in seen else rf"(?P<{name}>\d+)")
            seen.add(name)
    return re.compile("".join(parts))


_POST_FIELDS = "link,date_gmt,modified_gmt,title,excerpt,content"


def _page(url: str, number: int) -> str:
    parts = urlsplit(url)
    return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | {"page": str(number)})).geturl()


def _post(post: Any) -> Entry | None:
    if not isinstance(post, dict) or not isinstance(post.get("link"), str):
        return None
    return Entry(
        url=post["link"],
        title=plain(_rendered(post, "title")) or None,
        published=parse_date(_utc(post.get("date_gmt"))),
        modified=parse_date(_utc(post.get("modified_gmt"))),
        summary=plain(_rendered(post, "excerpt")) or None,
        html=_rendered(post, "content") or None,
    )


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return str(value.get("rendered", "")) if isinstance(value, dict) else ""


def _utc(text: Any) -> str | None:
    return f"{text.rstrip('Z')}Z" if isinstance(text, str) and text else None
