"""The stage that finds articles of one text. Touches only what is new or changed; the result is that of comparing all at once."""

from collections.abc import Callable
from datetime import date

from sqlite_utils import Database

from db.queries import query
from db.store import StageReport, finish_run, start_run
from extraction.duplicates.shingles import compare, keys

VERSION = "duplicates-1"
#: Days between two publications of one text: releases and wires are printed within days, anniversaries a year later.
WINDOW = 14


def find_duplicates(db: Database, tick: Callable[[], None] | None = None) -> StageReport:
    """Compare what is new or changed with everything published within :data:`WINDOW` days; one transaction an article."""
    run_id = start_run(db, "duplicates", VERSION)
    counts = {"compared": 0, "pairs": 0}
    for row in list(db.query(query("duplicates_pending"))):
        with db.atomic():
            counts["pairs"] += _sketch(db, row["article_id"], row["text"], row["text_digest"], _ordinal(row["day"]))
        counts["compared"] += 1
        if tick:
            tick()
    finish_run(db, run_id, "ok", counts)
    return StageReport(run_id, "ok", counts)


def text_groups(db: Database) -> list[list[int]]:
    """Ids of articles that share one text, the first published first; groups in the order of their first article."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = one = parent[parent[one]]
        return one

    for row in db.query("SELECT article_id, other_id FROM text_pairs WHERE relation = 'same' ORDER BY 1, 2"):
        first, second = sorted((root(row["article_id"]), root(row["other_id"])))
        parent[second] = first
    days = {row["article_id"]: row["day"] for row in db.query("SELECT article_id, day FROM text_sketches")}
    groups: dict[int, list[int]] = {}
    for one in parent:
        groups.setdefault(root(one), []).append(one)
    ordered = [sorted(group, key=lambda one: (days.get(one, 0), one)) for group in groups.values()]
    return sorted(ordered, key=lambda group: (days.get(group[0], 0), group[0]))


def _sketch(db: Database, article_id: int, text: str, digest: str, day: int) -> int:
    """Replace what is known of an article's text; returns in how many pairs it is now."""
    db.execute("DELETE FROM text_pairs WHERE article_id = :id OR other_id = :id", {"id": article_id})
    db.execute("DELETE FROM text_keys WHERE article_id = ?", [article_id])
    db.table("text_sketches").upsert({"article_id": article_id, "text_digest": digest, "day": day}, pk="article_id")
    db.conn.executemany("INSERT INTO text_keys (key, article_id) VALUES (?, ?)", [(key, article_id) for key in keys(text)])
    found = 0
    for other in list(db.query(query("duplicates_candidates"), {"id": article_id, "day": day, "window": WINDOW})):
        likeness = compare(text, other["text"])
        if likeness.relation is None:
            continue
        first, second, relation = article_id, other["article_id"], likeness.relation
        if first > second:
            first, second = second, first
            relation = {"contains": "inside", "inside": "contains"}.get(relation, relation)
        db.execute(
            "INSERT INTO text_pairs (article_id, other_id, relation, jaccard, containment) VALUES (?, ?, ?, ?, ?)",
            [first, second, relation, likeness.jaccard, likeness.containment],
        )
        found += 1
    return found


def _ordinal(day: str) -> int:
    return date.fromisoformat(day[:10]).toordinal()
