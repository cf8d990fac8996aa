"""Reads one number, in words, figures or both, from a list of tokens: «dos mil 724», «1.2 millones», «media docena»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extraction.expressions.model import Number
from extraction.expressions.vocabulary import vocabulary
from extraction.text import fold

#: A figure with its marks, or a word.
TOKEN = re.compile(
    r"(?P<figure>\d{1,3}(?:[ \u2009\u202f\xa0]\d{3}){2,}(?![.,]?\d)|\d+(?:[.,]\d+)*)(?P<power>[eE^][+-]{0,2}\d{1,3})?|[^\W\d_]+"
)
_LINKS = {"es": frozenset(["y"]), "en": frozenset(["and", "a"])}
_POINTS = {"es": frozenset(["coma", "punto", "con"]), "en": frozenset(["point"])}


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word or figure and its offsets."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """``value`` of tokens ``first`` to ``after`` (exclusive); ``kind`` is ``words``, ``figure``, ``group``, ``fraction``,
    ``multiplier``, ``zero``, ``both`` or ``ordinal``."""

    value: Number
    first: int
    after: int
    kind: str


def tokens(folded: str) -> list[Token]:
    """Words and figures of folded text."""
    return [Token(match.group(), match.start(), match.end()) for match in TOKEN.finditer(folded)]


def figure_value(figure: str, language: str) -> Number | None:
    """The value of a figure such as ``2,724``, ``1.2`` or ``1.234.567,5``.

    One mark with three figures after it is a thousands mark, whichever it is (Salvadoran papers write 2,724, the wires
    2.724); in English a point is always the decimal mark. Two different marks: the last one is the decimal mark.
    """
    body, _, power = re.sub(r"[ \u2009\u202f\xa0]", "", figure).replace("^", "e^").partition("e")
    marks = re.findall(r"[.,]", body)
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        decimal: str | None = marks[-1]
    elif len(marks) == 1 and not _is_thousands(body, marks[0], language):
        decimal = marks[0]
    elif marks and not re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", body):
        return None
    else:
        decimal = None
    plain = "".join("." if char == decimal else char for char in body if char not in ".," or char == decimal)
    value: Number = float(plain) if "." in plain else int(plain)
    return _raise(value, power) if power else value


def _is_thousands(body: str, mark: str, language: str) -> bool:
    whole, _, rest = body.partition(mark)
    return len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0") and not (language == "en" and mark == ".")


def _raise(value: Number, power: str) -> Number | None:
    """``1e10`` is scientific notation, ``1.1^23`` a power; a second sign is ignored."""
    exponent = int(re.sub(r"[^\d]", "", power)) * (-1 if power.lstrip("^").startswith("-") and "--" not in power else 1)
    if exponent > 300:
        return None
    try:
        found = value**exponent if power.startswith("^") else value * 10.0**exponent
    except (OverflowError, ZeroDivisionError):
        return None
    return int(found) if float(found).is_integer() and abs(found) < 10**15 else float(found)


@cache
def _table(language: str) -> dict[str, dict[str, Number]]:
    words = vocabulary(language)
    kinds = ("small", "ten", "hundred", "scale", "group", "multiplier", "zero", "both", "half", "fraction")
    return {kind: {term: float(v) if "." in v else int(v) for term, v in words.tables.get(kind, {}).items()} for kind in kinds}


class Reader:
    """Reads numbers from ``tokens`` of ``folded`` text."""

    def __init__(self, folded: str, found: Sequence[Token], language: str) -> None:
        self.folded, self.tokens, self.language = folded, found, language
        self.table = _table(language)

    def kind(self, index: int) -> str | None:
        """The numeral kind of a token, ``figure``, or None."""
        if not 0 <= index < len(self.tokens):
            return None
        word = self.tokens[index].word
        if word[0].isdecimal():
            return "figure"
        for kind in ("small", "ten", "hundred", "scale", "group", "multiplier", "zero", "both", "half"):
            if word in self.table[kind]:
                return kind
        return None

    def near(self, index: int) -> bool:
        """Does token ``index`` follow its neighbour with only a blank or, in English, a hyphen between?"""
        if not 0 < index < len(self.tokens):
            return False
        gap = self.folded[self.tokens[index - 1].end : self.tokens[index].start]
        return len(gap) <= 3 and "\n" not in gap and (not gap.strip() or (self.language == "en" and gap == "-"))

    def word(self, index: int) -> str:
        """The token's word if it follows its neighbour closely, else nothing."""
        return self.tokens[index].word if self.near(index) else ""

    def read(self, first: int) -> Reading | None:
        """The longest number that begins with token ``first``."""
        kind = self.kind(first)
        if kind in ("multiplier", "zero", "both"):
            return Reading(self.table[kind][self.tokens[first].word], first, first + 1, kind)
        if kind is None:
            return None
        plain = _Cardinal(self, first).read()
        return plain and (self._fraction(plain) or self._mixed(plain) or self._decimal(plain))

    def _fraction(self, top: Reading) -> Reading | None:
        """«dos tercios», «tres cuartas partes», «veinte treintavos», «a third»: a number and a denominator."""
        if top.kind == "group" or not self.near(top.after):
            return None
        for length in (2, 1):
            term = " ".join(self.word(top.after + step) for step in range(length))
            parts = self._denominator(term)
            if parts and self._is_fraction(top, length, term):
                return Reading(top.value / parts, top.first, top.after + length, "fraction")
        return None

    def _denominator(self, term: str) -> Number | None:
        """From the table, or a numeral with «-avo»: «veinteavos», «treintaicincoavos»."""
        known = self.table["fraction"].get(term)
        stem = re.match(r"(\w{3,40}?)[ao]?av[oa]s?$", term) if known is None and self.language == "es" else None
        if stem is None:
            return known
        for word in (term[: term.rindex("av")], term[: term.rindex("av")] + "a", term[: term.rindex("av")] + "o"):
            ten, _, unit = word.partition("ai")
            spelt = f"{ten}a y {unit}" if unit else word
            value = parse_number(spelt, "es")
            if value and value > 1:
                return value
        return None

    def _is_fraction(self, top: Reading, length: int, term: str) -> bool:
        """«un cuarto policía» is an ordinal: one part alone must be followed by «de», or by nothing."""
        after = self.word(top.after + length)
        if " " in term or (top.value != 1 and term.endswith("s")):
            return True
        return top.value == 1 and after in ("", "de", "del", "of")

    def _mixed(self, whole: Reading) -> Reading | None:
        """«ciento tres con dos tercios», «one and two thirds»."""
        link = self.word(whole.after)
        if link not in ("con", "y", "and") or not self.near(whole.after + 1) or whole.kind == "group":
            return None
        top = _Cardinal(self, whole.after + 1).read()
        part = self._fraction(top) if top else None
        if part is None or part.value >= 1:
            return None
        return Reading(whole.value + part.value, whole.first, part.after, "fraction")

    def _decimal(self, whole: Reading | None) -> Reading | None:
        """«cuarenta y siete coma veintiocho», «two point five»; «con» only where the sentence ends after it."""
        if whole is None or self.word(whole.after) not in _POINTS[self.language] or not self.near(whole.after + 1):
            return whole
        digits, index = "", whole.after + 1
        while (part := self._plain(index)) is not None and len(digits) < 12 and (not digits or self.language == "en"):
            value, index = part
            digits += str(value)
        ends = index >= len(self.tokens) or not self.near(index)
        if not digits or (self.tokens[whole.after].word == "con" and not ends):
            return whole
        scale = int(self.table["scale"].get(self.tokens[index - 1].word, 1))
        if scale >= 10**6 and int(digits) >= scale:
            scaled = float(f"{int(whole.value)}.{int(digits) // scale}") * scale
            return Reading(int(scaled) if scaled.is_integer() else scaled, whole.first, index, whole.kind)
        return Reading(float(f"{int(whole.value)}.{digits}"), whole.first, index, whole.kind)

    def _plain(self, index: int) -> tuple[int, int] | None:
        if self.kind(index) not in ("small", "ten", "hundred", "scale", "figure") or not self.near(index):
            return None
        if self.language == "en" and (self.kind(index) == "small"):
            return int(self.table["small"][self.tokens[index].word]), index + 1
        part = _Cardinal(self, index).read()
        return (int(part.value), part.after) if part and float(part.value).is_integer() else None


