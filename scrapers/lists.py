"""The tables of words that the reader of pages needs. Knowledge in CSV files, not in code."""

import csv
import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@cache
def boilerplate(kind: str) -> re.Pattern[str]:
    """One pattern for all rows of ``boilerplate.csv`` of this ``kind``.

    Kinds: related, inserted, end, noise, credit, tweet (parts of a text), gone (whole pages).
    """
    with (_DATA / "boilerplate.csv").open(encoding="utf-8", newline="") as file:
        patterns = [row["pattern"] for row in csv.DictReader(file) if row["kind"] == kind]
    if not patterns:
        raise ValueError(f"boilerplate.csv has no row of kind {kind!r}")
    # Credits tell names of photographers by their capitals; the rest is read in any case.
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), 0 if kind == "credit" else re.IGNORECASE)


@cache
def spam_words() -> re.Pattern[str]:
    """Injected English shop words between a comma and a Spanish word, or opening a clause: ``, medical según``."""
    with (_DATA / "spam_words.csv").open(encoding="utf-8", newline="") as file:
        words = sorted((row["pattern"] for row in csv.DictReader(file)), key=len, reverse=True)
    return re.compile(rf",\s+(?:{'|'.join(map(re.escape, words))})(?=[,\s])")
