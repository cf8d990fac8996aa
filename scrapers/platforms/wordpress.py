"""WordPress, the CMS of most Salvadoran outlets: its sources and its usual markup. An outlet's spider states what differs."""

from scrapers.canonical import UrlRules, host_map
from scrapers.page import Selectors
from scrapers.sources import Feed, Section, Sitemap, Source, WordPress

#: Paths of every WordPress that are no stories.
SKIP = ("category", "tag", "author", "page", "feed", "wp-content", "wp-admin", "wp-json", "comments", "search")
#: One slug at the root with a trailing slash, of three words or more: shorter ones are pages such as /quienes-somos/.
SLUG = r"/[^/?.]*(?:-[^/?.]+){2,}/"


def wordpress_chain(base: str) -> tuple[Source, ...]:
    """REST, else the XML sitemap, else the feed, else the pages of headlines."""
    return (
        WordPress(f"{base}/wp-json/wp/v2/posts"),
        Sitemap(f"{base}/sitemap.xml"),
        Feed(f"{base}/feed/"),
        Section(f"{base}/", links="h2 a, h3 a, .post-title a, .item a", next_url=f"{base}/page/{{page}}/"),
    )


def wordpress_rules(host: str, *articles: str, skip: tuple[str, ...] = (), aliases: dict[str, str] | None = None) -> UrlRules:
    """Rules for a WordPress whose stories have the forms ``articles`` (one slug at the root if none is given)."""
    return UrlRules(hosts=host_map(host, aliases=aliases), articles=articles or (SLUG,), skip=(*SKIP, *skip))


#: The markup of WordPress themes in general.
SELECTORS = Selectors(
    body=("article .entry-content", "div.entry-content", "div.post-content", "article"),
    title="h1.entry-title, article h1, h1",
    author=".author.vcard, .author-name, .author",
    date="time.entry-date[datetime], time[datetime], .entry-date, .post-date",
    tags="a[rel='tag']",
)
