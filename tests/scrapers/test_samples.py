"""The real feeds and the real archive page, where they are at hand: they go through the same code as everything else."""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from db.models import SALVADOR
from scrapers.feeds import SourceError, parse_feed
from scrapers.page import read_page
from scrapers.run import spiders

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="no samples of real feeds and pages here")


#: Links of the real home pages of March 2018: which are stories, and which lie in skipped sections. All others are neither.
HOMES = {
    "diario1": (
        {
            "/nacionales/2018/03/violador-en-serie-ofrecia-trabajo-de-modelaje-a-sus-victimas-en-nejapa/",
            "/nacionales/2018/03/mueren-dos-pandilleros-tras-atacar-a-policias-en-san-miguel/",
            "/mundo/al-menos-tres-muertos-deja-tormenta-de-nieve-en-el-noreste-de-ee-uu/",
        },
        set(),
    ),
    "eldiariodehoy": (
        {
            "/politica/partidos-politicos/75802/tribunal-sin-definir-si-anula-la-eleccion-en-san-miguel/",
            "/noticias/nacional/75870/calleja-promete-combatir-la-pobreza-si-gana-la-presidencia/",
        },
        {"/category/noticias/nacional/", "/author/jose-zometa/", "/category/politica/partidos-politicos/"},
    ),
    "elfaro": (
        {"/es/201803/el_salvador/21634/A-perder-vino-ella.htm"},
        {"/es/201803/columnas/21626/El-colectivo-de-Medardo-se-queda.htm", "/cdn-cgi/l/email-protection", "/user/profile/nrauda"},
    ),
    "elmundo": ({"/fbi-infiltro-a-la-ms-13-en-estados-unidos/"}, {"/category/nacionales/", "/category/politica/"}),
    "elsalvador": (
        {
            "/noticias/nacional/460634/farmacias-taxis-piratas-y-buses-entre-los-negocios-de-la-ms-en-santa-tecla/",
            "/noticias/nacional/461178/operacion-libertad-revela-financiamiento-de-ms-a-movimientos-sociales/",
        },
        {"/videos/461232/puestos-en-mercado-de-santa-tecla-eran-utilizados-para-lavar-dinero-de-la-ms/"},
    ),
    "lapagina": (
        {
            "/nacionales/137553/2018/03/21/Avianca-suspende-11-vuelos-a-El-Salvador-y-Bogota-por-tormenta-Toby",
            "/nacionales/137546/2018/03/21/Carcel-para-“La-vaca”-y-33-testaferros-de-la-MS-capturados-en-operacion-libertad",
        },
        set(),
    ),
}
BASES = {"elsalvador": "eldiariodehoy", "elfaro": "elfaro", "lapagina": "lapagina"}


@pytest.mark.parametrize("home", sorted(HOMES))
def test_links_of_a_real_home_page(home: str) -> None:
    stories, skipped = HOMES[home]
    spider = spiders()[BASES.get(home, home)]
    page = (SAMPLES / "pages" / f"{home}_home_2018-03_fragment.html").read_text("utf-8")
    base = f"https://{next(iter(spider.rules.hosts))}/"
    links = [urljoin(base, link.strip()) for _, link in re.findall(r"<a\b[^>]*\bhref\s*=\s*([\"'])(.*?)\1", page)]
    known = {url for link in links if (url := spider.rules.canonical(link))}
    assert {_path(url) for url in known if spider.rules.is_article(url)} == {path.rstrip("/") for path in stories}
    assert {_path(url) for url in known if spider.rules.skipped(url)} == {path.rstrip("/") for path in skipped}


def _path(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/")


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
