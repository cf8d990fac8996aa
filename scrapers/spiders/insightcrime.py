"""InSight Crime: regional, English. Sources of all facts: docs/outlets.md, section InSight Crime."""

from dataclasses import replace

from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SELECTORS, wordpress_rules
from scrapers.sources import Feed, WordPress

_BASE = "https://insightcrime.org"


class InsightCrimeSpider(OutletSpider):
    """Analyses that quote the Salvadoran press and police; only what is tagged El Salvador."""

    name = "insightcrime"
    title = "InSight Crime"
    ownership = "independent"
    language = "en"
    rules = wordpress_rules(
        "insightcrime.org",
        r"/(?:news|investigations|news-briefs|news-analysis|noticias|investigaciones|indepth)/(?:[^/]+/)?[^/]+-[^/]+/",
        skip=("component", "podcast", "events"),
    )
    chains = ((Feed(f"{_BASE}/tag/el-salvador/feed/"), Feed(f"{_BASE}/feed/"), WordPress(f"{_BASE}/wp-json/wp/v2/posts")),)
    selectors = replace(SELECTORS, body=("article div.entry-content",), section="", tags="div.cat-links a")
