"""El Salvador Times: Opennemas. Sources of all facts: docs/outlets.md, section El Salvador Times."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.opennemas import SELECTORS, opennemas_chain, opennemas_rules

_SKIP = ("articulo/deportes", "articulo/espectaculos", "articulo/vida", "articulo/tecnologia", "articulo/opinion")


class ElSalvadorTimesSpider(OutletSpider):
    """Crime stands in the articles and in the blog «La nota roja»."""

    name = "elsalvadortimes"
    title = "El Salvador Times"
    ownership = "private"
    confidence = "unverified"
    rules = opennemas_rules("www.elsalvadortimes.com", skip=_SKIP)
    chains = (opennemas_chain("https://www.elsalvadortimes.com", "blog/section/la-nota-roja", "tags/pnc"),)
    selectors = replace(SELECTORS, title_suffix=r"\s*[-|]\s*(?:[\w ]+\s*[-|]\s*)?El Salvador Times$")
