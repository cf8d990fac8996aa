"""Finds calendar expressions: scan, read, guard, join, tell."""

from dataclasses import replace
from datetime import date, datetime, time

from extraction.expressions.compose import compose
from extraction.expressions.grammar import Hit, scan
from extraction.expressions.guards import Surroundings, is_name, stands, turned
from extraction.expressions.model import Expression
from extraction.expressions.node import Node, Reference, Shape
from extraction.expressions.readers import READERS


def read_nodes(text: str, folded: str, ref: Reference, language: str) -> list[Node]:
    """All readings, joined, quiet and weak ones too."""
    around = Surroundings(text, folded)

    def accept(hit: Hit) -> Node | None:
        node = READERS[hit.rule](hit, ref)
        if node is None or stands(node, around, language):
            return turned(node, around, ref) if node is not None else None
        return replace(node, shape=Shape.QUIET) if is_name(node, around) else None

    return compose(list(scan(folded, language, accept)), folded, ref)


def tell(nodes: list[Node], ref: Reference) -> list[Expression]:
    """The nodes that are dates, as callers see them."""
    return [found for node in nodes if not node.weak and (found := _expression(node, ref)) is not None]


def _expression(node: Node, ref: Reference) -> Expression | None:
    if node.shape in (Shape.QUIET, Shape.PART):
        return None
    kind = "range"
    if node.shape in (Shape.DAY, Shape.MOMENT, Shape.CLOCK):
        kind = "date" if node.shape is Shape.DAY and node.part is None else "datetime"
    start, end = _ends(node, ref)
    return Expression(
        kind, node.start, node.end, start, end, precision=node.precision, part=node.part, relative=node.relative, tense=node.tense
    )


def _ends(node: Node, ref: Reference) -> tuple[str | None, str | None]:
    low, high = node.low, node.high
    if node.shape is Shape.UNTIL:
        return None, high.isoformat() if high else None
    if node.shape in (Shape.CLOCK, Shape.HOURS):
        low = high = ref.day
    if low is None:
        return None, None
    if node.shape in (Shape.MOMENT, Shape.CLOCK):
        return (_minute(low, node.at), _minute(low, node.at)) if node.at else (None, None)
    if node.shape in (Shape.SPAN, Shape.HOURS):
        return _minute(low, node.at), _minute(high or low, node.until)
    if node.shape is Shape.SINCE:
        return (_minute(low, node.at) if node.at else low.isoformat()), None
    return low.isoformat(), high.isoformat() if high else None


def _minute(day: date, at: time | None) -> str | None:
    """To the minute, or to the second where seconds are told."""
    return datetime.combine(day, at).isoformat(timespec="seconds" if at.second else "minutes") if at else None
