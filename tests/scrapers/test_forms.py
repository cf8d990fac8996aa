"""All forms of one story are one article, over the years and over the nights; a real server on loopback, the real crawler."""

import sqlite3
from pathlib import Path

from scrapers.run import crawl, spiders
from tests.scrapers.fakeweb import FakeWeb, Handler, answer

TEXT = " ".join(["La Policía informó que dos hombres fueron asesinados la noche del lunes en el cantón San Bartolo."] * 4)
WWW, ARCHIVE = "www.elsalvador.com", "historico.elsalvador.com"
LIVE = f"{WWW}/noticias/nacional/matan-a-dos-en-san-bartolo/677583/2020/"
OLD = f"{WWW}/h-noticias/h-nacional/matan-a-dos-en-san-bartolo/677583/2020/"
KEPT = f"{ARCHIVE}/historico/677583/homicidios-san-bartolo.html"


def page(container: str, canonical: str = "", text: str = TEXT) -> Handler:
    """A story in a container, with or without a canonical link."""
    link = f'<link rel="canonical" href="https://{canonical}">' if canonical else ""
    return answer(
        f'<html><head>{link}<title>Matan a dos</title><meta property="article:published_time" content="2020-01-14">'
        f'</head><body><article class="detail"><h1 class="title title-article">Matan a dos</h1><div class="{container}">'
        f"<p>{text}</p></div></article></body></html>"
    )


def sitemap(*urls: str) -> Handler:
    """A sitemap of these URLs."""
    entries = "".join(f"<url><loc>https://{url}</loc></url>" for url in urls)
    return answer(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>', content_type="application/xml"
    )


def moved(url: str) -> Handler:
    """A permanent redirect."""
    return answer("", 301, Location=f"https://{url}")


def night(web: FakeWeb, folder: Path, outlet: str) -> None:
    """One crawl, everything looked at again."""
    crawl(folder / "a.db", folder / "warc", [outlet], web.url, recheck="all", progress=False, settings={"RETRY_TIMES": 0})


def rows(folder: Path, sql: str) -> list[tuple[str, ...]]:
    """Rows of the database."""
    with sqlite3.connect(folder / "a.db") as db:
        return db.execute(sql).fetchall()


def test_a_stored_story_keeps_its_url_when_its_outlet_archives_it(tmp_path: Path) -> None:
    list_at = f"{WWW}/sitemap.xml"
    with FakeWeb({list_at: sitemap(LIVE), LIVE: page("entry-content")}) as web:
        night(web, tmp_path, "eldiariodehoy")
        web.routes |= {LIVE: moved(KEPT), KEPT: page("entry-content", KEPT, TEXT + " Un tercero murió después.")}
        night(web, tmp_path, "eldiariodehoy")
        web.routes |= {list_at: sitemap(OLD, KEPT), OLD: moved(KEPT)}
        night(web, tmp_path, "eldiariodehoy")
    assert rows(
        tmp_path, "SELECT url, count(*) FROM articles a JOIN article_versions v ON v.article_id = a.id GROUP BY a.id"
    ) == [(f"https://{LIVE}", 2)]
    assert rows(tmp_path, "SELECT url, reason FROM urls WHERE state <> 'fetched'") == [
        (f"https://{KEPT}", f"same story as https://{LIVE}")
    ]


def test_an_archived_story_is_one_article_however_it_is_listed(tmp_path: Path) -> None:
    mojibake = f"{WWW}/h-noticias/h-nacional/matan-a-dos%c2%ad-en-san-bartolo/677583/2020/"
    with FakeWeb(
        {f"{WWW}/sitemap.xml": sitemap(OLD, mojibake, KEPT), OLD: moved(KEPT), KEPT: page("entry-content", KEPT)}
    ) as web:
        night(web, tmp_path, "eldiariodehoy")
        night(web, tmp_path, "eldiariodehoy")
    assert rows(tmp_path, "SELECT url FROM articles") == [(f"https://{KEPT}",)]


def test_a_story_that_moved_from_host_to_host_is_one_article(tmp_path: Path) -> None:
    slug = "matan-a-dos-en-san-bartolo"
    first, second, amp = f"elmundo.sv/{slug}/", f"diario.elmundo.sv/Nacionales/{slug}", f"diario.elmundo.sv/ampArticle/{slug}"
    lists = "diario.elmundo.sv/morearticles/nacionales"

    def section(*urls: str) -> Handler:
        return answer("".join(f'<div class="article-title"><a href="https://{url}">Una</a></div>' for url in urls))

    with FakeWeb({lists: section(first), first: page("article-body")}) as web:
        night(web, tmp_path, "elmundo")
        web.routes |= {lists: section(second, amp, first), first: moved(second), second: page("article-body", second)}
        web.routes |= {amp: page("article-body", second, "/ DEM " + TEXT)}
        night(web, tmp_path, "elmundo")
    assert rows(tmp_path, "SELECT url FROM articles") == [(f"https://{first}",)]
    assert {reason for (reason,) in rows(tmp_path, "SELECT reason FROM urls WHERE state <> 'fetched'")} == {
        f"same story as https://{first}"
    }


def test_a_story_that_is_gone_at_one_address_is_taken_at_another(tmp_path: Path) -> None:
    slug = "matan-a-dos-en-san-bartolo"
    lists = "diario.elmundo.sv/morearticles/nacionales"
    link = f'<div class="article-title"><a href="https://diario.elmundo.sv/{{}}{slug}">Una</a></div>'
    both = answer(link.format("ampArticle/") + link.format("nacionales/"))
    with FakeWeb({lists: both, f"diario.elmundo.sv/nacionales/{slug}": page("article-body")}) as web:
        night(web, tmp_path, "elmundo")
        assert not rows(tmp_path, "SELECT url FROM articles")
        night(web, tmp_path, "elmundo")
    assert rows(tmp_path, "SELECT url FROM articles") == [(f"https://diario.elmundo.sv/nacionales/{slug}",)]


def test_ids_join_forms_of_one_host_and_era_only() -> None:
    same = spiders()["eldiariodehoy"].rules.identity
    assert same(f"https://{LIVE}") == same(f"https://{KEPT}") == same(f"https://{WWW}/noticias/nacional/677583/matan-a-dos/")
    assert same("https://www.eldiariodehoy.com/noticias/nacional/75870/calleja-promete/") != same(
        "https://www.elsalvador.com/noticias/nacional/75870/calleja-promete/"
    )
    assert same("https://www.eldiariodehoy.com/noticias/nacionales/una-nota/75870/2026/") is None
