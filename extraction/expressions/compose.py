"""Joins neighbours: a part of the day or a clock time with its day, two ends of a range, «desde» with its start."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache

from extraction.expressions.calendar import add_months
from extraction.expressions.node import Node, Reference, Shape
from extraction.lexicon import rows

_Join = Callable[[Node, Node, str, str], Node | None]
_ARTICLE = r"[^\S\n]{1,3}(?:(?:el|las?|los|the|in)[^\S\n]{1,3})?$"
_LEAD = re.compile(r"(?:^|(?<=\W))(entre|desde|de|del|from|between)" + _ARTICLE)
_SINCE = re.compile(r"(?:^|(?<=\W))(desde|a partir del?|since|starting(?: on| in)?|as of|beginning (?:on|in))" + _ARTICLE)
_SIDE = re.compile(r"(?:^|(?<=\W))(antes del?|despues del?|before|after|prior to)" + _ARTICLE)
_DAYLIKE = (Shape.DAY, Shape.MOMENT, Shape.PERIOD)
_TIMELIKE = (Shape.PART, Shape.CLOCK, Shape.HOURS)


@cache
def _words(kind: str) -> frozenset[str]:
    """What may stand between two neighbours: rows of ``joiners.csv``."""
    return frozenset(row["term"] for row in rows("joiners") if row["kind"] == kind)


def _joins(kind: str, gap: str) -> bool:
    return not gap or gap in _words(kind)


def compose(nodes: list[Node], folded: str, ref: Reference) -> list[Node]:
    """Neighbours joined until nothing more can be."""
    for join in (_same_day, _time_and_day, _range, _time_and_day):
        nodes = _pass(nodes, folded, join)
    return [_bounded(_since(node, folded), folded) for node in nodes]


def _pass(nodes: list[Node], folded: str, join: _Join) -> list[Node]:
    done: list[Node] = []
    for node in nodes:
        if done and Shape.QUIET not in (done[-1].shape, node.shape) and node.start - done[-1].end <= 16:
            gap = folded[done[-1].end : node.start]
            both = join(done[-1], node, " ".join(gap.split()), folded) if "\n" not in gap else None
            if both is not None:
                done[-1] = both
                continue
        done.append(node)
    return done


def _same_day(first: Node, second: Node, gap: str, folded: str) -> Node | None:
    """«ayer, martes 9 de julio»: one day told twice."""
    if not _joins("same_day", gap) or first.shape is not Shape.DAY or second.shape is not Shape.DAY or first.low != second.low:
        return None
    part = first.part or second.part
    told = second if first.relative else first
    return replace(told, start=first.start, end=second.end, part=part, weak=False)


def _time_and_day(first: Node, second: Node, gap: str, folded: str) -> Node | None:
    if first.shape in _TIMELIKE and second.shape in (Shape.DAY, Shape.MOMENT) and _joins("time_then_day", gap):
        return _at(second, first, first.start, second.end)
    if first.shape in (Shape.DAY, Shape.MOMENT) and second.shape in _TIMELIKE and _joins("day_then_time", gap):
        return _at(first, second, first.start, second.end)
    if first.shape is Shape.CLOCK and second.shape is Shape.PART and _joins("day_then_time", gap):
        return replace(first, end=second.end, part=second.part, at=_halved(first, second.part), half_unknown=False)
    return None


def _at(day: Node, clock: Node, start: int, end: int) -> Node | None:
    """``day`` with a part of it, a clock time or hours."""
    if day.shape is Shape.MOMENT and clock.shape is not Shape.PART:
        return None
    part = clock.part or day.part
    if clock.shape is Shape.PART:
        return replace(day, start=start, end=end, part=part, weak=False)
    at = _halved(clock, part)
    if clock.shape is Shape.HOURS:
        return replace(
            day, shape=Shape.SPAN, start=start, end=end, at=at, until=clock.until, part=part, precision="range", weak=False
        )
    return replace(day, shape=Shape.MOMENT, start=start, end=end, at=at, part=part, weak=False)


def _halved(clock: Node, part: str | None) -> time | None:
    late = part in ("tarde", "noche") and clock.half_unknown and clock.at is not None and clock.at.hour < 12
    return clock.at.replace(hour=clock.at.hour + 12) if late and clock.at else clock.at


def _range(first: Node, second: Node, gap: str, folded: str) -> Node | None:
    lead = _LEAD.search(folded[max(0, first.start - 14) : first.start])
    word = lead.group(1) if lead else ""
    if not gap and {first.shape, second.shape} <= {Shape.MOMENT, Shape.CLOCK} and folded.startswith(("a ", "to "), second.start):
        gap = "a"
    if not (gap in _words("until") or (gap in _words("and") and word in ("entre", "between"))):
        return None
    if gap in ("a", "al") and not word and first.shape is not second.shape:
        return None
    start = first.start - (len(lead.group(0)) if lead else 0)
    if first.shape in _DAYLIKE and second.shape in _DAYLIKE:
        return _days(first, second, start)
    return _times(first, second, start)


def _days(first: Node, second: Node, start: int) -> Node | None:
    low, high = first.low, second.high
    if low is None or high is None:
        known = first if low is None else second
        return replace(known, shape=Shape.PERIOD, start=start, end=second.end, low=None, high=None, at=None, precision="range")
    if low > high:
        low, high = _ordered(first, second)
    if low is None or high is None or low > high:
        return None
    tense = second.tense or first.tense
    shape = Shape.SPAN if first.at and second.at else Shape.PERIOD
    return Node(
        shape, start, second.end, low, high, first.at if shape is Shape.SPAN else None,
        second.at if shape is Shape.SPAN else None, precision="range", relative=first.relative or second.relative,
        tense=tense, rule="range",
    )  # fmt: skip


def _ordered(first: Node, second: Node) -> tuple[date | None, date | None]:
    """Ends told without a year or a week, moved so that the start comes first."""
    if first.low is None or second.high is None:
        return None, None
    week = timedelta(days=7)
    if second.relative == "weekday" and second.high + week >= first.low:
        return first.low, second.high + week
    if first.relative == "weekday":
        return first.low - week, second.high
    if first.relative == "year_inferred":
        return add_months(first.low, -12), second.high
    if second.relative == "year_inferred":
        return first.low, add_months(second.high, 12)
    return None, None


def _times(first: Node, second: Node, start: int) -> Node | None:
    if first.shape is Shape.CLOCK and second.shape is Shape.CLOCK and first.at and second.at:
        at = first.at
        if first.half_unknown and second.at.hour >= 12 and not second.half_unknown and at.hour + 12 <= second.at.hour:
            at = at.replace(hour=at.hour + 12)
        return replace(
            first, shape=Shape.HOURS, start=start, end=second.end, at=at, until=second.at, precision="range", weak=False
        )
    if first.shape is Shape.CLOCK and second.shape is Shape.MOMENT and second.at:
        return replace(second, shape=Shape.SPAN, start=start, at=first.at, until=second.at, precision="range")
    if first.shape is Shape.MOMENT and second.shape is Shape.CLOCK and first.at:
        return replace(first, shape=Shape.SPAN, start=start, end=second.end, until=second.at, precision="range")
    return None


def _since(node: Node, folded: str) -> Node:
    """«desde 2015», «a partir del lunes»: open to the right."""
    if node.shape not in _DAYLIKE:
        return node
    lead = _SINCE.search(folded[max(0, node.start - 22) : node.start])
    if lead is None:
        return node
    return replace(node, shape=Shape.SINCE, start=node.start - len(lead.group(0)), high=None, precision="range")


def _bounded(node: Node, folded: str) -> Node:
    """«antes de 2018», «después de 2016»: open to one side; a day keeps its day («después del lunes»)."""
    lead = _SIDE.search(folded[max(0, node.start - 16) : node.start])
    if (
        lead is None
        or node.shape is not Shape.PERIOD
        or node.precision not in ("month", "year")
        or node.low is None
        or node.high is None
    ):
        return node
    day = timedelta(days=1)
    start = node.start - len(lead.group(0))
    if lead.group(1).startswith(("antes", "before", "prior")):
        return replace(node, shape=Shape.UNTIL, start=start, low=None, high=node.low - day, precision="range")
    return replace(node, shape=Shape.SINCE, start=start, low=node.high + day, high=None, precision="range")
