"""WARC files read back: stories' answers, unpacked as the crawl unpacked them, in the order in which they were written."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Headers, Response
from warcio.archiveiterator import ArchiveIterator

from scrapers import warc
from scrapers.archive import KNOWN, ORIGINAL
from scrapers.settings import DOWNLOAD_MAXSIZE

_READ_BYTES = 1 << 16
_GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True)
class Replayed:
    """A story's response read back, unpacked; or, with ``told``, what its source told instead. ``body`` is None when it cannot be
    unpacked, as it could not be at night."""

    url: str
    at: datetime
    status: int
    content_type: str | None
    body: bytes | None
    file: str
    offset: int
    digest: str
    known: str
    told: bool = False


@dataclass(frozen=True)
class Damage:
    """Bytes of a file that are no record. ``lost`` is their number, up to the next record that can be read."""

    file: str
    offset: int
    lost: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.why} at byte {self.offset:,}; {self.lost:,} bytes skipped"


def replay(folder: Path, files: Iterable[Path]) -> Iterator[Replayed | Damage]:
    """Responses with status 200 to requests for stories, and what sources told instead, in the order of ``files``.

    A record that repeats another's bytes is given with them. Damaged parts are given as :class:`Damage` and passed over.
    """
    for path in files:
        name = str(path.relative_to(folder))
        try:
            with path.open("rb") as stream:
                for offset, data in members(stream):
                    yield from _read(folder, name, offset, data)
        except OSError as error:
            yield Damage(name, 0, 0, f"cannot be read ({error.strerror or error})")


def members(stream: BinaryIO, start: int = 0) -> Iterator[tuple[int, bytes | Damage]]:
    """Offset and unpacked bytes of each gzip member from ``start`` on; a :class:`Damage` without a file name for what is none."""
    stream.seek(start)
    held, offset, ended = b"", start, False
    damage: Damage | None = None
    while held or not ended:
        data, used = _member(held)
        if used > 0:
            if damage:
                yield damage.offset, damage
                damage = None
            yield offset, data
        elif used == 0 and not ended:
            more = stream.read(max(_READ_BYTES, len(held)))
            ended, held = not more, held + more
        else:
            used = _next_member(held)
            damage = damage or Damage("", offset, 0, "bytes that are no record" if data else "the last record is cut off")
            damage = replace(damage, lost=damage.lost + used)
        held, offset = held[used:], offset + used
    if damage:
        yield damage.offset, damage


def _member(held: bytes) -> tuple[bytes, int]:
    """The first member of ``held`` and how many bytes it took: 0 when more are needed, -1 (and a sign) when it is none."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = engine.decompress(held)
    except zlib.error:
        return b"!", -1
    return (data, len(held) - len(engine.unused_data)) if engine.eof else (b"", 0)


def _next_member(held: bytes) -> int:
    """Where the next member may begin, after what is none; two bytes are kept, they may be its beginning."""
    found = held.find(_GZIP, 1)
    return found if found > 0 else max(1, len(held) - 2)


def _read(folder: Path, file: str, offset: int, data: bytes | Damage) -> Iterator[Replayed | Damage]:
    if isinstance(data, Damage):
        yield Damage(file, offset, data.lost, data.why)
        return
    try:
        record = _record(data)
        told = record.rec_type == "metadata" and record.content_type == "application/json"
        if told:
            yield _told(file, offset, record)
        elif record.rec_type in ("response", "revisit") and record.rec_headers.get_header(KNOWN) and _status(record) == 200:
            yield _replayed(folder, file, offset, record)
    except Exception as error:
        # warcio raises half a dozen kinds of errors on records that are none.
        yield Damage(file, offset, 0, f"a record that cannot be read ({type(error).__name__}: {error})")


def _record(data: bytes) -> Any:
    record = next(iter(ArchiveIterator(BytesIO(data))))
    record.raw = record.raw_stream.read()
    return record


def _told(file: str, offset: int, record: Any) -> Replayed:
    known = record.raw.decode("ascii")
    return Replayed(_uri(record), _at(record), 0, None, b"", file, offset, "", known, told=True)


def _replayed(folder: Path, file: str, offset: int, record: Any) -> Replayed:
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    raw = _original(folder, record, digest) if record.rec_type == "revisit" else record.raw
    if warc.digest(raw) != digest:
        raise ValueError("its bytes are not those of its digest")
    headers = record.http_headers
    return Replayed(
        url=_uri(record),
        at=_at(record),
        status=200,
        content_type=headers.get_header("Content-Type"),
        body=_unpacked(_uri(record), headers.headers, raw),
        file=file,
        offset=offset,
        digest=digest,
        known=record.rec_headers.get_header(KNOWN),
    )


def _original(folder: Path, record: Any, digest: str) -> bytes:
    """The bytes that a revisit record stands for."""
    place = record.rec_headers.get_header(ORIGINAL)
    offset, _, file = (place or "").partition(" ")
    path = (folder / file).resolve()
    if not file or not path.is_relative_to(folder.resolve()):
        raise ValueError(f"a revisit that does not say where its bytes {digest} lie")
    with path.open("rb") as stream:
        _, data = next(members(stream, int(offset)))
    if isinstance(data, Damage):
        raise ValueError(f"its bytes lay in {file} at byte {offset}, which is damaged")
    raw: bytes = _record(data).raw
    return raw


def _uri(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI"))


def _at(record: Any) -> datetime:
    return datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00"))


def _status(record: Any) -> int:
    return int(record.http_headers.get_statuscode())


def _unpacked(url: str, headers: Iterable[tuple[str, str]], raw: bytes) -> bytes | None:
    """Content-Encoding undone by the code that does it in the crawl."""
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    if not any(name.lower() == "content-encoding" for name in grouped):
        return raw
    answer = Response(url, headers=Headers(grouped, encoding="latin-1"), body=raw)
    try:
        unpacked = _UNPACKING.process_response(Request(url), answer)
    except Exception:
        # Whatever the broken stream raises, it raised at night too, and the page failed.
        return None
    return unpacked.body if isinstance(unpacked, Response) else None


class _Unpacking(HttpCompressionMiddleware):
    """Scrapy's middleware without a crawler around it."""

    def __init__(self) -> None:
        self.stats = None
        self._max_size = DOWNLOAD_MAXSIZE
        self._warn_size = 0


_UNPACKING = _Unpacking()
