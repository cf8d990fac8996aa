"""How often the monitor of silence cries wolf, and how soon it notices that an outlet has died, on simulated outlets.

Each kind of outlet lives for years of its own chances: weekends, holidays, vacations, busy and lazy weeks, growth and decline. An
alarm while it lives is a false one; then it dies on a random day and the days until the alarm are counted.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import median

from benchmarks.figures import Figure
from scrapers.silence import is_quiet, rhythm

FIRST = date(2019, 1, 1)
#: The first year and a half make the rhythm; alarms are counted in the years after it.
WARM = 540
YEARS = 3


@dataclass(frozen=True)
class Kind:
    """An outlet's ways: stories on a weekday, on Saturday or Sunday, on a holiday (as a share), how much weeks differ (0: not at
    all; 1: very), days of vacation a year that no table knows, and by what factor it grows over the years."""

    name: str
    weekday: float
    weekend: float
    holiday: float = 0.3
    unrest: float = 0.3
    vacation: int = 0
    growth: float = 1.0
    #: Most false alarms a year, and most days until the alarm (median), that are acceptable.
    false_alarms: float = 0.3
    delay: float = 5


KINDS = (
    Kind("40 stories a day", 40, 15),
    Kind("5 stories a day, few at weekends", 5, 1, delay=8),
    Kind("office hours: 2 a day, none at weekends and holidays", 2, 0, 0, vacation=10, delay=25),
    Kind("a few a week", 0.5, 0.1, 0, 0.6, delay=45),
    Kind("a few a week, with vacations", 0.6, 0.05, 0, 0.6, vacation=14, delay=50),
    Kind("two or three a month", 0.1, 0.02, 0, 0.6, delay=140),
    Kind("one a month", 0.04, 0.02, 0.3, 0.3, delay=200),
    Kind("in decline, from 5 a day to 1 in two days", 5, 2, growth=0.1, delay=25),
    Kind("growing, from 1 in two days to 5 a day", 0.5, 0.2, growth=10, delay=12),
)


def life(kind: Kind, chance: Random, days: int) -> dict[date, int]:
    """Stories on each day of an outlet's life."""
    away = {start + n for year in range(days // 365 + 1) for start in [365 * year + chance.randrange(365)]
            for n in range(kind.vacation)}  # fmt: skip
    news, mood = {}, 0.0
    for number in range(days):
        day = FIRST + timedelta(days=number)
        if number % 7 == 0:
            mood = 0.7 * mood + kind.unrest * chance.gauss(0, 1)
        rate = (kind.weekend if day.weekday() >= 5 else kind.weekday) * math.exp(mood - kind.unrest**2)
        rate *= kind.growth ** (number / days) * (kind.holiday if is_quiet(day) else 1)
        if number not in away and (stories := _poisson(chance, rate)):
            news[day] = stories
    return news


def _poisson(chance: Random, rate: float) -> int:
    total, count = chance.expovariate(1), 0
    while total < rate:
        total, count = total + chance.expovariate(1), count + 1
    return count


def false_alarms(news: dict[date, int], days: int) -> int:
    """Silences called too long that the outlet broke by itself, once its rhythm is known."""
    active = sorted(news)
    alarms = 0
    for before, after in pairwise(active):
        if (before - FIRST).days >= WARM and (after - before).days > 2:
            allowed = rhythm(news, before)
            # The last night of the silence is that of the day after which news came.
            alarms += allowed is not None and (after - before).days - 1 > allowed
    return alarms


def delay(news: dict[date, int], death: date) -> int | None:
    """Days from an outlet's last day until the alarm; None when its rhythm is not known."""
    lived = {day: stories for day, stories in news.items() if day <= death}
    last = max(lived)
    allowed = rhythm(lived, last)
    return None if allowed is None else (last - death).days + allowed + 2


def simulate(kind: Kind, outlets: int) -> tuple[float, list[int]]:
    """False alarms an outlet-year, and the days until the alarm after each death, sorted (366: none within a year)."""
    chance, days = Random(kind.name), WARM + 365 * YEARS
    lives = [life(kind, chance, days) for _ in range(outlets)]
    deaths = [FIRST + timedelta(days=chance.randrange(days - 365, days)) for _ in lives]
    delays = sorted(delay(news, day) or 366 for news, day in zip(lives, deaths, strict=True))
    return sum(false_alarms(news, days) for news in lives) / (outlets * YEARS), delays


def measure(full: bool) -> Iterator[Figure]:
    """False alarms an outlet-year and the median and worst delay of the alarm, for each kind of outlet."""
    for kind in KINDS:
        alarms, delays = simulate(kind, 100 if full else 25)
        yield Figure(f"{kind.name}: false alarms", alarms, "an outlet-year", kind.false_alarms)
        yield Figure("  days until the alarm, median", median(delays), "days", kind.delay)
        yield Figure("  days until the alarm, nine in ten", delays[len(delays) * 9 // 10], "days")
