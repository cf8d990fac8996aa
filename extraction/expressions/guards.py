"""Turns down readings that the words around forbid: places and people named after days, customs, counts that look like
years. The words are rows of ``not_dates.csv``; ``function_words.csv`` tells that no noun follows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

from extraction.expressions.node import Node, Reference, Shape
from extraction.lexicon import rows

_TWO_BEFORE = re.compile(r"(?:(\w+)\.?[^\S\n]{1,3})?(\w+)\.?[^\S\n]{1,3}$")
_AFTER = re.compile(r"[^\S\n]{0,3}(\w+)?")
_FUTURE = re.compile(r"\b\w+r(?:é|á|ás|án|emos)\b|\b(?:voy|vas|va|vamos|van) a \w+r\b|\bwill\b|\bgoing to\b|\b\w+'ll\b|\bshall\b")
_PAST = re.compile(r"\W{0,2}(?:\w{1,20} ){0,3}?(?:ha|han|hubo|habia|habian|fue|\w{2,15}(?:aron|ieron))\b")
_VERB = re.compile(r"\w{2,20}(?:aron|ieron|aban)")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_REACH = 60


@cache
def words_for(kind: str) -> frozenset[str]:
    """The terms of one kind of ``not_dates.csv``, of every language."""
    return frozenset(row["term"] for row in rows("not_dates") if row["kind"] == kind)


@cache
def function_words() -> frozenset[str]:
    """Words after which, or instead of which, no counted noun stands."""
    return frozenset(row["term"] for row in rows("function_words"))


_NAME_RULES = frozenset(["day_month", "days_month", "month", "weekday", "holiday"])


class Surroundings:
    """The text around a reading."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded = text, folded
        self.shouted = text.isupper()

    def before(self, start: int) -> tuple[str, str]:
        """The two folded words right before ``start`` on its line, '' where there is none or a mark stands between."""
        match = _TWO_BEFORE.search(self.folded[max(0, start - 40) : start])
        return (match.group(1) or "", match.group(2)) if match else ("", "")

    def after(self, end: int) -> str:
        """The folded word right after ``end``, '' at a mark or the end of the line."""
        match = _AFTER.match(self.folded, end)
        return (match.group(1) or "") if match else ""

    def sentence_start(self, start: int) -> bool:
        """Nothing but marks stands between the last full stop and ``start``."""
        head = self.text[max(0, start - 4) : start].rstrip(" \t«“\"'¡¿(")
        return not head or head[-1] in ".!?:;\n-–—|•*"

    def capital(self, offset: int) -> bool:
        """Is the letter at ``offset`` a capital in a text that is not all capitals?"""
        return offset < len(self.text) and self.text[offset].isupper() and not self.shouted

    def no_noun_after(self, end: int) -> bool:
        """A mark, the end, a function word or a verb in the plural past follows."""
        word = self.after(end)
        return not word or word in function_words() or _VERB.fullmatch(word) is not None


def stands(node: Node, around: Surroundings, language: str) -> bool:
    """May ``node`` be read as a date where it stands?"""
    if node.shape is Shape.QUIET:
        return True
    if _phrase(node, around):
        return False
    check = _CHECKS.get(node.rule)
    return check is None or check(node, around, language)


def _phrase(node: Node, around: Surroundings) -> bool:
    window = around.folded[max(0, node.start - 12) : node.end + 16]
    at = min(12, node.start)
    for phrase in words_for("phrase"):
        found = window.find(phrase)
        if 0 <= found <= at and found + len(phrase) > at and not window[found + len(phrase) : found + len(phrase) + 1].isalnum():
            return True
    return False


def _day_month(node: Node, around: Surroundings, language: str) -> bool:
    """No street or hospital: «avenida 29 de Agosto», «la 5 de Noviembre»."""
    first = around.folded[node.start : node.end].split()[0]
    if language != "es" or first in ("el", "los", "lo"):
        return True
    far, near = around.before(node.start)
    if near in ("la", "los", "las") or near in words_for("place"):
        return False
    return not (near in ("la", "el", "del") and far in words_for("place") and around.capital(node.end - 3))


def _month_day_bare(node: Node, around: Surroundings, language: str) -> bool:
    return around.no_noun_after(node.end) and around.before(node.start)[1] not in ("en", "durante")


def _name(node: Node, around: Surroundings, language: str) -> bool:
    """No first name or surname: «Julio César», «el coronel Domingo Monterrosa»."""
    folded = around.folded[node.start : node.end]
    if language != "es" or len(folded.split()) > 1:
        return True
    near = around.before(node.start)[1]
    if near in words_for("title") or near in words_for("place"):
        return False
    if near in words_for("custom") and node.rule == "weekday" and near not in ("la", "las"):
        return False
    if not around.capital(node.start):
        return True
    following = re.compile(r"[^\S\n]{1,3}(\w)").match(around.text, node.end)
    if following and around.capital(following.start(1)):
        return False
    return near in words_for("preposition") or around.sentence_start(node.start)


