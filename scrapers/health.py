"""Is an outlet well? Counts of one run, and of the runs before, into ok, degraded, failed, unproven or absent.

Each reason is a sentence with the observed value and the threshold beside it. A spider whose selectors rot does not crash: it
finds nothing, or half of each story, and only the comparison with its own past tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

#: Share of fetched URLs that may fail before the outlet counts as degraded, once there are enough of them to tell.
MAX_FAILED = 0.5
MIN_FETCHED = 8
#: Share of stored stories that must tell a date.
MIN_DATED = 0.8
#: Days of an outlet's own past that a run is compared with, and how many runs of it are needed to compare at all.
PAST_DAYS = 28
MIN_PAST = 7
#: Runs in a row without a new story after which an outlet that used to have some is called silent.
SILENT_RUNS = 3
#: Bounds of the median length of stories, as a share of the median of the past.
LENGTHS = (0.5, 2.0)
#: Statuses that are no failure and are not counted: nobody has ever seen the outlet's spider work; the mirror does not hold it.
UNCOUNTED = ("unproven", "absent")
#: How a server says that it does not know a page or, as a mirror, a host (421: RFC 9110 section 15.5.20).
NOT_FOUND = (404, 410, 421)


@dataclass(frozen=True)
class Standing:
    """What is known of an outlet beyond one run. ``proven``: the database holds an article of it; ``verified``: its spider was
    written after real pages; ``mirrored``: one server answered in place of all outlets, and need not hold this one."""

    proven: bool = True
    verified: bool = True
    mirrored: bool = False


def assess(
    counts: Mapping[str, int],
    troubles: Sequence[str],
    finish: str,
    fatal: str | None,
    past: Sequence[Mapping[str, int]] = (),
    standing: Standing = Standing(),
) -> tuple[str, list[str]]:
    """Status (ok, degraded, failed, unproven, absent) and reasons of one outlet in one run.

    ``finish`` is Scrapy's finish reason; a component that fails at start-up leaves exit code 0 and no counts, which is failed.
    ``past`` are the counts of the outlet's earlier runs within :data:`PAST_DAYS` days, newest first.
    """
    reasons = list(troubles)
    if fatal:
        return "failed", reasons or [fatal]
    if finish != "finished":
        return "failed", [*reasons, f"the crawl ended early: {finish}"]
    if standing.mirrored and not standing.proven and unheld(counts):
        return "absent", [f"the mirror does not hold it: all {counts['requests']} requests were answered 404, 410 or 421"]
    if not standing.verified and not standing.proven:
        return "unproven", [*reasons, "its spider is unverified and has never read an article"]
    stored = sum(counts.get(name, 0) for name in ("new", "changed", "unchanged"))
    if not counts.get("sources_working") and not stored:
        return "failed", reasons or ["no source answered and no page was read: the spider did not start properly"]
    reasons += [*_this_run(counts), *(_against(counts, past) if len(past) >= MIN_PAST else ())]
    return ("degraded" if reasons else "ok"), reasons


def _this_run(counts: Mapping[str, int]) -> list[str]:
    reasons = []
    fetched, failed = counts.get("fetched", 0), counts.get("failed", 0)
    if fetched >= MIN_FETCHED and failed / fetched > MAX_FAILED:
        reasons.append(f"{failed} of {fetched} pages failed, more than {MAX_FAILED:.0%}")
    pages, dated = counts.get("pages", 0), counts.get("pages_dated", 0)
    if pages >= MIN_FETCHED and dated / pages < MIN_DATED:
        reasons.append(f"{dated} of {pages} stories tell a date, less than {MIN_DATED:.0%}: the date selector may have rotted")
    return reasons


def _against(counts: Mapping[str, int], past: Sequence[Mapping[str, int]]) -> list[str]:
    """Silence and changed lengths, compared with the outlet's own past."""
    reasons = []
    usual = median(run.get("new", 0) for run in past)
    recent = [counts, *past[: SILENT_RUNS - 1]]
    if usual >= 1 and not any(run.get("new") for run in recent):
        reasons.append(f"no new story in {SILENT_RUNS} runs; its median is {usual:g} a run")
    lengths = [run["median_length"] for run in past if run.get("median_length")]
    now = counts.get("median_length")
    if now and len(lengths) >= MIN_PAST and counts.get("pages", 0) >= MIN_FETCHED:
        share = now / median(lengths)
        if not LENGTHS[0] <= share <= LENGTHS[1]:
            reasons.append(
                f"stories have a median of {now} letters, {share:.0%} of the usual {median(lengths):g}"
                f" (expected {LENGTHS[0]:.0%} to {LENGTHS[1]:.0%}): the body selector may have rotted"
            )
    return reasons


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
