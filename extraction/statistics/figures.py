"""Figures in a sentence: a number, what it counts, and why it may not be coded.

A number counts the noun after it («31 homicidios»), or, where none follows, what the sentence or the one before it
counted («frente a los 91 de marzo»). Codebook section 5 says what is no statistic; such figures are kept with a
``refusal``, so that the incident builder knows their words too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extraction.statistics.numbers import Number, find_numbers
from extraction.statistics.period import Period
from extraction.statistics.tables import Noun, cue, either, nouns, terms

RATE, PER_DAY, HOMICIDES = "homicide_rate_per_100k", "homicides_per_day", "homicides"



@dataclass(frozen=True, slots=True)
class Figure:
    """A number at ``start:end`` of a sentence and what it counts.

    ``indicator`` is empty while it must come from the context; ``noun_start:noun_end`` are the counted words; ``cue`` the
    table row; ``refusal`` names the reason why it is no statistic, or is None.
    """

    start: int
    end: int
    value: float
    indicator: str
    noun_start: int
    noun_end: int
    cue: str
    refusal: str | None = None
    role: str = "event"


def find_figures(folded: str, periods: list[Period], language: str) -> list[Figure]:
    """The figures of a folded sentence, in order; numbers inside a period are not figures."""
    found = list(_ordinals(folded, language))
    taken = [(figure.start, figure.end) for figure in found] + [(p.start, p.end) for p in periods]
    numbers = [n for n in find_numbers(folded, language) if not any(a < n.end and n.start < b for a, b in taken)]
    numbers += [n for n in _ones(folded, language) if not any(a < n.end and n.start < b for a, b in taken)]
    for number in sorted(numbers, key=lambda number: number.start):
        figure = _read(folded, number, periods, language)
        if figure is not None and not any(f.noun_start <= figure.start < f.noun_end for f in found if f is not figure):
            found.append(figure)
    return _share_predicates(folded, sorted(found, key=lambda figure: figure.start))


def _ones(folded: str, language: str) -> Iterator[Number]:
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


def _ordinals(folded: str, language: str) -> Iterator[Figure]:
    """«el policía número 16», «el cuarto agente asesinado este año», «su víctima 33», «quinto feminicidio del año»."""
    ordinal = either({k: v for k, v in terms("ordinal", language).items() if v > 0})
    pattern = rf"(?<!\w)(?P<o>{ordinal}) |(?<!\w)(?P<num>numero|number|no\.|#) ?(?P<d>\d{{1,4}})\b|(?<!\w)(?P<d2>\d{{1,3}})(?:\.?[oa]\.?|th|st|nd|rd)\b "
    for match in re.finditer(pattern, folded):
        value = terms("ordinal", language)[match["o"]] if match["o"] else int(match["d"] or match["d2"])
        noun = _noun_before(folded, match.start()) if match["num"] else _longest_noun(folded, match)
        if noun is None or noun[0].role in ("none", "unit") or value > 2000:
            continue
        row, start, end = noun
        if row.indicator in (HOMICIDES, "disappearances", "confrontations", "days_without_homicides") and row.role == "victim":
            continue
        begin, stop = (match.start("d"), match.end("d")) if match["d"] else match.span("o" if match["o"] else "d2")
        refusal = None if row.role == "event" or _killing_near(folded, min(start, begin), max(end, stop)) else "no killing"
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
                indicator = "soldiers_killed" if re.search(r"fuerza armada|ejercito", head) else "police_killed" if cue("police_institution").search(head) else ""
            yield Figure(*match.span("n"), int(match["n"]), indicator, *match.span("noun"), noun[0].cue if noun else "statistics_nouns", None, "ordinal")


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


def _noun_before(folded: str, end: int) -> tuple[Noun, int, int] | None:
    for back in (1, 2, 3, 4, 5):
        words = list(re.finditer(r"\S+", folded[max(0, end - 70) : end]))
        if len(words) < back:
            return None
        start = max(0, end - 70) + words[-back].start()
        noun = noun_at(folded, start)
        if noun and noun[0].role != "unit" and noun[2] <= end:
            return noun
    return None


def noun_at(folded: str, position: int) -> tuple[Noun, int, int] | None:
    """The counted noun that starts at ``position``, with its span: the longest row, else the first."""
    best: tuple[Noun, int, int] | None = None
    for noun in nouns():
        match = noun.pattern.match(folded, position)
        if match and match.end() > (best[2] if best else position):
            best = (noun, match.start(), match.end())
    return best


def _noun_after(folded: str, end: int) -> tuple[Noun, int, int] | None:
    if not folded[end : end + 1].isspace():
        return None
    noun = noun_at(folded, end + 1)
    if noun:
        return noun
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
    if cue("percent").match(after) or re.search(r"[$€]\s?$", before) or cue("days_later").match(after) or cue("measure_after").match(after):
        return None
    if (cue("name_before").search(before) and number.value > 0) or _in_range(before, after):
        return None
    if not number.words and 1980 <= number.value <= 2040 and folded[number.start : number.end].isdigit():
        return None
    noun = _noun_after(folded, number.end)
    special = _rate_or_average(folded, number, after, before, noun)
    if special is not None:
        return _refused(folded, special, before)
    days = cue("days_of").match(folded, number.end)
    if days:
        return Figure(number.start, number.end, number.value, "days_without_homicides", number.start, days.end(1), "days of", None, "event")
    if cue("few_of_the").match(after) and number.value < 10:
        return None
    group = _group(folded, number)
    if group is not None:
        return _refused(folded, group, before)
    if noun is not None:
        row, start, end = noun
        if cue("per_day").match(folded[end:].lstrip(" ,")) and row.role == "event":
            return Figure(number.start, number.end, number.value, row.indicator, start, end, row.cue, "no indicator", "rate")
        figure = Figure(number.start, number.end, number.value, row.indicator, start, end, row.cue, None, row.role)
        if row.role == "none":
            return replace(figure, refusal="no indicator")
        return _refused(folded, _with_predicate(folded, figure), before)
    if number.value == 0 and cue("zero_word").match(folded[number.start : number.end]):
        return Figure(number.start, number.end, 0, "", number.start, number.end, "none", None, "none_of")
    if number.value == 0 or number.words and number.value == 1:
        return None
    tail = before.rstrip()
    if re.search(r"(?:^|\s)el $", before) and number.value <= 31:
        return None
    if cue("after_bare_number").match(after) and (any(p.end == len(tail) for p in periods) or cue("before_bare_number").search(tail) or cue("before_bare_number").search(words_before(folded, periods, number.start)) or not tail):
        return _refused(folded, Figure(number.start, number.end, number.value, "", number.start, number.end, "elliptic", None, "unit"), before)
    return None


def wide_before(folded: str, start: int) -> str:
    """The words before a number that may say what it is a rate or an average of."""
    return folded[max(0, start - 150) : start]


def _group(folded: str, number: Number) -> Figure | None:
    """«212 de los asesinados eran miembros de pandillas»: a part of the victims that has an indicator of its own."""
    match = cue("group_of").match(folded, number.end)
    noun = noun_at(folded, match.end()) if match else None
    if noun is None or noun[0].role != "victim" or noun[0].indicator == HOMICIDES or " no " in folded[number.end : noun[1]] or not _killing_near(folded, number.start, noun[2]):
        return None
    return Figure(number.start, number.end, number.value, noun[0].indicator, noun[1], noun[2], noun[0].cue, None, "victim")


def _in_range(before: str, after: str) -> bool:
    """«entre 4 y 6 al día», «de un promedio de 14 a entre 4 y 6»: no single value."""
    return bool(
        re.search(r"\b(?:entre|between) $", before) and cue("range_after").match(after)
        or cue("range_second").search(before)
        or re.search(r"\d (?:a|o|to|or) $", before) and (cue("per_day").search(after[:50]) is not None)
        or cue("up_to").search(before) and cue("per_day").search(after[:30]) is not None
        or cue("raising_from").search(before) and re.match(r" a \d", after)
        or cue("from_an_average").search(before) and re.match(r"(?: \w+){0,2} a ", after)
        or cue("not_below").search(before)
    )


def _rate_or_average(folded: str, number: Number, after: str, before: str, noun: tuple[Noun, int, int] | None) -> Figure | None:
    row, start, end = noun or (None, number.start, number.end)
    rest = folded[end : end + 60] if noun else after
    foreign_noun = row is not None and row.indicator not in (HOMICIDES, "", "police_killed") or (row is not None and row.role == "victim" and row.indicator != HOMICIDES)
    per = cue("per_100k").match(rest) or cue("per_100k").match(after)
    if per:
        if foreign_noun or cue("other_rate").search(wide_before(folded, number.start)):
            return None
        end = (end if cue("per_100k").match(rest) else number.end) + per.end()
        return Figure(number.start, number.end, number.value, RATE, start, end, "statistics_cues:per_100k", None, "rate")
    wide = wide_before(folded, number.start)
    if cue("rate_before").search(wide) and (noun is None or row is not None and row.role == "unit") and not cue("average_after_rate").search(wide) and not re.search(r"\d", re.sub(r"(?:19|20)\d\d|100[.,]000", "", re.split(r"tasa|rate", wide)[-1])) and not cue("rate_of_other").search(wide) and not cue("count_after_rate").search(wide[-70:]):
        if _elliptic(after, before):
            daily = re.search(r"\b(?:daily|diari[oa])\b", wide) is not None
            return Figure(number.start, number.end, number.value, PER_DAY if daily else RATE, number.start, number.end, "statistics_cues:rate", None, "rate")
    if re.match(r"(?:[^,;.\d]{0,14})? ?(?:" + cue("per_day").pattern + ")", rest) and not foreign_noun:
        return Figure(number.start, number.end, number.value, PER_DAY if row and (row.role == "event" or re.match(r"muert|crimen|death", folded[start:end])) else "?per_day", start, end, "statistics_cues:per_day", None, "rate")
    if cue("average_before").search(wide) and not re.search(r"\d{2,} (?!de|y)|\d,\d", re.sub(r"(?:19|20)\d\d", "", re.split(r"promedio|media|average", wide)[-1])):
        if (noun is None and _elliptic(after, before)) or (row is not None and row.indicator in (HOMICIDES, "") and not foreign_noun):
            daily = not cue("not_daily").search(wide[-60:] + after[:30])
            told = row is not None and row.role == "event" or cue("homicide_word").search(wide) is not None
            return Figure(number.start, number.end, number.value, PER_DAY if told else "?per_day", start, end, "statistics_cues:average", None if daily else "not daily", "rate")
    return None


def _elliptic(after: str, before: str) -> bool:
    return bool(cue("after_bare_number").match(after) and (cue("before_bare_number").search(before.rstrip()) or not before.strip()))


def _with_predicate(folded: str, figure: Figure) -> Figure:
    """A victim noun with its killing found, or refused; «personas … desaparecidas» are disappearances."""
    if figure.role == "women":
        left, right = _clause(folded, figure.start, figure.noun_end)
        told = re.search(r"femi(?:ni)?cid", folded[left:right]) is not None
        return replace(figure, role="event", refusal=None if told else "no indicator")
    if figure.role != "victim":
        return figure
    left, right = _clause(folded, figure.start, figure.noun_end)
    if cue("bare_relatives").fullmatch(folded[figure.noun_start : figure.noun_end]):
        if not cue("force_named").search(folded):
            return replace(figure, refusal="no indicator")
    if cue("other_death").search(folded[figure.noun_end :]) and not re.search(r"asesin|homicid|murder", folded[left:right]):
        return replace(figure, refusal="no killing")
    if cue("bare_members").fullmatch(folded[figure.noun_start : figure.noun_end]) and re.search(r"fuerza armada|ejercito", folded[left : figure.start]):
        figure = replace(figure, indicator="soldiers_killed")
    if figure.indicator == HOMICIDES and _nearest(folded, "missing", left, right, figure) < _nearest(folded, "killing", left, right, figure):
        return replace(figure, indicator="disappearances")
    if figure.indicator == HOMICIDES and not _violent(folded[left:right]):
        return replace(figure, refusal="no killing")
    return figure if _killing_near(folded, figure.start, figure.noun_end) else replace(figure, refusal="no killing")


def _violent(clause: str) -> bool:
    """Whether a clause about «personas» tells of violence: «murieron» alone may be an accident."""
    return bool(
        cue("violent").search(clause)
    )


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    left = max(folded.rfind(mark, 0, start) for mark in (";", ": ", "—", "«", "“"))
    rights = [folded.find(mark, end) for mark in (";", "—")]
    return max(0, left + 1, start - 110), min([r for r in rights if r >= 0] + [len(folded), end + 110])


def _nearest(folded: str, name: str, left: int, right: int, figure: Figure) -> int:
    best = 1000
    for match in cue(name).finditer(folded, left, right):
        gap = max(match.start() - figure.noun_end, figure.start - match.end(), 0)
        best = min(best, gap)
    return best


def _killing_near(folded: str, start: int, end: int) -> bool:
    left, right = _clause(folded, start, end)
    probe = Figure(start, end, 0, "", start, end, "")
    killing, other = _nearest(folded, "killing", left, right, probe), _nearest(folded, "not_killing", left, right, probe)
    return killing < 1000 and (killing <= other or killing <= 12)


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
    rest = folded[max(figure.end, figure.noun_end) :]
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


def _share_predicates(folded: str, figures: list[Figure]) -> list[Figure]:
    """«39 agentes y 11 militares han sido asesinados»: a list shares the killing told of any of its members."""
    for index in range(1, len(figures)):
        one, two = figures[index - 1], figures[index]
        gap = folded[max(one.end, one.noun_end) : two.start]
        if two.role == one.role == "victim" and cue("shared_list").fullmatch(gap):
            if one.refusal == "no killing" and two.refusal is None:
                figures[index - 1] = replace(one, refusal=None)
            elif two.refusal == "no killing" and one.refusal is None:
                figures[index] = replace(two, refusal=None)
    return figures
