"""Compiles ``date_patterns.csv`` and finds its rules in text.

A pattern is a regex over folded text (see :func:`extraction.text.fold`) in which ``{slot}`` is a slot of
:mod:`extraction.expressions.slots` or a part of ``pattern_parts.csv``, ``{slot:2}`` a second one of its kind, a space any
short gap within a line, `` ?`` an optional gap, and ``( )`` groups without capturing. No pattern repeats without a bound,
and rules are tried only inside runs of calendar words, so the time grows with the length of the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from extraction.expressions.slots import GAP, slot_patterns
from extraction.expressions.vocabulary import vocabulary
from extraction.lexicon import rows

T = TypeVar("T")

_SLOT = re.compile(r"\{([a-z_]+)(?::(\d))?\}")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_RUN_MARKS = frozenset(".,:/-–~'’°º")
_NEEDS = {
    "month": ("month", "month_short"),
    "weekday": ("weekday", "weekday_short"),
    "unit": ("unit",),
    "part": ("part",),
    "holiday": ("holiday",),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: offsets into the text and what stood in its slots."""

    rule: str
    language: str
    start: int
    end: int
    slots: dict[str, str]

    def get(self, name: str) -> str | None:
        """The folded words in slot ``name``, or None."""
        return self.slots.get(name)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``date_patterns.csv``, compiled."""

    name: str
    needs: str
    pattern: re.Pattern[str]


def _expand(pattern: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda m: parts.get(m.group(1), m.group(0)), pattern)


def _compile(pattern: str, language: str, parts: dict[str, str]) -> re.Pattern[str]:
    slots, used = slot_patterns(language), dict[str, int]()

    def group(match: re.Match[str]) -> str:
        name = match.group(1) + (f"_{match.group(2)}" if match.group(2) else "")
        used[name] = used.get(name, 0) + 1
        unique = name if used[name] == 1 else f"{name}__{used[name]}"
        return f"(?P<{unique}>{slots[match.group(1)]})"

    text = _expand(_expand(pattern, parts), parts)
    text = re.sub(r"\((?!\?)", "(?:", text)
    text = text.replace(" ?", "\x00").replace(" ", "\x01")
    text = _SLOT.sub(group, text)
    return re.compile(text.replace("\x00", r"[^\S\n]{0,3}").replace("\x01", GAP) + r"(?!\w)")


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """The compiled rules of ``language`` and those of no language, in the order of the table."""
    parts = {row["name"]: row["pattern"] for row in rows("pattern_parts") if row["language"] == language}
    return tuple(
        Rule(row["rule"], row["needs"], _compile(row["pattern"], language, parts))
        for row in rows("date_patterns")
        if row["language"] in ("", language)
    )


@cache
def _kinds(language: str) -> dict[str, frozenset[str]]:
    """Word to the needs it meets; every word that a pattern may contain is a key."""
    words = vocabulary(language)
    met: dict[str, set[str]] = {}
    for kind in words.tables:
        for term in words.terms(kind):
            for word in re.findall(r"\w+", term):
                met.setdefault(word, set())
    for need, kinds in _NEEDS.items():
        for term in words.terms(*kinds):
            met.setdefault(re.findall(r"\w+", term)[-1], set()).add(need)
    for word in ("a", "m", "p", "am", "pm"):
        met.setdefault(word, set())
    for rule in rules(language):
        for word in re.findall(r"[a-z]+", re.sub(r"\\[a-zA-Z]|\?P<\w+>", " ", rule.pattern.pattern)):
            met.setdefault(word, set())
    return {word: frozenset(needs) for word, needs in met.items()}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring calendar words: the offsets of their tokens and the needs they meet."""

    starts: tuple[int, ...]
    end: int
    needs: frozenset[str]


def runs(folded: str, language: str) -> Iterator[Run]:
    """The stretches of ``folded`` made of calendar words, figures and their marks."""
    kinds = _kinds(language)
    starts: list[int] = []
    needs: set[str] = {"word"}
    end = 0
    for token in _TOKEN.finditer(folded):
        word = token.group()
        met = None if word[0].isdecimal() else kinds.get(word)
        if met is None:
            met = _figure_needs(word, kinds)
        if met is None or (starts and "\n" in folded[end : token.start()]):
            if starts:
                yield Run(tuple(starts), end, frozenset(needs))
            starts, needs = [], {"word"}
        if met is None:
            continue
        if word not in _RUN_MARKS:
            starts.append(token.start())
            end = token.end()
        elif starts:
            end = token.end()
        needs |= met
    if starts:
        yield Run(tuple(starts), end, frozenset(needs))


def _figure_needs(word: str, kinds: dict[str, frozenset[str]]) -> frozenset[str] | None:
    if word[0].isdecimal():
        # «14april», «8am», «2016t10»: figures may be glued to a unit, a month or a clock mark.
        needs = frozenset(("digit",)) if word.isdecimal() else frozenset(("digit", "month", "unit"))
        return needs | kinds.get(word, frozenset())
    letters = word.rstrip("0123456789")
    if letters != word and (letters in kinds or letters in ("q", "t")):
        return kinds.get(letters, frozenset()) | {"digit"}  # «Feb13», «Q3»
    return frozenset() if word in _RUN_MARKS else None


def scan(folded: str, language: str, accept: Callable[[Hit], T | None]) -> Iterator[T]:
    """What ``accept`` makes of the longest rule it accepts at each place, left to right, without overlap.

    The earlier row of the table wins a tie; a hit that ``accept`` turns down (None) gives way to the next longest.
    """
    table = rules(language)
    for run in runs(folded, language):
        able = [rule for rule in table if rule.needs in run.needs]
        position = 0
        for start in run.starts:
            if start < position:
                continue
            for hit in _candidates(able, folded, start, run.end, language):
                found = accept(hit)
                if found is not None:
                    yield found
                    position = hit.end
                    break


def _candidates(able: list[Rule], folded: str, start: int, end: int, language: str) -> list[Hit]:
    matches = [(rule, match) for rule in able if (match := rule.pattern.match(folded, start, end)) and match.end() > start]
    matches.sort(key=lambda pair: -pair[1].end())
    return [_hit(rule, match, language) for rule, match in matches]


def _hit(rule: Rule, match: re.Match[str], language: str) -> Hit:
    slots = {name.partition("__")[0]: value for name, value in match.groupdict().items() if value is not None}
    return Hit(rule.name, language, match.start(), match.end(), slots)
