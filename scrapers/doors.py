"""Whether a host may be asked at all: refusals in a row, walls against robots, and hosts that ask to be left alone.

What happens in one run is remembered for the next nights (:mod:`db.hosts`), so that a host that has shut us out is not hammered
again: the night after, a few refusals are enough; after some such nights it is left in peace for days.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from scrapy.exceptions import IgnoreRequest
from sqlite_utils import Database

from db.hosts import Refusal, forget, refusals, remember

#: This many refusals or silences in a row, with no page between, and a host is left alone for the night.
BAN_RUN = 10
#: The same for a host that was left alone in the run before.
PROBE_RUN = 3
#: From this night of refusals in a row on, the host is not asked for some days: twice as long each time, at most a week.
REST_FROM = 3
MAX_REST = timedelta(days=7)
#: Seconds that a night waits for one host in all, as its ``Retry-After`` headers ask; beyond, it is left alone until then.
MAX_WAITS = 1800.0
#: Seconds. A single ``Retry-After`` beyond this is not waited for: the host is left alone until then, at most for a week.
MAX_RETRY_AFTER = 600.0


class LeftAlone(IgnoreRequest):
    """The host is not asked any more in this run; the message says why. What was due there stays due."""


class Doors:
    """The doors of all hosts of one spider. ``tell`` is called with a sentence for the report when one closes."""

    def __init__(self, db: Database, tell: Callable[[str], None]) -> None:
        self._db, self._tell = db, tell
        self._known = refusals(db)
        self._row: Counter[str] = Counter()
        self._waited: Counter[str] = Counter()
        self._closed: dict[str, str] = {}
        self._open: set[str] = set()

    def closed(self, host: str) -> str | None:
        """Why ``host`` is left alone; None when it may be asked."""
        known = self._known.get(host)
        if host not in self._closed and known and known.closed_until and known.closed_until > _iso(datetime.now(UTC)):
            self._shut(host, f"{host} is left alone until {known.closed_until[:16]} UTC: {known.reason}")
        return self._closed.get(host)

    def welcomed(self, host: str) -> None:
        """A page came: what was held against the host is forgotten."""
        self._row[host] = 0
        if host in self._known:
            del self._known[host]
            forget(self._db, host)

    def refused(self, host: str, why: str) -> None:
        """The host refused a request, showed a wall or did not answer; enough of that closes it."""
        self._row[host] += 1
        known = self._known.get(host)
        limit = PROBE_RUN if known and known.strikes else BAN_RUN
        if self._row[host] < limit or host in self._closed:
            return
        strikes = (known.strikes if known else 0) + 1
        rest = min(MAX_REST, timedelta(days=2 ** (strikes - REST_FROM))) if strikes >= REST_FROM else None
        reason = f"refused {limit} times in a row (last: {why})"
        self._remember(host, Refusal(strikes, _iso(datetime.now(UTC) + rest) if rest else None, reason))
        self._shut(host, f"{host} {reason}: left alone for {f'{rest.days} days' if rest else 'tonight'}")

    def wait(self, host: str, seconds: float) -> bool:
        """The host asks for ``seconds`` of peace: whether to wait for it. Where that is too long, it is left alone instead."""
        self._waited[host] += int(min(seconds, MAX_WAITS) + 1)
        if seconds <= MAX_RETRY_AFTER and self._waited[host] <= MAX_WAITS:
            return True
        if host not in self._closed:
            until = _iso(datetime.now(UTC) + timedelta(seconds=min(seconds, MAX_REST.total_seconds())))
            reason = f"it asked for {seconds:.0f} seconds without requests"
            known = self._known.get(host)
            self._remember(host, Refusal(known.strikes if known else 0, until, reason))
            self._shut(host, f"{host} is left alone until {until[:16]} UTC: {reason}")
        return False

    def _remember(self, host: str, refusal: Refusal) -> None:
        self._known[host] = refusal
        remember(self._db, host, refusal, _iso(datetime.now(UTC)))

    def _shut(self, host: str, sentence: str) -> None:
        self._closed[host] = sentence
        self._tell(sentence)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
