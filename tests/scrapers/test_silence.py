"""How long may an outlet be silent? By its own rhythm; the figures of docs/operations.md are those of the simulation."""

from datetime import date, timedelta
from statistics import median

import pytest

from benchmarks.bench_silence import KINDS, delay, simulate
from scrapers.silence import MAX_ALLOWED, is_quiet, rhythm, silence

#: A Wednesday with no holiday near.
DAY = date(2026, 7, 8)


def past(days: int, stories: int = 5, every: int = 1, *, weekends: bool = True) -> dict[date, int]:
    """News up to and on :data:`DAY`."""
    dates = [DAY - timedelta(days=n) for n in range(0, days, every)]
    return {day: stories for day in dates if weekends or day.weekday() < 5}


def first_alarm(news: dict[date, int]) -> int | None:
    """Days from the last story to the alarm."""
    last = max(news)
    return next((n for n in range(1, 365) if silence(news, last + timedelta(days=n)).too_long), None)


def test_each_outlet_has_its_own_patience() -> None:
    assert first_alarm(past(200, 40)) == 3  # two full days, seen on the third
    weekly = first_alarm(past(400, 1, every=7))
    monthly = first_alarm(past(540, 1, every=30))
    assert weekly
    assert monthly
    assert 10 <= weekly <= 60
    assert monthly > weekly


def test_weekends_of_an_outlet_that_rests_cost_nothing() -> None:
    friday = date(2026, 7, 10)
    workdays = past(300, 8, weekends=False)
    ordinary = rhythm(workdays, DAY)
    assert ordinary is not None
    assert rhythm(workdays | {date(2026, 7, 9): 8, friday: 8}, friday) == ordinary + 2


def test_holidays_cost_nothing() -> None:
    saturday = date(2026, 3, 28)  # before Holy Week
    news = {saturday - timedelta(days=n): 20 for n in range(300)}
    ordinary = rhythm(past(300, 20), DAY)
    assert ordinary is not None
    assert rhythm(news, saturday) == ordinary + 8
    assert is_quiet(date(2026, 4, 5))
    assert is_quiet(date(2025, 4, 13))
    assert is_quiet(date(2026, 12, 25))
    assert not is_quiet(date(2026, 4, 6))
    assert not is_quiet(date(2026, 3, 28))


def test_a_vacation_of_its_own_is_believed_the_next_time() -> None:
    news = past(300, 5)
    longer = {day: stories for day, stories in news.items() if not 100 <= (DAY - day).days < 112}
    before, after = rhythm(news, DAY), rhythm(longer, DAY)
    assert before is not None
    assert after is not None
    assert before < 12 < after


@pytest.mark.parametrize(
    ("news", "today", "why"),
    [
        ({}, DAY, "no story with a day yet"),
        (past(9), DAY, "too few days"),
        (past(20), DAY, "too few days"),
        (past(200), DAY + timedelta(days=MAX_ALLOWED + 2), "is the outlet closed"),
        ({DAY + timedelta(days=9): 3}, DAY, "no story with a day yet"),
    ],
)
def test_who_is_not_judged(news: dict[date, int], today: date, why: str) -> None:
    found = silence(news, today)
    assert not found.too_long
    assert found.allowed is None
    assert why in (found.why or "")


def test_today_is_not_over() -> None:
    news = past(100)
    assert silence(news, DAY).days == 0
    assert silence(news, DAY + timedelta(days=1)).days == 0
    assert silence(news, DAY + timedelta(days=2)).days == 1


def test_simulated_outlets_are_not_cried_wolf_over() -> None:
    """A short run of ``python -m benchmarks silence``."""
    found = {kind: simulate(kind, 6) for kind in KINDS}
    assert sum(alarms for alarms, _ in found.values()) / len(KINDS) <= 0.2
    for kind, (_, delays) in found.items():
        assert median(delays) <= kind.delay * 1.25, kind.name


def test_the_delay_of_the_simulation_is_that_of_the_monitor() -> None:
    news, death = past(200, 3, every=2), DAY + timedelta(days=1)
    days = delay(news, death)
    assert days is not None
    assert silence(news, death + timedelta(days=days)).too_long
    assert not silence(news, death + timedelta(days=days - 1)).too_long
