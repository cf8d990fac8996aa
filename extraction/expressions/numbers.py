"""Finds quantities: read every number outside the dates, then ask the words around whether something is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extraction.expressions.guards import Surroundings
from extraction.expressions.model import Expression, Number
from extraction.expressions.numerals import Reader, Token, tokens
from extraction.expressions.ordinals import read_ordinal
from extraction.expressions.quantities import Quantity, bound, follows, glued, is_quantity, precedes, role, terms
from extraction.expressions.vocabulary import alternatives

_SLASH = re.compile(r"(?<![\w/.,])(?:(\d{1,3}) {1,3})?(\d{1,4}) ?/ ?(\d{1,4})(?![\w/]|[.,]\d)")
_SIGN = re.compile(r"(?:(?:^|(?<=[\s(«\"]))[-−]|(?:^|(?<=\W))(?:menos|minus|negative|negativo)[^\S\n])$")
_POINT = re.compile(r"(?:^|(?<=\s))[.,]$")
_LINK = re.compile(r"[^\S\n]{0,2}(?:,|[^\S\n](?:y|e|o|u|a|and|or|to)[^\S\n]|-|–)[^\S\n]{0,2}")
#: No plain word that could be what is counted.
_NO_NOUN = re.compile(r"[^\S\n]{0,2}(?:$|[^\w\s]|\n|(?:de|del|y|e|en|por|con|que|se|a|of|in)\b)")
_SPAN = {"es": frozenset(["a", "y", "o", "u", "-", "–", "hasta"]), "en": frozenset(["to", "and", "or", "-", "–"])}
_LEAD = {"entre": "y", "between": "and", "de": "a", "from": "to"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A number read, before its neighbours had their say."""

    one: Quantity
    counted: bool


def read_numbers(text: str, folded: str, taken: list[tuple[int, int]], language: str, *, join: bool = True) -> list[Expression]:
    """The quantities of ``text`` outside the stretches ``taken``; ``join``: «entre 3 y 5» is one, with low and high."""
    around = Surroundings(text, folded)
    found = _numbers(folded, _Blocked(taken), around, language)
    numbers = [_told(one.one, around, language) for one in _lists(found, folded) if one.counted]
    pairs = _pairs(folded, language)
    inside = _Blocked([(pair.start_char, pair.end_char) for pair in pairs])
    numbers = [one for one in numbers if not inside.covers(one.start_char, one.end_char)]
    merged = sorted([*numbers, *pairs], key=lambda one: one.start_char)
    return _spans(merged, folded, language) if join else merged


class _Blocked:
    """Stretches asked for in rising order."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self.stretches, self.index = sorted(stretches), 0

    def covers(self, start: int, end: int) -> bool:
        while self.index < len(self.stretches) and self.stretches[self.index][1] <= start:
            self.index += 1
        return self.index < len(self.stretches) and self.stretches[self.index][0] < end


def _numbers(folded: str, blocked: _Blocked, around: Surroundings, language: str) -> list[_Found]:
    words = tokens(folded)
    reader = Reader(folded, words, language)
    found: list[_Found] = []
    index = 0
    while index < len(words):
        one, after = _read(reader, index, language)
        if one is None:
            index += 1
            continue
        index = after
        if not blocked.covers(one.start, one.end):
            found.append(_Found(one, is_quantity(one, around, language)))
    return found


def _read(reader: Reader, index: int, language: str) -> tuple[Quantity | None, int]:
    """The number at token ``index``, and the token after it."""
    token, folded = reader.tokens[index], reader.folded
    slash = _SLASH.match(folded, token.start) if token.word[0].isdecimal() else None
    if slash and int(slash.group(3)):
        value: Number = int(slash.group(1) or 0) + int(slash.group(2)) / int(slash.group(3))
        start, value = _signed(folded, token, value, language)
        if start == token.start and folded[start - 1 : start] == "-":
            return None, index + 1
        return Quantity(start, slash.end(), value, "fraction", slash.group()), _after(reader.tokens, index, slash.end())
    reading = read_ordinal(reader, index) or reader.read(index)
    if reading is None or not _worth(reader, reading.kind, index, language):
        return None, index + 1
    end = reader.tokens[reading.after - 1].end
    start, value = _signed(folded, token, reading.value, language)
    if any(_glued(reader, step, start, reading.after) for step in range(index, reading.after)):
        return None, index + 1
    return Quantity(start, end, value, reading.kind, " ".join(folded[token.start : end].split())), reading.after


def _after(words: Sequence[Token], index: int, end: int) -> int:
    while index < len(words) and words[index].start < end:
        index += 1
    return index


def _glued(reader: Reader, step: int, start: int, after: int) -> bool:
    """Is a figure of the number part of a code? The number's own letters («10k») may touch it."""
    token = reader.tokens[step]
    if not token.word[0].isdecimal():
        return False
    last = step + 1 == after or reader.tokens[step + 1].start > token.end
    return glued(reader.folded, min(start, token.start), token.end if last else reader.tokens[after - 1].end)


