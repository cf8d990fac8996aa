"""The pure readers of a back-fill: days, columns and cells of corpora, the index of the Wayback Machine."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from scrapers.backfill.cdx import Capture, capture_at, host_query, parse_cdx
from scrapers.backfill.columns import MappingError, columns_of, known_names, parse_map
from scrapers.backfill.given import Unfit, given, moment_of
from scrapers.backfill.sources import Headlines, Parts, Posts
from scrapers.backfill.window import Window, WindowError, period_in_name, period_in_url, window
from scrapers.canonical import UrlRules, host_map
from scrapers.feeds import SourceError
from scrapers.sources import Answer, Section, Sitemap, WordPress

TODAY = date(2026, 11, 24)


# --- days ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2012", "2017", "2012-01-01..2017-12-31"),
        ("2012-02", "2012-02", "2012-02-01..2012-02-29"),
        ("2012-05-31", None, "2012-05-31..2026-11-24"),
        ("2026", "2030", "2026-01-01..2026-11-24"),
        (None, None, "1995-01-01..2026-11-24"),
    ],
)
def test_days_asked_for(first: str | None, last: str | None, days: str) -> None:
    assert str(window(first, last, today=TODAY)) == days


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("2017", "2012", "--from 2017 is after --to 2012"),
        ("1980", None, "nothing on line before 1995"),
        (None, "1980", "nothing on line before 1995"),
        ("2027", None, "still to come"),
        ("ayer", None, "--from ayer: give a year, a month or a day"),
        ("2012", "2015-02-30", "--to 2015-02-30: give a year"),
        ("0000", None, "give a year"),
    ],
)
def test_days_that_make_no_sense(first: str | None, last: str | None, reason: str) -> None:
    with pytest.raises(WindowError, match=reason):
        window(first, last, today=TODAY)


def test_months() -> None:
    months = [str(month) for month in window("2012-11-15", "2013-01-10", today=TODAY).months()]
    assert months == ["2012-11-15..2012-11-30", "2012-12-01..2012-12-31", "2013-01-01..2013-01-10"]


@pytest.mark.parametrize(
    ("url", "days"),
    [
        ("https://x/2016/04/06/nota", "2016-04-06..2016-04-06"),
        ("https://x/nacionales/116277/2016/04/06/Encuentran", "2016-04-06..2016-04-06"),
        ("https://x/elsalvador/Asesinan-20180802-0083.html", "2018-08-02..2018-08-02"),
        ("https://x/nacionales/2015/08/asesinan/", "2015-08-01..2015-08-31"),
        ("https://x/es/201603/el_salvador/18189/L.htm", "2016-03-01..2016-03-31"),
        ("https://x/noticias/nacional/nota/953482/2022/", "2022-01-01..2022-12-31"),
        ("https://x/depais/nota/859970", "None"),
        ("https://x/nacionales/ano-2024-cierra-con-114-homicidios", "None"),
        ("https://x/2016/13/45/nota", "None"),
    ],
)
def test_what_a_url_tells_of_its_day(url: str, days: str) -> None:
    assert str(period_in_url(url)) == days


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("sitemap-2015.xml", "2015-01-01..2015-12-31"),
        ("sitemap-pt-post-2015-03.xml", "2015-03-01..2015-03-31"),
        ("sitemap_20150301.xml.gz", "2015-03-01..2015-03-01"),
        ("post-sitemap12.xml", "None"),
        ("sitemap.xml?page=2019", "2019-01-01..2019-12-31"),
    ],
)
def test_what_the_name_of_a_part_tells(name: str, days: str) -> None:
    assert str(period_in_name(f"https://x.example/{name}")) == days


# --- lists ---------------------------------------------------------------------------------------------------------------

DAYS = Window(date(2015, 1, 1), date(2015, 3, 31))


def test_posts_are_asked_month_by_month() -> None:
    posts = Posts("name", days=DAYS, inner=WordPress("https://x.example/wp-json/wp/v2/posts"))
    addresses = posts.addresses(None, TODAY)
    assert len(addresses) == 3
    assert "after=2014-12-31T23%3A59%3A59&before=2015-02-01T00%3A00%3A00" in addresses[0]
    assert all("orderby=date" in address and "modified_after" not in address for address in addresses)


def test_parts_of_other_years_are_passed_over() -> None:
    index = b"""<sitemapindex><sitemap><loc>https://x.example/s-2014.xml</loc></sitemap>
    <sitemap><loc>/s-2015-02.xml</loc></sitemap><sitemap><loc>https://x.example/s-7.xml</loc></sitemap>
    <sitemap><loc>https://x.example/s-1.xml</loc><lastmod>2013-05-01</lastmod></sitemap></sitemapindex>"""
    parts = Parts("name", days=DAYS, inner=Sitemap("https://x.example/sitemap.xml"))
    listing = parts.read(Answer("https://x.example/sitemap.xml", index, "application/xml", {}))
    assert listing.more == ("https://x.example/s-2015-02.xml", "https://x.example/s-7.xml")
    urls = b"""<urlset><url><loc>https://x.example/a/</loc></url><url><loc>https://x.example/2014/02/03/b/</loc></url>
    <url><loc>https://x.example/c/</loc><lastmod>2014-05-01</lastmod></url>
    <url><loc>https://x.example/d/</loc><lastmod>2020-05-01</lastmod></url></urlset>"""
    listing = parts.read(Answer("https://x.example/s-7.xml", urls, "application/xml", {}))
    assert [entry.url[-2] for entry in listing.entries] == ["a", "d"]