class _Cardinal:
    """A whole number: hundreds in ``chunk``, thousands in ``thousands``, the rest in ``total``."""

    def __init__(self, reader: Reader, first: int) -> None:
        self.reader, self.first, self.index = reader, first, first
        self.total: Number = 0
        self.thousands: Number = 0
        self.chunk: Number = 0
        self.last_scale: Number = 1
        self.group = False
        self.fresh = True

    def read(self) -> Reading | None:
        while not self.group and self._step():
            self.fresh = False
        if self.fresh:
            return None
        self._half_more()
        value = self.total + self.thousands + self.chunk
        if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
            value = int(value)
        single = self.index == self.first + 1 and self.reader.kind(self.first) == "figure"
        return Reading(value, self.first, self.index, "group" if self.group else "figure" if single else "words")

    def _step(self) -> bool:
        reader, index = self.reader, self.index
        if not self.fresh:
            if not reader.near(index):
                return False
            if reader.word(index) in _LINKS[reader.language]:
                if not self._links(index):
                    return False
                index += 1
        kind = reader.kind(index)
        if kind is None or not self._take(kind, reader.tokens[index].word, index):
            return False
        self.index = index + 1
        return True

    def _links(self, index: int) -> bool:
        """«treinta y uno», «one hundred and five», «half a million», «dos mil y cuatro docenas»."""
        reader, following = self.reader, self.reader.kind(index + 1)
        if not reader.near(index + 1):
            return False
        if reader.word(index) == "a":
            return self.chunk == 0.5 and following in ("group", "scale", "hundred")
        if reader.language == "es":
            if self.chunk >= 30 and self.chunk % 10 == 0 and self.chunk % 100 != 0:
                return following == "small" and reader.table["small"][reader.tokens[index + 1].word] < 10
            return self.chunk == 0 and self.last_scale > 1 and self._leads_to_group(index + 1)
        return (self.last_scale >= 100 or (self.chunk >= 100 and self.chunk % 100 == 0)) and following in (
            "small",
            "ten",
            "figure",
        )

    def _leads_to_group(self, index: int) -> bool:
        return self.reader.kind(index) in ("small", "ten") and self.reader.kind(index + 1) == "group"

    def _take(self, kind: str, word: str, index: int) -> bool:
        if kind == "figure":
            return self._take_figure(word)
        if kind in ("multiplier", "zero", "both"):
            return False
        value = self.reader.table[kind][word]
        if kind == "half":
            return self._take_half(index)
        if kind == "group":
            return self._take_group(value, word)
        if kind == "scale":
            return self._take_scale(value, word)
        return self._take_small(kind, value)

    def _take_small(self, kind: str, value: Number) -> bool:
        if kind == "hundred" and self.reader.language == "en":
            if self.chunk >= 100 or (self.chunk == 0 and not self.fresh):
                return False
            self.chunk = max(self.chunk, 1) * value
            return True
        room = {"hundred": 1000, "ten": 100}.get(kind, 10 if value < 10 else 100)
        teens = self.chunk % 100 in range(1, 20 if self.reader.language == "en" else 30)
        blocked = self.chunk % room != 0 or (teens and kind == "small") or self.chunk == 0.5
        if blocked or (self.chunk and room == 1000) or (kind == "small" and value == 0 and not self.fresh):
            return False
        self.chunk += value
        return True

    def _take_figure(self, word: str) -> bool:
        value = figure_value(word, self.reader.language)
        if value is None or self.chunk:
            return False
        if not self.fresh and (value >= self.last_scale or not float(value).is_integer() or self.last_scale < 1000):
            return False
        self.chunk = value
        return True

    def _take_half(self, index: int) -> bool:
        """«media docena», «medio millón», «half a million»: only before what is halved."""
        reader = self.reader
        following = index + 2 if reader.word(index + 1) == "a" else index + 1
        if not self.fresh or not reader.near(index + 1) or reader.kind(following) not in ("group", "scale", "hundred"):
            return False
        self.chunk = 0.5
        return True

    def _take_group(self, value: Number, word: str) -> bool:
        if self.fresh and word in ("quincena", "score", "pair", "par", "duo", "trio"):
            return False
        self.chunk, self.group = (self.chunk or 1) * value, True
        return True

    def _take_scale(self, value: Number, word: str) -> bool:
        if self.fresh and word != "mil":
            return False
        if value == 1000:
            if self.thousands:
                return False
            self.thousands, self.chunk = (self.chunk or 1) * 1000, 0
        else:
            self.total, self.thousands, self.chunk = self.total + ((self.thousands + self.chunk) or 1) * value, 0, 0
        self.last_scale = value
        return True

    def _half_more(self) -> None:
        """«un millón y medio», «tres y media», «two and a half»: half of the last scale on top."""
        reader, index = self.reader, self.index
        if self.group or reader.word(index) not in ("y", "and"):
            return
        if reader.language == "en":
            if reader.word(index + 1) == "a" and reader.word(index + 2) == "half":
                self.total, self.index = self.total + 0.5 * self.last_scale, index + 3
        elif reader.word(index + 1) in ("medio", "media") and reader.kind(index + 2) not in ("group", "scale"):
            self.total, self.index = self.total + 0.5 * self.last_scale, index + 2


def parse_number(words: str, language: str = "es") -> Number | None:
    """The value of ``words`` such as «dos mil 724», «1.2 millones» or «minus five»; None when they are no number."""
    folded = fold(words).strip()
    sign = re.match(r"(?:[-−]|(?:menos|minus|negative)[^\S\n]{1,3})\s?(?=\w)", folded)
    body = folded[sign.end() :] if sign else folded
    slash = re.fullmatch(r"(?:(\d{1,9}) )?(\d{1,9}) ?/ ?(\d{1,9})", body)
    if slash and int(slash.group(3)):
        value: Number = int(slash.group(1) or 0) + int(slash.group(2)) / int(slash.group(3))
        return -value if sign else value
    found = tokens(body)
    start = 1 if language == "en" and found and found[0].word in ("a", "an") and len(found) > 1 else 0
    reading = Reader(body, found, language).read(start) if found else None
    if reading is None or reading.after != len(found) or found[0].start or found[-1].end != len(body):
        return None
    return -reading.value if sign else reading.value
