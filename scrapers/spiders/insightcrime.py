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
        r"/(?:news|investigations|news-briefs|news-analysis|indepth)/(?:[^/]+/)?[^/]+-[^/]+/",
        skip=("component", "podcast", "events", "es"),
        story=(r"insightcrime\.org/[^/]+/(?:[^/]+/)?([^/]+-[^/]+)/",),
    )
    chains = ((Feed(f"{_BASE}/tag/el-salvador/feed/"), Feed(f"{_BASE}/feed/"), WordPress(f"{_BASE}/wp-json/wp/v2/posts")),)
    selectors = replace(
        SELECTORS,
        body=("article div.entry-content", "div.entry-content", "div[itemprop='articleBody']", "div.item-page"),
        title="h1.entry-title, [itemprop='headline'], .page-header h2, h1",
        author=".author.vcard, [itemprop='author'] [itemprop='name'], .createdby, .author",
        date="time.entry-date[datetime], time[itemprop='datePublished'], .entry-date, .article-info time",
        section="",
        tags="div.cat-links a",
        title_suffix=r"\s*[-|]\s*InSight Crime.*$",
    )
