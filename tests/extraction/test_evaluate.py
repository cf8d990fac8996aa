"""Our measures: figures that can be worked out by hand, and the same figures as the reference scorer where it is present."""

import copy
import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from extraction.evaluate import evaluate
from extraction.pairing import agreement, pair

SHARED = Path(__file__).parents[3] / "shared"
GANGS = ["ms13", "barrio18", "barrio18_surenos", "police"]


def incident(**changes: Any) -> dict[str, Any]:
    """A homicide of one farmer in Apopa, changed as told."""
    return {
        "event_type": "homicide",
        "country": "SV",
        "date": {"start": "2017-06-12", "end": "2017-06-12"},
        "department": "San Salvador",
        "district": "Apopa",
        "deaths": {"low": 1, "best": 1, "high": 1},
        "victims": [{"types": ["farmer"], "outcome": "killed"}],
        "perpetrators": [{"actor": "barrio18", "attribution": "official"}],
        **changes,
    }


def row(*incidents: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": "a", "title": "t", "kind": "report", "incidents": list(incidents), "statistics": [], **changes}


def figures(gold: dict[str, Any], pred: dict[str, Any]) -> dict[str, Any]:
    return evaluate([gold], {pred["id"]: pred})[0]


def test_workers_and_civilians_are_one_class_in_the_main_score() -> None:
    result = figures(row(incident()), row(incident(victims=[{"types": ["civilian"], "outcome": "killed"}])))
    assert result["victims"]["f1"] == 1
    assert result["victims_fine"]["f1"] == 0
    assert result["record"]["f1"] == 1


def test_factions_are_one_family() -> None:
    sureños = [{"actor": "barrio18_surenos", "attribution": "reported"}]
    result = figures(row(incident()), row(incident(perpetrators=sureños)))
    assert (result["gangs"]["f1"], result["gang_family"]["f1"], result["record"]["f1"]) == (0, 1, 0)


def test_denied_is_not_blamed() -> None:
    denied = [{"actor": "barrio18", "attribution": "denied"}]
    result = figures(row(incident()), row(incident(perpetrators=denied)))
    assert result["gangs"] == {
        "f1": 0.0, "precision": 0.0, "recall": 0.0, "hit": 0, "predicted": 0, "gold": 1, "interval": (0.0, 0.0),
    }  # fmt: skip
    assert result["attribution"]["accuracy"] == 0


def test_nothing_in_common_is_no_pair() -> None:
    far = incident(date={"start": "2010-01-01"}, district="Metapán", department="Santa Ana")
    assert agreement(incident(), far) == 0
    assert figures(row(incident()), row(far))["detection"]["hit"] == 0


def test_pairs_maximise_agreement_over_all() -> None:
    same_day = incident(district="Ilopango", deaths={"best": 2})
    assert pair([incident(), same_day], [same_day, incident()]) == [(0, 1), (1, 0)]


def test_crimes_abroad_are_left_out() -> None:
    assert figures(row(), row(incident(country="GT")))["detection"]["predicted"] == 0


def test_a_missing_prediction_is_an_empty_one() -> None:
    assert evaluate([row(incident())], {})[0]["detection"]["recall"] == 0


def test_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    gold = [row(incident(), id=str(n)) for n in range(20)]
    pred = {str(n): row(*[incident()] * (n % 2), id=str(n)) for n in range(20)}
    first, second = evaluate(gold, pred)[0], evaluate(gold, pred)[0]
    low, high = first["detection"]["interval"]
    assert low < first["detection"]["f1"] < high
    assert first == second


def spoil(rows: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Predictions made by damaging gold in every field that a measure reads."""
    rnd = random.Random(seed)
    spoilt = copy.deepcopy(rows)
    for one in spoilt:
        for item in one["incidents"]:
            for field, value in (
                ("deaths", {"best": rnd.randrange(4)}),
                ("date", {"start": None, "end": None}),
                ("district", None),
                ("victims", [{"types": ["police"], "outcome": "killed"}]),
                ("perpetrators", [{"actor": rnd.choice(GANGS), "attribution": "charged"}]),
            ):
                if rnd.random() < 0.3:
                    item[field] = value
        if rnd.random() < 0.4:
            one["incidents"] += copy.deepcopy(rnd.choice(rows)["incidents"] * rnd.choice([1, 3]))
        rnd.shuffle(one["incidents"])
        one["statistics"] = one["statistics"][rnd.randrange(2) :]
    return [one for one in spoilt if rnd.random() < 0.9]


@pytest.mark.skipif(not (SHARED / "eval/score.py").exists(), reason="the reference scorer is not here")
@pytest.mark.parametrize("seed", range(5))
def test_same_figures_as_the_reference_scorer(seed: int) -> None:
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval/score.py")
    assert spec
    assert spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = [json.loads(line) for line in (SHARED / "gold/dev.jsonl").read_text(encoding="utf-8").splitlines()]
    pred = {one["id"]: one for one in spoil(gold, seed)}
    ours, _ = evaluate(gold, pred)
    for name, expected in reference.score({one["id"]: one for one in gold}, pred).items():
        assert {key: ours[name][key] for key in expected} == expected, name
