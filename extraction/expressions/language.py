"""Tells Spanish from English by their most common words; enough for lines that say nothing of their language."""

import re
from functools import cache

from extraction.expressions.vocabulary import LANGUAGES, vocabulary
from extraction.lexicon import rows
from extraction.text import fold

_WORD = re.compile(r"[a-z]+")
_SAMPLE = 4000


@cache
def _words(language: str) -> frozenset[str]:
    common = {row["term"] for row in rows("function_words") if row["language"] == language}
    tables = vocabulary(language).tables
    known = {word for kind in tables for term in tables[kind] for word in _WORD.findall(term)}
    return frozenset(common | known)


@cache
def _telling(language: str) -> frozenset[str]:
    others = frozenset().union(*(_words(other) for other in LANGUAGES if other != language))
    return _words(language) - others


def detect(text: str) -> str | None:
    """``es`` or ``en``, whichever has more of its own common words in the first stretch of ``text``; None when even."""
    head = text[:_SAMPLE]
    if re.search(r"[ñ¿¡áéíóú]", head.lower()):
        return "es"
    words = _WORD.findall(fold(head))
    scores = {language: sum(word in _telling(language) for word in words) for language in LANGUAGES}
    if scores["en"] == scores["es"]:
        return None
    return max(scores, key=lambda language: scores[language])
