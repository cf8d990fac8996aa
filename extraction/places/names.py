"""Recognises names at a word: of the gazetteer, or a run of capitals after a generic word."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz, process

from extraction.gazetteer import Gazetteer, Name, Words, gazetteer
from extraction.places.tokens import Tokens
from extraction.places.units import Unit
from extraction.places.vocabulary import Vocabulary, vocabulary

_MAX_NAME = 9
#: Least likeness (rapidfuzz ratio, 0 to 100) of a misspelt name after «municipio de».
_MISSPELT = 86.0


@cache
def _district_names() -> list[str]:
    return [" ".join(key) for key, names in gazetteer().names.items() if any(name.kind == "district" for name in names)]


class NameReader:
    """Looks names up at a position of ``tokens``; knows nothing of what is around them."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.items = tokens.items
        self.places: Gazetteer = gazetteer()
        self.vocabulary: Vocabulary = vocabulary()

    def word(self, index: int) -> str:
        """The folded word at ``index``; empty outside the text."""
        return self.items[index].word if 0 <= index < len(self.items) else ""

    def cap(self, index: int) -> bool:
        """Whether the word at ``index`` may be part of a name; False outside the text."""
        return 0 <= index < len(self.items) and self.items[index].cap

    def key(self, index: int, size: int) -> Words:
        """The folded words from ``index`` on, at most ``size``."""
        return tuple(token.word for token in self.items[index : index + size])

    def head_label(self, index: int, size: int) -> str:
        """The label of the generic word of ``size`` words at ``index``."""
        return self.vocabulary.heads[self.key(index, size)]

    def sizes(self, index: int, longest: Mapping[str, int], above: int = 0) -> range:
        """The numbers of words to try at ``index``, longest first, each greater than ``above``."""
        most = min(longest.get(self.items[index].word, 0), len(self.items) - index)
        return range(most, above, -1)

    def head_size(self, index: int) -> int:
        for size in self.sizes(index, self.vocabulary.longest_head):
            key = self.key(index, size)
            if key in self.vocabulary.heads and self.tokens.match(index, key) and self._spelled(index, size, key):
                return size
        return 0

    def _spelled(self, index: int, size: int, key: Words) -> bool:
        """Whether the accents fit, where the text has any: «cerró» is not «cerro»."""
        text = self.tokens.text[self.items[index].start : self.items[index + size - 1].end].lower()
        return text.isascii() or size > 1 or text in self.vocabulary.spellings[key]

    def name_at(self, index: int, relaxed: bool = False) -> tuple[int, tuple[Name, ...]] | None:
        """The longest gazetteer name at ``index``: its number of words and its readings.

        Its proper words must be capitalised; a small article in front only where ``relaxed``.
        """
        if index >= len(self.items):
            return None
        for size in self.sizes(index, self.places.longest):
            key = self.key(index, size)
            if key in self.places.names and self.tokens.match(index, key) and self._capital(index, size, relaxed):
                return size, self.places.names[key]
        return None

    def _capital(self, index: int, size: int, relaxed: bool) -> bool:
        for k in range(index, index + size):
            token = self.items[k]
            if not token.cap and not self.vocabulary.has("connector", token.word):
                return self.items[index].word in ("la", "ciudad", "centro", "puerto") and self._is_alias(index, size)
        first = self.items[index]
        article = self.vocabulary.has("connector", first.word) and size > 1
        plain = self.key(index, size) not in self.places.doubtful
        return not article or first.cap or relaxed or plain or self.tokens.plain[index] or self._is_alias(index, size)

    def _is_alias(self, index: int, size: int) -> bool:
        key = " ".join(t.word for t in self.items[index : index + size])
        return "capital" in key or key.startswith(("centro ", "puerto de la"))

    def name_end(self, index: int) -> int | None:
        """The last word of a proper name that begins at ``index`` (after a generic word), or None."""
        last, k, opened, proper = None, index, False, False
        while k < len(self.items) and k - index < _MAX_NAME:
            if k > index and not self.joined(k - 1):
                break
            token = self.items[k]
            if proper and not opened and not self._hyphened(k - 1) and self._place_begins(k, index):
                break
            if token.cap or token.word[0].isdigit():
                opened = self._opens(k, index) if token.cap else opened
                last = k
                proper = proper or not self.vocabulary.has("connector", token.word)
            elif (
                token.word in ("y", "e") or not self.vocabulary.has("connector", token.word) or (last is None and k - index >= 2)
            ):
                break
            k += 1
        if last is not None and last + 1 < len(self.items) and self.vocabulary.has("direction", self.items[last + 1].word):
            last += self.joined(last) and self.items[last].word[0].isdigit()
        return last

    def _opens(self, k: int, begin: int) -> bool:
        """A word that «de …» completes («Jardines de Cuscatlán»); with an article it is a name of its own («El Santuario»)."""
        after_article = k > begin and self.word(k - 1) in ("el", "la", "los", "las")
        return self.vocabulary.has("opening", self.word(k)) and not after_article

    def _place_begins(self, index: int, begin: int) -> bool:
        """Whether a district or department begins at ``index``, after the locality that began at ``begin``."""
        connector = self.items[index].word in ("de", "del", "y", "e")
        found = self.name_at(index + 1 if connector else index)
        if not found or (connector and self.items[index].cap and not self.tokens.plain[index]):
            return False
        size, names = found
        whole = tuple(t.word for t in self.items[begin : index + connector + size])
        if whole in self.places.localities or all(name.kind == "foreign" for name in names):
            return False
        nxt = index + connector + size
        goes_on = nxt < len(self.items) and self.tokens.near(nxt - 1) and self.items[nxt].cap and not self.tokens.plain[nxt]
        return not goes_on

    def joined(self, index: int) -> bool:
        gap = self.tokens.gap(index).strip(" \t\u00a0")
        if gap == "." and self.items[index].word.isdigit() and self.items[index + 1].word[0].isdigit():
            return True
        return gap in ("", "-", "#", "«", "“", '"', "‘", "'", "º", ".ª", ".º", "–")

    def _hyphened(self, index: int) -> bool:
        return self.tokens.gap(index).strip() in ("-", "–")

    def misspelt(self, k: int) -> tuple[int, tuple[Name, ...]] | None:
        """After «municipio de» or «distrito de»: the one district whose name is spelled almost so."""
        if k >= len(self.items) or self.tokens.plain[k] or self.items[k - 1].word not in ("de", "del"):
            return None
        last = self.name_end(k)
        if last is None or not self.items[k].cap:
            return None
        written = " ".join(t.word for t in self.items[k : last + 1])
        best = process.extract(written, _district_names(), scorer=fuzz.ratio, limit=2, score_cutoff=_MISSPELT)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return last - k + 1, tuple(n for n in self.places.names[tuple(best[0][0].split())] if n.kind == "district")

    def unit(self, first: int, last: int, level: str, **more: object) -> Unit:
        unit = Unit(self.items[first].start, self.items[last].end, first, last, level)
        return replace(unit, **more)  # type: ignore[arg-type]

    def named(self, index: int, begin: int, last: int, label: str) -> Unit:
        text = self.tokens.text[self.items[index].start : self.items[last].end]
        while begin < last and self.items[begin].word in ("de", "del"):
            begin += 1
        return self.unit(
            index,
            last,
            "locality",
            label=label,
            locality=text,
            explicit=True,
            key=self.key(begin, last + 1 - begin),
        )

    def department_beside(self, last: int, names: tuple[Name, ...]) -> bool:
        """Whether the department of one of ``names`` follows after a comma, «en» or «departamento de»."""
        k = last + 1
        while k < min(last + 4, len(self.items)) and self.items[k].word in ("en", "de", "el", "departamento"):
            k += 1
        if self.tokens.gap(last).strip() not in ("", ",", "("):
            return False
        found = self.name_at(k, relaxed=True)
        wanted = {name.department for name in names}
        return found is not None and any(n.kind == "department" and n.department in wanted for n in found[1])
