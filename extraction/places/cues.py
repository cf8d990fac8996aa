"""The words around a place that tell its role, from ``place_cues.csv``, ``place_joiners.csv`` and ``people.csv``."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from extraction.lexicon import rows
from extraction.text import fold

_ARTICLE = re.compile(
    r"(?:\b(?:el|la|los|las|un|una|unos|unas|the|otro|otra|este|dicho|dicha|mismo|misma|ese|esa|citado|vecino|vecina|su)\s+)+$"
)
_LAST_WORD = re.compile(r"([^\W_]+)\s+$")
_WORDS = re.compile(r"[^\W_]+")
_CLOSED = re.compile(r"[.;:!?]\s*$")
#: How far before and after a place a cue of reach ``clause`` is looked for, in characters, within the sentence.
BEFORE, AFTER = 300, 200
_ADJACENT_REACH = 70


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in the text: its offsets, the role it speaks for, and the row of the table."""

    start: int
    end: int
    label: str
    term: str


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled rows: ``adjacent`` stands right before a place, ``clause`` anywhere in its sentence, ``subject`` right after one
    that opens the sentence («Ilobasco fue escenario de …»)."""

    adjacent: dict[str, str]
    longest: int
    clause: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], str, str], ...]
    subject: re.Pattern[str]


@cache
def cues() -> Cues:
    """The cue rows, compiled once; a term «de» also stands for «del»."""
    adjacent = {fold(row["term"]): row["label"] for row in rows("place_cues") if row["reach"] == "adjacent"}
    adjacent |= {f"{term}l": label for term, label in adjacent.items() if term.endswith(" de") and f"{term}l" not in adjacent}
    clause = [(fold(row["term"]), row["label"]) for row in rows("place_cues") if row["reach"] == "clause"]
    clause.sort(key=lambda item: -len(item[0]))
    bodies = [re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for term, _ in clause]
    patterns = tuple((re.compile(rf"{body}\Z"), label, term) for body, (term, label) in zip(bodies, clause, strict=True))
    longest = max(len(term.split()) for term in adjacent)
    subject = "|".join(re.escape(fold(row["term"])) for row in rows("place_cues") if row["reach"] == "subject")
    clauses = re.compile(rf"\b(?:{'|'.join(bodies)})\b")
    return Cues(adjacent, longest, clauses, patterns, re.compile(rf",? (?:{subject})\b"))


@lru_cache(maxsize=4096)
def _row_of(words_: str) -> tuple[str, str]:
    return next((label, term) for pattern, label, term in cues().patterns if pattern.match(words_))


@cache
def people() -> frozenset[str]:
    """Folded single words for people: «taxista», «vecinos»."""
    return frozenset(fold(form) for row in rows("people") for form in (row["term"], row["plural"]) if form and " " not in form)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(row["term"] for row in rows("place_joiners") if row["label"] == "filler")


def plain_end(left: str) -> str:
    """``left`` without the articles and empty adjectives at its end: «en el populoso » becomes «en »."""
    while True:
        shorter = _ARTICLE.sub("", left)
        word = _LAST_WORD.search(shorter)
        if word and word.group(1) in _fillers():
            shorter = shorter[: word.start()]
        if shorter == left:
            return left
        left = shorter


def adjacent_cue(left: str) -> tuple[str, str] | None:
    """Role and row of the longest cue that ends ``left`` (folded text right before a place), or None."""
    if _CLOSED.search(left):
        return None
    found = _WORDS.findall(left[-_ADJACENT_REACH:])
    for size in range(min(cues().longest, len(found)), 0, -1):
        term = " ".join(found[-size:])
        if term in cues().adjacent:
            return cues().adjacent[term], f"place_cues.csv:{term}"
    return None


class ClauseCues:
    """The cues of reach ``clause`` of one sentence, found once."""

    def __init__(self, folded: str, start: int, end: int) -> None:
        self.hits = [Cue(m.start(), m.end(), *_row_of(m.group())) for m in cues().clause.finditer(folded, start, end)]
        self.starts = [hit.start for hit in self.hits]

    def before(self, offset: int) -> list[Cue]:
        """Those that end at most :data:`BEFORE` characters before ``offset``, in order."""
        low, high = bisect_left(self.starts, offset - BEFORE), bisect_left(self.starts, offset)
        return [hit for hit in self.hits[low:high] if hit.end <= offset]

    def first_after(self, offset: int) -> Cue | None:
        """The first that begins at most :data:`AFTER` characters after ``offset``."""
        at = bisect_left(self.starts, offset)
        return self.hits[at] if at < len(self.hits) and self.hits[at].start - offset <= AFTER else None
