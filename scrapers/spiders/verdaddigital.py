"""Verdad Digital: what little is known stands in docs/outlets.md, section Verdad Digital."""

from scrapers.platforms.wordpress import WordPressSpider


class VerdadDigitalSpider(WordPressSpider):
    """No page was seen; read as any WordPress."""

    name = "verdaddigital"
    title = "Verdad Digital"
    ownership = "private"
    domain = "verdaddigital.com"
