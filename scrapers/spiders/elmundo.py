"""Diario El Mundo: WordPress to about 2018, another front end since. Facts: docs/outlets.md, section Diario El Mundo."""

from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.sources import Feed, Section

_OLD, _NEW = "http://elmundo.sv", "https://diario.elmundo.sv"
_SECTIONS = r"(?i:nacionales|politica|economia|el-mundo|principal|sucesos)"


class ElMundoSpider(OutletSpider):
    """elmundo.sv (to 2018), which redirects to diario.elmundo.sv (2019 on)."""

    name = "elmundo"
    title = "Diario El Mundo"
    ownership = "private"
    rules = UrlRules(
        hosts=host_map("elmundo.sv", "diario.elmundo.sv", "redaccion.elmundo.sv"),
        articles=(
            rf"(?:diario|redaccion)\.elmundo\.sv/{_SECTIONS}/[^/]+",
            # Slugs of one or two words are sections and pages, not stories.
            r"/(?!morearticles|ampArticle|category|author|tag)[^/]*(?:-[^/]+){2,}/",
            r"diario\.elmundo\.sv/ampArticle/[^/]+",
        ),
        # The slug stayed the same through all moves.
        story=(r"(?:diario\.|redaccion\.)?elmundo\.sv/(?:[^/]+/)?([^/]*(?:-[^/]+){2,})/?",),
        skip=("deportes", "vida", "tecnologia", "opinion", "category", "author", "tag"),
    )
    chains = (
        (
            Section(
                f"{_NEW}/morearticles/nacionales",
                links="div.article-title a",
                next_url=f"{_NEW}/morearticles/nacionales?pgno={{page}}",
            ),
        ),
        (Feed(f"{_OLD}/feed/"),),
    )
    selectors = Selectors(
        body=("div.article-body", "div.entry-content"),
        title="h1.title-article",
        summary="div.article-subTitle",
        author="div.article-author",
        date="time.publishing-date",
        section="div.article-section",
        stop="div.article-section, .title-article",
        title_suffix=r"\s*[|-]\s*Diario El Mundo$",
    )
