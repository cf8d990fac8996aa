"""El Diario de Hoy: www.elsalvador.com, historico.elsalvador.com and www.eldiariodehoy.com.

Its sitemap index leads to all; older articles stand there in the ``h-`` form, which redirects to the archive
host. The archive is cp1252 without saying so, the feed of 2016 is ISO-8859-15 with Spanish dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scrapers.demoweb.catalog import Article
from scrapers.demoweb.render import article_html, render, spanish_rfc822
from scrapers.demoweb.reply import redirect, text, xml
from scrapers.demoweb.sites.web import Web, html_body, latest, sitemap

OUTLET = "elsalvador.com"
WWW, ARCHIVE, SECOND = "www.elsalvador.com", "historico.elsalvador.com", "www.eldiariodehoy.com"
ROBOTS = """User-agent: *
Disallow: /wp-admin/
Disallow: /search
Disallow: /suscriptores/

Sitemap: https://{host}/sitemap.xml
"""


def add_site(web: Web) -> None:
    """Add the outlet's three hosts."""
    web.pages["edh_archive"] = _archive_page
    articles = web.of(OUTLET)
    for host in (WWW, SECOND):
        web.add(f"https://{host}/robots.txt", text(ROBOTS.format(host=host)))
        web.add_home(host, "Noticias de El Salvador", web.of(OUTLET, host))
    web.add(f"https://{ARCHIVE}/", redirect(f"https://{WWW}/"))
    _add_sitemaps(web, WWW, [a for a in articles if a.host != SECOND])
    _add_sitemaps(web, SECOND, web.of(OUTLET, SECOND))
    recent = [a for a in web.of(OUTLET, WWW) if a.template == "edh"]
    web.add_list(f"https://{WWW}/category/noticias/nacional", "Nacional", _in_section(recent, "Nacional"), 6)
    web.add_list(f"https://{WWW}/category/deportes", "Deportes", _in_section(recent, "Deportes"), 6)
    for path in ("/feed/", "/rss/"):
        web.add(f"https://{WWW}{path}", text("Forbidden", status=403))
    for path in ("/rss/articulos/rss-LAST.xml", "/es/rss/news/elsalvador/rss.xml"):
        web.add(f"https://{WWW}{path}", xml(_feed([a for a in articles if a.template == "edh_2016"]), "iso-8859-15"))


def _add_sitemaps(web: Web, host: str, articles: Sequence[Article]) -> None:
    by_year = [(year, list(group)) for year, group in groupby(articles, _year)]
    index = []
    for year, group in by_year:
        name = f"https://{host}/sitemap-{year}.xml"
        rows = [(_listed_url(a), a.changed) for a in group]
        rows += [(url, None) for url in web.listed(f"{host}/sitemap-{year}.xml")]
        web.add(name, sitemap(rows))
        index.append((name, latest(group)))
    web.add(f"https://{host}/sitemap.xml", sitemap(index, "sitemapindex.xml"))


def _listed_url(article: Article) -> str:
    """The URL the sitemap gives: the first alias where there is one (the ``h-`` form), else the article's own."""
    return article.aliases[0] if article.aliases else article.url


def _year(article: Article) -> str:
    return str(article.published.year) if article.published else "0"


def _in_section(articles: Sequence[Article], section: str) -> list[Article]:
    return [a for a in articles if a.section == section]


def _archive_page(article: Article) -> bytes:
    return article_html(article).encode("cp1252", "xmlcharrefreplace")


def _feed(articles: Sequence[Article]) -> str:
    items = [
        {
            "title": a.title, "link": a.url, "guid": a.slug, "description": a.summary, "content": html_body(a),
            "date": spanish_rfc822(a.published).lower() if a.published else "", "author": a.author,
            "categories": [a.section],
        }
        for a in articles
    ]  # fmt: skip
    link = f"http://{WWW}/"
    return render("feed.xml", title="elsalvador.com", link=link, language="es", items=items, encoding="iso-8859-15")
