"""Diario1: WordPress 4.3 without REST, a post type a section. Sources of all facts: docs/outlets.md, section Diario1."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, wordpress_rules
from scrapers.sources import Feed, Section, Sitemap

_BASE = "https://diario1.com"
_SKIP = ("deportes", "zona-multimedia", "cycloneslider", "opinion", "espectaculos", "tendencias", "tecnologia", "vida")


class Diario1Spider(OutletSpider):
    """The head of each page prints the day of the visit: no visible date is ever taken, and the URL's month checks the others."""

    name = "diario1"
    title = "Diario1"
    ownership = "private"
    confidence = "unverified"
    rules = wordpress_rules("diario1.com", r"/[^/]+/\d{4}/\d{2}/[^/]+/", r"/mundo/[^/]*(?:-[^/]+)+/", skip=_SKIP)
    chains = (
        (
            Feed(f"{_BASE}/feed/"),
            Sitemap(f"{_BASE}/sitemap_index.xml"),
            Section(f"{_BASE}/", links="li.noticias-lista-item h1 a, h1 a, h2 a", next_url=f"{_BASE}/page/{{page}}/"),
        ),
    )
    selectors = replace(SELECTORS, date="", author="span.author-post", title_suffix=r"\s*[-|–]\s*Diario1.*$")
