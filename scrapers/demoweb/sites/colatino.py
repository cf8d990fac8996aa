"""Diario Co Latino: WordPress; the bare host redirects to www."""

from __future__ import annotations

from scrapers.demoweb.reply import redirect, text
from scrapers.demoweb.sites.web import Web
from scrapers.demoweb.sites.wordpress import add_wordpress

OUTLET = BARE = "diariocolatino.com"
BASE = "https://www.diariocolatino.com"
ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"


def add_site(web: Web) -> None:
    """Add the outlet's host."""
    articles = web.of(OUTLET)
    add_wordpress(web, BASE, "Diario Co Latino", articles, "colatino_body.html", full_feed=False)
    web.add(f"{BASE}/robots.txt", text(ROBOTS))
    web.add_list(f"{BASE}/category/nacionales", "Nacionales", [a for a in articles if a.section == "Nacionales"], 5)
    web.add(f"https://{BARE}/robots.txt", text(ROBOTS))
    web.add(f"https://{BARE}/", redirect(f"{BASE}/"))
    for article in articles:
        web.add(article.url.replace("www.", "", 1), redirect(article.url))
