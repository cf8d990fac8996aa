"""The store: what goes in comes out, failures keep what was there, an unusable file is told."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

import db.store
from db import open_database
from db.accounts import load_accounts
from db.models import Account, ActorClaim, ActorCode, Attribution, Toll, Weapon
from db.store import (
    StoreError,
    fail_open_runs,
    finish_run,
    migrate,
    pending_versions,
    save_extraction,
    start_run,
)
from tests.extraction.linkage.stories import account, tell


@pytest.fixture
def store(tmp_path: Path) -> Database:
    return open_database(tmp_path / "t.db")


def full() -> Account:
    return account(
        who="relative_of_security_force+merchant",
        ages=(19,),
        names=("Ana Paz",),
        sex="female",
        deaths=Toll(1, 2, None),
        injured=Toll.exactly(3),
        perpetrators=(ActorClaim(ActorCode.MS13, Attribution.OFFICIAL, "PNC"),),
        weapon=(Weapon.FIREARM, Weapon.MACHETE),
        evidence=(),
    )


def test_an_account_comes_back_as_it_went_in(store: Database) -> None:
    tell(store, "a", "1", full(), account(""))
    one, other = load_accounts(store, [1, 2])
    assert (one.account, other.account) == (full(), account("", evidence=()))
    assert (one.key, other.key, one.alone) == (("https://a.example/1", 0), ("https://a.example/1", 1), False)
    assert one.published
    assert one.published.isoformat() == "2017-06-13"


def test_what_a_pipeline_has_read_is_not_pending(store: Database) -> None:
    first = tell(store, "a", "1", account(), pipeline="p1")
    assert pending_versions(store, "p1") == []
    assert pending_versions(store, "p2") == [first]
    second = tell(store, "a", "1", account(), text="Otro texto.", pipeline="p1")
    assert pending_versions(store, "p2") == [second], "only the newest version"


def test_a_failed_reading_is_recorded_once_and_loses_nothing(store: Database) -> None:
    version = tell(store, "a", "1", account(), pipeline="p1")
    save_extraction(store, version, "p2", None, error="ValueError: x")
    assert pending_versions(store, "p2") == []
    (row,) = store.query("SELECT * FROM extractions")
    assert (row["kind"], row["error"]) == ("report", "ValueError: x")
    assert len(load_accounts(store, [1])) == 1


def test_runs_that_never_ended_are_failed(store: Database) -> None:
    night, crawl, link = (start_run(store, stage, "1") for stage in ("nightly", "crawl", "link"))
    finish_run(store, crawl, "ok", {"new": 1})
    fail_open_runs(store, night, "boom")
    rows = {row["id"]: (row["status"], row["errors"]) for row in store.query("SELECT * FROM runs")}
    assert rows == {night: (None, "[]"), crawl: ("ok", "[]"), link: ("failed", '["boom"]')}


def test_decisions_cannot_be_changed(store: Database) -> None:
    from extraction.linkage import link

    tell(store, "a", "1", account())
    link(store)
    store.execute("INSERT INTO reviewers (name, role, created_at) VALUES ('r', 'reviewer', '2026-01-01')")
    store.execute(
        "INSERT INTO decisions (incident, reviewer_id, action, codebook_version, incident_version, decided_at)"
        " VALUES ('SV-2017-000001', 1, 'accept', '1', 1, '2026-01-01')"
    )
    for change in ("DELETE FROM decisions", "UPDATE decisions SET action = 'reject'"):
        with pytest.raises(Exception, match="append-only"):
            store.execute(change)


def test_a_migration_that_changes_data_copies_the_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.db"
    store = open_database(path)
    tell(store, "a", "1", account())
    last = "m004_incidents_and_decisions"
    with store.atomic():
        store.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [last])
        for kind in ("trigger", "table"):
            names = (
                "SELECT name FROM sqlite_master WHERE type = ?"
                " AND (name GLOB 'incident*' OR name GLOB 'decision*' OR name = 'reviewers')"
            )
            for row in sorted(store.query(names, [kind]), key=lambda row: row["name"] == "incidents"):
                store.execute(f"DROP {kind} {row['name']}")
    store.conn.close()
    monkeypatch.setattr(db.store, "CHANGES_DATA", frozenset({last}))
    with pytest.raises(StoreError, match="sucesos migrate"):
        open_database(path)
    applied, copy = migrate(path)
    assert applied == [last]
    assert copy
    assert copy.exists()
    assert len(load_accounts(open_database(path), [1])) == 1


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.db").write_text("no database at all, just a text that is long enough" * 20)
    with pytest.raises(StoreError, match="cannot open"):
        open_database(tmp_path / "t.db")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE poems (verse TEXT)")
    before = path.read_bytes()
    for use in (open_database, migrate):
        with pytest.raises(StoreError, match="another program"):
            use(path)
    assert path.read_bytes() == before
