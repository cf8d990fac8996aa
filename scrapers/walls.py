"""Walls against robots: challenge, captcha and block pages, whatever status they come with. The marks are in ``data/walls.csv``.

A mark says something only of a page that is no story: ordinary pages load scripts of the same vendors.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

#: Letters of a page in which the marks must stand; challenge pages are short.
READ = 20_000
_TABLE = Path(__file__).parent / "data" / "walls.csv"


def wall(text: str, headers: Iterable[tuple[str, str]] = ()) -> str | None:
    """Whose wall this is («Cloudflare», or «unknown make»); None when nothing looks like one."""
    lines = [f"{name}: {value}" for name, value in headers]
    for vendor, where, pattern in _marks():
        if any(pattern.search(line) for line in lines) if where == "header" else pattern.search(text[:READ]):
            return vendor or "unknown make"
    return None


@cache
def _marks() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple((row["vendor"], row["where"], re.compile(row["pattern"], re.IGNORECASE)) for row in csv.DictReader(file))
