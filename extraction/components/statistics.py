"""Figures over a period that an article reports: «137 homicidios en los primeros 12 días de junio».

Codebook section 5. Not coded: re-counts of the article's own incidents, projections, foreign figures, groups without an
indicator, charges, figures without definable limits. The reading itself is in :mod:`extraction.statistics`.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import lru_cache

from db.models import Indicator, Statistic
from extraction.statistics.period import TO_DATE
from extraction.statistics.reader import Reading, read, spans_of
from extraction.statistics.tables import cue
from extraction.structure import BODY, DECK, TITLE, sentences
from extraction.text import fold

#: Days below which a figure may be a re-count of what the article itself tells.
SHORT = 4
#: A headline's «más de 330» is the body's 336: they differ by at most this share.
ROUNDING = 0.1

Pair = tuple[Reading, Statistic]
Key = tuple[Indicator, float, date | None, date | None, str]


def find_statistics(text: str, published: date | None, language: str = "es") -> list[Statistic]:
    """The statistics of ``text`` (title, newline, body) in order of mention, each told once.

    ``published`` is the civil day in El Salvador; None leaves out what is relative to it. ``area`` is «SV» or a
    department. Evidence fields are ``value``, ``indicator``, ``period``, ``area`` and ``source``.
    """
    found = _told_once([(reading, s) for reading in _readings(text, published, language) for s in reading.statistics])
    if not any(_is_short(statistic) for statistic in found):
        return found
    told = _incidents_told(text)
    return [statistic for statistic in found if not (_is_short(statistic) and told >= statistic.value)]


def statistic_spans(text: str, published: date | None = None, language: str = "es") -> list[tuple[int, int]]:
    """Offsets of the words that are only figures, coded or not (charges, projections, abroad): never an incident."""
    return spans_of(_readings(text, published, language))


@lru_cache(maxsize=1)
def _readings(text: str, published: date | None, language: str) -> tuple[Reading, ...]:
    """One reading of an article, which both questions above share."""
    return tuple(read(text, published, language))


def _is_short(statistic: Statistic) -> bool:
    """Relatives killed within a few days: the article's own incidents, if it tells as many."""
    relatives = statistic.indicator is Indicator.RELATIVES_OF_SECURITY_FORCES_KILLED
    return bool(relatives and statistic.start and statistic.end and (statistic.end - statistic.start).days < SHORT)


def _incidents_told(text: str) -> int:
    """How many sentences name a canton, colonia or the like, as the telling of an incident does."""
    return sum(bool(cue("scene_place").search(fold(s.text))) for s in sentences(text) if s.kind == BODY)


def _told_once(pairs: list[Pair]) -> list[Statistic]:
    """One statistic for what title and body both tell; an exact number and a told last day win."""
    first: dict[Key, Pair] = {}
    for reading, statistic in pairs:
        told = first.get(_key(statistic))
        first[_key(statistic)] = (told[0], _sourced(told[1], statistic)) if told else (reading, statistic)
    alike: dict[tuple[Indicator, str], list[Pair]] = defaultdict(list)
    equal: dict[tuple[Indicator, str, float], list[Pair]] = defaultdict(list)
    for pair in first.values():
        statistic = pair[1]
        alike[statistic.indicator, statistic.area].append(pair)
        equal[statistic.indicator, statistic.area, statistic.value].append(pair)
    kept = []
    for reading, statistic in first.values():
        others = equal[statistic.indicator, statistic.area, statistic.value]
        if reading.kind in (TITLE, DECK) or reading.approximate:
            others = alike[statistic.indicator, statistic.area]
        if not any(_is_better(other, (reading, statistic)) for other in others):
            kept.append(statistic)
    return kept


def _sourced(first: Statistic, again: Statistic) -> Statistic:
    """A figure told twice has the source and the comparison of whichever telling names them."""
    named = tuple(e for e in again.evidence if e.field == "source") if first.source is None else ()
    return replace(
        first,
        source=first.source or again.source,
        comparison=first.comparison or again.comparison,
        evidence=first.evidence + named,
    )


def _key(statistic: Statistic) -> Key:
    return statistic.indicator, statistic.value, statistic.start, statistic.end, statistic.area


def _is_better(one: Pair, two: Pair) -> bool:
    """Whether ``one`` tells better what ``two``, of the same indicator and area, tells."""
    (reading, statistic), (worse, figure) = one, two
    headline = worse.kind in (TITLE, DECK) and reading.kind not in (TITLE, DECK)
    if statistic is figure or _key(statistic) == _key(figure):
        return False
    if statistic.value == figure.value:
        if statistic.start == figure.start:
            earlier = bool(statistic.end and figure.end and statistic.end < figure.end)
            return worse.period_kind == TO_DATE and (reading.period_kind != TO_DATE or (headline and earlier))
        return headline
    close = abs(statistic.value - figure.value) <= ROUNDING * max(statistic.value, figure.value)
    rounded = worse.approximate and (headline or not reading.approximate)
    return rounded and close and statistic.start == figure.start
