"""WARC files: whole after a crash, readable by others' tools, and enough to make every article again."""

import errno
import gzip
import json
import os
import random
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from db.store import open_database
from scrapers import warc
from scrapers.archive import Archive, ArchiveError, Exchange, Revisit, in_order, recover
from scrapers.replay import Damage, Replayed, replay

AT = datetime(2026, 10, 9, 6, 0, tzinfo=UTC)


def exchange(number: int, body: bytes = b"<p>texto</p>", status: int = 200) -> Exchange:
    """The ``number``-th request and its answer."""
    headers = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("X-Ñ", "ñ"))
    known = json.dumps({"url": f"https://x.example/{number}", "hints": {"title": "Ñ"}})
    return Exchange(f"https://x.example/{number}?a=b", status, headers, body, (("User-Agent", "sucesos"),), AT, known)


def types(path: Path) -> list[str]:
    """Record types of a file, digests checked."""
    with path.open("rb") as stream:
        found = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content_stream().read()
            found.append(record.rec_type)
        return found


def test_writes_what_others_can_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.write("x", exchange(1))
    second = archive.write("x", exchange(2, b""))
    again = archive.write("x", exchange(1, b"", 304), Revisit(first.digest, AT.isoformat()))
    archive.close()
    assert first.file == "x/x-20261009-00001.warc.gz"
    assert first.offset > 0
    assert 0 < second.offset < again.offset
    assert again.digest == first.digest
    assert types(tmp_path / first.file) == ["warcinfo", "response", "request", "response", "request", "revisit", "request"]
    check = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / first.file)], capture_output=True, text=True
    )
    assert check.returncode == 0, check.stdout
    assert [(page.url, page.body, page.offset) for page in replayed(tmp_path)] == [
        ("https://x.example/1?a=b", b"<p>texto</p>", first.offset),
        ("https://x.example/2?a=b", b"", second.offset),
    ]


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(1, 2000))
def test_a_torn_file_is_whole_again(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("warc")
    archive = Archive(folder)
    for number in range(3):
        stored = archive.write("x", exchange(number, bytes(range(256)) * number))
    archive.close()
    path = folder / stored.file
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(max(0, size - cut))
    before = len(types(path)) if recover(path) >= 0 else 0
    archive.write("x", exchange(9))
    archive.close()
    assert types(path)[max(before, 1) :] == ["response", "request"]
    assert recover(path) == 0


def test_garbage_at_the_end_is_cut(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    stored = archive.write("x", exchange(1))
    archive.close()
    path = tmp_path / stored.file
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00half a member")
    assert recover(path) == 17
    assert types(path) == ["warcinfo", "response", "request"]
    assert recover(tmp_path / "none.warc.gz") == 0


def test_a_full_device_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    with Path("/dev/full").open("ab", buffering=0) as device:
        monkeypatch.setattr(archive, "_open", lambda outlet, name: device)
        with pytest.raises(ArchiveError, match="No space left on device"):
            archive.write("x", exchange(1))


def records(path: Path) -> list[Any]:
    """Each record of a file with its bytes as they lie there, read by warcio."""
    with path.open("rb") as stream:
        found = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.raw = record.raw_stream.read()
            found.append(record)
        return found


def test_bytes_stay_as_they_came(tmp_path: Path) -> None:
    packed = gzip.compress("<p>niño</p>".encode("latin-1"))
    headers = (
        ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("X-Autor", "Peña"),
        ("Set-Cookie", "a"),
        ("Set-Cookie", "b"),
    )
    archive = Archive(tmp_path)
    stored = archive.write("x", replace(exchange(1), headers=headers, body=packed, ip="203.0.113.7", protocol="HTTP/1.0"))
    archive.close()
    data = (tmp_path / stored.file).read_bytes()[stored.offset :]
    assert b"\r\nX-Autor: Pe\xf1a\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n" + packed in zlib.decompress(data, 31)
    head, response, request = records(tmp_path / stored.file)
    assert response.raw == packed
    assert response.http_headers.protocol == "HTTP/1.0"
    assert response.rec_headers.get_header("WARC-IP-Address") == "203.0.113.7"
    assert request.rec_headers.get_header("WARC-Concurrent-To") == response.rec_headers.get_header("WARC-Record-ID")
    assert b"conformsTo: https://iipc.github.io/warc-specifications/" in head.raw
    assert b"robots: obey" in head.raw
    assert [page.body for page in replayed(tmp_path)] == [b"<p>ni\xf1o</p>"]


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db")
    archive = Archive(tmp_path / "warc", db)
    first = archive.write("x", exchange(1, b"<p>uno</p>"))
    archive.write("x", exchange(2, b"<p>uno</p>"))
    archive.write("y", exchange(3, b"<p>uno</p>"))
    archive.close()
    next_day = Archive(tmp_path / "warc", db)
    again = next_day.write("x", replace(exchange(1, b"<p>uno</p>"), at=AT + timedelta(days=1)))
    next_day.close()
    assert types(tmp_path / "warc" / first.file) == ["warcinfo", "response", "request", "revisit", "request"]
    assert types(tmp_path / "warc" / again.file) == ["warcinfo", "revisit", "request"]
    assert "response" in types(tmp_path / "warc/y/y-20261009-00001.warc.gz")
    original, revisit = records(tmp_path / "warc" / first.file)[1], records(tmp_path / "warc" / again.file)[1]
    fields = revisit.rec_headers
    assert fields.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert fields.get_header("WARC-Refers-To") == original.rec_headers.get_header("WARC-Record-ID")
    assert fields.get_header("WARC-Refers-To-Date") == "2026-10-09T06:00:00Z"
    assert fields.get_header("WARC-Payload-Digest") == original.rec_headers.get_header("WARC-Payload-Digest") == again.digest
    assert [page.body for page in replayed(tmp_path / "warc")] == [b"<p>uno</p>"] * 4


def test_bytes_whose_file_is_gone_are_kept_again(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db")
    archive = Archive(tmp_path / "warc", db)
    first = archive.write("x", exchange(1))
    archive.close()
    (tmp_path / "warc" / first.file).unlink()
    assert types(tmp_path / "warc" / archive.write("x", exchange(1)).file) == ["warcinfo", "response", "request"]


def test_a_304_is_a_revisit_of_its_own_kind(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.write("x", exchange(1))
    archive.write("x", exchange(1, b"", 304), Revisit(first.digest, AT.isoformat()))
    archive.close()
    revisit = records(tmp_path / first.file)[3]
    assert revisit.rec_headers.get_header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert len(replayed(tmp_path)) == 1


def test_torn_answers_and_silence_are_noted(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    torn = archive.write("x", replace(exchange(1), truncated="disconnect"))
    archive.write_failure("x", "https://x.example/2", [("User-Agent", "sucesos")], "Timeout:\n nothing came", AT)
    archive.close()
    _, response, _, request, note = records(tmp_path / torn.file)
    assert response.rec_headers.get_header("WARC-Truncated") == "disconnect"
    assert note.raw == b"fetchFailure: Timeout: nothing came\r\n"
    assert note.rec_headers.get_header("WARC-Concurrent-To") == request.rec_headers.get_header("WARC-Record-ID")


def test_a_clock_that_jumps_back_does_not_change_the_order(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number, days in enumerate((5, 0, 0, 9, 5)):
        archive.write("x", replace(exchange(number, b"%d" % number), at=AT + timedelta(days=days)))
        if number == 2:
            archive.close()
    archive.close()
    names = ["20261014-00001", "20261009-00002", "20261018-00003", "20261014-00004"]
    assert [path.name for path in in_order(tmp_path / "x")] == [f"x-{name}.warc.gz" for name in names]
    assert [page.body for page in replayed(tmp_path)] == [b"0", b"1", b"2", b"3", b"4"]


def test_a_disk_that_fills_up_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    stored = archive.write("x", exchange(1))
    size = (tmp_path / stored.file).stat().st_size

    class Full:
        """Takes a hundred bytes, then no more."""

        def __init__(self, file: Any) -> None:
            self.file, self.room = file, 100
            self.seek, self.truncate, self.close = file.seek, file.truncate, file.close

        def write(self, data: bytes) -> int:
            if not self.room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.room = 0
            return int(self.file.write(data[:100]))

    name, file = archive._files["x"]
    archive._files["x"] = (name, Full(file))  # type: ignore[assignment]
    with pytest.raises(ArchiveError, match="No space left on device"):
        archive.write("x", exchange(2, b"otra cosa"))
    assert (tmp_path / stored.file).stat().st_size == size
    archive._files["x"] = (name, file)
    archive.write("x", exchange(3, b"mas tarde"))
    archive.close()
    assert [page.body for page in replayed(tmp_path)] == [b"<p>texto</p>", b"mas tarde"]


def replayed(folder: Path) -> list[Replayed]:
    """All pages of the archive, none of them damaged."""
    found = []
    for outlet in sorted(folder.iterdir()):
        for page in replay(folder, in_order(outlet)):
            assert isinstance(page, Replayed), page
            found.append(page)
    return found


def damaged(folder: Path, at: int, data: bytes) -> tuple[list[int], list[Damage]]:
    """Write eight pages, ``data`` over the file at ``at``; numbers of the pages that can still be read, and what is told."""
    archive = Archive(folder)
    for number in range(8):
        stored = archive.write("x", exchange(number, random.Random(number).randbytes(30_000)))
    archive.close()
    with (folder / stored.file).open("r+b") as file:
        file.seek(at)
        file.write(data)
    pages, damages = [], []
    for record in replay(folder, [folder / stored.file]):
        if isinstance(record, Damage):
            damages.append(record)
        else:
            pages.append(int(record.url.split("?")[0][-1]))
    return pages, damages


def test_damage_costs_only_what_it_hits(tmp_path: Path) -> None:
    pages, damages = damaged(tmp_path, 70_000, b"\x00" * 50)
    assert pages == [0, 1, 3, 4, 5, 6, 7]
    (damage,) = damages
    assert 29_000 < damage.lost < 31_000
    assert re.fullmatch(
        r"x/x-20261009-00001.warc.gz: bytes that are no record at byte 6\d,\d{3}; 3\d,\d{3} bytes skipped", str(damage)
    )


def test_a_huge_hole_and_a_torn_end_are_told_once(tmp_path: Path) -> None:
    pages, damages = damaged(tmp_path, 35_000, b"\xff" * 150_000)
    assert pages == [0, 6, 7]
    assert len(damages) == 1
    archive = Archive(tmp_path / "other")
    stored = archive.write("x", exchange(1))
    archive.close()
    path = tmp_path / "other" / stored.file
    with path.open("ab") as file:
        file.write(path.read_bytes()[:100])
    page, damage = replay(tmp_path / "other", [path])
    assert isinstance(page, Replayed)
    assert "the last record is cut off" in str(damage)


def test_files_that_are_no_archive_are_told(tmp_path: Path) -> None:
    for name, data in (("a", b"no archive at all" * 9000), ("b", gzip.compress(b"no record")), ("c", b"")):
        (tmp_path / f"{name}.warc.gz").write_bytes(data)
    told = [str(record) for name in "abc" for record in replay(tmp_path, [tmp_path / f"{name}.warc.gz"])]
    assert len(told) == 2
    assert "a.warc.gz: bytes that are no record at byte 0; 153,000 bytes skipped" in told
    assert "b.warc.gz: a record that cannot be read" in told[1]


def test_a_revisit_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(gzip.compress(b"x"))
    (tmp_path / "warc/x").mkdir(parents=True)
    fields = [("WARC-Target-URI", "https://x.example/1"), ("WARC-Payload-Digest", "sha1:A"), ("Sucesos-Known", "{}")]
    block = warc.response_head(200, ())
    record = warc.member(
        "revisit", AT, block, "application/http; msgtype=response", [*fields, ("Sucesos-Original", "0 ../secret")]
    )
    (tmp_path / "warc/x/x-20261009-00001.warc.gz").write_bytes(record.data)
    (told,) = replay(tmp_path / "warc", in_order(tmp_path / "warc/x"))
    assert "does not say where its bytes" in str(told)
