"""Is a page headed as its URL says? For pages that tell nothing else of themselves. Pure."""

import re
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from lxml import etree

from scrapers.body import inline_text

#: Words of four letters or more that a URL must have to be compared with headings; shorter ones are sections and ids.
MIN_WORDS = 3
#: Headings that are compared: those of other stories follow below.
HEADINGS = 5


def headed_as(url: str, root: etree._Element) -> bool:
    """Whether the title or one of the first headings says more than half of the words of the URL's slug, accents apart."""
    slug = _words(max(unquote(urlsplit(url).path).split("/"), key=len))
    heads = [inline_text(element) for element in root.iter("title", "h1", "h2", "h3")][:HEADINGS]
    return len(slug) >= MIN_WORDS and any(len(slug & _words(head)) > len(slug) / 2 for head in heads)


def _words(text: str) -> set[str]:
    bare = "".join(letter for letter in normalize("NFD", text.lower()) if not combining(letter))
    return set(re.findall(r"[a-z]{4,}", bare))
