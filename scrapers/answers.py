"""Small readings of responses and failures, in words that the frontier keeps."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.archive import Revisit
from scrapers.feeds import Entry

#: HTTP statuses that are an outcome: state and reason.
STATUSES = {
    401: ("failed", "refused: HTTP status 401"),
    403: ("failed", "refused: HTTP status 403"),
    404: ("gone", "HTTP status 404"),
    410: ("gone", "HTTP status 410"),
    429: ("failed", "asked to slow down: HTTP status 429"),
    451: ("gone", "HTTP status 451"),
}


def now() -> str:
    """This moment as UTC ISO 8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def header(response: Response | None, name: str) -> str | None:
    """A response header as text."""
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None


def revisit_of(row: Mapping[str, Any]) -> Any:
    """What a 304 would confirm, for the archive."""
    return Revisit(row["digest"], row["snapshot_at"]) if row.get("digest") else None


def why(problem: Failure) -> str:
    """A failure in one sentence."""
    response = getattr(problem.value, "response", None)
    if response is not None:
        return f"HTTP status {response.status}"
    text = str(problem.value).strip()
    return f"{type(problem.value).__name__}: {text}"[:300] if text else type(problem.value).__name__


def stamp(entry: Entry) -> str | None:
    """When an entry last changed, as far as its source tells."""
    moment = entry.modified or entry.published
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def verdict_of(problem: Failure) -> tuple[str, str]:
    """State and reason of a URL that gave no answer, or none that Scrapy let through."""
    if isinstance(problem.value, IgnoreRequest) and "robots.txt" in str(problem.value):
        return "skipped", "robots.txt forbids it"
    return "failed", why(problem)
