"""The link stage on a database: incremental, idempotent, ids that stay, tombstones."""

import json
import random
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import open_database
from db.models import Account, Toll
from extraction.linkage import link
from tests.extraction.linkage.stories import account, living, partition, tell


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return open_database(tmp_path / "t.db")


def ids(db: Database) -> list[str]:
    return [row["public_id"] for row in living(db)]


def snapshot(db: Database) -> list[tuple[object, ...]]:
    names = [name for name in db["incidents"].columns_dict if name not in ("id", "created_at", "updated_at")]
    return [tuple(row[name] for name in names) for row in db.query("SELECT * FROM incidents ORDER BY public_id")]


def sound(db: Database) -> None:
    """Nothing dangles: keys hold, tombstones point at the living, each linked account has one living incident."""
    assert list(db.query("PRAGMA foreign_key_check")) == []
    closed = {row["public_id"]: row["merged_into"] for row in db.query("SELECT * FROM incidents WHERE status = 'merged'")}
    assert not set(closed.values()) & set(closed)
    orphans = (
        "SELECT 1 FROM incident_accounts l JOIN incidents i ON i.id = l.incident_id WHERE i.status IN ('merged', 'withdrawn')"
    )
    assert list(db.query(orphans)) == []


def test_two_outlets_tell_one_incident_and_conflicts_are_kept(db: Database) -> None:
    tell(db, "a", "1", account(ages=(30,), deaths=Toll.exactly(2)))
    tell(db, "b", "1", account(ages=(31,), deaths=Toll.exactly(3)), published="2017-06-14")
    report = link(db)
    (incident,) = living(db)
    assert report.counts == {"accounts": 2, "new": 1, "changed": 0, "unchanged": 0, "merged": 0, "withdrawn": 0}
    assert incident["public_id"] == "SV-2017-000001"
    assert (incident["deaths_low"], incident["deaths_best"], incident["deaths_high"]) == (2, 3, 3)
    assert json.loads(incident["conflicts"])["deaths"] == {"2": ["a"], "3": ["b"]}
    assert json.loads(incident["outlets"]) == ["a", "b"]


def test_a_second_run_changes_nothing(db: Database) -> None:
    tell(db, "a", "1", account(), account(where="San Miguel/Moncagua"))
    tell(db, "b", "1", account())
    link(db)
    before, stamp = snapshot(db), [row["updated_at"] for row in living(db)]
    assert link(db).counts["accounts"] == 0
    assert snapshot(db) == before
    assert [row["updated_at"] for row in living(db)] == stamp


def test_crimes_abroad_are_not_incidents(db: Database) -> None:
    tell(db, "a", "1", account(country="GT"))
    link(db)
    assert living(db) == []


def test_a_trial_two_years_later_joins(db: Database) -> None:
    tell(db, "a", "1", account(who="police", ages=(36,)))
    tell(db, "b", "2", account("2017-06", who="police", ages=(36,), deaths=Toll.exactly(1)), published="2019-03-01")
    link(db)
    (incident,) = living(db)
    assert incident["date_precision"] == "day"


def test_a_retelling_that_fits_two_incidents_stands_alone(db: Database) -> None:
    tell(db, "a", "1", account("2017-06-12", who="police"))
    tell(db, "a", "2", account("2017-06-20", who="police"))
    tell(db, "b", "3", account("2017-06", who="police"), published="2019-03-01")
    link(db)
    assert len(living(db)) == 3


def test_news_without_a_day_joins_the_event_of_that_week(db: Database) -> None:
    tell(db, "a", "1", account("2017-06-11", ages=(30,)))
    tell(db, "b", "1", account("", ages=(30,)))
    tell(db, "c", "1", account("", ages=(50,)))
    tell(db, "c", "2", account("", ages=(30,)), published="2017-07-13")
    link(db)
    assert sorted(row["outlets"] for row in living(db)) == ['["a", "b"]', '["c"]', '["c"]']


def test_a_trial_does_not_change_the_toll_of_the_news(db: Database) -> None:
    tell(db, "a", "1", account(who="police", deaths=Toll.exactly(3)))
    tell(db, "a", "2", account(who="police", deaths=Toll.exactly(2)), published="2019-03-01")
    link(db)
    assert living(db)[0]["deaths_best"] == 3


def test_a_death_in_hospital_raises_the_toll_and_a_partial_story_does_not_lower_it(db: Database) -> None:
    tell(db, "a", "1", account(who="police", deaths=Toll.exactly(2)))
    tell(db, "b", "1", account(who="police", deaths=Toll.exactly(2)))
    tell(db, "c", "1", account(who="police", deaths=Toll.exactly(3)), published="2017-06-16")
    link(db)
    assert living(db)[0]["deaths_best"] == 3
    tell(db, "d", "1", account(who="police", deaths=Toll.exactly(1)), published="2017-06-20")
    link(db)
    assert living(db)[0]["deaths_best"] == 3
    assert (living(db)[0]["deaths_low"], living(db)[0]["deaths_high"]) == (1, 3)


