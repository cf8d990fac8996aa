"""An HTTP server on loopback that misbehaves on demand: routes by ``host/path``, each a handler that owns the socket."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Handler = Callable[[BaseHTTPRequestHandler], None]


def answer(body: str | bytes = "", status: int = 200, content_type: str = "text/html; charset=utf-8", **headers: str) -> Handler:
    """A well-formed answer. Underscores in header names become hyphens."""
    payload = body.encode("utf-8") if isinstance(body, str) else body

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(payload)

    return handle


def in_turn(*handlers: Handler) -> Handler:
    """The first request gets the first handler, and so on; the last one stays."""
    waiting = list(handlers)

    def handle(request: BaseHTTPRequestHandler) -> None:
        (waiting.pop(0) if len(waiting) > 1 else waiting[0])(request)

    return handle


@dataclass
class FakeWeb:
    """Context manager. ``asked`` lists ``host/path?query`` of each request with its moment (monotonic seconds)."""

    routes: dict[str, Handler] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        web = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # headers and body in one packet: else each answer waits for a delayed ACK

            def do_GET(self) -> None:
                key = self.headers.get("Host", "").split(":")[0] + self.path
                web.asked.append(key)
                handler = web.routes.get(key) or web.routes.get(key.split("?")[0]) or answer("nothing here", 404)
                try:
                    handler(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hangs up is what these tests are about."""

        self._server = Server(("127.0.0.1", 0), Answering)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Address to give as mirror."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}"
