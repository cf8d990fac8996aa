"""The tables behind the reader of incidents: every row can be read, is told once, and is asked for by some module."""

import re
from collections import Counter
from pathlib import Path

import pytest

from extraction.components.vocabulary import alternatives, words
from extraction.lexicon import rows

COMPONENTS = Path(__file__).parents[3] / "extraction" / "components"


def _asked(function: str) -> set[str]:
    """The names that the modules give to ``function``."""
    call = re.compile(rf"\b{function}\(['\"](\w+)['\"]\)")
    return {name for path in COMPONENTS.rglob("*.py") for name in call.findall(path.read_text(encoding="utf-8"))}


def test_every_kind_of_words_is_asked_for_and_told() -> None:
    assert {row["kind"] for row in rows("reading_words")} == _asked("words")


def test_every_label_of_cues_is_asked_for_and_told() -> None:
    assert {row["label"] for row in rows("cues")} == _asked("alternatives")


@pytest.mark.parametrize(("table", "column", "value"), [("reading_words", "kind", "term"), ("cues", "label", "pattern")])
def test_no_row_is_told_twice(table: str, column: str, value: str) -> None:
    told = Counter((row[column], row[value]) for row in rows(table))
    assert [key for key, count in told.items() if count > 1] == []


def test_each_alternative_is_a_pattern_that_matches_some_text_only() -> None:
    for row in rows("cues"):
        assert not re.compile(row["pattern"]).fullmatch(""), row


def test_alternatives_keep_the_order_of_the_table() -> None:
    told = [row["pattern"] for row in rows("cues") if row["label"] == "care"]
    assert alternatives("care") == "|".join(told)
    assert re.search(alternatives("care"), "fue llevado al hospital")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError, match="no_such_kind"):
        words("no_such_kind")
    with pytest.raises(KeyError, match="no_such_label"):
        alternatives("no_such_label")
