"""Is an outlet well? Floors within a run, and its own past."""

import json
from pathlib import Path

import pytest

from db.frontier import past_counts, save_outlet, save_run_outlet
from db.store import now, open_database, start_run
from scrapers.health import MIN_PAST, Standing, assess, overall

WELL = {"sources_working": 1, "found": 12, "fetched": 12, "new": 12, "pages": 12, "pages_dated": 12, "median_length": 1800}


@pytest.mark.parametrize(
    ("counts", "troubles", "finish", "fatal", "status"),
    [
        ({"sources_working": 1, "new": 3, "fetched": 3}, [], "finished", None, "ok"),
        ({"sources_working": 1, "new": 3, "fetched": 3}, ["feed x: empty"], "finished", None, "degraded"),
        ({"sources_working": 1, "fetched": 20, "failed": 15}, [], "finished", None, "degraded"),
        ({"sources_working": 1, "fetched": 20, "new": 20, "pages": 20, "pages_dated": 3}, [], "finished", None, "degraded"),
        ({}, [], "finished", None, "failed"),
        ({"sources_working": 1, "new": 3}, [], "shutdown", None, "failed"),
        ({"sources_working": 1, "new": 3}, [], "finished", "disk full", "failed"),
    ],
)
def test_health(counts: dict[str, int], troubles: list[str], finish: str, fatal: str | None, status: str) -> None:
    found, reasons = assess(counts, troubles, finish, fatal)
    assert found == status
    assert bool(reasons) == (status != "ok")


def test_health_of_a_run() -> None:
    assert overall(["ok", "ok"]) == "ok"
    assert overall(["ok", "failed"]) == "degraded"
    assert overall(["failed", "failed"]) == "failed"
    assert overall([]) == "failed"
    assert overall(["ok", "absent", "unproven"]) == "ok"
    assert overall(["failed", "absent", "unproven"]) == "failed"
    assert overall(["ok", "failed", "absent"]) == "degraded"
    assert overall(["absent", "absent"]) == "failed"
    assert overall(["unproven"]) == "ok"


MISSING = {"requests": 5, "not_found": 5}


@pytest.mark.parametrize(
    ("counts", "standing", "status"),
    [
        (MISSING, Standing(proven=False, mirrored=True), "absent"),
        (MISSING, Standing(proven=True, mirrored=True), "failed"),
        (MISSING, Standing(proven=False, mirrored=False), "failed"),
        (MISSING | {"requests": 6}, Standing(proven=False, mirrored=True), "failed"),
        ({}, Standing(proven=False, mirrored=True), "failed"),
        (MISSING, Standing(proven=False, verified=False), "unproven"),
        (MISSING, Standing(proven=False, verified=False, mirrored=True), "absent"),
        (MISSING, Standing(proven=True, verified=False), "failed"),
        (WELL, Standing(proven=True, verified=False), "ok"),
    ],
)
def test_what_never_worked_is_no_failure(counts: dict[str, int], standing: Standing, status: str) -> None:
    found, reasons = assess(counts, [], "finished", None, (), standing)
    assert found == status
    assert bool(reasons) == (status != "ok")
    assert assess(counts, [], "finished", "disk full", (), standing)[0] == "failed"


@pytest.mark.parametrize(
    ("today", "past", "words"),
    [
        (WELL, [WELL] * 10, None),
        (WELL | {"new": 0}, [WELL] * 10, None),
        (WELL | {"new": 0}, [WELL | {"new": 0}] * 2 + [WELL] * 8, "no new story in 3 runs; its median is 12 a run"),
        (WELL | {"new": 0}, [WELL | {"new": 0}] * 10, None),
        (WELL | {"median_length": 700}, [WELL] * 10, "median of 700 letters, 39% of the usual 1800 (expected 50% to 200%)"),
        (WELL | {"median_length": 9000}, [WELL] * 10, "body selector may have rotted"),
        (WELL | {"median_length": 700}, [WELL] * (MIN_PAST - 1), None),
        (WELL | {"median_length": 700, "pages": 2}, [WELL] * 10, None),
    ],
)
def test_health_against_the_past(today: dict[str, int], past: list[dict[str, int]], words: str | None) -> None:
    status, reasons = assess(today, [], "finished", None, past)
    assert status == ("degraded" if words else "ok")
    assert (words or "") in "".join(reasons)


def test_the_past_is_the_outlets_own(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db")
    for name in ("uno", "dos"):
        save_outlet(db, {"id": name, "name": name, "domains": [], "ownership": None, "language": "es"}, now())
    runs = [start_run(db, stage, "1") for stage in ("crawl", "crawl", "extract", "crawl", "crawl")]
    for number, run in enumerate(runs):
        save_run_outlet(db, run, "uno", "failed" if number == 1 else "ok", [], {"new": number})
        save_run_outlet(db, run, "dos", "ok", [], {"new": 100})
    assert past_counts(db, "uno", runs[-1], "2000-01-01") == [{"new": 3}, {"new": 0}]
    assert past_counts(db, "uno", runs[-1], "2999-01-01") == []
    assert json.dumps(past_counts(db, "tres", runs[-1], "2000-01-01")) == "[]"
