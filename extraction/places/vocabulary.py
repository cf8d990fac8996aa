"""The tables of place words, indexed for matching by folded words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extraction.gazetteer import Words, words
from extraction.lexicon import rows


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``heads``: generic words by folded words, with their label. ``labels``: small words by label."""

    heads: Mapping[Words, str]
    spellings: Mapping[Words, frozenset[str]]
    longest_head: Mapping[str, int]
    labels: Mapping[str, frozenset[str]]

    def has(self, label: str, word: str) -> bool:
        """Whether ``word`` (folded) has ``label`` in ``place_words.csv``."""
        return word in self.labels[label]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, loaded once."""
    heads = {words(row["term"]): row["label"] for row in rows("place_heads")}
    spellings: dict[Words, set[str]] = {}
    for row in rows("place_heads"):
        spellings.setdefault(words(row["term"]), set()).add(row["term"].lower())
    longest: dict[str, int] = {}
    for key in heads:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    labels: dict[str, set[str]] = {}
    for row in rows("place_words"):
        labels.setdefault(row["label"], set()).add(" ".join(words(row["term"])))
    return Vocabulary(
        heads,
        {key: frozenset(terms) for key, terms in spellings.items()},
        longest,
        {label: frozenset(terms) for label, terms in labels.items()},
    )
