"""The Wayback Machine in miniature: an index and captures, on the server of :mod:`tests.scrapers.fakeweb`."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.scrapers.fakeweb import FakeWeb, Handler, answer

CDX = "web.archive.org/cdx/search/cdx"
_FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass
class Held:
    """A capture: when, of what, what the index says of it, and the answer to whoever asks for it."""

    stamp: str
    original: str
    handler: Handler
    digest: str
    status: str = "200"
    mimetype: str = "text/html"

    @property
    def key(self) -> str:
        """The index's key: without scheme and ``www.``."""
        return self.original.split("://")[1].removeprefix("www.").replace(":80", "").rstrip("/").lower()


@dataclass
class FakeWayback:
    """Adds the archive's routes to ``web``. It understands ``url``, ``matchType``, ``from``, ``to``, ``filter`` on
    status and kind, ``collapse``, ``limit`` and the resume key."""

    web: FakeWeb
    held: list[Held] = field(default_factory=list)
    #: Lines an answer, at most.
    lines: int = 1000

    def hold(self, stamp: str, original: str, page: str | bytes | Handler = "", **fields: str) -> None:
        """Hold a capture; the digest in the index is that of the content unless told."""
        handler = page if callable(page) else answer(page)
        digest = fields.pop("digest", f"D{hash(page) & 0xFFFFFFFF:X}")
        self.held.append(Held(stamp, original, handler, digest, **fields))
        self.web.routes[f"web.archive.org/web/{stamp}id_/{original}"] = handler
        self.web.routes[CDX] = self._index

    def _index(self, request: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(request.path).query)
        rows = [one for one in sorted(self.held, key=lambda h: (h.key, h.stamp)) if _matches(one, asked)]
        rows = _collapsed(rows, asked.get("collapse", [""])[0])
        if "resumeKey" in asked:
            rows = [one for one in rows if f"{one.key} {one.stamp}" >= asked["resumeKey"][0]]
        limit = min(self.lines, int(asked["limit"][0]))
        table: list[list[str]] = [_FIELDS] if rows else []
        table += [[one.key, one.stamp, one.original, one.mimetype, one.status, one.digest, "1"] for one in rows[:limit]]
        if len(rows) > limit and "showResumeKey" in asked:
            table += [[], [f"{rows[limit].key} {rows[limit].stamp}"]]
        answer(json.dumps(table), content_type="application/json")(request)


def _matches(one: Held, asked: dict[str, list[str]]) -> bool:
    url = asked["url"][0].split("://")[-1].removeprefix("www.").replace(":80", "").rstrip("/").lower()
    host = one.key.split("/")[0]
    if (host if asked.get("matchType") == ["host"] else one.key) != url:
        return False
    first, last = asked.get("from", ["0"])[0], asked.get("to", ["9"])[0]
    if not (one.stamp >= first and one.stamp[: len(last)] <= last):
        return False
    rules = dict(rule.split(":", 1) for rule in asked.get("filter", []))
    return one.status == rules.get("statuscode", one.status) and one.mimetype == rules.get("mimetype", one.mimetype)


def _collapsed(rows: list[Held], by: str) -> list[Held]:
    def value(one: Held) -> str:
        return f"{one.key} {one.digest if by == 'digest' else ''}"

    return [one for place, one in enumerate(rows) if not by or not place or value(rows[place - 1]) != value(one)]
