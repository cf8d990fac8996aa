"""Where outlets list their stories, declared as data in the spiders: feeds, sitemaps, WordPress REST, section pages.

A source turns each answer into a :class:`Listing`: entries, and further addresses of the same source.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html

from scrapers.body import css
from scrapers.dates import parse_date
from scrapers.decode import decode, plain, without_declaration
from scrapers.feeds import Entry, SourceError, parse_feed
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

    def first(self, since: str | None) -> str:
        """The first address to ask."""
        return self.url

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
    """Pages of headlines. ``links`` is CSS for the links; ``next_url`` a template with ``{page}``; ``pages`` how many at most."""

    links: str = "article a"
    next_url: str = ""
    pages: int = 50
    kind: ClassVar[str] = "section"

    def read(self, answer: Answer) -> Listing:
        """Links with their texts as titles; the next page, as long as pages bring something new."""
        text = without_declaration(decode(answer.body, answer.content_type)[0])
        if not text.strip():
            raise SourceError("empty document")
        entries = tuple(
            Entry(urljoin(answer.url, link.get("href")), title=plain(link.text_content()) or None)
            for link in css(self.links)(html.document_fromstring(text))
            if link.get("href")
        )
        more = (self.next_url.format(page=answer.page + 1),) if self.next_url and entries and answer.page < self.pages else ()
        return Listing(entries, more, only_if_new=True)


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
