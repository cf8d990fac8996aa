"""What the words around a number say: is it a quantity, and of which kind?

The words are rows of ``not_numbers.csv`` and ``number_words.csv``.
"""

import re
from dataclasses import dataclass
from functools import cache

from extraction.expressions.guards import Surroundings, function_words
from extraction.expressions.model import Number
from extraction.expressions.vocabulary import alternatives
from extraction.lexicon import rows

#: Spanish singular articles: «la 18», «el 29», «al 911» name something.
_SINGULAR = frozenset(["la", "el", "del", "al"])
_GLUE_BEFORE = re.compile(r"[\w$€£₡#°:.,/^+*=-]$")
_GLUE_AFTER = re.compile(r"[\w$€£₡°º^*=@]|[-/:.,]\w")


#: «P-345 678»: the second half of a number plate.
_PLATE = re.compile(r"(?:^|\W)[A-Z]{1,2}[- ]?\d{1,3}[- ]$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as read, with its place; ``kind`` as in :class:`~extraction.expressions.numerals.Reading`."""

    start: int
    end: int
    value: Number
    kind: str
    words: str


@cache
def terms(kind: str, language: str) -> frozenset[str]:
    """The terms of one kind in one language, of both number tables."""
    return frozenset(
        row["term"]
        for table in ("not_numbers", "number_words")
        for row in rows(table)
        if row["kind"] == kind and row["language"] == language
    )


@cache
def _after(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"[^\S\n]{{0,3}}(?:{alternatives(list(terms(kind, language)))})(?!\w)")


@cache
def _before(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=\W))(?:{alternatives(list(terms(kind, language)))})[^\S\n]{{1,3}}$")


def follows(kind: str, language: str, folded: str, end: int) -> bool:
    """Does a term of ``kind`` stand right after ``end``?"""
    return bool(terms(kind, language)) and _after(kind, language).match(folded, end) is not None


def precedes(kind: str, language: str, folded: str, start: int) -> bool:
    """Does a term of ``kind`` stand right before ``start``?"""
    return bool(terms(kind, language)) and _before(kind, language).search(folded[max(0, start - 30) : start]) is not None


def glued(folded: str, start: int, end: int) -> bool:
    """«M-16», «9mm», «$50», «575-123»: part of a code, a price or a measure. Signs and fractions are read before this."""
    if _GLUE_BEFORE.search(folded[max(0, start - 1) : start]):
        return True
    after = folded[end : end + 2]
    return _GLUE_AFTER.match(after) is not None or bool(re.search(r"[$€£₡#][^\S\n]?$", folded[max(0, start - 2) : start]))


def is_quantity(one: Quantity, around: Surroundings, language: str) -> bool:
    """False for identifiers, measures, ages, wounds and years."""
    folded = around.folded
    if follows("unit", language, folded, one.end) or follows("wound", language, folded, one.end):
        return False
    if one.words in terms("id_value", language) or follows("not_group", language, folded, one.start):
        return False
    percent = follows("percent", language, folded, one.end)
    return percent or not (_identifier(one, around, language) or _age(one, around, language) or _year(one, around))


def _identifier(one: Quantity, around: Surroundings, language: str) -> bool:
    """«ruta 113», «casa 15», «la 18», «el 29»."""
    near = around.before(one.start)[1]
    if one.kind == "ordinal":
        return around.after(one.end) in terms("id_soft", language)
    if _in_a_name(one, around) or _PLATE.search(around.text[max(0, one.start - 8) : one.start]):
        return True
    if one.kind == "group" or not near:
        return False
    if near in terms("id_always", language):
        return one.words[0].isdecimal() or near not in ("no", "n")
    if (
        language == "es"
        and near in _SINGULAR
        and one.kind in ("figure", "words")
        and one.value != 1
        and float(one.value).is_integer()
    ):
        return one.words.split()[-1] not in ("millon", "millones", "mil") and not _counts(one, around)
    return near in terms("id_soft", language) and one.words[0].isdecimal() and not _counts(one, around)


