"""Folding of text for matching: case and accents dropped, length and offsets kept."""

import unicodedata


class _Folding(dict[int, str]):
    """Code point -> folded character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        self[code] = base if len(base) == 1 else char
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """``text`` lower-cased and without accents, of the same length, so that offsets stay true; «ñ» becomes «n»."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)
