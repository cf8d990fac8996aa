"""The shared press cases, where they are at hand: dates and traps at least 97 %, counts at least 95 %."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from extraction.expressions import Expression, expressions

GOLD = Path(__file__).parents[4] / "shared" / "gold" / "temporal_press.jsonl"


def meets(found: Expression, expected: dict[str, Any]) -> bool:
    if found.kind != expected["kind"]:
        return False
    if found.kind == "number":
        return found.value == pytest.approx(expected["value"])
    if expected.get("granularity") == "part":
        return (found.start or "")[:10] == expected["start"]
    return found.start == expected["start"] and ("end" not in expected or found.end == expected["end"])


def good(case: dict[str, Any]) -> bool:
    span, expected = case["span"], case["expected"]
    found = expressions(case["text"], datetime.fromisoformat(case["reference_datetime"]))
    near = [one for one in found if one.start_char < span["end"] and one.end_char > span["start"]]
    if expected["kind"] == "none":
        return not any(one.kind in expected["ban"] for one in near)
    return any(meets(one, wanted) for one in near for wanted in [expected, *case["accept"]])


@pytest.mark.skipif(not GOLD.exists(), reason="the shared gold is not at hand")
def test_press_gold() -> None:
    right, all_cases = Counter[str](), Counter[str]()
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        all_cases[case["suite"]] += 1
        right[case["suite"]] += good(case)
    shares = {suite: right[suite] / all_cases[suite] for suite in all_cases}
    assert shares["press/date"] >= 0.97, shares
    assert shares["press/trap-date"] >= 0.97, shares
    assert shares["press/count"] >= 0.95, shares
    assert shares["press/trap-count"] >= 0.97, shares
