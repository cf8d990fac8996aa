"""Stories that lie on this machine, stored as the crawl stores those it fetches: archived before they are parsed, each in one
transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from db import frontier
from db.captures import add_copied, note_copy
from db.frontier import save_snapshot
from db.history import save_seen
from db.models import Page
from db.store import now, save_page
from scrapers.archive import Archive, Exchange
from scrapers.backfill.corpus import BadRow, Corpus
from scrapers.backfill.given import Given, Unfit, given
from scrapers.backfill.warcs import Answered, WarcError, answers, files_in
from scrapers.backfill.window import Window, period_in_url
from scrapers.frontier import as_found
from scrapers.outlet import OutletSpider
from scrapers.page import Rejected
from scrapers.reading import Known, read_answer, read_told


class Listener(Protocol):
    """Who hears how it goes."""

    def say(self, sentence: str) -> None:
        """Something to know, such as which columns are read."""

    def warn(self, sentence: str) -> None:
        """A row or record that is wrong, with its place."""

    def read(self, path: Path, done: int) -> None:
        """``done`` bytes of a file have been read."""


@dataclass
class Tally:
    """Counts by result (new, changed, unchanged, known, passed over, bad …), and how often each reason was given."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, result: str, reason: str | None = None) -> None:
        """Count one row or record."""
        self.counts[result] += 1
        if reason:
            self.reasons[reason] += 1


