"""Every row of the place tables has a known label and a source, and no term stands twice."""

from collections import Counter

import pytest

from extraction.lexicon import rows
from extraction.places.model import ROLES
from extraction.text import fold

LABELS = {
    "place_heads": {"department", "departments", "district", "districts", "rural", "urban", "wild", "road", "highway", "point"}
    | {"institution", "hospital", "court", "prison", "blocked"},
    "place_words": {
        "direction",
        "connector",
        "descriptor",
        "linking",
        "opening",
        "notplace",
        "function",
        "route",
        "demonstrative",
        "thing",
    },
    "place_joiners": {"up", "road", "beside", "filler"},
    "place_cues": set(ROLES),
}


@pytest.mark.parametrize("table", LABELS)
def test_labels_are_known(table: str) -> None:
    assert {row["label"] for row in rows(table)} <= LABELS[table]


@pytest.mark.parametrize("table", [*LABELS, "place_aliases", "place_foreign"])
def test_every_row_has_a_source_and_no_term_stands_twice(table: str) -> None:
    assert all(row["source"] for row in rows(table))
    again = Counter((fold(row["term"]), row.get("reach") or row["label"]) for row in rows(table))
    assert [term for term, times in again.items() if times > 1] == []


def test_foreign_codes_are_two_letters() -> None:
    assert all(len(row["label"]) == 2 and row["label"].isupper() and row["label"] != "SV" for row in rows("place_foreign"))
