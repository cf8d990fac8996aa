"""What changed in stories: the words of each new version, and what it tells now of each incident instead of before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.queries import query
from db.textdiff import Piece, count_words, marked, shortened, word_diff

#: What is compared of two tellings of an incident: name shown, column.
VALUES = (("deaths", "deaths_best"), ("injured", "injured_best"), ("type", "event_type"), ("day", "date_start"),
          ("department", "department"), ("district", "district"))  # fmt: skip
#: Points for what two tellings agree on, to find which one the other replaced; and how many are needed.
_POINTS = {"district": 3, "date_start": 2, "department": 1, "deaths_best": 1, "event_type": 1}
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A new version of a story. ``told``: what it tells otherwise, such as «deaths 2 -> 3»; ``incidents``: public ids."""

    article_id: int
    outlet: str
    url: str
    published: str | None
    version: int
    fetched_at: str
    title_before: str
    title: str
    body: tuple[Piece, ...]
    told: tuple[str, ...]
    incidents: tuple[str, ...]

    @property
    def words_added(self) -> int:
        """Words of the body that came."""
        return count_words(self.body, "added")

    @property
    def words_removed(self) -> int:
        """Words of the body that went."""
        return count_words(self.body, "removed")

    def row(self) -> dict[str, Any]:
        """As plain data, with the changed places of the body in the signs of wdiff."""
        return {
            "article_id": self.article_id,
            "outlet": self.outlet,
            "url": self.url,
            "published": self.published,
            "version": self.version,
            "fetched_at": self.fetched_at,
            "title": self.title,
            "title_before": self.title_before,
            "words_added": self.words_added,
            "words_removed": self.words_removed,
            "told": list(self.told),
            "incidents": list(self.incidents),
            "diff": marked(shortened(self.body)),
        }


def story_changes(
    db: Database,
    since: str | None = None,
    before: str | None = None,
    outlet: str | None = None,
    article: str | None = None,
) -> Iterator[StoryChange]:
    """New versions of stories, oldest first.

    ``since`` and ``before`` bound the moment of the fetch (UTC, ISO 8601; a day will do); ``article`` is an id or a URL.
    """
    wanted = {"since": since, "before": before, "outlet": outlet, "article": article}
    for row in list(db.query(query("changed_versions"), wanted)):
        told_before, told = (_told(db, row[name]) for name in ("before_id", "version_id"))
        yield StoryChange(
            article_id=row["article_id"],
            outlet=row["outlet"],
            url=row["url"],
            published=row["published_day"],
            version=row["version"],
            fetched_at=row["fetched_at"],
            title_before=row["title_before"],
            title=row["title"],
            body=tuple(word_diff(row["body_before"], row["body"])),
            told=tuple(told_otherwise(told_before, told)) if _was_read(db, row["version_id"]) else ("not read yet",),
            incidents=tuple(sorted({one["public_id"] for one in told if one["public_id"]})),
        )


def stubs(db: Database, since: str | None = None, outlet: str | None = None, article: str | None = None) -> list[dict[str, Any]]:
    """Stories that their outlet took back or cut down to a stub, whose text is kept: article_id, outlet, url, since, words …"""
    return list(db.query(query("stubs"), {"since": since, "outlet": outlet, "article": article}))


def told_otherwise(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What tellings of incidents say otherwise than those of the version before, one sentence each."""
    pairs = _paired(before, after)
    several = len(before) > 1 or len(after) > 1
    for old, new in pairs:
        for name, column in VALUES:
            if old[column] != new[column]:
                change = f"{name} {_shown(old[column])} -> {_shown(new[column])}"
                yield f"{_named(new)}: {change}" if several else change
    for row in (row for row in before if not any(row is old for old, _ in pairs)):
        yield f"no longer tells: {_named(row)}"
    for row in (row for row in after if not any(row is new for _, new in pairs)):
        yield f"now also tells: {_named(row)}" if before else f"now tells: {_named(row)}"


def _paired(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Which telling replaced which: the most alike first; where a story tells one thing before and after, that one."""
    if len(before) == len(after) == 1:
        return [(before[0], after[0])]
    ranked = sorted(
        (-sum(value for name, value in _POINTS.items() if old[name] is not None and old[name] == new[name]), i, j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
    )
    pairs: dict[int, int] = {}
    for points, i, j in ranked:
        if -points >= _ENOUGH and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(before[i], after[j]) for i, j in sorted(pairs.items())]


def _named(row: Mapping[str, Any]) -> str:
    where = row["district"] or row["department"] or "place not told"
    return f"{row['event_type']} of {row['date_start'] or 'a day not told'}, {where}, {row['deaths_best']} dead"


def _shown(value: Any) -> str:
    return "not told" if value is None else str(value).replace("_", " ")


def _told(db: Database, version_id: int) -> list[dict[str, Any]]:
    return list(db.query(query("changed_accounts"), {"version": version_id}))


def _was_read(db: Database, version_id: int) -> bool:
    sql = "SELECT 1 FROM extractions WHERE article_version_id = ? AND kind IS NOT NULL"
    return next(iter(db.query(sql, [version_id])), None) is not None
