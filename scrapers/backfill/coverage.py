"""What is known of an outlet's stories, month by month: found, stored, failed, still to fetch, and days without any."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from db.models import SALVADOR
from db.queries import query
from scrapers.backfill.window import Window, period_in_url, span


@dataclass
class Month:
    """A month of an outlet. ``found``: stories whose URL is known; of these ``stored``, ``failed`` (and gone), and ``left`` to
    fetch. ``silent``: days without a stored story, of ``days`` in all; None for stories of unknown day."""

    name: str
    found: int = 0
    stored: int = 0
    failed: int = 0
    left: int = 0
    silent: int | None = None
    days: int | None = None


@dataclass
class _Seen:
    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    days: set[date] = field(default_factory=set)


def coverage(db: Database, outlet: str, days: Window | None = None) -> list[Month]:
    """Each month of ``days``; without them from the first story's month to the last's, months of nothing taken together. Then,
    named ``?``, what tells no month."""
    seen = _count(db.query(query("coverage"), {"outlet": outlet}))
    wanted = days or _span(seen)
    months = [_month(seen, month) for month in wanted.months()] if wanted else []
    unknown = seen.counts.get("?")
    return [*(months if days else _folded(months)), *([_row("?", unknown)] if unknown else [])]


def _folded(months: Iterable[Month]) -> Iterator[Month]:
    """Months without any story in one row."""
    for empty, group in groupby(months, key=lambda month: month.found == 0):
        run = list(group)
        if not empty or len(run) == 1:
            yield from run
        else:
            days = sum(month.days or 0 for month in run)
            yield Month(f"{run[0].name} to {run[-1].name}", silent=days, days=days)


def _count(rows: Iterable[Mapping[str, Any]]) -> _Seen:
    seen = _Seen()
    for row in rows:
        day, name = _when(row)
        seen.counts[name]["found"] += 1
        seen.counts[name]["stored" if row["stored"] else "failed" if row["state"] in ("failed", "gone") else "left"] += 1
        if row["stored"] and day:
            seen.days.add(day)
    return seen


def _when(row: Mapping[str, Any]) -> tuple[date | None, str]:
    """The day of a story where it is known, and its month: by its page, else by what a source told, else by its URL."""
    if row["published_day"]:
        day = date.fromisoformat(row["published_day"])
        return day, f"{day:%Y-%m}"
    if row["told"]:
        day = datetime.fromisoformat(row["told"]).astimezone(SALVADOR).date()
        return day, f"{day:%Y-%m}"
    told = period_in_url(row["url"])
    if told and (told.start.year, told.start.month) == (told.end.year, told.end.month):
        return None, f"{told.start:%Y-%m}"
    return None, "?"


def _span(seen: _Seen) -> Window | None:
    names = sorted(name for name in seen.counts if name != "?")
    if not names:
        return None
    first, last = span(names[0]), span(names[-1])
    return Window(first.start, last.end)


def _month(seen: _Seen, month: Window) -> Month:
    row = _row(f"{month.start:%Y-%m}", seen.counts.get(f"{month.start:%Y-%m}", Counter()))
    row.days = (month.end - month.start).days + 1
    row.silent = sum(day not in seen.days for day in month.days())
    return row


def _row(name: str, counts: Counter[str]) -> Month:
    return Month(name, counts["found"], counts["stored"], counts["failed"], counts["left"])
