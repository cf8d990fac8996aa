"""Reads the figures of an article sentence by sentence: value, indicator, period, area, source.

:func:`read` gives every figure met, coded or refused with its reason, so that other components know which words are
figures. Codebook sections 5 and 7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.models import Evidence, Indicator, Statistic
from extraction.statistics.areas import DEPARTMENT, DISTRICT, FOREIGN, Area, areas_of, find_areas, respective_areas
from extraction.statistics.context import RECENT, Choice, Context, choose, days_of
from extraction.statistics.figures import HOMICIDES, PER_DAY, RATE, Figure, find_figures, noun_at, words_before
from extraction.statistics.period import DAY, SAME, SPAN, TO_DATE, VAGUE, Period
from extraction.statistics.periods import find_periods
from extraction.statistics.tables import cue, sources
from extraction.structure import BOILERPLATE, DECK, HEADING, TITLE, Sentence, sentences
from extraction.text import fold

#: A killing of at least so many in one, two or a few days is a figure of the country, not one attack.
MANY = 10
_FORCES = ("police_killed", "soldiers_killed", "prison_guards_killed", "relatives_of_security_forces_killed")


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure met in a text: the statistics it gives (none when refused), its words, and the reason of a refusal."""

    start: int
    end: int
    statistics: tuple[Statistic, ...]
    refusal: str | None
    kind: str
    period_kind: str = SPAN
    approximate: bool = False


def read(text: str, published: date | None, language: str = "es") -> list[Reading]:
    """All figures of ``text`` in order. ``published`` None leaves what is relative to it out."""
    context = Context(published)
    found: list[Reading] = []
    for sentence in sentences(text):
        if sentence.kind == BOILERPLATE:
            continue
        found.extend(_read_sentence(sentence, context, published, language))
    return found


def _read_sentence(sentence: Sentence, context: Context, published: date | None, language: str) -> Iterator[Reading]:
    folded = fold(sentence.text)
    if not context.indicator and not cue("worth_reading").search(folded):
        for period in find_periods(folded, published, language):
            context.note(period)
        return
    periods = find_periods(folded, published, language)
    context.topic = _topic(folded) or context.topic
    figures = _named(folded, find_figures(folded, periods, language), periods, context)
    areas = find_areas(sentence.text, folded)
    context.fresh = cue("fresh").search(folded) is not None
    choices = choose(folded, figures, periods, context)
    paired = respective_areas(folded, areas, [(f.start, max(f.end, f.noun_end)) for f in figures])
    for period in periods:
        context.note(period)
    context.subject_abroad, abroad = bool(areas and areas[0].kind == FOREIGN and areas[0].start <= 3), context.subject_abroad
    context.subject_abroad = context.subject_abroad or abroad and cue("that_country_en").match(folded) is not None
    for index, (figure, choice) in enumerate(zip(figures, choices, strict=True)):
        following = figures[index + 1].start if index + 1 < len(figures) else len(folded)
        places = [paired[index]] if index in paired else _areas(folded, areas, figure, choice, following)
        yield _reading(sentence, folded, figure, choice, places or _there(folded, figure, areas), figures, context)


def _there(folded: str, figure: Figure, areas: list[Area]) -> list[Area]:
    """«64 homicides there», «el departamento pasó de 148 a 163», «San Salvador, donde …, pasó de 71»: a department told before."""
    before = [a for a in areas if a.end <= figure.start and a.kind == DEPARTMENT]
    if not before:
        return []
    end = max(figure.end, figure.noun_end)
    there = cue("there").match(folded[end:])
    moved = cue("moved_from").search(folded[: figure.start])
    subject = before[-1].start == 0 or cue("that_department").search(folded[before[-1].end : figure.start])
    return [before[-1]] if there or (moved and subject) else []


def _topic(folded: str) -> str:
    """What the sentence counts, if it names it: for an average or a rate that follows without saying of what."""
    found = cue("topic").findall(folded)
    return "" if not found else HOMICIDES if any(one for one, _ in found) else "other"


