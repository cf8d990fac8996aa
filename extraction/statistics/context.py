"""What a text said so far: periods, and the figures that later ones go on with."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from extraction.statistics.areas import Area
from extraction.statistics.period import DAY, LIST, PAIR, SPAN, TO_DATE, Period

#: A last day told at most so long before the publication is the cut-off of what is «en lo que va del año».
RECENT = timedelta(days=15)


@dataclass
class Context:
    """What was said so far: the last period of each unit, and the last coded figure's indicator, period and source."""

    published: date | None
    month: Period | None = None
    year: Period | None = None
    day: Period | None = None
    span: Period | None = None
    spans: deque[Period] = field(default_factory=lambda: deque(maxlen=50))
    cut_offs: dict[str, date] = field(default_factory=dict)
    current: str = ""
    pair: tuple[Period, Period] | None = None
    fresh: bool = False
    main: str = ""
    main_period: Period | None = None
    main_value: float = 0
    subject_abroad: bool = False
    figure_period: Period | None = None
    periods_of: dict[str, Period] = field(default_factory=dict)
    figure_units: dict[str, Period] = field(default_factory=dict)
    indicator: str = ""
    count: str = ""
    value: float = 0
    topic: str = ""
    named: str = ""
    averaged: bool = False
    recent: tuple[str, ...] = ()
    sources: dict[str, str | None] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    #: The department that all figures of an indicator were told of so far; empty once one was the country's.
    homes: dict[str, list[Area]] = field(default_factory=dict)
    paragraph: int = -1

    def note(self, period: Period) -> None:
        """Remember a told period for «ese mes», «ese año», «el mismo período»."""
        if period.first is None or period.last is None:
            return
        if period.unit == "month":
            self.month = period
        if period.unit in ("month", "year", "range") and period.kind != DAY:
            self.year = _whole_year(period)
        if period.kind == DAY:
            self.day = period
        if period.kind in (SPAN, TO_DATE):
            self.span = period
            self.spans.append(period)

    def note_all(self, periods: list[Period]) -> None:
        """Remember every period of a sentence."""
        for period in periods:
            self.note(period)


def _whole_year(period: Period) -> Period:
    assert period.last
    if period.unit == "year":
        return period
    return replace(
        period,
        first=date(period.last.year, 1, 1),
        last=date(period.last.year, 12, 31),
        unit="year",
        kind=SPAN,
        parts=(),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """The period of a figure; ``own`` is True where its sentence tells it, ``compared`` where it is another year's."""

    period: Period
    own: bool
    compared: bool = False


def days_of(period: Period) -> list[tuple[date, date]]:
    """The spans a period stands for: one, or two single days of a pair."""
    if period.first is None or period.last is None:
        return []
    if period.kind == PAIR:
        return [(period.first, period.first), (period.last, period.last)]
    if period.kind == LIST:
        return list(period.parts)
    return [(period.first, period.last)]
