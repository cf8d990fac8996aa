"""A sentence with its annotations, and an article as a list of such lines."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from extraction.components.context import has
from extraction.components.events import Event
from extraction.components.people import People
from extraction.components.places import PlaceMention
from extraction.expressions import Expression
from extraction.structure import BODY, TWEET, Sentence

T = TypeVar("T")


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
        """Offset of the first letter in the article."""
        return self.sentence.start

    @property
    def end(self) -> int:
        """Offset behind the last letter."""
        return self.sentence.end

    @property
    def text(self) -> str:
        """The words of the sentence."""
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
        """The first line."""
        return self.lines[0]

    def lead(self) -> Line | None:
        """The first sentence of the body."""
        return next((line for line in self.lines if line.sentence.kind == BODY), None)


def by_line(lines: Sequence[Line], items: Iterable[T], start: Callable[[T], int]) -> dict[int, list[T]]:
    """The items that begin in each line, by the line's start; linear but for one search an item."""
    starts = [line.start for line in lines]
    found: dict[int, list[T]] = {begin: [] for begin in starts}
    for item in items:
        index = bisect_right(starts, start(item)) - 1
        if index >= 0 and start(item) < lines[index].end:
            found[starts[index]].append(item)
    return found


def is_summary(line: Line) -> bool:
    """A sentence over several events, such as «seis personas fueron asesinadas en distintos puntos»."""
    return has("summary", "sentence", line.text)


def is_tweet(line: Line) -> bool:
    """A sentence of an embedded tweet."""
    return line.sentence.kind == TWEET
