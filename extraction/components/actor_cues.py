"""The compiled tables of actors and blame: ``actors.csv`` (who) and ``attribution.csv`` (how a text ties them to a deed).

A pattern of ``attribution.csv`` may use ``{name}``, the alternation of the rows of use ``macro`` with that value. All patterns
meet folded text (:func:`extraction.text.fold`), and only windows of bounded length, so that reading is linear.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from extraction.lexicon import rows
from extraction.structure import BOILERPLATE, Sentence, sentences
from extraction.text import any_of, fold

#: Sentences longer than this are read in pieces.
LONGEST = 900


#: Dots that end no sentence: «Carlos M.», «8:00 p.m.».
_ABBREVIATED = re.compile(r"(?<=\b[A-ZÁÉÍÓÚÑ])\.|(?<=\b[ap])\.(?= ?m\b)|(?<=\b[ap]\.m)\.|(?<=\b[ap]\. m)\.")


_PASSIVE = "atribuid|senalad|identificad|considerad|perfilad|fichad|confirmad|informad|reportad|revelad|divulgad"
_WHEN_SAID = "(?:ayer|hoy|anoche|(?:el|este|esta|la) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|tarde|noche))"


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: its pattern, what it stands for, and its own text (the name that evidence gives)."""

    pattern: re.Pattern[str]
    value: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A text prepared once for all incidents in it; compared by identity."""

    text: str
    folded: str
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=4)
def view(text: str) -> View:
    """``text`` folded and cut into sentences (long ones in pieces), boilerplate left out."""
    kept = [piece for s in sentences(text) if s.kind != BOILERPLATE for piece in _pieces(s)]
    return View(text, fold(_ABBREVIATED.sub(" ", text)), tuple(kept))


def _pieces(sentence: Sentence) -> list[Sentence]:
    if sentence.end - sentence.start <= LONGEST:
        return [sentence]
    starts = range(sentence.start, sentence.end, LONGEST)
    return [
        Sentence(a, b, sentence.text[a - sentence.start : b - sentence.start], sentence.kind, sentence.paragraph)
        for a, b in ((start, min(start + LONGEST, sentence.end)) for start in starts)
    ]


@cache
def macros() -> dict[str, str]:
    """The named alternations, each as one non-capturing group."""
    return {row["value"]: f"(?:{row['pattern']})" for row in rows("attribution") if row["use"] == "macro"}


def expand(pattern: str) -> str:
    """``pattern`` with ``{name}`` replaced by the macro of that name."""
    for name, words in macros().items():
        pattern = pattern.replace("{" + name + "}", words)
    return pattern


@cache
def cues(use: str) -> tuple[Cue, ...]:
    """The rows of one use, in the order of the table."""
    found = []
    for row in (*rows("attribution"), *rows("attribution_en")):
        if row["use"] == use:
            found.append(Cue(re.compile(rf"(?:{expand(row['pattern'])})"), row["value"], row["pattern"]))
    return tuple(found)


@cache
def merged(use: str) -> re.Pattern[str]:
    """All rows of one use as one pattern."""
    return re.compile("|".join(cue.pattern.pattern for cue in cues(use)))


@cache
def sources() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each kind of speaker a pattern «según X», «X dijo», «dijo X», «señalado por X»."""
    say = macros()["say"]
    speakers = cues("source")
    anyone = "(?:" + "|".join(cue.pattern.pattern for cue in speakers) + ")"
    inverted = rf"(?<=[,»”\"]) (?={say} (?:{_WHEN_SAID} )?(?:(?:el|la|los|las|un|una|este|esta) )?{anyone})"
    told = [(cue.value, _speech(rf"\b{cue.pattern.pattern}\b", say, inverted)) for cue in speakers]
    return (*told, *((cue.value, re.compile(rf"\b{cue.pattern.pattern}\b")) for cue in cues("source_alone")))


def _speech(who: str, say: str, inverted: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:segun|de acuerdo (?:con|a)|para|a juicio de|fuentes? (?:de|del)|according to)\b[^.;,]{{0,40}}?{who}"
        rf"|{who}(?:(?!{inverted})[^.;]){{0,110}}?\b{say}\b"
        rf"|\b{say}\b[^.;]{{0,45}}?{who}"
        rf"|\b(?:{_PASSIVE})[oa]s? por [^.;,]{{0,20}}?{who}"
    )


@cache
def names() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """``actors.csv`` by kind: (pattern, code)."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
    for row in rows("actors"):
        found[row["kind"]].append((re.compile(rf"(?<![\w]){_guard(row['pattern'])}(?!\w)"), row["code"]))
    return {kind: tuple(pairs) for kind, pairs in found.items()}


@cache
def any_name() -> re.Pattern[str]:
    """Any row of ``actors.csv`` in folded text; those that are matched as written too."""
    pairs = [pair for kind, pairs in names().items() if kind != "gang_cased" for pair in pairs]
    cased = [re.compile(fold(pattern.pattern)) for pattern, _ in names().get("gang_cased", ())]
    return any_of([*(pattern for pattern, _ in pairs), *cased])


def _guard(pattern: str) -> str:
    return f"(?:{pattern})"
