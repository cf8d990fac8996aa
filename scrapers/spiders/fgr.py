"""Press room of the attorney general (Fiscalía General de la República). Facts: docs/outlets.md, section FGR."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, SLUG, wordpress_chain, wordpress_rules


class FgrSpider(OutletSpider):
    """Charges and convictions as the prosecution tells them, often of crimes years old."""

    name = "fgr"
    title = "Fiscalía General de la República"
    ownership = "government"
    confidence = "unverified"
    rules = wordpress_rules(
        "www.fiscalia.gob.sv",
        r"/(?:sala-de-prensa|noticias|comunicados)/(?!page/)(?:[^/?]+/)?[^/?]*(?:-[^/?]+)+/",
        r"/20\d{2}/\d{2}/(?:\d{2}/)?[^/?]*[^/?\d][^/?]*/",
        rf"/(?!sala-de-prensa/){SLUG[1:].replace('+/', '{2,}/')}",
        skip=(
            "servicios",
            "institucion",
            "transparencia",
            "marco-legal",
            "directorio",
            "estructura-organizativa",
            "la-institucion",
        ),
    )
    chains = (wordpress_chain("https://www.fiscalia.gob.sv", "sala-de-prensa/", links="div.col-lg-8 a", block="div.col-lg-8"),)
    selectors = replace(
        SELECTORS,
        title=f"{SELECTORS.title}, div.col-lg-8 h1, div.col-lg-8 h2",
        date=f"{SELECTORS.date}, div.col-lg-8 .fecha, div.col-lg-8 .date",
        title_suffix=r"\s*[-|–]\s*(?:FGR|Fiscalía General de la República.*)$",
    )
