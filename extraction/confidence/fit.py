"""Fits the weights of :mod:`extraction.confidence.model` on hand-coded articles, and says how well they do on others.

Logistic regression with a ridge penalty, by Newton's method; cross-validated by article, because the incidents of one article
fail together. The same articles give the same weights.
"""

import csv
import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.confidence.model import BASE, probability
from extraction.confidence.outcomes import FIELDS, outcomes
from extraction.confidence.reliability import summary
from extraction.confidence.signs import Signs
from extraction.pairing import Row

#: The signs a field is judged by; chosen by meaning, and few, for there are some hundred cases.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "incident": (
        "several", "not_first", "follow_up", "one_telling", "headline_only", "no_verb", "not_deadly", "no_day", "no_place",
        "day_elsewhere", "place_elsewhere", "nameless", "founded_late",
    ),
    "date": (
        "several", "follow_up", "no_day", "span_of_days", "month_or_year", "day_elsewhere", "days_differ", "long_ago",
        "long_article",
    ),
    "place": (
        "several", "follow_up", "no_district", "no_place", "no_locality", "place_elsewhere", "districts_differ", "long_article",
    ),
    "deaths": (
        "several", "groups", "many_dead", "nobody_dead", "open_toll", "injured_too", "sum_told", "no_verb", "many_tellings",
        "long_article",
    ),
    "victims": (
        "several", "killed_groups", "many_dead", "nobody_dead", "type_unknown", "only_generic", "several_types", "gang_victim",
        "relative", "type_beside", "long_article",
    ),
    "gangs": (
        "several", "follow_up", "nobody_blamed", "gang_blamed", "gang_unnamed", "several_blamed", "blame_elsewhere", "gang_told",
        "gang_near", "gang_victim", "long_article",
    ),
    "attribution": (
        "several", "follow_up", "gang_blamed", "other_blamed", "several_blamed", "before_court", "hearsay", "speaker_unnamed",
        "blame_elsewhere", "long_article",
    ),
    "record": (
        "several", "not_first", "follow_up", "no_verb", "no_day", "day_elsewhere", "days_differ", "killed_groups", "many_dead",
        "nobody_dead", "open_toll", "type_unknown", "several_types", "gang_blamed", "gang_near", "long_article",
    ),
}  # fmt: skip
#: Weight of the ridge penalty on every sign but the base: about that many cases' worth of doubt; by cross-validation.
RIDGE = 2.0
FOLDS = 10
#: Newton steps; a ridge fit of this size stands still after six.
STEPS = 25

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One field of one predicted incident: its article, its signs, and whether it was right."""

    article: str
    signs: Signs
    right: bool


def cases(gold_row: Row, pred_row: Row, signs: Sequence[Signs]) -> Iterable[tuple[str, Case]]:
    """The field and case of everything that ``gold_row`` judges; ``signs`` are those of the predicted incidents, in order."""
    for index, field, right in outcomes(gold_row, pred_row):
        yield field, Case(gold_row["id"], signs[index], right)


def fitted(found: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Weights of ``names`` and of the base, two decimals."""
    features = np.array([[1.0, *(case.signs[name] for name in names)] for case in found])
    solved = _newton(features, np.array([case.right for case in found], dtype=float))
    return {name: round(float(weight), 2) for name, weight in zip((BASE, *names), solved, strict=True)}


def _newton(features: Matrix, right: Matrix) -> Matrix:
    penalty = np.full(features.shape[1], RIDGE)
    penalty[0] = 0.01
    solved = np.zeros(features.shape[1])
    for _ in range(STEPS):
        promised = 1 / (1 + np.exp(-np.clip(features @ solved, -30, 30)))
        slope = features.T @ (right - promised) - penalty * solved
        curve = (features * (promised * (1 - promised))[:, None]).T @ features + np.diag(penalty)
        solved = solved + np.linalg.solve(curve, slope)
    return solved


def cross_validated(found: Sequence[Case], names: Sequence[str]) -> dict[str, Any]:
    """The :func:`~extraction.confidence.reliability.summary` of confidences that never saw the article they judge."""
    sure, right = [], []
    for fold in range(FOLDS):
        held = [case for case in found if _fold(case.article) == fold]
        told = fitted([case for case in found if _fold(case.article) != fold], names) if held else {}
        sure += [probability(case.signs, told) for case in held]
        right += [case.right for case in held]
    return summary(sure, right)


def _fold(article: str) -> int:
    return zlib.crc32(article.encode()) % FOLDS


def calibrate(judged: Mapping[str, Sequence[Case]]) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, Any]]]:
    """Weights by field, and how each field does by cross-validation."""
    named = {field: SIGNS[field] for field in FIELDS if judged.get(field)}
    return (
        {field: fitted(judged[field], names) for field, names in named.items()},
        {field: cross_validated(judged[field], names) for field, names in named.items()},
    )


def as_table(told: Mapping[str, Mapping[str, float]], source: str) -> str:
    """The weights as the text of ``data/confidence/weights.csv``; ``source`` is told in each row."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("field", "sign", "weight", "source"))
    table.writerows((field, sign, weight, source) for field, signs in told.items() for sign, weight in signs.items())
    return out.getvalue()
