"""The nightly job and the commands around the database: exit status, lock, failures that must not stop the night."""

import fcntl
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import extraction
import scrapers.run
from db import open_database
from db.frontier import save_outlet, save_run_outlet
from db.models import ArticleKind, Extraction
from db.store import finish_run, now, start_run
from scrapers.run import CrawlReport, OutletReport
from sucesos import cli
from tests.extraction.linkage.stories import account, tell


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a pipeline that needs no model and a crawl that needs no web."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extraction, "load", lambda: None, raising=False)
    monkeypatch.setattr(extraction, "extract", read, raising=False)
    monkeypatch.setattr(extraction, "PIPELINE_VERSION", "p2", raising=False)
    monkeypatch.setattr(scrapers.run, "crawl", fake_crawl("ok"))
    return tmp_path


def read(nlp: Any, text: str, published: Any = None, **_: Any) -> Extraction:
    if "falla" in text:
        raise RuntimeError("no se pudo")
    return Extraction(ArticleKind.REPORT, (account(),))


def fake_crawl(status: str, text: str = "Mataron a uno.", *reasons: str) -> Callable[..., CrawlReport]:
    """A crawl that finds one story and ends with ``status``."""

    def crawl(database: Path, *_: Any, **__: Any) -> CrawlReport:
        db = open_database(database)
        run_id = start_run(db, "crawl", "test")
        save_outlet(db, {"id": "a", "name": "A", "domains": ["a.example"], "language": "es", "ownership": None}, now())
        tell(db, "a", "1", account(), text=text, pipeline="p1")
        save_run_outlet(db, run_id, "a", status, reasons, {"new": 1})
        finish_run(db, run_id, status, {"new": 1}, reasons)
        return CrawlReport(run_id, status, (OutletReport("a", status, reasons, {"new": 1}),))

    return crawl


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def report(home: Path) -> dict[str, Any]:
    newest = max((home / "data/reports").glob("*.json"))
    return dict(json.loads(newest.read_text(encoding="utf-8")))


def test_all_well(home: Path) -> None:
    result = run("nightly")
    assert result.exit_code == 0, result.output
    assert {stage["status"] for stage in report(home)["stages"]} == {"ok"}
    assert (home / "data/export/incidents.csv").exists()
    assert [row["public_id"] for row in report(home)["new_incidents"]] == ["SV-2017-000001"]
    time.sleep(1.1)  # moments are stored in whole seconds
    assert run("nightly").exit_code == 0
    assert report(home)["new_incidents"] == []


def test_an_outlet_that_failed_is_named_and_the_night_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrapers.run, "crawl", fake_crawl("degraded", "Mataron a uno.", "the feed is dead"))
    result = run("nightly")
    assert result.exit_code == 1
    assert "a degraded: the feed is dead" in result.stderr
    assert report(home)["outlets"][0]["reasons"] == ["the feed is dead"]
    assert len(report(home)["new_incidents"]) == 1


def test_a_stage_that_breaks_does_not_stop_the_others(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("nightly").exit_code == 0

    def broken(*_: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("commands.night.link_stage", broken)
    result = run("nightly")
    assert result.exit_code == 1
    assert "boom" in result.stderr
    assert "Traceback" not in result.output
    assert [stage["status"] for stage in report(home)["stages"]] == ["ok", "ok", "ok", "failed", "ok"]


def test_nothing_can_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    for name in ("crawl_stage", "duplicates_stage", "extract_stage", "link_stage", "export"):
        monkeypatch.setattr(f"commands.night.{name}", broken)
    assert run("nightly").exit_code == 3
    (home / "not-a-db").write_text("hello, this is no database at all" * 100)
    result = run("nightly", "--db", home / "not-a-db")
    assert result.exit_code == 3
    assert "not a database" in result.stderr


def test_a_damaged_database_is_told_in_a_sentence(home: Path) -> None:
    assert run("nightly").exit_code == 0
    db = open_database(home / "data/sucesos.db")
    db.execute("DROP TABLE incident_actors")
    db.conn.close()
    for command in ("export", "nightly"):
        result = run(command)
        assert result.exit_code in (1, 3)
        assert "incident_actors" in result.stderr
        assert "Traceback" not in result.output


def test_an_article_that_cannot_be_read_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrapers.run, "crawl", fake_crawl("ok", "falla"))
    result = run("nightly")
    assert result.exit_code == 1
    (unreadable,) = report(home)["unreadable"]
    assert unreadable["url"] == "https://a.example/1"
    assert "RuntimeError: no se pudo" in unreadable["error"]
    assert len(report(home)["new_incidents"]) == 1, "what the older pipeline read stays"
    assert run("extract").exit_code == 0, "not tried again every night"
    assert run("extract", "--retry").exit_code == 1


def test_two_nights_cannot_overlap(home: Path) -> None:
    (home / "data").mkdir()
    with (home / "data/sucesos.db.lock").open("w") as lock:
        lock.write("process 77")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run("nightly")
    assert result.exit_code == 3
    assert "another run is at work on data/sucesos.db (process 77); nothing was done" in result.stderr
    assert not (home / "data/sucesos.db").exists()
    assert run("nightly").exit_code == 0


def test_unwritable_export_and_report(home: Path) -> None:
    (home / "file").write_text("in the way")
    result = run("nightly", "--out", "file/export", "--reports", "file/reports")
    assert result.exit_code == 1
    assert "cannot write to file/export" in result.stderr
    assert "cannot write the report" in result.stderr
    assert run("export", "--out", "file/export").exit_code == 3
    assert run("export", "--out", "file").exit_code == 2


def test_json_logs(home: Path) -> None:
    result = run("nightly", "--log-json")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert {line.get("stage") for line in lines} >= {"crawl", "extract", "link", "export"}
    assert all({"time", "level", "message"} <= set(line) for line in lines)


def test_wrong_use(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(home)
    for arguments in (["nightly", "--mirror", "nonsense"], ["crawl", "--outlet", "nobody"], ["nightly", "--workers", "0"]):
        result = run(*arguments)
        assert result.exit_code == 2, (arguments, result.output)
        assert "Traceback" not in result.output
    for command in ("extract", "link", "export", "health", "migrate"):
        assert run(command, "--db", home / "none.db").exit_code == 3, command


def test_stages_one_by_one(home: Path) -> None:
    for command in ("crawl", "extract", "link", "export", "health", "migrate"):
        result = run(command)
        assert result.exit_code == 0, (command, result.output)
    assert "a\tok" in run("health").stdout
    assert run("link").stderr.startswith("link ok")


def test_a_run_that_was_cut_short_is_taken_up_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("commands.night.link_stage", killed)
        assert run("nightly").exit_code != 0
    assert run("nightly").exit_code == 0
    assert len(report(home)["new_incidents"]) == 1
