"""What a web can do to a crawler. One row of docs/reliability.md each; a real server on loopback, the real crawler."""

import gzip
import json
import sqlite3
import subprocess
import sys
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from scrapers.run import CrawlReport, crawl, spiders
from tests.scrapers.fakeweb import FakeWeb, Handler, answer, in_turn

HOST = "www.diariocolatino.com"
REST = f"{HOST}/wp-json/wp/v2/posts"
STORY = " ".join(["La Policía informó que dos hombres fueron asesinados la noche del lunes en el cantón San Bartolo."] * 4)
#: Short limits, so that slow and huge answers are given up in a test's time.
QUICK = {"DOWNLOAD_TIMEOUT": 3, "DOWNLOAD_MAXSIZE": 2_000_000, "RETRY_TIMES": 1}


def page(title: str = "Matan a dos hombres en San Bartolo", body: str = STORY, day: str = "2024-05-14T10:00:00-06:00") -> str:
    """A story in the outlet's markup."""
    return (
        f'<html><head><title>{title}</title><meta property="article:published_time" content="{day}"></head><body><article>'
        f'<h1 class="post-title">{title}</h1><div class="entry"><p>{body}</p></div></article></body></html>'
    )


def posts(*links: str, **fields: Any) -> Handler:
    """The REST interface listing these URLs."""
    return answer(json.dumps([{"link": link, **fields} for link in links]), content_type="application/json")


def url(slug: str) -> str:
    """A story's real address."""
    return f"https://{HOST}/{slug}/"


def run(web: FakeWeb, folder: Path, **options: Any) -> CrawlReport:
    """One night at Diario Co Latino."""
    settings = QUICK | options.pop("settings", {})
    return crawl(folder / "a.db", folder / "warc", ["diariocolatino"], web.url, progress=False, settings=settings, **options)


def reasons(folder: Path) -> dict[str, tuple[str, str]]:
    """State and reason of each URL, by the last part of its path."""
    with sqlite3.connect(folder / "a.db") as db:
        rows = db.execute("SELECT url, state, reason FROM urls").fetchall()
    return {address.rstrip("/").rsplit("/", 1)[-1]: (state, reason) for address, state, reason in rows}


def titles(folder: Path) -> list[str]:
    """Titles of all stored versions."""
    with sqlite3.connect(folder / "a.db") as db:
        return [title for (title,) in db.execute("SELECT title FROM article_versions ORDER BY id")]


# --- answers that are no story, all in one night -------------------------------------------------------------------------