def test_a_corrected_story_speaks_by_its_newest_version(db: Database) -> None:
    tell(db, "a", "1", account(deaths=Toll.exactly(3)))
    link(db)
    tell(db, "a", "1", account(deaths=Toll.exactly(2)), text="Eran dos.")
    link(db)
    (incident,) = living(db)
    assert (incident["public_id"], incident["deaths_best"], incident["deaths_high"]) == ("SV-2017-000001", 2, 2)
    assert incident["version"] == 2
    sound(db)


def test_reextraction_keeps_ids(db: Database) -> None:
    told = ((11, "Apopa"), (12, "Ilopango"), (12, "Tonacatepeque"))
    accounts = [account(f"2017-06-{day}", f"San Salvador/{place}") for day, place in told]
    tell(db, "a", "roundup", *accounts)
    tell(db, "b", "1", accounts[1])
    link(db)
    before = [(row["public_id"], row["district"]) for row in living(db)]
    tell(db, "a", "roundup", *reversed(accounts), pipeline="p2")
    link(db)
    assert [(row["public_id"], row["district"]) for row in living(db)] == before
    sound(db)


def test_an_article_that_corrects_place_and_day_keeps_its_incident(db: Database) -> None:
    tell(db, "a", "1", account())
    link(db)
    tell(db, "a", "1", account("2017-06-10", "San Miguel/Moncagua"), text="Corrección.")
    link(db)
    assert [(row["public_id"], row["district"]) for row in living(db)] == [("SV-2017-000001", "Moncagua")]


def test_what_no_article_tells_any_more_is_withdrawn_and_comes_back(db: Database) -> None:
    tell(db, "a", "1", account())
    link(db)
    tell(db, "a", "1", pipeline="p2")
    assert link(db).counts["withdrawn"] == 1
    assert living(db) == []
    sound(db)
    tell(db, "a", "1", account(), pipeline="p3")
    link(db)
    assert ids(db) == ["SV-2017-000001"]


def test_a_bridge_merges_two_incidents_and_leaves_a_tombstone(db: Database) -> None:
    tell(db, "a", "1", account(deaths=Toll.exactly(1)))
    tell(db, "b", "1", account(deaths=Toll.exactly(3)))
    link(db)
    assert len(living(db)) == 2
    tell(db, "c", "1", account(deaths=Toll.exactly(2)))
    link(db)
    assert ids(db) == ["SV-2017-000001"]
    (tombstone,) = db.query("SELECT * FROM incidents WHERE status = 'merged'")
    assert tombstone["merged_into"] == "SV-2017-000001"
    sound(db)


def test_an_accepted_incident_is_not_withdrawn(db: Database) -> None:
    tell(db, "a", "1", account())
    link(db)
    db.execute("UPDATE incidents SET status = 'accepted'")
    tell(db, "a", "1", pipeline="p2")
    link(db)
    assert ids(db) == ["SV-2017-000001"]


def test_a_failed_reading_keeps_what_was_read_before(db: Database) -> None:
    from db.store import save_extraction

    version = tell(db, "a", "1", account())
    link(db)
    save_extraction(db, version, "p2", None, error="RuntimeError")
    assert link(db).counts["accounts"] == 0
    assert ids(db) == ["SV-2017-000001"]


def stories(seed: int, number: int = 60) -> list[tuple[str, str, list[Account], str]]:
    """Articles of four outlets over few days and places, so that many meet."""
    rnd = random.Random(seed)
    told = []
    for index in range(number):
        accounts = [
            account(
                rnd.choice(["2017-06-11", "2017-06-12", "2017-06-12", "2017-06-13", "2017-06", "2017-06-11/2017-06-12"]),
                rnd.choice(["San Salvador/Apopa", "San Salvador", "San Salvador/Ilopango", "San Miguel/Moncagua"]),
                who=rnd.choice(["civilian", "police", "gang_member", "relative_of_security_force"]),
                ages=rnd.choice([(), (20,), (21,), (40,)]),
                deaths=Toll.exactly(rnd.choice([1, 1, 1, 2])),
            )
            for _ in range(rnd.choice([1, 1, 2]))
        ]
        told.append((rnd.choice("abcd"), str(index), accounts, rnd.choice(["2017-06-13", "2019-02-01"])))
    return told


@pytest.mark.parametrize("seed", range(6))
def test_night_by_night_gives_what_linking_at_once_gives(tmp_path: Path, seed: int) -> None:
    told = stories(seed)
    at_once, nightly = open_database(tmp_path / "once.db"), open_database(tmp_path / "nightly.db")
    for outlet, name, accounts, published in told:
        tell(at_once, outlet, name, *accounts, published=published)
    link(at_once)
    random.Random(seed).shuffle(told)
    for number, (outlet, name, accounts, published) in enumerate(told):
        tell(nightly, outlet, name, *accounts, published=published)
        if number % 7 == 0:
            link(nightly)
    link(nightly)
    in_batches = open_database(tmp_path / "batches.db")
    for outlet, name, accounts, published in told:
        tell(in_batches, outlet, name, *accounts, published=published)
    link(in_batches, batch=5)
    assert partition(nightly) == partition(at_once) == partition(in_batches)
    sound(nightly)
    assert any(len(group) > 1 for group in partition(at_once))
