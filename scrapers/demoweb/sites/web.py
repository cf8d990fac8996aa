"""The routes of all hosts while they are being put together, and what the outlets' sites have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from urllib.parse import unquote, urlsplit

from scrapers.demoweb.catalog import Article, Oddity
from scrapers.demoweb.render import article_html, render
from scrapers.demoweb.reply import Handler, Query, Reply, Routes, fixed, redirect, text, xml

NOT_FOUND = text(render("notfound.html"), "text/html; charset=utf-8", status=404)


class Web:
    """Collects the routes host by host.

    ``pages`` says how an article's page is made where it is not simply its template in UTF-8.
    """

    def __init__(self, articles: tuple[Article, ...], oddities: tuple[Oddity, ...]) -> None:
        self.articles = articles
        self.oddities = oddities
        self.hosts: defaultdict[str, Routes] = defaultdict(_empty_routes)
        self.pages: dict[str, Callable[[Article], bytes]] = {}

    def of(self, outlet: str, *hosts: str) -> list[Article]:
        """The outlet's articles, newest first (undated first of all); only those of ``hosts`` where given."""
        found = [a for a in self.articles if a.outlet == outlet and (not hosts or a.host in hosts)]
        return found[::-1]

    def listed(self, where: str) -> list[str]:
        """URLs of the oddities that the list named ``where`` holds."""
        return [odd.url for odd in self.oddities if odd.listed == where]

    def add(self, url: str, handler: Handler | Reply) -> None:
        """Answer ``url``, whatever its scheme; a URL with a query answers that query only."""
        parts = urlsplit(url)
        key = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
        self.hosts[parts.netloc][key] = fixed(handler) if isinstance(handler, Reply) else handler

    def add_pages(self) -> None:
        """Answer every article's URL, its twins, and redirects from its aliases."""
        for article in self.articles:
            make = self.pages.get(article.id) or self.pages.get(article.template, _utf8_page)
            self.add(article.url, _page(article, make))
            for alias in article.aliases:
                self.add(alias, redirect(article.url))

    def add_oddities(self) -> None:
        """Answer every odd URL as its row says; a body «@name» is that template, «@site» what the site answers."""
        for odd in self.oddities:
            if odd.location:
                self.add(odd.url, redirect(odd.location, odd.status))
            elif odd.body != "@site":
                page = "@notfound.html" if odd.status != 200 else odd.body
                body = render(page[1:]) if page.startswith("@") else page
                self.add(odd.url, Reply(body.encode("utf-8"), odd.content_type, odd.status))

    def add_list(self, url: str, title: str, articles: Sequence[Article], per_page: int, item: str = "item") -> None:
        """Section pages ``url`` and ``url/page/N/``, newest first; the page after the last answers 404."""
        base = url.rstrip("/")
        odd = self.listed(base.partition("://")[2] + "/")
        for number in range(1, max(1, -(-len(articles) // per_page)) + 1):
            here = f"{base}/" if number == 1 else f"{base}/page/{number}/"
            shown = articles[(number - 1) * per_page : number * per_page]
            more = f"{base}/page/{number + 1}/" if number * per_page < len(articles) else None
            others = odd if number == 1 else []
            page = render("list.html", title=title, articles=shown, others=others, item=item, next_page=more)
            self.add(here, text(page, "text/html; charset=utf-8"))

    def add_home(self, host: str, title: str, articles: Sequence[Article]) -> None:
        """The host's home page with the newest headlines."""
        page = text(render("home.html", title=title, articles=articles[:8]), "text/html; charset=utf-8")
        self.hosts[host]["/"] = fixed(page)


def sitemap(rows: Sequence[tuple[str, datetime | None]], kind: str = "sitemap.xml") -> Reply:
    """A sitemap, or with ``kind`` «sitemapindex.xml» a sitemap index, of (URL, last change)."""
    return xml(render(kind, rows=rows), content_type="application/xml")


def latest(articles: Sequence[Article]) -> datetime | None:
    """The last change among the articles."""
    return max((a.changed for a in articles if a.changed), default=None)


def html_body(article: Article) -> str:
    """The story as plain paragraphs, as a feed's content holds it."""
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in article.story)


def _utf8_page(article: Article) -> bytes:
    return article_html(article).encode("utf-8")


def _page(article: Article, make: Callable[[Article], bytes]) -> Handler:
    charset = "" if "no_charset" in article.quirks else "; charset=utf-8"

    @cache
    def made() -> Reply:
        return Reply(make(article), f"text/html{charset}", modified=article.changed)

    def handler(query: Query) -> Reply:
        return made()

    return handler


def _empty_routes() -> Routes:
    return {"404": fixed(NOT_FOUND)}
