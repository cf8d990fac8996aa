"""How the reading of a file scales to two processes."""

import resource
from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.bench_extraction import mix, stories
from benchmarks.figures import Figure, seconds
from extraction.batch import PORTION, read_all
from extraction.jsonl import Article, article_from_row

ROUNDS = 3


def measure(full: bool) -> Iterator[Figure]:
    """Time with one and two processes, start and loading taken out by a run over a few articles; what the parent itself does.

    The first needs two idle cores to show anything; the parent's share tells how far processes could scale in any weather.
    """
    number = 2_000 if full else 600
    for name, rows in (("incidents", stories(number)), ("a crawl, 85 % without incident", mix(4 * number))):
        few, many = articles(rows[: 4 * PORTION]), articles(rows)
        ratios, shares = [], []
        for _ in range(ROUNDS):
            one, two = (work(many, workers) - work(few, workers) for workers in (1, 2))
            ratios.append(one / two)
            shares.append(parents_share(many))
        yield Figure(f"two processes to one, {name}: median", median(ratios), "times", 1.7, at_most=False)
        yield Figure("  best of the rounds", max(ratios), "times")
        yield Figure("  parent's share of the processor time", median(shares), "", 0.1)


def articles(rows: list[dict[str, Any]]) -> list[Article]:
    """The rows as articles."""
    return [article_from_row({**row, "id": str(number)}) for number, row in enumerate(rows)]


def work(rows: list[Article], workers: int) -> float:
    """Seconds to read all rows."""
    return seconds(lambda: sum(1 for _ in read_all(rows, workers)))


def parents_share(rows: list[Article]) -> float:
    """Processor time of this process to that of all, while two others read."""
    before = [processor(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work(rows, 2)
    own, theirs = (processor(who) - b for who, b in zip((resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN), before, strict=True))
    return own / (own + theirs)


def processor(who: int) -> float:
    """Seconds of processor time, of the user's and the system's code."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime
