"""Scores of predictions against hand-coded articles, by the measures of ``docs/codebook.md`` section 8.

Both sides are rows in the exchange format (codebook section 6), joined on ``id``; an article with no prediction counts as an
empty one. Every measure is a sum over articles, so one pass gives counts per article and everything else (totals, subsets,
bootstrap intervals) is arithmetic on these.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from extraction.confidence.reliability import reliability
from extraction.pairing import Row, best, gangs, killed, pair, span

#: Measures that are an F1 of found against coded, in printing order.
F1_MEASURES = (
    "detection", "relevance", "victims", "victims_fine", "gangs", "gang_family", "record", "statistics",
)  # fmt: skip
#: Measures that are a share of paired incidents, in printing order.
ACCURACY_MEASURES = ("date", "deaths", "department", "district", "event_type", "attribution")
#: Resamples of the bootstrap; the 2.5th and 97.5th percentiles of 1,000 are stable to about a point.
RESAMPLES = 1000


@dataclass(slots=True)
class ArticleScore:
    """One article's counts, keyed ``(measure, 'hit' | 'gold' | 'pred' | 'right' | 'of')``, and what was wrong, in words."""

    id: str
    title: str
    kind: str
    phenomena: tuple[str, ...]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add_sets(self, measure: str, gold: set[Any], pred: set[Any]) -> None:
        """Count the overlap of a gold and a predicted set under an F1 measure."""
        self.counts[measure, "hit"] += len(gold & pred)
        self.counts[measure, "gold"] += len(gold)
        self.counts[measure, "pred"] += len(pred)

    def add_share(self, measure: str, right: bool) -> None:
        """Count one case under an accuracy measure."""
        self.counts[measure, "right"] += right
        self.counts[measure, "of"] += 1


def score_articles(gold_rows: Iterable[Row], predictions: Mapping[str, Row]) -> list[ArticleScore]:
    """Score each gold article against the prediction with its id."""
    return [_score_article(row, predictions.get(row["id"], {})) for row in gold_rows]


def _score_article(gold_row: Row, pred_row: Row) -> ArticleScore:
    gold, pred = _incidents(gold_row), _incidents(pred_row)
    pairs = pair(gold, pred)
    result = ArticleScore(
        id=gold_row["id"],
        title=gold_row.get("title") or "",
        kind=gold_row.get("kind") or "unknown",
        phenomena=tuple(gold_row.get("phenomena") or ()),
    )
    _count_detection(result, gold, pred, pairs)
    _count_sets(result, gold, pred, pairs)
    for g, p in pairs:
        _count_pair(result, gold[g], pred[p])
    result.add_sets("statistics", _figures(gold_row), _figures(pred_row))
    result.wrong += [f"statistic missed {f}" for f in sorted(_figures(gold_row) - _figures(pred_row), key=str)]
    result.wrong += [f"statistic spurious {f}" for f in sorted(_figures(pred_row) - _figures(gold_row), key=str)]
    return result


def _incidents(row: Row) -> list[Row]:
    return [i for i in (row.get("incidents") or []) if (i.get("country") or "SV") == "SV"]


def _figures(row: Row) -> set[tuple[Any, ...]]:
    return {
        (s.get("indicator"), s.get("value"), s.get("start"), s.get("end"), s.get("area") or "SV")
        for s in row.get("statistics") or []
    }


def _count_detection(result: ArticleScore, gold: Sequence[Row], pred: Sequence[Row], pairs: Sequence[tuple[int, int]]) -> None:
    for measure in ("detection", "record"):
        result.counts[measure, "gold"] += len(gold)
        result.counts[measure, "pred"] += len(pred)
    result.counts["detection", "hit"] += len(pairs)
    result.add_sets("relevance", {1} if gold else set(), {1} if pred else set())
    for name, rows, found in (("missed", gold, {g for g, _ in pairs}), ("spurious", pred, {p for _, p in pairs})):
        for index, row in enumerate(rows):
            if index not in found:
                result.wrong.append(f"{name} {span(row)} {row.get('district')} deaths {best(row)}")


def _count_sets(result: ArticleScore, gold: Sequence[Row], pred: Sequence[Row], pairs: Sequence[tuple[int, int]]) -> None:
    """Victim classes and gangs: of pairs both sides, of an unpaired incident its own side."""
    views: dict[str, Callable[[Row], set[str]]] = {
        "victims": killed,
        "victims_fine": lambda row: killed(row, fine=True),
        "gangs": gangs,
        "gang_family": lambda row: gangs(row, family=True),
    }
    lone_gold = set(range(len(gold))) - {g for g, _ in pairs}
    lone_pred = set(range(len(pred))) - {p for _, p in pairs}
    for measure, view in views.items():
        for g, p in pairs:
            result.add_sets(measure, view(gold[g]), view(pred[p]))
        for g in lone_gold:
            result.add_sets(measure, view(gold[g]), set())
        for p in lone_pred:
            result.add_sets(measure, set(), view(pred[p]))


