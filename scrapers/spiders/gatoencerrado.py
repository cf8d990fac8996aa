"""GatoEncerrado: WordPress with dated paths. Sources of all facts: docs/outlets.md, section GatoEncerrado."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, wordpress_chain, wordpress_rules


class GatoEncerradoSpider(OutletSpider):
    """Investigations. The site refuses whoever asks often."""

    name = "gatoencerrado"
    title = "GatoEncerrado"
    ownership = "independent"
    confidence = "unverified"  # its text and addresses were seen, its markup was not
    delay = 5.0
    rules = wordpress_rules("gatoencerrado.news", r"/20\d{2}/\d{2}/\d{2}/[^/?]+/")
    chains = (wordpress_chain("https://gatoencerrado.news", links="article a, h2 a, h3 a"),)
    selectors = replace(
        SELECTORS,
        author=f"{SELECTORS.author}, a[href*='/author/']",
        title_suffix=r"\s*[-|–]\s*Gato ?Encerrado$",
    )