def _areas(folded: str, areas: list[Area], figure: Figure, choice: Choice | None, following: int) -> list[Area]:
    masked = folded
    if choice and choice.own:
        masked = folded[: choice.period.start] + "\x00" * (choice.period.end - choice.period.start) + folded[choice.period.end :]
    start, end = min(figure.start, figure.noun_start), max(figure.end, figure.noun_end)
    return areas_of(masked, areas, start, end, following)


def _respectively(folded: str, named: list[Figure], recent: tuple[str, ...]) -> list[Figure]:
    """«los policías y militares asesinados se elevaron a 32 y 16, respectivamente»: nouns and numbers paired in order."""
    if not cue("respectively").search(folded) or len(named) < 2:
        return named
    heads = [noun[0].indicator for m in re.finditer(r"(?<!\w)[a-z]", folded[: named[0].start]) if (noun := noun_at(folded, m.start())) and noun[0].role == "victim"]
    if len(heads) < 2 and cue("figures_subject").search(folded):
        heads = list(recent)
    for index in range(len(named) - 1):
        pair = named[index : index + 2]
        lone = index == 0 or len(folded[named[index - 1].end : pair[0].start]) > 5
        if lone and all(f.noun_start == f.start and f.role == "unit" for f in pair) and folded[pair[0].end : pair[1].start] in (" y ", " and ") and len(heads) >= 2:
            for offset, indicator in enumerate(heads[:2]):
                named[index + offset] = replace(pair[offset], indicator=indicator, refusal=None)
    return named


def _named(folded: str, figures: list[Figure], periods: list[Period], context: Context) -> list[Figure]:
    """Figures without a noun of their own get the indicator of their sentence or of what was counted before."""
    named: list[Figure] = []
    for figure in figures:
        if figure.indicator == "?per_day":
            last = next((f.indicator for f in reversed(named) if f.indicator), context.topic)
            figure = replace(figure, indicator=PER_DAY) if last in (HOMICIDES, PER_DAY) else replace(figure, refusal="no indicator")
        elif not figure.indicator and figure.refusal in (None, "subgroup"):
            figure = _inherit(folded, figure, named, periods, context)
        named.append(figure)
    return _respectively(folded, named, context.recent)


def _inherit(folded: str, figure: Figure, named: list[Figure], periods: list[Period], context: Context) -> Figure:
    before = [f for f in named if f.indicator and f.refusal in (None, "difference")]
    noun = folded[figure.noun_start : figure.noun_end]
    if re.match(r"dias|jornadas|days", noun) and (before[-1].indicator if before else context.indicator) != "days_without_homicides":
        return replace(figure, refusal="no noun")
    if figure.role == "none_of":
        told = (*_FORCES, HOMICIDES, "femicides")
        return replace(figure, indicator=context.indicator, role="zero") if context.indicator in told else replace(figure, refusal="no noun")
    if context.main and cue("victims_were").search(folded[: figure.start]):
        return replace(figure, indicator=context.main)
    subject = _subject(folded, figure, named, context.topic)
    if subject == "none":
        return replace(figure, refusal="no indicator")
    if subject:
        return replace(figure, indicator=subject)
    if before:
        return replace(figure, indicator=_like(figure, [(f.indicator, f.value) for f in before]))
    if named and named[-1].refusal == "no indicator":
        return replace(figure, refusal="no indicator")
    if cue("deaths_unit").match(noun) and context.indicator in ("", HOMICIDES):
        if context.indicator or noun.startswith(("asesin", "muertes")):
            return replace(figure, indicator=HOMICIDES)
    if context.indicator and _elliptic_tie(folded, figure, periods):
        told = [(context.count, context.value), (context.indicator, context.value if context.indicator == context.count else 0)]
        indicator = _like(figure, told)
        whole = figure.value == int(figure.value) or indicator in (RATE, PER_DAY)
        return replace(figure, indicator=indicator) if whole else replace(figure, refusal="fraction")
    return replace(figure, refusal="no noun")


def _like(figure: Figure, told: list[tuple[str, float]]) -> str:
    """The indicator told last; a whole number far above a rate goes on with the count before the rate."""
    indicator, value = told[-1]
    if indicator in (RATE, PER_DAY) and figure.value == int(figure.value) and (value == 0 or figure.value > 5 * value):
        counts = [name for name, _ in told if name and name not in (RATE, PER_DAY)]
        return counts[-1] if counts and figure.value > 60 else indicator
    return indicator


