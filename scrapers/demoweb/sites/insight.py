"""InSight Crime, in English: WordPress with a full-text feed; www.insightcrime.org redirects old URLs."""

from __future__ import annotations

from scrapers.demoweb.reply import redirect, text
from scrapers.demoweb.sites.web import Web
from scrapers.demoweb.sites.wordpress import add_wordpress

OUTLET = "insightcrime.org"
BASE, OLD = "https://insightcrime.org", "https://www.insightcrime.org"
ROBOTS = "User-agent: *\nDisallow: /wp-admin/\n"


def add_site(web: Web) -> None:
    """Add the outlet's two hosts."""
    articles = web.of(OUTLET)
    add_wordpress(web, BASE, "InSight Crime", articles, "insight_body.html", full_feed=True)
    for tag in sorted({tag for article in articles for tag in article.tags}):
        tagged = [a for a in articles if tag in a.tags]
        address = f"{BASE}/tag/{tag.lower().replace(' ', '-')}"
        add_wordpress(web, address, f"{tag} - InSight Crime", tagged, "insight_body.html", full_feed=True)
    web.add(f"{BASE}/robots.txt", text(ROBOTS))
    web.add(f"{OLD}/robots.txt", text(ROBOTS))
    web.add(f"{OLD}/", redirect(f"{BASE}/"))
