"""What a rule reads, before neighbours are joined: a day, a period, a clock time, a part of the day …"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Shape(StrEnum):
    """What kind of thing a reading is.

    ``DAY`` one day; ``PERIOD`` days from low to high; ``PART`` a part of an unsaid day; ``CLOCK`` a time of an unsaid day;
    ``HOURS`` from one clock time to another of an unsaid day; ``MOMENT`` a day and a time; ``SPAN`` from moment to moment;
    ``SINCE`` open to the right; ``UNTIL`` to the left; ``QUIET`` words that are no date but whose figures count nothing.
    """

    DAY = "day"
    PERIOD = "period"
    PART = "part"
    CLOCK = "clock"
    HOURS = "hours"
    MOMENT = "moment"
    SPAN = "span"
    SINCE = "since"
    UNTIL = "until"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Node:
    """``low`` and ``high`` are inclusive days, None when unknown; ``at`` and ``until`` are clock times."""

    shape: Shape
    start: int
    end: int
    low: date | None = None
    high: date | None = None
    at: time | None = None
    until: time | None = None
    part: str | None = None
    precision: str | None = "day"
    relative: str | None = None
    tense: str | None = None
    rule: str = ""
    #: Nobody would take it for a date alone («a las tres»): it needs a day beside it.
    weak: bool = False
    #: «a las 3»: before or after noon is not told.
    half_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """The day of publication and, where known, the minute."""

    day: date | None
    moment: datetime | None = None

    @classmethod
    def of(cls, reference: date | datetime | None) -> "Reference":
        """From what callers have; an aware time keeps its own clock."""
        if isinstance(reference, datetime):
            return cls(reference.date(), reference.replace(tzinfo=None))
        return cls(reference)