def _elliptic_tie(folded: str, figure: Figure, periods: list[Period]) -> bool:
    """Whether a bare number is tied to what was counted before: a verb of counting, a comparison, a share of it."""
    before = words_before(folded, periods, figure.start)[-45:] + " "
    if re.match(r" (?:of them|de ell[oa]s)\b", folded[figure.end :]):
        return True
    if re.search(r", de $", before) and re.match(r" a \d", folded[figure.end :]) or re.search(r", de [\d.,]+ a $", before):
        return True
    if figure.noun_end > figure.end and cue("generic_unit").match(folded[figure.noun_start : figure.noun_end]):
        return True
    return bool(
        cue("tied_before").search(before)
    )


def _subject(folded: str, figure: Figure, named: list[Figure], context_topic: str) -> str:
    """The counted noun before a bare number in its clause: «los policías asesinados fueron 46», «la cifra de … a 16»."""
    left = max([folded.rfind(mark, 0, figure.start) for mark in (";", ". ")] + [0] + [max(f.end, f.noun_end) for f in named])
    best = _cifra_after(folded, figure)
    if best:
        return best
    for match in re.finditer(r"(?<!\w)[a-z]", folded[left : figure.start]):
        noun = noun_at(folded, left + match.start())
        if noun and noun[0].role in ("event", "victim") and noun[2] <= figure.start:
            row = noun[0]
            if row.role == "victim" and not (row.indicator != HOMICIDES and _counted(folded, noun[1], noun[2], figure)):
                continue
            if row.role == "event" and not re.search(r"s\b", folded[noun[1] : noun[2]]):
                continue
            if named and row.role == "event" and not cue("definite_before").search(folded[left : noun[1]]):
                continue
            best = best if best and row.indicator == HOMICIDES and best != HOMICIDES else row.indicator
        elif noun and noun[0].role == "none" and noun[1] == left + match.start():
            best = "none"
        elif noun and noun[0].role == "unit" and re.match(r"muertes|muertos|asesinad", folded[noun[1] : noun[2]]) and not best:
            best = HOMICIDES if context_topic != "other" else ""
    return best


def _counted(folded: str, start: int, end: int, figure: Figure) -> bool:
    """Whether a group of people is what is counted, with its killing told, not the doer of something."""
    tail = folded[end : end + 60]
    head = folded[max(0, start - 40) : start]
    killed = cue("killing").match(tail.lstrip(" ")) or cue("killed_after").match(tail)
    listed = cue("listed_head").search(head) and cue("listed_tail").match(folded[end : figure.start])
    counted = cue("number_of").search(head)
    return bool(killed or listed or counted)


def _cifra_after(folded: str, figure: Figure) -> str:
    """«se eleva a 16 la cifra de agentes asesinados», «suman 31 los policías asesinados»."""
    match = cue("number_then_subject").match(folded[figure.end :])
    if not match:
        return ""
    starts = {figure.end + match.end()} | {figure.end + m.start() for m in re.finditer(r"(?<= )\w", match.group())}
    for position in sorted(starts):
        noun = noun_at(folded, position)
        if noun and noun[0].role in ("event", "victim") and noun[0].indicator and re.search(r"s\b", folded[noun[1] : noun[2]]):
            return noun[0].indicator
    return ""


