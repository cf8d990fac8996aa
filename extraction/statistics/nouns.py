"""Which noun a number counts, and whether its killing is told."""

import re
from dataclasses import replace
from functools import cache

from extraction.statistics.figure import HOMICIDES, Figure
from extraction.statistics.numbers import Number
from extraction.statistics.tables import Noun, cue, nouns, people
from extraction.text import any_of

#: «Asesinados: 45 policías»: a label of fewer words than that is told of what follows its colon.
_LABEL = 3


def noun_at(folded: str, position: int) -> tuple[Noun, int, int] | None:
    """The counted noun that starts at ``position``, with its span: the longest row, else the first."""
    best: tuple[Noun, int, int] | None = None
    for noun in nouns() if _any_noun().match(folded, position) else ():
        match = noun.pattern.match(folded, position)
        if match and match.end() > (best[2] if best else position):
            best = (noun, match.start(), match.end())
    return best


@cache
def _any_noun() -> re.Pattern[str]:
    return any_of(noun.pattern for noun in nouns())


def noun_after(folded: str, end: int) -> tuple[Noun, int, int] | None:
    """The counted noun after a number, over a few words such as «presuntos»."""
    if not folded[end : end + 1].isspace():
        return None
    noun = noun_at(folded, end + 1)
    if noun:
        return _of_unit(folded, noun)
    gap = cue("between_number_and_noun").match(folded, end)
    while gap:
        noun = noun_at(folded, gap.end())
        if noun:
            return noun
        shorter = folded.rfind(" ", end, gap.end() - 1)
        if shorter <= end:
            return None
        gap = re.compile(r".*? ").match(folded, end, shorter + 1) if shorter > end + 1 else None
        noun = noun_at(folded, shorter + 1)
        if noun:
            return noun
        return None
    return None


def _of_unit(folded: str, noun: tuple[Noun, int, int]) -> tuple[Noun, int, int]:
    """«cadáveres de personas asesinadas»: what the unit consists of, where that can be counted."""
    row, start, end = noun
    inner = re.compile(r" de (?:l[oa]s )?").match(folded, end) if row.role == "unit" else None
    told = noun_at(folded, inner.end()) if inner else None
    return (told[0], start, told[2]) if told and told[0].role in ("event", "victim", "women") else noun


def classed_at(folded: str, number: Number) -> Figure | None:
    """«64 casos fueron tipificados como feminicidio»: counted as what it is classed as."""
    match = cue("classed_as").match(folded, number.end)
    noun = noun_at(folded, match.end()) if match else None
    if noun is None or noun[0].role != "event":
        return None
    return Figure(number.start, number.end, number.value, noun[0].indicator, noun[1], noun[2], noun[0].cue)


def of_other_people(folded: str, end: int) -> bool:
    """«tres asesinatos de locutores»: killings of people who have no indicator of their own."""
    match = cue("whose_killings").match(folded, end)
    return match is not None and noun_at(folded, match.end()) is None and bool(people().match(folded, match.end()))


def noun_before(folded: str, end: int) -> tuple[Noun, int, int] | None:
    """The counted noun that ends right before a position: «el policía número 16»."""
    for back in (1, 2, 3, 4, 5):
        words = list(re.finditer(r"\S+", folded[max(0, end - 70) : end]))
        if len(words) < back:
            return None
        start = max(0, end - 70) + words[-back].start()
        noun = noun_at(folded, start)
        if noun and noun[0].role != "unit" and noun[2] <= end:
            return noun
    return None


def group_at(folded: str, number: Number) -> Figure | None:
    """«212 de los asesinados eran miembros de pandillas»: a part of the victims that has an indicator of its own."""
    match = cue("group_of").match(folded, number.end)
    noun = noun_at(folded, match.end()) if match else None
    if (
        noun is None
        or noun[0].role != "victim"
        or noun[0].indicator == HOMICIDES
        or " no " in folded[number.end : noun[1]]
        or not (
            re.match(r" de (?:los|las) (?:victim|asesin|muert|fallec|homicid)", folded[number.end :])
            or killing_near(folded, number.start, noun[2])
            or cue("subgroup_before").search(folded[: number.start])
        )
    ):
        return None
    return Figure(number.start, number.end, number.value, noun[0].indicator, noun[1], noun[2], noun[0].cue, None, "victim")


