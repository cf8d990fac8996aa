"""The statistics that a figure gives, with their evidence, source and comparison."""

import re
from collections.abc import Iterator
from functools import lru_cache

from db.models import Evidence, Indicator, Statistic
from extraction.statistics.areas import Area
from extraction.statistics.context import days_of
from extraction.statistics.figure import RATE, Figure
from extraction.statistics.period import Period
from extraction.statistics.scene import Candidate, Scene
from extraction.statistics.tables import cue, sources
from extraction.structure import Sentence


def make_statistics(scene: Scene, candidate: Candidate, period: Period, source: Evidence | None) -> Iterator[Statistic]:
    """One statistic for each department and each span that a figure is told of."""
    figure = candidate.figure
    areas: list[Area | None] = [*candidate.departments] or [None]
    for area in areas:
        evidence = [*_evidence(scene.sentence, candidate, area), *([source] if source else [])]
        for first, last in days_of(period):
            yield Statistic(
                Indicator(figure.indicator),
                figure.value,
                first,
                last,
                area.name if area else "SV",
                source.cue if source else _broken_down(scene, candidate, area),
                _comparison(scene, figure),
                tuple(evidence),
            )


def find_source(scene: Scene, figure: Figure) -> Evidence | None:
    """Who publishes the figure, named in its sentence as such.

    The nearest one wins, and an institution before its spokesman or «autoridades» (codebook section 7).
    """
    cited = _cited(scene.folded)
    if not cited:
        return None
    start, end, name = min(
        cited, key=lambda one: (_apart(scene, one[0], figure), one[2] == "autoridades", abs(one[0] - figure.start))
    )
    return _quote(scene.sentence, "source", start, end, name)


@lru_cache(maxsize=4)
def _cited(folded: str) -> tuple[tuple[int, int, str], ...]:
    """Who is named as the one who publishes in a sentence: start, end and name; asked again for each of its figures."""
    found: list[tuple[int, int, str]] = []
    for pattern, name in sources():
        for match in pattern.finditer(folded):
            if not any(a <= match.start() < b for a, b, _ in found) and _is_cited(folded, match):
                found.append((match.start(), match.end(), name))
    return tuple(found)


def _broken_down(scene: Scene, candidate: Candidate, area: Area | None) -> str | None:
    """The source of the figure that this one breaks down or goes on with (codebook section 7).

    That of the same indicator; else the article's only source, but for rates, which have sources of their own. A count
    of another time in another paragraph is a figure of its own.
    """
    figure, told = candidate.figure, scene.context.sources
    if starts_anew(scene, candidate):
        return None
    if figure.indicator in told:
        return told[figure.indicator]
    only = {name for name in told.values() if name is not None}
    return only.pop() if len(only) == 1 and (area is not None or figure.indicator != RATE) else None


def starts_anew(scene: Scene, candidate: Candidate) -> bool:
    """Whether a figure with its own noun, time and paragraph is neither part nor continuation of the one before."""
    figure, choice, spoken = candidate.figure, candidate.choice, scene.context.figure_period
    if choice is None or candidate.areas or figure.role != "event" or scene.sentence.paragraph == scene.context.paragraph:
        return False
    period = choice.period
    if choice.compared or not (period.first and period.last and spoken and spoken.first and spoken.last):
        return False
    return period.last < spoken.first or period.first > spoken.last


def _evidence(sentence: Sentence, candidate: Candidate, area: Area | None) -> Iterator[Evidence]:
    figure, choice = candidate.figure, candidate.choice
    yield _quote(sentence, "value", figure.start, figure.end, figure.cue)
    yield _quote(sentence, "indicator", figure.noun_start, figure.noun_end, figure.cue)
    if choice is not None and choice.period.end > choice.period.start:
        yield _quote(sentence, "period", choice.period.start, choice.period.end, choice.period.kind)
    if area is not None:
        yield _quote(sentence, "area", area.start, area.end, "departments")


def _quote(sentence: Sentence, field: str, start: int, end: int, cue_name: str | None) -> Evidence:
    return Evidence(field, sentence.start + start, sentence.start + end, sentence.text[start:end], cue_name)


def _is_cited(folded: str, match: "re.Match[str]") -> bool:
    """Whether somebody is named as the one who publishes, not as «agente de la PNC»."""
    before = folded[max(0, match.start() - 90) : match.start()]
    if cue("not_a_source").search(before[-40:]):
        return False
    words = match.group()
    police_sources = words.startswith("fuente") and re.search(r"polici\w+$", words)
    return bool(cue("says").match(folded, match.end()) or cue("cites").search(before) or police_sources)


def _apart(scene: Scene, start: int, figure: Figure) -> int:
    """How many other figures or clause breaks stand between a source and a figure; after the figure counts first."""
    low, high = sorted((start, figure.start))
    between = sum(low < f.start < high for f in scene.figures if f is not figure)
    return between * 2 + (1 if start < figure.start and between else 0) + scene.folded[low:high].count(";")


def _comparison(scene: Scene, figure: Figure) -> str | None:
    """The words that compare the figure with another time, as they stand."""
    match = cue("comparison").search(scene.folded[figure.stop : figure.stop + 160])
    if not match:
        return None
    start, stop = figure.stop + match.start(1), figure.stop + match.end(1)
    return scene.sentence.text[start:stop].strip(" ,") or None
