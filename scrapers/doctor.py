"""Is an outlet's description still true? Each of its sources is asked once, and its newest story is read.

A probe is a crawl of one page into a database of its own that is thrown away: the same sources, readers, manners and door out.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.store import open_database
from scrapers.health import UNCOUNTED
from scrapers.run import OutletReport, crawl, spiders

#: Pages read of each outlet, the newest first: one of them should be a story.
PAGES = 5
#: What an outlet's stories should tell; its absence is told.
FIELDS = ("title", "published_day", "authors", "section", "summary")
#: What to do, by words in what went wrong; the first that fits.
_ADVICE = (
    ("robots.txt", "robots.txt forbids it or cannot be read: open it in a browser; what it forbids stays unread"),
    ("wall", "a wall against robots: write to the outlet, and set SUCESOS_CONTACT so that it knows who asks"),
    ("403", "the server refuses us: write to the outlet, and set SUCESOS_CONTACT so that it knows who asks"),
    ("429", "too many requests: wait a day, then raise --delay of the crawl"),
    ("certificate", "its certificate does not hold: see verify_certificates in docs/add_an_outlet.md"),
    ("dns", "the name leads nowhere: is the outlet gone, or has it moved? See docs/add_an_outlet.md"),
    ("404", "the address is gone: look for today's sitemap or feed, and correct `chains` in its spider"),
    ("lists no article", "its answers hold no story URL: compare them with `rules.articles` in its spider"),
    ("no story", "the story's container was not found: compare the page with `selectors` in its spider"),
)


@dataclass(frozen=True)
class Probe:
    """One source: ``entries`` story URLs in its first answers, ``newest`` the day of the newest told, ``problem`` in words."""

    kind: str
    url: str
    entries: int
    newest: str | None
    problem: str | None


@dataclass(frozen=True)
class Examination:
    """An outlet: its sources, its newest story (url, words, how each field is known) and what to do. ``well``: nothing to do."""

    outlet: str
    status: str
    probes: tuple[Probe, ...]
    story: dict[str, Any] | None
    missing: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether a night would bring this outlet's news."""
        return self.status in UNCOUNTED or (self.story is not None and any(probe.entries for probe in self.probes))

    def row(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "well": self.well}


def examine(outlets: Sequence[str] | None = None, mirror: str | None = None, progress: bool | None = None) -> list[Examination]:
    """Probe ``outlets`` (all if None); nothing is kept. Raises what :func:`scrapers.run.crawl` raises before it starts."""
    with tempfile.TemporaryDirectory(prefix="sucesos-doctor-") as name:
        folder = Path(name)
        settings = {"SUCESOS_PROBE": True}
        report = crawl(folder / "a.db", folder / "warc", outlets, mirror, limit=PAGES, progress=progress, settings=settings)
        db = open_database(folder / "a.db")
        found = [_examination(db, one) for one in report.outlets]
        db.conn.close()
    return found


def _examination(db: Database, report: OutletReport) -> Examination:
    probes = tuple(_probes(db, report.outlet))
    story = _story(db, report.outlet)
    missing = tuple(name for name in FIELDS if story and story[name] in (None, "", "[]"))
    troubles = [probe.problem for probe in probes if probe.problem] + [*report.reasons, *report.pages_failed]
    advice = list(dict.fromkeys(told for trouble in troubles if (told := _advice(trouble))))
    return Examination(report.outlet, report.status, probes, story, missing, tuple(advice))


def _probes(db: Database, outlet: str) -> list[Probe]:
    walked = {row["url"]: row for row in db.query("SELECT * FROM sources WHERE outlet = ?", [outlet])}
    sql = (
        "SELECT max(substr(coalesce(json_extract(hints, '$.published'), json_extract(hints, '$.modified')), 1, 10)) AS day"
        " FROM urls WHERE outlet = ? AND source = ?"
    )
    found = []
    for source in (source for chain in spiders()[outlet].chains for source in chain):
        row = walked.get(source.url)
        day = next(iter(db.query(sql, [outlet, source.kind])))["day"]
        problem = row["problem"] if row else "not asked"
        found.append(Probe(source.kind, source.url, (row and row["entries"]) or 0, day, problem))
    return found


def _story(db: Database, outlet: str) -> dict[str, Any] | None:
    sql = (
        "SELECT a.url, v.title, a.published_day, v.authors, v.section, v.summary, v.sources, v.flags, v.body FROM articles a"
        " JOIN article_versions v ON v.article_id = a.id WHERE a.outlet = ? ORDER BY a.published_day DESC, a.id LIMIT 1"
    )
    row = next(iter(db.query(sql, [outlet])), None)
    if row is None:
        return None
    told = {
        "words": len(row.pop("body").split()),
        "sources": json.loads(row.pop("sources")),
        "flags": json.loads(row.pop("flags")),
    }
    return {**row, **told}


def _advice(trouble: str) -> str | None:
    folded = trouble.lower()
    return next((told for word, told in _ADVICE if word in folded), None)
