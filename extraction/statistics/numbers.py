"""Numbers in a sentence: digits with Salvadoran or agency separators, and number words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extraction.statistics.tables import either, terms

_DIGITS = r"\d{1,3}(?:[.,]\d{3}){1,3}(?!\d)|\d{1,7}(?:[.,]\d{1,4})?(?!\d)"
#: «media docena», «half a dozen».
_HALF = {"es": "medi[oa]", "en": "half an?"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start:end`` of a sentence; ``words`` is True where it is spelled out."""

    start: int
    end: int
    value: float
    words: bool


def value_of(digits: str) -> float:
    """The value of «2,724», «2.724», «18,4» or «7.3»: groups of three are thousands, anything else decimals."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) and not digits.startswith("0"):
        return int(re.sub(r"[.,]", "", digits))
    number = float(digits.replace(",", "."))
    return int(number) if number.is_integer() else number


@cache
def number_pattern(language: str) -> str:
    """A regular expression for a number of up to six figures in digits, words or both («dos mil 724»)."""
    unit, ten, hundred = (either(terms(kind, language)) for kind in ("cardinal", "ten", "hundred"))
    if language == "en":
        small = rf"(?:{unit} hundred(?: and)? )?(?:{ten}(?:[- ]{unit})?|{unit}(?: hundred)?)"
    else:
        tens = rf"{ten}(?: y (?:{unit}|una?))?"
        small = rf"(?:{hundred}(?: {tens}| {unit})?|{tens}|{unit})"
    group = rf"(?:(?:{_HALF[language]}|{either(terms('one', language))}|{unit}) )?{either(terms('group', language))}"
    thousand = "mil" if language == "es" else "thousand"
    return rf"(?:{group}|(?:(?:{_DIGITS}|{small}) )?{thousand}(?: (?:{small}|\d{{1,3}}(?![\d.,]?\d)))?|{_DIGITS}|{small})"


@cache
def _finder(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$.,:/#])(?<!\w-)(?<!\bpor )(?<!por cada )(?<!per ){number_pattern(language)}(?![\w:/]|[.,]\d)")


def parse(words: str, language: str) -> float | None:
    """The value of a number phrase, or None when it is none."""
    cardinals = {word: value for kind in ("cardinal", "ten", "hundred", "one") for word, value in terms(kind, language).items()}
    groups = terms("group", language)
    total, current, seen = 0.0, 0.0, False
    for token in re.findall(rf"{_DIGITS}|[a-z]+", words):
        if token in ("y", "and") or (token in ("a", "an") and current):
            continue
        if token in ("mil", "thousand"):
            total, current, seen = total + (current or 1) * 1000, 0.0, True
        elif token in ("medio", "media", "half"):
            current = 0.5
        elif token == "hundred" or token in groups:
            current, seen = (current or 1) * groups.get(token, 100), True
        elif token[0].isdigit():
            current, seen = current + value_of(token), True
        elif token in cardinals:
            current, seen = current + cardinals[token], True
        else:
            return None
    total += current
    return (int(total) if float(total).is_integer() else total) if seen else None


def find_numbers(folded: str, language: str) -> Iterator[Number]:
    """The numbers of a folded sentence, in order."""
    for match in _finder(language).finditer(folded):
        value = parse(match.group(), language)
        if value is not None:
            yield Number(match.start(), match.end(), value, not match.group()[0].isdigit())
