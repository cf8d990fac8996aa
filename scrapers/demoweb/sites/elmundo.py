"""Diario El Mundo: elmundo.sv (the old host, excerpts feed, redirects) and diario.elmundo.sv (lists, AMP twins)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrapers.demoweb.catalog import Article
from scrapers.demoweb.render import article_html, render, rfc822
from scrapers.demoweb.reply import Handler, Query, Reply, text, xml
from scrapers.demoweb.sites.web import Web

OUTLET = "elmundo.sv"
OLD, NEW = "elmundo.sv", "diario.elmundo.sv"
SECTIONS = ("politica", "economia", "nacionales", "el-mundo")
PER_PAGE = 8
EXCERPT_CHARS = 170
ROBOTS = """User-agent: *
Crawl-delay: 0.1
Disallow: /search
"""


def add_site(web: Web) -> None:
    """Add the outlet's two hosts."""
    articles = web.of(OUTLET)
    web.add(f"https://{NEW}/robots.txt", text(ROBOTS))
    web.add(f"https://{OLD}/robots.txt", text("User-agent: *\nDisallow: /wp-admin/\n"))
    web.add_home(NEW, "Diario El Mundo", articles)
    web.add_home(OLD, "Diario El Mundo", articles)
    for section in SECTIONS:
        inside = [a for a in articles if _section(a) == section]
        web.add(f"https://{NEW}/morearticles/{section}", _list(web, section, inside))
        web.add(f"https://{NEW}/{section}", _section_page(section, inside))
    web.add(f"https://{OLD}/feed/", xml(_feed([a for a in articles if a.aliases and OLD in a.aliases[0]])))
    for article in articles:
        for twin in article.twins:
            web.add(twin, Reply(_amp(article, twin), modified=article.changed))
        if "infinite_scroll" in article.quirks:
            web.pages[article.id] = _ScrollPage(articles)


def _section(article: Article) -> str:
    first = article.parts.path.strip("/").split("/")[0].lower()
    return first if first in SECTIONS else "nacionales"


def _list(web: Web, section: str, articles: Sequence[Article]) -> Handler:
    """``/morearticles/<section>?pgno=N``, from 1; a page after the last is empty. AMP twins are listed too."""

    def handler(query: Query) -> Reply:
        number = int(query.get("pgno", "1")) if query.get("pgno", "1").isdigit() else 1
        shown = articles[(number - 1) * PER_PAGE : number * PER_PAGE]
        others = [twin for article in shown for twin in article.twins]
        others += web.listed(f"{NEW}/morearticles/{section}") if number == 1 else []
        page = render("list.html", title=section, articles=shown, others=others, item="article-title", next_page=None)
        return text(page, "text/html; charset=utf-8")

    return handler


def _section_page(section: str, articles: Sequence[Article]) -> Reply:
    """The section's own page, which comes in the article template with linked headlines as its body."""
    title = section.replace("-", " ").title()
    page = Article(f"section-{section}", OUTLET, "dem", f"https://{NEW}/{section}", title, (), {}, section=title)
    return text(article_html(page, headlines=articles), "text/html; charset=utf-8")


class _ScrollPage:
    """Makes the infinite-scroll page: the next older article of the site stands inside the first one's container."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = list(articles)

    def __call__(self, article: Article) -> bytes:
        following = self.articles[(self.articles.index(article) + 1) % len(self.articles)]
        return article_html(article, glued=following).encode("utf-8")


def _amp(article: Article, twin: str) -> bytes:
    """The same story at the AMP address, the photo credits run into the text."""
    shown = replace(article, template="dem_amp", url=twin)
    return article_html(shown, canonical=article.url).encode("utf-8")


def _feed(articles: Sequence[Article]) -> str:
    """Excerpts only: the content is cut with an ellipsis. Dates in UTC."""
    items = [
        {
            "title": a.title, "link": a.aliases[0], "guid": f"http://{OLD}/?p={a.number}", "author": a.author,
            "date": rfc822(a.published, "+0000") if a.published else "", "description": _excerpt(a, "&#8230;"),
            "content": _excerpt(a, "&hellip;"), "categories": [a.section, "Principal"],
        }
        for a in articles
    ]  # fmt: skip
    link = f"http://{OLD}"
    return render("feed.xml", title="Diario El Mundo", link=link, language="es-ES", items=items, encoding="utf-8")


def _excerpt(article: Article, ellipsis: str) -> str:
    cut = article.story[0][:EXCERPT_CHARS].rsplit(" ", 1)[0]
    captions = "".join(f'<p class="wp-caption-text">{caption}</p>' for caption in article.captions)
    return f'{captions}<p class="lead">{cut} {ellipsis}</p>'
