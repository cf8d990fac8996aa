"""What an English event mention is worth, and the verb a date belongs to: ``context_en.csv`` and ``verbs_en.csv``."""

import re
from functools import cache, lru_cache

from extraction.components.context import has
from extraction.lexicon import rows
from extraction.text import fold

_CLAUSE = re.compile(
    r"[.;:—]|, (?:but|although|while|and (?:then|later)|bringing|raising|taking|adding to|pushing|"
    r"which|the latest|the first|the \w+(?:est|nd|rd|th)\b|the (?:most|\w+ in a))\b| (?:but|"
    r"although) "
)


def clause(text: str, start: int, end: int, a: int, b: int) -> tuple[int, int]:
    """The clause of ``text[start:end]`` that holds ``a:b``."""
    left, right = start, end
    for match in _CLAUSE.finditer(fold(text[start:end])):
        if match.end() + start <= a:
            left = match.start() + start
        elif match.start() + start >= b:
            right = match.start() + start
            break
    return left, right


def told_as_fact(text: str, start: int, end: int, a: int, b: int, *, named: bool) -> bool:
    """False for what is negated, intended, feared or, where nobody harmed is ``named``, an offence («held for murder»)."""
    left, _ = clause(text, start, end, a, b)
    near = text[max(left, a - 60) : a]
    labels = ("negation_en", "intention_en", "attempt_en", "hypothesis_en", *(() if named else ("offence_en",)))
    return not any(has(label, "before", near) for label in labels)


def is_figure(text: str, start: int, end: int, a: int, b: int) -> bool:
    """Whether the clause of ``a:b`` counts over a period, or tells of many cases at once."""
    left, right = clause(text, start, end, a, b)
    words = text[left:right]
    return has("figure_en", "clause", words) or has("general_en", "clause", words)


@lru_cache(maxsize=8)
def label_of_verb(text: str) -> tuple[tuple[int, int, str], ...]:
    """The non-event verbs of ``text``: (start, end, label), in order."""
    folded = fold(text)
    return tuple(sorted((m.start(), m.end(), label) for label, pattern in _verbs().items() for m in pattern.finditer(folded)))


@cache
def _verbs() -> dict[str, re.Pattern[str]]:
    return {row["label"]: re.compile(rf"\b(?:{row['pattern']})\b") for row in rows("verbs_en")}