def _reading(
    sentence: Sentence, folded: str, figure: Figure, choice: Choice | None, areas: list[Area], figures: list[Figure], context: Context
) -> Reading:
    own_since = figure.refusal == "subgroup" and choice is not None and choice.period.start > figure.end and choice.period.unit == "range" and choice.own
    added = figure.refusal == "no killing" and context.count in (*_FORCES, "gang_members_killed", HOMICIDES) and cue("among_victims").search(folded[: figure.start])
    kin = figure.refusal == "no indicator" and figure.indicator == "relatives_of_security_forces_killed" == context.main
    if any(a.name for a in areas) and figure.indicator == "days_without_homicides" and figure.role == "unit" and context.main != figure.indicator:
        figure = replace(figure, indicator=context.main)
    refusal = (None if own_since or added or kin else figure.refusal) or _refusal(folded, figure, choice, areas, figures, context)
    period = choice.period if choice else None
    if refusal is None and period is None:
        period = _inherited(sentence, folded, figure, areas, context)
        refusal = None if period else "no period"
    start, end = min(figure.start, figure.noun_start), max(figure.end, figure.noun_end)
    approximate = bool(cue("approximately").search(folded[: figure.start]))
    if refusal == "projection" or refusal == "no period" and figure.role == "rate":
        context.indicator = figure.indicator
    if refusal or period is None:
        return Reading(sentence.start + start, sentence.start + end, (), refusal or "no period", sentence.kind)
    source = _source(folded, figure, figures, sentence, context)
    statistics = tuple(_statistics(sentence, folded, figure, choice, period, areas, source, context))
    _remember(sentence, folded, figure, period, choice, areas, source, context)
    return Reading(sentence.start + start, sentence.start + end, statistics, None, sentence.kind, period.kind, approximate)


def _remember(
    sentence: Sentence, folded: str, figure: Figure, period: Period, choice: Choice | None, areas: list[Area], source: Evidence | None, context: Context
) -> None:
    """What later figures may go on with; a comparison with another year does not move the period."""
    earlier = context.figure_period is not None and period.last and context.figure_period.last and period.last < context.figure_period.last
    compared = choice is not None and choice.compared or earlier and context.paragraph == sentence.paragraph
    context.indicator = figure.indicator
    if figure.indicator not in (RATE, PER_DAY):
        context.count, context.value = figure.indicator, figure.value
    context.paragraph = sentence.paragraph
    if not context.main:
        context.main, context.main_period = figure.indicator, period
    context.recent = ((*context.recent, figure.indicator) if context.paragraph == sentence.paragraph else (figure.indicator,))[-2:]
    if choice is not None and period.kind == SPAN and period.unit == "range" and period.last and context.published:
        recent = timedelta(0) <= context.published - period.last <= RECENT and period.first and period.first.day == 1
        if recent and (period.last + timedelta(days=1)).day != 1:
            context.cut_offs[figure.indicator] = period.last
    part = (figure.role == "unit" or re.search(r"\bsol(?:o|amente) en\b", folded)) and context.figure_period is not None and _within(period, context.figure_period)
    if not compared and period.kind != DAY:
        context.figure_units[period.unit] = period
    if context.figure_period is None or not (any(a.name for a in areas) or period.kind == DAY or compared or part):
        context.figure_period = period
    if source is not None:
        context.source = source.cue


def _within(one: Period, two: Period) -> bool:
    return bool(one.first and one.last and two.first and two.last and two.first <= one.first and one.last <= two.last and one.days != two.days)


def _refusal(folded: str, figure: Figure, choice: Choice | None, areas: list[Area], figures: list[Figure], context: Context) -> str | None:
    """Why a figure is no statistic, by the codebook; None when nothing speaks against it."""
    left = max(folded.rfind(";", 0, figure.start), 0)
    before, after = folded[left : figure.start], folded[figure.end : figure.end + 90]
    abroad = context.subject_abroad and cue("that_country").match(folded)
    if any(a.kind == FOREIGN for a in areas) or abroad:
        return "foreign"
    if figure.role == "victim" and any(f.role == "ordinal" for f in figures) and re.search(r"\botr[oa]s $", folded[: figure.start]):
        return "recount"
    if figure.value < 5 and figure.role == "event" and re.search(r"\b(?:nuev|otr|new)", folded[figure.end : figure.noun_start]):
        return "recount"
    if any(a.kind == DISTRICT for a in areas) or _is_local(folded, figure):
        return "local"
    if choice is not None and choice.period.kind == VAGUE:
        return "indefinite"
    if cue("projection").search(before[-130:]):
        return "projection"
    if cue("habitual").search(before[-40:] + " " + after[:40]) and figure.indicator != PER_DAY:
        return "habitual"
    if figure.indicator not in _FORCES + (RATE, PER_DAY, "days_without_homicides") and _charged(before, after):
        return "charges"
    if choice is None or not choice.own:
        return None
    return _short(folded, figure, choice.period, figures, context)


