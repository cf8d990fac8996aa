"""The fitted model: for each field the weights of a few signs, from ``data/confidence/weights.csv``.

A field's confidence is the logistic function of the weighted sum of its signs. All but ``incident`` and ``record`` are
conditional: how probably the field is right, given that the incident is one. ``record`` is day, deaths, victims and gangs all
right at once, and the incident real.
"""

import math
from collections.abc import Mapping
from functools import cache

from extraction.confidence.signs import Signs
from extraction.lexicon import rows

#: Row of the table that stands for no sign: the weight of being an account at all.
BASE = "(base)"


@cache
def weights() -> dict[str, dict[str, float]]:
    """Field -> sign -> weight; the sign ``(base)`` counts always."""
    found: dict[str, dict[str, float]] = {}
    for row in rows("weights", "confidence"):
        found.setdefault(row["field"], {})[row["sign"]] = float(row["weight"])
    return found


def confidence(signs: Signs, *, blamed: bool) -> dict[str, float]:
    """Field -> probability of being right, two decimals; ``attribution`` only where somebody is ``blamed``."""
    return {field: round(probability(signs, told), 2) for field, told in weights().items() if blamed or field != "attribution"}


def probability(signs: Mapping[str, float], told: Mapping[str, float]) -> float:
    """The logistic function of the weighted signs; between .01 and .99, as no fit on some hundred articles knows better."""
    total = sum(weight * (1.0 if sign == BASE else signs[sign]) for sign, weight in told.items())
    return min(0.99, max(0.01, 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))))
