"""What the pages of one run told, counted: which fields, from where, how long. The monitors of :mod:`scrapers.health` read it."""

from collections import Counter
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from db.models import Page
from scrapers.page import cross_checked

#: Days between publication and visit up to which a story is news. Old stories come in the markup of their time: a night of the
#: archive says nothing about how today's pages are read.
NEWS_DAYS = 45
#: Sources of a date that stand in when the page's own data tells none: digits in the URL (a day or a month), words on the page.
WEAK_DATES = frozenset({"url", "visible"})


class Tally:
    """Counts over all pages of a run and, apart, over those that were news."""

    def __init__(self) -> None:
        self._groups: dict[str, Counter[str]] = {"all": Counter(), "news": Counter()}
        self._lengths: dict[str, list[int]] = {"all": [], "news": []}
        self._dates: Counter[str] = Counter()

    def note(self, page: Page, at: datetime) -> None:
        """Count a page that was stored at the moment ``at``."""
        news = page.published is not None and at - page.published <= timedelta(days=NEWS_DAYS)
        self._dates[page.sources.get("published", "none")] += 1
        for group in ("all", "news") if news else ("all",):
            self._groups[group].update(_facts(page))
            self._lengths[group].append(len(page.body))

    def counts(self) -> dict[str, Any]:
        """``all`` and ``news``: pages, titled, dated, signed, sectioned, summarised, by_trafilatura, checked, diverged,
        weak_dates, and the median length of the text in letters; ``dates``: pages by where their date came from."""
        found: dict[str, Any] = {}
        for group, counts in self._groups.items():
            if counts["pages"]:
                found[group] = {**counts, "median_length": int(median(self._lengths[group]))}
        return found | ({"dates": dict(self._dates.most_common())} if self._dates else {})


def _facts(page: Page) -> dict[str, int]:
    return {
        "pages": 1,
        "titled": bool(page.title),
        "dated": page.published is not None,
        "signed": bool(page.authors),
        "sectioned": bool(page.section),
        "summarised": bool(page.summary),
        "by_trafilatura": page.sources.get("body") == "trafilatura",
        "checked": cross_checked(page.url),
        "diverged": any(flag.startswith("lengths diverge") for flag in page.flags),
        "weak_dates": page.sources.get("published") in WEAK_DATES,
    }
