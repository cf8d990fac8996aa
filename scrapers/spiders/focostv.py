"""Focos TV: WordPress with a theme of its own. Sources of all facts: docs/outlets.md, section Focos TV."""

from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.platforms.wordpress import SELECTORS, wordpress_chain, wordpress_rules


class FocosTvSpider(OutletSpider):
    """Investigations. The site stalls when it is asked often."""

    name = "focostv"
    title = "Focos TV"
    ownership = "independent"
    delay = 5.0
    rules = wordpress_rules("focostv.com", skip=("opinion", "perspectivas", "comentarios"))
    chains = (wordpress_chain("https://focostv.com", "actualidad/", links="h2 a, h3 a, h4 a, article a"),)
    selectors = Selectors(
        body=("div.focostv-post-content", *SELECTORS.body),
        title="h1.focostv-post-title, h1.post-title, h1.entry-title",
        summary="p.focostv-post-subtitle, .entry-sub-title",
        author="article span.focostv-perspectives-post-author-name",
        date="span.focostv-post-date, article .entry-header .date",
        section=".focostv-go-home-container a",
        title_suffix=r"\s*[-|–]\s*Focos(?: TV)?$",
    )
