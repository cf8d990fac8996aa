"""Faults of this machine, as the person at the command line meets them: full disk, folders that may not be written, two at once,
a clock that jumps. What is stored stays whole, the words say what to do, and the next run goes on."""

import os
import random
import sqlite3
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.checker import Checker

from scrapers.archive import Archive, Exchange
from scrapers.demoweb import DemoWeb

ROOT = Path(__file__).parents[1]
#: Runs the command with files limited to so many bytes, as a disk that is full.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["sucesos", *sys.argv[2:]]
import sucesos
sucesos.main()
"""
#: A clock that is so many seconds off from the so-many-th question on, in this process and the crawler's.
SHIFTED = """
import datetime, os, sys
class Shifted(datetime.datetime):
    count = 0
    @classmethod
    def now(cls, tz=None):
        cls.count += 1
        seconds = int(os.environ["CLOCK_SHIFT"]) if cls.count > int(os.environ["CLOCK_AFTER"]) else 0
        moment = super().now(tz) + datetime.timedelta(seconds=seconds)
        return datetime.datetime.fromtimestamp(moment.timestamp(), tz)
datetime.datetime = Shifted
"""


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as demo:
        yield demo


def options(folder: Path, web: DemoWeb) -> list[str]:
    """Where a night in ``folder`` works."""
    places = {"db": "a.db", "archive": "warc", "out": "out", "reports": "reports"}
    return [*(word for name, place in places.items() for word in (f"--{name}", str(folder / place))), "--mirror", web.url]


def sucesos(*words: str, limit: int | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    start = ["-c", LIMITED, str(limit)] if limit else ["-m", "sucesos"]
    return subprocess.run(
        [sys.executable, *start, *words], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}, check=False
    )


def rows(folder: Path, sql: str) -> list[Any]:
    """Rows of the database, which must be whole."""
    with sqlite3.connect(folder / "a.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return db.execute(sql).fetchall()


def whole(folder: Path) -> list[str]:
    """The archive's files; warcio's check must pass on each."""
    files = sorted(map(str, (folder / "warc").rglob("*.warc.gz")))
    assert Checker(Namespace(inputs=files, verbose=False)).process_all() == 0
    return files


@pytest.mark.parametrize("kilobytes", [60, 800])
def test_a_disk_full_under_the_database(tmp_path: Path, web: DemoWeb, kilobytes: int) -> None:
    full = sucesos("nightly", *options(tmp_path, web), limit=kilobytes * 1000)
    assert full.returncode == 3, full.stderr
    assert "a.db" in full.stderr
    assert "Traceback" not in full.stderr
    rows(tmp_path, "SELECT 1")
    places = options(tmp_path, web)
    again = sucesos("crawl", *places[:4], *places[-2:])
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles")[0][0] > 60
    assert len(whole(tmp_path)) >= 5


def test_a_disk_full_under_the_archive(tmp_path: Path, web: DemoWeb) -> None:
    noise = random.Random(1).randbytes(3_000_000)
    archive = Archive(tmp_path / "warc")
    stored = archive.write("elmundo", Exchange("https://diario.elmundo.sv/x", 404, (), noise, (), datetime.now(UTC)))
    archive.close()
    limit = (tmp_path / "warc" / stored.file).stat().st_size + 9_000
    crawl = ["--db", f"{tmp_path}/a.db", "--archive", f"{tmp_path}/warc", "--mirror", web.url]
    full = sucesos("crawl", *crawl, limit=limit)
    assert full.returncode == 3, full.stderr
    assert f"cannot write {stored.file}: File too large" in full.stderr
    assert "Traceback" not in full.stderr
    assert len(whole(tmp_path)) >= 1
    cited = rows(tmp_path, "SELECT warc_file, warc_offset FROM snapshots")
    assert all((tmp_path / "warc" / file).stat().st_size > offset for file, offset in cited)
    assert sucesos("crawl", *crawl).returncode == 0
    whole(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("place", ["db", "warc"])
def test_a_folder_that_may_not_be_written(tmp_path: Path, web: DemoWeb, place: str) -> None:
    (tmp_path / place).mkdir(mode=0o500)
    words = ["--db", f"{tmp_path}/{'db/' if place == 'db' else ''}a.db", "--archive", f"{tmp_path}/warc"]
    refused = sucesos("crawl", *words, "--mirror", web.url)
    assert refused.returncode == 3, refused.stderr
    assert "Permission denied" in refused.stderr or "unable to open" in refused.stderr


def test_two_crawls_at_once(tmp_path: Path, web: DemoWeb) -> None:
    web.delay = 0.05
    try:
        first = subprocess.Popen(
            [sys.executable, "-m", "sucesos", "nightly", *options(tmp_path, web)], cwd=ROOT, stderr=subprocess.DEVNULL
        )
        while not (tmp_path / "warc").exists():
            assert first.poll() is None
        second = sucesos("crawl", "--db", f"{tmp_path}/a.db", "--archive", f"{tmp_path}/warc", "--mirror", web.url)
    finally:
        web.delay = 0
    assert second.returncode == 3
    assert f"(process {first.pid}, since " in second.stderr
    assert first.wait(timeout=120) == 0
    assert rows(tmp_path, "SELECT count(*) FROM runs WHERE stage = 'crawl'") == [(1,)]


DAY = 86_400


@pytest.mark.parametrize("shifts", [((0, 0), (400 * DAY, 0)), ((-2 * DAY, 30), (-5 * DAY, 30))], ids=["ahead", "back"])
def test_a_clock_that_jumps(tmp_path: Path, web: DemoWeb, shifts: tuple[tuple[int, int], ...]) -> None:
    """Between nights and within one: all stories, no version twice, files in order, and the archive rebuilds the rows."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(SHIFTED)
    words = ["--db", f"{tmp_path}/a.db", "--archive", f"{tmp_path}/warc", "--mirror", web.url, "--recheck", "all"]
    words += ["--outlet", "elmundo", "--outlet", "laprensagrafica"]
    for night, (seconds, after) in enumerate(shifts, 1):
        web.night = night
        clock = {"PYTHONPATH": f"{tmp_path}/site", "CLOCK_SHIFT": str(seconds), "CLOCK_AFTER": str(after)}
        done = sucesos("crawl", *words, **clock)
        assert done.returncode == 0, done.stderr
    web.night = 1
    assert rows(tmp_path, "SELECT count(*), max(version) FROM article_versions WHERE version > 1") == [(2, 2)]
    days = {Path(file).name.split("-")[1] for file in whole(tmp_path)}
    assert f"{datetime.now(UTC) + timedelta(seconds=shifts[-1][0]):%Y%m%d}" in days
    rebuilt = sucesos("reparse", "--db", f"{tmp_path}/b.db", "--archive", f"{tmp_path}/warc")
    assert rebuilt.returncode == 0, rebuilt.stderr
    compared = (
        "SELECT a.url, v.version, v.text_digest, v.fetched_at, v.flags FROM article_versions v"
        " JOIN articles a ON a.id = v.article_id ORDER BY 1, 2"
    )
    with sqlite3.connect(tmp_path / "b.db") as db:
        assert db.execute(compared).fetchall() == rows(tmp_path, compared)
