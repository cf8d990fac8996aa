"""Where the bytes of each answer lie in the archive, by their digest, so that the same bytes are kept once."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Payload:
    """A stored answer: its outlet, the SHA-1 of its bytes (WARC form), its URL, moment, record id, file and byte offset."""

    outlet: str
    digest: str
    url: str
    stored_at: str
    record_id: str
    warc_file: str
    warc_offset: int


def find_payload(db: Database, outlet: str, digest: str) -> Payload | None:
    """The stored answer with these bytes, or None."""
    sql = "SELECT outlet, digest, url, stored_at, record_id, warc_file, warc_offset FROM payloads WHERE outlet = ? AND digest = ?"
    row = db.conn.execute(sql, (outlet, digest)).fetchone()
    return Payload(*row) if row else None


def save_payloads(db: Database, payloads: Iterable[Payload]) -> None:
    """Remember where these bytes lie; the newest place of the same bytes is kept."""
    with db.atomic():
        db.conn.executemany("INSERT OR REPLACE INTO payloads VALUES (?, ?, ?, ?, ?, ?, ?)", map(astuple, payloads))
