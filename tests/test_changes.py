"""Two nights at the demo web: what changed is a version, is read again, and is shown; the third night changes nothing."""

import json
import sqlite3
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from db.models import Page
from db.store import open_database, save_page
from scrapers.demoweb import DemoWeb
from sucesos import cli


def sucesos(folder: Path, *arguments: str) -> Result:
    """A command on the folder's database."""
    return CliRunner().invoke(cli, [*arguments[:1], "--db", str(folder / "a.db"), *arguments[1:]])


def rows(folder: Path, sql: str) -> list[Any]:
    """Rows of the database."""
    with sqlite3.connect(folder / "a.db") as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A folder after three nights, the last without change, and the nights' reports."""
    folder = tmp_path_factory.mktemp("three")
    for night in (1, 2, 2):
        places = {"db": "a.db", "archive": "warc", "out": "out", "reports": "reports"}
        options = [word for name, place in places.items() for word in (f"--{name}", str(folder / place))]
        result = CliRunner().invoke(cli, ["demo", *options, "--night", str(night)])
        assert result.exit_code in (0, 1), result.output
        time.sleep(1.1)  # moments are kept to the second
    return folder, [json.loads(path.read_text("utf-8")) for path in sorted((folder / "reports").glob("*.json"))]


def test_the_report_counts_what_changed(nights: tuple[Path, list[dict[str, Any]]]) -> None:
    _, (first, second, third) = nights
    crawls = [
        next(stage["counts"] for stage in report["stages"] if stage["stage"] == "crawl") for report in (first, second, third)
    ]
    assert crawls[0]["changed"] == 0
    assert crawls[0]["new"] == first["totals"]["articles"]
    assert (crawls[1]["new"], crawls[1]["changed"]) == (3, 3)
    assert (crawls[2]["new"], crawls[2]["changed"]) == (0, 0)
    assert [len(report["changed_stories"]) for report in (first, second, third)] == [0, 3, 0]
    assert not third["changed_incidents"]
    assert not third["new_incidents"]


def test_what_a_changed_story_tells_now(nights: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, (_, second, _) = nights
    told = [sentence for story in second["changed_stories"] for sentence in story["told"]]
    assert any(sentence.startswith("deaths") or "deaths" in sentence for sentence in told), told
    shown = sucesos(folder, "changes")
    assert shown.exit_code == 0, shown.output
    assert "3 changes, 0 stubs" in shown.output
    assert "{+" in shown.output
    as_json = [json.loads(line) for line in sucesos(folder, "changes", "--json").output.splitlines()]
    assert [one["words_added"] > 0 for one in as_json] == [True] * 3
    versions = rows(
        folder, "SELECT count(*) FROM extractions e JOIN article_versions v ON v.id = e.article_version_id WHERE v.version = 2"
    )
    assert versions == [(3,)]


def test_wrong_words_to_changes(nights: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, _ = nights
    for words in (("--since", "ayer"), ("--outlet", "elmundito"), ("--article", "nada")):
        refused = sucesos(folder, "changes", *words)
        assert refused.exit_code == 2
        assert words[1] in refused.output


def test_shared_texts_are_listed(nights: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, _ = nights
    shown = sucesos(folder, "duplicates")
    assert shown.exit_code == 0, shown.output
    assert "printed more than once" in shown.output


def test_a_stub_takes_no_text_away(tmp_path: Path) -> None:
    with DemoWeb() as web:
        options = ["--db", str(tmp_path / "a.db"), "--archive", str(tmp_path / "warc"), "--mirror", web.url]
        CliRunner().invoke(cli, ["crawl", *options, "--outlet", "diariocolatino"])
    db = open_database(tmp_path / "a.db")
    row = next(
        iter(db.query("SELECT a.url, v.title, v.body FROM articles a JOIN article_versions v ON v.article_id = a.id LIMIT 1"))
    )
    page = Page(url=row["url"], title=row["title"], body="Esta nota ha sido retirada a petición de la familia.")
    assert save_page(db, "diariocolatino", page, None, "2026-11-20T00:00:00+00:00")[1] == "stub"
    shown = sucesos(tmp_path, "changes")
    assert "0 changes, 1 stub" in shown.output
    assert "Esta nota ha sido retirada" in shown.output
    assert rows(tmp_path, "SELECT max(version) FROM article_versions") == [(1,)]
    whole = replace(page, body=row["body"])
    assert save_page(db, "diariocolatino", whole, None, "2026-11-21T00:00:00+00:00")[1] == "unchanged"
    assert "0 changes, 0 stubs" in sucesos(tmp_path, "changes").output