def _count_pair(result: ArticleScore, gold: Row, pred: Row) -> None:
    views: dict[str, tuple[Any, Any]] = {
        "date": (span(gold), span(pred)),
        "deaths": (best(gold), best(pred)),
        "victims": (killed(gold), killed(pred)),
        "gangs": (gangs(gold), gangs(pred)),
    }
    result.counts["record", "hit"] += all(a == b for a, b in views.values())
    result.add_share("date", views["date"][0] == views["date"][1])
    result.add_share("deaths", views["deaths"][0] == views["deaths"][1])
    result.add_share("event_type", gold.get("event_type") == pred.get("event_type"))
    for name in ("department", "district"):
        if gold.get(name):
            result.add_share(name, gold[name] == pred.get(name))
    claims = {claim["actor"]: claim.get("attribution") for claim in gold.get("perpetrators") or []}
    for claim in pred.get("perpetrators") or []:
        if claim.get("actor") in claims:
            result.add_share("attribution", claims[claim["actor"]] == claim.get("attribution"))
    for name, (a, b) in views.items():
        if a != b:
            result.wrong.append(f"{name}: gold {_shown(a)} predicted {_shown(b)}")


def _shown(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else value


def totals(scores: Iterable[ArticleScore]) -> Counter[tuple[str, str]]:
    """The counts of many articles added up."""
    result: Counter[tuple[str, str]] = Counter()
    for score in scores:
        result.update(score.counts)
    return result


def measures(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, Any]]:
    """Counts to measures: F1 measures have ``f1 precision recall hit predicted gold``, accuracies ``accuracy right of``."""
    result: dict[str, dict[str, Any]] = {}
    for name in F1_MEASURES:
        hit, pred, gold = (counts.get((name, side), 0) for side in ("hit", "pred", "gold"))
        result[name] = {
            "f1": round(2 * hit / (pred + gold), 4) if pred + gold else 0.0,
            "precision": round(hit / pred, 4) if pred else 0.0,
            "recall": round(hit / gold, 4) if gold else 0.0,
            "hit": hit,
            "predicted": pred,
            "gold": gold,
        }
    for name in ACCURACY_MEASURES:
        right, of = counts.get((name, "right"), 0), counts.get((name, "of"), 0)
        result[name] = {"accuracy": round(right / of, 4) if of else None, "right": right, "of": of}
    return result


def intervals(scores: Sequence[ArticleScore], resamples: int = RESAMPLES) -> dict[str, tuple[float, float] | None]:
    """Bootstrap 95 % intervals of each measure, resampling whole articles; None where there is nothing to count."""
    if not scores:
        return dict.fromkeys((*F1_MEASURES, *ACCURACY_MEASURES))
    picks = np.random.default_rng(0).multinomial(len(scores), [1 / len(scores)] * len(scores), size=resamples)

    def resampled(measure: str, side: str) -> Any:
        return picks @ np.array([score.counts[measure, side] for score in scores], dtype=float)

    result: dict[str, tuple[float, float] | None] = {}
    for name in F1_MEASURES:
        result[name] = _percentiles(2 * resampled(name, "hit"), resampled(name, "pred") + resampled(name, "gold"))
    for name in ACCURACY_MEASURES:
        result[name] = _percentiles(resampled(name, "right"), resampled(name, "of"))
    return result


def _percentiles(above: Any, below: Any) -> tuple[float, float] | None:
    values = above[below > 0] / below[below > 0]
    if not len(values):
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def evaluate(gold_rows: Sequence[Row], predictions: Mapping[str, Row]) -> tuple[dict[str, Any], list[ArticleScore]]:
    """All measures with ``interval``, the same ``by_kind`` and ``by_phenomenon``, ``reliability``; and the scores behind them."""
    scores = score_articles(gold_rows, predictions)
    result: dict[str, Any] = measures(totals(scores))
    for name, interval in intervals(scores).items():
        result[name]["interval"] = interval
    kinds = sorted({score.kind for score in scores})
    tags = sorted({tag for score in scores for tag in score.phenomena})
    result["articles"] = len(scores)
    result["reliability"] = reliability(gold_rows, predictions)
    result["by_kind"] = {kind: _subset([s for s in scores if s.kind == kind]) for kind in kinds}
    result["by_phenomenon"] = {tag: _subset([s for s in scores if tag in s.phenomena]) for tag in tags}
    return result, scores


def _subset(scores: Sequence[ArticleScore]) -> dict[str, Any]:
    return {"articles": len(scores), **measures(totals(scores))}
