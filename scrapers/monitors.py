"""What is watched of an outlet, each observed value beside its threshold. Pure functions over the counts of its runs.

The table is ``data/monitors.csv``. ``part`` of ``whole`` is a share (or, for lengths, a median over ``whole`` pages). ``rule``
says what is expected: ``at_least`` and ``at_most`` the allowance itself; ``drop`` and ``rise`` at most the allowance away from
what is usual for the outlet; ``between`` the usual value divided and multiplied by it. ``least`` is the smallest sample judged.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, Literal

from scrapers.silence import Silence

#: A night with few stories is judged together with those before it, up to so many days: El Faro has three stories a week.
RECENT_DAYS = 14
#: Days of the past that make the usual value; for outlets with fewer than so many pages in them, more.
PAST_DAYS = 28
PAST_PAGES = 60
LONGEST_PAST_DAYS = 180
#: Runs of the past that are needed for a usual value.
MIN_PAST = 7
#: A kind of source that brought the most in so large a part of the runs used to be the main one; it is missed when so many new
#: stories have come from elsewhere and none from it.
MAIN_SOURCE = 0.6
MISSED_AFTER = 5

Rule = Literal["at_least", "at_most", "drop", "rise", "between"]
Verdict = Literal["ok", "bad", "unknown"]


@dataclass(frozen=True)
class Monitor:
    """A row of the table."""

    id: str
    name: str
    part: str
    whole: str
    rule: str
    allowance: float
    least: int
    fault: str
    reason: str

    @property
    def relative(self) -> bool:
        """Whether the outlet's own past makes the threshold."""
        return self.rule in ("drop", "rise", "between")

    def bounds(self, usual: float | None) -> tuple[float | None, float | None]:
        """Lowest and highest value expected."""
        if not self.relative:
            return (self.allowance, None) if self.rule == "at_least" else (None, self.allowance)
        if usual is None:
            return None, None
        if self.rule == "between":
            return usual / self.allowance, usual * self.allowance
        return (usual - self.allowance, None) if self.rule == "drop" else (None, usual + self.allowance)

    def text(self, value: float) -> str:
        """A value as people read it."""
        return f"{value:,.0f}" if self.rule == "between" else f"{value:.0%}"


