"""Solo Noticias: what little is known stands in docs/outlets.md, section Solo Noticias."""

from scrapers.platforms.wordpress import WordPressSpider


class SoloNoticiasSpider(WordPressSpider):
    """No page was seen; read as any WordPress."""

    name = "solonoticias"
    title = "Solo Noticias"
    ownership = "private"
    domain = "www.solonoticias.com"
