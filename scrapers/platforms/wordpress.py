"""WordPress, the CMS of most Salvadoran outlets: its sources and its usual markup. An outlet's spider states what differs."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from scrapers.canonical import UrlRules, host_map
from scrapers.outlet import OutletSpider
from scrapers.page import Selectors
from scrapers.sources import Answer, DatedArchive, Feed, Listing, Section, Sitemap, Source, WordPress

#: Paths of every WordPress that are no stories, in Spanish too.
SKIP = (
    "category", "categoria", "tag", "etiqueta", "author", "autor", "page", "feed", "comments", "search", "wp-content", "wp-admin",
    "wp-json", "wp-includes", "wp-login.php",
)  # fmt: skip
#: Pages that many sites have, of a form that stories could have.
PAGES = (
    "quienes-somos", "quienes-somos-2", "sobre-nosotros", "acerca-de", "acerca-de-nosotros", "about-us", "aviso-legal",
    "aviso-de-privacidad", "politica-de-privacidad", "politicas-de-privacidad", "politica-de-cookies", "privacy-policy",
    "terminos-y-condiciones", "terminos-de-uso", "terminos-de-servicio", "pagina-de-inicio", "pagina-ejemplo", "sample-page",
    "mapa-del-sitio", "preguntas-frecuentes", "nuestro-equipo", "codigo-de-etica", "principios-editoriales", "linea-editorial",
    "apoya-nuestro-trabajo", "media-kit", "contact-us",
)  # fmt: skip
#: One slug at the root with a trailing slash, of two words or more: shorter ones are sections such as /nacionales/.
SLUG = r"/[^/?.]*(?:-[^/?.]+)+/"
#: The forms of stories on a WordPress of which nothing is known (Settings, Permalinks), plain ``?p=`` links apart.
PERMALINKS = (
    SLUG,
    r"/(?:[^/?]+/)?(?:19|20)\d{2}/\d{2}/(?:\d{2}/)?[^/?]*[^/?\d][^/?]*/",
    r"/(?:[^/?.\d][^/?.]*/){1,2}[^/?.]*(?:-[^/?.]+){2,}/",
    r"/(?:(?!page/)[^/?]+/){1,2}\d{3,}/",
    r"/(?:[^/?]+/){0,3}[^/?]*(?:-[^/?]+)+\.html",
)
#: Links of a page of headlines, in most themes.
HEADLINES = "h2 a, h3 a, h4 a, .post-title a, .entry-title a, .item a"


@dataclass(frozen=True)
class WordPressSitemaps(Sitemap):
    """The sitemap of a WordPress, which stands at another address for each plugin; ``url`` is the site's own address.

    All usual addresses are asked; those that are missing are no trouble as long as one lists stories.
    """

    gaps: ClassVar[bool] = True
    #: Google News plugins; Yoast and Rank Math; WordPress itself; Jetpack, All in One SEO and older plugins.
    places: ClassVar[tuple[str, ...]] = ("news-sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml", "sitemap.xml")
    #: Parts that list no stories: categories, tags, authors, pages, attachments.
    other: ClassVar[re.Pattern[str]] = re.compile(
        r"/(?:category|post_tag|tag|author|page|attachment|post_format|web-story)-sitemap\d*\.xml"
        r"|/wp-sitemap-(?:taxonomies|users|posts-page)-|/sitemap-(?:tax|pt-page|authors?|misc|archives|users)[-.]|/image-sitemap"
    )

    def addresses(self, since: str | None, today: date) -> tuple[str, ...]:
        """The usual addresses at the site's root."""
        return tuple(f"{self.url.rstrip('/')}/{place}" for place in self.places)

    def read(self, answer: Answer) -> Listing:
        """Entries, and the parts that can list stories."""
        found = super().read(answer)
        return Listing(found.entries, tuple(url for url in found.more if not self.other.search(url)), unchanged=found.unchanged)


