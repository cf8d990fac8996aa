"""Linking everything at once, and a night's 200 accounts into what is there."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import psutil

from benchmarks.figures import Figure, growth, seconds
from benchmarks.synthetic import accounts, fill, filled
from db import open_database
from extraction.linkage import link

NIGHT = 200


def b_cubed(truth: Sequence[int], found: Sequence[int]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga and Baldwin, 1998): of each account's incident, the share that belongs, averaged."""
    true, told = Counter(truth), Counter(found)
    both = Counter(zip(truth, found, strict=True))
    number = len(truth)
    return (
        sum(count * count / told[cluster] for (_, cluster), count in both.items()) / number,
        sum(count * count / true[incident] for (incident, _), count in both.items()) / number,
    )


def quality() -> tuple[float, float]:
    """B-cubed precision and recall of linking 10,000 synthetic accounts."""
    rows = list(accounts(10_000, seed=3))
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "bench.db")
        fill(db, iter(rows))
        link(db)
        found = [row["incident_id"] for row in db.query("SELECT incident_id FROM incident_accounts ORDER BY account_id")]
        db.conn.close()
    return b_cubed([row["incident"] for row in rows], found)


def measure(full: bool) -> Iterator[Figure]:
    """Time by size, its growth, a night's time, peak memory."""
    times: dict[int, float] = {}
    for size in (1_000, 10_000, *((100_000, 1_000_000) if full else ())):
        with tempfile.TemporaryDirectory() as folder:
            db = filled(Path(folder) / "bench.db", size)
            times[size] = seconds(lambda db=db: link(db))  # type: ignore[misc]
            yield Figure(f"link {size:,} accounts at once", times[size], "s")
            fill(db, accounts(NIGHT, seed=2, first_day=date(1990, 2, 1)))
            yield Figure(f"link {NIGHT} more into {size:,}", seconds(lambda db=db: link(db)), "s", 10)  # type: ignore[misc]
            db.conn.close()
    yield Figure("growth exponent of linking at once", growth(times), "", 1.2)
    precision, recall = quality()
    yield Figure("B-cubed precision, synthetic", precision, "", 0.95, at_most=False)
    yield Figure("B-cubed recall, synthetic", recall, "", 0.95, at_most=False)
    yield Figure("memory after it", psutil.Process().memory_info().rss / 2**20, "MiB")
