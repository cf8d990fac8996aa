"""Feeds and sitemaps as outlets serve them, broken ones included."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.feeds import Entry, SourceError, parse_feed
from scrapers.sitemaps import parse_sitemap
from scrapers.sources import Answer, Section, Sitemap, WordPress

RSS = '<?xml version="1.0" encoding="{0}"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{1}</channel></rss>'
ITEM = "<item><title>{0}</title><link>https://x.example/una</link><pubDate>{1}</pubDate><content:encoded><![CDATA[{2}]]></content:encoded></item>"


def test_latin_feed_with_spanish_date_and_full_text() -> None:
    body = RSS.format(
        "ISO-8859-15",
        ITEM.format("Niño herido en Cojutepeque", "jue, 05 ene 2017 07:00:00 -0600", "<p>Texto &aacute;&nbsp;íntegro.</p>"),
    )
    (entry,) = parse_feed(body.encode("iso8859-15"), "text/xml")
    assert entry.title == "Niño herido en Cojutepeque"
    assert entry.published == datetime(2017, 1, 5, 13, tzinfo=UTC)
    assert entry.html == "<p>Texto á\xa0íntegro.</p>"


@pytest.mark.parametrize("end", ["…", "&hellip;", "&#8230;", "[&#8230;]", "...", "[...]</p>", "&hellip;</p>"])
def test_a_cut_text_is_no_full_text(end: str) -> None:
    (entry,) = parse_feed(RSS.format("utf-8", ITEM.format("T", "", f"<p>Dos hombres fueron {end}")).encode())
    assert entry.html is None


def test_repairs_what_is_broken() -> None:
    body = "<rss><channel><item><title>Asalto & robo &ntilde; \x0b</title><link>/nota?a=1&b=2</link><item></channel>"
    entries = parse_feed(body.encode(), None, "https://x.example/feed/")
    assert entries[0].title == "Asalto & robo ñ"
    assert entries[0].url == "https://x.example/nota?a=1&b=2"


def test_atom() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Uno</title><link rel="alternate" href="https://x.example/1"/>'
        "<published>2024-01-02T03:04:05Z</published><updated>2024-01-03T03:04:05Z</updated><content>Texto</content></entry></feed>"
    )
    assert parse_feed(body.encode()) == [
        Entry(
            "https://x.example/1",
            "Uno",
            datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
            datetime(2024, 1, 3, 3, 4, 5, tzinfo=UTC),
            html="Texto",
        )
    ]


def test_no_entity_reads_a_file() -> None:
    body = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel><item><title>a&x;b</title><link>https://x.example/1</link></item></channel></rss>'
    (entry,) = parse_feed(body.encode())
    assert entry.title is not None
    assert entry.title.replace("&x;", "") == "ab"


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"", "empty"), (b'<?xml version="1.0"?>\n', "empty"), (b"nada", "no XML"), (b"<html><body>no</body></html>", "no feed")],
)
def test_dead_feeds_are_reported(body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        parse_feed(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_readers(body: bytes) -> None:
    for reader in (parse_feed, parse_sitemap):
        try:
            reader(b"<rss><item>" + body)
            reader(body)
        except SourceError:
            pass


NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def test_sitemap_forms() -> None:
    urlset = f"<urlset {NS}><url><loc> https://x.example/1 </loc><lastmod>2024-05-01</lastmod></url><url/></urlset>".encode()
    assert [entry.url for entry in parse_sitemap(urlset).pages] == ["https://x.example/1"]
    assert parse_sitemap(gzip.compress(urlset)) == parse_sitemap(urlset)
    assert parse_sitemap(b"https://x.example/1\nhttps://x.example/2\n").pages[1].url == "https://x.example/2"
    robots = b"User-agent: *\nDisallow: /x\nSitemap: https://x.example/a.txt\n"
    assert [entry.url for entry in parse_sitemap(robots).maps] == ["https://x.example/a.txt"]
    news = (
        f'<urlset {NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<url><loc>https://x.example/1</loc><news:news><news:publication_date>2024-05-01T08:00:00-06:00</news:publication_date>"
        "<news:title>Uno</news:title></news:news><image:image><image:loc>https://x.example/1.jpg</image:loc>"
        "<image:title>Foto</image:title></image:image></url></urlset>"
    )
    (entry,) = parse_sitemap(news.encode()).pages
    assert (entry.url, entry.title, entry.published) == ("https://x.example/1", "Uno", datetime(2024, 5, 1, 14, tzinfo=UTC))


def test_index_passes_over_what_has_not_changed() -> None:
    part = "<sitemap><loc>https://x.example/{0}.xml</loc><lastmod>{0}-06-01</lastmod></sitemap>"
    body = f"<sitemapindex {NS}>{part.format(2019)}{part.format(2024)}<sitemap><loc>https://x.example/z.xml</loc></sitemap></sitemapindex>"
    source = Sitemap("https://x.example/sitemap.xml")
    first = source.read(Answer("https://x.example/sitemap.xml", body.encode(), None, {}))
    later = source.read(Answer("https://x.example/sitemap.xml", body.encode(), None, {}, since="2024-05-30T00:00:00+00:00"))
    assert len(first.more) == 3
    assert later.more == ("https://x.example/2024.xml", "https://x.example/z.xml")
    assert (first.unchanged, later.unchanged) == (False, True)


def test_section_pages() -> None:
    source = Section("https://x.example/n", links="h2 a", next_url="https://x.example/n?p={page}", pages=3)
    listing = source.read(Answer("https://x.example/n", b'<h2><a href="/1">Uno</a></h2><p><a href="/2">Dos</a></p>', None, {}))
    assert [(entry.url, entry.title) for entry in listing.entries] == [("https://x.example/1", "Uno")]
    assert listing.more == ("https://x.example/n?p=2",)
    assert source.read(Answer("u", b"<h2>nada</h2>", None, {})).more == ()
    assert source.read(Answer("u", b'<h2><a href="/1">U</a></h2>', None, {}, page=3)).more == ()
    with pytest.raises(SourceError, match="empty"):
        source.read(Answer("u", b" ", None, {}))


def test_wordpress_asks_for_changes_since_the_last_walk() -> None:
    source = WordPress("https://x.example/wp-json/wp/v2/posts")
    assert "modified_after" not in source.first(None)
    assert "modified_after=2024-05-30T09%3A59%3A00Z" in source.first("2024-05-30T10:00:00+00:00")
    body = b'[{"link":"https://x.example/a/","title":{"rendered":"U&ntilde;a"},"modified_gmt":"2024-05-30T10:00:00","content":{"rendered":"<p>x</p>"}},{"id":3}]'
    listing = source.read(Answer(source.first(None), body, "application/json", {"x-wp-totalpages": "2"}))
    assert [(entry.title, entry.html) for entry in listing.entries] == [("Uña", "<p>x</p>")]
    assert listing.more[0].endswith("page=2")
    for bad in (b"<html>", b'{"code":"rest_no_route"}', b"3"):
        with pytest.raises(SourceError):
            source.read(Answer("u", bad, None, {}))
