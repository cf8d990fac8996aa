"""El Diario de Hoy: three hosts, five eras of URLs. Sources of all facts: docs/outlets.md, section El Diario de Hoy."""

from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.sources import Feed, Section, Sitemap

_WWW, _SECOND = "https://www.elsalvador.com", "https://www.eldiariodehoy.com"


class ElDiarioDeHoySpider(OutletSpider):
    """elsalvador.com (all years), its frozen archive historico., and the second site eldiariodehoy.com (2018, 2026)."""

    name = "eldiariodehoy"
    title = "El Diario de Hoy"
    ownership = "private"
    verify_certificates = False  # historico.elsalvador.com serves an incomplete chain
    rules = UrlRules(
        hosts=host_map("www.elsalvador.com", "www.eldiariodehoy.com", "historico.elsalvador.com", "historico.eldiariodehoy.com"),
        articles=(
            r"www\.elsalvador\.com/mwedh/nota/nota_completa\.asp\?.*idArt=\d+.*",
            r"www\.elsalvador\.com/articulo/[^/]+/[^/]+-\d+",
            r"/(?:[^/]+/){1,3}\d{4,}/[^/]+/",
            r"/(?:[^/]+/){1,3}[^/]+/\d{4,}/\d{4}/",
            r"historico\.[^/]+/historico(?:-edh)?/\d+/[^/]+\.html",
            r"www\.elsalvador\.com/eldiariodehoy/[^/]+-\d+/",
        ),
        # Old items stand in the sitemap as /h-noticias/h-nacional/…; they redirect to the archive.
        rewrites=((r"/h-(?=[^/]+/)", "/"),),
        skip=(
            "deportes", "entretenimiento", "vida", "fotogalerias", "videos", "opinion", "category", "tag", "author", "trends",
            "articulo/deportes", "articulo/trends", "articulo/entretenimiento", "articulo/editorial", "page", "search",
        ),
        keep=("idArt", "idCat"),
        # The archives kept the ids; eldiariodehoy.com counted anew in 2026.
        story=(
            r"(?:www|historico)\.(elsalvador)\.com/(?:[^/]+/)*(\d{5,})/[^/]+(?:/|\.html)",
            r"(?:www|historico)\.(eldiariodehoy)\.com/(?:[^/]+/)*(\d{4,})/(?!\d{4}/)[^/]+(?:/|\.html)",
            r"www\.elsalvador\.com/(mwedh)/nota/nota_completa\.asp\?idArt=(\d+).*",
        ),
    )  # fmt: skip
    chains = (
        (
            Sitemap(f"{_WWW}/sitemap.xml"),
            Section(f"{_WWW}/category/noticias/nacional/", "a", f"{_WWW}/category/noticias/nacional/page/{{page}}/"),
        ),
        (Feed(f"{_WWW}/es/rss/news/elsalvador/rss.xml"), Feed(f"{_WWW}/rss/articulos/rss-LAST.xml"), Feed(f"{_WWW}/feed/")),
        (Sitemap(f"{_SECOND}/sitemap.xml"), Section(f"{_SECOND}/category/noticias/nacionales/", links="a")),
    )
    selectors = Selectors(
        body=("article.detail div.entry-content", "div.entry-content"),
        title="article.detail h1.title, h1.title",
        summary="article.detail p.summary",
        author="article.detail span.author, article.detail p.author",
        date="article.detail span.ago, article.detail p.published",
        tags="article.detail a.tag, article.detail a.tags",
        script_date=r"'createdDate'\s*:\s*'([^']+)'",
        title_suffix=r"\s*[|-]\s*(?:Noticias de El Salvador.*|elsalvador\.com)$",
        twelve_hours=r"//historico\.",
    )
