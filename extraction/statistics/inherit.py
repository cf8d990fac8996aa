"""What a number without a noun of its own counts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extraction.statistics.context import Context
from extraction.statistics.figure import DAYS, FORCES, HOMICIDES, PER_DAY, RATE, UNNAMED_PER_DAY, Figure
from extraction.statistics.figures import words_before
from extraction.statistics.nouns import noun_at
from extraction.statistics.period import Period
from extraction.statistics.tables import Noun, cue

#: The subject is something without an indicator.
NOT_COUNTED = "none"
#: Counts of one thing in like times differ by less than this factor.
UNLIKE = 20
#: «la PNC contabiliza 70 en el país»: a bare number above this is no sum of the article's own cases.
_FEW = 4
#: What «los homicidios también bajaron» names for the bare numbers after it.
_EVENTS = (HOMICIDES, "femicides", "disappearances", "massacres")
#: «15 masacres que dejaron 52 muertos»: the dead are not what was counted before them.
_NO_DEATHS = ("massacres", "confrontations", DAYS)


def name_figures(folded: str, figures: list[Figure], periods: list[Period], context: Context) -> list[Figure]:
    """Figures without a noun of their own get the indicator of their sentence or of what was counted before."""
    named: list[Figure] = []
    for figure in figures:
        if figure.indicator == UNNAMED_PER_DAY:
            last = next((f.indicator for f in reversed(named) if f.indicator), context.topic)
            known = last in (HOMICIDES, PER_DAY)
            figure = replace(figure, indicator=PER_DAY) if known else replace(figure, refusal="no indicator")
        elif not figure.indicator and figure.refusal in (None, "subgroup"):
            figure = _inherit(folded, figure, named, periods, context)
        elif context.named in (*FORCES, "gang_members_killed") and cue("killed_noun").fullmatch(
            folded[figure.noun_start : figure.noun_end]
        ):
            figure = replace(figure, indicator=context.named)
        named.append(_average_of(folded, figure, context))
    return _respectively(folded, _named_later(folded, named), context.recent)


def _named_later(folded: str, named: list[Figure]) -> list[Figure]:
    """«en abril la cifra fue de 265, en lo que va de mayo suman 198 homicidios»: the noun comes with the second number."""
    for index in range(len(named) - 1):
        one, two = named[index : index + 2]
        bare = one.refusal == "no noun" and one.noun_start == one.start
        if bare and two.role == "event" and two.refusal is None and cue("cifra_before").search(folded[: one.start]):
            named[index] = replace(one, indicator=two.indicator, refusal=None)
    return named


def _average_of(folded: str, figure: Figure, context: Context) -> Figure:
    """«este año es de 9.2», where averages are spoken of: a count is never a fraction."""
    if figure.value == int(figure.value) or figure.refusal or figure.indicator in ("", RATE, PER_DAY):
        return figure
    averages = cue("average").search(folded) or context.averaged
    daily = averages and figure.indicator == HOMICIDES
    return replace(figure, indicator=PER_DAY, role="rate") if daily else replace(figure, refusal="fraction")


def named_in(folded: str) -> str:
    """What a sentence without a figure speaks of, for the bare numbers of the next: «los homicidios también bajaron»."""
    told = [noun[0] for noun in _nouns_in(folded, 0, len(folded)) if re.search(r"s\b", folded[noun[1] : noun[2]])]
    counted = [row for row in told if row.indicator and (row.role, row.indicator) != ("victim", HOMICIDES)]
    return counted[0].indicator if counted else ""


def _respectively(folded: str, named: list[Figure], recent: tuple[str, ...]) -> list[Figure]:
    """«los policías y militares asesinados se elevaron a 32 y 16, respectivamente»: nouns and numbers paired in order."""
    if not cue("respectively").search(folded) or len(named) < 2:
        return named
    heads = [noun[0].indicator for noun in _nouns_in(folded, 0, named[0].start) if noun[0].role == "victim"]
    if len(heads) < 2 and cue("figures_subject").search(folded):
        heads = list(recent[-max(map(len, _bare_runs(folded, named)), default=0) :])
    for run in _bare_runs(folded, named):
        if len(heads) < len(run):
            continue
        for index, head in zip(run, heads, strict=False):
            named[index] = replace(named[index], indicator=head, refusal=None)
    return named


def _bare_runs(folded: str, named: list[Figure]) -> list[list[int]]:
    """Where two or more bare numbers stand in a list: «46, 24 y cinco»."""
    runs: list[list[int]] = []
    for index, figure in enumerate(named):
        if figure.noun_start != figure.start or figure.role != "unit":
            continue
        before = named[index - 1] if runs and runs[-1][-1] == index - 1 else None
        if before is not None and folded[before.end : figure.start] in (", ", " y ", " and ", ", and "):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) > 1]


def _nouns_in(folded: str, start: int, end: int) -> Iterator[tuple[Noun, int, int]]:
    """The counted nouns of a stretch of a sentence, in order."""
    for match in re.finditer(r"(?<!\w)[a-z]", folded[start:end]):
        noun = noun_at(folded, start + match.start())
        if noun:
            yield noun


def _inherit(folded: str, figure: Figure, named: list[Figure], periods: list[Period], context: Context) -> Figure:
    kept = (None, "difference", "subgroup") if figure.placed else (None, "difference")
    spoken = [f for f in named if figure.placed and f.refusal == "no killing" and f.indicator in context.periods_of]
    before = [f for f in named if f.indicator and (f.refusal in kept or f in spoken)]
    noun = folded[figure.noun_start : figure.noun_end]
    if re.match(r"dias|jornadas|days", noun) and (before[-1].indicator if before else context.indicator) != DAYS:
        return replace(figure, refusal="no noun")
    if figure.role == "none_of":
        counted = context.main if context.indicator == DAYS else context.indicator
        countable = counted in (*FORCES, HOMICIDES, "femicides")
        return replace(figure, indicator=counted, role="zero") if countable else replace(figure, refusal="no noun")
    if cue("deaths_unit").match(noun) and cue("other_death").search(folded[figure.noun_end :]):
        return replace(figure, refusal="no killing")
    if figure.role == "unit" and noun and not periods and cue("of_the_told").search(folded[: figure.start]):
        return replace(figure, refusal="restated")
    if not figure.placed and cue("of_a_group").search(folded[: figure.start]):
        return replace(figure, refusal="subgroup")
    if context.main and cue("victims_were").search(folded[: figure.start]):
        return replace(figure, indicator=context.main)
    subject = _subject(folded, figure, named, context.topic)
    if subject == NOT_COUNTED:
        return replace(figure, refusal="no indicator")
    if cue("deaths_unit").match(noun) and before and before[-1].indicator in _NO_DEATHS:
        return replace(figure, refusal="no noun")
    dead = cue("deaths_unit").match(noun) and before and before[-1].indicator in (RATE, PER_DAY)
    if dead:
        return replace(figure, indicator=HOMICIDES)
    if subject or before:
        return replace(figure, indicator=subject or _like(figure, [(f.indicator, f.value) for f in before]))
    if named and named[-1].refusal == "no indicator":
        return replace(figure, refusal="no indicator")
    return _from_context(folded, figure, noun, periods, context)


def _from_context(folded: str, figure: Figure, noun: str, periods: list[Period], context: Context) -> Figure:
    """What the sentences before counted, where a word ties the number to it."""
    deaths = cue("deaths_unit").match(noun) and context.indicator in ("", HOMICIDES)
    if deaths and (context.indicator or noun.startswith(("asesin", "muertes")) or cue("violent").search(folded)):
        return replace(figure, indicator=HOMICIDES)
    if not _elliptic_tie(folded, figure, periods):
        return replace(figure, refusal="no noun")
    if not context.indicator:
        counted = context.topic == HOMICIDES and figure.value > _FEW and periods and cue("counts").search(folded[: figure.start])
        return replace(figure, indicator=HOMICIDES) if counted else replace(figure, refusal="no noun")
    last = context.value if context.indicator == context.count else 0
    if context.named in _EVENTS:
        return replace(figure, indicator=context.named)
    indicator = _like(figure, [(context.count, context.value), (context.indicator, last)])
    if indicator in (RATE, PER_DAY) and context.count and figure.value == int(figure.value) and not _of_rates(folded):
        indicator = context.count
    if _is_far(figure.value, context.value) and context.main == HOMICIDES and not _is_far(figure.value, context.main_value):
        indicator = HOMICIDES
    whole = figure.value == int(figure.value) or indicator in (RATE, PER_DAY)
    return replace(figure, indicator=indicator) if whole else replace(figure, refusal="fraction")


def _like(figure: Figure, told: list[tuple[str, float]]) -> str:
    """The indicator told last; a whole number far above a rate goes on with the count before the rate."""
    indicator, value = told[-1]
    if indicator in (RATE, PER_DAY) and figure.value == int(figure.value) and (value == 0 or figure.value > 5 * value):
        counts = [name for name, _ in told if name and name not in (RATE, PER_DAY)]
        return counts[-1] if counts and figure.value > 60 else indicator
    return indicator


def _is_far(value: float, other: float) -> bool:
    """Whether two counts are too unlike to be of the same thing, as 336 and the three soldiers told before it."""
    return min(value, other) * UNLIKE < max(value, other)


def _of_rates(folded: str) -> bool:
    """Whether a sentence goes on with a rate or an average: it names one, or tells a value that «fue de»."""
    named = cue("average").search(folded) or cue("rate").search(folded) or cue("per_day").search(folded)
    return bool(named or re.search(r"\b(?:fue|era|es) de [\d.,]+|\bwas (?:at )?\d", folded))


def _elliptic_tie(folded: str, figure: Figure, periods: list[Period]) -> bool:
    """Whether a bare number is tied to what was counted before: a verb of counting, a comparison, a share of it."""
    clear = "".join(folded[a:b] for a, b in _gaps(periods, figure.start))
    before = re.sub(r" +", " ", words_before(clear, [], len(clear)))[-45:] + " "
    if figure.placed or figure.role == "ordinal" or any(0 <= figure.start - p.end <= 1 for p in periods):
        return True
    if re.match(r" (?:of them|de ell[oa]s)\b", folded[figure.end :]):
        return True
    if (re.search(r", de $", before) and re.match(r" a \d", folded[figure.end :])) or re.search(r", de [\d.,]+ a $", before):
        return True
    if figure.noun_end > figure.end and cue("generic_unit").match(folded[figure.noun_start : figure.noun_end]):
        return True
    return bool(cue("tied_before").search(before) or cue("subgroup_before").search(folded[: figure.start]))


def _gaps(periods: list[Period], end: int) -> list[tuple[int, int]]:
    """The stretches of a sentence before ``end`` that are no period."""
    edges = [0, *(edge for p in periods if p.end <= end for edge in (p.start, p.end)), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _subject(folded: str, figure: Figure, named: list[Figure], topic: str) -> str:
    """The counted noun before a bare number in its clause: «los policías asesinados fueron 46», «la cifra de … a 16»."""
    best = _cifra_after(folded, figure)
    if best:
        return best
    left = max([folded.rfind(mark, 0, figure.start) for mark in (";", ". ")] + [0] + [f.stop for f in named])
    for row, start, end in _nouns_in(folded, left, figure.start):
        if row.role == "none":
            best = NOT_COUNTED
        elif row.role == "unit" and not best and start > left + 1 and re.match(r"muertes|muertos|asesinad", folded[start:end]):
            best = HOMICIDES if topic != "other" else ""
        elif (
            row.role in ("event", "victim") and end <= figure.start and _is_subject(folded, row, start, end, figure, left, named)
        ):
            keeps = best and row.indicator == HOMICIDES and best != HOMICIDES
            best = best if keeps else row.indicator
    return best


def _is_subject(folded: str, row: Noun, start: int, end: int, figure: Figure, left: int, named: list[Figure]) -> bool:
    """Whether a noun is what is counted: a plural event, or a group of people whose killing is told."""
    if row.role == "victim":
        return row.indicator != HOMICIDES and _counted(folded, start, end, figure)
    plural = re.search(r"s\b", folded[start:end])
    return bool(plural and (not named or figure.placed or cue("definite_before").search(folded[left:start])))


def _counted(folded: str, start: int, end: int, figure: Figure) -> bool:
    """Whether a group of people is what is counted, with its killing told, not the doer of something."""
    tail = folded[end : end + 60]
    head = folded[max(0, start - 40) : start]
    killed = cue("killing").match(tail.lstrip(" ")) or cue("killed_after").match(tail)
    listed = cue("listed_head").search(head) and cue("listed_tail").match(folded[end : figure.start])
    counted = cue("number_of").search(head)
    own = cue("killed_after").match(folded, figure.end)
    return bool(killed or listed or counted or own)


def _cifra_after(folded: str, figure: Figure) -> str:
    """«se eleva a 16 la cifra de agentes asesinados», «suman 31 los policías asesinados»."""
    match = cue("number_then_subject").match(folded[figure.end :])
    if not match:
        return ""
    starts = {figure.end + match.end()} | {figure.end + m.start() for m in re.finditer(r"(?<= )\w", match.group())}
    for position in sorted(starts):
        noun = noun_at(folded, position)
        if (
            noun
            and noun[0].role in ("event", "victim")
            and noun[0].indicator
            and (noun[0].role, noun[0].indicator) != ("victim", HOMICIDES)
            and re.search(r"s\b", folded[noun[1] : noun[2]])
        ):
            return noun[0].indicator
    return ""
