"""Calendar and number expressions in Spanish and English text, resolved against the day of publication."""

from datetime import date, datetime

from extraction.expressions.model import Expression, Number

__all__ = ["Expression", "expressions", "find_dates", "find_numbers", "parse_number"]


def find_dates(text: str, reference: date | datetime | None, language: str = "es") -> list[Expression]:
    """The dates, date-times and ranges of ``text``, in order and apart from each other."""
    return []


def find_numbers(text: str, language: str = "es") -> list[Expression]:
    """The quantities of ``text``, in order and apart from each other; no ages, sentences, calibres, routes, plates."""
    return []


def expressions(text: str, reference: date | datetime | None, language: str = "es") -> list[Expression]:
    """Dates and numbers together, sorted; a date wins over the number inside it."""
    return []


def parse_number(words: str, language: str = "es") -> Number | None:
    """The value of ``words`` such as «dos mil 724» or «1.2 millones»; None when they are no number."""
    return None
