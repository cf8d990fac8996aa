"""The gold articles are well formed and coded within the codebook's vocabularies and rules."""

import csv
import importlib.util
import json
import re
from calendar import monthrange
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from db.models import (
    GANGS,
    ActorCode,
    ArticleKind,
    Attribution,
    DatePrecision,
    EventType,
    Indicator,
    Outcome,
    VictimType,
    Weapon,
)

ROOT = Path(__file__).resolve().parents[2]
GOLD = Path(__file__).parent / "gold"
SHARED = ROOT.parent / "shared"
DISTRICTS = ROOT / "extraction" / "data" / "gazetteer" / "districts.csv"

HALVES = {"blind": "b", "fresh": "n", "tune": "t", "more": "m"}
FORCES = {"police", "soldier", "prison_guard", "municipal_agent"}
GANG_CODES = {str(gang) for gang in GANGS}
GANG_TYPES = {"gang_member", "former_gang_member"}
ARTICLE_FIELDS = {
    *("id", "outlet", "url", "title", "published", "language", "text", "kind"),
    *("incidents", "statistics", "phenomena"),
}
INCIDENT_FIELDS = {
    *("event_type", "country", "date", "department", "district", "locality"),
    *("deaths", "injured", "victims", "perpetrators", "weapon"),
}
VICTIM_FIELDS = {"types", "count", "outcome", "relation_to", "affiliation", "sex", "ages"}
STATISTIC_FIELDS = {"indicator", "value", "start", "end", "area", "source", "comparison"}

Row = dict[str, Any]


@cache
def load(half: str) -> tuple[Row, ...]:
    lines = (GOLD / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def places() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """All departments, and all (department, district) pairs, of the gazetteer."""
    with DISTRICTS.open(encoding="utf-8", newline="") as handle:
        pairs = {(row["department"], row["district"]) for row in csv.DictReader(handle)}
    return frozenset(department for department, _ in pairs), frozenset(pairs)


def articles() -> list[Any]:
    return [pytest.param(row, id=row["id"]) for half in HALVES for row in load(half)]


def incidents() -> list[Any]:
    return [
        pytest.param(row, incident, id=f"{row['id']}-{number}")
        for half in HALVES
        for row in load(half)
        for number, incident in enumerate(row["incidents"])
    ]


def codes(enumeration: Any) -> set[str]:
    return {str(member) for member in enumeration}


def documented_phenomena() -> set[str]:
    text = (GOLD / "README.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z_0-9]+)` \|", text, flags=re.MULTILINE))


@pytest.mark.parametrize("half", HALVES)
def test_half_is_large_and_mixed(half: str) -> None:
    rows = load(half)
    kinds = Counter(row["kind"] for row in rows)
    assert len(rows) >= 60
    assert set(kinds) == codes(ArticleKind)
    assert min(kinds.values()) >= 5
    assert all(row["id"].startswith(HALVES[half]) for row in rows)


def test_ids_titles_and_texts_are_unique() -> None:
    rows = [row for half in HALVES for row in load(half)]
    for field in ("id", "url", "title", "text"):
        assert max(Counter(row[field] for row in rows).values()) == 1


@pytest.mark.parametrize("row", articles())
def test_article_fields(row: Row) -> None:
    assert set(row) == ARTICLE_FIELDS
    assert row["kind"] in codes(ArticleKind)
    assert row["language"] in {"es", "en"}
    assert date.fromisoformat(row["published"]).year in range(2012, 2026)
    assert row["title"].strip()
    assert row["text"] == row["text"].strip()
    assert bool(row["phenomena"]) == (not row["id"].startswith(HALVES["more"]))


def test_phenomena_are_documented_and_used() -> None:
    used = {tag for half in HALVES for row in load(half) for tag in row["phenomena"]}
    assert used == documented_phenomena()


@pytest.mark.parametrize(("row", "incident"), incidents())
def test_incident_codes(row: Row, incident: Row) -> None:
    assert set(incident) == INCIDENT_FIELDS
    assert incident["event_type"] in codes(EventType)
    assert incident["country"] == "SV"
    assert set(incident["weapon"]) <= codes(Weapon)
    assert not {"machete", "blade"} <= set(incident["weapon"])
    actors = [claim["actor"] for claim in incident["perpetrators"]]
    assert set(actors) <= codes(ActorCode)
    assert len(actors) == len(set(actors))
    assert {claim["attribution"] for claim in incident["perpetrators"]} <= codes(Attribution)


