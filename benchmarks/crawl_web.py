"""A loopback web of made-up stories for the crawl's benchmark, in a process of its own, and the spider that only fetches them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection

HOST = "www.diariocolatino.com"
PARAGRAPH = (
    "La Policía Nacional Civil informó que en el caserío número {0} del cantón San Bartolo fueron encontradas dos personas"
    " lesionadas por arma de fuego, según el reporte preliminar que las autoridades dieron a conocer esta mañana."
)
#: Posts that the REST interface lists in an answer, and URLs in one sitemap.
POSTS, URLS = 100, 5000
#: The bare spider: address and number of pages; eight requests at a time, as the crawl of one outlet from a mirror.
BARE = """
import sys, scrapy
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
process.start()
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


def messy_page(number: int) -> bytes:
    """A story of about 150 kB as page builders make them: scripts, styles, deep boxes, lists of other stories, unclosed tags."""
    boxes = "<div class='box'>" * 40
    other = "".join(
        f"<div class=card><a href='/nota-{number}-{part}/'><img src=a.jpg><h3>Otra nota {part}</h3></a><p>Resumen breve<br>"
        for part in range(300)
    )
    script = "<script>var datos = {" + ",".join(f'"clave{part}": "<p>valor {part}</p>"' for part in range(1500)) + "};</script>"
    story = page(number).decode().replace("<p>", "<p style='margin:0'><span>").replace("</p>", "</span>")
    return story.replace("<article>", f"{script}{boxes}<article>").replace("</body>", f"{other}{script}</body>").encode()


def serve(total: int, how: str, pipe: Connection) -> None:
    """Serve ``total`` stories and what lists them (``how``: wordpress or sitemap); tell the port, then the number of requests."""
    asked = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            nonlocal asked
            asked += 1
            self.answer(*found(self.path, total, how))

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


def found(path: str, total: int, how: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of an address."""
    if path.startswith("/nota-de-hoy-"):
        return 200, page(int(path.strip("/").rsplit("-", 1)[1])), {"Content-Type": "text/html; charset=utf-8"}
    if how == "wordpress" and path.startswith("/wp-json/"):
        return _posts(path, total)
    if how == "sitemap" and path.startswith("/sitemap"):
        return 200, _sitemap(path, total), {"Content-Type": "application/xml"}
    return 404, b"", {}


def _posts(path: str, total: int) -> tuple[int, bytes, dict[str, str]]:
    headers = {"Content-Type": "application/json", "X-WP-TotalPages": str(-(-total // POSTS))}
    if "modified_after" in path:
        return 200, b"[]", headers | {"X-WP-TotalPages": "0"}
    number = int(path.rsplit("page=", 1)[1])
    dates = {"date_gmt": "2020-01-01T00:00:00", "modified_gmt": "2020-01-01T00:00:00"}
    shown = range((number - 1) * POSTS, min(number * POSTS, total))
    return 200, json.dumps([{"link": f"https://{HOST}/nota-de-hoy-{item}/", **dates} for item in shown]).encode(), headers


def _sitemap(path: str, total: int) -> bytes:
    number = path.removeprefix("/sitemap").removesuffix(".xml").strip("-")
    day = "<lastmod>2020-01-01</lastmod>"
    if not number:
        parts = range(-(-total // URLS))
        listed = "".join(f"<sitemap><loc>https://{HOST}/sitemap-{part}.xml</loc>{day}</sitemap>" for part in parts)
        return f"<sitemapindex>{listed}</sitemapindex>".encode()
    shown = range(int(number) * URLS, min((int(number) + 1) * URLS, total))
    return (
        f"<urlset>{''.join(f'<url><loc>https://{HOST}/nota-de-hoy-{item}/</loc>{day}</url>' for item in shown)}</urlset>".encode()
    )


@contextmanager
def web(total: int, how: str = "wordpress") -> Iterator[tuple[str, Connection]]:
    """A web of ``total`` stories in a process of its own: its address, and a pipe that answers with the number of requests."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(total, how, theirs), daemon=True)
    process.start()
    theirs.close()  # so that a server that did not start is an error here, not silence
    try:
        yield f"http://127.0.0.1:{ours.recv()}", ours
    finally:
        process.kill()


def requests(pipe: Connection) -> int:
    """Requests answered so far."""
    pipe.send(True)
    return int(pipe.recv())
