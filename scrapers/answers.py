"""Small readings of responses and failures, in words that the frontier keeps."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from scrapers.archive import Revisit
from scrapers.feeds import Entry
from scrapers.walls import READ, wall

#: HTTP statuses that are an outcome: state and reason.
STATUSES = {
    401: ("failed", "refused: HTTP status 401"),
    403: ("failed", "refused: HTTP status 403"),
    404: ("gone", "HTTP status 404"),
    410: ("gone", "HTTP status 410"),
    429: ("failed", "asked to slow down: HTTP status 429"),
    451: ("gone", "HTTP status 451"),
}
#: Statuses by which a host refuses to serve us, or says that it is too busy to.
REFUSALS = frozenset({401, 403, 429, 451, 503})
#: What Scrapy raises where no proper answer came: nothing is wrong with the page, but with the host or the way to it.
_SILENCES = (DownloadTimeoutError, DownloadConnectionRefusedError, DownloadFailedError, CannotResolveHostError)


def now() -> str:
    """This moment as UTC ISO 8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def header(response: Response | None, name: str) -> str | None:
    """A response header as text."""
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None


def location(response: Response) -> str:
    """Where a redirect leads, absolute and in ASCII; raw UTF-8 and Latin-1 in the header are understood, as browsers do."""
    raw = response.headers.get("Location") or b""
    try:
        told = raw.decode("utf-8")
    except UnicodeDecodeError:
        told = raw.decode("latin-1")
    try:
        return safe_url_string(urljoin(response.url, told.strip()))
    except ValueError:
        return told


def refusal(response: Response | None, error: BaseException | None = None) -> str | None:
    """In words, how a host refused a request or failed to answer it; None for everything that is no sign of a ban or a breakdown.

    A wall with status 200 is not seen here: ordinary pages carry the same marks.
    """
    status = response.status if response is not None else 0
    if status in REFUSALS or status >= 500:
        vendor = wall_of(response)
        return f"HTTP status {status}, a wall of {vendor}" if vendor else f"HTTP status {status}"
    return type(error).__name__ if isinstance(error, _SILENCES) else None


def wall_of(response: Response | None) -> str | None:
    """Whose wall against robots a response is, from its headers and the head of its body; None for any other."""
    if response is None:
        return None
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values]
    return wall(response.body[:READ].decode("utf-8", "replace"), headers)


def revisit_of(row: Mapping[str, Any]) -> Any:
    """What a 304 would confirm, for the archive."""
    return Revisit(row["digest"], row["snapshot_at"]) if row.get("digest") else None


def why(problem: Failure) -> str:
    """A failure in one sentence."""
    response = getattr(problem.value, "response", None)
    if response is not None:
        return refusal(response) or f"HTTP status {response.status}"
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
