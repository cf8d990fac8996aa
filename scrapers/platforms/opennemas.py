"""Opennemas, a newspaper CMS of OpenHost: its addresses, sources and markup, by its public source (mdampuero/opennemas-onm)."""

from scrapers.canonical import UrlRules, host_map
from scrapers.page import Selectors
from scrapers.sources import Feed, Section, Sitemap, Source

#: «articulo/_CATEGORY_/_SLUG_/_DATE__ID_.html»: fourteen digits of the moment of creation, then an id of six or more.
_ID = r"\d{14}\d{3,9}\.html"
#: Other kinds of content with the same form, and what is no content at all.
SKIP = (
    "opinion", "video", "album", "encuesta", "estaticas", "publicidad", "portadas-papel", "cartas-al-director", "especiales",
    "libro", "event", "empresa", "esquela", "seccion", "tags", "rss", "ads", "admin", "media", "asset", "content", "blog/section",
)  # fmt: skip


def opennemas_rules(host: str, skip: tuple[str, ...] = ()) -> UrlRules:
    """Rules for an Opennemas site: articles and blog entries. The AMP twin ends in ``.amp.html``; the digits join slugs that
    were edited."""
    return UrlRules(
        hosts=host_map(host),
        articles=(rf"/(?:articulo|blog)/[^/]+/[^/]+/{_ID}",),
        rewrites=((r"/(.*)\.amp\.html$", r"/\1.html"),),
        skip=(*SKIP, *skip),
        story=(r"[^/]+/(?:.*/)?(\d{17,23})\.html",),
    )


def opennemas_chain(base: str, *sections: str) -> tuple[Source, ...]:
    """News sitemap, the feed of everything, the sitemap of everything, then the pages of headlines of ``sections``.

    ``/rss/listado/`` is a page that lists feeds in some versions, and a feed in others.
    """
    pages = (f"{base}/{section.strip('/')}/" for section in sections)
    return (
        Sitemap(f"{base}/sitemapnews.xml.gz"),
        Feed(f"{base}/rss/"),
        Feed(f"{base}/rss/listado/"),
        Sitemap(f"{base}/sitemap.xml.gz"),
        *(Section(page, links="h1 a, h2 a, h3 a, .title a, .onm-new a", next_url=f"{page}?page={{page}}") for page in pages),
    )


#: Markup of the themes seen in the source and on Opennemas sites; JSON-LD stands on each page, often broken by quotes in titles.
SELECTORS = Selectors(
    body=(
        ".inner-article-other-contents", ".article-body", ".content-body", ".inner-article-body", "#inner-article-body",
        ".body-article", "[itemprop='articleBody']", "article .body", ".inner-article-content",
    ),
    title="h1.inner-article-title, h1.title-article, article h1, h1",
    summary=".inner-article-subtitle, .article-subtitle, .summary, .subtitle",
    author=".inner-article-author, .author-name, .article-author, .signature, .author",
    date=".inner-article-publish-date, .publish-date, .article-date, time[datetime]",
    section=".pretitle, .category-name",
    tags=".tags a, .article-tags a",
    drop=".inner-article-utilities-box, .related-contents, .share-buttons, .rating",
)  # fmt: skip