def wordpress_chain(base: str, headlines: str = "", *, links: str = HEADLINES, block: str = "") -> tuple[Source, ...]:
    """REST, else the sitemaps, else the feed, else pages of headlines (at ``base`` or the path ``headlines``), else by day."""
    return (
        WordPress(f"{base}/wp-json/wp/v2/posts"),
        WordPressSitemaps(f"{base}/"),
        Feed(f"{base}/feed/"),
        Section(f"{base}/{headlines}", links=links, block=block, next_url=f"{base}/{headlines}page/{{page}}/"),
        DatedArchive(f"{base}/{{year}}/{{month:02}}/{{day:02}}/", links=links),
    )


def wordpress_rules(
    host: str,
    *articles: str,
    skip: tuple[str, ...] = (),
    aliases: dict[str, str] | None = None,
    story: tuple[str, ...] = (),
) -> UrlRules:
    """Rules for a WordPress whose stories have the forms ``articles`` (one slug at the root if none is given)."""
    forms = articles or (SLUG,)
    return UrlRules(hosts=host_map(host, aliases=aliases), articles=forms, skip=(*SKIP, *PAGES, *skip), story=story)


#: The markup of WordPress themes in general, the more telling first; so that a change of theme loses nothing.
SELECTORS = Selectors(
    body=(
        "article .entry-content .content-inner",  # JNews
        "article .entry-content",  # WordPress's own themes, GeneratePress, Astra, Kadence, Newspack, TieLabs' Jannah
        ".jeg_main_content .entry-content",
        "div.td-post-content",  # tagDiv Newspaper, Newsmag
        ".tdb_single_content .tdb-block-inner",
        "#mvp-content-main",  # MVP: Zox News, Flex Mag
        ".elementor-widget-theme-post-content",
        ".entry-content",
        ".post_content",  # Jellywp: Nanomag, Disto
        ".post-content",
        ".single-content, .article-content, .content-single, .post-entry, .entry",  # TieLabs' Sahifa and others
        "[itemprop='articleBody']",
        "article",
    ),
    title="h1.entry-title, h1.post-title, h1.jeg_post_title, h1.mvp-post-title, h1.tdb-title-text, article h1, main h1",
    summary=".jeg_post_subtitle, .td-post-sub-title, .entry-sub-title, .mvp-post-excerpt p, .post_subtitle_text",
    author=(
        "article .author.vcard a, .jeg_meta_author a, .td-post-author-name a, .tdb-author-name, .author-name, .posted-by a,"
        " .post-meta-author, .post-meta .author, .entry-meta .author"
    ),
    date=(
        "article time.entry-date[datetime], article time.published[datetime], .entry-header time[datetime],"
        " .post-meta time[datetime], .entry-meta time[datetime], .td-post-date time[datetime], .tdb_single_date time[datetime],"
        " .mvp-author-info-date time[datetime], .entry-header .jeg_meta_date a, article .tie-date, article .entry-date,"
        " article .post-date, .post-meta .date, .posted-on"
    ),
    section=".entry-header .jeg_meta_category a, h3.mvp-post-cat a, .td-category a, .cat-links a, .post-cats a",
    tags="a[rel='tag']",
    drop="header, footer, h1, .entry-title, .entry-meta, .post-meta, .jeg_meta_container, .posted-on",
)


class WordPressSpider(OutletSpider):
    """An outlet of which only the host is known: the habits of WordPress stand for the rest, until real pages were read.

    A spider states ``name``, ``title``, ``ownership`` and ``domain``; whatever else it states takes the place of the habit.
    """

    confidence = "unverified"
    domain: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "rules" not in vars(cls):
            cls.rules = wordpress_rules(cls.domain, *PERMALINKS)
        if "chains" not in vars(cls):
            cls.chains = (wordpress_chain(f"https://{cls.domain}"),)
        if "selectors" not in vars(cls):
            cls.selectors = replace(SELECTORS, title_suffix=rf"\s*[-|–—»]\s*{re.escape(cls.title)}.*$")
