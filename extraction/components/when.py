"""The day of one incident, by the codebook's section 2.

The first date tied to the event in its first tellings wins; the day of a capture, charge or trial never does. Dead weeks
after the attack: the day of the attack. Last seen alive and found dead on different days: the range between. Fresh news
without an event day: the day of the report. Nothing told: unknown.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from db.models import DatePrecision, Evidence, When
from extraction.components.events import FOUND
from extraction.components.lines import DatedBy, Reading
from extraction.components.tellings import Cluster, Telling
from extraction.components.vocabulary import alternatives
from extraction.expressions import Expression
from extraction.structure import DECK, TITLE
from extraction.text import fold

#: Articles this many days after the event are no fresh news; the day of the report does not stand for the event.
_FRESH = frozenset(("deictic", "weekday", "year_inferred"))

_LONG_AGO = re.compile(alternatives("long_ago"))


def when(reading: Reading, cluster: Cluster, *, fresh: bool) -> tuple[When, tuple[Evidence, ...]]:
    """The date of ``cluster``; ``fresh`` is False for follow-ups, whose report day says nothing of the crime."""
    told = list(_candidates(cluster))
    found = any(e.outcome == FOUND for e in cluster.events)
    seen = [d for d in _all(cluster) if d.label == "last_seen" and d.expression.start and d.expression.tense != "future"]
    if told:
        chosen = _before_death(_refine(told), cluster)
        if found and seen and chosen.precision in ("day", "range"):
            end, quote = _day(chosen.end or chosen.start), _evidence(reading, chosen)
            ranged = _from_last_seen(reading, seen[0].expression, end, (quote,))
            if ranged:
                return ranged
        return _as_when(reading, chosen)
    if found and seen and fresh and reading.published is None:
        return _as_when(reading, seen[0].expression)
    late = [d.expression for d in _all(cluster) if d.label == "late_death" and _usable(d.expression)]
    if late:
        return _as_when(reading, late[0])
    taken = [d.expression for t in cluster.tellings for d in t.dates if d.label == "last_seen" and _usable(d.expression)]
    if taken and not found:
        return _as_when(reading, taken[0])
    if fresh:
        reports = [d.expression for d in _all(cluster) if d.label in ("report", "background") and _usable(d.expression)]
        reports = [e for e in reports if e.relative in _FRESH and e.precision == "day"]
        told_on = _as_when(reading, reports[0]) if reports else _day_of_report(reading, cluster)
        since = seen[0].expression if found and seen and seen[0].expression.precision == "day" else None
        return (_from_last_seen(reading, since, told_on[0].start, told_on[1]) if since else None) or told_on
    return When(), ()


def _day_of_report(reading: Reading, cluster: Cluster) -> tuple[When, tuple[Evidence, ...]]:
    """News that tells no day is of the day it was published, unless it is told as long past; the words are the event's."""
    if reading.published is None or any(_LONG_AGO.search(fold(t.line.text)) for t in cluster.tellings):
        return When(), ()
    event = cluster.events[0]
    quote = Evidence("date", event.start, event.end, reading.text[event.start : event.end], "dates:day of the report")
    return When(reading.published, reading.published, DatePrecision.DAY), (quote,)


def _all(cluster: Cluster) -> Iterable[DatedBy]:
    for telling in cluster.tellings:
        yield from telling.dates
    for line in cluster.context:
        yield from line.dates


def _usable(expression: Expression) -> bool:
    return bool(expression.start and expression.end) and expression.tense != "future"


def _candidates(cluster: Cluster) -> Iterable[Expression]:
    """Dates of the event in order of trust: tellings of the body, headlines, then context lines that name the event."""
    body = [t for t in cluster.tellings if not _headline(t)]
    heads = [t for t in cluster.tellings if _headline(t)]
    body.sort(key=lambda t: not t.patients)
    for telling in [*body, *heads]:
        dated = [d for d in telling.event_dates if _usable(d.expression)]
        yield from (d.expression for d in dated if d.label == "event")
        yield from (d.expression for d in dated if d.label == "none")
    for line in cluster.context:
        yield from (d.expression for d in line.dates if d.label == "event" and _usable(d.expression))
    for line in cluster.context:
        yield from (
            d.expression
            for d in line.dates
            if d.label == "none" and _usable(d.expression) and d.expression.precision == "day" and d.expression.relative != "time"
        )


def _headline(telling: Telling) -> bool:
    return telling.line.sentence.kind in (TITLE, DECK)


def _refine(told: list[Expression]) -> Expression:
    """The first candidate, or a later one that lies inside it and is finer («en junio», then «el 12 de junio»)."""
    first = told[0]
    for other in told[1:]:
        if other.relative == "time" or not other.start:
            continue
        inside = (first.start or "")[:10] <= other.start[:10] and (other.end or other.start)[:10] <= (
            first.end or first.start or ""
        )[:10]
        if inside and _days(first) > 3 and other.precision == "day" and first.precision != other.precision:
            return other
    return first


def _before_death(chosen: Expression, cluster: Cluster) -> Expression:
    """«falleció ayer … al que balearon el martes», told on a Tuesday: the attack came before the death."""
    deaths = [d.expression.start for d in _all(cluster) if d.label == "late_death" and d.expression.start]
    start = _day(chosen.start)
    if chosen.relative != "weekday" or not deaths or start is None or start <= date.fromisoformat(min(deaths)[:10]):
        return chosen
    week_before = (start - timedelta(days=7)).isoformat()
    return replace(chosen, start=week_before, end=week_before)


def _days(expression: Expression) -> int:
    start, end = _day(expression.start), _day(expression.end)
    return (end - start).days if start and end else 0


def _from_last_seen(
    reading: Reading, seen: Expression, end: date | None, told: tuple[Evidence, ...]
) -> tuple[When, tuple[Evidence, ...]] | None:
    """From the day somebody was last seen to ``end``, the day ``told`` for the find or its report; None where that is no span."""
    start = _day(seen.start)
    if start is None or end is None or start >= end or (seen.precision != "day" and seen.end):
        return None
    return When(start, end, DatePrecision.RANGE), (_evidence(reading, seen), *told)


def _as_when(reading: Reading, expression: Expression) -> tuple[When, tuple[Evidence, ...]]:
    start, end = _day(expression.start), _day(expression.end or expression.start)
    precision = DatePrecision(expression.precision or "day")
    if precision == DatePrecision.DAY and start != end:
        end = start if expression.part else end
        precision = DatePrecision.DAY if start == end else DatePrecision.RANGE
    if start and reading.published and start > reading.published:
        return When(), ()
    return When(start, end, precision), (_evidence(reading, expression),)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


def _evidence(reading: Reading, expression: Expression) -> Evidence:
    a, b = expression.start_char, expression.end_char
    return Evidence("date", a, b, reading.text[a:b], f"dates:{expression.relative or 'absolute'}")
