"""WARC and ARC files on this machine (Common Crawl's CC-NEWS, other people's crawls): the answers in them, one at a time.

A file is streamed, whatever its size; nothing is stored here. Records are gzip members of their own, or one gzip stream, or not
packed at all.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from scrapers.settings import DOWNLOAD_MAXSIZE

#: What a file of web archives is called.
ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_HTML = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "")


class WarcError(ValueError):
    """The file is no WARC file, or is broken from some place on; the message names the place."""


@dataclass(frozen=True)
class Answered:
    """An answer with status 200: the URL asked, when, its headers, the body as it came (``raw``) and unpacked (``body``).

    ``place`` names the record: file name, offset and record id. ``end`` is the offset behind it.
    """

    url: str
    at: datetime
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    place: str

    @property
    def content_type(self) -> str | None:
        """As its headers tell it."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


def files_in(path: Path) -> list[Path]:
    """The archive files in a folder and below it, by name; a file is itself."""
    if not path.is_dir():
        return [path]
    return sorted(found for found in path.rglob("*") if found.is_file() and found.name.lower().endswith(ENDINGS))


def answers(
    path: Path, wanted: Callable[[str], bool], start: int = 0, *, passed: Callable[[int], None] | None = None
) -> Iterator[tuple[int, Answered | str]]:
    """Answers of the pages that are ``wanted`` by their URL, from the offset ``start`` on; each with its record's offset. An
    answer that cannot be unpacked or is too large is a sentence instead.

    ``passed`` is called with the offset of each record. Raises :class:`WarcError` where the file is broken; what came before is
    whole.
    """
    try:
        with path.open("rb") as raw:
            stream = _opened(raw)
            stream.seek(start)
            yield from _answers(path.name, stream, wanted, passed or (lambda _: None))
    except OSError as error:
        raise WarcError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ArchiveLoadFailed, EOFError, zlib.error) as error:
        raise WarcError(f"{path}: {' '.join(str(error).split())[:200]}") from error


def _opened(raw: BinaryIO) -> BinaryIO:
    """A file that is packed as a whole is unpacked as a whole; the usual form, a gzip member a record, is warcio's."""
    head = raw.read(2)
    raw.seek(0)
    if head != b"\x1f\x8b":
        return raw
    first = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while not first.eof and (block := raw.read(65_536)):
        text = first.decompress(block)
        if text.count(b"WARC/1.") > 2:
            raw.seek(0)
            return cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    raw.seek(0)
    return raw


def _answers(
    name: str, stream: BinaryIO, wanted: Callable[[str], bool], passed: Callable[[int], None]
) -> Iterator[tuple[int, Answered | str]]:
    records = ArchiveIterator(stream, arc2warc=True)
    for record in records:
        found: tuple[Any, bytes] | str | None = None
        if _may_be_a_page(record) and wanted(_url(record)):
            found = _body(record)
        # The body first: asking for the offset reads on to the next record.
        offset = records.get_record_offset()
        passed(offset)
        if isinstance(found, str):
            yield offset, f"{name}:{offset}: {found}"
        elif found is not None:
            yield offset, _answered(name, offset, record, *found)


def _may_be_a_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return kind in _HTML


def _url(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip().strip("<>")


def _body(record: Any) -> tuple[bytes, bytes] | str:
    """The body as it came, without chunks, and unpacked; a sentence where it cannot be had."""
    headers = record.http_headers
    chunked = (headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    packing = (headers.get_header("Content-Encoding") or "").lower() or None
    try:
        raw = (ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read(DOWNLOAD_MAXSIZE + 1)
        body = raw
        if packing and packing != "identity":
            body = BufferedReader(BytesIO(raw), decomp_type=packing).read(DOWNLOAD_MAXSIZE + 1)
    except (zlib.error, ValueError, EOFError) as error:
        return f"the body cannot be unpacked: {error}"
    if len(raw) > DOWNLOAD_MAXSIZE or len(body) > DOWNLOAD_MAXSIZE:
        return f"larger than {DOWNLOAD_MAXSIZE} bytes"
    return raw, body


def _answered(name: str, offset: int, record: Any, raw: bytes, body: bytes) -> Answered:
    headers = record.rec_headers
    packed = raw != body
    return Answered(
        url=_url(record),
        at=_moment(headers.get_header("WARC-Date") or ""),
        headers=tuple((key, value) for key, value in record.http_headers.headers if packed or key.lower() != "content-encoding"),
        raw=raw,
        body=body,
        place=" ".join(filter(None, (f"{name}:{offset}", headers.get_header("WARC-Record-ID")))),
    )


def _moment(text: str) -> datetime:
    """The record's date; WARC 1.1 allows fractions of a second."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise WarcError(f"a record without a date: {text!r}") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
