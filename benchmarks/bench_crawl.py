"""The crawl against a bare Scrapy spider over the same loopback pages; parsing against trafilatura; a night without change."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import trafilatura

from benchmarks.crawl_web import BARE, HOST, messy_page, page, requests, web
from benchmarks.figures import Figure
from scrapers.page import Rejected, read_page
from scrapers.run import crawl, spiders

PAGES, ROUNDS = 3000, 5
#: Recorded pages of the tests, every outlet's own markup.
RECORDED = Path("tests/scrapers/pages")


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, from the first request to the end, and processor seconds of all processes but the web's."""

    wall: float
    cpu: float


def measure(full: bool) -> Iterator[Figure]:
    """Speed, memory, requests of an unchanged night, and parse time, each against its target."""
    yield from speed()
    yield from nights(20_000 if full else PAGES)
    yield from parsing()


def speed() -> Iterator[Figure]:
    """Bare spider and crawl in turn, so that the load of the machine hits both; the median of the rounds' ratios."""
    bare, ours = [], []
    with web(PAGES) as (url, _):
        for _ in range(ROUNDS):
            bare.append(_bare(url))
            with tempfile.TemporaryDirectory() as folder:
                ours.append(_cost(lambda folder=folder: _crawl(Path(folder), url, PAGES)))  # type: ignore[misc]
    walls = sorted(b.wall / o.wall for b, o in zip(bare, ours, strict=True))
    yield Figure("pages a second, bare spider", PAGES / median(b.wall for b in bare), "pages/s")
    yield Figure("pages a second, crawl", PAGES / median(o.wall for o in ours), "pages/s")
    yield Figure("pages a second, crawl to bare spider", median(walls), "ratio", 0.6, at_most=False)
    yield Figure("  the worst round", walls[0], "ratio")
    yield Figure("  the best round", walls[-1], "ratio")
    yield Figure(
        "  processor time, bare spider to crawl", median(b.cpu / o.cpu for b, o in zip(bare, ours, strict=True)), "ratio"
    )


def nights(total: int) -> Iterator[Figure]:
    """Memory over ``total`` pages, and a second night that finds all of them unchanged."""
    for how in ("wordpress", "sitemap"):
        with web(total, how) as (url, pipe), tempfile.TemporaryDirectory() as folder:
            _crawl(Path(folder), url, total)
            first = requests(pipe)
            _crawl(Path(folder), url, 0)
            ratio = (requests(pipe) - first) / first
        yield Figure(f"requests of a night without change to {total} known, {how}", ratio, "ratio", 0.02)
    yield Figure(f"peak memory over {total} pages", getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024, "MB", 400)


def parsing() -> Iterator[Figure]:
    """Our reader against ``trafilatura.bare_extraction`` with metadata, on plain, messy and recorded pages."""
    base = f"https://{HOST}/nota-de-hoy-"
    plain = [("diariocolatino", f"{base}{number}/", page(number)) for number in range(60)]
    messy = [("diariocolatino", f"{base}{number}/", messy_page(number)) for number in range(10)]
    yield Figure("parse time, ours to trafilatura's", parse_ratio(plain), "ratio", 1.0)
    yield Figure("parse time, ours to trafilatura's, messy pages of 150 kB", parse_ratio(messy), "ratio", 1.0)
    if recorded := list(_recorded()):
        yield Figure("parse time, ours to trafilatura's, recorded pages", parse_ratio(recorded), "ratio", 1.0)


def parse_ratio(pages: Sequence[tuple[str, str, bytes]], rounds: int = 3) -> float:
    """The median over ``rounds`` of our seconds to trafilatura's for pages given as outlet, URL, body."""
    readers, at = {name: spider.selectors for name, spider in spiders().items()}, datetime.now(UTC)

    def ours() -> None:
        for outlet, url, body in pages:
            try:
                read_page(body, "text/html", url, readers[outlet], fetched_at=at)
            except Rejected:
                continue

    def theirs() -> None:
        for _, _, body in pages:
            trafilatura.bare_extraction(body, with_metadata=True)

    return median(_busy(ours) / _busy(theirs) for _ in range(rounds))


def _recorded() -> Iterator[tuple[str, str, bytes]]:
    """The recorded pages, where the tests are at hand."""
    for meta in sorted(RECORDED.glob("*/*/meta.json")):
        body = meta.with_name("page.html")
        if body.exists() and meta.parts[-3] in spiders():
            yield meta.parts[-3], json.loads(meta.read_text("utf-8"))["url"], body.read_bytes()


def _bare(url: str) -> Cost:
    return _cost(lambda: subprocess.run([sys.executable, "-c", BARE, url, str(PAGES)], capture_output=True, check=True))


def _crawl(folder: Path, url: str, expected: int) -> None:
    report = crawl(folder / "a.db", folder / "warc", ["diariocolatino"], url, progress=False)
    assert report.total("new") == expected, json.dumps([dict(item.pages_failed) for item in report.outlets])


def _cost(work: Callable[[], object]) -> Cost:
    """Both are measured from the start of the process to its end, imports included."""
    start, before = time.perf_counter(), _used()
    work()
    return Cost(time.perf_counter() - start, _used() - before)


def _used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _busy(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
