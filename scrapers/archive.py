"""Raw responses to WARC 1.1 files, one an outlet a day, written before anything is parsed.

Each record is a gzip member of its own. A crash in the middle of a write leaves a broken last member, which is cut off when the
file is opened for writing again; everything before it is whole. Files are numbered in the order in which they were begun, so that
a clock that jumps back does not change the order in which they are read again. :mod:`scrapers.replay` reads them.
"""

import re
import sqlite3
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from db.payloads import Payload, find_payload, save_payloads
from scrapers import warc

_READ_BYTES = 1 << 20
#: Fields of our own in records; WARC 1.1 section 4 allows them. What the frontier knew of a story's URL; file and offset of the
#: record that holds a revisit's bytes.
KNOWN = "Sucesos-Known"
ORIGINAL = "Sucesos-Original"
#: Payloads remembered in memory at most before they go to the database.
PENDING = 200
_NUMBERED = re.compile(r"-\d{8}-(\d{5,})\.warc\.gz$")
_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"


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
    URL (JSON in ASCII), so that the archive alone is enough to read the story again. ``truncated`` says why the body is not
    whole: disconnect, length or time. ``about`` are further fields of the response's record, such as where a copy came from."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_headers: tuple[tuple[str, str], ...]
    at: datetime
    known: str | None = None
    ip: str | None = None
    protocol: str = "HTTP/1.1"
    truncated: str | None = None
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Revisit:
    """The stored response that a 304 confirms: its payload digest and its date (ISO 8601)."""

    digest: str
    at: str


class Archive:
    """Writes exchanges to ``folder/outlet/outlet-YYYYMMDD-NNNNN.warc.gz``. Not for use by two processes at once.

    With a database ``db``, bytes that any earlier day stored are not stored again; without, only those of this object.
    ``user_agent`` is named in the record at the head of each file.
    """

    def __init__(self, folder: Path, db: Database | None = None, user_agent: str = "sucesos") -> None:
        self.folder = folder
        self._db = db
        self._info = _info(user_agent)
        self._files: dict[str, tuple[str, BinaryIO]] = {}
        self._pending: dict[tuple[str, str], Payload] = {}

    def write(self, outlet: str, exchange: Exchange, revisit: Revisit | None = None, *, day: datetime | None = None) -> Stored:
        """Append response (or revisit) and request records; they are with the operating system when this returns.

        ``revisit`` is what a 304 confirms. ``day`` says whose file they go to, where that is not the day of the exchange (a copy
        made by somebody else). Raises :class:`ArchiveError` when they cannot be written.
        """
        name = self._name(outlet, day or exchange.at)
        digest = revisit.digest if revisit else warc.digest(exchange.body)
        known = None if revisit or exchange.truncated or not exchange.body else self._find(outlet, digest)
        response = _response(exchange, digest, known, revisit)
        offset = self._append(outlet, name, response.data + _request(exchange, response.id).data)
        if known is None and revisit is None and exchange.body and not exchange.truncated:
            payload = Payload(outlet, digest, exchange.url, warc.date(exchange.at), response.id, name, offset)
            self._pending[outlet, digest] = payload
            if len(self._pending) >= PENDING:
                self.save_index()
        return Stored(name, offset, digest)

    def write_told(self, outlet: str, url: str, known: str, at: datetime) -> None:
        """Append a metadata record: the story as its source told it, because its page was no use."""
        record = warc.member("metadata", at, known.encode("ascii"), "application/json", [("WARC-Target-URI", url)])
        self._append(outlet, self._name(outlet, at), record.data)

    def write_failure(self, outlet: str, url: str, request_headers: warc.Fields, reason: str, at: datetime) -> None:
        """Append the request and a metadata record: no answer came, and why."""
        target = [("WARC-Target-URI", url)]
        request = warc.member("request", at, warc.request_head(url, request_headers), _REQUEST, target)
        block = f"fetchFailure: {' '.join(reason.split())[:500]}\r\n".encode()
        note = warc.member("metadata", at, block, "application/warc-fields", [*target, ("WARC-Concurrent-To", request.id)])
        self._append(outlet, self._name(outlet, at), request.data + note.data)

    def save_index(self) -> None:
        """Hand what was remembered of stored bytes to the database. Losing it costs space, never content."""
        if self._db is not None and self._pending:
            save_payloads(self._db, self._pending.values())
            self._pending.clear()

    def close(self) -> None:
        """Close all files; later writes open them again. Raises ``sqlite3.Error`` when the index cannot be saved."""
        for _, file in self._files.values():
            file.close()
        self._files.clear()
        self.save_index()

    def _find(self, outlet: str, digest: str) -> Payload | None:
        """The record that holds these bytes already, if its file is still there."""
        found = self._pending.get((outlet, digest))
        if found is None and self._db is not None:
            try:
                found = find_payload(self._db, outlet, digest)
            except sqlite3.Error:
                return None
        return found if found and self._holds(found) else None

    def _holds(self, payload: Payload) -> bool:
        try:
            return (self.folder / payload.warc_file).stat().st_size > payload.warc_offset
        except OSError:
            return False

    def _name(self, outlet: str, at: datetime) -> str:
        """The file of the day: the one begun last if it is of that day, else a new one."""
        day = f"{at.astimezone(UTC):%Y%m%d}"
        last = self._files[outlet][0] if outlet in self._files else _last(self.folder / outlet)
        stem, _, number = last.removesuffix(".warc.gz").rpartition("-") if last else ("", "", "0")
        if stem == f"{outlet}/{outlet}-{day}":
            return last
        return f"{outlet}/{outlet}-{day}-{int(number) + 1:05}.warc.gz"

    def _append(self, outlet: str, name: str, data: bytes) -> int:
        try:
            file = self._open(outlet, name)
            offset = file.seek(0, 2)
            try:
                _write_all(file, data)
            except OSError:
                with suppress(OSError):
                    file.truncate(offset)
                raise
        except OSError as error:
            raise ArchiveError(f"cannot write {name}: {error.strerror or error}") from error
        return offset

    def _open(self, outlet: str, name: str) -> BinaryIO:
        current = self._files.get(outlet)
        if current and current[0] == name:
            return current[1]
        if current:
            current[1].close()
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not current and (last := _last(path.parent)):
            recover(self.folder / last)
        # Unbuffered, so that a full disk shows at the write that fails.
        file = path.open("ab", buffering=0)
        if file.seek(0, 2) == 0:
            _write_all(file, warc.warcinfo(datetime.now(UTC), path.name, [("isPartOf", outlet), *self._info]).data)
        self._files[outlet] = (name, file)
        return file


