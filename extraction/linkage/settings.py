"""The numbers that linkage decides by: match weights from ``data/linkage/weights.csv``, and thresholds.

Weights are in bits, as in Fellegi and Sunter (1969): +1 doubles the odds that two accounts tell one incident. They are set by
hand from the reasons in the table's last column.
"""

import csv
from functools import cache
from importlib.resources import files

#: Changes when rules or weights change; stored with each run.
LINKAGE_VERSION = "rules-1"

#: From this weight on two accounts tell the same incident. Same day, district, toll and type make 14 and leave room for one
#: doubt (a death more, another weapon); an age or sex that contradicts does not fit. Checked by `python -m benchmarks linkage`.
SAME = 12.0
#: How much better than the second-best incident the best must be before a retelling without a day joins it.
MARGIN = 4.0
#: An account without a day may tell an event of at most this many days before its publication: news are that fresh.
FRESH_DAYS = 7
#: A span of at most this many days is as good as a day; a longer one is a period, like a month.
LONGEST_RANGE = 4


@cache
def weights() -> dict[tuple[str, str], float]:
    """Match weight by (field, level)."""
    text = (files("extraction") / "data/linkage/weights.csv").read_text(encoding="utf-8")
    return {(row["field"], row["level"]): float(row["weight"]) for row in csv.DictReader(text.splitlines())}