def _is_local(folded: str, figure: Figure) -> bool:
    end = max(figure.end, figure.noun_end)
    after = re.split(r"[,;.]", folded[end : end + 100])[0]
    return cue("local").search(after) is not None and figure.indicator != RATE


def _charged(before: str, after: str) -> bool:
    near = before[-170:]
    if cue("charge").search(near):
        return True
    return cue("charged_after").search(after) is not None


def _short(folded: str, figure: Figure, period: Period, figures: list[Figure], context: Context) -> str | None:
    """A few days with few dead are the article's own incidents; a long span with few dead in a place may be one too."""
    days = period.days or 1
    if figure.role == "event" and period.kind == DAY and cue("closed_with").match(folded[period.end :]):
        return None
    if cue("notable_day").search(folded):
        return "incident" if figure.value == 0 and days > 4 else None
    if figure.role == "ordinal" and days <= 4 and period.kind != TO_DATE:
        return "recount"
    if figure.value == 0 or figure.role in ("rate", "ordinal") or figure.indicator in ("days_without_homicides", "relatives_of_security_forces_killed", "confrontations", "disappearances", "femicides", "massacres"):
        return "incident" if figure.value == 0 and days > 4 else _short_others(figure, period, days)
    if days <= 4 and period.kind != TO_DATE:
        listed = sum(f.indicator == figure.indicator and f.refusal is None for f in figures) > 1 or figure.role == "unit"
        if figure.value >= MANY or (listed and figure.role != "victim" and context.indicator == figure.indicator):
            return None
        return "recount"
    if figure.value <= 4 and period.kind != TO_DATE and period.unit != "range" and figure.role == "victim" and not cue("aggregate").search(folded):
        return "incident" if len(figures) < 2 else None
    return None


def _short_others(figure: Figure, period: Period, days: int) -> str | None:
    if figure.indicator in ("femicides", "confrontations", "disappearances") and days <= 4 and figure.value < 5 and period.kind != TO_DATE:
        return "recount"
    return None


def _inherited(sentence: Sentence, folded: str, figure: Figure, areas: list[Area], context: Context) -> Period | None:
    """The period of the figure or lead before, where this figure clearly goes on with it."""
    if re.search(r"(?:^|\. )(?:ya )?van $", folded[: figure.start]) and context.published:
        return Period(0, 0, TO_DATE, date(context.published.year, 1, 1), context.published, "year", True)
    period = context.figure_period or context.span
    if cue("among").search(folded[: figure.start]) and context.main_period:
        return context.main_period
    if period is None or (period.days or 0) <= 4 or figure.role == "ordinal" and figure.indicator in (HOMICIDES, "femicides"):
        return None
    if figure.role == "ordinal":
        return None
    apart = sentence.paragraph - context.paragraph
    near = context.figure_period is not None and apart <= 1
    if any(a.name for a in areas) and (figure.value > 0 or figure.role == "zero") and context.figure_period is not None and apart <= 2:
        return period
    if figure.role == "rate":
        near = near and not re.search(r"\bactualmente|currently\b", folded)
        return period if near and cue("average").search(folded) or near and cue("rate").search(folded) else None
    if near and figure.indicator and (figure.value >= 5 or cue("are_added").search(folded[: figure.start])) and (cue("aggregate").search(folded) or figure.indicator in _FORCES + ("gang_members_killed",)):
        return period
    if context.span is not None and figure.value >= MANY and cue("aggregate").search(folded) and figure.role == "event":
        return context.span if (context.span.days or 0) > 4 else None
    if figure.value >= 100 and figure.role == "event" and (context.span is not None):
        return context.span
    return None


