"""Figures in a sentence: a number, what it counts, and why it may not be coded.

A number counts the noun after it («31 homicidios»), or, where none follows, what the sentence or the one before it
counted («frente a los 91 de marzo»). Codebook section 5 says what is no statistic; such figures are kept with a
``refusal``, so that the incident builder knows their words too.
"""

import re
from dataclasses import replace

from extraction.statistics.figure import PER_DAY, RATE, Figure
from extraction.statistics.nouns import group_at, noun_after, share_predicates, with_predicate
from extraction.statistics.numbers import Number, find_numbers
from extraction.statistics.ordinals import find_ones, find_ordinals
from extraction.statistics.period import Period
from extraction.statistics.rates import in_range, rate_or_average
from extraction.statistics.tables import cue


def find_figures(folded: str, periods: list[Period], language: str) -> list[Figure]:
    """The figures of a folded sentence, in order; numbers inside a period are not figures."""
    found = list(find_ordinals(folded, language))
    taken = [(figure.start, figure.end) for figure in found] + [(p.start, p.end) for p in periods]
    numbers = [n for n in find_numbers(folded, language) if not any(a < n.end and n.start < b for a, b in taken)]
    numbers += [n for n in find_ones(folded, language) if not any(a < n.end and n.start < b for a, b in taken)]
    for number in sorted(numbers, key=lambda number: number.start):
        figure = _read(folded, number, periods, language)
        if figure is not None and not any(f.noun_start <= figure.start < f.noun_end for f in found if f is not figure):
            found.append(figure)
    return share_predicates(folded, sorted(found, key=lambda figure: figure.start))


def words_before(folded: str, periods: list[Period], end: int) -> str:
    """The words before a number, without periods set between commas: «consigna, para ese año, 19»."""
    text = folded[:end].rstrip()
    while text.endswith(","):
        inside = next((p for p in periods if p.end == len(text) - 1), None)
        if inside is None:
            break
        text = folded[: inside.start].rstrip(" ,")
    return text[-60:]


def _read(folded: str, number: Number, periods: list[Period], language: str) -> Figure | None:
    after, before = folded[number.end : number.end + 90], folded[max(0, number.start - 60) : number.start]
    if (
        cue("percent").match(after)
        or re.search(r"[$€]\s?$", before)
        or cue("days_later").match(after)
        or cue("measure_after").match(after)
    ):
        return None
    if (cue("name_before").search(before) and number.value > 0) or in_range(before, after):
        return None
    if not number.words and 1980 <= number.value <= 2040 and folded[number.start : number.end].isdigit():
        return None
    noun = noun_after(folded, number.end)
    special = rate_or_average(folded, number, after, before, noun)
    if special is not None:
        return _refused(folded, special, before)
    days = cue("days_of").match(folded, number.end)
    if days:
        return Figure(
            number.start,
            number.end,
            number.value,
            "days_without_homicides",
            number.start,
            days.end(1),
            "days of",
            None,
            "event",
        )
    if cue("few_of_the").match(after) and number.value < 10:
        return None
    group = group_at(folded, number)
    if group is not None:
        return _refused(folded, group, before)
    if noun is not None:
        row, start, end = noun
        if cue("per_day").match(folded[end:].lstrip(" ,")) and row.role == "event":
            return Figure(
                number.start, number.end, number.value, row.indicator, start, end, row.cue, "no indicator", "rate"
            )
        figure = Figure(number.start, number.end, number.value, row.indicator, start, end, row.cue, None, row.role)
        if row.role == "none":
            return replace(figure, refusal="no indicator")
        return _refused(folded, with_predicate(folded, figure), before)
    if number.value == 0 and cue("zero_word").match(folded[number.start : number.end]):
        return Figure(number.start, number.end, 0, "", number.start, number.end, "none", None, "none_of")
    if number.value == 0 or (number.words and number.value == 1):
        return None
    tail = before.rstrip()
    if re.search(r"(?:^|\s)el $", before) and number.value <= 31:
        return None
    if cue("after_bare_number").match(after) and (
        any(p.end == len(tail) for p in periods)
        or cue("before_bare_number").search(tail)
        or cue("before_bare_number").search(words_before(folded, periods, number.start))
        or not tail
    ):
        return _refused(
            folded,
            Figure(number.start, number.end, number.value, "", number.start, number.end, "elliptic", None, "unit"),
            before,
        )
    return None


def _refused(folded: str, figure: Figure, before: str) -> Figure:
    if figure.refusal:
        return figure
    for name, text in (("difference_before", before), ("subgroup_before", before)):
        match = cue(name).search(text)
        if match and match.end() == len(text) and not re.match(r"(?: \w+){0,2} a \d", folded[figure.end :]):
            return replace(figure, refusal=name.split("_")[0])
    if cue("added_verb").search(before):
        return figure
    if cue("of_the_before").search(before) is None and cue("difference_after").match(folded[figure.end :].lstrip(" ")):
        return replace(figure, refusal="difference")
    rest = folded[figure.stop :]
    if cue("difference_after").match(rest.lstrip(" ")) and not cue("more_violent").match(rest):
        return replace(figure, refusal="difference")
    for text in (rest, folded[figure.end :]):
        match = cue("subgroup_after").match(text)
        if match:
            return replace(figure, refusal="subgroup")
    if figure.value != int(figure.value) and figure.indicator and figure.indicator not in (RATE, PER_DAY, "?per_day"):
        daily = cue("average").search(folded) is not None
        return replace(figure, indicator=PER_DAY, role="rate") if daily else replace(figure, refusal="fraction")
    return figure
