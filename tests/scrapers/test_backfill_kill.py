"""kill -9 in the middle of a back-fill, then the same command again: as if nothing had happened, and nothing asked twice."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scrapers.fakewayback import FakeWayback
from tests.scrapers.fakeweb import FakeWeb, answer
from tests.scrapers.test_backfill_files import OLD, story, warc
from tests.scrapers.test_faults import REST, STORY, page, url

STORIES = 40
#: All that a back-fill stores, without ids and the moments of this run.
CONTENT = {
    "articles": "SELECT outlet, url, published_at FROM articles ORDER BY url",
    "versions": (
        "SELECT a.url, v.version, v.title, v.body, v.sources FROM article_versions v JOIN articles a ON a.id = v.article_id"
        " ORDER BY a.url, v.version"
    ),
    "urls": "SELECT url, source, state, reason, due_at IS NULL FROM urls ORDER BY url",
    "captures": "SELECT address, state, reason, attempts FROM captures ORDER BY address",
    "snapshots": "SELECT url, origin FROM snapshots ORDER BY url, origin",
    "sources": "SELECT outlet, kind, walk FROM sources ORDER BY url",
}


def content(folder: Path) -> dict[str, list[Any]]:
    """What a back-fill stored."""
    with sqlite3.connect(folder / "a.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name: db.execute(sql).fetchall() for name, sql in CONTENT.items()}


def command(folder: Path, *arguments: object) -> list[str]:
    """`sucesos backfill` as a process of its own."""
    options = ["--db", folder / "a.db", "--archive", folder / "warc"]
    return [sys.executable, "-m", "sucesos", "backfill", "diariocolatino", *map(str, [*arguments, *options])]


def start(words: list[str]) -> "subprocess.Popen[bytes]":
    """Run it from the root of the project."""
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2])


def kill_when(words: list[str], far: Callable[[], bool]) -> None:
    """Kill the command without warning as soon as it has come ``far`` enough."""
    process = start(words)
    deadline = time.monotonic() + 60
    while not far():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.3)


def stored(folder: Path) -> int:
    """Articles so far."""
    try:
        with sqlite3.connect(f"file:{folder / 'a.db'}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def fill(web: FakeWeb, source: str) -> None:
    """Stories that the source lists."""
    wayback = FakeWayback(web, lines=7)
    for number in range(STORIES):
        wayback.hold("20150601120000", url(f"una-nota-numero-{number}"), page(f"Nota {number}", day=OLD))
        web.routes[url(f"una-nota-numero-{number}").removeprefix("https://")] = answer(page(f"Nota {number}", day=OLD))
    if source == "wordpress":
        links = [{"link": url(f"una-nota-numero-{n}"), "date_gmt": "2015-05-14T16:00:00"} for n in range(STORIES)]
        web.routes[REST] = answer(json.dumps(links), content_type="application/json")


@pytest.mark.parametrize("source", ["wayback", "wordpress"])
def test_killed_on_the_web(tmp_path: Path, source: str) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
    with FakeWeb() as web:
        fill(web, source)
        order = ["--source", source, "--from", "2015", "--to", "2015-06", "--mirror", web.url]
        assert start(command(whole, *order)).wait() == 0
        web.asked.clear()
        for times in (3, 27):
            kill_when(command(parts, *order), lambda times=times: len(web.asked) >= times)  # type: ignore[misc]
            assert stored(parts) < STORIES
        assert start(command(parts, *order)).wait() == 0
        twice = [line for line, times in Counter(web.asked).items() if times > 1 and "robots.txt" not in line]
    # Only what was under way is asked again: one address of the archive, a batch of them where there is no pace (a mirror).
    assert len(twice) <= (36 if source == "wayback" else 62)
    wanted, found = content(whole), content(parts)
    assert len(wanted["articles"]) == STORIES
    for name in CONTENT:
        assert found[name] == wanted[name], name


@pytest.mark.parametrize("source", ["warc", "file"])
def test_killed_over_files(tmp_path: Path, source: str) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
    links = [url(f"una-nota-numero-{n}") for n in range(400)]
    if source == "warc":
        file = warc(tmp_path / "a.warc.gz", [(link, story(link[-20:]), {}) for link in links])
    else:
        file = tmp_path / "a.jsonl"
        file.write_text(
            "".join(json.dumps({"url": link, "title": link[-20:], "text": f"{STORY} {link}"}) + "\n" for link in links)
        )
    assert start(command(whole, "--source", source, file)).wait() == 0
    kill_when(command(parts, "--source", source, file), lambda: stored(parts) >= 40)
    assert stored(parts) < 400
    assert start(command(parts, "--source", source, file)).wait() == 0
    wanted, found = content(whole), content(parts)
    assert len(wanted["articles"]) == 400
    for name in CONTENT:
        assert found[name] == wanted[name], name
