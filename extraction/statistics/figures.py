"""Figures in a sentence: a number, what it counts, and why it may not be coded.

A number counts the noun after it («31 homicidios»), or, where none follows, what the sentence or the one before it
counted («frente a los 91 de marzo»). Codebook section 5 says what is no statistic; such figures are kept with a
``refusal``, so that the incident builder knows their words too.
"""

import re
from dataclasses import replace
from itertools import zip_longest

from extraction.statistics.areas import Area, areas_of
from extraction.statistics.figure import DAYS, PER_DAY, RATE, UNNAMED_PER_DAY, Figure
from extraction.statistics.nouns import classed_at, group_at, noun_after, of_other_people, share_predicates, with_predicate
from extraction.statistics.numbers import Number, find_numbers
from extraction.statistics.ordinals import find_ones, find_ordinals
from extraction.statistics.period import Period
from extraction.statistics.rates import in_range, rate_or_average
from extraction.statistics.tables import Noun, cue


def find_figures(folded: str, periods: list[Period], areas: list[Area], language: str) -> list[Figure]:
    """The figures of a folded sentence, in order; numbers inside a period are not figures."""
    found = list(find_ordinals(folded, language))
    taken = [(figure.start, figure.end) for figure in found] + [(p.start, p.end) for p in periods]
    numbers = [n for n in find_numbers(folded, language) if not any(a < n.end and n.start < b for a, b in taken)]
    numbers += [n for n in find_ones(folded, language) if not any(a < n.end and n.start < b for a, b in taken)]
    numbers.sort(key=lambda number: number.start)
    clear = without(folded, periods)
    for number, following in zip_longest(numbers, numbers[1:]):
        placed = _is_placed(clear, number, areas, following.start if following else len(folded))
        figure = _read(folded, number, periods, placed)
        if figure is not None and not any(f.noun_start <= figure.start < f.noun_end for f in found if f is not figure):
            found.append(figure)
    return _once(folded, share_predicates(folded, sorted(found, key=lambda figure: figure.start)))


def _once(folded: str, figures: list[Figure]) -> list[Figure]:
    """«9.9 homicidios por día, es decir casi 10»: a value said again counts nothing more."""
    return [
        replace(two, refusal="restated")
        if not (two.role == "rate" and one.role in ("event", "victim")) and cue("restated").search(folded[one.stop : two.start])
        else two
        for one, two in zip([Figure(-1, 0, 0, "", -1, 0, ""), *figures], figures, strict=False)
    ]


def without(folded: str, periods: list[Period]) -> str:
    """A sentence with its periods blanked, so that only what is told of a figure stands between it and its place."""
    for period in periods:
        folded = folded[: period.start] + "\x00" * (period.end - period.start) + folded[period.end :]
    return folded


def words_before(folded: str, periods: list[Period], end: int) -> str:
    """The words before a number, without periods set between commas: «consigna, para ese año, 19»."""
    text = folded[:end].rstrip()
    while text.endswith(","):
        inside = next((p for p in periods if p.end == len(text) - 1), None)
        if inside is None:
            break
        text = folded[: inside.start].rstrip(" ,")
    return text[-60:]


def _is_placed(folded: str, number: Number, areas: list[Area], following: int) -> bool:
    """Whether a department stands beside a number, as in «San Salvador lleva 12; San Miguel, siete»."""
    return any(area.name for area in areas_of(folded, areas, number.start, number.end, following))


def _read(folded: str, number: Number, periods: list[Period], placed: bool) -> Figure | None:
    """The figure of a number, None where the number is none (an age, a route, a year, money)."""
    after, before = folded[number.end : number.end + 90], folded[max(0, number.start - 60) : number.start]
    if _is_measure(folded, number, before, after) or in_range(before, after):
        return None
    noun = noun_after(folded, number.end)
    figure = rate_or_average(folded, number, noun)
    if figure is None:
        days = cue("days_of").match(folded, number.end)
        if days:
            return Figure(number.start, number.end, number.value, DAYS, number.start, days.end(days.lastindex or 0), "days of")
        named = classed_at(folded, number) or group_at(folded, number)
        if named:
            return named
        if cue("few_of_the").match(after):
            return None
        figure = _counted(folded, number, noun) or _bare(folded, number, periods, placed)
    return _refused(folded, replace(figure, placed=placed), before) if figure is not None else None


