"""El Faro: Newscoop, then Superdesk. Sources of all facts: docs/outlets.md, section El Faro."""

from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.sources import Feed, Section, Sitemap

_BETA = "https://beta.elfaro.net"
_NOISE = ("columnas", "opinion", "cartas", "plumas", "el_agora", "ef_academico", "ef_radio", "ef_tv", "deportes", "chiste")


class ElFaroSpider(OutletSpider):
    """Investigations, in Spanish and English. The old site keeps its articles; new ones stand on beta. by section and slug."""

    name = "elfaro"
    title = "El Faro"
    ownership = "independent"
    confidence = "unverified"
    languages = ((r"elfaro\.net/en/", "en"),)
    rules = UrlRules(
        hosts=host_map("elfaro.net", "salanegra.elfaro.net", "beta.elfaro.net")
        | {"elfaro-pwa.superdesk.pro": "beta.elfaro.net"},
        unserved=("elfaro-pwa.superdesk.pro",),
        articles=(
            r"(?:salanegra\.)?elfaro\.net/e[ns]/\d{6}/[^/]+/\d+(?:/[^/]+|/)",
            r"(?:beta\.)?elfaro\.net/(?:en/)?(?!e[ns]/)[^/.]+/[^/.]+",
        ),
        # Newscoop counts articles over both sites, and translations have their original's number.
        story=(
            r"(?:salanegra\.)?elfaro\.net/(e[ns])/\d{6}/[^/]+/(\d+)/.*",
            r"(?:beta\.)?elfaro\.net/((?:en/)?[^/.]+/[^/.]+)",
        ),
        skip=(
            *(f"{part}{section}" for part in ("", "en/", "es/*/", "en/*/") for section in _NOISE),
            "info", "en/info", "autor", "author", "tag", "topicos", "user", "edicion", "images", "static", "_next", "cdn-cgi",
        ),
    )  # fmt: skip
    chains = (
        (
            Feed(f"{_BETA}/rss.xml"),
            Sitemap(f"{_BETA}/sitemap.xml"),
            Section(f"{_BETA}/edicion", links="article a, h1 a, h2 a, h3 a"),
            Section("https://elfaro.net/es/el_salvador", links="h1 a, h2 a, h3 a"),
        ),
    )
    selectors = Selectors(
        body=("div[name='text']", "div.article__text", "div.article__body", "div[itemprop='articleBody']", "main > div"),
        title="h1.article__headline, h1",
        summary="p.article__lead, div[name='deck'], div[name='lead']",
        author="div[name='author'], span.article__author, a[href*='/user/profile/']",
        date="div[name='text_born'], time.article__time, time.__content, span.hidden-sm.hidden-md.hidden-lg",
        tags="ul.tag__items a",
        drop="amp-social-share, .article__social, .tags",
        title_suffix=r"\s*[-|]\s*El ?Faro(?:\.net.*)?$",
    )
