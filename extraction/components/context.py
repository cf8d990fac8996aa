"""What an event mention is worth: told as fact, or negated, hypothetical, intended, an accident, a suicide, history.

The cues are rows of ``context.csv``; ``scope`` says where a cue acts: ``before`` (in the clause up to the trigger),
``clause``, ``sentence``, ``start`` (opens the sentence) or ``article`` (title and first sentences).
"""

import re
from functools import cache, lru_cache

from extraction.lexicon import rows
from extraction.text import any_of, fold

_CLAUSE = re.compile(
    r"[.;:]|,\s*(?:pero|aunque|mientras|y (?:luego|despues)|quien luego|quien despues)|\by (?:luego|despues|posteriormente)\b"
)


@cache
def _cues() -> dict[tuple[str, str], re.Pattern[str]]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in (*rows("context"), *rows("context_en")):
        grouped.setdefault((row["label"], row["scope"]), []).append(row["pattern"])
    return {key: re.compile("|".join(rf"(?:{p})" for p in patterns)) for key, patterns in grouped.items()}


def has(label: str, scope: str, text: str) -> bool:
    """Whether a cue of ``label`` acts in ``text``, the words of its scope."""
    pattern = _cues().get((label, scope))
    return bool(pattern and pattern.search(fold(text)))


def count(label: str, scope: str, text: str) -> int:
    """How many different cues of ``label`` stand in ``text``."""
    return len(set(_cues()[label, scope].findall(fold(text))))


def clause(text: str, start: int, end: int, a: int, b: int) -> tuple[int, int]:
    """The clause of ``text[start:end]`` that holds ``a:b``."""
    folded = fold(text[start:end])
    left, right = start, end
    for match in _CLAUSE.finditer(folded):
        if match.end() + start <= a:
            left = match.end() + start
        elif match.start() + start >= b:
            right = match.start() + start
            break
    return left, right


def told_as_fact(text: str, start: int, end: int, a: int, b: int, frame: str) -> bool:
    """False for what is negated, intended, supposed or a figure of speech: «no murió», «amenazó con matar»."""
    left, right = clause(text, start, end, a, b)
    before = text[left:a]
    near = text[max(left, a - 45) : a]
    if has("negation", "before", fold(near)) or has("negation", "clause", text[left:right]):
        return False
    if has("figurative", "clause", text[left:right]) or has("figurative", "before", before):
        return False
    if has("hypothesis", "before", before[-80:]) and re.search(r"\b(?:si\b|supongamos|imagin)", fold(before)):
        return False
    if frame == "infinitive":
        fact = [m.end() for m in _cues()["fact", "before"].finditer(fold(before))]
        intent = [m.end() for m in _cues()["intention", "before"].finditer(fold(before))]
        return bool(fact) and (not intent or max(fact) > max(intent))
    return not (
        frame == "object"
        and re.search(r"\b(?:que|para que) (?:lo|la|los|las)?\s*$", fold(near))
        and has("intention", "before", near)
    )


def label_of_verb(text: str) -> list[tuple[int, int, str]]:
    """The non-event verbs of ``text`` by the rows of ``verbs.csv``: (start, end, label), in order."""
    return list(_labels(text))


@lru_cache(maxsize=256)
def _labels(text: str) -> tuple[tuple[int, int, str], ...]:
    """The verbs of a sentence, which several steps ask for."""
    folded = fold(text)
    if not _any_verb().search(folded):
        return ()
    return tuple(sorted((m.start(), m.end(), label) for label, pattern in _verbs().items() for m in pattern.finditer(folded)))


@cache
def _any_verb() -> re.Pattern[str]:
    return any_of(_verbs().values())


@cache
def _verbs() -> dict[str, re.Pattern[str]]:
    return {row["label"]: re.compile(rf"\b(?:{row['pattern']})\b") for row in rows("verbs")}
