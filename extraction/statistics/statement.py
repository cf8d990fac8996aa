"""The statistic that a figure gives, with its evidence, source and comparison."""

import re
from collections.abc import Iterator

from db.models import Evidence, Indicator, Statistic
from extraction.statistics.areas import Area
from extraction.statistics.context import Choice, Context, days_of
from extraction.statistics.figure import Figure
from extraction.statistics.period import Period
from extraction.statistics.tables import cue, sources
from extraction.structure import Sentence


def make_statistics(
    sentence: Sentence,
    folded: str,
    figure: Figure,
    choice: Choice | None,
    period: Period,
    areas: list[Area],
    source: Evidence | None,
    context: Context,
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
    return (
        context.source if area is not None or figure.role == "unit" or figure.indicator == context.indicator else None
    )


def _evidence(sentence: Sentence, figure: Figure, choice: Choice | None, area: Area | None) -> Iterator[Evidence]:
    yield _quote(sentence, "value", figure.start, figure.end, figure.cue)
    yield _quote(sentence, "indicator", figure.noun_start, figure.noun_end, figure.cue)
    if choice is not None and choice.own:
        yield _quote(sentence, "period", choice.period.start, choice.period.end, choice.period.kind)
    if area is not None:
        yield _quote(sentence, "area", area.start, area.end, "departments")


def _quote(sentence: Sentence, field: str, start: int, end: int, cue_name: str | None) -> Evidence:
    return Evidence(field, sentence.start + start, sentence.start + end, sentence.text[start:end], cue_name)


def find_source(
    folded: str, figure: Figure, figures: list[Figure], sentence: Sentence, context: Context
) -> Evidence | None:
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
    return bool(
        cue("says").match(folded, match.end())
        or cue("cites").search(folded[max(0, match.start() - 90) : match.start()])
        or (re.match(r"polici\w+$", match.group().split()[-1]) and " " in match.group() and "fuente" in match.group())
    )


def _apart(folded: str, match: "re.Match[str]", figure: Figure, figures: list[Figure]) -> int:
    """How many other figures or sentence breaks stand between a source and a figure; after the figure counts first."""
    low, high = sorted((match.start(), figure.start))
    between = sum(low < f.start < high for f in figures if f is not figure)
    return between * 2 + (1 if match.start() < figure.start and between else 0) + folded[low:high].count(";")


def _comparison(sentence: Sentence, folded: str, figure: Figure) -> str | None:
    """The words that compare the figure with another time, as they stand."""
    end = figure.stop
    rest = folded[end : end + 160]
    match = cue("comparison").search(rest)
    if not match:
        return None
    start = end + match.start(1)
    stop = end + match.end(1)
    return sentence.text[start:stop].strip(" ,") or None
