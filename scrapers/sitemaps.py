"""Sitemaps: XML index, XML URL set, news sitemap, plain text list, the ``Sitemap`` lines of robots.txt, gzipped or not. Pure."""

import re
import zlib
from dataclasses import dataclass

from lxml import etree

from scrapers.dates import parse_date
from scrapers.decode import decode, plain
from scrapers.feeds import Entry, SourceError, parse_xml

#: Bytes after decompression; the protocol allows 50 MB a file.
MAX_BYTES = 60_000_000
_LINE = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Sitemap:
    """``pages`` are articles or other pages; ``maps`` are further sitemaps (``modified`` is their lastmod)."""

    pages: tuple[Entry, ...] = ()
    maps: tuple[Entry, ...] = ()


def parse_sitemap(body: bytes, content_type: str | None = None) -> Sitemap:
    """Read a sitemap of any form. Raises :class:`SourceError` when it is none (an HTML error page, an empty file)."""
    body = _inflated(body)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _text_list(decode(body, content_type)[0])
    root = parse_xml(body, content_type)
    name = etree.QName(root).localname
    if name not in ("urlset", "sitemapindex"):
        raise SourceError(f"no sitemap: the root element is <{name}>")
    entries = tuple(_entry(fields) for fields in map(_fields, root) if fields.get("loc"))
    return Sitemap(maps=entries) if name == "sitemapindex" else Sitemap(pages=entries)


def _text_list(text: str) -> Sitemap:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("sitemap:")]
    if named:
        return Sitemap(maps=tuple(Entry(url) for url in named))
    urls = [line for line in lines if _LINE.fullmatch(line)]
    if not urls:
        raise SourceError("empty document" if not lines else f"no sitemap: {plain(lines[0][:80])!r}")
    return Sitemap(pages=tuple(Entry(url) for url in urls))


def _entry(fields: dict[str, str]) -> Entry:
    return Entry(
        url=fields["loc"],
        title=fields.get("title"),
        published=parse_date(fields.get("publication_date")),
        modified=parse_date(fields.get("lastmod")),
    )


def _fields(element: etree._Element) -> dict[str, str]:
    """Local names and texts of what an entry holds; the first of each name wins: the news title, not an image's."""
    found: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            found.setdefault(etree.QName(child).localname, child.text.strip())
    return found


def _inflated(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = engine.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise SourceError(f"broken gzip: {error}") from error
    if engine.unconsumed_tail:
        raise SourceError(f"larger than {MAX_BYTES} bytes when unpacked")
    return text
