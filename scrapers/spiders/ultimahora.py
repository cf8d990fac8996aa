"""Última Hora: WordPress with a theme by Jellywp. Sources of all facts: docs/outlets.md, section Última Hora."""

from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.platforms.wordpress import SELECTORS, wordpress_chain, wordpress_rules


class UltimaHoraSpider(OutletSpider):
    """Near the government; repeats Diario El Salvador and tweets of the authorities."""

    name = "ultimahora"
    title = "Última Hora"
    ownership = "private"
    rules = wordpress_rules("ultimahora.sv", skip=("deportes", "farandula", "entretenimiento"))
    chains = (wordpress_chain("https://ultimahora.sv", "category/portada/portada-portada/"),)
    selectors = Selectors(
        body=("div.post_content", *SELECTORS.body),
        title="h1.single_post_title_main, h1.entry-title, h1",
        summary="p.post_subtitle_text",
        author="div.author-name, .post-author a",
        date="span.post-date.updated, .single-post-meta-wrapper .post-date",
        section=".single_meta_category a, span.meta-category-small a",
        tags=".tag-cat a, a[rel='tag']",
        title_suffix=r"\s*[-|–]\s*[ÚU]ltima Hora(?: (?:SV|El Salvador))?$",
    )
