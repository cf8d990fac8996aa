"""Who did it, read from the kinds of the words around a name: one frame stands for all wordings of one grammar.

``doer_words.csv`` says of what kind a word or phrase is (a deed, its participle, a word of blame, a culprit, a place …),
``doer_frames.csv`` which kinds beside a name make its owner the doer, the victim's gang or the owner of the street. A sentence
becomes a string of one character a word; words of no kind count only as distance, and articles and adverbs not at all.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from extraction.components.actor_cues import View
from extraction.lexicon import LexiconError, rows
from extraction.structure import Sentence

#: So many words on either side of a name are read.
REACH = 30
#: Gaps of a frame and how many words they may skip.
_GAPS = {"...": 22, "..": 6, ".": 2, "~": 6, "-": 1}
_FIRST = 0xE000
_PLAIN, _STOP, _COMMA, _COLON, _BEGIN = "_", ";", ",", ":", "^"
_CLITIC = re.compile(r"\b(?:lo|la|los|las|le|les|nos|me) $")
_SPECIAL = {"comma": _COMMA, "colon": _COLON, "^": _BEGIN, "clitic": "*"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of ``doer_frames.csv``: what stands before the name, read from it leftwards, and behind it."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    role: str
    weight: float
    name: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence as the kinds of its words, with their offsets in the text."""

    kinds: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def before(self, position: int) -> tuple[str, tuple[int, ...]]:
        """The kinds left of ``position``, the nearest first, with where each begins."""
        stop = bisect_left(self.starts, position)
        first = max(0, stop - REACH)
        opening = _BEGIN if first == 0 else ""
        return self.kinds[first:stop][::-1] + opening, self.starts[first:stop][::-1]

    def behind(self, position: int) -> tuple[str, tuple[int, ...]]:
        """The kinds right of ``position``, with where each ends."""
        start = bisect_left(self.starts, position)
        return self.kinds[start : start + REACH], self.ends[start : start + REACH]


@cache
def _code() -> dict[str, str]:
    kinds = dict.fromkeys(row["kind"] for row in rows("doer_words"))
    return _SPECIAL | {kind: chr(_FIRST + number) for number, kind in enumerate(kinds)}


@cache
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["kind"]) for row in rows("doer_words") if " " not in row["pattern"])


@cache
def _token() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Phrases by group number, else a word, a stop or a comma."""
    phrases = [row for row in rows("doer_words") if " " in row["pattern"]]
    groups = "|".join(f"({row['pattern']})" for row in phrases)
    return re.compile(rf"\b(?:{groups})(?!\w)|\w+|;|[,:()—–]"), tuple(row["kind"] for row in phrases)


@lru_cache(maxsize=50_000)
def _kind(word: str) -> str:
    """The character of a word; empty for those that count for nothing."""
    if not word[0].isalnum():
        return word if word in (_STOP, _COLON) else _COMMA
    kind = next((kind for pattern, kind in _words() if pattern.fullmatch(word)), None)
    return "" if kind == "filler" else _code()[kind] if kind else _PLAIN


@lru_cache(maxsize=64)
def clause(prepared: View, sentence: Sentence) -> Clause:
    """The words of ``sentence`` by kind."""
    pattern, phrases = _token()
    found = []
    for match in pattern.finditer(prepared.folded, sentence.start, sentence.end):
        kind = phrases[match.lastindex - 1] if match.lastindex else ""
        char = ("" if kind == "filler" else _code()[kind]) if kind else _kind(match.group())
        if char:
            found.append((char, match.start(), match.end()))
    found = _in_context(prepared, found)
    return Clause("".join(c for c, _, _ in found), tuple(a for _, a, _ in found), tuple(b for _, _, b in found))


def _in_context(prepared: View, found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Words whose neighbours tell their kind: «la» before a verb, «han asesinado», English participles."""
    code, told = _code(), list(found)
    verbs = {code[kind] for kind in ("kill", "act", "judge", "blame", "wanted", "member", "tie", "target")}
    for index, (char, start, end) in enumerate(found):
        before = found[index - 1] if index else None
        if char in verbs and (clitic := _CLITIC.search(prepared.folded, max(0, start - 5), start)):
            told[index] = (code["clitic"] + char, clitic.start(), end)
        elif char == code["killed_en"]:
            told[index] = (code["killed" if before and before[0] == code["be"] else "kill"], start, end)
        elif char == code["if"] and prepared.text[start + 1] == "í":
            told[index] = (_PLAIN, start, end)
        elif char == code["killed"] and before and before[0] == code["have"]:
            told[index] = (code["kill"], start, end)
    return [(char, start, end) for chars, start, end in told for char in chars]


@cache
def frames() -> tuple[Frame, ...]:
    """The rows, heaviest first."""
    found = []
    for row in rows("doer_frames"):
        side = row["side"]
        left, _, right = row["frame"].partition("@") if side == "both" else (row["frame"], "", row["frame"])
        before = re.compile("".join(map(_compiled, reversed(left.split()))) if side != "right" else "")
        behind = re.compile("".join(map(_compiled, right.split())) if side != "left" else "")
        found.append(Frame(before, behind, row["role"], float(row["weight"]), row["frame"]))
    return tuple(sorted(found, key=lambda frame: -frame.weight))


def _compiled(part: str) -> str:
    gap, _, kinds = part.partition("!")
    if gap in _GAPS:
        closed = _STOP + (_COMMA if gap in "~-" else "") + (_chars(kinds) if kinds else "")
        return f"[^{closed}]{{0,{_GAPS[gap]}}}?"
    suffix = part[-1] if part[-1] in "?*" else ""
    chars = _chars(part.removesuffix(suffix).removeprefix("!"))
    return f"(?![{chars}])" if part.startswith("!") else f"[{chars}]{suffix}"


def _chars(kinds: str) -> str:
    """The characters of «one|another» kind, with the kinds below it («be.fue» of «be»), for a class of a pattern."""
    told = [char for kind in kinds.split("|") for name, char in _code().items() if name == kind or name.startswith(f"{kind}.")]
    if not told:
        raise LexiconError(f"doer_frames.csv: no word of kind {kinds} in doer_words.csv")
    return "".join(map(re.escape, told))
