"""A row of a corpus into what a source tells of a story. Pure functions: nothing is guessed, what is missing stays missing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any

from db.models import SALVADOR
from scrapers.backfill.window import Window, period_in_url
from scrapers.canonical import UrlRules
from scrapers.dates import parse_date
from scrapers.decode import plain, repair
from scrapers.feeds import Entry
from scrapers.lists import boilerplate
from scrapers.page import MIN_WORDS

#: Days that a date may lie off the one in the URL: evenings and time zones. What lies further off is the day of somebody's crawl.
SLACK = 2
_MARKUP = re.compile(r"<(?:p|br|div)\b[^>]*>", re.IGNORECASE)
_NOTHING = frozenset({"", "none", "null", "nan", "nat", "n/a", "na", "-", "[removed]"})


class Unfit(Exception):
    """The row gives no story. ``bad``: something is wrong with it, and it is told with its line; else it is only counted."""

    def __init__(self, reason: str, *, bad: bool = True) -> None:
        super().__init__(reason)
        self.bad = bad


@dataclass(frozen=True)
class Given:
    """A story as a corpus gives it: canonical URL, and what a source would tell of it (``html`` is the text in paragraphs)."""

    url: str
    entry: Entry
    remark: str | None = None


def given(cells: Mapping[str, Any], columns: Mapping[str, str], rules: UrlRules, days: Window) -> Given:
    """The story in a row whose cells are named by ``columns``. Raises :class:`Unfit`."""
    told = {field: cells.get(column) for field, column in columns.items()}
    seen = _words(told.get("url"))
    if not re.match(r"https?://\S+$", seen):
        raise Unfit(f"no URL: {seen[:80]!r}" if seen else "no URL")
    url = rules.canonical(seen)
    if url is None:
        raise Unfit("of another outlet", bad=False)
    if not rules.is_article(url):
        raise Unfit("in a section that is left out" if rules.skipped(url) else "not the URL of a story", bad=False)
    title, text = repair(_words(told.get("title")))[0], repair(_paragraphs(told.get("body")))[0]
    _check(title, text)
    published, remark = _published(told.get("date"), url)
    if not days.holds(published) or (published is None and not days.touches(period_in_url(url))):
        raise Unfit("outside the days asked for", bad=False)
    entry = Entry(
        url=seen,
        title=plain(title),
        published=published,
        summary=plain(_words(told.get("summary"))) or None,
        html=text if _MARKUP.search(text) else _as_html(text),
        authors=_names(told.get("author")),
        section=plain(_words(told.get("section"))) or None,
    )
    return Given(url, entry, remark)


def _check(title: str, text: str) -> None:
    if not title:
        raise Unfit("no title")
    words = len(plain(text).split())
    if words < MIN_WORDS:
        raise Unfit(f"no text to speak of: {words} words, fewer than {MIN_WORDS}" if words else "no text")
    if boilerplate("gone").search(f"{title} {plain(text[:300])}"):
        raise Unfit("the text is the outlet's error page")


def _published(value: Any, url: str) -> tuple[datetime | None, str | None]:
    """When it was published, and a remark where the row's date is not believed."""
    moment, remark = moment_of(value), None
    if moment is None and _words(value):
        remark = f"no date can be read from {_words(value)[:40]!r}"
    if moment and moment > datetime.now(UTC):
        moment, remark = None, f"the date {moment:%Y-%m-%d} is still to come"
    told = period_in_url(url)
    if told and told.start == told.end:
        day = moment.astimezone(SALVADOR).date() if moment else None
        if day is None or abs((day - told.start).days) > SLACK:
            remark = f"the date is {day}, the URL says {told.start}" if day else remark
            moment = datetime.combine(told.start, time(), SALVADOR)
    return moment, remark


def moment_of(value: Any) -> datetime | None:
    """The moment that a cell tells: text in any form of :func:`scrapers.dates.parse_date`, a date, or seconds (milliseconds)
    since 1970. Without a time zone it is El Salvador's time."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SALVADOR)
    if isinstance(value, date):
        return datetime.combine(value, time(), SALVADOR)
    text = _words(value)
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    if found := re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", text):
        text = "-".join(found.groups())
    return parse_date(text)


def _words(value: Any) -> str:
    """A cell as text on its own; what stands for nothing is nothing."""
    text = "" if value is None else str(value).strip()
    return "" if text.casefold() in _NOTHING else text


def _paragraphs(value: Any) -> str:
    text = "\n".join(map(_words, value)) if isinstance(value, list | tuple) else _words(value)
    # Some exports write line breaks as two characters.
    return text.replace("\\r", "").replace("\\n", "\n") if "\n" not in text and text.count("\\n") > 1 else text


def _as_html(text: str) -> str:
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in re.split(r"\r\n|\r|\n", text) if line.strip())


def _names(value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list | tuple) else [value]
    return tuple(name for item in names if (name := plain(_words(item))))