def _statistics(
    sentence: Sentence, folded: str, figure: Figure, choice: Choice | None, period: Period, areas: list[Area], source: Evidence | None, context: Context
) -> Iterator[Statistic]:
    named = [a for a in areas if a.name] or [None]
    for area in named:
        for first, last in days_of(period):
            evidence = list(_evidence(sentence, figure, choice, area))
            if source is not None:
                evidence.append(source)
            yield Statistic(
                Indicator(figure.indicator),
                figure.value,
                first,
                last,
                area.name if area else "SV",
                (source.cue if source else None) or _broken_down(figure, area, context),
                _comparison(sentence, folded, figure),
                tuple(evidence),
            )


def _broken_down(figure: Figure, area: Area | None, context: Context) -> str | None:
    """The source of the figure that this one breaks down or goes on with (codebook section 7)."""
    return context.source if area is not None or figure.role == "unit" or figure.indicator == context.indicator else None


def _evidence(sentence: Sentence, figure: Figure, choice: Choice | None, area: Area | None) -> Iterator[Evidence]:
    yield _quote(sentence, "value", figure.start, figure.end, figure.cue)
    yield _quote(sentence, "indicator", figure.noun_start, figure.noun_end, figure.cue)
    if choice is not None and choice.own:
        yield _quote(sentence, "period", choice.period.start, choice.period.end, choice.period.kind)
    if area is not None:
        yield _quote(sentence, "area", area.start, area.end, "departments")


def _quote(sentence: Sentence, field: str, start: int, end: int, cue_name: str | None) -> Evidence:
    return Evidence(field, sentence.start + start, sentence.start + end, sentence.text[start:end], cue_name)




def _source(folded: str, figure: Figure, figures: list[Figure], sentence: Sentence, context: Context) -> Evidence | None:
    """Who publishes the figure, named in its sentence as such; the nearest one wins, an institution before «autoridades»."""
    best: tuple[int, Evidence] | None = None
    spans: list[tuple[int, int]] = []
    for rank, (pattern, name) in enumerate(sources()):
        for match in pattern.finditer(folded):
            if any(a <= match.start() < b for a, b in spans) or not _cited(folded, match):
                continue
            spans.append(match.span())
            apart = _apart(folded, match, figure, figures)
            score = apart * 1000 + (500 if name == "autoridades" else 0) + rank
            if best is None or score < best[0]:
                best = (score, _quote(sentence, "source", match.start(), match.end(), name))
    return best[1] if best else None


def _cited(folded: str, match: "re.Match[str]") -> bool:
    if cue("not_a_source").search(folded[max(0, match.start() - 40) : match.start()]):
        return False
    return bool(cue("says").match(folded, match.end()) or cue("cites").search(folded[max(0, match.start() - 90) : match.start()]) or re.match(r"polici\w+$", match.group().split()[-1]) and " " in match.group() and "fuente" in match.group())


def _apart(folded: str, match: "re.Match[str]", figure: Figure, figures: list[Figure]) -> int:
    """How many other figures or sentence breaks stand between a source and a figure; after the figure counts first."""
    low, high = sorted((match.start(), figure.start))
    between = sum(low < f.start < high for f in figures if f is not figure)
    return between * 2 + (1 if match.start() < figure.start and between else 0) + folded[low:high].count(";")


def _comparison(sentence: Sentence, folded: str, figure: Figure) -> str | None:
    """The words that compare the figure with another time, as they stand."""
    end = max(figure.end, figure.noun_end)
    rest = folded[end : end + 160]
    match = cue("comparison").search(rest)
    if not match:
        return None
    start = end + match.start(1)
    stop = end + match.end(1)
    return sentence.text[start:stop].strip(" ,") or None


def spans_of(readings: list[Reading]) -> list[tuple[int, int]]:
    """The words of every figure that is no incident: coded ones, and those refused for another reason than that."""
    kept = {None, "foreign", "projection", "charges", "difference", "habitual", "subgroup"}
    return [_hull(reading) for reading in readings if reading.refusal in kept]


def _hull(reading: Reading) -> tuple[int, int]:
    edges = [(e.start, e.end) for s in reading.statistics for e in s.evidence if e.field in ("value", "indicator", "period", "area")]
    return min([reading.start, *(a for a, _ in edges)]), max([reading.end, *(b for _, b in edges)])


__all__ = ["DECK", "HEADING", "SAME", "TITLE", "Reading", "read", "spans_of"]
