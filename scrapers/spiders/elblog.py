"""El Blog: what little is known stands in docs/outlets.md, section El Blog."""

from scrapers.platforms.wordpress import WordPressSpider


class ElBlogSpider(WordPressSpider):
    """No page was seen; read as any WordPress."""

    name = "elblog"
    title = "El Blog"
    ownership = "private"
    domain = "elblog.com"
