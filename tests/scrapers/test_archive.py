"""WARC files: whole after a crash, readable by others' tools, and enough to make every article again."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import Archive, ArchiveError, Exchange, Revisit, recover, replay

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
    assert (first.file, first.offset) == ("x/x-20261009.warc.gz", 0)
    assert 0 < second.offset < again.offset
    assert again.digest == first.digest
    assert types(tmp_path / first.file) == ["response", "request", "response", "request", "revisit", "request"]
    check = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / first.file)], capture_output=True, text=True
    )
    assert check.returncode == 0, check.stdout
    assert [(r.url, r.body, r.offset) for r in replay(tmp_path, [tmp_path / first.file])] == [
        ("https://x.example/1?a=b", b"<p>texto</p>", 0),
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
    assert types(path)[before:] == ["response", "request"]
    assert recover(path) == 0


def test_garbage_at_the_end_is_cut(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    stored = archive.write("x", exchange(1))
    archive.close()
    path = tmp_path / stored.file
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00half a member")
    assert recover(path) == 17
    assert types(path) == ["response", "request"]
    assert recover(tmp_path / "none.warc.gz") == 0


def test_a_full_device_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    with Path("/dev/full").open("ab", buffering=0) as device:
        monkeypatch.setattr(archive, "_open", lambda name: device)
        with pytest.raises(ArchiveError, match="No space left on device"):
            archive.write("x", exchange(1))
