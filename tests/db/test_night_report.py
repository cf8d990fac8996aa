"""The report of a night, from a database made by hand."""

from pathlib import Path

from db import open_database
from db.frontier import save_outlet, save_run_outlet
from db.models import Toll
from db.report.night import night_report, report_text, save_report
from db.store import finish_run, now, start_run
from extraction.linkage import link
from tests.extraction.linkage.stories import account, tell


def test_the_report_names_what_happened(tmp_path: Path) -> None:
    db = open_database(tmp_path / "t.db")
    night = start_run(db, "nightly", "1")
    crawl = start_run(db, "crawl", "1")
    save_outlet(db, {"id": "a", "name": "A", "domains": ["a.example"], "language": "es", "ownership": None}, now())
    refused = {"robots.txt forbids it": 2, "moved to https://a.example/x": 1}
    save_run_outlet(db, crawl, "a", "degraded", ["the feed is dead"], {"new": 2, "pages_failed": refused})
    finish_run(db, crawl, "degraded", {"new": 2})
    tell(db, "a", "1", account(deaths=Toll.exactly(2)))
    tell(db, "b", "1", account(deaths=Toll.exactly(3)))
    link(db)
    finish_run(db, night, "degraded", {})
    report = night_report(
        db, night, {"crawl": ["a degraded: the feed is dead", "the disk is full"], "link": [], "export": ["disk full"]}
    )
    stages = {stage["stage"]: stage["status"] for stage in report["stages"]}
    assert stages == {"crawl": "degraded", "link": "ok", "export": "failed"}
    text = report_text(report)
    assert text.startswith("Nightly run 1: degraded")
    for words in ("the feed is dead", "2 × robots.txt forbids it", "disk full", "outlets disagree on deaths"):
        assert words in text
    assert "moved to" not in text
    assert text.count("the feed is dead") == 1, "beside its outlet, not again at the stage"
    assert "the disk is full" in text
    path = save_report(report, tmp_path / "reports")
    assert path.read_text(encoding="utf-8") == text
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".json", ".txt"]
