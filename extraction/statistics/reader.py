"""Reads the figures of an article sentence by sentence: value, indicator, period, area, source.

:func:`read` gives every figure met, coded or refused with its reason, so that other components know which words are
figures. Codebook sections 5 and 7.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from db.models import Statistic
from extraction.statistics.areas import DEPARTMENT, FOREIGN, Area, areas_of, find_areas, respective_areas
from extraction.statistics.changes import ends_change
from extraction.statistics.choose import choose
from extraction.statistics.context import Choice, Context
from extraction.statistics.figure import DAYS, FORCES, HOMICIDES, Figure
from extraction.statistics.figures import find_figures, without
from extraction.statistics.inherit import name_figures, named_in
from extraction.statistics.memory import remember
from extraction.statistics.period import SPAN
from extraction.statistics.periods import calendar_periods, find_periods
from extraction.statistics.refuse import why_refused
from extraction.statistics.scene import Candidate, Scene
from extraction.statistics.statement import find_source, make_statistics
from extraction.statistics.tables import cue
from extraction.statistics.told_before import inherited_period
from extraction.structure import BOILERPLATE, Sentence, sentences
from extraction.text import fold

#: Characters of the longest stretch that is read as one sentence.
LONGEST = 1500
#: Reasons for which a figure is not coded though it is no incident either.
#: «96 de ellos en 2022»: a period so many characters after a part of the figure is the part's own.
_BESIDE = 12
_FIGURES_STILL = {None, "foreign", "projection", "charges", "difference", "habitual", "subgroup", "numbered", "local total"}


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
    if not cue("worth_article").search(text):
        return found
    for sentence in sentences(text):
        if sentence.kind != BOILERPLATE:
            for piece in _pieces(sentence):
                found.extend(_read_sentence(piece, context, language))
    return found


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence too long to be one is read in pieces, so that time stays linear."""
    start, text = 0, sentence.text
    while len(text) - start > LONGEST:
        end = max(text.rfind(" ", start, start + LONGEST), start + LONGEST // 2)
        yield replace(sentence, start=sentence.start + start, end=sentence.start + end, text=text[start:end])
        start = end
    yield replace(sentence, start=sentence.start + start, text=text[start:]) if start else sentence


def spans_of(readings: Iterable[Reading]) -> list[tuple[int, int]]:
    """The words of every figure that is no incident: coded ones, and those refused for another reason than that."""
    return [_hull(reading) for reading in readings if reading.refusal in _FIGURES_STILL]


def _hull(reading: Reading) -> tuple[int, int]:
    evidence = [e for s in reading.statistics for e in s.evidence if e.field != "source"]
    return min([reading.start, *(e.start for e in evidence)]), max([reading.end, *(e.end for e in evidence)])


def _read_sentence(sentence: Sentence, context: Context, language: str) -> Iterator[Reading]:
    folded = fold(sentence.text)
    periods = find_periods(folded, context.published, language)
    if not context.indicator and not cue("worth_reading").search(folded):
        context.note_all(periods)
        return
    context.topic = _topic(folded) or context.topic
    areas = find_areas(sentence.text, folded)
    numbers = find_figures(folded, periods, areas, language)
    if not periods and any(figure.refusal is None for figure in numbers):
        periods = calendar_periods(sentence.text, context.published, language)
        numbers = find_figures(folded, periods, areas, language) if periods else numbers
    figures = name_figures(folded, numbers, periods, context)
    context.averaged = cue("average").search(folded) is not None
    context.fresh = cue("fresh").search(folded) is not None
    choices = choose(folded, figures, periods, context)
    context.note_all(periods)
    starts_abroad = bool(areas) and areas[0].kind == FOREIGN and areas[0].start <= 3
    context.subject_abroad = starts_abroad or (context.subject_abroad and _goes_on_abroad(folded))
    scene = Scene(sentence, folded, figures, context)
    places = _places(folded, without(folded, periods), areas, figures)
    context.named = named_in(folded) if not figures else ""
    for figure, choice, place in zip(figures, choices, places, strict=True):
        if not place and not areas and figure.role in ("unit", "elliptic"):
            place = context.areas if _is_same_place(scene, choice) else context.homes.get(figure.indicator, [])
        yield _reading(scene, Candidate(figure, choice, place))


def _goes_on_abroad(folded: str) -> bool:
    return cue("that_country_en").match(folded) is not None


def _is_same_place(scene: Scene, choice: Choice | None) -> bool:
    """«El año pasado, en ese tiempo, hubo 97»: what is compared in a sentence of its own is of the place told before."""
    if choice is None or cue("national").search(scene.folded) or scene.sentence.paragraph - scene.context.paragraph > 1:
        return False
    alone = sum(figure.refusal is None for figure in scene.figures) == 1
    compared = choice.compared or cue("compared_with_year").search(scene.folded[: choice.period.start])
    return alone and bool(compared)


def _topic(folded: str) -> str:
    """What the sentence counts, if it names it: for an average or a rate that follows without saying of what."""
    found = cue("topic").findall(folded)
    return "" if not found else HOMICIDES if any(one for one, _ in found) else "other"


def _places(folded: str, clear: str, areas: list[Area], figures: list[Figure]) -> list[list[Area]]:
    """The places of every figure of a sentence; ``clear`` is the sentence with its periods blanked."""
    paired = respective_areas(folded, areas, [(f.start, f.stop) for f in figures])
    places: list[list[Area]] = []
    for index, figure in enumerate(figures):
        following = figures[index + 1].start if index + 1 < len(figures) else len(folded)
        if index in paired:
            places.append([paired[index]])
        elif beside := areas_of(clear, areas, figure.begin, figure.stop, following):
            places.append(beside)
        else:
            changed = places[-1] if ends_change(clear, figures, index) else []
            places.append(changed or _there(folded, figure, areas) or _leading(figures, figure, places))
    return places


def _leading(figures: list[Figure], figure: Figure, places: list[list[Area]]) -> list[Area]:
    """«Los homicidios en San Miguel pasaron de 20 a 44, y en octubre suman 25»: the place told before all figures."""
    bare = figure.role in ("unit", "elliptic") and bool(places)
    return places[-1] if bare and all(area.end <= figures[0].begin for area in places[-1]) else []


def _there(folded: str, figure: Figure, areas: list[Area]) -> list[Area]:
    """A department told before: «64 homicides there», «el departamento pasó de 148», «San Salvador, donde …, pasó de 71»."""
    before = [a for a in areas if a.end <= figure.start and a.kind == DEPARTMENT]
    if not before:
        return []
    moved = cue("moved_from").search(folded[: figure.start])
    opens = before[-1].start == 0 or folded[: before[-1].start].endswith("; ")
    subject = opens or cue("that_department").search(folded[before[-1].end : figure.start])
    return [before[-1]] if cue("there").match(folded[figure.stop :]) or (moved and subject) else []


def _reading(scene: Scene, candidate: Candidate) -> Reading:
    candidate = _reread(scene, candidate)
    figure, choice, sentence, context = candidate.figure, candidate.choice, scene.sentence, scene.context
    refusal = figure.refusal or why_refused(scene, candidate)
    period = choice.period if choice else None
    if refusal is None and period is None:
        period = inherited_period(scene, candidate)
    start, end = sentence.start + figure.begin, sentence.start + figure.stop
    if refusal in ("numbered", "local total") and period is not None:
        start, end = min(start, sentence.start + period.start), max(end, sentence.start + period.end)
    if refusal in ("local", "local total") and period is not None and figure.role == "event" and (period.days or 0) > 1:
        remember(scene, replace(candidate, areas=[]), period, None)
    if refusal == "subgroup" and figure.indicator in context.periods_of:
        context.indicator = context.count = figure.indicator
    if refusal or period is None:
        if refusal == "projection" or (refusal is None and (figure.role == "rate" or scene.context.published is None)):
            scene.context.indicator = figure.indicator
        return Reading(start, end, (), refusal or "no period", sentence.kind)
    source = find_source(scene, figure)
    statistics = tuple(make_statistics(scene, candidate, period, source))
    remember(scene, candidate, period, source)
    approximate = cue("approximately").search(scene.folded[: figure.start]) is not None
    return Reading(start, end, statistics, None, sentence.kind, period.kind, approximate)


def _since(choice: Choice | None, figure: Figure) -> bool:
    """«628 corresponden al régimen, vigente desde el 27 de marzo»: a span told after a part of the figure."""
    return choice is not None and choice.period.start > figure.end and choice.period.unit == "range"


def _reread(scene: Scene, candidate: Candidate) -> Candidate:
    """A figure whose refusal or indicator the context corrects."""
    figure, choice, context = candidate.figure, candidate.choice, scene.context
    beside = choice is not None and figure.end < choice.period.start <= figure.end + _BESIDE
    own_period = figure.refusal == "subgroup" and (beside or _since(choice, figure))
    victims = context.count in (*FORCES, "gang_members_killed", HOMICIDES)
    among = victims and cue("among_victims").search(scene.folded[: figure.start])
    counted = figure.indicator in context.periods_of and cue("van_before").search(scene.folded[: figure.start])
    added = figure.refusal == "no killing" and (among or counted)
    kin = figure.refusal == "no indicator" and figure.indicator == "relatives_of_security_forces_killed" == context.main
    if own_period or added or kin:
        figure = replace(figure, refusal=None)
    if candidate.departments and figure.role == "unit" and figure.indicator == DAYS != context.main:
        figure = replace(figure, indicator=context.main)
    return replace(candidate, figure=figure)
