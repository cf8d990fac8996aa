"""Sentences of everyday news that tell no crime, made from ``sentences.csv`` and ``words.csv``.

They are full of words that also tell of violence («mató el balón», «la 18», «ejecutó el presupuesto»), and each has a day, a
place or people, so that only the sense keeps it from being read as an incident.
"""

import csv
import random
import re
from pathlib import Path

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def sentences(number: int) -> list[str]:
    """``number`` different sentences, always the same, every template as often as any other."""
    words: dict[str, list[str]] = {}
    for row in _rows("words"):
        words.setdefault(row["slot"], []).append(row["value"])
    templates = [row["template"] for row in _rows("sentences")]
    chance, made = random.Random(18), dict[str, None]()
    while len(made) < number:
        for template in templates:
            filled = re.sub(r"\{(\w+)\}", lambda slot: chance.choice(words[slot.group(1)]), template)
            made[filled[:1].upper() + filled[1:]] = None
    return list(made)[:number]
