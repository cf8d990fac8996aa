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
#: Header of our own in response records; WARC 1.1 section 4 allows it.
_KNOWN = "Sucesos-Known"


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
    """A request and its response as they went over the wire, under the real URL. ``known`` is what the frontier knew of a story's
    URL (JSON in ASCII), so that the archive alone is enough to read the story again."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_headers: tuple[tuple[str, str], ...]
    at: datetime
    known: str | None = None


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
        offset = self._append(name, buffer.getvalue())
        digest = response.rec_headers.get_header("WARC-Payload-Digest") or ""
        return Stored(name, offset, digest)

    def write_told(self, outlet: str, url: str, known: str, at: datetime) -> None:
        """Append a metadata record: the story as its source told it, because its page was no use."""
        name = f"{outlet}/{outlet}-{at.astimezone(UTC):%Y%m%d}.warc.gz"
        buffer, block = BytesIO(), known.encode("ascii")
        writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
        headers = {"WARC-Date": _date(at)}
        writer.write_record(
            writer.create_warc_record(
                url, "metadata", BytesIO(block), len(block), warc_content_type="application/json", warc_headers_dict=headers
            )
        )
        self._append(name, buffer.getvalue())

    def _append(self, name: str, data: bytes) -> int:
        try:
            file = self._open(name)
            offset = file.seek(0, 2)
            file.write(data)
            file.flush()
        except OSError as error:
            raise ArchiveError(f"cannot write {name}: {error.strerror or error}") from error
        return offset

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
    dates = {"WARC-Date": _date(exchange.at)} | ({_KNOWN: exchange.known} if exchange.known else {})
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
    """A story's response read back, decompressed; or, with ``told``, what its source told instead."""

    url: str
    at: datetime
    status: int
    content_type: str | None
    body: bytes
    file: str
    offset: int
    digest: str
    known: str
    told: bool = False


def replay(folder: Path, files: Iterable[Path]) -> Iterator[Replayed]:
    """Responses with status 200 to requests for stories, and what sources told instead, in the order of ``files``."""
    for path in files:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                told = record.rec_type == "metadata"
                if told or (record.rec_type == "response" and record.rec_headers.get_header(_KNOWN) and _status(record) == 200):
                    # The body first: asking for the offset reads on to the next record.
                    body = record.content_stream().read()
                    yield _replayed(str(path.relative_to(folder)), records.get_record_offset(), record, body, told)


def _replayed(file: str, offset: int, record: Any, body: bytes, told: bool) -> Replayed:
    headers = record.rec_headers
    return Replayed(
        url=headers.get_header("WARC-Target-URI"),
        at=datetime.fromisoformat(headers.get_header("WARC-Date").replace("Z", "+00:00")),
        status=0 if told else _status(record),
        content_type=None if told else record.http_headers.get_header("Content-Type"),
        body=body,
        file=file,
        offset=offset,
        digest=headers.get_header("WARC-Payload-Digest") or "",
        known=body.decode("ascii") if told else headers.get_header(_KNOWN),
        told=told,
    )


def _status(record: Any) -> int:
    return int(record.http_headers.get_statuscode())
