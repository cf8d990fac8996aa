"""Every way to discover articles is well-formed and leads to all of them."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from scrapers.demoweb import load_articles, load_oddities

POSTS = "https://www.diariocolatino.com/wp-json/wp/v2/posts"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def locations(get, url: str) -> list[str]:
    answer = get(url)
    assert answer.status == 200, url
    return [loc.text for loc in etree.fromstring(answer.body).iter(f"{SITEMAP}loc")]


def items(get, url: str) -> list[etree._Element]:
    answer = get(url)
    assert answer.status == 200, url
    return etree.fromstring(answer.body).findall(".//item")


def urls(outlet: str, night: int = 1) -> set[str]:
    return {a.url for a in load_articles(night) if a.outlet == outlet}


def test_el_diario_de_hoy_is_whole_in_its_sitemap_indexes(get) -> None:
    listed = set()
    for host in ("www.elsalvador.com", "www.eldiariodehoy.com"):
        for sub in locations(get, f"https://{host}/sitemap.xml"):
            listed |= set(locations(get, sub))
    for url in sorted(listed):
        answer = get(url)
        if answer.status == 301:
            listed.add(answer.headers["location"])
    assert urls("elsalvador.com") <= listed
    assert {odd.url for odd in load_oddities() if "elsalvador.com" in odd.url} <= listed


def test_sitemaps_tell_when_a_page_changed(get, get_second) -> None:
    def lastmod(getter) -> str:
        tree = etree.fromstring(getter("https://www.elsalvador.com/sitemap.xml").body)
        return tree.find(f".//{SITEMAP}sitemap[1]/{SITEMAP}lastmod").text

    assert lastmod(get) == "2025-05-14T07:00:00-06:00"
    assert lastmod(get_second) == "2025-05-15T11:30:00-06:00"


def test_the_old_el_diario_de_hoy_feed_is_latin_9_with_full_text_and_spanish_dates(get) -> None:
    answer = get("https://www.elsalvador.com/es/rss/news/elsalvador/rss.xml")
    assert answer.headers["content-type"].endswith("iso-8859-15")
    assert answer.body.startswith(b'<?xml version="1.0" encoding="ISO-8859-15"?>')
    found = items(get, "https://www.elsalvador.com/es/rss/news/elsalvador/rss.xml")
    assert "Asesinan" not in found[0].findtext("title")
    assert "dom, 24 ene 2016 07:15:00 -0600" in [item.findtext("pubDate") for item in found]
    assert all(len(item.findtext(CONTENT)) > 200 for item in found)
    assert get("https://www.elsalvador.com/feed/").status == 403


def test_la_prensa_grafica_is_whole_in_its_text_lists(get) -> None:
    assert get("https://www.laprensagrafica.com/sitemap.xml").status == 404
    robots = get("https://www.laprensagrafica.com/robots.txt").text
    lists = [line.split(": ")[1] for line in robots.splitlines() if line.startswith("Sitemap:")]
    texts = [name for name in lists if name.endswith(".txt")]
    listed = {line for name in texts for line in get(name).text.split()}
    assert urls("laprensagrafica.com") <= listed
    assert set(locations(get, "https://www.laprensagrafica.com/sitemaps/news-daily.xml")) < listed


def test_la_prensa_grafica_feed_has_gmt_dates_and_no_body(get) -> None:
    found = items(get, "https://www.laprensagrafica.com/Generales/feed?rss=Portada")
    assert len(found) == 3
    assert all(item.findtext("pubDate").endswith("GMT") and item.find(CONTENT) is None for item in found)
    assert get("https://www.laprensagrafica.com/Generales/feed?rss=Deportes").status == 404


def test_el_mundo_lists_page_by_page_until_an_empty_one(get) -> None:
    listed: set[str] = set()
    for section in ("nacionales", "economia", "politica", "el-mundo"):
        for number in range(1, 20):
            tree = html.fromstring(get(f"https://diario.elmundo.sv/morearticles/{section}?pgno={number}").text)
            links = [a.get("href") for a in tree.cssselect("div.article-title a")]
            if not links:
                break
            listed |= set(links)
    assert urls("elmundo.sv") <= listed


def test_the_old_el_mundo_feed_has_excerpts_only(get) -> None:
    found = items(get, "https://elmundo.sv/feed/")
    assert len(found) == 4
    for item in found:
        assert item.findtext("link").startswith("http://elmundo.sv/")
        assert "&hellip;" in item.findtext(CONTENT)
        assert parsedate_to_datetime(item.findtext("pubDate")).utcoffset() is not None


def test_co_latino_posts_come_page_by_page_with_totals(get) -> None:
    first = get(f"{POSTS}?per_page=4&page=1")
    total, pages = int(first.headers["x-wp-total"]), int(first.headers["x-wp-totalpages"])
    posts = [p for n in range(1, pages + 1) for p in json.loads(get(f"{POSTS}?per_page=4&page={n}").text)]
    assert len(posts) == total == len(urls("diariocolatino.com"))
    assert {post["link"] for post in posts} == urls("diariocolatino.com")
    beyond = get(f"{POSTS}?per_page=4&page={pages + 1}")
    assert beyond.status == 400
    assert json.loads(beyond.text)["code"] == "rest_post_invalid_page_number"


def test_co_latino_posts_can_be_asked_by_date_and_by_change(get) -> None:
    after = json.loads(get(f"{POSTS}?after=2025-01-01T00:00:00").text)
    assert [post["date"] for post in after] == ["2025-05-13T14:00:00", "2025-02-10T17:15:00"]
    assert after[0]["date_gmt"] == "2025-05-13T20:00:00"
    assert "pescador de 40" in after[0]["content"]["rendered"]
    changed = json.loads(get(f"{POSTS}?modified_after=2025-05-13T19:59:59Z&_fields=id,link").text)
    assert [sorted(post) for post in changed] == [["id", "link"]]
    older = get(f"{POSTS}?before=2016-01-01T00:00:00")
    assert [post["date"][:4] for post in json.loads(older.text)] == ["2015"]


@pytest.mark.parametrize("base", ["https://www.diariocolatino.com", "https://insightcrime.org"])
def test_wordpress_front_pages_lead_to_all_posts(get, base: str) -> None:
    listed: set[str] = set()
    page: str | None = f"{base}/"
    while page:
        tree = html.fromstring(get(page).text)
        listed |= {a.get("href") for a in tree.cssselect("div.item a")}
        page = next((a.get("href") for a in tree.cssselect("a.next")), None)
    outlet = urlsplit(base).netloc.removeprefix("www.")
    assert urls(outlet) <= listed


def test_insight_crime_feed_has_the_full_text_and_the_tags(get) -> None:
    found = items(get, "https://insightcrime.org/feed/")
    by_link = {item.findtext("link"): item for item in found}
    assert set(by_link) == urls("insightcrime.org")
    analysis = next(item for link, item in by_link.items() if "force-relatives" in link)
    assert "2,724 in the same months of 2016" in analysis.findtext(CONTENT)
    assert "El Salvador" in [category.text for category in analysis.findall("category")]
    tagged = items(get, "https://insightcrime.org/tag/ms13/feed/")
    assert [item.findtext("link") for item in tagged] == [analysis.findtext("link")]


def test_robots_names_a_delay_and_forbidden_paths(get) -> None:
    assert "Crawl-delay: 0.1" in get("https://diario.elmundo.sv/robots.txt").text
    assert "Disallow: /suscriptores/" in get("https://www.elsalvador.com/robots.txt").text
    forbidden = [odd.url for odd in load_oddities() if odd.why == "robots"]
    assert all("/suscriptores/" in url for url in forbidden)
    assert forbidden
