"""Who is blamed, how strongly, and the victim's own gang."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.components.actors import affiliation, claims, find_actors
from extraction.components.weapons import find_weapons

#: Own sentences in the register of the crime pages: «[…]» marks the victim phrase, « | » ends the title line, ``blamed`` lists
#: ``actor:attribution``, ``affiliation`` is the marked victim's gang; empty means nobody, none.
CASES = list(csv.DictReader(Path(__file__).with_name("actor_cases.csv").open(encoding="utf-8")))


def unmark(marked: str) -> tuple[str, tuple[int, int]]:
    """The text without its brackets, and the span they held."""
    marked = marked.replace(" | ", "\n") if " | " in marked else f"Sucesos de la jornada\n{marked}"
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), (start, end)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_claims_and_affiliation(case: dict[str, str]) -> None:
    text, victim = unmark(case["text"])
    mentions = find_actors(text)
    found = claims(text, mentions, [(0, len(text))], [victim], kind=case["kind"])
    assert {f"{claim.actor}:{claim.attribution}" for claim, _ in found} == set(case["blamed"].split())
    code, evidence = affiliation(text, mentions, victim, [(0, len(text))])
    assert (code or "") == case["affiliation"]
    assert (evidence is None) == (code is None)
