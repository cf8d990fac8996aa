"""Is an outlet well? Counts of one run into ok, degraded or failed, each with its sentence and the threshold beside the value."""

from collections.abc import Mapping, Sequence
from typing import Any

#: Share of fetched URLs that may fail before the outlet counts as degraded, once there are enough of them to tell.
MAX_FAILED = 0.5
MIN_FETCHED = 8
#: Share of stored stories that must tell a date.
MIN_DATED = 0.8


def assess(counts: Mapping[str, int], troubles: Sequence[str], finish: str, fatal: str | None) -> tuple[str, list[str]]:
    """Status (ok, degraded, failed) and reasons of one outlet in one run.

    ``finish`` is Scrapy's finish reason; a component that fails at start-up leaves exit code 0 and no counts at all, which is
    failed.
    """
    reasons = list(troubles)
    if fatal:
        return "failed", reasons or [fatal]
    if finish != "finished":
        return "failed", [*reasons, f"the crawl ended early: {finish}"]
    stored = sum(counts.get(name, 0) for name in ("new", "changed", "unchanged"))
    if not counts.get("sources_working") and not stored:
        return "failed", reasons or ["no source answered and no page was read: the spider did not start properly"]
    fetched, failed = counts.get("fetched", 0), counts.get("failed", 0)
    if fetched >= MIN_FETCHED and failed / fetched > MAX_FAILED:
        reasons.append(f"{failed} of {fetched} pages failed, more than {MAX_FAILED:.0%}")
    pages, dated = counts.get("pages", 0), counts.get("pages_dated", 0)
    if pages >= MIN_FETCHED and dated / pages < MIN_DATED:
        reasons.append(f"{dated} of {pages} stories tell a date, less than {MIN_DATED:.0%}: the date selector may have rotted")
    return ("degraded" if reasons else "ok"), reasons


def overall(statuses: Sequence[str]) -> str:
    """The run's status: ok when all outlets are, failed when all failed, else degraded."""
    if statuses and all(status == "ok" for status in statuses):
        return "ok"
    return "failed" if all(status == "failed" for status in statuses) else "degraded"


def floors(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Observed values beside their thresholds, for the report."""
    fetched, pages = counts.get("fetched", 0), counts.get("pages", 0)
    return {
        "failed_share": {"value": round(counts.get("failed", 0) / fetched, 3) if fetched else None, "at_most": MAX_FAILED},
        "dated_share": {"value": round(counts.get("pages_dated", 0) / pages, 3) if pages else None, "at_least": MIN_DATED},
    }
