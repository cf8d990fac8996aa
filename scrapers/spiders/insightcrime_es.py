"""InSight Crime in Spanish. Sources of all facts: docs/outlets.md, section InSight Crime."""

from scrapers.canonical import UrlRules
from scrapers.outlet import OutletSpider
from scrapers.platforms.wordpress import SKIP
from scrapers.sources import Feed, Section, WordPress
from scrapers.spiders.insightcrime import InsightCrimeSpider

_BASE = "https://insightcrime.org/es"
_SECTIONS = r"(?:noticias|investigaciones)"


class InsightCrimeSpanishSpider(OutletSpider):
    """The Spanish edition: its own host to about 2020, ``/es/`` since."""

    name = "insightcrime_es"
    title = "InSight Crime (español)"
    ownership = "independent"
    confidence = "unverified"  # the English edition was seen; this one by the same habits
    rules = UrlRules(
        hosts={host: host for host in ("insightcrime.org", "es.insightcrime.org")} | {"www.insightcrime.org": "insightcrime.org"},
        rewrites=((r"es\.insightcrime\.org/(?:es/)?", "insightcrime.org/es/"),),
        articles=(rf"insightcrime\.org/es/{_SECTIONS}/(?:[^/]+/)?(?!noticias-del-dia/|series-especiales/)[^/]+-[^/]+/",),
        skip=(*SKIP, *(f"es/{name}" for name in SKIP), "es/podcast", "es/eventos"),
        story=(rf"insightcrime\.org/es/{_SECTIONS}/(?:[^/]+/)?([^/]+-[^/]+)/",),
    )
    chains = (
        (
            Feed(f"{_BASE}/tag/el-salvador/feed/"),
            Feed(f"{_BASE}/feed/"),
            WordPress(f"{_BASE}/wp-json/wp/v2/posts"),
            Section(f"{_BASE}/tag/el-salvador/", links="h2 a, h3 a", next_url=f"{_BASE}/tag/el-salvador/page/{{page}}/"),
        ),
    )
    selectors = InsightCrimeSpider.selectors
