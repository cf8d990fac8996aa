"""The crawl against a bare Scrapy spider over the same loopback pages; parsing against trafilatura; a night without change."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import trafilatura

from benchmarks.figures import Figure
from scrapers.page import read_page
from scrapers.run import crawl, spiders

HOST = "www.diariocolatino.com"
PARAGRAPH = (
    "La Policía Nacional Civil informó que en el caserío número {0} del cantón San Bartolo fueron encontradas dos personas"
    " lesionadas por arma de fuego, según el reporte preliminar que las autoridades dieron a conocer esta mañana."
)
BARE = """
import sys, time, scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for number in range(int(sys.argv[2])):
            yield scrapy.Request(f"{sys.argv[1]}/nota-de-hoy-{number}/", dont_filter=True)
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
process.crawl(Bare)
start = time.perf_counter()
process.start()
print(time.perf_counter() - start)
"""


def page(number: int) -> bytes:
    """A story of about 20 kB in an outlet's markup, as much of it furniture as on real pages."""
    text = "".join(f"<p>{PARAGRAPH.format(number + part)}</p>" for part in range(8))
    menu = "".join(f'<li class="menu-item"><a href="/category/seccion-{part}/">Sección {part}</a></li>' for part in range(120))
    title = f"Hallan a dos lesionados en el caserío {number}"
    return (
        f'<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta property="article:published_time" content="2024-05-14T10:00:00-06:00">'
        f'<meta property="og:title" content="{title}"></head><body><ul>{menu}</ul><article>'
        f'<h1 class="post-title">{title}</h1><span class="tie-date">14 mayo, 2024</span><div class="entry">{text}</div></article>'
        f"<ul>{menu}</ul></body></html>"
    ).encode()


def serve(total: int, pipe: Connection) -> None:
    """Serve ``total`` stories and the REST interface that lists them; tell the port, then count requests on demand."""
    asked = 0
    dates = {"date_gmt": "2020-01-01T00:00:00", "modified_gmt": "2020-01-01T00:00:00"}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            nonlocal asked
            asked += 1
            self.answer(*self.found())

        def found(self) -> tuple[int, bytes, dict[str, str]]:
            if self.path.startswith("/nota-de-hoy-"):
                return 200, page(int(self.path.strip("/").rsplit("-", 1)[1])), {"Content-Type": "text/html; charset=utf-8"}
            if not self.path.startswith("/wp-json/"):
                return 404, b"", {}
            if "modified_after" in self.path:
                return 200, b"[]", {"Content-Type": "application/json", "X-WP-TotalPages": "0"}
            number = int(self.path.rsplit("page=", 1)[1])
            shown = range((number - 1) * 100, min(number * 100, total))
            posts = [{"link": f"https://{HOST}/nota-de-hoy-{item}/", **dates} for item in shown]
            headers = {"Content-Type": "application/json", "X-WP-TotalPages": str(-(-total // 100))}
            return 200, json.dumps(posts).encode(), headers

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe.send(server.server_address[1])
    while pipe.recv():
        pipe.send(asked)


@contextmanager
def web(total: int) -> Iterator[tuple[str, Connection]]:
    """A web of ``total`` stories in a process of its own: its address, and a pipe that answers with the number of requests."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(total, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}", ours
    finally:
        process.kill()


def requests(pipe: Connection) -> int:
    """Requests answered so far."""
    pipe.send(True)
    return int(pipe.recv())


def measure(full: bool) -> Iterator[Figure]:
    """Speed, memory, requests of an unchanged night, and parse time, each against its target."""
    total = 20_000 if full else 3_000
    with web(total) as (url, pipe), tempfile.TemporaryDirectory() as folder:
        bare = float(subprocess.run([sys.executable, "-c", BARE, url, "3000"], capture_output=True, text=True).stdout)
        before = requests(pipe)
        start = time.perf_counter()
        report = crawl(Path(folder) / "a.db", Path(folder) / "warc", ["diariocolatino"], url, progress=False)
        seconds = time.perf_counter() - start
        assert report.total("new") == total, json.dumps([item.reasons for item in report.outlets])
        first = requests(pipe) - before
        crawl(Path(folder) / "a.db", Path(folder) / "warc", ["diariocolatino"], url, progress=False)
        yield Figure("pages a second, bare spider", 3000 / bare, "pages/s")
        yield Figure("pages a second, crawl", total / seconds, "pages/s")
        yield Figure("pages a second, crawl to bare spider", (total / seconds) / (3000 / bare), "ratio", 0.6, at_most=False)
        yield Figure(f"peak memory over {total} pages", getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024, "MB", 400)
        yield Figure("requests of a night without change, to the first", (requests(pipe) - before - first) / first, "ratio", 0.02)
    yield Figure("parse time, ours to trafilatura's", parse_ratio(), "ratio", 1.0)


def parse_ratio(pages: int = 100) -> float:
    """Seconds of our reader over those of ``trafilatura.bare_extraction`` with metadata, on the same pages."""
    spider, bodies, at = spiders()["diariocolatino"], [page(number) for number in range(pages)], datetime.now(UTC)
    start = time.perf_counter()
    for number, body in enumerate(bodies):
        read_page(body, "text/html", f"https://{HOST}/nota-de-hoy-{number}/", spider.selectors, fetched_at=at)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for body in bodies:
        trafilatura.bare_extraction(body, with_metadata=True)
    return ours / (time.perf_counter() - start)