def _deictic(node: Node, around: Surroundings, language: str) -> bool:
    word = around.folded[node.start : node.end]
    return word != "manana" or around.before(node.start)[1] not in words_for("custom")


def _now(node: Node, around: Surroundings, language: str) -> bool:
    """«los ahora condenados» tells no time."""
    return around.before(node.start)[1] not in ("el", "la", "los", "las", "un", "una", "the")


def _year(node: Node, around: Surroundings, language: str) -> bool:
    """A bare figure is a year after «en» or «desde», or after «de» where no noun follows."""
    first = around.folded[node.start : node.start + 4]
    if not first[0].isdecimal() and not first.startswith(("mil ", "dos ")):
        return True
    far, near = around.before(node.start)
    if around.folded[max(0, node.start - 1) : node.start] in ("$", "-", "#", "/", ".", ","):
        return False
    if around.folded[node.end : node.end + 1] in ("%", "$", "€"):
        return False
    if near in words_for("year_strong") or far in ("antes", "despues"):
        return around.after(node.end) not in words_for("counted")
    if not around.no_noun_after(node.end):
        return False
    if near in words_for("year_prep"):
        return far not in ("mas", "menos", "cerca", "unos", "unas", "alrededor", "casi", "less", "more")
    return not near and first[0].isdecimal()


def _bare_day(node: Node, around: Surroundings, language: str) -> bool:
    """«el 16» at the end of a clause; «el 18 %» and «el 5 de» are none."""
    tail = around.folded[node.end : node.end + 4].lstrip()
    return (
        around.no_noun_after(node.end) and around.after(node.end) not in ("de", "del", "of") and tail[:1] not in ("%", "-", "/")
    )


def _clock_weak(node: Node, around: Surroundings, language: str) -> bool:
    """«anoche a las 11 tembló», but «mató a las dos hermanas»."""
    if around.no_noun_after(node.end):
        return True
    return around.folded[node.end - 1].isdecimal() and not around.after(node.end).endswith("s")


def _number_range(node: Node, around: Surroundings, language: str) -> bool:
    """«2-15» in a house number is no clock."""
    return around.folded[max(0, node.start - 1) : node.start] not in ("-", "/", ".", ",")


def _short_weekday(node: Node, around: Surroundings, language: str) -> bool:
    if language == "en":
        return around.capital(node.start) or around.shouted or around.folded[node.start : node.end][-1] != "."
    return _name(node, around, language)


def _part(node: Node, around: Surroundings, language: str) -> bool:
    """«de mañana» is of tomorrow, «de la mañana» in the morning."""
    words = around.folded[node.start : node.end].split()
    return words[-1] != "manana" or "la" in words or "horas" in words


def _from_now(node: Node, around: Surroundings, language: str) -> bool:
    """«En 9 días han muerto 51» looks back."""
    return not (around.folded.startswith("en ", node.start) and _PAST.match(around.folded[node.end : node.end + _REACH]))


_CHECKS: Mapping[str, Callable[[Node, Surroundings, str], bool]] = {
    "day_month": _day_month,
    "days_month": _day_month,
    "month_day_bare": _month_day_bare,
    "month": _name,
    "weekday": _short_weekday,
    "holiday": _day_month,
    "deictic": _deictic,
    "now": _now,
    "from_now": _from_now,
    "part": _part,
    "year": _year,
    "year_range": _number_range,
    "bare_day": _bare_day,
    "clock_weak": _clock_weak,
    "clock_range": _number_range,
    "numeric": _number_range,
    "day_slash": _number_range,
    "month_year": _number_range,
    "year_month": _number_range,
}


def is_name(node: Node, around: Surroundings) -> bool:
    """Turned-down words that are a name, so that no shorter date is looked for inside them; «los 23 de julio» is none."""
    return node.rule in _NAME_RULES and around.before(node.start)[1] not in ("los", "las")


def leans_future(around: Surroundings, node: Node) -> bool:
    """Does the sentence before ``node`` hold a verb in the future?"""
    head = around.text[max(0, node.start - _REACH) : node.start]
    sentence = _SENTENCE_END.split(head)[-1].lower()
    return _FUTURE.search(sentence) is not None


def turned(node: Node, around: Surroundings, ref: Reference) -> Node:
    """«Volveré este domingo», «será este fin de semana»: the coming one."""
    present = node.rule in ("weekday", "weekend") and node.relative in ("deictic", "period")
    this = around.folded[node.start : node.end].startswith(("este ", "this "))
    if not (present and this and node.low and node.high and ref.day and node.high < ref.day and leans_future(around, node)):
        return node
    week = timedelta(days=7)
    return replace(node, low=node.low + week, high=node.high + week, tense="future")