def with_predicate(folded: str, figure: Figure) -> Figure:
    """A victim noun with its killing found, or refused; «personas … desaparecidas» are disappearances."""
    if figure.role not in ("victim", "women"):
        return figure
    left, right = _clause(folded, figure.start, figure.noun_end)
    clause, noun = folded[left:right], folded[figure.noun_start : figure.noun_end]
    if figure.role == "women":
        told = re.search(r"femi(?:ni)?cid", clause)
        return replace(figure, role="event", refusal=None if told else "no indicator")
    if cue("bare_relatives").fullmatch(noun) and not cue("force_named").search(folded):
        return replace(figure, refusal="no indicator")
    if cue("other_death").search(folded[figure.noun_end :]) and not re.search(r"asesin|homicid|murder", clause):
        return replace(figure, refusal="no killing")
    if figure.indicator == HOMICIDES:
        return _people(folded, figure, left, right)
    if cue("bare_members").fullmatch(noun) and re.search(r"fuerza armada|ejercito", folded[left : figure.start]):
        figure = replace(figure, indicator="soldiers_killed")
    return figure if killing_near(folded, figure.start, figure.noun_end) else replace(figure, refusal="no killing")


def _people(folded: str, figure: Figure, left: int, right: int) -> Figure:
    """«personas»: murdered, missing, or dead of something else."""
    missing, killing = (_nearest(folded, name, left, right, figure) for name in ("missing", "killing"))
    if missing < killing:
        return replace(figure, indicator="disappearances")
    near = killing_near(folded, figure.start, figure.noun_end)
    if near and _violent(folded[left:right]):
        return figure
    if folded[figure.noun_start :].startswith(("victima", "victim")):
        return replace(figure, indicator="", role="unit")
    return replace(figure, refusal="no killing")


def _violent(clause: str) -> bool:
    """Whether a clause about «personas» tells of violence: «murieron» alone may be an accident."""
    return bool(cue("violent").search(clause))


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    left = max(folded.rfind(mark, 0, start) for mark in (";", ": ", "—", "«", "“"))
    if folded[left : left + 1] == ":" and left == folded.find(":") and folded.count(" ", 0, left) < _LABEL:
        left = -1
    rights = [folded.find(mark, end) for mark in (";", "—")]
    return max(0, left + 1, start - 110), min([r for r in rights if r >= 0] + [len(folded), end + 110])


def _nearest(folded: str, name: str, left: int, right: int, figure: Figure) -> int:
    best = 1000
    for match in cue(name).finditer(folded, left, right):
        gap = max(match.start() - figure.noun_end, figure.start - match.end(), 0)
        best = min(best, gap)
    return best


def killing_near(folded: str, start: int, end: int) -> bool:
    """Whether a killing is told of the words ``start:end``, nearer than a wound or an arrest."""
    left, right = _clause(folded, start, end)
    probe = Figure(start, end, 0, "", start, end, "")
    killing, other = (
        _nearest(folded, "killing", left, right, probe),
        _nearest(folded, "not_killing", left, right, probe),
    )
    return killing < 1000 and (killing <= other or killing <= 12)


def share_predicates(folded: str, figures: list[Figure]) -> list[Figure]:
    """«39 agentes y 11 militares han sido asesinados»: a list shares the killing told of any of its members."""
    for index in range(1, len(figures)):
        one, two = figures[index - 1], figures[index]
        gap = folded[one.stop : two.start]
        if two.role == one.role == "victim" and cue("shared_list").fullmatch(gap):
            if one.refusal == "no killing" and two.refusal is None:
                figures[index - 1] = replace(one, refusal=None)
            elif two.refusal == "no killing" and one.refusal is None:
                figures[index] = replace(two, refusal=None)
    return figures
