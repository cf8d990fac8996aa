"""Figures that are no plain number before a noun: ordinals, «su víctima 33», «ninguno», «un día sin homicidios»."""

import re
from collections.abc import Iterator
from functools import cache

from extraction.statistics.figure import HOMICIDES, Figure
from extraction.statistics.nouns import killing_near, noun_at, noun_before
from extraction.statistics.numbers import Number
from extraction.statistics.tables import Noun, cue, either, terms

#: An ordinal above this counts something else (a file, a plate, a decree).
MOST = 2000
#: Rows of ``statistics_cues.csv`` that stand for a number, by language.
_WORDS = {
    "es": {
        "one_of_a_force": 1,
        "none_of": 0,
        "day_without": 0,
        "only_one": 1,
        "closed_without": 0,
        "zero_es": 0,
        "one_bare": 1,
        "none_there": 0,
        "one_rest": 1,
    },
    "en": {"zero_en": 0},
}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = terms("ordinal", language)
    ordinal = either({word: value for word, value in words.items() if value > 0})
    tens = either({word: value for word, value in words.items() if value and value % 10 == 0})
    return re.compile(
        rf"(?<!\w)(?P<o>(?:{tens} )?{ordinal}) "
        r"|(?<!\w)(?P<num>numero|number|no\.|#) ?(?P<d>\d{1,4})\b"
        r"|(?<!\w)(?P<d2>\d{1,3})(?:\.?[oa]\.?|th|st|nd|rd)\b "
    )


def find_ordinals(folded: str, language: str) -> Iterator[Figure]:
    """«el policía número 16», «el cuarto agente asesinado este año», «su víctima 33», «quinto feminicidio del año»."""
    for match in _pattern(language).finditer(folded):
        words = terms("ordinal", language)
        value = sum(words[word] for word in match["o"].split()) if match["o"] else int(match["d"] or match["d2"])
        noun = _numbered(folded, match) if match["num"] else _longest_noun(folded, match)
        if value > MOST:
            continue
        if noun is None:
            if (
                match["o"]
                and cue("lone_ordinal").search(folded[: match.start()])
                and cue("after_lone").match(folded, match.end())
            ):
                yield Figure(*match.span("o"), value, "", *match.span("o"), "elliptic", None, "ordinal")
            continue
        row, start, end = noun
        if row.role in ("none", "unit") or (row.role == "victim" and row.indicator == HOMICIDES):
            continue
        begin, stop = match.span("d" if match["d"] else "o" if match["o"] else "d2")
        killed = row.role == "event" or killing_near(folded, min(start, begin), max(end, stop))
        refusal = None if killed else "no killing"
        if row.indicator == HOMICIDES and re.match(r" (?:de|contra) un[oa]? ", folded[stop if match["num"] else end :]):
            refusal = "no indicator"
        yield Figure(begin, stop, value, row.indicator, start, end, row.cue, refusal, "ordinal")
    yield from _victim_numbers(folded)


def _numbered(folded: str, match: "re.Match[str]") -> tuple[Noun, int, int] | None:
    """«el policía número 16», «el asesinato número 22 de un agente»."""
    whose = re.compile(r" (?:de|contra) una? ").match(folded, match.end())
    victim = noun_at(folded, whose.end()) if whose else None
    return victim if victim and victim[0].role == "victim" else noun_before(folded, match.start())


def _victim_numbers(folded: str) -> Iterator[Figure]:
    """«sumó su policía 33», «llegó a su víctima 33»: whose, the words before tell."""
    for match in cue("its_victim_number").finditer(folded):
        noun = None if match["noun"] in ("victima", "baja") else noun_at(folded, match.start("noun"))
        head = folded[max(0, match.start() - 80) : match.start()]
        indicator = noun[0].indicator if noun else _force_of(head)
        name = noun[0].cue if noun else "statistics_cues:its_victim_number"
        yield Figure(*match.span("n"), int(match["n"]), indicator, *match.span("noun"), name, None, "ordinal")


def _force_of(head: str) -> str:
    if re.search(r"fuerza armada|ejercito", head):
        return "soldiers_killed"
    return "police_killed" if cue("police_institution").search(head) else ""


def _longest_noun(folded: str, match: "re.Match[str]") -> tuple[Noun, int, int] | None:
    """The noun after an ordinal, from the earliest word that starts one."""
    position = match.end("o") + 1 if match["o"] else match.end()
    for _ in range(4):
        noun = noun_at(folded, position)
        word = cue("after_ordinal").match(folded, position)
        if noun or not word:
            return noun
        position = word.end()
    return None


def find_ones(folded: str, language: str) -> Iterator[Number]:
    """«un custodio», «ninguno», «un día sin homicidios»: words that are numbers only where those around them count."""
    for name, value in _WORDS[language].items():
        for match in cue(name).finditer(folded):
            if name == "one_of_a_force" and not cue("force_named").search(folded[: match.start()]):
                continue
            groups = match.groupdict()
            group = next((name for name in ("n", "v", "lone") if groups.get(name)), None)
            start, end = match.span(group) if group else (match.start(), match.end() - (value == 0))
            yield Number(start, end, value, True)
