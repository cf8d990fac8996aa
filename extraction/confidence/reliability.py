"""How far a confidence can be believed: bins of confidence against the share right, calibration error, separation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extraction.confidence.outcomes import FIELDS, outcomes
from extraction.pairing import Row

#: Upper bounds of the bins that are printed and that the calibration error is summed over.
BOUNDS = (0.5, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose confidence is at most ``bound`` and above the bin before: how many, what was promised, what was right."""

    bound: float
    cases: int
    promised: float
    right: float


def bins(sure: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """The bins that hold any case."""
    told, hit = np.array(sure, dtype=float), np.array(right, dtype=float)
    which = np.searchsorted(BOUNDS, told)
    return [
        Bin(bound, int(mine.sum()), round(float(told[mine].mean()), 4), round(float(hit[mine].mean()), 4))
        for number, bound in enumerate(BOUNDS)
        if (mine := which == number).any()
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Expected calibration error: promised against right, weighed by the cases of each bin."""
    cases = sum(one.cases for one in found)
    return round(sum(one.cases * abs(one.promised - one.right) for one in found) / cases, 4) if cases else 0.0


def separation(sure: Sequence[float], right: Sequence[bool]) -> float | None:
    """Area under the ROC curve: how often a right case has more confidence than a wrong one, ties half; None without both."""
    told, hit = np.array(sure, dtype=float), np.array(right, dtype=bool)
    above, below = told[hit], told[~hit]
    if not len(above) or not len(below):
        return None
    wins = (above[:, None] > below[None, :]).sum() + (above[:, None] == below[None, :]).sum() / 2
    return round(float(wins) / (len(above) * len(below)), 4)


def summary(sure: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    """``cases right promised auc ece bins`` of one field."""
    found = bins(sure, right)
    return {
        "cases": len(sure),
        "right": round(float(np.mean(right)), 4) if right else None,
        "promised": round(float(np.mean(sure)), 4) if sure else None,
        "auc": separation(sure, right),
        "ece": calibration_error(found),
        "bins": [{"to": one.bound, "cases": one.cases, "promised": one.promised, "right": one.right} for one in found],
    }


def reliability(gold_rows: Sequence[Row], predictions: Mapping[str, Row]) -> dict[str, dict[str, Any]]:
    """The :func:`summary` of each field that the predictions have a confidence for."""
    cases: dict[str, list[tuple[float, bool]]] = {field: [] for field in FIELDS}
    for row in gold_rows:
        pred = predictions.get(row["id"], {})
        told = [i.get("confidence") or {} for i in pred.get("incidents") or [] if (i.get("country") or "SV") == "SV"]
        for index, field, right in outcomes(row, pred):
            if isinstance(sure := told[index].get(field), int | float):
                cases[field].append((sure, right))
    return {field: summary([a for a, _ in found], [b for _, b in found]) for field, found in cases.items() if found}
