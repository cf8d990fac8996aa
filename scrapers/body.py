"""The story inside its container: paragraphs on one side; captions, tweets, related links and glued-on articles on the other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.cssselect import CSSSelector

from scrapers.furniture import pieces
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
    "object", "embed", "video", "audio", "head", "dialog", "amp-ad", "amp-embed", "amp-sidebar", "amp-social-share", "amp-iframe",
})  # fmt: skip
#: Links of fewer words are no headlines, of more no links.
_HEADLINE = range(4, 41)
#: Words of a nested ``<article>`` up to which it is the card of another story, not a story glued on; and words that must
#: then stand outside it.
_CARD_WORDS, _OUTSIDE_WORDS = 40, 30
#: Words that make a paragraph a telling one, for deciding whether a story goes on after a widget.
_TELLING_WORDS = 15
#: Longer paragraphs belong to the story; before the first of them, what opens an article opens this one.
_HEAD_WORDS = 12
#: Elements that themes put around the container inside the article.
_LAYERS = 7
_GLUED = re.compile(r"([a-záéíóúñü)»”\"])\.([A-ZÁÉÍÓÚÑ][a-záéíóúñü]|[¿¡«“])")


@dataclass
class Story:
    """What a container holds. ``glued`` counts paragraphs of other articles printed after this one, which are dropped;
    ``seen`` the words of the container before headlines and widgets of it were set apart; ``link_share`` is of the same."""

    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tweets: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    glued: int = 0
    seen: int = 0
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


def read_story(container: etree._Element, *, drop: str = "", stop: str = "", labels: str = "", spam: bool = False) -> Story:
    """Read one container. ``drop`` (what is not the story) and ``stop`` (where another begins) are CSS selectors of the outlet,
    ``labels`` a regular expression for paragraphs that open another story.

    ``spam`` removes shop words injected into Spanish sentences. The tree is changed: what is set apart is taken out of it.
    """
    story = Story()
    _set_apart(container, story)
    for element in css(drop)(container) if drop else ():
        if element is not container:
            _cut(element)
    outside = (inline_text(part) for kind, part in pieces(_surroundings(container), into=True) if kind == "caption")
    story.captions = list(dict.fromkeys([*(text for text in outside if text), *story.captions]))
    headlines = _headlines(container)
    paragraphs, after = _split(container, stop, labels)
    story.glued = len(after)
    story.seen = sum(len(text.split()) for text in paragraphs)
    story.link_share = _link_share(container)
    _sort_out(story, paragraphs, headlines)
    _clean(story, spam)
    if story.glued:
        story.flags.append("another article glued on was dropped")
    return story


def inline_text(element: etree._Element) -> str:
    """All text of an element on one line; ``<br>`` and blocks become spaces."""
    return " ".join(" ".join(_blocks(element)).split())


def _surroundings(container: etree._Element) -> etree._Element:
    """Where the opening photo stands in most layouts: the nearest element around the container that holds its heading too."""
    around = (element for element in islice(container.iterancestors(), _LAYERS) if element.tag not in ("body", "html"))
    parent = container.getparent()
    return next((element for element in around if element.find(".//h1") is not None), container if parent is None else parent)


def _set_apart(container: etree._Element, story: Story) -> None:
    """Cut everything that is not the story out of the tree; captions, tweets and headlines of other stories are kept."""
    for kind, element in pieces(container):
        _keep(kind, element, story)
        _cut(element)
    for card in list(container.iter("article")):
        words = len(inline_text(card).split())
        if card is not container and words < _CARD_WORDS and len(inline_text(container).split()) - words >= _OUTSIDE_WORDS:
            _keep("related", card, story)
            _cut(card)
    for texts in (story.captions, story.tweets, story.related):
        texts[:] = dict.fromkeys(text for text in texts if text)


def _keep(kind: str, element: etree._Element, story: Story) -> None:
    if kind == "related":
        links = [text for text in map(inline_text, element.iter("a")) if len(text.split()) in _HEADLINE]
        story.related.extend(links or [inline_text(element)])
    elif kind in ("caption", "tweet"):
        (story.captions if kind == "caption" else story.tweets).append(inline_text(element))
    else:
        for inner, part in pieces(element):
            _keep(inner, part, story)


def _headlines(container: etree._Element) -> frozenset[str]:
    """Texts of links that lead to other pages and are long enough to be headlines."""
    links = ((link.get("href") or "#", inline_text(link)) for link in container.iter("a"))
    return frozenset(_bare(text) for href, text in links if not href.startswith("#") and len(text.split()) in _HEADLINE)


def _bare(text: str) -> str:
    """Without what is printed around a linked headline."""
    return text.strip(" \t-–—•·▶►»«>|:.;,*\ufe0f")


def _cut(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    # A rule in its place keeps the words before and after apart.
    mark = etree.Element("hr")
    mark.tail, element.tail = element.tail, None
    parent.replace(element, mark)


def _split(container: etree._Element, stop: str, labels: str) -> tuple[list[str], list[str]]:
    """Paragraphs before and after the first element or label that opens another article."""
    openings = frozenset(e for e in css(f"{stop}, article" if stop else "article")(container) if e is not container)
    paragraphs = list(_blocks(container, openings))
    kept: list[str] = []
    for place, text in enumerate(paragraphs):
        if text != _STOP and not (labels and re.fullmatch(labels, text, re.IGNORECASE)):
            kept.append(text)
        elif any(len(p.split()) > _HEAD_WORDS for p in kept):
            return kept, [text for text in paragraphs[place + 1 :] if text != _STOP]
    return kept, []


_STOP = "\x00stop"


def _blocks(container: etree._Element, openings: frozenset[etree._Element] = frozenset()) -> Iterator[str]:
    """Text of the container, one string a block, in order; :data:`_STOP` where one of ``openings`` begins."""
    structured = any(isinstance(e.tag, str) and e.tag in _BLOCKS - {"hr"} for e in container.iterdescendants())
    buffer: list[str] = []
    silent: etree._Element | None = None
    for event, element in etree.iterwalk(container, events=("start", "end", "comment", "pi")):
        block = isinstance(element.tag, str) and element.tag in _BLOCKS
        if silent is None and event == "start":
            if element is not container and element.tag in _SILENT:
                silent = element
                continue
            opening = element in openings
            if block or opening:
                yield from _lines(buffer, structured)
            if opening:
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


def _sort_out(story: Story, paragraphs: list[str], headlines: frozenset[str]) -> None:
    """Put each paragraph where it belongs."""
    for place, text in enumerate(paragraphs):
        if boilerplate("end").search(text):
            if not _goes_on(paragraphs[place + 1 :], headlines):
                break
        elif boilerplate("noise").search(text):
            continue
        elif boilerplate("related").search(text) or _bare(text) in headlines:
            story.related.append(text)
        elif boilerplate("tweet").search(text):
            story.tweets.append(text)
        elif len(text) < 240 and boilerplate("credit").search(text):
            story.captions.append(text)
        elif not story.paragraphs or story.paragraphs[-1] != text:
            _add(story, text)


def _add(story: Story, text: str) -> None:
    """A paragraph of the story; «… Lea también: …» at its end is another one's headline."""
    inserted = boilerplate("inserted").search(text)
    if inserted:
        story.related.append(text[inserted.start() :].strip())
        text = text[: inserted.start()].strip()
    if text:
        story.paragraphs.append(text)


def _goes_on(rest: list[str], headlines: frozenset[str]) -> bool:
    """Whether a story goes on after the heading of a widget: at least two more paragraphs that tell something to their end."""
    telling = (
        text for text in rest if len(text.split()) >= _TELLING_WORDS and text[-1] in '.»”")' and _bare(text) not in headlines
    )
    return sum(not text.endswith(("...", "[...]")) for text in telling) >= 2


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
