"""The story inside its container: paragraphs on one side; captions, tweets, related links and glued-on articles on the other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from lxml import etree
from lxml.cssselect import CSSSelector

from scrapers.lists import boilerplate, spam_words

#: Stands for a carriage return that separates paragraphs (Diario El Mundo); HTML parsers would make it a space.
BREAK = "\u2028"
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "button", "form", "select", "textarea", "input", "nav", "aside",
    "object", "embed", "video", "audio", "head",
})  # fmt: skip
_CAPTIONS = "figcaption, .wp-caption-text, .caption, .pie, .pie-foto, .image-caption, .epigrafe"
_TWEETS = "blockquote.twitter-tweet, blockquote.twitter-video, blockquote.instagram-media, .fb-post, blockquote.tiktok-embed"
_DROPPED = (
    ".share, .share-post, .sharedaddy, .social, .addtoany_share_save_container, .jp-relatedposts, .related, .related-posts,"
    " .related-inline, .related_posts, .relacionada, .relacionadas, .tags, .post-tags, .advertisement, .ad, .banner, .publicidad,"
    " .newsletter, .about-article, .author-box, .comments, #comments, #disqus_thread, .breadcrumb, figure, [hidden],"
    ' [style*="display:none"], [style*="display: none"]'
)
_GLUED = re.compile(r"([a-záéíóúñü)»”\"])\.([A-ZÁÉÍÓÚÑ][a-záéíóúñü]|[¿¡«“])")


@dataclass
class Story:
    """What a container holds. ``glued`` counts paragraphs of other articles printed after this one, which are dropped."""

    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tweets: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    glued: int = 0
    link_share: float = 0.0
    flags: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)

    @property
    def words(self) -> int:
        """Number of words in the paragraphs."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


@cache
def css(selector: str) -> Callable[[etree._Element], list[Any]]:
    """A compiled CSS selector: called with an element it gives the elements inside that match, in document order."""
    return cast("Callable[[etree._Element], list[Any]]", CSSSelector(selector, translator="html"))


def read_story(container: etree._Element, *, drop: str = "", stop: str = "", spam: bool = False) -> Story:
    """Read one container. ``drop`` (what is not the story) and ``stop`` (where another begins) are CSS selectors of the outlet.

    ``spam`` removes shop words injected into Spanish sentences. The tree is changed: what is set apart is taken out of it.
    """
    story = Story()
    story.captions = _take(container, _CAPTIONS)
    story.tweets = _take(container, _TWEETS)
    story.related = _take(container, ".relacionada, .related-inline, .jp-relatedposts a, .related-posts a")
    _take(container, f"{_DROPPED}, {drop}" if drop else _DROPPED)
    outer = container.getparent()
    if outer is not None:
        # The opening photo stands beside the container in most layouts.
        outside = (inline_text(element) for element in css(_CAPTIONS)(outer))
        story.captions = list(dict.fromkeys([*(text for text in outside if text), *story.captions]))
    paragraphs, after = _split(container, stop)
    story.glued = len(after)
    story.link_share = _link_share(container)
    _sort_out(story, paragraphs)
    _clean(story, spam)
    if story.glued:
        story.flags.append("another article glued on was dropped")
    return story


def inline_text(element: etree._Element) -> str:
    """All text of an element on one line; ``<br>`` and blocks become spaces."""
    return " ".join(" ".join(_blocks(element)).split())


def _take(container: etree._Element, selector: str) -> list[str]:
    """Cut the elements out of the tree (text that follows them stays) and return their texts without repetition."""
    texts = []
    for element in css(selector)(container):
        if element is container or not _inside(element, container):
            continue
        texts.append(inline_text(element))
        _cut(element)
    return list(dict.fromkeys(text for text in texts if text))


def _inside(element: etree._Element, container: etree._Element) -> bool:
    return any(parent is container for parent in element.iterancestors())


def _cut(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    # A rule in its place keeps the words before and after apart.
    mark = etree.Element("hr")
    mark.tail, element.tail = element.tail, None
    parent.replace(element, mark)


def _split(container: etree._Element, stop: str) -> tuple[list[str], list[str]]:
    """Paragraphs before and after the first element that opens another article."""
    openings = [e for e in css(f"{stop}, article" if stop else "article")(container) if e is not container]
    paragraphs = list(_blocks(container, openings[0] if openings else None))
    if _STOP not in paragraphs:
        return paragraphs, []
    at = paragraphs.index(_STOP)
    before = paragraphs[:at]
    # An opening at the very top is the article's own head.
    return (before, paragraphs[at + 1 :]) if any(len(p.split()) > 12 for p in before) else (before + paragraphs[at + 1 :], [])


_STOP = "\x00stop"


def _blocks(container: etree._Element, opening: etree._Element | None = None) -> Iterator[str]:
    """Text of the container, one string a block, in order; :data:`_STOP` where ``opening`` begins."""
    structured = any(isinstance(e.tag, str) and e.tag in _BLOCKS - {"hr"} for e in container.iterdescendants())
    buffer: list[str] = []
    silent: etree._Element | None = None
    for event, element in etree.iterwalk(container, events=("start", "end", "comment", "pi")):
        block = isinstance(element.tag, str) and element.tag in _BLOCKS
        if silent is None and event == "start":
            if element is not container and element.tag in _SILENT:
                silent = element
                continue
            if block or element is opening:
                yield from _lines(buffer, structured)
            if element is opening:
                yield _STOP
            buffer.append(element.text or "")
        elif event in ("end", "comment", "pi"):
            if silent is element:
                silent = None
            elif silent is not None:
                continue
            if block:
                yield from _lines(buffer, structured)
            if element is not container:
                buffer.append(element.tail or "")
    yield from _lines(buffer, structured)


def _lines(buffer: list[str], structured: bool) -> Iterator[str]:
    text = "".join(buffer)
    buffer.clear()
    if not structured and BREAK not in text:
        text = re.sub(r"\r?\n(?:[ \t]*\r?\n)*", BREAK, text)
    for line in text.split(BREAK):
        if cleaned := " ".join(line.replace("\u200b", "").replace("\xad", "").split()):
            yield cleaned


def _link_share(container: etree._Element) -> float:
    """Share of the container's letters that are inside links; near 1 on a list of headlines."""
    total = len(inline_text(container))
    linked = sum(len(inline_text(link)) for link in container.iter("a"))
    return linked / total if total else 0.0


def _sort_out(story: Story, paragraphs: list[str]) -> None:
    """Put each paragraph where it belongs."""
    for text in paragraphs:
        if boilerplate("end").search(text):
            break
        if boilerplate("noise").search(text):
            continue
        if boilerplate("related").search(text):
            story.related.append(text)
        elif len(text) < 240 and boilerplate("credit").search(text):
            story.captions.append(text)
        elif not story.paragraphs or story.paragraphs[-1] != text:
            story.paragraphs.append(text)


def _clean(story: Story, spam: bool) -> None:
    text = story.text
    cleaned = _GLUED.sub(r"\1. \2", text)
    if cleaned != text:
        story.flags.append("sentences glued without a space were parted")
    if spam:
        cleaned, count = spam_words().subn(",", cleaned)
        if count:
            cleaned = re.sub(r",(?:\s*,)+", ",", cleaned)
            story.flags.append(f"{count} injected shop words removed")
    story.paragraphs = cleaned.split("\n\n") if cleaned else []
