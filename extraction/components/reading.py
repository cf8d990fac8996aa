"""All annotations of one article side by side: what the incident builder reads.

Sentences of boilerplate carry no annotations. Dates are tied to the verb they belong to (``label``): ``event``, or the rows
of ``verbs.csv`` (``report``, ``justice``, ``last_seen``, ``funeral``, ``late_death``, ``background``).
"""

import re
from datetime import date

from db.models import Statistic
from extraction.components.context import has, told_as_fact
from extraction.components.dating import tie_dates
from extraction.components.ellipsis import told_by_ellipsis, verbless
from extraction.components.events import Event, find_events, may_tell_violence
from extraction.components.lines import Line, Reading, by_line
from extraction.components.people import People, find_people
from extraction.components.places import PlaceMention, find_places
from extraction.components.reference import resolve_pronouns, surnames, with_surnames
from extraction.components.vocabulary import alternatives
from extraction.expressions import Expression, find_dates
from extraction.structure import BODY, BOILERPLATE, DECK, HEADING, TITLE, sentences
from extraction.text import fold


def read(text: str, published: date | None, statistics: list[Statistic], figures: list[tuple[int, int]]) -> Reading:
    """Annotate ``text`` (title, newline, body)."""
    kept = [part for part in sentences(text) if part.kind != BOILERPLATE]
    reading = Reading(text, published, [Line(part) for part in kept], figures)
    if not may_tell_violence(text):
        return reading
    counted = sorted((e.start, e.end) for s in statistics for e in s.evidence if e.field == "value")
    dates = find_dates(text, published)
    places = find_places(text)
    near_places = by_line(reading.lines, places, lambda place: place.start)
    blocked = by_line(
        reading.lines,
        [(p.start, p.end) for p in places] + [(d.start_char, d.end_char) for d in dates],
        lambda span: span[0],
    )
    mentions = [find_people(text, line.start, line.end, blocked[line.start]) for line in reading.lines]
    named = surnames(mentions)
    before: Line | None = None
    for line, found in zip(reading.lines, mentions, strict=True):
        line.places = near_places[line.start]
        people = with_surnames(text, line.start, line.end, found, named)
        people = [p for p in people if not _in_place(p, line.places)]
        line.events = _events(text, line, people, counted, figures)
        line.people = [p for p in people if not _is_counted(p, counted)]
        if before and not any(e.patients for e in line.events) and _is_next(before, line):
            line.events = verbless(text, line.start, line.end, line.people, before.events) or line.events
        before = line
    resolve_pronouns(text, reading.lines)
    periods = {(e.start, e.end) for s in statistics for e in s.evidence if e.field == "period"}
    tie_dates(reading, [d for d in dates if d.precision == "day" or not _is_period(d, periods)])
    return reading


def _is_next(before: Line, line: Line) -> bool:
    return before.sentence.kind == line.sentence.kind == BODY and line.sentence.paragraph - before.sentence.paragraph <= 1


def _is_period(expression: Expression, periods: set[tuple[int, int]]) -> bool:
    """The period of a figure is the day of no event."""
    return any(expression.start_char < b and a < expression.end_char for a, b in periods)


def _events(
    text: str, line: Line, people: list[People], counted: list[tuple[int, int]], figures: list[tuple[int, int]]
) -> list[Event]:
    """The events of a line that are told as fact and are no figures over a period."""
    if line.sentence.kind not in (TITLE, DECK, HEADING, BODY):
        return []
    has_figure = any(line.start <= a < line.end for a, _ in counted)
    kept = []
    for event in told_by_ellipsis(text, line.end, people, find_events(text, line.start, line.end, people)):
        if any(line.start <= a <= event.start < b for a, b in figures) or any(_is_counted(p, counted) for p in event.patients):
            continue
        if event.frame == "subject" and _is_natural(text, line, event):
            continue
        if has_figure and not any(p.count == 1 or p.names for p in event.patients):
            continue
        if line.sentence.kind == HEADING and any(p.plural and p.count is None for p in event.patients):
            continue
        if told_as_fact(text, line.start, line.end, event.start, event.end, event.frame):
            kept.append(event)
    return kept


def _is_natural(text: str, line: Line, event: Event) -> bool:
    """«murió en un accidente de tránsito»: a death with an accident or a suicide in its sentence and no violence."""
    word = fold(text[event.start : event.end])
    if not re.match(r"muri|muer|fallec|perd|perec|dejo|hab|ha|expir|resulto|resultaron|quedo", word) or re.search(
        r"asesin|ultim|acrib|balead|ejecut", word
    ):
        return False
    if not (has("accident", "sentence", line.text) or has("suicide", "clause", line.text)):
        return False
    return not re.search(
        alternatives("violent_death"),
        fold(line.text),
    )


def _is_counted(person: People, counted: list[tuple[int, int]]) -> bool:
    """Whether the people are a figure over a period."""
    return any(person.start <= a < person.end for a, _ in counted)


def _in_place(person: People, places: list[PlaceMention]) -> bool:
    """A name inside a place: «Santa Rosa de Lima», «José El Carrizal»."""
    return not person.head and any(p.start <= person.start and person.end <= p.end for p in places)
