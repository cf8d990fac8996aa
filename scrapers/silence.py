"""How long may an outlet be silent? Judged by its own rhythm, not by one number for all.

Each weekday has a chance that the outlet has no news on it, from its own past: weekends of an outlet that rests cost nothing, nor
do the holidays of ``data/quiet_days.csv``. Chances multiply over the days of a silence. A silence is too long when it would
come by chance less than :data:`ODDS` times a year, and is well longer than any that the outlet broke by itself. Measured by
simulation: ``python -m benchmarks silence``.
"""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from dateutil.easter import easter

#: Days of an outlet's past in which its longest silence is looked for: a vacation that comes once a year is in it.
WINDOW = 540
#: Days after which a day of the past weighs half in the chances, so that they follow an outlet that grows or shrinks.
HALF_LIFE = 60
#: An outlet with fewer days of news in the window, or a shorter past, has no rhythm to speak of and is not judged.
MIN_ACTIVE = 10
MIN_SPAN = 28
#: How often a year a silence may be called too long by chance alone: once in twenty years for each outlet.
ODDS = 0.05
#: The outlet's own longest silence is believed, with this much to spare: vacations come back, but not on the same day.
SPARE = 1.5
#: However many stories a day an outlet has, it may be down, or our line, once in a hundred days.
MIN_CHANCE = 0.01
#: Nor is a day ever sure to be without news, except for holidays: an outlet that never wrote on Sundays could begin to.
MAX_CHANCE = 0.98
#: No silence is waited for longer; an outlet that has been silent so long is closed, and needs a person.
MAX_ALLOWED = 365


@dataclass(frozen=True)
class Silence:
    """Full days without news since the day of the last story. ``allowed``: more than this is too long; None: not judged, and
    ``why`` says so."""

    last: date | None = None
    days: int | None = None
    allowed: int | None = None
    why: str | None = None

    @property
    def too_long(self) -> bool:
        """Whether the outlet is silent for longer than its rhythm allows."""
        return self.days is not None and self.allowed is not None and self.days > self.allowed


def silence(news: Mapping[date, int], today: date) -> Silence:
    """Judge an outlet by the stories it published on each day. Days after ``today`` are not believed.

    ``today`` itself is not counted as silent: it is not over.
    """
    last = max((day for day, stories in news.items() if stories and day <= today), default=None)
    if last is None:
        return Silence(why="no story with a day yet")
    days = max(0, (today - last).days - 1)
    if days > MAX_ALLOWED:
        return Silence(
            last, days, None, f"no news for more than {MAX_ALLOWED} days: is the outlet closed, or this an old mirror?"
        )
    allowed = rhythm(news, last)
    return Silence(last, days, allowed, None if allowed is not None else "too few days of news to know its rhythm")


def rhythm(news: Mapping[date, int], last: date) -> int | None:
    """How many full days without news are usual after ``last``, by the days before it; None where these tell too little."""
    start = last - timedelta(days=WINDOW - 1)
    active = sorted(day for day, stories in news.items() if stories and start <= day <= last)
    if len(active) < MIN_ACTIVE or (last - active[0]).days < MIN_SPAN:
        return None
    rarity = _rarities(news, active[0], last)
    a_year = len(active) * 365 / ((last - active[0]).days + 1)
    limit = max(math.log(a_year / ODDS), SPARE * _longest(active, rarity))
    total, days = 0.0, 0
    while total < limit and days <= MAX_ALLOWED:
        days += 1
        total += _rarity(last + timedelta(days=days), rarity)
    return days - 1


def _rarities(news: Mapping[date, int], first: date, last: date) -> list[float]:
    """For each weekday, minus the logarithm of the chance that it has no news: how surprising such a day is.

    The share of silent days among those seen, with one day's weight of what a Poisson process of as many stories would give.
    """
    seen, silent, stories = [0.0] * 7, [0.0] * 7, [0.0] * 7
    for age in range((last - first).days + 1):
        day, weight = last - timedelta(days=age), 0.5 ** (age / HALF_LIFE)
        if not is_quiet(day):
            seen[day.weekday()] += weight
            stories[day.weekday()] += weight * news.get(day, 0)
            silent[day.weekday()] += weight * (not news.get(day))
    chances = [(silent[d] + math.exp(-stories[d] / max(seen[d], 1))) / (seen[d] + 1) for d in range(7)]
    return [-math.log(min(max(chance, MIN_CHANCE), MAX_CHANCE)) for chance in chances]


def _longest(active: list[date], rarity: list[float]) -> float:
    """The most surprising silence between two days of news."""
    spans = ((before, (after - before).days) for before, after in pairwise(active) if (after - before).days > 1)
    return max(
        (sum(_rarity(before + timedelta(days=n), rarity) for n in range(1, length)) for before, length in spans), default=0.0
    )


def _rarity(day: date, rarity: list[float]) -> float:
    return 0.0 if is_quiet(day) else rarity[day.weekday()]


@cache
def is_quiet(day: date) -> bool:
    """Whether ``day`` is a holiday of ``data/quiet_days.csv``, on which no outlet owes news."""
    return any(first <= day <= last for first, last in _quiet_spans(day.year))


@cache
def _quiet_spans(year: int) -> tuple[tuple[date, date], ...]:
    path = Path(__file__).with_name("data") / "quiet_days.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((_moment(row["from"], year), _moment(row["to"], year)) for row in csv.DictReader(file))


def _moment(text: str, year: int) -> date:
    """``MM-DD``, or ``easter`` with days before or after."""
    if text.startswith("easter"):
        sunday: date = easter(year)
        return sunday + timedelta(days=int(text.removeprefix("easter") or 0))
    month, day = text.split("-")
    return date(year, int(month), int(day))
