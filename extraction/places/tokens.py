"""Words of a text with their offsets, folded, and whether each may begin a name."""

import re
from dataclasses import dataclass

from extraction.places.vocabulary import vocabulary
from extraction.text import fold

_WORD = re.compile(r"[^\W_]+")
_UPPER_SHARE, _MIN_LETTERS = 0.75, 6


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``cap``: it may be part of a name: a capital letter or, where case says nothing, not a function word."""

    start: int
    end: int
    word: str
    cap: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of ``text``. ``plain`` tells for each word whether its line is written without (or all in) capitals."""

    text: str
    folded: str
    items: tuple[Token, ...]
    plain: tuple[bool, ...]

    def gap(self, index: int) -> str:
        """The signs between word ``index`` and the next one; empty at the end."""
        if index < 0 or index + 1 >= len(self.items):
            return "\n"
        return self.text[self.items[index].end : self.items[index + 1].start]

    def near(self, index: int) -> bool:
        """Whether only spaces (or an abbreviation's point, a hyphen) part word ``index`` from the next."""
        gap = self.gap(index)
        if gap.startswith(".") and self.items[index].end - self.items[index].start <= 4:
            gap = gap[1:]
        return bool(gap) and len(gap) <= 3 and gap.strip(" \t\u00a0-") == "" and "\n" not in gap

    def match(self, index: int, key: tuple[str, ...]) -> bool:
        """Whether the words from ``index`` are ``key``, with only spaces between them."""
        if index + len(key) > len(self.items):
            return False
        return all(self.items[index + k].word == word for k, word in enumerate(key)) and all(
            self.near(index + k) for k in range(len(key) - 1)
        )


def tokenize(text: str) -> Tokens:
    """The words of ``text`` in order; linear in its length."""
    folded = fold(text)
    bare = not any(char.isupper() for char in text)
    items: list[Token] = []
    plain: list[bool] = []
    start = 0
    for line in text.splitlines(keepends=True):
        caseless = bare or _is_upper(line)
        for found in _WORD.finditer(folded, start, start + len(line)):
            items.append(Token(found.start(), found.end(), found.group(), _cap(text, found, caseless)))
            plain.append(caseless)
        start += len(line)
    return Tokens(text, folded, tuple(items), tuple(plain))


def _is_upper(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return len(letters) >= _MIN_LETTERS and sum(char.isupper() for char in letters) >= _UPPER_SHARE * len(letters)


def _cap(text: str, found: re.Match[str], caseless: bool) -> bool:
    if not caseless:
        return text[found.start()].isupper()
    word = found.group()
    return word.isalpha() and not vocabulary().has("function", word) and not vocabulary().has("connector", word)
