"""Revista Factum: WordPress. Sources of all facts: docs/outlets.md, section Revista Factum."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, wordpress_chain, wordpress_rules


class FactumSpider(OutletSpider):
    """Investigations and chronicles; few incidents of the day."""

    name = "factum"
    title = "Revista Factum"
    ownership = "independent"
    confidence = "unverified"  # its text and addresses were seen, its markup was not
    rules = wordpress_rules("www.revistafactum.com", skip=("opinion", "cultura", "series"))
    chains = (wordpress_chain("https://www.revistafactum.com"),)
    selectors = replace(SELECTORS, title_suffix=r"\s*[-|–]\s*Revista Factum$")
