"""One answer of an outlet into an article, with what the frontier knew of its URL; for the crawl and for reparsing."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from db.models import Page
from scrapers.canonical import UrlRules
from scrapers.frontier import entry_of
from scrapers.page import HEAD_BYTES, Rejected, Selectors, canonical_link, page_of_entry, read_page


@dataclass(frozen=True)
class Outlet:
    """What reading needs to know of an outlet."""

    rules: UrlRules
    selectors: Selectors
    language: str
    languages: Sequence[tuple[str, str]] = ()

    def language_at(self, url: str) -> str:
        """The language of the story at a canonical URL, where its page does not tell."""
        return next((language for form, language in self.languages if re.search(form, url)), self.language)


class Twin(Exception):
    """The page is another form of a story that has its own canonical URL."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@dataclass(frozen=True)
class Known:
    """What the frontier knew of a URL when it was fetched: canonical and fetched form, source, what the source told, and whether
    the story was stored before."""

    url: str
    seen_url: str
    source: str
    hints: Mapping[str, Any]
    stored: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Known":
        """From a row of the frontier."""
        return cls(row["url"], row["seen_url"], row["source"], row["hints"], row["state"] == "fetched")

    @property
    def seen_at(self) -> str | None:
        """When a copy of the page was made (ISO 8601, UTC), where it came from elsewhere than the outlet's own server."""
        captured: str | None = self.hints.get("captured")
        return captured

    @property
    def origin(self) -> str | None:
        """Which record of another file a copy came from."""
        origin: str | None = self.hints.get("origin")
        return origin

    def dumps(self, *, with_text: bool = False) -> str:
        """As ASCII JSON for the archive; the full text that a source told only ``with_text``."""
        hints = {key: value for key, value in self.hints.items() if with_text or key != "html"}
        told = {"url": self.url, "seen_url": self.seen_url, "source": self.source, "hints": hints, "stored": self.stored}
        return json.dumps(told, sort_keys=True)

    @classmethod
    def loads(cls, text: str) -> "Known":
        """Back from the archive."""
        return cls(**json.loads(text))


def read_answer(outlet: Outlet, known: Known, body: bytes, content_type: str | None, at: datetime) -> Page:
    """The article in a response with status 200. Raises :class:`Twin` and :class:`scrapers.page.Rejected`.

    A copy from elsewhere (``known.seen_at``) is read as of that moment; one that names another URL is read as that story, whose
    own page may be lost.
    """
    twin = _twin(outlet, known, body, content_type)
    if twin and not known.seen_at:
        raise Twin(twin)
    url, at = twin or known.url, datetime.fromisoformat(known.seen_at) if known.seen_at else at
    entry = entry_of({"url": known.seen_url, "hints": known.hints})
    language = outlet.language_at(url)
    return read_page(body, content_type, url, outlet.selectors, fetched_at=at, entry=entry, language=language)


def read_told(outlet: Outlet, known: Known) -> Page | None:
    """The article from the full text that its source told; None where it told none."""
    entry = entry_of({"url": known.url, "hints": known.hints})
    try:
        return page_of_entry(entry, known.url, outlet.selectors, source=known.source, language=outlet.language_at(known.url))
    except Rejected:
        return None


def _twin(outlet: Outlet, known: Known, body: bytes, content_type: str | None) -> str | None:
    """The canonical URL that the page names, when it is another article of the outlet."""
    if known.source == "canonical":
        return None
    link = canonical_link(body, content_type) if b"canonical" in body[:HEAD_BYTES] else None
    url = outlet.rules.canonical(urljoin(known.seen_url, link)) if link else None
    if not url or url == known.url or not outlet.rules.is_article(url):
        return None
    story = outlet.rules.identity(url)
    # A stored story keeps its URL, whatever form its page names today.
    return None if known.stored and story is not None and story == outlet.rules.identity(known.url) else url
