"""Cronio: WordPress with the theme Zox News. Sources of all facts: docs/outlets.md, section Cronio."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, wordpress_chain, wordpress_rules


class CronioSpider(OutletSpider):
    """Near the government. As one scrolls on, other articles are put after the first, each below its section's label."""

    name = "cronio"
    title = "Cronio"
    ownership = "private"
    confidence = "unverified"  # its text and addresses were seen, its markup was not
    rules = wordpress_rules(
        "croniosv.com",
        r"/(?:nacionales|principal|judicial|politica|sucesos|internacionales?|mundo)/(?:[^/?.]+/)?[^/?.]*(?:-[^/?.]+){2,}/",
        skip=("deportes", "espectaculos", "farandula", "tecnologia", "economia", "opinion", "salud", "nacionales/deportes"),
    )
    chains = (wordpress_chain("https://croniosv.com", "category/nacionales/", links="a"),)
    selectors = replace(
        SELECTORS,
        body=("article #mvp-content-main", "#mvp-content-main", *SELECTORS.body),
        title="h1.mvp-post-title",
        author=".mvp-author-info-name .author-name",
        date=".mvp-author-info-date time[datetime]",
        tags=".mvp-post-tags a",
        drop="",
        stop=".mvp-post-cat, .mvp-article-wrap, .mvp-post-title",
        labels="Nacionales|Judicial(?:es)?|Principal|Política|Social|Sucesos|Internacional(?:es)?|Economía|Entrega especial",
        title_suffix=r"\s*[-|–]\s*Cronio(?:\.sv| SV| El Salvador)?.*$",
    )
