"""kill -9 in the middle of a crawl, then the same command again: the same database as an uninterrupted run."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.demoweb import DEMO_OUTLETS, DemoWeb
from scrapers.run import crawl

COMMAND = """
import sys
from pathlib import Path
from scrapers.demoweb import DEMO_OUTLETS
from scrapers.run import crawl
crawl(Path(sys.argv[1]), Path(sys.argv[2]), DEMO_OUTLETS, sys.argv[3], progress=False)
"""
#: All that a crawl stores, without ids and moments.
CONTENT = {
    "articles": "SELECT outlet, url, published_at, published_day FROM articles ORDER BY url",
    "versions": (
        "SELECT a.url, v.version, v.title, v.summary, v.body, v.authors, v.section, v.tags, v.captions, v.tweets, v.related,"
        " v.flags, v.sources, v.language, v.modified_at, v.text_digest"
        " FROM article_versions v JOIN articles a ON a.id = v.article_id ORDER BY a.url, v.version"
    ),
    "urls": (
        "SELECT outlet, url, seen_url, source, state, reason, hints, http_status, etag, last_modified, attempts, due_at IS NULL"
        " FROM urls ORDER BY url"
    ),
    "snapshots": "SELECT url, outlet, http_status FROM snapshots ORDER BY url",
    "sources": "SELECT outlet, url, kind, walk, cursor, problem FROM sources ORDER BY outlet, url",
    "search": "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'policia'",
}


def content(database: Path) -> dict[str, list[Any]]:
    """What a crawl stored."""
    with sqlite3.connect(database) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name: db.execute(sql).fetchall() for name, sql in CONTENT.items()}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    folder = tmp_path_factory.mktemp("whole")
    with DemoWeb() as web:
        crawl(folder / "a.db", folder / "warc", DEMO_OUTLETS, web.url, progress=False)
    return content(folder / "a.db")


@pytest.mark.parametrize("visits", [4, 45, 110], ids=["discovering", "fetching", "nearly done"])
def test_killed_crawl_goes_on(tmp_path: Path, uninterrupted: dict[str, list[Any]], visits: int) -> None:
    database, archive = tmp_path / "a.db", tmp_path / "warc"
    with DemoWeb() as web:
        _kill_after(web, visits, [sys.executable, "-c", COMMAND, str(database), str(archive), web.url])
        partly = content(database)
        assert len(partly["articles"]) < len(uninterrupted["articles"])
        report = crawl(database, archive, DEMO_OUTLETS, web.url, progress=False)
    assert report.status == "ok", [(item.outlet, item.reasons) for item in report.outlets]
    resumed = content(database)
    for name, rows in uninterrupted.items():
        assert resumed[name] == rows, name
    for path in archive.rglob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()


def test_killed_again_and_again(tmp_path: Path, uninterrupted: dict[str, list[Any]]) -> None:
    """At random points, as often as SUCESOS_KILLS says (a few by default)."""
    database, archive, chance = tmp_path / "a.db", tmp_path / "warc", random.Random(17)
    with DemoWeb() as web:
        for _ in range(int(os.environ.get("SUCESOS_KILLS", "4"))):
            visits = len(web.visits) + chance.randrange(1, 25)
            _kill_after(web, visits, [sys.executable, "-c", COMMAND, str(database), str(archive), web.url])
        crawl(database, archive, DEMO_OUTLETS, web.url, progress=False)
    assert content(database) == uninterrupted


def _kill_after(web: DemoWeb, visits: int, command: list[str]) -> None:
    """Kill the command without warning as soon as the demo web has answered ``visits`` requests; its child must die with it."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 60
    while len(web.visits) < visits:
        assert process.poll() is None, "the crawl ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.2)
    answered = len(web.visits)
    time.sleep(0.2)
    assert len(web.visits) == answered, "the crawling process outlived its parent"


def test_unfinished_run_is_visible(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    with DemoWeb() as web:
        _kill_after(web, 20, [sys.executable, "-c", COMMAND, str(database), str(tmp_path / "warc"), web.url])
    with sqlite3.connect(database) as db:
        assert db.execute("SELECT stage, finished_at, status FROM runs").fetchall() == [("crawl", None, None)]
        assert json.loads(db.execute("SELECT domains FROM outlets WHERE id = 'elmundo'").fetchone()[0])
