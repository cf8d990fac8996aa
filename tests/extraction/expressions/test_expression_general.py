"""General calendar and number language, Spanish and English, in our own sentences.

The rows of odd position were looked at while the rules were tuned, those of even position were kept aside.
"""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from extraction.expressions import Expression, all_expressions

REFERENCES = {
    "A": datetime(2021, 3, 17, 10, 30),
    "B": datetime(2018, 9, 3, 18, 20),
    "C": datetime(2023, 8, 19, 7, 5),
}
CASES = list(csv.DictReader((Path(__file__).parent / "general_cases.csv").open(encoding="utf-8", newline="")))


def fits(found: Expression, case: dict[str, str]) -> bool:
    """Same kind and value, overlapping words."""
    first = case["text"].index(case["words"])
    if found.end_char <= first or found.start_char >= first + len(case["words"]) or found.kind != case["kind"]:
        return False
    if case["kind"] == "number":
        return found.value == pytest.approx(float(case["value"]))
    return (found.start, found.end or "") == (case["start"], case["end"])


def solved(case: dict[str, str]) -> bool:
    found = all_expressions(case["text"], REFERENCES[case["reference"]], case["language"])
    return any(fits(one, case) for one in found)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_general_language(case: dict[str, str]) -> None:
    assert solved(case)
