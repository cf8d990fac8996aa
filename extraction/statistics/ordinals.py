"""Figures that are no plain number before a noun: ordinals, «su víctima 33», «ninguno», «un día sin homicidios»."""

import re
from collections.abc import Iterator

from extraction.statistics.figure import HOMICIDES, Figure
from extraction.statistics.nouns import killing_near, noun_at, noun_before
from extraction.statistics.numbers import Number
from extraction.statistics.tables import Noun, cue, either, terms


def find_ordinals(folded: str, language: str) -> Iterator[Figure]:
    """«el policía número 16», «el cuarto agente asesinado este año», «su víctima 33», «quinto feminicidio del año»."""
    ordinal = either({k: v for k, v in terms("ordinal", language).items() if v > 0})
    pattern = rf"(?<!\w)(?P<o>{ordinal}) |(?<!\w)(?P<num>numero|number|no\.|#) ?(?P<d>\d{{1,4}})\b|(?<!\w)(?P<d2>\d{{1,3}})(?:\.?[oa]\.?|th|st|nd|rd)\b "
    for match in re.finditer(pattern, folded):
        value = terms("ordinal", language)[match["o"]] if match["o"] else int(match["d"] or match["d2"])
        noun = noun_before(folded, match.start()) if match["num"] else _longest_noun(folded, match)
        if noun is None or noun[0].role in ("none", "unit") or value > 2000:
            continue
        row, start, end = noun
        if (
            row.indicator in (HOMICIDES, "disappearances", "confrontations", "days_without_homicides")
            and row.role == "victim"
        ):
            continue
        begin, stop = (match.start("d"), match.end("d")) if match["d"] else match.span("o" if match["o"] else "d2")
        refusal = (
            None if row.role == "event" or killing_near(folded, min(start, begin), max(end, stop)) else "no killing"
        )
        yield Figure(begin, stop, value, row.indicator, start, end, row.cue, refusal, "ordinal")
    yield from _victim_numbers(folded)


def _victim_numbers(folded: str) -> Iterator[Figure]:
    """«sumó su policía 33», «llegó a su víctima 33»."""
    for match in cue("its_victim_number").finditer(folded):
        noun = noun_at(folded, match.start("noun"))
        if noun or match["noun"] in ("victima", "baja"):
            head = folded[max(0, match.start() - 80) : match.start()]
            indicator = noun[0].indicator if noun else ""
            if match["noun"] in ("victima", "baja"):
                indicator = (
                    "soldiers_killed"
                    if re.search(r"fuerza armada|ejercito", head)
                    else "police_killed"
                    if cue("police_institution").search(head)
                    else ""
                )
            yield Figure(
                *match.span("n"),
                int(match["n"]),
                indicator,
                *match.span("noun"),
                noun[0].cue if noun else "statistics_nouns",
                None,
                "ordinal",
            )


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
    """«un custodio» and «no homicides»: an article is a number only where the words around it count."""
    if language == "es":
        for match in cue("one_of_a_force").finditer(folded):
            yield Number(match.start(), match.end(), 1, True)
        for match in cue("none_of").finditer(folded):
            yield Number(*match.span("n" if match["n"] else "v"), 0, True)
        for match in cue("day_without").finditer(folded):
            yield Number(*match.span("n"), 0, True)
        for match in cue("only_one").finditer(folded):
            yield Number(*match.span("n"), 1, True)
        for match in cue("closed_without").finditer(folded):
            yield Number(*match.span("n"), 0, True)
        pattern = r"\b(?:no (?:se )?(?:registr\w+|report\w+|hubo|contabiliz\w+|cometi\w+)(?: \w+){0,2}? (?P<n>ningun[oa]?)?) ?(?=homicidios?|asesinatos?|muertes violentas)"
    else:
        pattern = r"\b(?:without|recorded|saw|with|reported) (?P<n>no|a single) (?=homicides?|murders?|killings?)"
    for match in re.finditer(pattern, folded):
        start, end = match.span("n") if match["n"] else (match.start(), match.end() - 1)
        yield Number(start, end, 0, True)
