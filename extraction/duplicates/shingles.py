"""Texts as sets of word shingles: which may share a text (MinHash), and how much they do share (exact). Pure.

MinHash only proposes: SimHash or a coarse sketch alone cannot tell a rewrite from another murder in the same police phrases.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from datasketch import MinHash

from db.wording import essence
from extraction.text import fold

#: Words in a shingle: fewer are common phrases of the police, more are broken by each small edit.
WORDS = 4
#: Hash functions, in bands of two: pairs that share a fifth of their shingles are proposed by seven in ten (1 - (1 - s²)³²).
FUNCTIONS, ROWS = 64, 2
#: Shared shingles from which two texts are one; look-alikes in the same phrases stay far below (docs/method.md, Shared texts).
SAME = 0.5
#: Share of the shorter text that the longer one holds, from which it contains it; and how many shingles that must be at least.
CONTAINED, LEAST = 0.7, 20
#: Names and numbers that each of two texts may have of its own, on both sides: «PNC» for «Policía Nacional Civil». More of them
#: are another victim, age or place, and another event, whatever the phrases.
OTHER_FACTS = 1
_WORD = re.compile(r"\w+")
_FACT = re.compile(r"(?<![.!?:]\s)(?<!^)\b(?:[A-ZÁÉÍÓÚÑ]\w{2,}|\d+)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts are alike. ``relation``: same, contains (the first holds the second), inside, or None for different ones."""

    relation: str | None
    jaccard: float
    containment: float


def shingles(text: str) -> frozenset[str]:
    """Runs of :data:`WORDS` words, folded; what says nothing (view counters, «hace 2 horas») left out."""
    words = _WORD.findall(fold(essence(text)))
    return frozenset(" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))) if words else frozenset()


def keys(text: str) -> list[int]:
    """Keys of which two texts that share much have at least one in common; 64-bit integers. Empty for a text without words."""
    told = shingles(text)
    if not told:
        return []
    sketch = MinHash(num_perm=FUNCTIONS, seed=1)
    sketch.update_batch([shingle.encode() for shingle in sorted(told)])
    bands = np.asarray(sketch.hashvalues, dtype=">u8").reshape(-1, ROWS)
    return sorted({_key(index, band.tobytes()) for index, band in enumerate(bands)})


def _key(band: int, values: bytes) -> int:
    return int.from_bytes(blake2b(bytes([band]) + values, digest_size=8).digest(), "big", signed=True)


def facts(text: str) -> frozenset[str]:
    """Names and numbers: capitalised words inside sentences, and figures."""
    return frozenset(fold(word) for word in _FACT.findall(essence(text)))


def compare(first: str, second: str) -> Likeness:
    """How the two texts are alike, from all their shingles; the same whichever is first, but for the direction."""
    mine, theirs = shingles(first), shingles(second)
    shared = len(mine & theirs)
    if not shared:
        return Likeness(None, 0.0, 0.0)
    jaccard, shorter = shared / len(mine | theirs), min(len(mine), len(theirs))
    containment = shared / shorter
    a, b = facts(first), facts(second)
    agree = min(len(a - b), len(b - a)) <= OTHER_FACTS
    relation = None
    if agree and jaccard >= SAME:
        relation = "same"
    elif agree and containment >= CONTAINED and shorter >= LEAST:
        relation = "contains" if len(mine) > len(theirs) else "inside"
    return Likeness(relation, round(jaccard, 4), round(containment, 4))
