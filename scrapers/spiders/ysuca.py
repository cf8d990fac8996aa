"""YSUCA, the radio of the university UCA. What little is known: docs/outlets.md, section YSUCA."""

from scrapers.platforms.wordpress import WordPressSpider


class YsucaSpider(WordPressSpider):
    """No page was seen; read as any WordPress."""

    name = "ysuca"
    title = "YSUCA"
    ownership = "university"
    domain = "www.ysuca.org.sv"
