"""Diario Co Latino: WordPress with a TieLabs theme. Sources of all facts: docs/outlets.md, section Diario Co Latino."""

from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.platforms.wordpress import wordpress_chain, wordpress_rules


class DiarioCoLatinoSpider(OutletSpider):
    """One slug at the root; attachments lie one level deeper and are no stories."""

    name = "diariocolatino"
    title = "Diario Co Latino"
    ownership = "cooperative"
    rules = wordpress_rules("www.diariocolatino.com")
    chains = (wordpress_chain("https://www.diariocolatino.com"),)
    selectors = Selectors(
        body=("div.entry",),
        title="h1.post-title",
        author="span.post-meta-author",
        date="article span.tie-date",
        section="span.post-cats",
        title_suffix=r"\s*[-|]\s*Diario Co Latino$",
        spam=True,
    )
