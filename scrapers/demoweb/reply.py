"""An HTTP answer as plain data, and the few ways to make one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

Query = Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """Status, body and headers; ``modified`` becomes Last-Modified and makes the answer conditional (304)."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None


Handler = Callable[[Query], Reply]
Routes = dict[str, Handler]


def text(body: str, content_type: str = "text/plain; charset=utf-8", status: int = 200) -> Reply:
    """A text answer in UTF-8."""
    return Reply(body.encode("utf-8"), content_type, status)


def xml(body: str, encoding: str = "utf-8", content_type: str = "application/rss+xml") -> Reply:
    """An XML answer; characters the encoding lacks become numeric references."""
    return Reply(body.encode(encoding, "xmlcharrefreplace"), f"{content_type}; charset={encoding}")


def redirect(location: str, status: int = 301) -> Reply:
    """A redirect to an absolute URL."""
    return Reply(b"", status=status, headers={"Location": location})


def fixed(reply: Reply) -> Handler:
    """A handler that gives the same answer to every query."""
    return lambda query: reply
