"""Loads and checks the tables under ``extraction/data/lexicons``: no vocabulary lives in code."""

import csv
import io
from functools import cache
from importlib.resources import files


class LexiconError(Exception):
    """A table is malformed; the message names file and line."""


@cache
def rows(name: str, folder: str = "lexicons") -> tuple[dict[str, str], ...]:
    """The rows of ``data/<folder>/<name>.csv`` as dictionaries of stripped strings.

    Raises :class:`LexiconError` with file and line when a row has too few or too many cells or an empty first cell.
    """
    path = files("extraction") / "data" / folder / f"{name}.csv"
    found = []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    for row in reader:
        if None in row or None in row.values() or not next(iter(row.values())):
            raise LexiconError(f"{name}.csv:{reader.line_num}: wrong number of cells, or an empty first cell")
        found.append({key: value.strip() for key, value in row.items()})
    return tuple(found)
