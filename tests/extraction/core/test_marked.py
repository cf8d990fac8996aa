"""Marked sentences: one fact of language each, in our own words with invented names and real municipalities."""

import pytest

from tests.extraction.core.cases import ages_of, days_of, read, sexes_of, stories_of, table, tolls_of, victims_of

Row = dict[str, str]


@pytest.mark.parametrize("row", table("people_cases"))
def test_people(row: Row) -> None:
    """Who was hit, how many, of which sex and age."""
    accounts = read(row["text"]).accounts
    assert victims_of(accounts) == row["victims"]
    assert row["sex"] in ("*", sexes_of(accounts))
    assert ages_of(accounts) == row["ages"]


@pytest.mark.parametrize("row", table("event_cases"))
def test_events(row: Row) -> None:
    """Which words tell an incident, of which type, with how many dead and wounded; and which do not."""
    assert tolls_of(read(row["text"]).accounts) == row["incidents"]


@pytest.mark.parametrize("row", table("context_cases"))
def test_context(row: Row) -> None:
    """Figures, related headlines, fiction and history found no incident and change none."""
    assert tolls_of(read(row["text"]).accounts) == row["incidents"]


@pytest.mark.parametrize("row", table("when_cases"))
def test_day_of_the_event(row: Row) -> None:
    """The day of the deed, not of the report, the capture or the burial."""
    assert days_of(read(row["text"], row["published"]).accounts) == row["days"]


@pytest.mark.parametrize("row", table("incident_cases"))
def test_incidents(row: Row) -> None:
    """What is one incident and what are two: day, place and toll of each."""
    assert stories_of(read(row["text"], row["published"]).accounts) == row["incidents"]
