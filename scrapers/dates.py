"""Dates as the Salvadoran press prints them. Pure functions; nothing is guessed and today is never the answer.

A form without a time zone is read as El Salvador's civil time (UTC-6 all year). A form without a time of day gives local
midnight. The forms come from the outlets' own pages and feeds; see ``tests/scrapers/test_dates.py`` for one example of each.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from db.models import SALVADOR

_MONTHS = {
    name[:3]: number
    for number, names in enumerate(
        (
            ("enero", "january"),
            ("febrero", "february"),
            ("marzo", "march"),
            ("abril", "april"),
            ("mayo", "may"),
            ("junio", "june"),
            ("julio", "july"),
            ("agosto", "august"),
            ("septiembre", "setiembre", "september"),
            ("octubre", "october"),
            ("noviembre", "november"),
            ("diciembre", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = r"(?P<month>ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|set|oct|nov|dic|dec)[a-z]*\.?"
_ZONE = r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_ISO = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})[-/](?P<monthnumber>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?!\d)(?:[T\s]+{_CLOCK}\s*{_ZONE}?)?"
)
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})\s*(?:de\s+|,\s*|[-/]\s*)?{_MONTH}[\s,/-]*(?:del?\s+)?(?P<year>\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})\b", re.I)
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})/(?P<monthnumber>\d{1,2})/(?P<year>\d{4})\b")
_TIME_AFTER = re.compile(rf"^[\s,|-]*(?:a\s+las\s+)?{_CLOCK}\s*(?P<half>[ap]\.?\s?m\b\.?)?\s*{_ZONE}?", re.I)


def parse_date(text: str | None, *, twelve_hours: bool = False) -> datetime | None:
    """The moment that ``text`` tells, aware, or None when it holds no complete date.

    Understands ISO 8601, RFC 822 in English and Spanish, «12 junio, 2023», «Lunes 12, junio 2023 - 10:30 am», «Nov 28, 2023-
    12:30», «Marzo  22, 2018», «25 SEP 2017», «11/03/2018» (day first). With ``twelve_hours`` a time from 1 to 12 o'clock
    without am or pm is not trusted: only the day is kept. Relative words such as «hace 2 horas» are no date.
    """
    if not text:
        return None
    text = " ".join(text.split())
    for form in (_ISO, _MONTH_FIRST, _DAY_FIRST, _NUMERIC):
        if found := form.search(text):
            return _moment(found, text[found.end() :], twelve_hours)
    return None


def _moment(found: re.Match[str], rest: str, twelve_hours: bool) -> datetime | None:
    parts = found.groupdict()
    month = int(parts["monthnumber"]) if parts.get("monthnumber") else _MONTHS[parts["month"][:3].lower()]
    clock = parts if parts.get("hour") else _groups(_TIME_AFTER.match(rest))
    try:
        return datetime(
            int(parts["year"]), month, int(parts["day"]), *_time(clock, twelve_hours), tzinfo=_zone(clock.get("zone"))
        )
    except ValueError:
        return None


def _groups(found: re.Match[str] | None) -> dict[str, str | None]:
    return found.groupdict() if found else {}


def _time(clock: dict[str, str | None] | dict[str, str], twelve_hours: bool) -> tuple[int, int, int]:
    if not clock.get("hour"):
        return 0, 0, 0
    hour, half = int(clock["hour"] or 0), clock.get("half")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    elif twelve_hours and 1 <= hour <= 12:
        return 0, 0, 0
    return hour, int(clock["minute"] or 0), int(clock.get("second") or 0)


def _zone(text: str | None) -> timezone:
    if not text:
        return SALVADOR
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


#: Day of publication in URLs: dated paths; La Prensa Gráfica since 2017; Opennemas, where fourteen digits are a moment.
_DAY_IN_URL = (
    r"/((?:19|20)\d{2})/(\d{2})/(\d{2})(?:/|$)",
    r"-((?:19|20)\d{2})(\d{2})(\d{2})-\d{4}\.html",
    r"/((?:19|20)\d{2})([01]\d)([0-3]\d)[0-2]\d[0-5]\d[0-5]\d\d{3,9}\.html",
)
#: Year and month, or year alone, in URLs: Diario1 and WordPress, El Faro, El Diario de Hoy.
_PART_IN_URL = (r"/((?:19|20)\d{2})/(\d{2})/", r"/((?:19|20)\d{2})([01]\d)/", r"/\d{4,}/((?:19|20)\d{2})/?$")
#: Days by which a date may miss the month that its URL tells: stories are written before, and moved to the next issue.
_SLACK = timedelta(days=31)


def fits_url(moment: datetime, url: str) -> bool:
    """Whether ``moment`` lies in the month or year that the URL tells, if it tells one. A check, never a date."""
    for form in _PART_IN_URL:
        if not (found := re.search(form, url)):
            continue
        year, months = int(found[1]), found.groups()[1:]
        first, last = (int(months[0]), int(months[0])) if months else (1, 12)
        if not 1 <= first <= 12:
            continue
        start = datetime(year, first, 1, tzinfo=SALVADOR)
        end = datetime(year + last // 12, last % 12 + 1, 1, tzinfo=SALVADOR)
        return start - _SLACK <= moment <= end + _SLACK
    return True


def date_in_url(url: str) -> datetime | None:
    """The publication day that the URL itself spells: ``/2016/04/06/…``, ``…-20170315-0024.html``; local midnight."""
    for form in _DAY_IN_URL:
        if found := re.search(form, url):
            try:
                return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=SALVADOR)
            except ValueError:
                return None
    return None
