"""A figure: a number in a sentence and what it counts."""

from dataclasses import dataclass

RATE, PER_DAY, HOMICIDES = "homicide_rate_per_100k", "homicides_per_day", "homicides"
DAYS = "days_without_homicides"
#: An average that does not say of what.
UNNAMED_PER_DAY = "?per_day"
FORCES = ("police_killed", "soldiers_killed", "prison_guards_killed", "relatives_of_security_forces_killed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at ``start:end`` of a sentence and what it counts.

    ``indicator`` is empty while it must come from the context; ``noun_start:noun_end`` are the counted words; ``cue`` the
    table row; ``refusal`` names the reason why it is no statistic, or is None; ``placed`` where a department stands beside it.
    """

    start: int
    end: int
    value: float
    indicator: str
    noun_start: int
    noun_end: int
    cue: str
    refusal: str | None = None
    role: str = "event"
    placed: bool = False

    @property
    def begin(self) -> int:
        """Where its words begin: the number or the noun."""
        return min(self.start, self.noun_start)

    @property
    def stop(self) -> int:
        """Where its words stop."""
        return max(self.end, self.noun_end)


def zone(figures: list[Figure], index: int, length: int) -> tuple[int, int]:
    """Where a figure's own periods may stand: from the figure before it to the one after it."""
    start = figures[index - 1].stop if index else 0
    end = figures[index + 1].start if index + 1 < len(figures) else length
    return start, end
