"""WordPress: the chain of sources, the usual addresses of sitemaps, the generic spider."""

from datetime import date
from pathlib import Path

import pytest

from scrapers.canonical import host_map
from scrapers.platforms.wordpress import SELECTORS, WordPressSitemaps, WordPressSpider, wordpress_chain
from scrapers.run import spiders
from scrapers.sources import Answer, DatedArchive, Section
from tests.scrapers.fakeweb import FakeWeb, answer
from tests.scrapers.trial import BASE, HOST, SPIDERS, crawl_trial

INDEX = """<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>"""


class GenericTrial(WordPressSpider):
    """What a newcomer writes."""

    name = "trial_generic"
    title = "El Ensayo"
    ownership = "private"
    domain = HOST


def test_the_generic_spider_states_nothing_but_its_host() -> None:
    assert GenericTrial.confidence == "unverified"
    assert GenericTrial.rules.hosts == host_map(HOST)
    assert [source.kind for source in GenericTrial.chains[0]] == ["wordpress", "sitemap", "feed", "section", "archive"]
    assert GenericTrial.selectors.body == SELECTORS.body


@pytest.mark.parametrize(
    "path",
    [
        "/matan-a-joven-en-apopa/",
        "/2017/06/13/matan-a-joven/",
        "/2017/06/matan-a-joven/",
        "/nacionales/2017/06/matan-a-joven/",
        "/nacionales/matan-a-joven-en-apopa/",
        "/nacionales/sucesos/matan-a-joven-en-apopa/",
        "/matan-a-joven/10702/",
        "/archives/10702/",
        "/noticias/matan-a-joven.html",
    ],
)
def test_every_form_of_permalink_is_a_story(path: str) -> None:
    rules = GenericTrial.rules
    for form in (path, path.rstrip("/"), f"{path}?utm_source=x#top"):
        url = rules.canonical(f"http://{HOST}{form}")
        assert url == f"{BASE}{path}"
        assert rules.is_article(url)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/nacionales/", "/category/sucesos-de-hoy/", "/categoria/sucesos-de-hoy/", "/tag/a-b-c/", "/author/ana-perez/",
        "/page/2/", "/2017/06/13/", "/2017/06/", "/quienes-somos/", "/politica-de-privacidad/",
        "/wp-content/uploads/2017/a-b.html", "/nacionales/page/103/",
        "/nacionales/page/3/", "/feed/", "/matan-a-joven-en-apopa/feed/", "/contacto/",
    ],
)  # fmt: skip
def test_what_is_no_story(path: str) -> None:
    url = GenericTrial.rules.canonical(f"{BASE}{path}")
    assert url is None or not GenericTrial.rules.is_article(url)


def test_parts_of_sitemaps_that_list_no_stories_are_passed_over() -> None:
    names = (
        "post-sitemap.xml", "post-sitemap12.xml", "page-sitemap.xml", "category-sitemap.xml", "post_tag-sitemap3.xml",
        "author-sitemap.xml", "wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-page-1.xml",
        "wp-sitemap-taxonomies-category-1.xml", "wp-sitemap-users-1.xml", "sitemap-pt-post-2016-01.xml",
        "sitemap-tax-category.xml", "sitemap-misc.xml", "news-sitemap.xml", "sitemap-1.xml",
    )  # fmt: skip
    body = INDEX.format("".join(f"<sitemap><loc>{BASE}/{name}</loc></sitemap>" for name in names)).encode()
    found = WordPressSitemaps(f"{BASE}/").read(Answer(f"{BASE}/sitemap_index.xml", body, "text/xml", {}))
    assert [url.rsplit("/", 1)[1] for url in found.more] == [
        "post-sitemap.xml", "post-sitemap12.xml", "wp-sitemap-posts-post-1.xml", "sitemap-pt-post-2016-01.xml",
        "news-sitemap.xml", "sitemap-1.xml",
    ]  # fmt: skip


def test_a_day_of_the_dated_archive() -> None:
    source = wordpress_chain(BASE)[-1]
    assert isinstance(source, DatedArchive)
    assert source.address(date(2017, 6, 3)) == f"{BASE}/2017/06/03/"


def test_lists_that_print_dates_tell_them() -> None:
    listing = Section(f"{BASE}/sala-de-prensa/", links="div.col-lg-8 a", block="div.col-lg-8").read(
        Answer(
            f"{BASE}/sala-de-prensa/",
            b"""<html><body><div class="col-lg-8"><a href="/condenan-a-dos/"><h4>Condenan por crimen del 3 enero 2015</h4></a>
            <p>Noticias | 12 Jun 2024</p></div><div class="col-lg-8"><a href="/otra-nota/">Otra</a> | 9 septiembre 2023</div>
            <div class="col-lg-8"><a href="/sin-fecha/">Sin fecha</a></div></body></html>""",
            "text/html",
            {},
        )
    )
    told = [(entry.url.removeprefix(BASE), entry.published and entry.published.date().isoformat()) for entry in listing.entries]
    assert told == [("/condenan-a-dos/", "2024-06-12"), ("/otra-nota/", "2023-09-09"), ("/sin-fecha/", None)]


STORY = """<html><head><title>Matan a joven en Apopa – El Ensayo</title></head><body><article><header><h1 class="entry-title">
Matan a joven en Apopa</h1><time class="entry-date published" datetime="2024-05-03T10:00:00-06:00">3 mayo, 2024</time></header>
<div class="entry-content"><p>{}</p></div></article></body></html>""".format(
    "Un joven de veinte años fue asesinado la noche del jueves en la colonia Popotlán, de Apopa, informó la Policía. " * 2
)


def test_without_rest_the_sitemap_is_found_wherever_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SPIDERS, GenericTrial.name, GenericTrial)
    index = INDEX.format(f"<sitemap><loc>{BASE}/wp-sitemap-posts-post-1.xml</loc></sitemap>")
    urls = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{BASE}/matan-a-joven-en-apopa/</loc></url>
        <url><loc>{BASE}/quienes-somos/</loc></url></urlset>"""
    routes = {
        "/robots.txt": answer("User-agent: *\nAllow: /\n", content_type="text/plain"),
        "/wp-sitemap.xml": answer(index, content_type="text/xml"),
        "/wp-sitemap-posts-post-1.xml": answer(urls, content_type="text/xml"),
        "/matan-a-joven-en-apopa/": answer(STORY),
    }
    with FakeWeb({f"{HOST}{path}": handler for path, handler in routes.items()}) as web:
        report = crawl_trial(web, tmp_path, GenericTrial.name, monkeypatch, settings={"SPIDER_MODULES": [__name__]})
    (outlet,) = report.outlets
    assert (outlet.counts["new"], outlet.sources["sitemap"]) == (1, 1)
    assert all("wordpress" in reason for reason in outlet.reasons), outlet.reasons


def test_generic_outlets_are_small_and_say_that_nobody_saw_them() -> None:
    generic = [spider for spider in spiders().values() if issubclass(spider, WordPressSpider)]
    assert {spider.name for spider in generic} >= {"elblog", "solonoticias", "verdaddigital", "ysuca"}
    assert all(spider.confidence == "unverified" for spider in generic)