def test_headlines_end_where_pages_repeat_or_are_too_old() -> None:
    section = Section("https://x.example/n/", links="a", next_url="https://x.example/n/?p={page}", pages=3)
    pages = Headlines("name", days=DAYS, inner=section)

    def more(page: int, *links: str) -> tuple[str, ...]:
        body = "".join(f'<a href="{link}">Nota</a>' for link in links).encode()
        return pages.read(Answer(f"https://x.example/n/?p={page}", body, "text/html", {}, page)).more

    assert more(7, "/2016/01/01/a", "/2015/02/01/b") == ("https://x.example/n/?p=8",)
    assert more(8, "/2015/01/01/c", "/2014/12/31/d") == ("https://x.example/n/?p=9",)
    assert more(9, "/2014/12/30/e", "/2014/12/29/f") == ()
    assert more(9, "/2015/01/01/c") == ()


# --- the index -------------------------------------------------------------------------------------------------------------

HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
LINE = ["com,x)/a", "20150601120000", "http://x.com/a", "text/html", "200", "AAA", "17"]
AT = datetime(2015, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([HEAD, LINE]),
        json.dumps([LINE]),
        json.dumps([["original", "timestamp", "digest"], ["http://x.com/a", "20150601120000", "AAA"]]),
        " ".join(LINE) + "\n",
        json.dumps([HEAD, LINE, [*LINE[:4], "301", "B", "1"], [*LINE[:3], "image/png", "200", "C", "1"], ["com,x)/z", "nada"]]),
    ],
)
def test_captures_in_an_answer_of_the_index(body: str) -> None:
    assert parse_cdx(body.encode()).captures == (Capture("http://x.com/a", AT, "AAA"),)


def test_the_resume_key_is_given_back_as_it_was_meant() -> None:
    answer = parse_cdx(json.dumps([HEAD, LINE, [], ["com%2Cx%29%2Fb+20150601120000"]]).encode())
    assert answer.resume == "com%2Cx%29%2Fb+20150601120000"
    assert "resumeKey=com%2Cx%29%2Fb+20150601120000&" in host_query("x.com", DAYS, resume=answer.resume)
    assert parse_cdx((" ".join(LINE) + "\n\ncom,x)/b 2015\n").encode()).resume == "com,x)/b 2015"


def test_an_empty_index_is_none() -> None:
    assert [parse_cdx(body).captures for body in (b"", b"[]", b"\n", json.dumps([HEAD]).encode())] == [(), (), (), ()]


@pytest.mark.parametrize(
    "body", [b"<html><h1>503</h1>", b"org.archive.util.io.RuntimeIOException: Blocked Site Error", b'[["urlkey","ti', b'{"a": 1}']
)
def test_what_is_no_index_is_told(body: bytes) -> None:
    with pytest.raises(SourceError, match="no index"):
        parse_cdx(body)


def test_addresses_of_captures() -> None:
    capture = Capture("http://x.com:80/a?b=1", AT)
    assert capture.address == "https://web.archive.org/web/20150601120000id_/http://x.com:80/a?b=1"
    assert capture_at(capture.address) == capture
    assert capture_at("http://web.archive.org/web/2015/x.com/a") == Capture("http://x.com/a", datetime(2015, 1, 1, tzinfo=UTC))
    assert capture_at("https://x.com/web/20150601120000/http://x.com/") is None
    assert capture_at("https://web.archive.org/web/20159901120000/http://x.com/") is None


# --- corpora -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "told", "found"),
    [
        (["link", "titulo", "contenido", "fecha"], "", {"url": "link", "title": "titulo", "body": "contenido", "date": "fecha"}),
        (["URL", "Título", "Texto"], "", {"url": "URL", "title": "Título", "body": "Texto"}),
        (["u", "t", "texto", "html"], "url=u,title=t,body=html", {"url": "u", "title": "t", "body": "html"}),
        (["url", "title", "text", "title_page", "maintext"], "title=title_page", {"title": "title_page", "body": "text"}),
        (["Fecha de publicación", "enlace", "titular", "nota"], "", {"date": "Fecha de publicación", "body": "nota"}),
    ],
)
def test_columns_are_guessed_and_told(names: list[str], told: str, found: dict[str, str]) -> None:
    columns = columns_of(names, parse_map(told))
    assert {field: columns[field] for field in found} == found


@pytest.mark.parametrize(
    ("names", "told", "reason"),
    [
        (["a", "b"], "", "no column is known to hold url or title or body; there are a, b"),
        (["url", "title"], "body=texto", "there is no column texto; there are url, title"),
        (["url"], "cuerpo=texto", "FIELD one of"),
        (["url"], "title", "give FIELD=COLUMN"),
    ],
)
def test_columns_that_are_not_clear(names: list[str], told: str, reason: str) -> None:
    with pytest.raises(MappingError, match=reason):
        columns_of(names, parse_map(told))


