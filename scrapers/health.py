"""Is an outlet well? One run of it, beside its own past, into ok, degraded, failed, unproven or absent.

Each reason is a sentence with the observed value and the threshold beside it. A spider whose selectors rot does not crash: it
finds nothing, or half of each story, and only the comparison with its own past tells. What is compared is in
:mod:`scrapers.monitors` and :mod:`scrapers.silence`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapers.monitors import Check, Run, check_run, check_silence
from scrapers.silence import Silence

#: Statuses that are no failure and are not counted: nobody has ever seen the outlet's spider work; the mirror does not hold it.
UNCOUNTED = ("unproven", "absent")
#: How a server says that it does not know a page or, as a mirror, a host (421: RFC 9110 section 15.5.20).
NOT_FOUND = (404, 410, 421)


@dataclass(frozen=True)
class Standing:
    """What is known of an outlet beyond one run. ``proven``: the database holds an article of it; ``verified``: its spider was
    written after real pages; ``mirrored``: one server answered in place of all outlets, and need not hold this one; ``past``: its
    earlier runs, newest first; ``silence``: days without news against its rhythm."""

    proven: bool = True
    verified: bool = True
    mirrored: bool = False
    past: Sequence[Run] = ()
    silence: Silence = field(default_factory=Silence)


@dataclass(frozen=True)
class Ending:
    """How the spider says that it ended: sentences on what went wrong, Scrapy's finish reason (``finished`` when all went well),
    and a fault of this machine, such as a full disk."""

    troubles: Sequence[str] = ()
    finish: str = "finished"
    fatal: str | None = None


@dataclass(frozen=True)
class Assessment:
    """Status (ok, degraded, failed, unproven, absent), sentences that say why, and every monitor with its threshold."""

    status: str
    reasons: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


def assess(run: Run, ending: Ending = Ending(), standing: Standing = Standing()) -> Assessment:
    """Judge one outlet in one run.

    A component that fails at start-up leaves Scrapy's exit code 0 and no counts, which is failed.
    """
    checks = (*check_run(run, standing.past), check_silence(standing.silence))
    status, reasons = _first_of_all(run.counts, ending, standing)
    if status in (None, "failed"):
        reasons += [check.sentence for check in checks if check.sentence]
    return Assessment(status or ("degraded" if reasons else "ok"), tuple(reasons), checks)


def _first_of_all(counts: Mapping[str, Any], ending: Ending, standing: Standing) -> tuple[str | None, list[str]]:
    """A status that does not depend on how the pages were read, or None; and the reasons so far."""
    reasons = list(ending.troubles)
    if ending.fatal:
        return "failed", reasons or [ending.fatal]
    if ending.finish != "finished":
        return "failed", [*reasons, f"the crawl ended early: {ending.finish}"]
    if standing.mirrored and not standing.proven and unheld(counts):
        return "absent", [f"the mirror does not hold it: all {counts['requests']} requests were answered 404, 410 or 421"]
    if not standing.verified and not standing.proven:
        return "unproven", [*reasons, "its spider is unverified and has never read an article"]
    stored = sum(counts.get(name, 0) for name in ("new", "changed", "unchanged"))
    if not counts.get("sources_working") and not stored:
        return "failed", reasons or ["no source answered and no page was read: the spider did not start properly"]
    return None, reasons


def unheld(counts: Mapping[str, int]) -> bool:
    """Whether the server said of everything asked that it does not have it."""
    return 0 < counts.get("requests", 0) == counts.get("not_found", 0)


def overall(statuses: Sequence[str]) -> str:
    """The run's status: ok when all outlets that count are, failed when all of these failed or all are absent, else degraded."""
    counted = [status for status in statuses if status not in UNCOUNTED]
    if not counted:
        return "failed" if all(status == "absent" for status in statuses) else "ok"
    if all(status == "ok" for status in counted):
        return "ok"
    return "failed" if all(status == "failed" for status in counted) else "degraded"
