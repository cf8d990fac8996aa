"""Folding of text for matching: case and accents dropped, length and offsets kept."""

import re
import unicodedata
from collections.abc import Iterable


class _Folding(dict[int, str]):
    """Code point -> folded character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        self[code] = base if len(base) == 1 else char
        return self[code]


_FOLDING = _Folding()
_NAMED = re.compile(r"\(\?P<\w+>")


def any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """One pattern that matches where any of ``patterns`` does; groups lose their names.

    Most sentences meet none of a table's rows: one scan for all tells so several times sooner than one for each row.
    """
    return re.compile("|".join(f"(?:{_NAMED.sub('(?:', pattern.pattern)})" for pattern in patterns))


def fold(text: str) -> str:
    """``text`` lower-cased and without accents, of the same length, so that offsets stay true; «ñ» becomes «n»."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)
