"""Linking everything at once, and a night's 200 accounts into what is there."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil

from benchmarks.figures import Figure, growth, seconds
from benchmarks.synthetic import accounts, fill, filled
from extraction.linkage import link

NIGHT = 200


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
    yield Figure("memory after it", psutil.Process().memory_info().rss / 2**20, "MiB")
