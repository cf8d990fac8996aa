"""La Prensa Gráfica: OpenCms, no WordPress. Sources of all facts: docs/outlets.md, section La Prensa Gráfica."""

from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.sources import Feed, Section, Sitemap

_BASE = "https://www.laprensagrafica.com"


class LaPrensaGraficaSpider(OutletSpider):
    """Dated paths to early 2017, then ``Slug-YYYYMMDD-NNNN.html``."""

    name = "laprensagrafica"
    title = "La Prensa Gráfica"
    ownership = "private"
    rules = UrlRules(
        hosts=host_map("www.laprensagrafica.com"),
        articles=(r"/\d{4}/\d{2}/\d{2}/[^/]+", r"/[^/]+/[^/]+-\d{8}-\d{4}\.html"),
        story=(r"[^/]+/([^/]+)/[^/]+-(\d{8}-\d{4})\.html",),
        skip=(
            "deportes", "opinion", "ella", "farandula", "salud", "tendencias", "mujer", "revistas", "tag", "img", "seccion",
            "economia", "turismo", "tecnologia", "cultura",
        ),
    )  # fmt: skip
    chains = (
        (
            Sitemap(f"{_BASE}/sitemaps/news-daily.xml"),
            Feed(f"{_BASE}/Generales/feed?rss=Portada"),
            Section(f"{_BASE}/elsalvador/", links="a"),
        ),
        # The text lists of all months are named in robots.txt.
        (Sitemap(f"{_BASE}/robots.txt"),),
    )
    selectors = Selectors(
        body=("div.news-body", "div.nota"),
        title="h1.news-title, div.nota h1, h1",
        summary="p.news-summary, p.entradilla",
        author="span.news-author, div.firma",
        date="time[datetime]",
        section="span.section",
        tags="ul.tags a",
        drop="h1, .entradilla, .firma, .share",
        title_suffix=r"\s*\|\s*(?:Noticias de El Salvador.*|La Prensa Gráfica)$",
    )
