"""RSS and Atom feeds, as broken as outlets serve them. Pure: bytes to entries."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import entities
from urllib.parse import urljoin

from lxml import etree

from scrapers.dates import parse_date
from scrapers.decode import decode, plain, without_declaration

_ENTITY = re.compile(r"&([A-Za-z]\w+);")
_KEPT = ("amp", "lt", "gt", "quot", "apos")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,10};)")
_CUT = re.compile(r"(?:…|\.\.\.|&hellip;|&#8230;|\[&#8230;\]|\[…\]|\[\.\.\.\])\s*(?:</\w+>\s*)*$")


class SourceError(Exception):
    """A source answered, but not with what it should; the message says what came instead."""


@dataclass(frozen=True)
class Entry:
    """What a source tells of one URL. ``html`` is the article's full text as markup, where the source has it."""

    url: str
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    summary: str | None = None
    html: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()


def parse_xml(body: bytes, content_type: str | None = None) -> etree._Element:
    """Root of an XML document, repaired where possible: wrong encodings, HTML entities, bare ampersands, control characters.

    No external entity is ever read. Raises :class:`SourceError` when there is no root element.
    """
    text = without_declaration(_CONTROL.sub("", decode(body, content_type)[0]))
    text = _BARE_AMPERSAND.sub("&amp;", _ENTITY.sub(_character, text))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise SourceError("empty document" if not text.strip() else f"no XML: {plain(text[:80])!r}")
    return root


def parse_feed(body: bytes, content_type: str | None = None, base: str = "") -> list[Entry]:
    """Entries of an RSS 2.0, RSS 1.0 or Atom feed in the feed's order; entries without a link are left out.

    ``html`` is set only when the feed carries the whole text: a ``content`` cut with an ellipsis is a summary. Raises
    :class:`SourceError` when the document is no feed.
    """
    root = parse_xml(body, content_type)
    name = _name(root)
    if name not in ("rss", "RDF", "feed"):
        raise SourceError(f"no feed: the root element is <{name}>")
    items = [item for item in root.iter() if isinstance(item.tag, str) and _name(item) in ("item", "entry")]
    return [entry for entry in (_entry(item, base) for item in items) if entry]


def _entry(item: etree._Element, base: str) -> Entry | None:
    url = _link(item)
    if not url:
        return None
    html = _text(item, "encoded") or (_text(item, "content") if _name(item) == "entry" else None)
    summary = _text(item, "description") or _text(item, "summary")
    return Entry(
        url=urljoin(base, url),
        title=plain(_text(item, "title") or "") or None,
        published=parse_date(_text(item, "pubDate") or _text(item, "published") or _text(item, "date")),
        modified=parse_date(_text(item, "updated") or _text(item, "modified")),
        summary=plain(summary) if summary else None,
        html=html if html and not _CUT.search(html.strip()) else None,
        authors=tuple(plain(name) for name in _all(item, "creator") or _all(item, "author") if plain(name)),
        tags=tuple(plain(tag) for tag in _all(item, "category") if plain(tag)),
    )


def _link(item: etree._Element) -> str | None:
    for child in item:
        if _name(child) == "link":
            if child.get("href") and child.get("rel", "alternate") == "alternate":
                return child.get("href")
            if child.text and child.text.strip():
                return child.text.strip()
    for child in item:
        if _name(child) == "guid" and child.get("isPermaLink", "true") == "true" and (child.text or "").startswith("http"):
            return (child.text or "").strip()
    return None


def _all(item: etree._Element, name: str) -> list[str]:
    return ["".join(map(str, child.itertext())).strip() for child in item if _name(child) == name]


def _text(item: etree._Element, name: str) -> str | None:
    return next((text for text in _all(item, name) if text), None)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _character(found: re.Match[str]) -> str:
    if found[1] in _KEPT:
        return found[0]
    return entities.html5.get(f"{found[1]};", found[0])
