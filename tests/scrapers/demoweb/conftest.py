"""A served demo web and a plain client that asks it for real URLs."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from scrapers.demoweb import DemoWeb


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; ``headers`` in lower case, ``body`` as it came, undone gzip."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body in its declared charset, cp1252 when none is declared."""
        charset = self.headers["content-type"].partition("charset=")[2] or "cp1252"
        return self.body.decode(charset)


Get = Callable[..., Answer]


def client(web: DemoWeb) -> Get:
    """A function that gets a real URL, whatever its scheme, from ``web``."""

    def get(url: str, method: str = "GET", **headers: str) -> Answer:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = HTTPConnection(urlsplit(web.url).netloc, timeout=10)
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target or "/", headers={"Host": parts.netloc} | extra)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        unpacked = gzip.decompress(body) if found.get("content-encoding") == "gzip" and body else body
        return Answer(response.status, found, unpacked)

    return get


@pytest.fixture(scope="session")
def connect() -> Callable[[DemoWeb], Get]:
    """Makes a client of a demo web that the test itself starts."""
    return client


@pytest.fixture(scope="module")
def get() -> Iterator[Get]:
    """Asks the first night's web."""
    with DemoWeb(night=1) as web:
        yield client(web)


@pytest.fixture(scope="module")
def get_second() -> Iterator[Get]:
    """Asks the second night's web."""
    with DemoWeb(night=2) as web:
        yield client(web)
