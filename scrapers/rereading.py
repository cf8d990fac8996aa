"""What a corrected reader would change in stored articles: archived answers read again, beside what is stored. Writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.models import Page
from db.store import version_row
from scrapers.reading import Known
from scrapers.reparse import Step, archived, chosen, read_again

#: Examples kept of each field.
EXAMPLES = 3
#: Letters shown of a difference, and before it.
SHOWN, BEFORE = 120, 20


@dataclass(frozen=True)
class Example:
    """One difference: field, URL, what is stored and what is read now, from just before they part."""

    field: str
    url: str
    stored: str
    now: str


@dataclass
class Differences:
    """How stored versions differ from the same answers read today.

    ``counts``: records, same, differ, and lost (stored, but turned away now). ``fields``: how many versions differ in each.
    ``damages``: parts of the archive that could not be read.
    """

    counts: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    damages: list[str] = field(default_factory=list)


def differences(
    db: Database, archive: Path, outlets: Sequence[str] | None = None, *, progress: Step | None = None
) -> Differences:
    """Read all archived answers of ``outlets`` (all if None) that made a stored version, and compare.

    Raises :class:`scrapers.run.UnknownOutlet`. ``progress`` is called with each file done.
    """
    found = Differences()
    for name, spider in chosen(outlets).items():
        for record in archived(archive, name, found.damages, progress):
            found.counts["records"] += 1
            known = Known.loads(record.known)
            stored = _stored(db, known.url, known.seen_at or record.at.isoformat(timespec="seconds"), told=record.told)
            if stored is not None:
                _compare(found, stored, read_again(spider.reader(), known, record))
    return found


def _stored(db: Database, url: str, at: str, *, told: bool) -> dict[str, Any] | None:
    """The version that was read from the answer of that moment, if it made one."""
    sql = (
        "SELECT v.*, a.url, a.published_at FROM article_versions v JOIN articles a ON a.id = v.article_id"
        " WHERE a.url = ? AND v.fetched_at = ? AND (v.flags LIKE '%\"text from the %') = ?"
    )
    return next(iter(db.query(sql, [url, at, told])), None)


def _compare(found: Differences, stored: Mapping[str, Any], page: Page | None) -> None:
    if page is None:
        found.counts["lost"] += 1
        _keep(found, Example("lost", stored["url"], stored["title"], ""))
        return
    now = version_row(page)
    if stored["version"] == 1:
        now["published_at"] = page.published and page.published.astimezone(UTC).isoformat(timespec="seconds")
    parted = [name for name, value in now.items() if value != stored[name]]
    found.counts["differ" if parted else "same"] += 1
    found.fields.update(parted)
    for name in parted:
        _keep(found, Example(name, stored["url"], *_parting(str(stored[name] or ""), str(now[name] or ""))))


def _keep(found: Differences, example: Example) -> None:
    if sum(other.field == example.field for other in found.examples) < EXAMPLES:
        found.examples.append(example)


def _parting(before: str, now: str) -> tuple[str, str]:
    """Both texts from just before the first place where they differ, on one line each."""
    at = next(_places(before, now), 0)
    start = max(0, at - BEFORE)
    return tuple(" ".join(text[start : start + SHOWN].split()) for text in (before, now))  # type: ignore[return-value]


def _places(before: str, now: str) -> Iterator[int]:
    yield from (index for index, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1])
    yield min(len(before), len(now))
