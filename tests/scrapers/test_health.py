"""Is an outlet well? Floors within a run, and its own past."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.frontier import save_outlet, save_run_outlet
from db.health import news_days, past_runs
from db.models import Page
from db.store import now, open_database, save_page, start_run
from scrapers.health import Ending, Standing, assess, overall
from scrapers.monitors import MIN_PAST, Run, table
from scrapers.silence import Silence
from scrapers.tally import Tally

TODAY = datetime(2026, 6, 10, 7, 30, tzinfo=UTC)
READ = {
    "pages": 12, "titled": 12, "dated": 12, "signed": 11, "sectioned": 12, "summarised": 10, "by_trafilatura": 0,
    "checked": 1, "diverged": 0, "weak_dates": 0, "median_length": 1800,
}  # fmt: skip
WELL: dict[str, Any] = {
    "sources_working": 1,
    "found": 12,
    "fetched": 12,
    "new": 12,
    "sources": {"feed": 12},
    "read": {"all": READ},
}


def read(**changes: int) -> dict[str, Any]:
    """A good run whose pages told something else."""
    return WELL | {"read": {"all": READ | changes}}


def nights(*counts: dict[str, Any]) -> list[Run]:
    """Earlier runs, one a night, newest first."""
    return [Run(TODAY - timedelta(days=number), one) for number, one in enumerate(counts, 1)]


def judged(today: dict[str, Any], past: Sequence[Run] = (), **standing: Any) -> tuple[str, str]:
    found = assess(Run(TODAY, today), Ending(), Standing(past=past, **standing))
    return found.status, "; ".join(found.reasons)


@pytest.mark.parametrize(
    ("counts", "ending", "status"),
    [
        ({"sources_working": 1, "new": 3, "fetched": 3}, Ending(), "ok"),
        ({"sources_working": 1, "new": 3, "fetched": 3}, Ending(["feed x: empty"]), "degraded"),
        ({"sources_working": 1, "fetched": 20, "failed": 15}, Ending(), "degraded"),
        ({"sources_working": 1, "fetched": 20, "failed": 9}, Ending(), "ok"),
        (read(dated=3), Ending(), "degraded"),
        (read(pages=4, dated=1), Ending(), "ok"),
        ({}, Ending(), "failed"),
        ({"sources_working": 1, "new": 3}, Ending(finish="shutdown"), "failed"),
        ({"sources_working": 1, "new": 3}, Ending(fatal="disk full"), "failed"),
    ],
)
def test_health(counts: dict[str, Any], ending: Ending, status: str) -> None:
    found = assess(Run(TODAY, counts), ending)
    assert found.status == status
    assert bool(found.reasons) == (status != "ok")


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
def test_what_never_worked_is_no_failure(counts: dict[str, Any], standing: Standing, status: str) -> None:
    found = assess(Run(TODAY, counts), Ending(), standing)
    assert found.status == status
    assert bool(found.reasons) == (status != "ok")
    assert assess(Run(TODAY, counts), Ending(fatal="disk full"), standing).status == "failed"


@pytest.mark.parametrize(
    ("today", "past", "words"),
    [
        (WELL, [WELL] * 10, None),
        (read(median_length=700), [WELL] * 10, "median letters of a story: 700, usually 1,800 (expected 900 to 3,600)"),
        (read(median_length=9000), [WELL] * 10, "body selector may hold too much or too little"),
        (read(median_length=1000), [WELL] * 10, None),
        (read(median_length=700), [WELL] * (MIN_PAST - 1), None),
        (read(median_length=700, pages=2), [read(pages=1)] * 10, None),
        (read(signed=0), [WELL] * 10, "stories that tell an author: 0% of 12, usually 92% (expected at least 52%)"),
        (read(signed=0), [read(signed=3)] * 10, None),
        (read(sectioned=1), [WELL] * 10, "stories that tell a section"),
        (read(summarised=1), [WELL] * 10, "stories that tell a summary"),
        (read(by_trafilatura=6), [WELL] * 10, "stories read by trafilatura: 50% of 12, usually 0% (expected at most 20%)"),
        (read(by_trafilatura=12), [read(by_trafilatura=12)] * 10, None),
        (read(weak_dates=12), [WELL] * 10, "the place of the exact date may have moved"),
        (read(weak_dates=12), [read(weak_dates=12)] * 10, None),
        (read(checked=10, diverged=8), [read(checked=5)] * 10, "80% of 10, usually 0% (expected at most 30%)"),
        (read(checked=2, diverged=2), [WELL] * 10, None),
    ],
)
def test_health_against_the_past(today: dict[str, Any], past: list[dict[str, Any]], words: str | None) -> None:
    status, reasons = judged(today, nights(*past))
    assert status == ("degraded" if words else "ok"), reasons
    assert (words or "") in reasons


def test_few_stories_are_judged_together_with_the_nights_before() -> None:
    three, rotten = read(pages=3, signed=3), read(pages=3, signed=0)
    assert judged(rotten, nights(*[three] * 20))[0] == "ok"
    assert judged(rotten, nights(rotten, rotten, *[three] * 20))[0] == "degraded"
    weekly = [Run(TODAY - timedelta(days=7 * number), one) for number, one in enumerate([rotten, rotten, *[three] * 20], 1)]
    assert judged(rotten, weekly)[0] == "degraded"


def test_rot_does_not_become_the_custom_while_it_is_complained_of() -> None:
    past = nights(*[WELL] * 20)
    for night in range(10):
        found = assess(Run(TODAY + timedelta(days=night), read(signed=0)), Ending(), Standing(past=past))
        assert found.status == "degraded", night
        checks = [check.row() for check in found.checks]
        past = [Run(TODAY + timedelta(days=night), read(signed=0) | {"checks": checks}), *past]


def test_old_pages_do_not_hide_or_feign_what_todays_tell() -> None:
    """A night of the archive brings a thousand unsigned stories of 2014 beside twelve of today."""
    archive = WELL | {"read": {"all": READ | {"pages": 1012, "signed": 11, "dated": 1012}, "news": READ}}
    assert judged(archive, nights(*[WELL | {"read": {"all": READ, "news": READ}}] * 10))[0] == "ok"
    rotten = WELL | {"read": {"all": READ | {"pages": 1012, "signed": 1000, "dated": 1012}, "news": READ | {"signed": 0}}}
    assert judged(rotten, nights(*[WELL | {"read": {"all": READ, "news": READ}}] * 10))[0] == "degraded"


@pytest.mark.parametrize(
    ("today", "past", "words"),
    [
        (
            {"wordpress": 0, "feed": 9},
            [{"wordpress": 12, "feed": 0}] * 10,
            "wordpress used to bring the most new stories (10 of 10",
        ),
        ({"wordpress": 1, "feed": 9}, [{"wordpress": 12, "feed": 0}] * 10, None),
        ({"wordpress": 0, "feed": 9}, [{"wordpress": 12, "feed": 0}] * 6, None),
        ({"wordpress": 0, "feed": 0}, [{"wordpress": 12, "feed": 0}] * 10, None),
        # The first night's archive is no custom.
        ({"sitemap": 0, "feed": 9}, [{"feed": 9, "sitemap": 0}] * 9 + [{"feed": 9, "sitemap": 9000}], None),
        ({"feed": 9}, [{"feed": 9, "wordpress": 10}, {"feed": 9, "wordpress": 2}] * 5, None),
        # One story a night: five of them are waited for.
        ({"wordpress": 0, "feed": 1}, [{"wordpress": 1}] * 10, None),
        ({"wordpress": 0, "feed": 1}, [{"feed": 1}] * 4 + [{"wordpress": 1}] * 10, "now brings none; found now: feed 5"),
    ],
)
def test_a_source_that_brought_most_and_now_nothing(today: dict[str, int], past: list[dict[str, int]], words: str | None) -> None:
    status, reasons = judged(WELL | {"sources": today}, nights(*[WELL | {"sources": mix} for mix in past]))
    assert status == ("degraded" if words else "ok"), reasons
    assert (words or "") in reasons


def test_silence_is_a_reason() -> None:
    silent = Silence(date(2026, 6, 1), 8, 3)
    assert judged(WELL, silence=silent) == (
        "degraded",
        "8 full days without news since 2026-06-01; by its rhythm at most 3 are expected",
    )
    assert judged(WELL, silence=Silence(date(2026, 6, 1), 3, 3))[0] == "ok"
    assert judged(WELL, silence=Silence(date(2026, 6, 1), 300, None, "too few"))[0] == "ok"


def test_every_value_stands_beside_its_threshold() -> None:
    checks = {check.id: check for check in assess(Run(TODAY, WELL), Ending(), Standing(past=nights(*[WELL] * 10))).checks}
    assert set(checks) == {monitor.id for monitor in table()} | {"sources", "silence"}
    signed = checks["signed"]
    assert (signed.observed, signed.usual, signed.expected, signed.sample, signed.verdict) == (
        "92%", "92%", "at least 52%", 12, "ok",
    )  # fmt: skip
    assert all(monitor.reason and monitor.fault for monitor in table())


def test_the_tally_of_a_run() -> None:
    tally = Tally()
    news = Page(
        "https://a.example/1", "T", "x" * 900, "S", TODAY, authors=("A",), sources={"published": "json-ld", "body": "selector"}
    )
    old = Page(
        "https://a.example/2",
        "T",
        "x" * 100,
        None,
        TODAY - timedelta(days=900),
        sources={"published": "url", "body": "trafilatura"},
    )
    undated = Page("https://a.example/3", "T", "x" * 300, section="Nacionales")
    for page in (news, old, undated):
        tally.note(page, TODAY)
    counts = tally.counts()
    assert counts["dates"] == {"json-ld": 1, "url": 1, "none": 1}
    told = ("pages", "titled", "dated", "signed", "sectioned", "summarised", "by_trafilatura", "weak_dates", "median_length")
    assert [counts["all"][name] for name in told] == [3, 3, 2, 1, 1, 1, 1, 1, 300]
    assert [counts["news"][name] for name in told] == [1, 1, 1, 1, 0, 1, 0, 0, 900]
    assert Tally().counts() == {}


def test_the_past_is_the_outlets_own(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db")
    for name in ("uno", "dos"):
        save_outlet(db, {"id": name, "name": name, "domains": [], "ownership": None, "language": "es"}, now())
    runs = [start_run(db, stage, "1") for stage in ("crawl", "crawl", "extract", "crawl", "crawl")]
    for number, run in enumerate(runs):
        save_run_outlet(db, run, "uno", "failed" if number == 1 else "ok", [], {"new": number})
        save_run_outlet(db, run, "dos", "ok", [], {"new": 100})
    assert [counts for _, counts in past_runs(db, "uno", runs[-1], "2000-01-01")] == [{"new": 3}, {"new": 0}]
    assert past_runs(db, "uno", runs[-1], "2999-01-01") == []
    assert json.dumps(past_runs(db, "tres", runs[-1], "2000-01-01")) == "[]"


def test_news_by_day(tmp_path: Path) -> None:
    """Counted on the day told; a story without a date counts on the day it was first seen, in El Salvador."""
    db = open_database(tmp_path / "a.db")
    for name in ("uno", "dos"):
        save_outlet(db, {"id": name, "name": name, "domains": [], "ownership": None, "language": "es"}, now())
    late = datetime(2026, 6, 3, 4, 0, tzinfo=UTC)
    for number, (outlet, published) in enumerate(
        [("uno", late), ("uno", late), ("uno", None), ("dos", late), ("dos", datetime(2025, 1, 1, 12, tzinfo=UTC))]
    ):
        save_page(
            db,
            outlet,
            Page(f"https://{outlet}.example/{number}", "T", "B", published=published),
            None,
            "2026-06-05T05:00:00+00:00",
        )
    june = date(2026, 6, 1), date(2026, 6, 30)
    assert news_days(db, *june) == {"dos": {date(2026, 6, 2): 1}, "uno": {date(2026, 6, 2): 2, date(2026, 6, 4): 1}}
    assert news_days(db, *june, "dos") == {"dos": {date(2026, 6, 2): 1}}
