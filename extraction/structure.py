"""What the parts of an article are: title, deck, headings, sentences, tweets and boilerplate, all with offsets.

Reads the layout only. A line of text is a block; the first is the title, unless the text opens with an empty line (an article
without a title) or that line is a sentence of more than a headline's length. Boilerplate lines are rows of
``data/lexicons/boilerplate.csv``: scope ``line`` marks one line, scope ``rest`` also the following lines until one ends like a
sentence of an article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extraction.lexicon import rows
from extraction.text import fold

TITLE, DECK, HEADING, BODY, TWEET, BOILERPLATE = "title", "deck", "heading", "body", "tweet", "boilerplate"

_END = re.compile(r"[.!?…][\"”»'’)\]]*\s*(?:EFE|ACAN-EFE|AP|AFP)?\s*$")
#: No sentence of a newspaper is longer, in characters; a list without full stops is cut there.
_LONGEST = 1500
#: A first line that ends like a sentence and is longer than this is the lead of an article without a title, in characters.
_LONGEST_HEADLINE = 180
_TWEET_SIGNATURE = re.compile(r"^\s*(?:—|--|-|&mdash;)\s.{0,80}\(@\w+\)")
_BREAK = re.compile(r"([.!?…]+[\"”»'’)\]]*)(\s+|(?=[A-ZÁÉÍÓÚÑ¿¡][a-záéíóúñ]{1,}))(?=[\"“«'‘(\[¿¡—–-]*\s*[A-ZÁÉÍÓÚÜÑ0-9#@])")
#: Words that open a sentence even after an initial such as «Juan P.»: determiners, prepositions, connectives.
_OPENERS = frozenset(
    """
    el la los las un una unos unas en de del según segun sin con por para tras ante al a este esta estos estas ese esa su
    sus otro otra otros otras además ademas también tambien pero no ambos ambas durante luego después despues cuando
    mientras fue fueron asimismo entre hasta desde como aunque the in on at according he she they it
    """.split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a whole line for a title, heading or boilerplate. ``paragraph`` numbers the lines from 0."""

    start: int
    end: int
    text: str
    kind: str
    paragraph: int


@cache
def _boilerplate() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"[\W_]*(?:{row['pattern']})"), row["scope"]) for row in rows("boilerplate"))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["term"] for row in rows("abbreviations"))


def sentences(text: str) -> list[Sentence]:
    """All sentences of ``text`` in order; linear in its length."""
    return list(_sentences(text))


@lru_cache(maxsize=2)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of an article, which several steps ask for in turn."""
    found: list[Sentence] = []
    for number, (start, end, kind) in enumerate(_kinds(text)):
        if kind in (BODY, TWEET):
            found.extend(Sentence(a, b, text[a:b], kind, number) for a, b in _split(text, start, end))
        else:
            found.append(Sentence(start, end, text[start:end], kind, number))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\r\n\u2028\u2029]+", text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def _kinds(text: str) -> list[tuple[int, int, str]]:
    lines = list(_lines(text))
    kinds: list[str] = []
    in_list = False
    first = 0 if _has_title(text, lines) else 1
    for index, (start, end) in enumerate(lines):
        line = text[start:end]
        kind, in_list = _kind(line, index + first, in_list)
        kinds.append(kind)
        if kind == TWEET and index:
            _mark_tweet(text, lines, kinds, index)
    return [(start, end, kind) for (start, end), kind in zip(lines, kinds, strict=True)]


def _has_title(text: str, lines: list[tuple[int, int]]) -> bool:
    if not lines or text[0] == "\n":
        return False
    line = text[slice(*lines[0])]
    return len(line) <= _LONGEST_HEADLINE or not _END.search(line)


def _kind(line: str, index: int, in_list: bool) -> tuple[str, bool]:
    if index == 0:
        return TITLE, False
    if _TWEET_SIGNATURE.match(line):
        return TWEET, False
    scope = _boilerplate_scope(line)
    if scope:
        opens = scope == "rest" or (line.rstrip().endswith(":") or len(line.split()) <= 4)
        return BOILERPLATE, opens and not line.lower().startswith(("compart", "foto", "por ", "redacc"))
    ends = bool(_END.search(line))
    if in_list and not (ends and len(line.split()) > 6):
        return BOILERPLATE, True
    if ends or len(line) > 110 or line.endswith((",", ";")):
        return BODY, False
    return (DECK if index == 1 and len(line.split()) > 4 else HEADING), False


def _boilerplate_scope(line: str) -> str | None:
    folded = fold(line)
    long_sentence = len(line) > 220
    for pattern, scope in _boilerplate():
        if pattern.match(folded) and not (long_sentence and scope == "rest"):
            if folded.startswith(("por ", "texto", "siga", "sigue")) and _END.search(line) and len(line.split()) > 8:
                continue
            return scope
    return None


def _mark_tweet(text: str, lines: list[tuple[int, int]], kinds: list[str], index: int) -> None:
    """The line above a tweet's signature is the tweet, where it is glued to it (one newline)."""
    gap = text[lines[index - 1][1] : lines[index][0]]
    if gap.count("\n") <= 1 and kinds[index - 1] in (BODY, HEADING):
        kinds[index - 1] = TWEET


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for begin, stop in _sentence_spans(text, start, end):
        yield from _pieces(text, begin, stop)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cuts what is too long for a sentence at a space, so that reading stays linear in the text."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        yield start, end


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if _is_abbreviation(text, begin, match):
            continue
        stop = match.end(1)
        yield begin, stop
        begin = match.end()
    if begin < end:
        yield begin, end


def _is_abbreviation(text: str, begin: int, match: re.Match[str]) -> bool:
    if not match.group(1).startswith(".") or match.group(1).startswith(".."):
        return False
    words = text[begin : match.start()].split()
    if not words:
        return True
    last = words[-1].lstrip("(¿¡«“\"'").lower()
    following = text[match.end() : match.end() + 20].split()
    nxt = following[0].strip("\"“«'‘([¿¡—–-,.") if following else ""
    if match.group(2) == "" and (len(last) < 3 or "." in last):
        return True
    if (len(last) == 1 and last.isalpha()) or re.fullmatch(r"[a-z]\.[a-z]", last):
        return nxt.lower() not in _OPENERS
    if last in ("no", "num", "m", "col", "ms", "am", "pm", "km", "jan", "feb", "aug", "sept", "oct", "nov", "dec"):
        return nxt[:1].isdigit()
    return last in _abbreviations() and nxt.lower() not in _OPENERS
