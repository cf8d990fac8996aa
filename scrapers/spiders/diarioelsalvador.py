"""Diario El Salvador: WordPress with the theme JNews. Sources of all facts: docs/outlets.md, section Diario El Salvador."""

from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.platforms.wordpress import SELECTORS, wordpress_chain, wordpress_rules


class DiarioElSalvadorSpider(OutletSpider):
    """The government's daily, since October 2020; a number after the slug, since 2026 a section before it."""

    name = "diarioelsalvador"
    title = "Diario El Salvador"
    ownership = "state"
    rules = wordpress_rules(
        "diarioelsalvador.com",
        r"/[^/?.]+/\d{4,}/",
        r"/de[a-z]+/[^/?.]+/\d{4,}",
        r"/de[a-z]+/[^/?.]*(?:-[^/?.]+){2,}/",
        skip=("dedinero", "dedeportes", "dedeporte", "deportes", "deopinion", "opinion", "deviajes", "search", "buscar"),
    )
    chains = (wordpress_chain("https://diarioelsalvador.com", "depais/"),)
    selectors = Selectors(
        body=("div.entry-content .content-inner", "div.entry-content", *SELECTORS.body),
        title="h1.jeg_post_title, .entry-header h1, h1",
        summary="h2.jeg_post_subtitle",
        author=".entry-header .jeg_meta_author a",
        date=".entry-header .jeg_meta_date a, .jeg_meta_container .jeg_meta_date a",
        section=".entry-header .jeg_meta_category a, .jeg_breadcrumbs span:nth-child(2) a",
        tags=".jeg_post_tags a",
        title_suffix=r"\s*[-|–]\s*Diario El Salvador$",
    )
