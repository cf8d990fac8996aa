"""Figures over a period that an article reports: «137 homicidios en los primeros 12 días de junio».

Codebook section 5. Not coded: re-counts of the article's own incidents, projections, foreign figures, groups without an
indicator, charges, figures without definable limits. The reading itself is in :mod:`extraction.statistics`.
"""

import re
from datetime import date

from db.models import Indicator, Statistic
from extraction.statistics.period import TO_DATE
from extraction.statistics.reader import Reading, read, spans_of
from extraction.structure import BODY, DECK, TITLE, sentences
from extraction.text import fold

#: Days below which a figure may be a re-count of what the article itself tells.
SHORT = 4
_KILLING_AT = re.compile(r"\b(?:canton|caserio|colonia|barrio|comunidad|urbanizacion|reparto)\b")


def find_statistics(text: str, published: date | None, language: str = "es") -> list[Statistic]:
    """The statistics of ``text`` (title, newline, body) in order of mention, each told once.

    ``published`` is the civil day in El Salvador; None leaves out what is relative to it. ``area`` is «SV» or a
    department. Evidence fields are ``value``, ``indicator``, ``period``, ``area`` and ``source``.
    """
    readings = read(text, published, language)
    told = _incidents_told(text) if any(_is_short(s) for r in readings for s in r.statistics) else 0
    return [s for s in _told_once(readings) if not (_is_short(s) and told >= s.value)]


def statistic_spans(text: str, published: date | None = None, language: str = "es") -> list[tuple[int, int]]:
    """Offsets of the words that are only figures, coded or not (charges, projections, abroad): never an incident."""
    return spans_of(read(text, published, language))


def _is_short(statistic: Statistic) -> bool:
    """Relatives killed within a few days: the article's own incidents, if it tells as many."""
    relatives = statistic.indicator is Indicator.RELATIVES_OF_SECURITY_FORCES_KILLED
    return bool(relatives and statistic.start and statistic.end and (statistic.end - statistic.start).days < SHORT)


def _incidents_told(text: str) -> int:
    """How many sentences name a canton, colonia or the like, as the telling of an incident does."""
    return sum(bool(_KILLING_AT.search(fold(s.text))) for s in sentences(text) if s.kind == BODY)


def _told_once(readings: list[Reading]) -> list[Statistic]:
    """One statistic for what title and body both tell; an exact number and a told last day win."""
    pairs = [(reading, statistic) for reading in readings for statistic in reading.statistics]
    kept: list[tuple[Reading, Statistic]] = []
    for reading, statistic in pairs:
        if not any(_covered(reading, statistic, *other) for other in pairs if other[1] is not statistic):
            if not any(_same(statistic, other) for _, other in kept):
                kept.append((reading, statistic))
    return [statistic for _, statistic in kept]


def _same(one: Statistic, two: Statistic) -> bool:
    return (one.indicator, one.value, one.start, one.end, one.area) == (
        two.indicator,
        two.value,
        two.start,
        two.end,
        two.area,
    )


def _covered(reading: Reading, statistic: Statistic, other_reading: Reading, other: Statistic) -> bool:
    """Whether ``other`` tells the same figure better than ``statistic`` does."""
    if (statistic.indicator, statistic.area) != (other.indicator, other.area) or _same(statistic, other):
        return False
    headline = reading.kind in (TITLE, DECK) and other_reading.kind not in (TITLE, DECK)
    if statistic.value == other.value:
        if statistic.start == other.start:
            return reading.period_kind == TO_DATE and other_reading.period_kind != TO_DATE
        return headline
    close = abs(statistic.value - other.value) <= 0.1 * max(statistic.value, other.value)
    return headline and reading.approximate and close and statistic.start == other.start
