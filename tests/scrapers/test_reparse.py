"""The archive alone is enough: all articles rebuilt from WARC are the rows that the crawl wrote."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from scrapers.demoweb import DEMO_OUTLETS, DemoWeb
from scrapers.reparse import NotEmpty, reparse
from scrapers.run import crawl
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
        "SELECT url, outlet, fetched_at, http_status, warc_file, warc_offset, digest FROM snapshots"
        " ORDER BY warc_file, warc_offset"
    ),
}


def rows(database: Path) -> dict[str, list[Any]]:
    """What was stored of articles."""
    with sqlite3.connect(database) as db:
        return {name: db.execute(sql).fetchall() for name, sql in TABLES.items()}


def test_two_nights_rebuilt(tmp_path: Path) -> None:
    with DemoWeb() as web:
        crawl(tmp_path / "a.db", tmp_path / "warc", DEMO_OUTLETS, web.url, progress=False)
        web.night = 2
        crawl(tmp_path / "a.db", tmp_path / "warc", DEMO_OUTLETS, web.url, recheck="all", progress=False)
    counts = reparse(tmp_path / "b.db", tmp_path / "warc")
    wanted, found = rows(tmp_path / "a.db"), rows(tmp_path / "b.db")
    assert len(wanted["articles"]) > 60
    assert counts["changed"] == 3
    for name in TABLES:
        assert found[name] == wanted[name], name
    with pytest.raises(NotEmpty):
        reparse(tmp_path / "b.db", tmp_path / "warc")


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
