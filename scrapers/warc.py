"""WARC 1.1 records (ISO 28500:2017) as gzip members. Pure: fields and bytes in, bytes out; read back by warcio or any other tool.

Heads of requests and responses are put in as they are, byte by byte; warcio's own writer would escape letters outside ASCII.
"""

import base64
import hashlib
import uuid
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from ipaddress import ip_address

Fields = Sequence[tuple[str, str]]

CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
#: The payload is that of a stored record (section 6.7.2): any status, the bytes are not kept again.
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#: The server said so with a 304 (section 6.7.3).
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: zlib's own default. Level 9 takes a third longer for half a percent of space.
LEVEL = 6
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Member:
    """A record as it goes into the file: one gzip member, and the record's id."""

    id: str
    data: bytes


def member(kind: str, at: datetime, block: bytes, content_type: str, fields: Fields = ()) -> Member:
    """A record of type ``kind``. ``fields`` are further WARC header fields, each on one line."""
    number = f"<urn:uuid:{uuid.uuid4()}>"
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {number}",
        f"WARC-Date: {date(at)}",
        *(f"{name}: {value}" for name, value in fields),
        f"WARC-Block-Digest: {digest(block)}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
        "\r\n",
    ]
    engine = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    parts = (engine.compress("\r\n".join(lines).encode()), engine.compress(block), engine.compress(b"\r\n\r\n"), engine.flush())
    return Member(number, b"".join(parts))


def digest(data: bytes) -> str:
    """SHA-1 as WARC files write it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()}"


def date(moment: datetime) -> str:
    """A moment as ``WARC-Date``, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def response_head(status: int, headers: Iterable[tuple[str, str]], protocol: str = "HTTP/1.1") -> bytes:
    """Status line and headers, each byte as in ``headers`` (Latin-1). What only chunked transfer needs is left out."""
    phrase = _PHRASES.get(status, "Status")
    kept = (f"{name}: {value}" for name, value in headers if name.lower() != "transfer-encoding")
    return _head(f"{protocol} {status} {phrase}", kept)


def request_head(url: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Request line and headers of a GET; ``Host`` first."""
    host, slash, path = url.partition("#")[0].partition("://")[2].partition("/")
    return _head(f"GET {slash or '/'}{path} HTTP/1.1", (f"{name}: {value}" for name, value in (("Host", host), *headers)))


def warcinfo(at: datetime, filename: str, info: Fields) -> Member:
    """The record at the head of a file: who made it, how, and by which rules."""
    block = "".join(f"{name}: {value}\r\n" for name, value in info).encode()
    return member("warcinfo", at, block, "application/warc-fields", [("WARC-Filename", filename)])


def address_field(address: str | None) -> Fields:
    """``WARC-IP-Address``, where an address is known."""
    try:
        return [("WARC-IP-Address", str(ip_address(address)))] if address else []
    except ValueError:
        return []


def _head(first: str, lines: Iterable[str]) -> bytes:
    cleaned = (line.replace("\r", " ").replace("\n", " ") for line in (first, *lines))
    return ("\r\n".join(cleaned) + "\r\n\r\n").encode("latin-1", "replace")
