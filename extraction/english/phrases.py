"""The English tables of people as phrases by first word, and the words of a sentence to look them up with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extraction.components.people import Token, given_names
from extraction.expressions import parse_number
from extraction.lexicon import rows
from extraction.text import fold

_TOKEN = re.compile(r"\w+-year-olds?|\w+-month-olds?|['’]s?(?!\w)|\w+(?:[-.'’](?!s\b)\w+)*|[^\w\s]")
#: English number words the shared reader of numerals leaves alone.
_NUMBERS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
            "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
            "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}  # fmt: skip
#: Kinds of ``people_words_en.csv`` that stand before a head.
_DRAFT = frozenset(
    ["about", "adjective", "approximate", "definite", "former", "indefinite", "other", "participle", "possessive", "vague"]
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of a table: its kind (``person``, ``kin``, a kind of ``people_words_en``, ``organisation``), code and lemma."""

    kind: str
    plural: bool = False
    sex: str | None = None
    code: str = ""
    head: str = ""


Table = dict[str, dict[tuple[str, ...], Phrase]]


def words(text: str, start: int, end: int) -> list[Token]:
    """Words and signs of ``text[start:end]``; the possessive ’s is a word of its own."""
    return [Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _TOKEN.finditer(text, start, end)]


def number(word: str) -> int | None:
    """The whole number that one English word or figure tells, up to 400; None for any other word."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    if not word[:1].isdigit() and "-" not in word:
        return None
    value = sum(_NUMBERS[w] for w in word.split("-")) if all(w in _NUMBERS for w in word.split("-")) else parse_number(word)
    return int(value) if value is not None and value == int(value) and 0 < value <= 400 else None


def longest(table: Table, tokens: Sequence[Token], at: int) -> tuple[int, Phrase] | None:
    """The longest phrase of ``table`` at token ``at``, with its number of words."""
    best: tuple[int, Phrase] | None = None
    if at >= len(tokens):
        return None
    for phrase, entry in table.get(tokens[at].folded, {}).items():
        size = len(phrase)
        if (best is None or size > best[0]) and tuple(t.folded for t in tokens[at : at + size]) == phrase:
            best = size, entry
    return best


def _add(table: Table, phrase: str, entry: Phrase) -> None:
    parts = tuple(token.folded for token in words(phrase, 0, len(phrase)))
    table.setdefault(parts[0], {}).setdefault(parts, entry)


@cache
def heads() -> Table:
    """Nouns of people and of kinship, and words for bodies."""
    table: Table = {}
    for row in rows("kin_en"):
        for term, plural in ((row["term"], False), (row["plural"], True)):
            _add(table, term, Phrase("kin", plural, row["sex"] or None, row["kin"], row["term"]))
    for row in rows("people_en"):
        for term, plural in ((row["plural"], True), (row["term"], False)):
            if not (plural is False and row["term"] == row["plural"]):
                _add(table, term, Phrase("person", plural, row["sex"] or None, row["code"], row["head"]))
    for row in rows("people_words_en"):
        if row["kind"] in ("body", "bodies", "remains"):
            _add(table, row["term"], Phrase(row["kind"], row["kind"] == "bodies", None, "", "cadáver"))
    return table


@cache
def little_words() -> Table:
    """Determiners, adjectives, «former», «another» and their like."""
    table: Table = {}
    for row in rows("people_words_en"):
        if row["kind"] in _DRAFT:
            _add(table, row["term"], Phrase(row["kind"], head=row["term"]))
    return table


@cache
def words_of(kind: str) -> frozenset[str]:
    """The single words of one ``kind`` of ``people_words_en.csv``; they only bound phrases and are no part of a draft."""
    return frozenset(row["term"] for row in rows("people_words_en") if row["kind"] == kind)


@cache
def organisations() -> Table:
    """Gangs and forces that people are members of."""
    table: Table = {}
    for row in rows("organisations_en"):
        _add(table, row["term"], Phrase("organisation", code=row["code"], head=row["term"]))
    return table


@cache
def needs_determiner() -> frozenset[str]:
    """Heads that are adjectives or verbs too: «Salvadoran», «suspect», «guard» (rows noted ``determined``)."""
    marked = [row for row in (*rows("people_en"), *rows("kin_en")) if row["note"] == "determined"]
    return frozenset(row["term"] for row in marked) | frozenset(row["plural"] for row in marked)


@cache
def _title_words() -> frozenset[str]:
    table = frozenset(row["term"] for row in rows("people_words_en") if row["kind"] in ("participle", "fate", "not_a_name"))
    return table | frozenset(heads())


def not_names(word: str) -> bool:
    """Words that end a name in a headline, where every word has a capital: «Juan Pérez Killed in …»."""
    return word in _title_words()


def sex_of(name: str) -> str | None:
    """The sex that the first given name tells."""
    return given_names().get(fold(name.split()[0]))
