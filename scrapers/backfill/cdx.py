"""The index of the Wayback Machine (CDX server) and the addresses of its captures. Pure functions.

Facts: the server's own manual (internetarchive/wayback, wayback-cdx-server/README.md). ``id_`` behind the timestamp asks for the
response as it was captured, without the archive's toolbar and rewritten links.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote_plus, urlencode

from scrapers.backfill.window import Window
from scrapers.decode import decode, plain
from scrapers.feeds import SourceError

#: The host that holds the index and the captures.
WAYBACK = "web.archive.org"
#: Lines of the index an answer: small enough that the server answers in seconds, large enough that a host takes few requests.
LINES = 2000
#: Further captures asked for when the first of a story is no use.
OTHERS = 10
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_ADDRESS = re.compile(r"https?://web\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/(.+)", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml", "unk", "warc/revisit", "-", "")


@dataclass(frozen=True)
class Capture:
    """One capture: the URL that was asked, when (UTC), and the digest of what came (base32 SHA-1)."""

    original: str
    at: datetime
    digest: str | None = None

    @property
    def address(self) -> str:
        """Where the captured response lies, as it was captured."""
        return f"https://{WAYBACK}/web/{self.at:%Y%m%d%H%M%S}id_/{self.original}"


@dataclass(frozen=True)
class CdxAnswer:
    """Captures of an answer of the index, and the key with which the next one goes on."""

    captures: tuple[Capture, ...]
    resume: str | None = None


def host_query(host: str, days: Window, *, every: bool = False, resume: str | None = None) -> str:
    """The address that lists the pages of ``host`` captured within ``days``: the first capture of each URL, or with ``every``
    each capture whose content differs from the one before."""
    return _query(
        [
            ("url", host),
            ("matchType", "host"),
            ("from", f"{days.start:%Y%m%d}"),
            ("to", f"{days.end:%Y%m%d}"),
            ("collapse", "digest" if every else "urlkey"),
            ("limit", str(LINES)),
            ("showResumeKey", "true"),
            # The server tells the key percent-encoded.
            *([("resumeKey", unquote_plus(resume) if "%" in resume else resume)] if resume else []),
        ]
    )


def page_query(url: str, days: Window | None = None) -> str:
    """The address that lists the captures of one page, each with other content, oldest first."""
    between = [("from", f"{days.start:%Y%m%d}"), ("to", f"{days.end:%Y%m%d}")] if days else []
    return _query([("url", url), ("matchType", "exact"), *between, ("collapse", "digest"), ("limit", str(OTHERS))])


def _query(asked: list[tuple[str, str]]) -> str:
    fixed = [("filter", "statuscode:200"), ("filter", "mimetype:text/html"), ("output", "json")]
    return f"https://{WAYBACK}/cdx/search/cdx?{urlencode([*asked, *fixed])}"


def parse_cdx(body: bytes, content_type: str | None = None) -> CdxAnswer:
    """Read an answer of the index, as JSON or as plain lines; captures of redirects, errors and other kinds of files are left
    out.

    An empty answer lists nothing. Raises :class:`scrapers.feeds.SourceError` when it is no index (an HTML page, an error).
    """
    text = decode(body, content_type)[0].strip()
    if not text:
        return CdxAnswer(())
    if text.startswith("<"):
        raise SourceError(f"no index: {plain(text[:400])[:120]!r}")
    rows = _json_rows(text) if text[0] in "[{" else [line.split(" ") if line.strip() else [] for line in text.splitlines()]
    if rows and {"timestamp", "original"} <= set(rows[0]):
        names, rows = rows[0], rows[1:]
    else:
        names = list(_FIELDS)
    resume = None
    if len(rows) >= 2 and not rows[-2]:
        rows, resume = rows[:-2], " ".join(rows[-1])
    captures = tuple(found for row in rows if row and (found := _capture(names, row)))
    if any(rows) and not any(moment(cell) for row in rows for cell in row[:2]):
        raise SourceError(f"no index: {plain(text[:200])[:120]!r}")
    return CdxAnswer(captures, resume)


def _json_rows(text: str) -> list[list[str]]:
    try:
        rows = json.loads(text, strict=False)
    except ValueError as error:
        raise SourceError(f"no index, or one that is cut off: {plain(text[:200])[:120]!r}") from error
    if not isinstance(rows, list):
        raise SourceError(f"no index: {plain(text[:200])[:120]!r}")
    return [[str(cell) for cell in row] if isinstance(row, list) else [] for row in rows]


def _capture(names: Iterable[str], row: list[str]) -> Capture | None:
    told = dict(zip(names, row, strict=False))
    at = moment(told.get("timestamp", ""))
    original = told.get("original", "")
    if at is None or not original.startswith(("http://", "https://")):
        return None
    if told.get("statuscode", "200") not in ("200", "-") or told.get("mimetype", "").split(";")[0] not in _HTML:
        return None
    return Capture(original, at, told.get("digest") or None)


def moment(stamp: str) -> datetime | None:
    """The UTC moment of a capture's timestamp, 4 to 14 digits; None where it is none."""
    if not (stamp.isascii() and stamp.isdigit() and 4 <= len(stamp) <= 14):
        return None
    padded = stamp + "00000101000000"[len(stamp) :]
    try:
        return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def capture_at(address: str) -> Capture | None:
    """The capture that lies at an address of the Wayback Machine, such as a redirect leads to; None for any other address."""
    found = _ADDRESS.match(address)
    at = moment(found[1]) if found else None
    if not found or at is None:
        return None
    original = found[2] if "://" in found[2][:8] else f"http://{found[2]}"
    return Capture(original, at)
