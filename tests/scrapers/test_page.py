"""The reader of pages: what belongs to the story, where each field comes from, and what is turned away."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from scrapers.body import read_story
from scrapers.feeds import Entry
from scrapers.jsonld import read_linked_data
from scrapers.page import Rejected, Selectors, canonical_link, page_of_entry, read_page

AT = datetime(2026, 10, 9, tzinfo=UTC)
URL = "https://x.example/una-nota/"
WORDS = "La Policía informó que dos hombres fueron asesinados la noche del lunes en San Miguel por sujetos desconocidos. "
RULES = Selectors(body=("div.entry",), date="span.fecha", summary="p.deck", author="span.autor")


def story(markup: str, **options: str | bool) -> list[str]:
    """Paragraphs of a container."""
    return read_story(html.fragment_fromstring(f"<div><div>{markup}</div></div>")[0], **options).paragraphs  # type: ignore[arg-type]


def page(head: str = "", body: str = f"<p>{WORDS * 2}</p>", around: str = "") -> bytes:
    """A page with a title, ``head`` elements, a container and what stands ``around`` it."""
    story = f"<h1>Dos muertos</h1>{around}<div class=entry>{body}</div>"
    return f"<html><head><title>T</title>{head}</head><body>{story}</body></html>".encode()


def read(data: bytes, rules: Selectors = RULES, entry: Entry | None = None, url: str = URL):  # type: ignore[no-untyped-def]
    """Read with the rules of these tests."""
    return read_page(data, "text/html; charset=utf-8", url, rules, fetched_at=AT, entry=entry)


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>Uno.</p><p>Dos.</p>", ["Uno.", "Dos."]),
        ("Uno.<br>Dos.<br/><br/>Tres.", ["Uno.", "Dos.", "Tres."]),
        ("<p>Uno <b>muy</b> <a href=x>largo</a>.</p>cola", ["Uno muy largo.", "cola"]),
        ("Uno.\r\n\r\nDos.\r\nTres.", ["Uno.", "Dos.", "Tres."]),
        ("<div>Uno<script>x()</script> dos<!-- no --> tres</div>", ["Uno dos tres"]),
        ("<p>Uno.</p><p>Lea también: <a>Otra cosa</a></p><p>Dos.</p>", ["Uno.", "Dos."]),
        ("<p>Uno.</p><p>Comparte esto:</p><p>Facebook</p>", ["Uno."]),
        ("<p>Foto EDH / Archivo</p><p>Uno.</p><p>Enlace copiado Enlace copiado</p>", ["Uno."]),
        ("<p>Uno.</p><figure><img><figcaption>Pie de foto</figcaption></figure><p>Dos.</p>", ["Uno.", "Dos."]),
        ("<p>Uno.</p><blockquote class='twitter-tweet'><p>Tuit</p></blockquote>cola<p>Dos.</p>", ["Uno.", "cola", "Dos."]),
        ("<blockquote>Una cita.</blockquote><p>Uno.</p>", ["Una cita.", "Uno."]),
        ("<p>Llegó al mediodía.La Policía lo vio a las 3.30 p.m.</p>", ["Llegó al mediodía. La Policía lo vio a las 3.30 p.m."]),
        ("<ul><li>Uno</li><li>Dos</li></ul>", ["Uno", "Dos"]),
        ("<p>Uno.</p><p>Uno.</p>", ["Uno."]),
        ("<h1>A</h1><p>" + "x " * 20 + "</p><article><p>Otra nota</p></article>", ["A", ("x " * 20).strip()]),
        ("", []),
    ],
)
def test_blocks(markup: str, paragraphs: list[str]) -> None:
    assert story(markup) == paragraphs


def test_parts_are_kept_apart() -> None:
    found = read_story(
        html.fragment_fromstring(
            "<div><div><p>Uno.</p><figcaption>Pie</figcaption>"
            "<blockquote class=twitter-tweet>Tuit <a>May 4, 2024</a></blockquote>"
            "<p>Vea además: Otra</p><p>Agentes en la escena. / Cortesía PNC</p></div></div>"
        )[0]
    )
    assert (found.paragraphs, found.captions, found.tweets) == (
        ["Uno."],
        ["Pie", "Agentes en la escena. / Cortesía PNC"],
        ["Tuit May 4, 2024"],
    )
    assert found.related == ["Vea además: Otra"]


def test_injected_words_go_only_where_asked() -> None:
    text = "<p>Sólo el sábado, medical según la Fiscalía, ocurrieron tres casos, for sale dijo.</p>"
    assert story(text, spam=True) == ["Sólo el sábado, según la Fiscalía, ocurrieron tres casos, dijo."]
    assert "medical" in story(text)[0]


LD = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"Jue, 05 Ago 2021 19:14:34 -0600"}</script>'
META = '<meta property="article:published_time" content="{0}">'
SHOWN = "<span class=fecha>7 agosto, 2021</span>"
TOLD = Entry(URL, published=datetime(2021, 8, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    ("head", "around", "entry", "url", "day", "source"),
    [
        (LD + META.format("2021-08-06"), "", None, URL, "2021-08-05", "json-ld"),
        (META.format("2021-08-06T01:00:00Z"), SHOWN, None, URL, "2021-08-06", "meta"),
        ("", SHOWN, TOLD, URL, "2021-08-08", "feed"),
        ("", SHOWN, None, "https://x.example/2021/08/09/nota", "2021-08-09", "url"),
        ("", SHOWN, None, URL, "2021-08-07", "visible"),
        ("", "<time>1 enero, 2020</time>", None, URL, None, None),
        (META.format("2031-01-01"), "", None, URL, None, None),
        (META.format("2031-01-01"), SHOWN, None, URL, "2021-08-07", "visible"),
    ],
)
def test_order_of_dates(head: str, around: str, entry: Entry | None, url: str, day: str | None, source: str | None) -> None:
    found = read(page(head, around=around), entry=entry, url=url)
    assert (found.published and found.published.date().isoformat()) == day
    assert found.sources.get("published") == source
    assert bool(found.published) != any("date" in flag for flag in found.flags)


@pytest.mark.parametrize(
    ("body", "content_type", "state", "words"),
    [
        (b"", None, "failed", "empty page"),
        (b" \n", "text/html", "failed", "empty page"),
        (b"%PDF-1.4 <html>", "text/html", "skipped", "not HTML: application/pdf"),
        (b"<html></html>", "image/jpeg", "skipped", "not HTML: image/jpeg"),
        (b"\x00\x01" * 50, "text/html", "skipped", "not HTML"),
        (page()[:200], "text/html", "failed", "cut off"),
        (page(body="<p>Corto.</p>"), "text/html", "failed", "1 words"),
        (page(around="<h1>No encontramos la página</h1>"), "text/html", "gone", "soft 404"),
        (b"<html><body><p>x</p></body></html>", "text/html", "failed", "no story"),
    ],
)
def test_turned_away(body: bytes, content_type: str | None, state: str, words: str) -> None:
    with pytest.raises(Rejected, match=words) as caught:
        read_page(body, content_type, URL, RULES, fetched_at=AT)
    assert caught.value.state == state


def test_a_story_about_a_missing_page_is_a_story() -> None:
    assert read(page(body=f"<p>{WORDS * 2}</p><p>No encontramos a nadie, dijo un vecino.</p>")).title == "Dos muertos"


def test_trafilatura_reads_what_the_selectors_miss() -> None:
    data = page('<meta property="og:type" content="article">').replace(b"entry", b"nuevo-nombre")
    found = read(data)
    assert found.sources["body"] == "trafilatura"
    assert WORDS.strip() in found.body
    assert any("trafilatura" in flag for flag in found.flags)


def test_headline_cut_in_json_ld_is_completed() -> None:
    script = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Dos"}</script>'
    found = read(page(script))
    assert (found.title, found.sources["title"]) == ("Dos muertos", "selector")


@pytest.mark.parametrize(
    ("script", "title", "published"),
    [
        ('{"@type":"NewsArticle","headline":"A\tB","datePublished":"x"}', "A B", "x"),
        ('[{"@type":"WebPage"},{"@graph":[{"@type":["Thing","BlogPosting"],"headline":"A","datePublished":"x"}]}]', "A", "x"),
        ('{"@type":"NewsArticle","headline":"A "B"","datePublished":"2020-01-02"', None, "2020-01-02"),
        ('{"@type":"Organization","name":"A"}', None, None),
        ("nada", None, None),
        ('"texto"', None, None),
    ],
)
def test_json_ld(script: str, title: str | None, published: str | None) -> None:
    found = read_linked_data([script])
    assert (found.title, found.published) == (title, published)


def test_full_text_of_a_feed() -> None:
    entry = Entry(URL, "Dos muertos", html=f"<p>{WORDS * 2}</p><p>The post x appeared first on Y.</p>")
    assert page_of_entry(entry, URL, RULES, source="feed").body == (WORDS * 2).strip()
    with pytest.raises(Rejected):
        page_of_entry(Entry(URL, "Dos muertos"), URL, RULES, source="feed")


@pytest.mark.parametrize(
    "link", ['<link rel="canonical" href="/a?b=1&amp;c=2">', "<link href='/a?b=1&amp;c=2' rel='canonical'/>"]
)
def test_canonical_link(link: str) -> None:
    assert canonical_link(link.encode(), None) == "/a?b=1&c=2"


@given(st.text(alphabet="<>/=\"' abdivphr!-&;#x0\u2028\r\n", max_size=200))
def test_no_markup_breaks_the_reader(markup: str) -> None:
    try:
        found = read(page(body=markup + f"<p>{WORDS * 2}</p>"))
    except Rejected:
        return
    assert "\x00" not in found.body
    assert found.body == found.body.strip()


PLAIN = (
    "<html><head><title>{title} - El Diario</title></head><body><div class='x'><h2>{title}</h2>"
    "<p>La Policía informó que dos hombres fueron asesinados la noche del lunes en el cantón San Bartolo, de Ilopango.</p>"
    "<p>Las víctimas tenían 24 y 31 años, según los agentes que llegaron al lugar. La Fiscalía investiga el móvil del hecho.</p>"
    "<p>Los vecinos dijeron que oyeron diez disparos y que después un vehículo salió del pasaje.</p></div></body></html>"
)


@pytest.mark.parametrize(
    ("title", "slug", "read"),
    [
        ("Asesinan a dos hombres en San Bartolo", "asesinan-hombres-san-bartolo", True),
        ("ASESINAN a dós hombres en San Bartolo", "Asesinan-a-dos-hombres-en-San-Bartolo", True),
        ("Últimas noticias de El Salvador", "asesinan-hombres-san-bartolo", False),
        ("Asesinan a dos hombres en San Bartolo", "nota", False),
    ],
)
def test_a_page_without_meta_is_read_where_its_heading_is_its_url(title: str, slug: str, read: bool) -> None:
    body, url = PLAIN.format(title=title).encode(), f"https://lapagina.com.sv/nacionales/1/2016/04/06/{slug}"
    rules = Selectors(body=("div.none",))
    if not read:
        with pytest.raises(Rejected):
            read_page(body, "text/html; charset=utf-8", url, rules, fetched_at=datetime(2026, 10, 9, tzinfo=UTC))
        return
    page = read_page(body, "text/html; charset=utf-8", url, rules, fetched_at=datetime(2026, 10, 9, tzinfo=UTC))
    assert page.sources["body"] == "trafilatura"
    assert page.body.count("\n\n") == 2
