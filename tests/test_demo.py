"""The whole job on the demo web: crawl, extract, link, export, report, twice and on a second night."""

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import frictionless
import pytest
from click.testing import CliRunner

from db import open_database
from scrapers.demoweb import DEMO_OUTLETS
from scrapers.demoweb.truth import truth
from sucesos import cli

GOLDEN = Path(__file__).parent / "golden"
#: Columns that differ from run to run.
MOMENTS = {"updated_at", "retrieved_at"}

#: What the demo's InSight Crime analysis reports of June 2017: indicator, value, first and last day.
JUNE_2017 = {
    ("relatives_of_security_forces_killed", "3", "2017-06-11", "2017-06-12"),
    ("relatives_of_security_forces_killed", "8", "2017-06-01", "2017-06-13"),
    ("homicides", "137", "2017-06-01", "2017-06-12"),
    ("homicides", "25", "2017-06-09", "2017-06-09"),
    ("homicides", "25", "2017-06-11", "2017-06-11"),
    ("homicides", "1405", "2017-01-01", "2017-05-31"),
    ("homicides", "2724", "2016-01-01", "2016-05-31"),
    ("police_killed", "8", "2017-01-01", "2017-06-13"),
    ("soldiers_killed", "2", "2017-01-01", "2017-05-15"),
    ("police_killed", "62", "2016-01-01", "2016-12-31"),
    ("soldiers_killed", "22", "2016-01-01", "2016-12-31"),
}


def run_demo(folder: Path, *options: str) -> Any:
    places = {"--db": "demo.db", "--out": "export", "--archive": "archive", "--reports": "reports"}
    arguments = [part for name, place in places.items() for part in (name, str(folder / place))]
    return CliRunner().invoke(cli, ["demo", *arguments, *options])


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "export" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v for k, v in row.items() if k not in MOMENTS} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    result = run_demo(folder)
    assert result.exit_code == 0, result.output
    assert "SV-2017-000001" in result.stdout
    assert str(folder / "export") in result.stderr
    return folder


def test_the_facts_of_june_2017_come_out_with_their_periods(demo: Path) -> None:
    rows = [row for row in read(demo, "statistics") if "insightcrime" in row["url"]]
    found = {(row["indicator"], row["value"], row["period_start"], row["period_end"]) for row in rows}
    assert found >= JUNE_2017, f"missing: {sorted(JUNE_2017 - found)}"


def test_most_true_incidents_are_found_and_tellings_of_one_are_together(demo: Path) -> None:
    incidents = read(demo, "incidents")
    places = {(row["date_start"], row["district"]) for row in incidents}
    true = {
        (telling["date"]["start"], telling["district"])
        for incident in truth(1).incidents.values()
        for telling in list(incident.told.values())[:1]
        if telling["date"]["precision"] == "day"
    }
    assert len(true & places) >= 0.8 * len(true), f"missing: {sorted(true - places)}"
    assert len(incidents) <= 1.3 * len(truth(1).incidents)


def test_incidents_told_by_several_outlets_are_linked_and_conflicts_shown(demo: Path) -> None:
    incidents = read(demo, "incidents")
    assert sum("|" in row["outlets"] for row in incidents) >= 10
    assert sum(row["conflicts"] != "{}" for row in incidents) >= 5
    ilobasco = next(row for row in incidents if row["district"] == "Ilobasco")
    assert (ilobasco["deaths_low"], ilobasco["deaths_high"]) == ("3", "4")
    assert {"3", "4"} == set(json.loads(ilobasco["conflicts"])["deaths"])


def test_the_export_is_a_valid_package(demo: Path) -> None:
    report = frictionless.validate(str(demo / "export" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "type", "note"])


def test_the_report_tells_the_night(demo: Path) -> None:
    (path,) = (demo / "reports").glob("*.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert [stage["stage"] for stage in report["stages"]] == ["crawl", "duplicates", "extract", "link", "export"]
    assert {outlet["outlet"]: outlet["status"] for outlet in report["outlets"]} == dict.fromkeys(DEMO_OUTLETS, "ok")
    assert len(report["new_incidents"]) == report["totals"]["incidents"] == len(read(demo, "incidents"))
    assert path.with_suffix(".txt").read_text(encoding="utf-8").startswith("Nightly run 1: ok")


@pytest.mark.parametrize("table", ["incidents", "victims", "actors", "statistics"])
def test_the_result_is_the_golden_one(demo: Path, table: str) -> None:
    """``SUCESOS_GOLDEN=write`` writes the files anew; read the difference before you commit it."""
    golden, rows = GOLDEN / f"demo_{table}.csv", read(demo, table)
    if os.environ.get("SUCESOS_GOLDEN") == "write" or not golden.exists():
        GOLDEN.mkdir(exist_ok=True)
        with golden.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        pytest.fail(f"{golden.name} was written: read it, then run again")
    with golden.open(encoding="utf-8", newline="") as file:
        assert rows == list(csv.DictReader(file))


def test_articles_are_rebuilt_from_the_archive(demo: Path) -> None:
    new, archive = demo / "rebuilt.db", demo / "archive"
    result = CliRunner().invoke(cli, ["reparse", "--db", str(new), "--archive", str(archive)])
    assert result.exit_code == 0, result.output
    texts = "SELECT url, title, body FROM article_versions JOIN articles ON articles.id = article_id ORDER BY url, version"
    assert list(open_database(new).query(texts)) == list(open_database(demo / "demo.db").query(texts))
    again = CliRunner().invoke(cli, ["reparse", "--db", str(new), "--archive", str(archive)])
    assert again.exit_code == 2


def test_a_second_run_and_a_second_night(demo: Path, tmp_path: Path) -> None:
    """Changes the module's database, so it comes last."""
    before = {table: read(demo, table) for table in ("incidents", "victims", "actors", "sources", "statistics")}
    assert run_demo(demo).exit_code == 0
    assert {table: read(demo, table) for table in before} == before
    assert run_demo(demo, "--night", "2").exit_code == 0
    after = {row["incident_id"]: row for row in read(demo, "incidents")}
    changed = [row for row in before["incidents"] if after.get(row["incident_id"], row)["version"] != row["version"]]
    assert len(changed) >= 3
    assert {row["incident_id"] for row in before["incidents"]} <= set(after)


def test_the_readme_example_runs(demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, flags=re.DOTALL)
    monkeypatch.chdir(demo)
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "homicide 2017-06-12 Ilopango 1" in printed
    assert "SV-2017-" in printed
