"""The archive alone is enough: all articles rebuilt from WARC are the rows that the crawl wrote."""

import json
import re
import shutil
import sqlite3
from argparse import Namespace
from collections import Counter
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.indexer import Indexer

from commands.archive import reparse as reparse_command
from db.store import connect
from scrapers.demoweb import DEMO_OUTLETS, DemoWeb
from scrapers.reparse import NotEmpty, reparse
from scrapers.rereading import differences
from scrapers.run import crawl, spiders
from tests.scrapers.fakeweb import FakeWeb, answer

TABLES = {
    "articles": "SELECT outlet, url, published_at, published_day, first_seen_at, updated_at FROM articles ORDER BY url",
    "versions": (
        "SELECT a.url, v.version, v.fetched_at, v.title, v.summary, v.body, v.authors, v.section, v.tags, v.captions, v.tweets,"
        " v.related, v.flags, v.sources, v.language, v.modified_at, v.text_digest, s.warc_file, s.warc_offset"
        " FROM article_versions v JOIN articles a ON a.id = v.article_id LEFT JOIN snapshots s ON s.id = v.snapshot_id"
        " ORDER BY a.url, v.version"
    ),
    "snapshots": (
        "SELECT url, outlet, fetched_at, http_status, warc_file, warc_offset, digest, origin FROM snapshots"
        " ORDER BY warc_file, warc_offset"
    ),
}


def rows(database: Path) -> dict[str, list[Any]]:
    """What was stored of articles."""
    with sqlite3.connect(database) as db:
        return {name: db.execute(sql).fetchall() for name, sql in TABLES.items()}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and the archive of two nights at the demo web."""
    folder = tmp_path_factory.mktemp("nights")
    with DemoWeb() as web:
        crawl(folder / "a.db", folder / "warc", DEMO_OUTLETS, web.url, progress=False)
        web.night = 2
        crawl(folder / "a.db", folder / "warc", DEMO_OUTLETS, web.url, recheck="all", progress=False)
    return folder


def test_two_nights_rebuilt(nights: Path, tmp_path: Path) -> None:
    done = reparse(tmp_path / "b.db", nights / "warc")
    wanted, found = rows(nights / "a.db"), rows(tmp_path / "b.db")
    assert len(wanted["articles"]) > 60
    assert done.counts["changed"] == 3
    assert done.damages == ()
    for name in TABLES:
        assert found[name] == wanted[name], name
    with pytest.raises(NotEmpty):
        reparse(tmp_path / "b.db", nights / "warc")


def test_other_tools_can_read_every_file(nights: Path) -> None:
    """warcio's own check of all digests, and its index, whose offsets are those that the database cites."""
    files = sorted(map(str, (nights / "warc").rglob("*.warc.gz")))
    assert len(files) == 5
    checker = Checker(Namespace(inputs=files, verbose=False))
    assert checker.process_all() == 0
    lines = StringIO()
    fields = ["warc-type", "offset", "filename", "warc-target-uri", "warc-payload-digest"]
    for file in files:
        with Path(file).open("rb") as stream:
            Indexer(fields, [file], None).process_one(stream, lines, file)
    listed = [json.loads(line) for line in lines.getvalue().splitlines()]
    kinds = Counter(entry["warc-type"] for entry in listed)
    assert kinds["warcinfo"] == 5
    assert kinds["request"] == kinds["response"] + kinds["revisit"] > 150
    places = {
        (entry["filename"], int(entry["offset"])): entry["warc-payload-digest"]
        for entry in listed
        if entry["warc-type"] in ("response", "revisit")
    }
    for row in rows(nights / "a.db")["snapshots"]:
        file, offset, digest = row[4:7]
        assert places[Path(file).name, offset] == digest


def test_unchanged_feeds_and_robots_are_not_stored_twice(nights: Path) -> None:
    stored: Counter[tuple[str, str]] = Counter()
    for file in (nights / "warc").rglob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response" and record.length > 400:
                    stored[file.parent.name, record.rec_headers.get_header("WARC-Payload-Digest")] += 1
    assert max(stored.values()) == 1


def test_nothing_differs_by_the_same_reader(nights: Path) -> None:
    found = differences(connect(nights / "a.db"), nights / "warc")
    assert found.examples == []
    assert set(found.counts) == {"records", "same"}
    assert found.counts["same"] == len(rows(nights / "a.db")["versions"])


def test_a_corrected_reader_is_told(nights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spider = spiders()["elmundo"]
    monkeypatch.setattr(spider, "selectors", replace(spider.selectors, author=""))
    before = rows(nights / "a.db")
    result = CliRunner().invoke(
        reparse_command, ["--diff", "--db", f"{nights}/a.db", "--archive", f"{nights}/warc", "--outlet", "elmundo"]
    )
    assert result.exit_code == 0, result.output
    assert re.search(r"^authors\t\d+$", result.stdout, re.M)
    assert "differ" in result.stderr
    assert rows(nights / "a.db") == before


def test_damaged_files_are_named_and_the_rest_is_read(nights: Path, tmp_path: Path) -> None:
    shutil.copytree(nights / "warc", tmp_path / "warc")
    (broken,) = (tmp_path / "warc/elmundo").glob("*.warc.gz")
    with broken.open("r+b") as file:
        file.seek(40_000)
        file.write(b"\0" * 1000)
    (tmp_path / "warc/laprensagrafica/laprensagrafica-20200101-00009.warc.gz").write_bytes(b"<html>not an archive</html>")
    options = ["--db", f"{tmp_path}/b.db", "--archive", f"{tmp_path}/warc"]
    result = CliRunner().invoke(reparse_command, options)
    assert result.exit_code == 1, result.output
    assert re.search(r"elmundo/elmundo-\d{8}-00001.warc.gz: bytes that are no record at byte \d", result.stderr)
    assert "laprensagrafica-20200101-00009.warc.gz: bytes that are no record at byte 0" in result.stderr
    assert 0 < len(rows(nights / "a.db")["articles"]) - len(rows(tmp_path / "b.db")["articles"]) < 5


@pytest.mark.parametrize(("options", "words"), [(["--outlet", "nadie"], "no outlet nadie"), (["--outlet", "elmundo"], "no WARC")])
def test_wrong_orders_are_told(tmp_path: Path, options: list[str], words: str) -> None:
    result = CliRunner().invoke(reparse_command, ["--db", f"{tmp_path}/b.db", "--archive", str(tmp_path), *options])
    assert result.exit_code == 2
    assert words in result.stderr


def test_text_that_a_source_told_is_rebuilt_too(tmp_path: Path) -> None:
    text = "<p>" + "La Policía encontró el cuerpo de un hombre en una quebrada de Panchimalco. " * 5 + "</p>"
    links = [f"https://www.diariocolatino.com/nota-de-hoy-{name}/" for name in ("prohibida", "vacia")]
    posts = [{"link": link, "title": {"rendered": "Nota"}, "content": {"rendered": text}} for link in links]
    with FakeWeb() as web:
        web.routes = {
            "www.diariocolatino.com/wp-json/wp/v2/posts": answer(json.dumps(posts), content_type="application/json"),
            "www.diariocolatino.com/nota-de-hoy-prohibida/": answer("", 403),
            "www.diariocolatino.com/nota-de-hoy-vacia/": answer(""),
        }
        crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], web.url, progress=False)
    reparse(tmp_path / "b.db", tmp_path / "warc", ["diariocolatino"])
    assert len(rows(tmp_path / "a.db")["versions"]) == 2
    assert rows(tmp_path / "b.db") == rows(tmp_path / "a.db")