def _in_a_name(one: Quantity, around: Surroundings) -> bool:
    """«cantón Tres Ceibas»: capitals where none are due."""
    if one.kind != "words" or not around.capital(one.start) or around.sentence_start(one.start):
        return False
    following = re.compile(r"[^\S\n]{1,3}(\w)").match(around.text, one.end)
    return following is not None and around.capital(following.start(1))


def _counts(one: Quantity, around: Surroundings) -> bool:
    """A small plural follows: «en la casa 15 personas»."""
    word = around.after(one.end)
    plural = word.endswith("s") and len(word) > 3 and word not in function_words()
    return plural and not around.capital(around.folded.index(word, one.end))


def _age(one: Quantity, around: Surroundings, language: str) -> bool:
    """«un joven de 23», «Ana López, 23,», «(34)»: figures up to 110 where no noun follows."""
    if not one.words[0].isdecimal() or not 0 <= one.value <= 110:
        return False
    far, near = around.before(one.start)
    if near in ("y", "e", "and") and not _counts(one, around) and _listed_age(around, one.start, language):
        return True
    if not around.no_noun_after(one.end):
        return False
    if near == "de" and (far in terms("person", language) or around.folded[max(0, one.start - 5) : one.start].endswith(", de ")):
        return True
    return _after_name(around, one.start, ", ") and around.folded[one.end : one.end + 1] in (",", ".", ";", ")", "")


def _after_name(around: Surroundings, start: int, link: str) -> bool:
    head = around.text[max(0, start - len(link)) : start]
    if head.lower() != link and not (link == ", " and head.endswith("(")):
        return False
    name = re.search(r"([^\W\d_]+)[\s,(]*(?:, de )?$", around.text[max(0, start - 40) : start])
    return name is not None and name.group(1)[0].isupper() and not around.shouted


def _listed_age(around: Surroundings, start: int, language: str) -> bool:
    """«los hermanos de 30 y 26»."""
    head = re.search(r"(\w+),? de (?:\d{1,3}, ){0,6}\d{1,3} (?:y|e|and) $", around.folded[max(0, start - 60) : start])
    return head is not None and (head.group(1) in terms("person", language) or ", de " in head.group())


def _year(one: Quantity, around: Surroundings) -> bool:
    plain = one.words.isdecimal() and len(one.words) == 4 and 1950 <= one.value <= 2039
    return plain and around.no_noun_after(one.end) and around.folded[one.end : one.end + 1] != "%"


def bound(one: Quantity, folded: str, language: str) -> str | None:
    """``at_least``, ``at_most`` or ``approx`` from the words before or after; group nouns are never exact."""
    for kind in ("at_least", "at_most", "approx"):
        if precedes(kind, language, folded, one.start):
            return kind
    if follows("more", language, folded, one.end):
        return "at_least" if " mas" in folded[one.end : one.end + 6] or " more" in folded[one.end : one.end + 8] else "approx"
    exact = one.words.split()[-1] in ("par", "pareja", "parejas", "pares", "pair", "couple", "duo", "trio", "dupla")
    return "approx" if one.kind == "group" and not exact else None


def role(one: Quantity, around: Surroundings, language: str) -> str:
    """``percent``, ``denominator``, ``rate``, ``money``, ``zero``, ``group``, ``fraction``, ``article`` or ``count``."""
    folded = around.folded
    for kind in ("percent", "rate", "money"):
        if follows(kind, language, folded, one.end):
            return kind
    for kind, name in (("denominator", "denominator"), ("average", "rate")):
        if precedes(kind, language, folded, one.start):
            return name
    if one.kind in ("zero", "multiplier", "group", "fraction", "both", "ordinal"):
        return {"both": "group"}.get(one.kind, one.kind)
    if one.words in ("un", "una") and around.after(one.end) not in ("de", ""):
        return "article"
    return "zero" if one.value == 0 else "count"