def _is_measure(folded: str, number: Number, before: str, after: str) -> bool:
    """Whether a number names a thing, or measures time, money or a share."""
    if cue("percent").match(after) or cue("days_later").match(after) or cue("measure_after").match(after):
        return True
    named = cue("name_before").search(before) and number.value > 0
    year = not number.words and 1980 <= number.value <= 2040 and folded[number.start : number.end].isdigit()
    return bool(named or year or re.search(r"[$€]\s?$", before))


def _counted(folded: str, number: Number, noun: tuple[Noun, int, int] | None) -> Figure | None:
    """A number with its noun; averages of other things and nouns without an indicator are refused."""
    if noun is None:
        return None
    row, start, end = noun
    figure = Figure(number.start, number.end, number.value, row.indicator, start, end, row.cue, None, row.role)
    averaged = row.role == "event" and cue("per_day").match(folded[end:].lstrip(" ,"))
    if averaged or row.role == "none" or (row.role == "event" and of_other_people(folded, end)):
        return replace(figure, refusal="no indicator")
    return with_predicate(folded, figure)


def _bare(folded: str, number: Number, periods: list[Period], placed: bool) -> Figure | None:
    """A number without a noun of its own: «frente a los 91 de marzo», «no hubo ninguno»."""
    span = (number.start, number.end)
    if number.value == 0 and cue("zero_word").match(folded[number.start : number.end]):
        return Figure(*span, 0, "", *span, "none", None, "none_of")
    before = folded[max(0, number.start - 60) : number.start]
    day_of_month = re.search(r"(?:^|\s)el $", before) and number.value <= 31
    if number.value == 0 or (number.words and number.value == 1 and not _is_one(folded, number)) or day_of_month:
        return None
    if cue("hurt_after").match(folded, number.end):
        return None
    tail = before.rstrip()
    after_period = any(p.end == number.start - len(before) + len(tail) for p in periods)
    framed = placed or after_period or not tail or cue("before_bare_number").search(tail)
    if not framed:
        framed = cue("before_bare_number").search(words_before(folded, periods, number.start))
    if framed and cue("after_bare_number").match(folded[number.end : number.end + 90]):
        return Figure(*span, number.value, "", *span, "elliptic", None, "unit")
    return None


def _is_one(folded: str, number: Number) -> bool:
    """«a esta fecha, era uno», «el restante ocurrió en …»: a pronoun that counts."""
    if " " in folded[number.start : number.end]:
        return True
    return folded[number.start : number.end] in ("uno", "una") and not folded[: number.start].endswith("cada ")


def _refused(folded: str, figure: Figure, before: str) -> Figure:
    """The figure, with its refusal where it is a difference, a part without an indicator or a stray fraction."""
    if figure.refusal or cue("added_verb").search(before):
        return figure
    changes = re.match(r"[^.,;]{0,60}? a (?!(?:19|20)\d\d\b)\d", folded[figure.end :])
    for name in ("difference_before", "subgroup_before"):
        match = cue(name).search(before)
        if match and match.end() == len(before) and not changes and not (figure.placed and name == "subgroup_before"):
            return replace(figure, refusal=name.split("_")[0])
    if _is_difference(folded, figure, before):
        return replace(figure, refusal="difference")
    part = cue("subgroup_after").match(folded[figure.stop :]) or cue("subgroup_after").match(folded[figure.end :])
    if part and not (figure.placed and cue("of_them").fullmatch(part.group())):
        return replace(figure, refusal="subgroup")
    if figure.value != int(figure.value) and figure.indicator not in ("", RATE, PER_DAY, UNNAMED_PER_DAY):
        daily = cue("average").search(folded) is not None
        return replace(figure, indicator=PER_DAY, role="rate") if daily else replace(figure, refusal="fraction")
    return figure


def _is_difference(folded: str, figure: Figure, before: str) -> bool:
    """«214 menos», «83 homicidios más que»; not «los 5,622 más violentos»."""
    own, rest = folded[figure.end :].lstrip(" "), folded[figure.stop :]
    if cue("difference_after").match(own) and not cue("of_the_before").search(before):
        return True
    return bool(cue("difference_after").match(rest.lstrip(" ")) and not cue("more_violent").match(rest))
