"""The tables of people as the reader looks them up: by first word, the longest phrase wins.

Reads ``people.csv``, ``kin.csv``, ``people_words.csv``, ``organisations.csv`` and ``given_names.csv``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extraction.components.people.model import Token
from extraction.components.vocabulary import words
from extraction.expressions import parse_number
from extraction.lexicon import rows
from extraction.text import fold


@dataclass(frozen=True)
class Entry:
    """A row of a table: ``kind`` is person, kin, body, member, adjective, former, other or organisation; ``code`` its meaning."""

    kind: str
    plural: bool = False
    sex: str | None = None
    code: str = ""
    term: str = ""


@cache
def entries() -> dict[str, dict[tuple[str, ...], Entry]]:
    """Folded phrases by first word, so that the longest phrase at a token is found quickly."""
    table: dict[str, dict[tuple[str, ...], Entry]] = {}

    def add(phrase: str, entry: Entry) -> None:
        parts = tuple(fold(phrase).split())
        table.setdefault(parts[0], {}).setdefault(parts, entry)

    for row in rows("kin"):
        if row["kin"]:
            add(row["term"], Entry("kin", False, row["sex"] or None, row["kin"], row["term"]))
            sex = row["sex"] if row["sex"] == "female" else None
            add(row["plural"], Entry("kin", True, sex, row["kin"], row["term"]))
    for row in rows("people"):
        add(row["term"], Entry("person", False, row["sex"] or None, row["code"], row["term"]))
        if row["plural"] != row["term"]:
            female = row["sex"] if row["sex"] == "female" else None
            add(row["plural"], Entry("person", True, female or (row["sex"] or None), row["code"], row["term"]))
    for row in rows("people_words"):
        plural = row["term"].endswith("s") and row["kind"] in ("member", "body")
        add(row["term"], Entry(row["kind"], plural, None, "", row["term"]))
    return table


@cache
def adjectives() -> dict[str, dict[tuple[str, ...], Entry]]:
    """What may follow a head, also where the same word can be a head: «hermano menor», «estudiante universitaria»."""
    table: dict[str, dict[tuple[str, ...], Entry]] = {}
    for row in rows("people_words"):
        if row["kind"] in ("adjective", "former"):
            parts = tuple(fold(row["term"]).split())
            table.setdefault(parts[0], {})[parts] = Entry(row["kind"], term=row["term"])
    return table


@cache
def organisations() -> dict[str, dict[tuple[str, ...], Entry]]:
    """The organisations that people are members or agents of."""
    table: dict[str, dict[tuple[str, ...], Entry]] = {}
    for row in rows("organisations"):
        parts = tuple(fold(row["term"]).split())
        table.setdefault(parts[0], {})[parts] = Entry("organisation", code=row["code"], term=row["term"])
    return table


@cache
def given_names() -> dict[str, str]:
    """Folded given name -> male or female."""
    return {fold(row["name"]): row["sex"] for row in rows("given_names")}


def longest(table: dict[str, dict[tuple[str, ...], Entry]], tokens: Sequence[Token], at: int) -> tuple[int, Entry] | None:
    """The longest phrase of ``table`` at token ``at``, as its number of words and its entry."""
    best: tuple[int, Entry] | None = None
    for phrase, entry in table.get(tokens[at].folded, {}).items():
        size = len(phrase)
        if (best is None or size > best[0]) and tuple(t.folded for t in tokens[at : at + size]) == phrase:
            best = size, entry
    return best


@lru_cache(maxsize=20_000)
def count_of(word: str) -> int | None:
    """The number that a word tells; None for words of people and for no whole number."""
    if word in ("un", "una", "uno"):
        return 1
    if word in person_words() or word in ("pareja", "parejas", "par"):
        return None
    value = parse_number(word)
    return int(value) if value is not None and value == int(value) and value >= 0 else None


@lru_cache(maxsize=20_000)
def group_count(word: str) -> int | None:
    """The number of a group noun: 12 for «docena», 2 for «par»; None for other words."""
    if word not in words("collective"):
        return None
    value = parse_number(word) or parse_number(f"un {word}")
    return int(value) if value else None


@cache
def ordinals() -> dict[str, int]:
    """The ordinals of Spanish by their folded forms: 1 for «primera»."""
    return {fold(r["term"]): int(r["value"]) for r in rows("calendar") if (r["kind"], r["language"]) == ("ordinal", "es")}


@cache
def institution_words() -> frozenset[str]:
    """First words of institutions: capitalised words behind them are no person's name."""
    return frozenset(fold(row["term"]) for row in rows("people_words") if row["kind"] == "institution")


@cache
def needs_determiner() -> frozenset[str]:
    """Heads that are participles or common nouns too: «asesinado», «heridas», «desaparecido»."""
    marked = [row for row in rows("people") if row["note"] == "determined"]
    return frozenset(fold(row["term"]) for row in marked) | frozenset(fold(row["plural"]) for row in marked)


@cache
def kin_words() -> frozenset[str]:
    """Every noun of ``kin.csv``, singular and plural, folded."""
    return frozenset(fold(row[column]) for row in rows("kin") for column in ("term", "plural"))


@cache
def person_words() -> frozenset[str]:
    """Every head of ``people.csv``, singular and plural, folded."""
    return frozenset(fold(row["term"]) for row in rows("people")) | frozenset(fold(row["plural"]) for row in rows("people"))