@pytest.mark.parametrize(("row", "incident"), incidents())
def test_incident_can_be_coded(row: Row, incident: Row) -> None:
    """Codebook section 1: a victim, and a year or a department."""
    assert incident["victims"]
    assert incident["date"]["start"] or incident["department"]


@pytest.mark.parametrize(("row", "incident"), incidents())
def test_victim_groups(row: Row, incident: Row) -> None:
    for victim in incident["victims"]:
        assert set(victim) == VICTIM_FIELDS
        assert victim["types"]
        assert set(victim["types"]) <= codes(VictimType)
        assert victim["outcome"] in codes(Outcome)
        assert victim["sex"] in {"female", "male", None}
        assert victim["count"] >= 1
        assert len(victim["ages"]) <= victim["count"]
        assert all(0 <= age <= 110 for age in victim["ages"])
        is_relative = "relative_of_security_force" in victim["types"]
        assert (victim["relation_to"] in FORCES) if is_relative else victim["relation_to"] is None
        if victim["affiliation"] is not None:
            assert victim["affiliation"] in GANG_CODES - {"gang_unspecified"}
            assert GANG_TYPES & set(victim["types"])


@pytest.mark.parametrize(("row", "incident"), incidents())
def test_counts_agree(row: Row, incident: Row) -> None:
    for field, outcome in (("deaths", "killed"), ("injured", "injured")):
        toll = incident[field]
        assert set(toll) == {"low", "best", "high"}
        assert 0 <= toll["low"] <= toll["best"]
        assert toll["high"] is None or toll["best"] <= toll["high"]
        groups = [victim["count"] for victim in incident["victims"] if victim["outcome"] == outcome]
        assert sum(groups) == toll["best"]
    if incident["event_type"] != "confrontation":
        assert (incident["event_type"] == "attack") == (incident["deaths"]["best"] == 0)


@pytest.mark.parametrize(("row", "incident"), incidents())
def test_places_exist(row: Row, incident: Row) -> None:
    departments, pairs = places()
    department, district = incident["department"], incident["district"]
    assert department is None or department in departments
    assert district is None or (department, district) in pairs


@pytest.mark.parametrize(("row", "incident"), incidents())
def test_incident_date(row: Row, incident: Row) -> None:
    when = incident["date"]
    assert set(when) == {"start", "end", "precision"}
    assert when["precision"] in codes(DatePrecision)
    if when["precision"] == "unknown":
        assert when["start"] is when["end"] is None
        return
    start, end = date.fromisoformat(when["start"]), date.fromisoformat(when["end"])
    assert start <= end <= date.fromisoformat(row["published"])
    whole_month = (start.day, end) == (1, start.replace(day=monthrange(start.year, start.month)[1]))
    whole_year = (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))
    expected = {"day": start == end, "month": whole_month, "year": whole_year, "range": start < end}
    assert expected[when["precision"]]


@pytest.mark.parametrize("row", [case for case in articles() if case.values[0]["statistics"]])
def test_statistics(row: Row) -> None:
    departments, _ = places()
    for figure in row["statistics"]:
        assert set(figure) == STATISTIC_FIELDS
        assert figure["indicator"] in codes(Indicator)
        assert figure["value"] >= 0
        assert figure["area"] == "SV" or figure["area"] in departments
        start, end = date.fromisoformat(figure["start"]), date.fromisoformat(figure["end"])
        assert start <= end <= date.fromisoformat(row["published"])
        if figure["indicator"] == "days_without_homicides":
            assert figure["value"] <= (end - start).days + 1


def shared_module(path: Path) -> ModuleType:
    if not path.exists():
        pytest.skip("the shared scorer is not beside this repository")
    spec = importlib.util.spec_from_file_location("shared_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", HALVES)
def test_scorer_is_perfect_on_gold_against_itself(half: str) -> None:
    scorer = shared_module(SHARED / "eval" / "score.py")
    rows = scorer.load(str(GOLD / f"{half}.jsonl"))
    result = scorer.score(rows, rows)
    assert {name: row.get("f1", row.get("accuracy")) for name, row in result.items()} == dict.fromkeys(result, 1.0)


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_no_long_word_run_is_shared_between_articles() -> None:
    """Every article is its own: no run of 14 words occurs in two of them."""
    seen: dict[tuple[str, ...], str] = {}
    for half in HALVES:
        for row in load(half):
            for run in word_runs(row["text"], 14):
                assert seen.setdefault(run, row["id"]) == row["id"], " ".join(run)