def endless(request: BaseHTTPRequestHandler) -> None:
    """A body without end, a little at a time."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"<p>mas</p>" * 10)
        time.sleep(0.1)


def silent(request: BaseHTTPRequestHandler) -> None:
    """Accepts the request and says nothing."""
    time.sleep(8)


def cut_short(request: BaseHTTPRequestHandler) -> None:
    """Promises more bytes than it sends."""
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(b"<html><body>")
    request.close_connection = True


def garbage(request: BaseHTTPRequestHandler) -> None:
    """Speaks something that is not HTTP, as a broken TLS end does."""
    request.wfile.write(b"\x15\x03\x01\x00\x02\x02(nonsense")
    request.close_connection = True


BOMB = gzip.compress(b"<html>" + b"<p>a</p>" * 2_000_000)
FAULTS: dict[str, tuple[Handler, str, str]] = {
    "pagina-vacia-del-todo": (answer(""), "failed", "empty page"),
    "pagina-de-veinte-megas": (answer("<p>" + "a" * 20_000_000), "failed", "larger than"),
    "pagina-sin-fin-alguno": (endless, "failed", "imeout"),
    "pagina-muda-por-horas": (silent, "failed", "imeout"),
    "pagina-cortada-en-camino": (cut_short, "failed", "DataLoss"),
    "pagina-cortada-por-dentro": (answer(page()[:300]), "failed", "cut off"),
    "gzip-roto-del-todo": (answer(gzip.compress(page().encode())[:90], Content_Encoding="gzip"), "failed", ""),
    "gzip-bomba-de-megas": (answer(BOMB, Content_Encoding="gzip"), "failed", ""),
    "no-es-una-pagina": (answer(b"\x89PNG\r\n", content_type="image/png"), "skipped", "not HTML: image/png"),
    "no-es-una-pagina-tampoco": (answer(b"\x00\x01\x02" * 100), "skipped", "not HTML"),
    "ruido-en-la-linea": (garbage, "failed", ""),
    "error-interno-del-servidor": (answer("roto", 500), "failed", "HTTP status 500"),
    "vuelta-en-redondo-a": (answer("", 302, Location=url("vuelta-en-redondo-b")), "skipped", "moved to"),
    "vuelta-en-redondo-b": (answer("", 302, Location=url("vuelta-en-redondo-a")), "skipped", "moved to"),
    "vuelta-sobre-si-misma": (answer("", 302, Location=url("vuelta-sobre-si-misma")), "failed", "circle"),
    "se-va-a-otra-casa": (answer("", 301, Location="https://casino.example/"), "failed", "redirects to another host: https:"),
    "se-va-a-casa-nuestra": (answer("", 301, Location="http://127.0.0.1:22/"), "failed", "redirects to another host: http://127"),
    "se-va-a-un-archivo": (answer("", 301, Location="file:///etc/passwd"), "failed", "redirects to another host: file:"),
    "se-va-a-la-portada": (answer("", 301, Location=f"https://{HOST}/"), "gone", "home page"),
    "se-va-a-una-seccion": (answer("", 301, Location=f"https://{HOST}/category/nacionales/"), "gone", "no article"),
    "no-esta-con-doscientos": (answer(page("No encontramos la página", "La página que buscas no existe.")), "gone", "soft 404"),
    "casi-sin-texto-alguno": (answer(page(body="Foto de hoy.")), "failed", "no story on the page: 3 words"),
    "lista-de-titulares-de-hoy": (
        answer(page(body="".join(f'<a href="/n/">Matan a vecino de la colonia {n} de Apopa</a> ' for n in range(12)))),
        "skipped",
        "list of headlines",
    ),
    "muro-contra-los-robots": (
        answer("<html><title>Just a moment...</title><body>cf-challenge</body></html>"),
        "failed",
        "a wall",
    ),
    "solo-para-suscriptores-hoy": (answer("", 401), "failed", "401"),
    "cerrado-por-un-juez": (answer("", 451), "gone", "451"),
}


@pytest.fixture(scope="module")
def bad_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CrawlReport, list[str]]:
    folder = tmp_path_factory.mktemp("faults")
    with FakeWeb() as web:
        outside = ["http://127.0.0.1:22/clave-de-la-casa/", "file:///etc/passwd", "https://otro-sitio.example/una-nota-de-fuera/"]
        web.routes[REST] = posts(
            *map(url, FAULTS), url("una-buena-nota-normal"), *outside, "javascript:alert(1)", "https://[roto"
        )
        web.routes |= {f"{HOST}/{slug}/": handler for slug, (handler, _, _) in FAULTS.items()}
        web.routes[f"{HOST}/una-buena-nota-normal/"] = answer(page())
        return folder, run(web, folder), list(web.asked)


@pytest.mark.parametrize("slug", FAULTS)
def test_each_fault_has_its_reason(bad_night: tuple[Path, CrawlReport, list[str]], slug: str) -> None:
    _, wanted, words = FAULTS[slug]
    state, reason = reasons(bad_night[0])[slug]
    assert state == wanted
    assert reason
    assert words in reason


def test_the_good_story_of_a_bad_night_is_stored(bad_night: tuple[Path, CrawlReport, list[str]]) -> None:
    folder, report, asked = bad_night
    assert titles(folder) == ["Matan a dos hombres en San Bartolo"]
    assert report.status == "degraded"
    assert any("pages that failed" in reason for item in report.outlets for reason in item.reasons)
    assert {line.split("/")[0] for line in asked} == {HOST}, "a request left the outlet's hosts"


# --- manners -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_cannot_be_read_forbid_everything(tmp_path: Path, status: int) -> None:
    with FakeWeb() as web:
        web.routes = {f"{HOST}/robots.txt": answer("", status), REST: posts(url("una-nota-de-hoy"))}
        report = run(web, tmp_path)
        assert {line.split("?")[0] for line in web.asked} == {f"{HOST}/robots.txt"}
    assert report.status == "failed"
    assert report.outlets[0].reasons == (f"robots.txt of {HOST} answered {status}: nothing was fetched there",)


def test_robots_that_is_missing_allows_everything(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.routes = {f"{HOST}/robots.txt": answer("Disallow: /", 403), REST: posts(url("una-nota-de-hoy"))}
        web.routes[f"{HOST}/una-nota-de-hoy/"] = answer(page())
        assert run(web, tmp_path).status == "ok"


def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    moments: list[float] = []

    def timed(handler: Handler) -> Handler:
        def handle(request: BaseHTTPRequestHandler) -> None:
            moments.append(time.monotonic())
            handler(request)

        return handle

    with FakeWeb() as web:
        web.routes = {REST: posts(url("una-nota-de-hoy"))}
        web.routes[f"{HOST}/una-nota-de-hoy/"] = in_turn(timed(answer("", 429, Retry_After="2")), timed(answer(page())))
        assert run(web, tmp_path).status == "ok"
    assert 1.9 <= moments[1] - moments[0] < 6
    assert titles(tmp_path)


def test_a_wall_stops_the_outlet_not_the_frontier(tmp_path: Path) -> None:
    slugs = [f"nota-numero-{number}" for number in range(200)]
    with FakeWeb() as web:
        web.routes = {REST: posts(*map(url, slugs))} | {f"{HOST}/{slug}/": answer("", 403) for slug in slugs}
        report = run(web, tmp_path)
        assert len(web.asked) < 90
        assert f"{HOST} refused 10 times in a row (last: HTTP status 403): left alone for tonight" in report.outlets[0].reasons
        assert report.status == "degraded"
        web.routes |= {f"{HOST}/{slug}/": answer(page()) for slug in slugs}
        again = run(web, tmp_path)
    assert again.total("new") > 100


# --- sources -------------------------------------------------------------------------------------------------------------


def test_failing_sources_fall_through_and_say_so(tmp_path: Path) -> None:
    item = f"<item><title>Una nota</title><link>{url('una-nota-de-hoy')}</link></item>"
    feed = f"<rss><channel>{item}</channel></rss>"
    with FakeWeb() as web:
        web.routes = {REST: answer("<html>no</html>"), f"{HOST}/sitemap.xml": answer(""), f"{HOST}/feed/": answer(feed)}
        web.routes[f"{HOST}/una-nota-de-hoy/"] = answer(page())
        report = run(web, tmp_path)
    assert report.status == "degraded"
    assert report.outlets[0].sources["feed"] == 1
    assert any("wordpress" in reason and "no JSON" in reason for reason in report.outlets[0].reasons)
    assert any("sitemap" in reason and "empty document" in reason for reason in report.outlets[0].reasons)
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute("SELECT source FROM urls").fetchall() == [("feed",)]


def test_an_outlet_that_is_gone_fails_and_others_go_on(tmp_path: Path) -> None:
    with FakeWeb() as web:
        item = "<item><title>A</title><link>https://insightcrime.org/news/brief/one-two-three/</link></item>"
        story = page("Two killed", "Two men were killed. " * 12).replace("entry", "entry-content")
        feed = answer(f"<rss><channel>{item}</channel></rss>")
        web.routes = {f"{HOST}/robots.txt": answer(""), "insightcrime.org/tag/el-salvador/feed/": feed}
        web.routes["insightcrime.org/news/brief/one-two-three/"] = answer(story)
        report = crawl(
            tmp_path / "a.db", tmp_path / "w", ["diariocolatino", "insightcrime"], web.url, progress=False, settings=QUICK
        )
    statuses = {item.outlet: item.status for item in report.outlets}
    assert statuses == {"diariocolatino": "failed", "insightcrime": "ok"}
    assert report.status == "degraded"


def test_text_of_the_feed_stands_in_for_a_page_that_is_refused(tmp_path: Path) -> None:
    with FakeWeb() as web:
        fields: dict[str, Any] = {"title": {"rendered": "Nota del d&iacute;a"}, "content": {"rendered": f"<p>{STORY}</p>"}}
        fields["date_gmt"] = "2024-05-14T16:00:00"
        web.routes = {REST: posts(url("una-nota-de-hoy"), **fields), f"{HOST}/una-nota-de-hoy/": answer("", 403)}
        run(web, tmp_path)
    with sqlite3.connect(tmp_path / "a.db") as db:
        title, body, flags, day = db.execute(
            "SELECT v.title, v.body, v.flags, a.published_day FROM article_versions v JOIN articles a ON a.id = v.article_id"
        ).fetchone()
    assert (title, body, day) == ("Nota del día", STORY, "2024-05-14")
    assert "text from the wordpress" in flags
    assert reasons(tmp_path)["una-nota-de-hoy"] == ("fetched", "refused: HTTP status 403")


def test_nested_indexes_and_a_huge_sitemap(tmp_path: Path) -> None:
    slugs = (f"nota-numero-{number}" for number in range(50_000))
    locs = "".join(f"<url><loc>{url(slug)}</loc><lastmod>2020-01-01</lastmod></url>" for slug in slugs)
    wrap = '<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'
    part = "<sitemap><loc>https://{0}/{1}.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
    with FakeWeb() as web:
        web.routes = {
            f"{HOST}/sitemap.xml": answer(wrap.format("sitemapindex", part.format(HOST, "inner") + part.format(HOST, "sitemap"))),
            f"{HOST}/inner.xml": answer(wrap.format("sitemapindex", part.format(HOST, "urls"))),
            f"{HOST}/urls.xml": answer(gzip.compress(wrap.format("urlset", locs).encode()), content_type="application/x-gzip"),
        }
        report = run(web, tmp_path, limit=5, settings={"DOWNLOAD_MAXSIZE": 20_000_000, "DOWNLOAD_TIMEOUT": 60})
        assert report.total("found") == 50_000
        assert [line for line in web.asked if line.endswith(".xml")].count(f"{HOST}/sitemap.xml") == 1
        before = len(web.asked)
        assert run(web, tmp_path, limit=1, settings={"DOWNLOAD_TIMEOUT": 60}).total("found") == 0
        assert len(web.asked) - before < 12


# --- texts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (page("Niño herido en Ahuachapán").encode("cp1252"), "text/html"),
        (page("Niño herido en Ahuachapán").encode("cp1252"), "text/html; charset=utf-8"),
        (page("Niño herido en Ahuachapán").encode("utf-8"), "text/html; charset=iso-8859-1-nonsense"),
        (page("Niño herido en Ahuachapán").encode("utf-8").replace(b"<head>", b'<head><meta charset="utf-8">'), "text/html"),
        (page("NiÃ±o herido en AhuachapÃ¡n").encode("utf-8"), "text/html; charset=utf-8"),
    ],
    ids=["cp1252 unsaid", "cp1252 called utf-8", "unknown charset", "meta", "double-encoded"],
)
def test_no_letter_is_lost(tmp_path: Path, body: bytes, content_type: str) -> None:
    with FakeWeb() as web:
        web.routes = {REST: posts(url("una-nota-de-hoy")), f"{HOST}/una-nota-de-hoy/": answer(body, content_type=content_type)}
        run(web, tmp_path)
    assert titles(tmp_path) == ["Niño herido en Ahuachapán"]


def test_a_failed_night_takes_nothing_away(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.routes = {REST: posts(url("una-nota-de-hoy")), f"{HOST}/una-nota-de-hoy/": answer(page())}
        run(web, tmp_path)
        for fault in (answer(""), answer(page()[:200]), answer("", 404), answer("", 500)):
            web.routes[f"{HOST}/una-nota-de-hoy/"] = fault
            run(web, tmp_path, recheck="all")
    assert titles(tmp_path) == ["Matan a dos hombres en San Bartolo"]


def test_a_source_that_tells_a_later_change_brings_the_story_back(tmp_path: Path) -> None:
    old = {"date_gmt": "2020-05-14T16:00:00", "modified_gmt": "2020-05-14T16:00:00"}
    with FakeWeb() as web:
        web.routes = {REST: posts(url("una-nota-de-hoy"), **old), f"{HOST}/una-nota-de-hoy/": answer(page())}
        assert run(web, tmp_path).total("new") == 1
        assert run(web, tmp_path).total("fetched") == 0
        web.routes[REST] = posts(url("una-nota-de-hoy"), **old | {"modified_gmt": "2020-05-15T09:00:00"})
        web.routes[f"{HOST}/una-nota-de-hoy/"] = answer(page(body=STORY.replace("dos hombres", "tres hombres")))
        assert run(web, tmp_path).total("changed") == 1
    assert len(titles(tmp_path)) == 2


# --- this machine --------------------------------------------------------------------------------------------------------


def test_an_archive_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("a file where a folder should be")
    with FakeWeb() as web:
        web.routes = {REST: posts(url("una-nota-de-hoy")), f"{HOST}/una-nota-de-hoy/": answer(page())}
        report = run(web, tmp_path)
    assert report.status == "failed"
    assert report.fatal
    assert "cannot write diariocolatino/diariocolatino-" in report.fatal
    assert titles(tmp_path) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from scrapers.run import crawl
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
report = crawl(Path(sys.argv[1]) / "a.db", Path(sys.argv[1]) / "warc", ["diariocolatino"], sys.argv[2], progress=False)
print(report.status, "|", report.fatal)
"""