def _info(user_agent: str) -> warc.Fields:
    """What the record at the head of each file says of the crawl."""
    return [
        ("software", f"sucesos; Scrapy {version('scrapy')}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", warc.CONFORMS_TO),
        ("http-header-user-agent", user_agent),
        ("robots", "obey (RFC 9309)"),
        ("description", "Salvadoran news, read every night for a database of violent incidents; a file an outlet a day (UTC)"),
    ]


def in_order(folder: Path) -> list[Path]:
    """An outlet's WARC files in the order in which they were begun; files of other names first, by name."""
    return sorted(folder.glob("*.warc.gz"), key=lambda path: (_number(path), path.name))


def recover(path: Path) -> int:
    """Cut a broken last record off the file; returns how many bytes were cut. A file that does not exist is whole."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        whole, size = _whole_members(file), file.seek(0, 2)
        if whole < size:
            file.truncate(whole)
    return size - whole


def _last(folder: Path) -> str:
    """The outlet's file that was begun last, relative to the archive; empty when there is none."""
    numbered = [path for path in folder.glob("*.warc.gz") if _number(path)]
    return f"{folder.name}/{max(numbered, key=_number).name}" if numbered else ""


def _number(path: Path) -> int:
    found = _NUMBERED.search(path.name)
    return int(found[1]) if found else 0


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        # On a disk that fills up the first write is short, and only the next one fails.
        view = view[file.write(view) :]


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


def _response(exchange: Exchange, digest: str, known: Payload | None, revisit: Revisit | None) -> warc.Member:
    head = warc.response_head(exchange.status, exchange.headers, exchange.protocol)
    fields = [("WARC-Target-URI", exchange.url), ("WARC-Payload-Digest", digest), *warc.address_field(exchange.ip)]
    fields += [(KNOWN, exchange.known)] if exchange.known else []
    fields += [("WARC-Truncated", exchange.truncated)] if exchange.truncated else []
    fields += exchange.about
    if revisit:
        day = warc.date(datetime.fromisoformat(revisit.at))
        fields += [("WARC-Profile", warc.NOT_MODIFIED), *_refers(exchange.url, day)]
    elif known:
        place = [("WARC-Refers-To", known.record_id), (ORIGINAL, f"{known.warc_offset} {known.warc_file}")]
        fields += [("WARC-Profile", warc.IDENTICAL), *_refers(known.url, known.stored_at), *place]
    else:
        return warc.member("response", exchange.at, head + exchange.body, _RESPONSE, fields)
    return warc.member("revisit", exchange.at, head, _RESPONSE, fields)


def _refers(url: str, day: str) -> list[tuple[str, str]]:
    return [("WARC-Refers-To-Target-URI", url), ("WARC-Refers-To-Date", day)]


def _request(exchange: Exchange, response: str) -> warc.Member:
    fields = [("WARC-Target-URI", exchange.url), ("WARC-Concurrent-To", response)]
    return warc.member("request", exchange.at, warc.request_head(exchange.url, exchange.request_headers), _REQUEST, fields)
