"""The days that a back-fill is about, and what a URL tells of its own day. Pure functions."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.models import SALVADOR

#: The first newspapers of El Salvador went on line in 1995: nothing older can have been published on the web.
FIRST_YEAR = 1995
#: What the URLs of the outlets tell of the day, most precise first: groups year, month, day (docs/outlets.md, the rows «URL»).
_IN_URL = (
    re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/|$)"),
    re.compile(r"-((?:19|20)\d{2})(\d{2})(\d{2})-\d{4}\.html"),
    re.compile(r"/((?:19|20)\d{2})/(\d{2})(?=/)"),
    re.compile(r"/(20\d{2})(0[1-9]|1[0-2])(?=/)"),
    re.compile(r"/\d{4,}/((?:19|20)\d{2})/?$"),
)
_GIVEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class WindowError(ValueError):
    """The days asked for make no sense; the message says why and what would."""


@dataclass(frozen=True)
class Window:
    """The days from ``start`` to ``end``, both included, in El Salvador's civil time."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def months(self) -> Iterator["Window"]:
        """The calendar months, each cut to the window."""
        first = self.start
        while first <= self.end:
            last = first.replace(day=monthrange(first.year, first.month)[1])
            yield Window(first, min(last, self.end))
            first = last + timedelta(days=1)

    def days(self) -> Iterator[date]:
        """Each day."""
        for number in range((self.end - self.start).days + 1):
            yield self.start + timedelta(days=number)

    def touches(self, other: "Window | None") -> bool:
        """Whether the two share a day; what tells no day (None) may lie anywhere."""
        return other is None or (other.start <= self.end and self.start <= other.end)

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in the window; a missing one may."""
        return moment is None or moment.astimezone(SALVADOR).date() in self

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


def window(first: str | None, last: str | None, *, today: date, since: int = FIRST_YEAR) -> Window:
    """The window from ``first`` to ``last``, each a year, a month (2012-05) or a day; missing ones are the outlet's first year
    and today. A ``last`` to come is cut to today.

    Raises :class:`WindowError` for what is no date, for days before ``since`` or after today, and for an end before the start.
    """
    start = span(first, "--from").start if first else date(since, 1, 1)
    end = span(last, "--to").end if last else today
    for option, given, day in (("--from", first, start), ("--to", last, end)):
        if day.year < since:
            raise WindowError(f"{option} {given}: the outlet has nothing on line before {since}; give {since} or later")
    if start > today:
        raise WindowError(f"--from {first} is still to come; today is {today}")
    if end < start:
        raise WindowError(f"--from {first or start} is after --to {last}: change them over")
    return Window(start, min(end, today))


def span(text: str, option: str = "") -> Window:
    """The days of a year, a month or a day. Raises :class:`WindowError` when ``text`` is none of them."""
    found = _GIVEN.fullmatch(text.strip())
    told = found and period(*(int(part) if part else None for part in found.groups()))
    if not told:
        raise WindowError(f"{option} {text}: give a year, a month or a day, such as 2012, 2012-05 or 2012-05-31".strip())
    return told


def period(year: int | None, month: int | None = None, day: int | None = None) -> Window | None:
    """All days of a year, month or day; None where there are no such days."""
    try:
        start = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Window(start, start)
    return Window(start, date(start.year, month or 12, monthrange(start.year, month or 12)[1]))


def period_in_url(url: str) -> Window | None:
    """The day, month or year that a story's URL spells; None where it spells none. A year alone is no date, but it tells whether
    the story can lie in a window."""
    for form in _IN_URL:
        if (found := form.search(url)) and (told := period(*map(int, found.groups()))):
            return told
    return None


_NAMED = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-_/]?(0[1-9]|1[0-2]))?(?:[-_/]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


def period_in_name(url: str) -> Window | None:
    """The period that the name of a sitemap's part spells: ``sitemap-2015.xml``, ``post-2015-03.xml``; None where it spells
    none."""
    found = _NAMED.search(url.rsplit("/", 1)[-1])
    return period(*(int(part) if part else None for part in found.groups())) if found else None
