"""Requests to a mirror: one server answers, the real host travels in ``Host``, everything stored shows the real URL."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response


class MirrorError(ValueError):
    """The mirror's address is not usable; the message says how it should look."""


@dataclass(frozen=True)
class Mirror:
    """The server that answers in place of all outlets, such as ``http://127.0.0.1:8000``."""

    host: str
    port: int

    @classmethod
    def at(cls, url: str) -> "Mirror":
        """Read the address. Raises :class:`MirrorError` unless it is ``http://HOST[:PORT]`` without a path."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise MirrorError(f"mirror {url!r}: {error}") from error
        if parts.scheme != "http" or not host or parts.path not in ("", "/") or parts.query:
            raise MirrorError(f"mirror {url!r}: expected http://HOST:PORT, such as http://127.0.0.1:8000")
        return cls(host, port or 80)

    def request(self, request: Request) -> Request:
        """The request as it goes to the mirror."""
        real = urlsplit(request.url)
        target = real._replace(scheme="http", netloc=f"{self.host}:{self.port}").geturl()
        mirrored = request.replace(url=target)
        mirrored.headers["Host"] = real.netloc
        return mirrored

    def response(self, request: Request, response: Response) -> Response:
        """The response as it would have come from the real host: the mirror's own address is gone from it."""
        location = response.headers.get("Location")
        if location and location.startswith(f"http://{self.host}:{self.port}".encode()):
            real = urlsplit(request.url)
            path = location.decode("latin-1").split("/", 3)[3:]
            response.headers["Location"] = f"{real.scheme}://{real.netloc}/{''.join(path)}"
        return response.replace(url=request.url)


def is_private(address: str) -> bool:
    """Whether an IP address is not on the public internet (loopback, link-local, RFC 1918, reserved …)."""
    try:
        return not ip_address(address).is_global
    except ValueError:
        return False
