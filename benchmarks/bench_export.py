"""Writing the CSV files, against SQLite's own CSV output of the same query."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, growth, seconds
from benchmarks.synthetic import filled
from db.export import export
from db.queries import query
from extraction.linkage import link

TABLES = ("incidents", "victims", "actors", "sources", "statistics")


def measure(full: bool) -> Iterator[Figure]:
    """Time by size, its growth, and the ratio to a bare csv.writer over the same queries."""
    times: dict[int, float] = {}
    for size in (1_000, 10_000, *((100_000,) if full else ())):
        with tempfile.TemporaryDirectory() as folder:
            db = filled(Path(folder) / "bench.db", size)
            link(db)

            def bare(db=db) -> None:  # type: ignore[no-untyped-def]
                for table in TABLES:
                    csv.writer(io.StringIO()).writerows(db.execute(query(f"export_{table}")))

            plain = seconds(bare)
            times[size] = seconds(lambda db=db, folder=folder: export(db, Path(folder) / "out"))  # type: ignore[misc]
            yield Figure(f"export of {size:,} accounts", times[size], "s")
            # A thousand accounts take 30 ms, most of it for dictionary and folder.
            target = 0.4 if size >= 10_000 else None
            yield Figure("  speed against bare queries into csv.writer", plain / times[size], "times", target, at_most=False)
            db.conn.close()
    yield Figure("growth exponent of export", growth(times), "", 1.2)
