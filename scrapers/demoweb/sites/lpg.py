"""La Prensa Gráfica: a daily news sitemap, monthly text lists, and the front-page feed of 2016.

It is no WordPress: /sitemap.xml is a 404. Most articles are found only in the text lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scrapers.demoweb.catalog import Article
from scrapers.demoweb.render import render, rfc822
from scrapers.demoweb.reply import text, xml
from scrapers.demoweb.sites.web import Web

OUTLET = "laprensagrafica.com"
HOST = "www.laprensagrafica.com"
DAILY_SITEMAP_ARTICLES = 6
ROBOTS = """User-agent: *
Disallow: /system/
Disallow: /revistas/

Sitemap: https://www.laprensagrafica.com/sitemaps/news-daily.xml
"""


def add_site(web: Web) -> None:
    """Add the outlet's host."""
    base = f"https://{HOST}"
    articles = web.of(OUTLET)
    lists = {name: list(group) for name, group in groupby(articles, _list_name)}
    for name, group in lists.items():
        urls = [a.url for a in group] + web.listed(f"{HOST}{name}")
        web.add(f"{base}{name}", text("\n".join(urls) + "\n"))
    web.add(f"{base}/robots.txt", text(ROBOTS + "".join(f"Sitemap: {base}{name}\n" for name in lists)))
    daily = render("newssitemap.xml", articles=[a for a in articles if a.published][:DAILY_SITEMAP_ARTICLES])
    web.add(f"{base}/sitemaps/news-daily.xml", xml(daily, content_type="application/xml"))
    feed = xml(_feed([a for a in articles if a.template == "lpg_2016"]))
    web.add(f"{base}/Generales/feed?rss=Portada", feed)
    web.add(f"{base}/feed/index.html", text("Forbidden", status=403))
    web.add_home(HOST, "La Prensa Gráfica", articles)
    web.add_list(f"{base}/elsalvador", "El Salvador", [a for a in articles if a.section == "El Salvador"], 8)


def _list_name(article: Article) -> str:
    when = article.published
    return f"/_static/sitemaps/lpg-{when:%y}-{when.month}.txt" if when else "/_static/sitemaps/lpg-0-0.txt"


def _feed(articles: Sequence[Article]) -> str:
    """Titles and one line each, dates in GMT, no body."""
    items = [
        {
            "title": a.title, "link": a.url, "guid": a.number, "description": a.summary, "content": "",
            "date": rfc822(a.published, "GMT") if a.published else "", "author": "", "categories": [],
        }
        for a in articles
    ]  # fmt: skip
    title, link = "La Prensa Grafica - Portada", f"http://{HOST}/Generales/feed?rss=Portada"
    return render("feed.xml", title=title, link=link, language="es-SV", items=items, encoding="utf-8")
