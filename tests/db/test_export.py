"""The CSV files: what is in them, and that they are what the data dictionary says."""

import csv
import json
from datetime import date
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db import dictionary, open_database
from db.dictionary import TABLES, columns
from db.export import LONGEST_QUOTE, ExportError, cell, export, in_context, masked, short
from db.models import ActorClaim, ActorCode, Attribution, Evidence, Indicator, Statistic, Toll
from extraction.linkage import link
from tests.extraction.linkage.stories import account, tell


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = open_database(tmp_path / "t.db")
    blamed = (ActorClaim(ActorCode.MS13, Attribution.OFFICIAL, "PNC"),)
    statistic = Statistic(
        Indicator.HOMICIDES, 1405.0, date(2017, 1, 1), date(2017, 5, 31), evidence=(Evidence("value", 0, 5, "1,405", None),)
    )
    first = account(who="police+student", ages=(17,), names=("Ana Paz",), perpetrators=blamed, locality="=1+1")
    tell(db, "a", "1", first, statistics=(statistic,))
    tell(db, "b", "1", account(who="police", deaths=Toll(2, 2, None)), published=None)
    tell(db, "b", "2", account("2016", "San Miguel", deaths=Toll(2, 2, None)))
    link(db)
    return db


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_files_hold_what_the_database_holds(db: Database, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = export(db, out)
    assert report.counts == {"incidents": 2, "victims": 2, "actors": 1, "sources": 3, "statistics": 1}
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [*(f"{table}.csv" for table in TABLES), "data_dictionary.csv", "data_dictionary.md", "datapackage.json"]
    )
    vague, incident = read(out, "incidents")
    assert (vague["deaths_best"], vague["deaths_high"], vague["district"]) == ("2", "", "")
    assert json.loads(incident["conflicts"])["deaths"] == {"1": ["a"], "2": ["b"]}
    assert incident["locality"] == "'=1+1"
    assert incident["outlets"] == "a|b"
    assert read(out, "statistics")[0]["value"] == "1405"
    assert {row["quote"] for row in read(out, "sources")} == {"Mataron a un hombre."}


def test_the_package_is_valid(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "type", "note"])


def test_an_empty_database_gives_a_valid_package(tmp_path: Path) -> None:
    report = export(open_database(tmp_path / "empty.db"), tmp_path / "out")
    assert set(report.counts.values()) == {0}
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_the_same_database_gives_the_same_bytes(db: Database, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(db, tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_an_unwritable_place_is_told_and_nothing_touched(db: Database, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    with pytest.raises(ExportError, match="cannot write to"):
        export(db, blocked / "out")
    assert blocked.read_text() == "mine"
    assert next(iter(db.query("SELECT status FROM runs ORDER BY id DESC")))["status"] == "failed"


def test_a_failure_half_way_leaves_the_old_files(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    export(db, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("db.export._write_descriptions", full)
    db.execute("DELETE FROM incident_actors")
    with pytest.raises(ExportError, match="No space left"):
        export(db, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_names_of_minors_are_initials(db: Database, tmp_path: Path) -> None:
    export(db, tmp_path / "out")
    assert read(tmp_path / "out", "victims")[1]["names"] == "A.P."
    assert masked(["Ana Paz"], [30], everyone=False) == ["Ana Paz"]
    assert masked(["Ana Paz"], [30], everyone=True) == ["A.P."]


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    column = next(column for column in columns("incidents") if column.name == "locality")
    assert not cell(column, text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("before", "quote", "after", "expected"),
    [
        ("Fin de otra. Ayer ", "mataron", " a dos hombres. Otra frase.", "Ayer mataron a dos hombres."),
        ("Título\n", "Mataron", " a dos\nLa PNC", "Mataron a dos"),
        ("ortada " + "bla " * 18 + "a", " mataron", " a", "…" + "bla " * 18 + "a mataron a"),
        ("", "Mataron", " a" * 40, "Mataron" + " a" * 39 + "…"),
        ("", "Mataron", "", "Mataron"),
        ("a " * 40, "b" * 90, " c" * 40, "b" * 90),
    ],
)
def test_a_quote_comes_with_its_sentence(before: str, quote: str, after: str, expected: str) -> None:
    assert in_context(before, quote, after) == expected


@given(st.text(), st.text(), st.text())
def test_quotes_in_context_are_short(before: str, quote: str, after: str) -> None:
    assert len(in_context(before, quote, after)) <= LONGEST_QUOTE


@given(st.text())
def test_quotes_are_short(text: str) -> None:
    assert len(short(text)) <= LONGEST_QUOTE
    assert "\n" not in short(text)


def test_the_page_is_what_the_table_says() -> None:
    assert dictionary.DOCUMENT.read_text(encoding="utf-8") == dictionary.markdown(), "run `python -m db.dictionary`"


def test_every_exported_column_is_described(db: Database) -> None:
    from db.queries import query

    for table in TABLES:
        cursor = db.execute(query(f"export_{table}"))
        told = [item[0] for item in cursor.description if not item[0].startswith("_")]
        assert told == [column.name for column in columns(table)], table
        assert all(column.description for column in columns(table))
