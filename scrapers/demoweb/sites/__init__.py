"""The five outlets' sites: which URLs each of their hosts answers, and how."""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.demoweb.catalog import Article, Oddity
from scrapers.demoweb.reply import Routes
from scrapers.demoweb.sites import colatino, edh, elmundo, insight, lpg
from scrapers.demoweb.sites.web import Web


def build_routes(articles: Sequence[Article], oddities: Sequence[Oddity]) -> dict[str, Routes]:
    """Host to routes, for all outlets."""
    web = Web(tuple(articles), tuple(oddities))
    for site in (edh, lpg, elmundo, colatino, insight):
        site.add_site(web)
    web.add_pages()
    web.add_oddities()
    return web.hosts
