"""All annotations of one article side by side: what the incident builder reads.

Sentences of boilerplate carry no annotations. Dates are tied to the verb they belong to (``label``): ``event``, or the rows of ``verbs.csv``
(``report``, ``justice``, ``last_seen``, ``funeral``, ``late_death``, ``background``).
"""

import re
from dataclasses import dataclass, field
from datetime import date

from db.models import Statistic
from extraction.components.context import has, label_of_verb, told_as_fact
from extraction.components.events import Event, find_events, may_tell_violence
from extraction.components.people import People, find_people
from extraction.components.reference import resolve_pronouns, surnames, with_surnames
from extraction.components.places import PlaceMention, find_places
from extraction.expressions import Expression, find_dates
from extraction.structure import BODY, BOILERPLATE, DECK, HEADING, TITLE, TWEET, Sentence, sentences
from extraction.text import fold

#: Distance that a clause boundary adds between a date and a verb, in characters.
_BOUNDARY = 60


@dataclass(frozen=True, slots=True)
class DatedBy:
    """A date in a sentence and the label of the verb it belongs to."""

    expression: Expression
    label: str


@dataclass
class Line:
    """A sentence with its annotations."""

    sentence: Sentence
    people: list[People] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    dates: list[DatedBy] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    @property
    def text(self) -> str:
        return self.sentence.text


@dataclass
class Reading:
    """An article's text, its publication day and its annotated lines."""

    text: str
    published: date | None
    lines: list[Line]
    figures: list[tuple[int, int]] = field(default_factory=list)

    @property
    def title(self) -> Line:
        return self.lines[0]

    def lead(self) -> Line | None:
        """The first sentence of the body."""
        return next((line for line in self.lines if line.sentence.kind == BODY), None)


def read(text: str, published: date | None, statistics: list[Statistic], figures: list[tuple[int, int]]) -> Reading:
    """Annotate ``text`` (title, newline, body)."""
    parts = sentences(text)
    kept = [part for part in parts if part.kind != BOILERPLATE]
    reading = Reading(text, published, [Line(part) for part in kept], figures)
    if not may_tell_violence(text):
        return reading
    counted = [(e.start, e.end) for s in statistics for e in s.evidence if e.field == "value"]
    dates = find_dates(text, published)
    places = find_places(text)
    named = surnames(text, kept)
    for line in reading.lines:
        line.places = [p for p in places if line.start <= p.start < line.end]
        people = with_surnames(text, line.start, line.end, find_people(text, line.start, line.end), named)
        line.people = [p for p in people if not _no_person(p, line.places, counted)]
        if line.sentence.kind in (TITLE, DECK, HEADING, BODY):
            line.events = [
                e
                for e in find_events(text, line.start, line.end, line.people)
                if told_as_fact(text, line.start, line.end, e.start, e.end, e.frame)
            ]
        inside = [d for d in dates if line.start <= d.start_char < line.end]
        line.dates = [DatedBy(d, _label(line, d)) for d in inside]
    resolve_pronouns(text, reading.lines)
    return reading


def _no_person(person: People, places: list[PlaceMention], counted: list[tuple[int, int]]) -> bool:
    """A name inside a place («Santa Rosa de Lima»), or people who are a figure over a period."""
    if any(person.start <= a < person.end for a, _ in counted):
        return True
    return not person.head and any(p.start <= person.start and person.end <= p.end for p in places)


def _label(line: Line, expression: Expression) -> str:
    """The label of the nearest verb or event in the sentence, clause boundaries counted."""
    anchors = [(start + line.start, end + line.start, label) for start, end, label in label_of_verb(line.text)]
    anchors += [(e.start, e.end, "event") for e in line.events]
    late = [a for a in anchors if a[2] == "late_death" and a[0] <= expression.start_char <= a[1]]
    if late:
        return "late_death"
    if not anchors:
        return "none"
    return min(anchors, key=lambda a: (_distance(line, a, expression), a[2] != "event"))[2]


def _distance(line: Line, anchor: tuple[int, int, str], expression: Expression) -> float:
    start, end, label = anchor
    before = end <= expression.start_char
    left, right = (end, expression.start_char) if before else (expression.end_char, start)
    gap = line.text[max(0, left - line.start) : max(0, right - line.start)]
    distance = float(len(gap)) if before else len(gap) * 1.3 + 4
    distance += _BOUNDARY * len(re.findall(r"[;:]|\bque\b|\bquien(?:es)?\b|\bcuando\b|\bluego\b|\bpero\b", fold(gap)))
    distance += 12 * gap.count(",")
    return distance + (8 if label == "background" else 0)


def is_summary(line: Line) -> bool:
    """A sentence over several events, such as «seis personas fueron asesinadas en distintos puntos»."""
    return has("summary", "sentence", line.text)


def is_tweet(line: Line) -> bool:
    """A sentence of an embedded tweet."""
    return line.sentence.kind == TWEET
