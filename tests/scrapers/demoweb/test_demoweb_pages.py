"""Every page answers as its outlet would, in its encoding, with its story and its traps."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from lxml import html

from scrapers.demoweb import Article, Oddity, load_articles, load_oddities

ARTICLES = {article.id: article for article in load_articles(2)}
ODD = load_oddities()
SELECTORS = {
    "edh": ("article.detail h1.title", "article.detail div.entry-content"),
    "edh_2016": ("article.detail h1.title", "article.detail div.entry-content"),
    "edh_archive": ("article.detail h1.title", "article.detail div.entry-content"),
    "lpg": ("h1.news-title", "div.news-body"),
    "lpg_2016": ("div.contenido h1", "div.nota"),
    "dem": ("h1.title-article", "div.article-body"),
    "colatino": ("h1.name.post-title.entry-title", "div.entry"),
    "insight": ("h1.entry-title", "div.entry-content"),
}


def css(tree: html.HtmlElement, selector: str) -> html.HtmlElement:
    found = tree.cssselect(selector)
    assert found, selector
    return found[0]


def squeezed(text: str) -> str:
    """Without white space: some outlets glue sentences, one breaks lines by a bare CR."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())
def test_the_story_stands_in_the_outlets_own_markup(get_second, article: Article) -> None:
    answer = get_second(article.url)
    assert answer.status == 200
    tree = html.fromstring(answer.body.decode("cp1252" if "no_charset" in article.quirks else "utf-8"))
    title, body = (css(tree, selector) for selector in SELECTORS[article.template])
    assert title.text_content().strip() == article.title
    for paragraph in article.story:
        assert squeezed(paragraph) in squeezed(body.text_content())


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())
def test_aliases_redirect_and_twins_show_the_same_story(get_second, article: Article) -> None:
    for alias in article.aliases:
        answer = get_second(alias)
        assert (answer.status, answer.headers["location"]) == (301, article.url)
    for twin in article.twins:
        answer = get_second(twin)
        assert f'rel="canonical" href="{article.url}"' in answer.text
        assert article.story[-1] in unescape(answer.text)


def test_captions_tweets_and_related_lines_are_on_the_page_but_are_not_the_story(get) -> None:
    article = ARTICLES["lpg-2017-06-13-ocho-parientes"]
    page = unescape(get(article.url).text)
    for noise in (*article.captions, *article.tweets, *article.related):
        assert noise in page
        assert noise not in article.paragraphs


def test_the_archive_is_cp1252_without_saying_so(get) -> None:
    answer = get(ARTICLES["edh-2021-08-05-sonsonate-condena"].url)
    assert "charset" not in answer.headers["content-type"]
    assert b"charset" not in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert "Condenan a 45 años" in answer.text


def test_the_archive_shows_a_clock_without_am_or_pm_and_json_ld_that_strict_parsers_refuse(get) -> None:
    page = get(ARTICLES["edh-2021-08-05-sonsonate-condena"].url).text
    assert '<p class="published">2021-08-05 7:14:34</p>' in page
    block = re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    with pytest.raises(json.JSONDecodeError):
        json.loads(block[1])
    assert json.loads(block[1], strict=False)["datePublished"] == "Jue, 05 Ago 2021 19:14:34 -0600"


def test_one_json_ld_is_broken_beyond_leniency(get) -> None:
    page = get(ARTICLES["edh-2017-06-13-homicidios"].url).text
    block = re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    with pytest.raises(json.JSONDecodeError):
        json.loads(block[1], strict=False)


def test_el_mundo_parts_paragraphs_by_a_bare_carriage_return(get) -> None:
    body = get(ARTICLES["dem-2017-06-12-izalco"].url).body
    assert re.search(rb"[^\r\n]\r\r[^\r\n]", body)
    assert b"<p>" not in body.partition(b'class="article-body"')[2].partition(b"</div>")[0]


def test_the_infinite_scroll_page_goes_on_with_another_article(get) -> None:
    article = ARTICLES["dem-2023-08-21-tacuba"]
    tree = html.fromstring(get(article.url).text)
    glued = css(tree, "div.article-body h2.title-article").text_content()
    assert glued != article.title
    assert glued in {other.title for other in ARTICLES.values()}
    assert css(tree, "div.article-body div.article-section").text_content() == article.section


def test_the_section_page_comes_in_the_article_template(get) -> None:
    tree = html.fromstring(get("https://diario.elmundo.sv/nacionales").text)
    assert css(tree, "h1.title-article").text_content() == "Nacionales"
    assert len(css(tree, "div.article-body").text_content().split()) > 100


def test_one_page_has_no_date_and_one_a_date_to_come(get) -> None:
    undated = get(ARTICLES["dem-2022-sin-fecha"].url).text
    assert "publishing-date" not in undated
    assert "published_time" not in undated
    assert "marzo 2098" in get(ARTICLES["dem-2098-futuro"].url).text


def test_one_article_carries_pharma_spam_words(get) -> None:
    page = get(ARTICLES["col-2015-08-24-tres-masacres"].url).text
    assert all(word in page for word in ("medical", "cheap", "for sale", "viagra"))


@pytest.mark.parametrize("odd", ODD, ids=[odd.url.rpartition("//")[2][:70] for odd in ODD])
def test_odd_pages_answer_as_their_row_says(get, odd: Oddity) -> None:
    answer = get(odd.url)
    assert answer.status == odd.status
    assert answer.headers.get("location", "") == odd.location
    assert answer.headers["content-type"] == odd.content_type


def test_soft_404s_answer_200_with_an_error_text(get) -> None:
    soft = [odd for odd in ODD if odd.why == "soft_404_text"]
    assert len(soft) == 2
    assert all("No encontramos la página" in get(odd.url).text for odd in soft)
