"""The coding of the demo's articles holds together, and tells what the demo must show."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from scrapers.demoweb import gold_rows, load_articles, truth

ROOT = Path(__file__).parents[3]
CODED = [(a.id, night, i) for night in (1, 2) for a in load_articles(night) for i in a.truth["incidents"]]


def killed(incident: dict[str, Any], outcome: str = "killed") -> int:
    return sum(v["count"] for v in incident["victims"] if v["outcome"] == outcome)


@pytest.mark.parametrize("night", [1, 2])
def test_there_are_enough_articles_over_the_years_and_outlets(night: int) -> None:
    articles = load_articles(night)
    assert len(articles) >= 48
    assert len({a.outlet for a in articles}) == 5
    assert {2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025} <= {a.published.year for a in articles if a.published}
    kinds = Counter(truth(night).kinds.values())
    assert all(kinds[kind] >= 4 for kind in ("report", "follow_up", "roundup", "statistics", "other"))


def test_at_least_twelve_incidents_are_told_by_several_outlets() -> None:
    several = [i for i in truth().incidents.values() if len(i.outlets) > 1]
    assert len(several) >= 12
    assert sum(len(i.outlets) > 2 for i in several) >= 3


def test_the_eight_killings_of_june_2017_are_told_each_by_two_outlets() -> None:
    relatives = [
        found
        for key, found in truth().incidents.items()
        if key.startswith("2017-06") and any(_is_counted(told) for told in found.told.values())
    ]
    assert len(relatives) == 8
    assert all(len(found.outlets) >= 2 for found in relatives)


def _is_counted(incident: Any) -> bool:
    types = {t for victim in incident["victims"] for t in victim["types"]}
    return bool(types & {"relative_of_security_force", "former_security_force"})


def test_the_analysis_gives_the_figures_of_june_2017() -> None:
    rows = truth().statistics["ins-2017-06-13-relatives"]
    found = {(row["indicator"], row["value"], row["start"], row["end"]) for row in rows}
    assert found == {
        ("relatives_of_security_forces_killed", 3, "2017-06-11", "2017-06-12"),
        ("relatives_of_security_forces_killed", 8, "2017-06-01", "2017-06-13"),
        ("homicides", 137, "2017-06-01", "2017-06-12"),
        ("homicides", 25, "2017-06-09", "2017-06-09"),
        ("homicides", 25, "2017-06-11", "2017-06-11"),
        ("homicides", 1405, "2017-01-01", "2017-05-31"),
        ("homicides", 2724, "2016-01-01", "2016-05-31"),
        ("police_killed", 8, "2017-01-01", "2017-06-13"),
        ("soldiers_killed", 2, "2017-01-01", "2017-05-15"),
        ("police_killed", 62, "2016-01-01", "2016-12-31"),
        ("soldiers_killed", 22, "2016-01-01", "2016-12-31"),
    }


@pytest.mark.parametrize(("name", "night", "incident"), CODED, ids=[f"{n}-{k}-{i['key']}" for n, k, i in CODED])
def test_each_incident_is_coded_consistently(name: str, night: int, incident: dict[str, Any]) -> None:
    assert killed(incident) == incident["deaths"]["best"]
    assert killed(incident, "injured") == incident["injured"]["best"]
    assert all(len(victim["ages"]) <= victim["count"] for victim in incident["victims"])
    assert incident["date"]["start"] or incident["department"]


def test_every_place_is_a_real_one() -> None:
    table = ROOT / "extraction" / "data" / "gazetteer" / "districts.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        real = {(row["department"], row["district"]) for row in csv.DictReader(lines)}
    told = {(i["department"], i["district"]) for _, _, i in CODED if i["district"]}
    assert told <= real


def test_gold_rows_have_the_exchange_form() -> None:
    rows = {row["id"]: row for row in gold_rows()}
    row = rows["edh-2017-06-12-chinameca"]
    assert set(row) == {
        *("id", "outlet", "url", "title", "published", "language", "text"),
        *("kind", "incidents", "statistics"),
    }
    assert row["published"] == "2017-06-12"
    assert row["text"].count("\n\n") == 5
    assert [name for name, row in rows.items() if row["published"] is None] == ["dem-2098-futuro", "dem-2022-sin-fecha"]
