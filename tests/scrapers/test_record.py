"""Recording a page for the tests goes through the same door as the crawl."""

import json
from pathlib import Path

import pytest

from scrapers.demoweb import DemoWeb, load_articles
from scrapers.record import CannotRecord, record


def test_a_page_is_recorded_as_it_was_served(tmp_path: Path) -> None:
    article = next(item for item in load_articles() if item.template == "edh_archive")
    with DemoWeb() as web:
        folder = record(article.url, tmp_path, mirror=web.url)
        assert [visit.target for visit in web.visits] == ["/robots.txt", article.parts.path]
        assert (folder / "page.html").read_bytes() == web.answer(article.host, article.parts.path).body
    assert folder.parent == tmp_path / "eldiariodehoy"
    assert json.loads((folder / "meta.json").read_text("utf-8"))["url"] == article.url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.elsalvador.com/suscriptores/entrevista-exclusiva-ministro/1218001/2025/", "robots.txt forbids it"),
        ("https://www.laprensagrafica.com/elsalvador/Nota-retirada-20180103-0099.html", "410"),
        ("https://nadie.example/una-nota/", "no outlet declares the host"),
    ],
)
def test_what_cannot_be_recorded_is_said(tmp_path: Path, url: str, words: str) -> None:
    with DemoWeb() as web, pytest.raises(CannotRecord, match=words):
        record(url, tmp_path, mirror=web.url)
