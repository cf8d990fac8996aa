"""La Página: custom PHP to 2018, WordPress since 2020. Sources of all facts: docs/outlets.md, section La Página."""

from dataclasses import replace

from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, SKIP, wordpress_chain
from scrapers.sources import Feed, Section

_OLD, _NEW = "http://www.lapagina.com.sv", "https://lapagina.com.sv"


class LaPaginaSpider(OutletSpider):
    """Old URLs hold the day; they redirect to the new ones, section and slug."""

    name = "lapagina"
    title = "Diario Digital La Página"
    ownership = "private"
    confidence = "unverified"
    rules = UrlRules(
        hosts=host_map("lapagina.com.sv"),
        articles=(
            r"/[^/]+/\d+/\d{4}/\d{2}/\d{2}/[^/]+",
            r"/ampliar\.php\?id=\d+",
            r"/(?!wp-)[a-z-]+/(?:[a-z-]+/)?[^/.]*(?:-[^/.]+){2,}/",
        ),
        keep=("id",),
        story=(r"[^/]+/[^/]+/(\d+)/\d{4}/\d{2}/\d{2}/.*", r"[^/]+/ampliar\.php\?id=(\d+)"),
        skip=(
            *SKIP, "deportes", "jet-set", "jetset", "entretenimiento", "espectaculos", "tecnologia", "salud", "vida", "opinion",
            "editoriales", "estilo-de-vida", "curiosidades", "turismo", "cultura", "ciencia", "gastronomia",
        ),
    )  # fmt: skip
    chains = ((*wordpress_chain(_NEW), Feed(f"{_OLD}/rss/rss.php"), Section(f"{_OLD}/nacionales", links="h2 a, h3 a")),)
    selectors = replace(
        SELECTORS,
        body=("div.td-post-content", *SELECTORS.body, "div#texto_nota", "div.nota_cuerpo", "div.cuerpo_nota", "div#nota"),
        title="h1.titulo, h3.titulo-link, h1.entry-title, h1",
        summary="p.desta_lead, p.lead, div.lead",
        title_suffix=r"\s*[-|–]\s*(?:Diario Digital )?La Página.*$",
    )