class LocalStore:
    """Reads files of one outlet's stories into the database and the archive. ``limit``: stories handled at most in this run."""

    def __init__(
        self,
        db: Database,
        archive: Archive,
        outlet: type[OutletSpider],
        days: Window,
        listener: Listener,
        limit: int | None = None,
    ) -> None:
        self.db, self.archive, self.days, self.listener, self.limit = db, archive, days, listener, limit
        self.tally = Tally()
        self._spider = outlet()
        self._spider.db = db
        self._name, self._rules, self._reader = outlet.name, outlet.rules, outlet.reader()

    @property
    def full(self) -> bool:
        """Whether as many stories have been handled as the limit allows."""
        return self.limit is not None and sum(self.tally.counts[name] for name in HANDLED) >= self.limit

    # --- corpora -------------------------------------------------------------------------------------------------------

    def read_corpus(self, path: Path, corpus: Corpus, columns: Mapping[str, str]) -> None:
        """Store the articles of an opened corpus whose fields stand in ``columns``."""
        self.listener.say(f"{path}: " + ", ".join(f"{name}={column}" for name, column in columns.items()))
        for row in corpus.rows:
            if self.full:
                return
            if isinstance(row, BadRow):
                self._bad(path, row.line, row.reason)
                continue
            try:
                self._give(path, row.line, given(row.cells, columns, self._rules, self.days))
            except Unfit as unfit:
                if unfit.bad:
                    self._bad(path, row.line, str(unfit))
                else:
                    self.tally.add("passed over", str(unfit))
            self.listener.read(path, corpus.position())

    def _bad(self, path: Path, line: int, reason: str) -> None:
        self.listener.warn(f"{path}:{line}: {reason}")
        self.tally.add("bad", reason.split(":")[0])

    def _give(self, path: Path, line: int, item: Given) -> None:
        """Store a text that a corpus gives, unless the story is stored already."""
        url = self._spider.home(item.url)
        if next(iter(self.db.query("SELECT 1 FROM articles WHERE url = ?", [url])), None):
            self.tally.add("known")
            return
        known = Known(url, item.entry.url, "file", as_found(url, item.entry, keep_text=True).hints)
        page = read_told(self._reader, known)
        if page is None:
            raise Unfit("no story is left when related links and captions are taken away")
        if item.remark:
            self.listener.warn(f"{path}:{line}: {item.remark}")
            self.tally.add("remarks")
        at = datetime.now(UTC)
        self.archive.write_told(self._name, url, known.dumps(with_text=True), at)
        moment = at.isoformat(timespec="seconds")
        with self.db.atomic():
            url_id = add_copied(self.db, self._name, "file", frontier.Found(url, item.entry.url), moment)
            result = save_page(self.db, self._name, page, None, moment)[1]
            note_copy(self.db, url_id, "fetched", None, moment)
        self.tally.add(result)

    # --- WARC files ----------------------------------------------------------------------------------------------------

    def read_warcs(self, path: Path) -> None:
        """Store the outlet's stories in a WARC file, or in all of a folder. A broken file is told and the next one read; a file
        that was read to its end is not read again."""
        for file in files_in(path):
            if not self.full:
                self._read_warc(file)

    def _read_warc(self, file: Path) -> None:
        walk = f"{file.resolve()}#{file.stat().st_size} {self.days}"
        before = frontier.open_walk(self.db, self._name, "warc", walk, now())
        if before.done:
            frontier.close_walk(self.db, self._name, walk, entries=0, cursor=None, problem=None, at=now())
            self.tally.add("files read before")
            return
        start, stored, problem = int(before.cursor or 0), 0, None
        try:
            for offset, found in answers(file, self._wanted, start, passed=lambda done: self.listener.read(file, done)):
                if self.full:
                    return
                if isinstance(found, str):
                    self.listener.warn(found)
                    self.tally.add("bad", found.split(": ", 1)[1])
                else:
                    stored += self._store(found)
                frontier.save_progress(self.db, self._name, walk, str(offset))
        except WarcError as error:
            problem = str(error)
            self.listener.warn(problem)
            self.tally.add("broken files", problem)
        frontier.close_walk(self.db, self._name, walk, entries=stored, cursor=None, problem=problem, at=now())

    def _wanted(self, url: str) -> bool:
        canonical = self._rules.canonical(url)
        if canonical is None:
            return False
        return self._rules.is_article(canonical) and self.days.touches(period_in_url(canonical))

    def _store(self, found: Answered) -> int:
        url = self._spider.home(self._rules.canonical(found.url) or found.url)
        sql = "SELECT 1 FROM snapshots WHERE url = ? AND origin = ?"
        if next(iter(self.db.query(sql, [url, found.place])), None):
            self.tally.add("known")
            return 0
        seen_at = found.at.isoformat(timespec="seconds")
        known = Known(url, found.url, "warc", {"captured": seen_at, "origin": found.place}, stored=True)
        exchange = Exchange(found.url, 200, found.headers, found.raw, (), found.at, known.dumps())
        stored = self.archive.write(self._name, exchange, day=datetime.now(UTC))
        page, state, reason = self._parse(known, found)
        with self.db.atomic():
            url_id = add_copied(self.db, self._name, "warc", frontier.Found(url, found.url), now())
            snapshot = save_snapshot(
                self.db, self._name, url, seen_at, 200, stored.file, stored.offset, stored.digest, known.origin
            )
            result = state
            if page:
                result = save_seen(self.db, self._name, page, snapshot, seen_at, if_new=page.url != url)[1]
            note_copy(self.db, url_id, state, reason, now(), story=page.url if page and page.url != url else None)
            self.archive.save_index()
        self.tally.add(result, reason if page is None else None)
        return int(page is not None)

    def _parse(self, known: Known, found: Answered) -> tuple[Page | None, str, str | None]:
        try:
            page = read_answer(self._reader, known, found.body, found.content_type, found.at)
        except Rejected as rejected:
            return None, rejected.state, rejected.reason
        except Exception as error:
            # Whatever a page does to the reader, the others go on.
            self.listener.warn(f"{found.place}: the reader broke: {type(error).__name__}: {error}")
            return None, "failed", f"the reader broke: {type(error).__name__}"
        return page, "fetched", next((flag for flag in page.flags if flag.startswith(("no date", "the date told"))), None)


#: Results that count towards the limit.
HANDLED = ("new", "changed", "unchanged", "failed", "gone", "skipped")