def test_a_full_disk_is_said_and_the_database_stays_whole(tmp_path: Path) -> None:
    slugs = [f"nota-numero-{number}" for number in range(120)]
    with FakeWeb() as web:
        web.routes = {REST: posts(*map(url, slugs))}
        web.routes |= {f"{HOST}/{slug}/": answer(page(slug, f"{slug} {zlib.crc32(slug.encode())} {STORY * 8}")) for slug in slugs}
        crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], web.url, limit=10, progress=False)
        limit = (tmp_path / "a.db").stat().st_size + 40_000
        done = subprocess.run(
            [sys.executable, "-c", FULL_DISK, str(tmp_path), web.url, str(limit)],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        status, _, fatal = done.stdout.strip().partition(" | ")
        assert (status, fatal != "None") == ("failed", True), done.stderr[-2000:]
        stored = len(titles(tmp_path))
        assert 10 <= stored < 120
        with sqlite3.connect(tmp_path / "a.db") as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], web.url, progress=False).status == "ok"
    assert len(titles(tmp_path)) == 120


def test_a_mirror_need_not_hold_every_outlet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Absent: no failure, no line; only when the mirror holds nothing at all is something wrong."""
    both = ["diariocolatino", "laprensagrafica"]
    with FakeWeb({REST: posts(url("una-nota-de-hoy")), f"{HOST}/una-nota-de-hoy/": answer(page())}) as web:
        first = crawl(tmp_path / "a.db", tmp_path / "warc", both, web.url, progress=False)
        assert [(item.outlet, item.status) for item in first.outlets] == [("diariocolatino", "ok"), ("laprensagrafica", "absent")]
        assert (first.status, first.fatal, first.ailing) == ("ok", None, ())
        assert "laprensagrafica" not in capfd.readouterr().err
        web.routes.clear()
        second = crawl(tmp_path / "a.db", tmp_path / "warc", both, web.url, progress=False)
        assert [item.status for item in second.outlets] == ["failed", "absent"]
        assert second.status == "failed"
        wrong = crawl(tmp_path / "b.db", tmp_path / "warc", both, web.url, progress=False)
    assert [item.status for item in wrong.outlets] == ["absent", "absent"]
    assert wrong.status == "failed"
    assert "is it the right mirror?" in (wrong.fatal or "")


def test_an_outlet_nobody_has_seen_is_reported_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spiders()["diariocolatino"], "confidence", "unverified")
    with FakeWeb({f"{HOST}/robots.txt": answer("")}) as web:
        report = run(web, tmp_path)
        assert (report.status, report.outlets[0].status) == ("ok", "unproven")
        assert any("HTTP status 404" in reason for reason in report.outlets[0].reasons)
        web.routes |= {REST: posts(url("una-nota-de-hoy")), f"{HOST}/una-nota-de-hoy/": answer(page())}
        assert run(web, tmp_path).outlets[0].status == "ok"
        del web.routes[REST]
        assert run(web, tmp_path).status == "failed"