@dataclass(frozen=True)
class Check:
    """One monitor of one outlet: observed value, expected range and usual value as text, size of the sample, verdict, and, when
    bad, the sentence for the report."""

    id: str
    name: str
    observed: str | None
    expected: str | None
    usual: str | None
    sample: int
    verdict: Verdict
    sentence: str | None = None

    def row(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Run:
    """One crawl of an outlet: when it began, and its counts as they are stored (with ``read``, ``sources`` and ``checks``)."""

    at: datetime
    counts: Mapping[str, Any]

    def facts(self, group: str) -> Mapping[str, float]:
        """Counts of the run with those of the pages of a group (all or news)."""
        return {**self.counts, **self.counts.get("read", {}).get(group, {})}

    def was_bad(self, monitor: str) -> bool:
        """Whether a monitor complained at that time: such a run tells nothing of what is usual."""
        return any(check["id"] == monitor and check["verdict"] == "bad" for check in self.counts.get("checks", ()))


@cache
def table() -> tuple[Monitor, ...]:
    """The monitors of ``data/monitors.csv``."""
    with (Path(__file__).with_name("data") / "monitors.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Monitor(**{**row, "allowance": float(row["allowance"]), "least": int(row["least"])})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )


def check_run(run: Run, past: Sequence[Run]) -> list[Check]:
    """All monitors of the table, and the mix of sources. ``past``: earlier runs, newest first."""
    return [*(_check(monitor, run, past) for monitor in table()), check_sources(run, past)]


def check_silence(found: Silence) -> Check:
    """Days without news against the outlet's own rhythm."""
    verdict: Verdict = "unknown" if found.allowed is None else "bad" if found.too_long else "ok"
    observed = None if found.days is None else str(found.days)
    expected = None if found.allowed is None else f"at most {found.allowed}"
    sentence = None
    if found.too_long:
        sentence = f"{found.days} full days without news since {found.last}; by its rhythm at most {found.allowed} are expected"
    return Check("silence", "days without news", observed, expected, None, 0, verdict, sentence)


def check_sources(run: Run, past: Sequence[Run]) -> Check:
    """Whether the kind of source that used to bring most new stories still brings any."""
    recent, before = _parted(run, past, lambda one: sum(one.counts.get("sources", {}).values()), MISSED_AFTER)
    found = _mix(recent)
    leaders = Counter(max(mix, key=lambda kind: mix[kind]) for one in before if (mix := _mix([one])) and sum(mix.values()))
    runs = sum(leaders.values())
    name, observed = "source mix", mix_text(found) or None
    if runs < MIN_PAST or sum(found.values()) < MISSED_AFTER:
        return Check("sources", name, observed, None, None, runs, "unknown")
    main, led = leaders.most_common(1)[0]
    usual = f"{main} led in {led} of {runs} runs"
    if led / runs < MAIN_SOURCE or found.get(main):
        return Check(
            "sources", name, observed, f"something from {main}" if led / runs >= MAIN_SOURCE else None, usual, runs, "ok"
        )
    sentence = f"{main} used to bring the most new stories ({led} of {runs} runs) and now brings none; found now: {observed}"
    return Check("sources", name, observed, f"something from {main}", usual, runs, "bad", sentence)


def mix_text(mix: Mapping[str, int]) -> str:
    """«feed 12, sitemap 3»: new URLs by the kind of source that told them first, the most first."""
    return ", ".join(f"{kind} {number}" for kind, number in sorted(mix.items(), key=lambda item: (-item[1], item[0])) if number)


def usual_of(monitor: str, run: Run, past: Sequence[Run]) -> float | None:
    """The usual value of a monitor for an outlet, by its past."""
    chosen = next(item for item in table() if item.id == monitor)
    return _usual(chosen, _group([run, *past]), list(past), run.at)


def _check(monitor: Monitor, run: Run, past: Sequence[Run]) -> Check:
    group = _group([run, *past])
    recent, before = _parted(run, past, lambda one: int(one.facts(group).get(monitor.whole, 0)), monitor.least)
    good = [one for one in before if not one.was_bad(monitor.id)]
    usual = _usual(monitor, group, good, run.at) if monitor.relative else None
    low, high = monitor.bounds(usual)
    observed, sample = _value(monitor, group, recent)
    told = monitor.text(observed) if observed is not None else None
    expected = _range(monitor, low, high)
    name, usual_text = monitor.name, monitor.text(usual) if usual is not None else None
    if observed is None or sample < monitor.least or expected is None:
        return Check(monitor.id, name, told, expected, usual_text, sample, "unknown")
    if (low is None or observed >= low) and (high is None or observed <= high):
        return Check(monitor.id, name, told, expected, usual_text, sample, "ok")
    usually = f", usually {usual_text}" if usual_text else ""
    sentence = f"{name}: {told} of {sample}{usually} (expected {expected}): {monitor.fault}"
    if monitor.rule == "between":
        sentence = f"{name}: {told}{usually} (expected {expected}): {monitor.fault}"
    return Check(monitor.id, name, told, expected, usual_text, sample, "bad", sentence)


def _group(runs: Sequence[Run]) -> str:
    """Judge by news where there is enough of it, else (an archive, a mirror of old pages) by all pages."""
    return (
        "news" if sum(run.facts("news").get("pages", 0) for run in runs if "news" in run.counts.get("read", {})) >= 30 else "all"
    )


def _parted(run: Run, past: Sequence[Run], size: Any, least: int) -> tuple[list[Run], list[Run]]:
    """The run, with as many before it as make a sample of ``least``; and the rest."""
    recent, total = [run], size(run)
    for one in past:
        if total >= least or run.at - one.at > timedelta(days=RECENT_DAYS):
            break
        recent.append(one)
        total += size(one)
    return recent, list(past[len(recent) - 1 :])


def _usual(monitor: Monitor, group: str, past: Sequence[Run], at: datetime) -> float | None:
    """The value over the last :data:`PAST_DAYS` days, or as far back as makes :data:`PAST_PAGES`; None where runs are too few."""
    chosen: list[Run] = []
    pages = 0.0
    for run in past:
        age = at - run.at
        if age > timedelta(days=LONGEST_PAST_DAYS) or (age > timedelta(days=PAST_DAYS) and pages >= PAST_PAGES):
            break
        chosen.append(run)
        pages += run.facts(group).get(monitor.whole, 0)
    told = [run for run in chosen if run.facts(group).get(monitor.whole)]
    return _value(monitor, group, told)[0] if len(told) >= MIN_PAST else None


def _value(monitor: Monitor, group: str, runs: Iterable[Run]) -> tuple[float | None, int]:
    """The monitor's value over some runs together, and the size of the sample."""
    facts = [run.facts(group) for run in runs]
    facts = [one for one in facts if one.get(monitor.whole)]
    sample = int(sum(one[monitor.whole] for one in facts))
    if not sample:
        return None, 0
    if monitor.rule == "between":
        return median(value for one in facts for value in [one.get(monitor.part, 0)] * int(one[monitor.whole])), sample
    return sum(one.get(monitor.part, 0) for one in facts) / sample, sample


def _range(monitor: Monitor, low: float | None, high: float | None) -> str | None:
    if low is not None and high is not None:
        return f"{monitor.text(low)} to {monitor.text(high)}"
    if low is not None:
        return f"at least {monitor.text(max(low, 0))}"
    return f"at most {monitor.text(min(high, 1))}" if high is not None else None


def _mix(runs: Iterable[Run]) -> Counter[str]:
    mix: Counter[str] = Counter()
    for run in runs:
        mix.update(run.counts.get("sources", {}))
    return mix
