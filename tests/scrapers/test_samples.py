"""The real feeds and the real archive page, where they are at hand: they go through the same code as everything else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.models import SALVADOR
from scrapers.feeds import SourceError, parse_feed
from scrapers.page import read_page
from scrapers.run import spiders

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="no samples of real feeds and pages here")


def feed(name: str) -> bytes:
    """Bytes of a real feed."""
    return (SAMPLES / "feeds" / name).read_bytes()


def test_feed_of_el_mundo() -> None:
    entries = parse_feed(feed("elmundo_2016-04-06.xml"), "text/xml", "http://elmundo.sv/feed/")
    rules = spiders()["elmundo"].rules
    assert len(entries) == 10
    assert all(rules.is_article(rules.canonical(entry.url) or "") for entry in entries)
    by_title = {entry.title: entry for entry in entries}
    crash = by_title["Tragedia vial en Carretera del Litoral deja cuatro fallecidos"]
    assert crash.published == datetime(2016, 4, 6, 23, 17, 31, tzinfo=UTC)
    assert crash.authors == ("Javier Maldonado",)
    assert crash.summary
    assert crash.html is None, "the feed carries excerpts only"
    assert not any("Ã" in (entry.title or "") + (entry.summary or "") for entry in entries)


def test_feed_of_la_prensa_grafica() -> None:
    entries = parse_feed(feed("laprensagrafica_2016-04-06.xml"), "text/xml")
    rules = spiders()["laprensagrafica"].rules
    assert len(entries) == 30
    assert entries[0].title == "Altas temperaturas rompen récord histórico en San Salvador"
    assert entries[0].published == datetime(2016, 4, 6, 21, 40, 48, tzinfo=UTC)
    assert all(rules.is_article(rules.canonical(entry.url) or "") for entry in entries)
    assert not any("Ã" in (entry.title or "") for entry in entries)


def test_dead_feed_is_reported() -> None:
    with pytest.raises(SourceError, match="empty document"):
        parse_feed(feed("dead_feed.xml"))


def test_archive_page_of_el_diario_de_hoy() -> None:
    spider = spiders()["eldiariodehoy"]
    url = spider.rules.canonical("https://historico.elsalvador.com/historico/866063/licores-coronavirus-vacaciones.html")
    assert url
    body = (SAMPLES / "pages" / "historico_elsalvador_866063_2021.html").read_bytes()
    found = read_page(body, "text/html", url, spider.selectors, fetched_at=datetime.now(UTC))
    assert found.title == "En las playas y centros turísticos abarrotados está el enemigo oculto"
    assert found.published == datetime(2021, 8, 5, 19, 14, 34, tzinfo=SALVADOR)
    assert found.sources["published"] == "json-ld"
    paragraphs = found.body.split("\n\n")
    assert len(paragraphs) > 15
    assert paragraphs[0].startswith("Quedarse en casa")
    assert not any(word in found.body for word in ("WhatsApp", "share", "Foto EDH", "\ufffd", "VAC&"))
    assert any("Foto EDH" in caption for caption in found.captions)
    assert "Coronavirus" in found.tags
