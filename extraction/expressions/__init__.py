"""Calendar and number expressions in Spanish and English text, resolved against the day of publication."""

from datetime import date, datetime

from extraction.expressions.dates import read_nodes, tell
from extraction.expressions.model import Expression, Number
from extraction.expressions.node import Node, Reference
from extraction.expressions.numbers import read_numbers
from extraction.expressions.numerals import parse_number
from extraction.text import fold

__all__ = ["Expression", "Number", "all_expressions", "expressions", "find_dates", "find_numbers", "parse_number"]


def find_dates(text: str, reference: date | datetime | None, language: str = "es") -> list[Expression]:
    """The dates, date-times and ranges of ``text``, in order and apart from each other.

    Relative ones are resolved against ``reference``, the day of publication, and to the past where the words leave it
    open (codebook section 2). With ``reference`` None those keep their place but have neither start nor end.
    """
    ref = Reference.of(reference)
    return tell(read_nodes(text, fold(text), ref, language), ref)


def find_numbers(text: str, language: str = "es") -> list[Expression]:
    """The quantities of ``text``, in order and apart from each other; no ages, sentences, calibres, routes, plates."""
    folded = fold(text)
    return read_numbers(text, folded, _taken(read_nodes(text, folded, Reference(None), language)), language)


def expressions(text: str, reference: date | datetime | None, language: str = "es") -> list[Expression]:
    """Dates and numbers together, sorted; a date wins over the number inside it."""
    return _both(text, reference, language, join=True)


def all_expressions(text: str, reference: date | datetime | None, language: str = "es") -> list[Expression]:
    """Like :func:`expressions`, but «entre 3 y 5» is two numbers, as a list of values must have it."""
    return _both(text, reference, language, join=False)


def _both(text: str, reference: date | datetime | None, language: str, *, join: bool) -> list[Expression]:
    folded, ref = fold(text), Reference.of(reference)
    nodes = read_nodes(text, folded, ref, language)
    found = tell(nodes, ref) + read_numbers(text, folded, _taken(nodes), language, join=join)
    return sorted(found, key=lambda one: (one.start_char, one.end_char))


def _taken(nodes: list[Node]) -> list[tuple[int, int]]:
    """The stretches whose figures are no quantities."""
    return [(node.start, node.end) for node in nodes if not node.weak]
