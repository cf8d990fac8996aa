"""Confidence: what is right, how it is fitted and measured, and that the table fits the signs."""

import math
import random
from datetime import date
from typing import Any

import pytest

from extraction.confidence.fit import SIGNS, Case, as_table, calibrate, cross_validated, fitted
from extraction.confidence.model import BASE, confidence, probability, weights
from extraction.confidence.outcomes import FIELDS, outcomes
from extraction.confidence.reliability import bins, calibration_error, reliability, separation
from extraction.lexicon import rows
from extraction.pipeline import analyse
from tests.extraction.core.cases import article, nlp

STORY = "Un panadero fue asesinado ayer en Berlín por pandilleros de la MS. | La víctima salía de su casa."
ROUNDUP = (
    "Un panadero fue asesinado ayer en Berlín. | En otro hecho, una costurera fue asesinada el lunes en Jiquilisco. | "
    "Los vecinos contaron que todo empezó con una riña."
)


def incident(**changes: Any) -> dict[str, Any]:
    return {
        "date": {"start": "2017-06-12", "end": "2017-06-12"},
        "department": "San Salvador",
        "district": "Apopa",
        "deaths": {"low": 1, "best": 1, "high": 1},
        "victims": [{"types": ["farmer"], "outcome": "killed"}],
        "perpetrators": [{"actor": "ms13", "attribution": "official"}],
        **changes,
    }


def row(*incidents: dict[str, Any]) -> dict[str, Any]:
    return {"id": "a", "incidents": list(incidents)}


def judged(gold: dict[str, Any], pred: dict[str, Any]) -> dict[str, bool]:
    return {field: right for _, field, right in outcomes(row(gold), row(pred))}


def test_what_agrees_is_right() -> None:
    assert judged(incident(), incident()) == dict.fromkeys(FIELDS, True)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"date": {"start": "2017-06-11", "end": "2017-06-12"}}, {"date", "record"}),
        ({"district": None}, {"place"}),
        ({"deaths": {"best": 2}}, {"deaths", "record"}),
        ({"victims": [{"types": ["police"], "outcome": "killed"}]}, {"victims", "record"}),
        ({"perpetrators": [{"actor": "barrio18", "attribution": "official"}]}, {"gangs", "attribution", "record"}),
        ({"perpetrators": [{"actor": "ms13", "attribution": "reported"}]}, {"attribution"}),
    ],
)
def test_each_field_is_judged_by_itself(change: dict[str, Any], wrong: set[str]) -> None:
    assert {field for field, right in judged(incident(), incident(**change)).items() if not right} == wrong


def test_nobody_blamed_has_no_attribution_to_judge() -> None:
    assert "attribution" not in judged(incident(), incident(perpetrators=[]))


def test_an_incident_that_is_none_is_judged_as_such_only() -> None:
    assert [(field, right) for _, field, right in outcomes(row(), row(incident()))] == [("incident", False), ("record", False)]


def test_bins_and_calibration_error_by_hand() -> None:
    found = bins([0.4, 0.6, 0.6, 0.95, 0.95], [False, True, False, True, True])
    assert [(one.bound, one.cases, one.promised, one.right) for one in found] == [
        (0.5, 1, 0.4, 0.0), (0.7, 2, 0.6, 0.5), (1.0, 2, 0.95, 1.0),
    ]  # fmt: skip
    assert calibration_error(found) == pytest.approx((0.4 + 2 * 0.1 + 2 * 0.05) / 5)


@pytest.mark.parametrize(
    ("sure", "right", "area"),
    [
        ([0.9, 0.8, 0.1], [True, True, False], 1.0),
        ([0.1, 0.9], [True, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),
        ([0.5, 0.6], [True, True], None),
        ([], [], None),
    ],
)
def test_separation_by_hand(sure: list[float], right: list[bool], area: float | None) -> None:
    assert separation(sure, right) == area


def made_up(number: int) -> list[Case]:
    """Cases whose right values follow a known rule: log-odds 2 minus 3 times a sign."""
    rnd = random.Random(1)
    signs = [{"several": rnd.random(), "no_day": float(rnd.random() < 0.5)} for _ in range(number)]
    return [Case(f"a{n // 3}", one, rnd.random() < 1 / (1 + math.exp(3 * one["several"] - 2))) for n, one in enumerate(signs)]


def test_a_known_rule_is_found_again() -> None:
    told = fitted(made_up(4000), ("several", "no_day"))
    assert told[BASE] == pytest.approx(2, abs=0.25)
    assert told["several"] == pytest.approx(-3, abs=0.4)
    assert told["no_day"] == pytest.approx(0, abs=0.2)


def test_cross_validated_confidence_is_calibrated_and_separates() -> None:
    figures = cross_validated(made_up(2000), ("several", "no_day"))
    assert figures["cases"] == 2000
    assert figures["ece"] < 0.04
    assert figures["auc"] > 0.65


def test_all_right_is_no_failure() -> None:
    found = [Case(str(n), {"several": 0.0, "no_day": 0.0}, True) for n in range(20)]
    assert probability(found[0].signs, fitted(found, ("several", "no_day"))) > 0.9


def test_the_same_articles_give_the_same_table() -> None:
    cases = [Case(c.article, dict.fromkeys(SIGNS["incident"], c.signs["several"]), c.right) for c in made_up(60)]
    first, second = calibrate({"incident": cases}), calibrate({"incident": cases})
    assert first == second
    assert as_table(first[0], "x.jsonl").splitlines()[0] == "field,sign,weight,source"


def test_the_table_knows_each_field_and_the_signs_that_are_fitted() -> None:
    assert tuple(weights()) == FIELDS
    assert {field: set(told) for field, told in weights().items()} == {f: {BASE, *names} for f, names in SIGNS.items()}
    assert all(one["source"] for one in rows("weights", "confidence"))


@pytest.mark.parametrize("story", [STORY, ROUNDUP])
def test_every_sign_of_the_table_is_read_from_an_article(story: str) -> None:
    title, body = article(story)
    doc = analyse(nlp(), body, date(2018, 3, 14), title)
    assert doc is not None
    assert len(doc._.signs) == len(doc._.accounts) >= 1
    for signs, account in zip(doc._.signs, doc._.accounts, strict=True):
        assert {name for names in SIGNS.values() for name in names} <= set(signs)
        assert all(0 <= value < 12 for value in signs.values())
        assert set(account.confidence) == set(FIELDS) - (set() if account.perpetrators else {"attribution"})
        assert account.confidence == confidence(signs, blamed=bool(account.perpetrators))


def test_a_plain_story_is_surer_than_one_without_day_and_place_of_its_own() -> None:
    def record(story: str) -> float:
        title, body = article(story)
        doc = analyse(nlp(), body, date(2018, 3, 14), title)
        assert doc is not None
        return min(account.confidence["record"] for account in doc._.accounts)

    plain = record("Un panadero fue asesinado ayer en Berlín.")
    assert plain > record("Tres personas desconocidas fueron asesinadas en Berlín y al menos dos más resultaron lesionadas.")


def test_reliability_of_predictions_with_and_without_confidence() -> None:
    gold = [{**row(incident()), "id": str(n)} for n in range(4)]
    pred = {str(n): row({**incident(), "confidence": {"date": 0.75, "deaths": None}}) for n in range(4)}
    assert reliability(gold, {}) == {}
    assert reliability(gold, pred) == {
        "date": {
            "cases": 4, "right": 1.0, "promised": 0.75, "auc": None, "ece": 0.25,
            "bins": [{"to": 0.8, "cases": 4, "promised": 0.75, "right": 1.0}],
        }
    }  # fmt: skip