def _signed(folded: str, token: Token, value: Number, language: str) -> tuple[int, Number]:
    """With a sign («-5», «menos cinco») or a point before it (.5); «al menos cinco» has none."""
    head = folded[max(0, token.start - 10) : token.start]
    sign = _SIGN.search(head)
    if sign and not re.search(r"\b(?:al|lo|por|cuando|ni|mucho|no|mas o) $", folded[: token.start - len(sign.group())][-12:]):
        word = sign.group().strip()
        if word in ("-", "−") or not precedes("at_least", language, folded, token.start):
            return token.start - len(sign.group()), -value
    point = _POINT.search(head)
    if point and token.word.isdecimal() and token.word not in terms("calibre", "es"):
        return token.start - 1, float(f"0.{token.word}")
    return token.start, value


def _worth(reader: Reader, kind: str, index: int, language: str) -> bool:
    """Numerals that count only in company: «doble homicidio», «la pareja», no bare «docenas», no «por ciento»."""
    token, folded = reader.tokens[index], reader.folded
    before = reader.tokens[index - 1].word if reader.near(index) else ""
    if kind == "multiplier":
        return follows("crime", language, folded, token.end)
    if reader.kind(index) == "group":
        alone = token.word not in terms("not_alone", language) and not token.word.endswith("s")
        return alone and before in ("la", "el", "a", "the")
    if kind == "words" and token.word in ("un", "una") and reader.kind(index + 1) == "figure" and reader.near(index + 1):
        return False
    if token.word == "ciento" and before == "por":
        return False
    if token.word in ("una", "un", "uno") and before in ("la", "cada", "alguna", "los", "las"):
        return False
    return not (token.word == "one" and before in ("no", "any", "this", "that", "each", "another", "every", "the"))


def _lists(found: list[_Found], folded: str) -> list[_Found]:
    """«18, 20 y 23 años», «los artículos 128 y 129»: what one figure of a list is not, its neighbours are not either."""
    done = list(found)
    for index in range(len(done) - 2, -1, -1):
        here, following = done[index], done[index + 1]
        if here.counted and not following.counted and _linked(here.one, following.one, folded):
            done[index] = replace(here, counted=not _same_kind(here.one, following.one))
    for index in range(1, len(done)):
        before, here = done[index - 1], done[index]
        bare = _NO_NOUN.match(folded, here.one.end) is not None
        if here.counted and not before.counted and bare and _linked(before.one, here.one, folded):
            done[index] = replace(here, counted=not _same_kind(here.one, before.one))
    return done


def _linked(first: Quantity, second: Quantity, folded: str) -> bool:
    gap = folded[first.end : second.start]
    return len(gap) <= 6 and _LINK.fullmatch(gap) is not None


def _same_kind(first: Quantity, second: Quantity) -> bool:
    return first.words[0].isdecimal() == second.words[0].isdecimal() and first.kind in ("figure", "words")


def _told(one: Quantity, around: Surroundings, language: str) -> Expression:
    approx = bound(one, around.folded, language)
    return Expression("number", one.start, one.end, value=one.value, approx=approx, role=role(one, around, language))


@cache
def _kin(language: str) -> re.Pattern[str]:
    kin = alternatives(list(terms("kin", language)))
    if language == "en":
        return re.compile(rf"(?<!\w)(?:(?:a|the) )?(?:{kin}) and (?:(?:a|his|her|the) )?(?:{kin})(?!\w)")
    return re.compile(rf"(?<!\w)(?:(?:un|una|el|la) )?(?:{kin}) (?:y|e) (?:(?:un|una|el|la|su) )?(?:{kin})(?!\w)")


def _pairs(folded: str, language: str) -> list[Expression]:
    """«madre e hijo»: two people."""
    return [Expression("number", m.start(), m.end(), value=2, role="group") for m in _kin(language).finditer(folded)]


def _spans(numbers: list[Expression], folded: str, language: str) -> list[Expression]:
    """«entre 3 y 5», «de tres a cinco», «dos o tres»: one expression without a value, with low and high."""
    done: list[Expression] = []
    for one in numbers:
        joined = _span(done[-1], one, folded, language) if done else None
        if joined:
            done[-1] = joined
        else:
            done.append(one)
    return done


def _span(first: Expression, second: Expression, folded: str, language: str) -> Expression | None:
    link = folded[first.end_char : second.start_char].strip()
    if link not in _SPAN[language] or first.value is None or second.value is None or first.value >= second.value:
        return None
    lead = re.search(r"(?:(\w+) )?(\w+) $", folded[max(0, first.start_char - 30) : first.start_char])
    word, far = (lead.group(2), lead.group(1) or "") if lead else ("", "")
    fits = link in ("o", "u", "or", "-", "–") or _LEAD.get(word) == link
    if not fits or (word in ("de", "from") and far in terms("change", language)):
        return None
    return replace(
        first, end_char=second.end_char, value=None, low=first.value, high=second.value, role=second.role, approx="approx"
    )
