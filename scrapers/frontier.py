"""When to fetch again, and how what sources tell travels to the page and back. The rows themselves are in :mod:`db.frontier`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy.http import Response
from sqlite_utils import Database

from db.frontier import Found, Visit, record_visit
from db.models import Page
from scrapers.archive import Stored
from scrapers.feeds import Entry

#: Days after publication on which a story is looked at again: corrections and rising tolls come early.
RECHECK_DAYS = (1, 3, 7, 30)
#: Days after a failure until the next attempt; after the last the URL is given up.
RETRY_DAYS = (1, 3, 7)


@dataclass(frozen=True)
class Outcome:
    """What came of fetching one URL, on its way to the pipeline. ``row`` is the frontier's row before the fetch.

    ``seen_at`` (ISO 8601, UTC) and ``origin`` are set for a copy of the page from elsewhere: when it was made, and where it lies.
    """

    row: Mapping[str, Any]
    page: Page | None
    visit: Visit
    stored: Stored | None = None
    status: int | None = None
    seen_at: str | None = None
    origin: str | None = None

    def record(self, db: Database) -> None:
        """Note in the frontier what came of it."""
        record_visit(db, self.row["id"], self.visit)


def as_found(url: str, entry: Entry, *, keep_text: bool) -> Found:
    """A source's entry as the frontier keeps it."""
    hints = {
        "title": entry.title,
        "published": _iso(entry.published),
        "modified": _iso(entry.modified),
        "summary": entry.summary if keep_text else None,
        "html": entry.html if keep_text else None,
        "authors": list(entry.authors) or None,
    }
    return Found(url, entry.url, {key: value for key, value in hints.items() if value})


def entry_of(row: Mapping[str, Any]) -> Entry:
    """What the source told of a row's URL."""
    hints = row["hints"]
    return Entry(
        url=row["url"],
        title=hints.get("title"),
        published=_moment(hints.get("published")),
        modified=_moment(hints.get("modified")),
        summary=hints.get("summary"),
        html=hints.get("html"),
        authors=tuple(hints.get("authors") or ()),
    )


def success(row: Mapping[str, Any], at: datetime, page: Page | None, response: Response | None = None) -> Visit:
    """A story was read (or, with ``page`` None, confirmed by a 304): when to look again, and what to tell the server then.

    A date missing or in the future does not make a story worthless; it is kept as the reason.
    """
    published = page.published if page else _moment(row["hints"].get("published"))
    reason = next((flag for flag in page.flags if flag.startswith(("no date", "the date told"))), None) if page else row["reason"]
    return Visit(
        state="fetched",
        at=_iso(at) or "",
        reason=reason,
        http_status=200,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        due_at=_iso(next_check(published or _moment(row["discovered_at"]), at)),
        published=_iso(published),
    )


def failure(row: Mapping[str, Any], at: datetime, verdict: tuple[str, str], status: int | None) -> Visit:
    """Nothing usable came. A failed URL is tried again some days later, then given up; gone and skipped ones are not.

    What was stored of the story before is never touched.
    """
    state, reason = verdict
    attempts = int(row["attempts"])
    again = at + timedelta(days=RETRY_DAYS[attempts]) if state == "failed" and attempts < len(RETRY_DAYS) else None
    return Visit(state=state, at=_iso(at) or "", reason=reason, http_status=status, due_at=_iso(again))


def from_source(row: Mapping[str, Any], at: datetime, reason: str, status: int) -> Visit:
    """The story was taken from what the source told because its page was no use; the page is tried again."""
    again = failure(row, at, ("failed", reason), status)
    return Visit(state="fetched", at=again.at, reason=reason, http_status=status, due_at=again.due_at)


def next_check(published: datetime | None, at: datetime) -> datetime | None:
    """The next of the days 1, 3, 7 and 30 after publication that is still to come; None when all are past."""
    if published is None:
        return None
    return next((day for days in RECHECK_DAYS if (day := published + timedelta(days=days)) > at), None)


def _header(response: Response | None, name: str) -> str | None:
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