def test_common_names_are_plain() -> None:
    assert all(name.isalnum() and name == name.lower() for names in known_names().values() for name in names)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2015-05-14", "2015-05-14"),
        ("20150514", "2015-05-14"),
        ("14 de mayo de 2015", "2015-05-14"),
        ("14/05/2015", "2015-05-14"),
        (date(2015, 5, 14), "2015-05-14"),
        (datetime(2015, 5, 14, 3, tzinfo=UTC), "2015-05-13"),
        (datetime(2015, 5, 14, 3), "2015-05-14"),
        (1431619200, "2015-05-14"),
        ("1431619200000", "2015-05-14"),
        ("mayo", None),
        ("NaT", None),
        (None, None),
        (float("nan"), None),
        (7, None),
    ],
)
def test_dates_of_cells(cell: Any, day: str | None) -> None:
    from db.models import SALVADOR

    moment = moment_of(cell)
    assert (moment and moment.astimezone(SALVADOR).date().isoformat()) == day


RULES = UrlRules(hosts=host_map("www.x.example"), articles=(r"/nota-[^/]+/", r"/\d{4}/\d{2}/\d{2}/[^/]+/"), skip=("deportes",))
COLUMNS = {field: field for field in ("url", "title", "body", "date", "author")}
TEXT = "La Policía informó del hallazgo de un cuerpo en una quebrada de Panchimalco.\n" * 4
YEARS = Window(date(2012, 1, 1), date(2017, 12, 31))


def row(**cells: Any) -> dict[str, Any]:
    return {"url": "http://x.example/nota-uno?utm_source=a", "title": "Una nota", "body": TEXT, "date": "2015-05-14"} | cells


def test_a_row_is_what_a_source_tells() -> None:
    item = given(row(author=["Ana", None], body=TEXT + "1 < 2 & 3"), COLUMNS, RULES, YEARS)
    assert item.url == "https://www.x.example/nota-uno/"
    assert item.entry.html is not None
    assert item.entry.html.count("<p>") == 5
    assert "1 &lt; 2 &amp; 3" in item.entry.html
    assert (item.entry.title, item.entry.authors, item.remark) == ("Una nota", ("Ana",), None)


@pytest.mark.parametrize(
    ("cells", "bad", "reason"),
    [
        ({"url": None}, True, "no URL"),
        ({"url": "nota-uno"}, True, "no URL: 'nota-uno'"),
        ({"title": "  "}, True, "no title"),
        ({"body": None}, True, "no text"),
        ({"body": "Poco."}, True, "no text to speak of: 1 words"),
        ({"title": "Página no encontrada"}, True, "error page"),
        ({"url": "https://otro.example/nota-uno/"}, False, "of another outlet"),
        ({"url": "https://x.example/nacionales/"}, False, "not the URL of a story"),
        ({"url": "https://x.example/deportes/nota-uno/"}, False, "a section that is left out"),
        ({"date": "2018-01-01"}, False, "outside the days"),
        ({"url": "https://x.example/2011/05/06/nota/", "date": None}, False, "outside the days"),
    ],
)
def test_rows_that_give_no_story(cells: dict[str, Any], bad: bool, reason: str) -> None:
    with pytest.raises(Unfit, match=reason) as caught:
        given(row(**cells), COLUMNS, RULES, YEARS)
    assert caught.value.bad is bad


@pytest.mark.parametrize(
    ("cells", "day", "remark"),
    [
        ({"date": ""}, None, None),
        ({"date": "ayer"}, None, "no date can be read from 'ayer'"),
        ({"date": "2099-01-01"}, None, "still to come"),
        ({"url": "https://x.example/2015/05/06/nota/", "date": "2017-11-24"}, "2015-05-06", "the URL says 2015-05-06"),
        ({"url": "https://x.example/2015/05/06/nota/", "date": "2015-05-07 02:00"}, "2015-05-07", None),
        ({"url": "https://x.example/2015/05/06/nota/", "date": None}, "2015-05-06", None),
    ],
)
def test_the_url_is_believed_before_the_day_of_somebodys_crawl(
    cells: dict[str, Any], day: str | None, remark: str | None
) -> None:
    item = given(row(**cells), COLUMNS, RULES, YEARS)
    assert (item.entry.published and item.entry.published.date().isoformat()) == day
    assert (remark or "") in (item.remark or "")
    assert bool(item.remark) == bool(remark)


def test_markup_and_written_out_line_breaks() -> None:
    html = given(row(body=f"<p>{TEXT}</p><p>Fin</p>"), COLUMNS, RULES, YEARS).entry.html or ""
    assert html.startswith("<p>La Policía")
    written = given(row(body=TEXT.replace("\n", "\\n")), COLUMNS, RULES, YEARS).entry.html or ""
    assert written.count("<p>") == 4
    assert "informó" in (given(row(body=TEXT.encode().decode("cp1252")), COLUMNS, RULES, YEARS).entry.html or "")
