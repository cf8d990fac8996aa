"""A response into an article. Pure functions: bytes, headers and the outlet's selectors in, :class:`db.models.Page` out.

Each field is taken from the first that tells it: JSON-LD, meta, the outlet's selectors, the source that listed the URL, the URL
itself, the visible date inside the article. What is not told stays empty; the day of the visit is never used.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urljoin

import trafilatura
from lxml import etree, html

from db.models import Page
from scrapers.body import BREAK, Story, css, inline_text, read_story
from scrapers.dates import date_in_url, fits_url, parse_date
from scrapers.decode import decode, repair, without_declaration
from scrapers.feeds import Entry
from scrapers.furniture import kind
from scrapers.heading import headed_as
from scrapers.jsonld import LinkedData, read_linked_data
from scrapers.lists import boilerplate
from scrapers.walls import wall

#: Fewer words are no story: stubs, error texts, galleries.
MIN_WORDS = 30
#: A container whose letters are mostly links is a list of headlines.
MAX_LINK_SHARE = 0.6
#: One page in this many is read a second time by trafilatura, to notice selectors that rot.
CROSS_CHECK_EVERY = 50
#: Bytes in which the canonical link must stand.
HEAD_BYTES = 100_000
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_CANONICAL = re.compile(r"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_REFRESH = re.compile(r"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?refresh\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
#: A refresh after many seconds reloads a live page; only one at once is a redirect.
_REFRESH_URL = re.compile(r"^\s*[0-9]?(?:\.\d*)?\s*[;,]?\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)
_LONE_CR = re.compile(r"\r(?!\n)")
_HIDDEN_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: Attributes that tell an element's date to machines; the last is El Faro's.
_MACHINE = ("datetime", "content", "text-text_born")
_BYLINE = re.compile(r"^(?:(?:por|by|escrito por|written by)(?:\s*:\s*|\s+|$)|redacción:\s*)|\S+@\S+", re.IGNORECASE)
#: A paragraph that is a signature and nothing else.
_SIGNATURE = re.compile(r"(?:Por|By|POR|BY):?\s+(?:[A-ZÁÉÍÓÚÑ][\w.'’-]*\s?(?:de(?: la| los)?\s)?){2,5}")


@dataclass(frozen=True)
class Selectors:
    """Where an outlet keeps things: CSS, comma for alternatives; the first of ``body`` that holds a story wins.

    ``stop`` matches what opens another article inside the container, ``labels`` is a regular expression for paragraphs that do (a
    section's name alone in a line); ``drop`` matches what is not the story. ``script_date`` is a
    regular expression over the page with one group. ``title_suffix`` is a regular expression cut off titles. ``twelve_hours``
    matches URLs whose times in meta and on the page come from a 12-hour clock without am or pm. ``spam``: shop words were
    injected into texts.
    """

    body: tuple[str, ...]
    title: str = "h1"
    summary: str = ""
    author: str = ""
    date: str = "time[datetime]"
    section: str = ""
    tags: str = ""
    drop: str = ""
    stop: str = ""
    labels: str = ""
    script_date: str = ""
    title_suffix: str = ""
    twelve_hours: str = ""
    spam: bool = False


class Rejected(Exception):
    """The response is no article. ``state`` is failed (may work another day), gone or skipped; the message says why."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(reason)
        self.state, self.reason = state, reason


@dataclass(frozen=True)
class _Parsed:
    """A page taken apart, before fields are chosen."""

    url: str
    text: str
    root: etree._Element
    metas: Mapping[str, str]
    data: LinkedData
    rules: Selectors
    entry: Entry
    #: What the selectors of fields find before the story is cut free of everything that is not story.
    found: Mapping[str, list[etree._Element]]

    def meta(self, *names: str) -> str | None:
        """Content of the first meta element with one of these names, properties or itemprops."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    @property
    def half_day(self) -> bool:
        """Whether the page's times come from a 12-hour clock, by its canonical URL or the address it was fetched from."""
        form = self.rules.twelve_hours
        return bool(form) and any(re.search(form, url) for url in (self.url, self.entry.url))

    def select(self, selector: str) -> etree._Element | None:
        """The first element that matches, or None."""
        return next(iter(self.all(selector)), None)

    def all(self, selector: str) -> list[etree._Element]:
        """All elements that match, in document order."""
        if not selector:
            return []
        return self.found[selector] if selector in self.found else css(selector)(self.root)

    def selected(self, selector: str) -> str | None:
        """Text of the first element that matches."""
        element = self.select(selector)
        return inline_text(element) or None if element is not None else None


def read_page(
    body: bytes,
    content_type: str | None,
    url: str,
    rules: Selectors,
    *,
    fetched_at: datetime,
    entry: Entry | None = None,
    language: str = "es",
) -> Page:
    """Read an article from a response.

    ``url`` is the article's canonical URL; ``entry`` what the source that listed it told. Raises :class:`Rejected` when the
    response is empty, not HTML, cut off, a wall, a soft 404, a list of headlines, or has no text to speak of.
    """
    text = _html_text(body, content_type)
    page = _parse(text, url, rules, entry or Entry(url))
    gone = _tells_gone(page)
    story, reader = _story(page)
    if story.words < MIN_WORDS or gone:
        if vendor := wall(text):
            raise Rejected("failed", f"a wall against robots ({vendor}) instead of the page")
        if gone:
            raise Rejected("gone", "the outlet says that the page does not exist, with status 200 (soft 404)")
        if story.seen >= MIN_WORDS and story.link_share > MAX_LINK_SHARE:
            raise Rejected("skipped", "a list of headlines, not an article (text of a section page)")
        raise Rejected("failed", f"no story on the page: {story.words} words in the article's container")
    if story.link_share > MAX_LINK_SHARE:
        raise Rejected("skipped", "a list of headlines, not an article (text of a section page)")
    return _page(page, story, reader, fetched_at, language)


def page_of_entry(entry: Entry, url: str, rules: Selectors, *, source: str, language: str = "es") -> Page:
    """An article from the full text that a feed or the REST interface carries, for when its page cannot be had.

    Raises :class:`Rejected` when the entry carries no full text.
    """
    story = _read(html.fragment_fromstring(entry.html or "", create_parent="div"), rules)
    if story.words < MIN_WORDS or not entry.title:
        raise Rejected("failed", "the source carries no full text")
    return Page(
        url=url,
        title=entry.title,
        body=story.text,
        summary=entry.summary,
        published=entry.published,
        modified=entry.modified,
        authors=entry.authors,
        section=entry.section,
        tags=entry.tags,
        language=language,
        captions=tuple(story.captions),
        tweets=tuple(story.tweets),
        related=tuple(story.related),
        flags=(*story.flags, f"text from the {source}, not from the page"),
        sources={"title": source, "body": source} | ({"published": source} if entry.published else {}),
    )


def cross_checked(url: str) -> bool:
    """Whether the page at this canonical URL is one of those that trafilatura reads as well; always the same ones."""
    return int(hashlib.sha256(url.encode()).hexdigest(), 16) % CROSS_CHECK_EVERY == 0


def canonical_link(body: bytes, content_type: str | None) -> str | None:
    """What the head of the page names as its canonical URL, unchecked."""
    for link in _LINK.findall(decode(body[:HEAD_BYTES], content_type)[0]):
        if _CANONICAL.search(link) and (found := _HREF.search(link)):
            return unescape(found[1])
    return None


def refresh_target(body: bytes, content_type: str | None, url: str) -> str | None:
    """Where a page without a story sends its readers by ``<meta http-equiv=refresh>``, absolute and unchecked."""
    for found in _REFRESH.finditer(decode(body[:HEAD_BYTES], content_type)[0]):
        content = _CONTENT.search(found[0])
        told = _REFRESH_URL.search(unescape(content[1] or content[2])) if content else None
        if told:
            try:
                return str(urljoin(url, told[1].strip()))
            except ValueError:
                return None
    return None


# --- taking the response apart -----------------------------------------------------------------------------------------


def _html_text(body: bytes, content_type: str | None) -> str:
    if not body.strip():
        raise Rejected("failed", "empty page")
    kind = (content_type or "text/html").split(";")[0].strip().lower()
    if body.startswith(b"%PDF") or kind not in (
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/octet-stream",
        "",
    ):
        raise Rejected("skipped", f"not HTML: {'application/pdf' if body.startswith(b'%PDF') else kind}")
    if b"<" not in body[:4096]:
        raise Rejected("skipped", f"not HTML, whatever {kind} says")
    text = decode(body, content_type)[0]
    end = text[-20_000:].lower()
    if "</body" not in end and "</html" not in end:
        raise Rejected("failed", "the page is cut off: neither </body> nor </html> closes it")
    return text


def _parse(text: str, url: str, rules: Selectors, entry: Entry) -> _Parsed:
    prepared = _HIDDEN_CONTROL.sub("", _LONE_CR.sub(BREAK, without_declaration(text)))
    try:
        root = html.document_fromstring(prepared, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Rejected("failed", f"no readable HTML: {error}") from error
    scripts = [script.text or "" for script in root.iterfind(".//script[@type='application/ld+json']")]
    fields = {rules.title, rules.summary, rules.author, rules.date, rules.section, rules.tags} - {""}
    found = {selector: css(selector)(root) for selector in fields}
    if rules.date:
        found[rules.date] = [element for element in found[rules.date] if not _elsewhere(element)]
    return _Parsed(url, text, root, _metas(root), read_linked_data(scripts), rules, entry, found)


def _elsewhere(element: etree._Element) -> bool:
    """Whether an element stands in a sidebar, a menu, or the card of another story."""
    return any(around.tag in ("aside", "nav") or kind(around) == "related" for around in element.iterancestors())


def _metas(root: etree._Element) -> dict[str, str]:
    """What meta elements tell, by property, name and itemprop; the first that is not empty wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("property", "name", "itemprop"):
            if content and (name := element.get(key)):
                found.setdefault(name, content)
    return found


def _tells_gone(page: _Parsed) -> bool:
    heads = " ".join(inline_text(element) for element in page.root.iter("title", "h1", "h2"))
    return bool(boilerplate("gone").search(heads[:500]))


def _story(page: _Parsed) -> tuple[Story, str]:
    """The story and who read it: the outlet's selectors, else trafilatura."""
    best = Story()
    for selector in page.rules.body:
        container = page.select(selector)
        if container is None:
            continue
        story = _read(container, page.rules)
        if story.words >= MIN_WORDS:
            _cross_check(page, story)
            return story, "selector"
        best = max(best, story, key=lambda s: (s.words, s.seen))
    if best.seen == 0 and (fallback := _by_trafilatura(page)):
        fallback.flags.append("read by trafilatura: the outlet's selectors found no text")
        return fallback, "trafilatura"
    return best, "selector"


def _read(container: etree._Element, rules: Selectors) -> Story:
    return read_story(container, drop=rules.drop, stop=rules.stop, labels=rules.labels, spam=rules.spam)


def _by_trafilatura(page: _Parsed) -> Story | None:
    """Only for pages that call themselves articles, or this story: trafilatura finds text on lists and home pages too."""
    if not page.data.title and page.meta("og:type") != "article" and not headed_as(page.url, page.root):
        return None
    found = trafilatura.extract(page.text, include_comments=False, include_tables=False, favor_precision=True)
    lines = [line for line in (found or "").splitlines() if line.strip()]
    container = etree.Element("div")
    for line in lines:
        etree.SubElement(container, "p").text = line
    return read_story(container, spam=page.rules.spam) if lines else None


def _cross_check(page: _Parsed, story: Story) -> None:
    if not cross_checked(page.url):
        return
    other = trafilatura.extract(page.text, include_comments=False, favor_precision=True)
    words = len((other or "").split())
    if words >= MIN_WORDS and not 0.5 <= story.words / words <= 2:
        story.flags.append(f"lengths diverge: {story.words} words by selector, {words} by trafilatura")


# --- choosing the fields -----------------------------------------------------------------------------------------------


def _page(page: _Parsed, story: Story, reader: str, fetched_at: datetime, language: str) -> Page:
    sources: dict[str, str] = {"body": reader}
    flags = list(story.flags)
    title = _title(page, sources)
    if not title:
        raise Rejected("failed", "the page has no title")
    published = _published(page, fetched_at, sources, flags)
    data, rules, authors = page.data, page.rules, _authors(page, sources)
    ends = [*story.paragraphs[:2], *story.paragraphs[-2:]]
    signed = next((text for text in ends if _SIGNATURE.fullmatch(text)), None)
    if signed and not authors:
        authors, sources["authors"] = (_BYLINE.sub("", signed),), "visible"
    story.paragraphs = [text for text in story.paragraphs if text not in authors and text != signed]
    told = (data.language or "")[:2].lower()
    body, mended = repair(story.text)
    title, title_mended = repair(title)
    if mended or title_mended:
        flags.append("double-encoded text was repaired")
    if "\ufffd" in body:
        flags.append("characters were lost before the page was served")
    return Page(
        url=page.url,
        title=title,
        body=body,
        summary=_pick(
            "summary", sources, [("selector", page.selected(rules.summary)), ("meta", page.meta("og:description", "description"))]
        ),
        published=published,
        modified=_modified(page, sources),
        authors=authors,
        section=_pick(
            "section",
            sources,
            [("json-ld", data.section), ("meta", page.meta("article:section")), ("selector", page.selected(rules.section))],
        ),
        tags=tuple(dict.fromkeys(filter(None, map(inline_text, page.all(rules.tags))))) if rules.tags else data.tags,
        language=told if told in ("es", "en") else language,
        captions=tuple(dict.fromkeys(story.captions)),
        tweets=tuple(story.tweets),
        related=tuple(dict.fromkeys(story.related)),
        flags=tuple(flags),
        sources=dict(sorted(sources.items())),
    )


def _pick(field: str, sources: dict[str, str], candidates: Iterable[tuple[str, str | None]]) -> str | None:
    for source, value in candidates:
        if value:
            sources[field] = source
            return value
    return None


def _title(page: _Parsed, sources: dict[str, str]) -> str | None:
    heading = page.selected(page.rules.title)
    candidates = [
        ("json-ld", None if page.data.broken else page.data.title),
        ("meta", page.meta("og:title")),
        ("selector", heading),
        ("feed", page.entry.title),
        ("visible", page.selected("title")),
    ]
    title = _pick("title", sources, candidates)
    if title and page.rules.title_suffix:
        title = re.sub(page.rules.title_suffix, "", title).strip()
    if title and heading and heading != title and heading.startswith(title.rstrip("….").strip()):
        # Headlines in JSON-LD are cut at about 110 letters.
        sources["title"] = "selector"
        return heading
    return title


def _published(page: _Parsed, fetched_at: datetime, sources: dict[str, str], flags: list[str]) -> datetime | None:
    told = [(source, moment) for source, moment in _dates(page) if moment is not None]
    past = [(source, moment) for source, moment in told if moment <= fetched_at + timedelta(days=1)]
    # A visible date of another month than the URL's is that of the visit or of another story (Diario1).
    trusted = [pair for pair in past if fits_url(pair[1], page.url) or pair[0] not in ("selector", "visible")]
    for source, moment in sorted(trusted, key=lambda pair: not fits_url(pair[1], page.url)):
        sources["published"] = source
        if not fits_url(moment, page.url):
            flags.append(f"the URL tells another month than the date, {moment:%Y-%m-%d}")
        return moment
    if past:
        flags.append(f"no date told: the visible one, {past[0][1]:%Y-%m-%d}, is of another month than the URL")
    else:
        flags.append(f"the date told is in the future: {told[0][1]:%Y-%m-%d}" if told else "no date told")
    return None


def _date_element(page: _Parsed) -> etree._Element | None:
    """What tells the publication date best: what calls itself published, then what tells machines, but nothing of a change."""

    def rank(element: etree._Element) -> tuple[bool, bool, bool]:
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        changed = "datemodified" in names or names.split() == ["updated"]
        return changed, not any(map(element.get, _MACHINE)), "publish" not in names

    return min(page.all(page.rules.date), key=rank, default=None)


def _dates(page: _Parsed) -> Iterable[tuple[str, datetime | None]]:
    """Candidates for the publication date, the most trusted first."""
    rules = page.rules
    half_day = page.half_day
    element = _date_element(page)
    machine = next(filter(None, map(element.get, _MACHINE)), None) if element is not None else None
    script = re.search(rules.script_date, page.text) if rules.script_date else None
    meta = page.meta("article:published_time", "datePublished", "cXenseParse:recs:publishtime", "og:article:published_time")
    yield "json-ld", parse_date(page.data.published)
    yield "script", parse_date(script[1]) if script else None
    yield "meta", parse_date(meta, twelve_hours=half_day)
    yield "selector", parse_date(machine)
    yield "feed", page.entry.published
    yield "url", date_in_url(page.url)
    # Two forms of a date stand side by side in parts of their own (El Faro).
    visible = " ".join(map(str, element.itertext(etree.Element))) if element is not None else None
    yield "visible", parse_date(visible, twelve_hours=half_day)


def _modified(page: _Parsed, sources: dict[str, str]) -> datetime | None:
    candidates = [
        ("json-ld", parse_date(page.data.modified)),
        ("meta", parse_date(page.meta("article:modified_time", "dateModified", "moddate"), twelve_hours=page.half_day)),
        ("feed", page.entry.modified),
    ]
    for source, moment in candidates:
        if moment:
            sources["modified"] = source
            return moment
    return None


def _authors(page: _Parsed, sources: dict[str, str]) -> tuple[str, ...]:
    candidates = [
        ("json-ld", page.data.authors),
        ("selector", (page.selected(page.rules.author) or "",)),
        ("feed", page.entry.authors),
    ]
    for source, names in candidates:
        cleaned = tuple(name for name in (_BYLINE.sub("", name).strip(" ,/|") for name in names) if name)
        if cleaned:
            sources["authors"] = source
            return cleaned
    return ()
