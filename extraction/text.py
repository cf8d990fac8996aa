"""Folding of text for matching: case and accents dropped, length and offsets kept."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """``text`` lower-cased and without accents, of the same length, so that offsets stay true; «ñ» becomes «n»."""
    return "".join(map(_fold_char, text))
