"""The demo web's HTTP server: one port on loopback, the outlet chosen by the ``Host`` header."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from scrapers.demoweb.catalog import load_articles, load_oddities
from scrapers.demoweb.reply import Reply, Routes, text
from scrapers.demoweb.sites import build_routes

GZIP_FROM_BYTES = 400


@dataclass(frozen=True)
class Visit:
    """One answered request, as the tests may look at it."""

    host: str
    target: str
    status: int
    user_agent: str


@dataclass
class DemoWeb:
    """A context manager that serves the demo web on 127.0.0.1.

    ``night`` may be set to 2 while it runs: three stories change and new ones appear. ``faults`` maps
    ``host + path`` (or a bare host) to a Reply given instead, for robots.txt errors, 429s and the like. Each answer
    waits ``delay`` seconds, so that a crawl can be interrupted halfway.
    ``visits`` lists the answered requests, in order of answering.
    """

    night: int = 1
    port: int = 0
    delay: float = 0.0
    faults: dict[str, Reply] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        web_routes(self.night)
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``; RuntimeError when it is not serving."""
        if self._server is None:
            raise RuntimeError("the demo web is not serving; use it in a with block")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, host: str, target: str) -> Reply:
        """What the demo web says to a GET of ``target`` (path and query) at ``host``."""
        parts = urlsplit(target)
        path = unquote(parts.path) or "/"
        fault = self.faults.get(host + path) or self.faults.get(host)
        if fault is not None:
            return fault
        hosts = web_routes(self.night)
        if host not in hosts:
            return text("Hosts of the demo web:\n" + "\n".join(sorted(hosts)) + "\n", status=404)
        routes = hosts[host]
        handler = routes.get(f"{path}?{parts.query}") or routes.get(path) or routes["404"]
        return handler(dict(parse_qsl(parts.query)))


@cache
def web_routes(night: int) -> dict[str, Routes]:
    """Every host of the demo web with its routes, as they are on ``night``."""
    return build_routes(load_articles(night), load_oddities())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def _handler(web: DemoWeb) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        demo = web

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with keep-alive, HEAD, gzip and conditional requests."""

    demo: DemoWeb
    protocol_version = "HTTP/1.1"
    server_version = "demoweb"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host = (parts.netloc or self.headers.get("Host", "")).split(":")[0].lower()
        target = parts._replace(scheme="", netloc="").geturl()
        time.sleep(self.demo.delay)
        reply = self.demo.answer(host, target)
        headers = self._headers(reply)
        if reply.status == 200 and self._unchanged(headers):
            reply = Reply(b"", reply.content_type, status=304)
        self._send(reply, headers)
        self.demo.visits.append(Visit(host, target, reply.status, self.headers.get("User-Agent", "")))

    do_HEAD = do_GET

    def _headers(self, reply: Reply) -> dict[str, str]:
        headers = {"Content-Type": reply.content_type, "Vary": "Accept-Encoding"} | dict(reply.headers)
        if reply.modified is not None:
            headers["ETag"] = f'"{hashlib.sha1(reply.body).hexdigest()[:16]}"'
            headers["Last-Modified"] = format_datetime(reply.modified.astimezone(UTC), usegmt=True)
        return headers

    def _unchanged(self, headers: dict[str, str]) -> bool:
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            return headers.get("ETag", "-") in asked
        since = self.headers.get("If-Modified-Since")
        if since is None or "Last-Modified" not in headers:
            return False
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)

    def _send(self, reply: Reply, headers: dict[str, str]) -> None:
        body = reply.body
        if len(body) > GZIP_FROM_BYTES and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: ``visits`` keeps the record."""
