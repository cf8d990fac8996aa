"""Raw responses to WARC 1.1 files, one an outlet a day, written before anything is parsed.

Each record is a gzip member of its own. A crash in the middle of a write leaves a broken last member, which is cut off when the
file is opened for writing again; everything before it is whole.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

#: Headers that describe the transfer, not the payload as it is stored: the body is kept unchunked, its encoding (gzip) untouched.
_TRANSFER = frozenset({"transfer-encoding", "connection", "keep-alive", "content-length"})
_READ_BYTES = 1 << 20


class ArchiveError(Exception):
    """The archive cannot be written: no space, no permission. The crawl must stop."""


@dataclass(frozen=True)
class Stored:
    """Where a response lies: file relative to the archive folder, byte offset, SHA-1 of the payload in WARC form."""

    file: str
    offset: int
    digest: str


@dataclass(frozen=True)
class Exchange:
    """A request and its response as they went over the wire, under the real URL."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_headers: tuple[tuple[str, str], ...]
    at: datetime


@dataclass(frozen=True)
class Revisit:
    """The stored response that a 304 confirms: its payload digest and its date (ISO 8601)."""

    digest: str
    at: str


class Archive:
    """Writes exchanges to ``folder/outlet/outlet-YYYYMMDD.warc.gz``. Not for use by two processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, BinaryIO] = {}

    def write(self, outlet: str, exchange: Exchange, revisit: Revisit | None = None) -> Stored:
        """Append response (or revisit) and request records; they are with the operating system when this returns.

        Raises :class:`ArchiveError` when they cannot be written.
        """
        name = f"{outlet}/{outlet}-{exchange.at.astimezone(UTC):%Y%m%d}.warc.gz"
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
        response = _response(writer, exchange, revisit)
        writer.write_request_response_pair(_request(writer, exchange), response)
        try:
            file = self._open(name)
            offset = file.seek(0, 2)
            file.write(buffer.getvalue())
            file.flush()
        except OSError as error:
            raise ArchiveError(f"cannot write {name}: {error.strerror or error}") from error
        digest = response.rec_headers.get_header("WARC-Payload-Digest") or ""
        return Stored(name, offset, digest)

    def close(self) -> None:
        """Close all files; later writes open them again."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _open(self, name: str) -> BinaryIO:
        if name not in self._files:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            recover(path)
            # Unbuffered, so that a full disk shows at the write that fails.
            self._files[name] = path.open("ab", buffering=0)
        return self._files[name]


def recover(path: Path) -> int:
    """Cut a broken last record off the file; returns how many bytes were cut. A file that does not exist is whole."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        whole, size = _whole_members(file), file.seek(0, 2)
        if whole < size:
            file.truncate(whole)
    return size - whole


def _whole_members(file: BinaryIO) -> int:
    """Offset just after the last complete gzip member."""
    engine, position, whole = zlib.decompressobj(zlib.MAX_WBITS | 16), 0, 0
    while chunk := file.read(_READ_BYTES):
        position += len(chunk)
        while chunk:
            try:
                engine.decompress(chunk)
            except zlib.error:
                return whole
            chunk = engine.unused_data
            if engine.eof:
                whole = position - len(chunk)
                engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole


def _response(writer: WARCWriter, exchange: Exchange, revisit: Revisit | None) -> Any:
    kept = [(name, value) for name, value in exchange.headers if name.isascii() and name.lower() not in _TRANSFER]
    headers = StatusAndHeaders(f"{exchange.status} {_PHRASES.get(exchange.status, 'Status')}", kept, protocol="HTTP/1.1")
    dates = {"WARC-Date": _date(exchange.at)}
    if revisit:
        return writer.create_revisit_record(
            exchange.url,
            digest=revisit.digest,
            refers_to_uri=exchange.url,
            refers_to_date=_date(datetime.fromisoformat(revisit.at)),
            http_headers=headers,
            warc_headers_dict=dates,
        )
    return writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=headers,
        warc_headers_dict=dates,
    )


def _request(writer: WARCWriter, exchange: Exchange) -> Any:
    rest = exchange.url.partition("://")[2]
    host, slash, path = rest.partition("/")
    headers = StatusAndHeaders(f"GET {slash}{path} HTTP/1.1", [("Host", host), *exchange.request_headers], is_http_request=True)
    return writer.create_warc_record(
        exchange.url, "request", http_headers=headers, warc_headers_dict={"WARC-Date": _date(exchange.at)}
    )


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_PHRASES = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
}


@dataclass(frozen=True)
class Replayed:
    """A response read back from the archive, decompressed."""

    url: str
    at: datetime
    status: int
    content_type: str | None
    body: bytes
    file: str
    offset: int


def replay(folder: Path, files: Iterable[Path]) -> Iterator[Replayed]:
    """All response records of ``files``, in order; a broken tail is passed over."""
    for path in files:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                if record.rec_type == "response":
                    # The body first: asking for the offset reads on to the next record.
                    body = record.content_stream().read()
                    yield _replayed(folder, path, records.get_record_offset(), record, body)


def _replayed(folder: Path, path: Path, offset: int, record: Any, body: bytes) -> Replayed:
    return Replayed(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00")),
        status=int(record.http_headers.get_statuscode()),
        content_type=record.http_headers.get_header("Content-Type"),
        body=body,
        file=str(path.relative_to(folder)),
        offset=offset,
    )
