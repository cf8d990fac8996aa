"""One story, one URL; and nothing outside the declared hosts is ever a URL of the outlet."""

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.run import spiders

SPIDERS = spiders()


@pytest.mark.parametrize(
    ("outlet", "url", "canonical"),
    [
        ("eldiariodehoy", "http://elsalvador.com/articulo/sucesos/una-nota-106758/?utm_source=x#c", "https://www.elsalvador.com/articulo/sucesos/una-nota-106758"),
        ("eldiariodehoy", "https://www.elsalvador.com/h-noticias/h-nacional/una-nota/677583/2020/", "https://www.elsalvador.com/noticias/nacional/una-nota/677583/2020/"),
        ("eldiariodehoy", "https://m.elsalvador.com/noticias/nacional/una-nota/953482/2022", "https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/"),
        ("eldiariodehoy", "http://www.elsalvador.com/mwedh/nota/nota_completa.asp?idCat=47859&idArt=7678647&x=1", "https://www.elsalvador.com/mwedh/nota/nota_completa.asp?idArt=7678647&idCat=47859"),
        ("eldiariodehoy", "https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/?amp=1", "https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/"),
        ("eldiariodehoy", "https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/embed/", "https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/"),
        ("laprensagrafica", "http://laprensagrafica.com/elsalvador/Pugna-en-S.S.--20210823-0053.html?fb=1", "https://www.laprensagrafica.com/elsalvador/Pugna-en-S.S.--20210823-0053.html"),
        ("laprensagrafica", "http://www.laprensagrafica.com/2016/04/06/fgr-promete/", "https://www.laprensagrafica.com/2016/04/06/fgr-promete"),
        ("elmundo", "http://www.elmundo.sv/tragedia-vial-deja-cuatro-fallecidos", "https://elmundo.sv/tragedia-vial-deja-cuatro-fallecidos/"),
        ("elmundo", "https://diario.elmundo.sv/Nacionales/triple-homicidio-en-el-transito/", "https://diario.elmundo.sv/Nacionales/triple-homicidio-en-el-transito"),
        ("diariocolatino", "https://diariocolatino.com/hombre-asesino-a-su-hijo?share=x", "https://www.diariocolatino.com/hombre-asesino-a-su-hijo/"),
        ("diariocolatino", "https://diariocolatino.com/dos-%25C3%25B1-tres-cuatro/", "https://www.diariocolatino.com/dos-%C3%B1-tres-cuatro/"),
        ("insightcrime", "http://www.insightcrime.org/news-briefs/el-salvador-gangs", "https://insightcrime.org/news-briefs/el-salvador-gangs/"),
        ("diarioelsalvador", "https://www.diarioelsalvador.com/una-nota-de-hoy/228997/embed/", "https://diarioelsalvador.com/una-nota-de-hoy/228997/"),
        ("diarioelsalvador", "http://diarioelsalvador.com/una-nota-de-hoy/228997/amp?x=1", "https://diarioelsalvador.com/una-nota-de-hoy/228997/"),
        ("diarioelsalvador", "https://diarioelsalvador.com/depais/octubre-sin-muertes/859970/", "https://diarioelsalvador.com/depais/octubre-sin-muertes/859970"),
        ("diarioelsalvador", "https://diarioelsalvador.com/depais/una-nota-sin-numero", "https://diarioelsalvador.com/depais/una-nota-sin-numero/"),
        ("ultimahora", "http://www.ultimahora.sv/detienen-a-once-mareros", "https://ultimahora.sv/detienen-a-once-mareros/"),
        ("cronio", "https://www.croniosv.com/nacionales/una-nota-de-hoy", "https://croniosv.com/nacionales/una-nota-de-hoy/"),
        ("cronio", "https://croniosv.com/nacionales/judicial/una-nota-de-hoy/?amp=1", "https://croniosv.com/nacionales/judicial/una-nota-de-hoy/"),
        ("cronio", "https://croniosv.com/principal/principal1/una-nota-de-hoy", "https://croniosv.com/principal/principal1/una-nota-de-hoy/"),
        ("focostv", "https://m.focostv.com/amp/una-nota-de-hoy", "https://focostv.com/una-nota-de-hoy/"),
        ("factum", "http://revistafactum.com/la-masacre/?share=x", "https://www.revistafactum.com/la-masacre/"),
        ("gatoencerrado", "http://www.gatoencerrado.news/2024/02/21/la-muerte", "https://gatoencerrado.news/2024/02/21/la-muerte/"),
        ("fgr", "http://fiscalia.gob.sv/prision-por-un-homicidio", "https://www.fiscalia.gob.sv/prision-por-un-homicidio/"),
        ("fgr", "https://fiscalia.gob.sv/sala-de-prensa/prision-por-un-homicidio/", "https://www.fiscalia.gob.sv/sala-de-prensa/prision-por-un-homicidio/"),
        ("ysuca", "https://ysuca.org.sv/una-nota-de-hoy", "https://www.ysuca.org.sv/una-nota-de-hoy/"),
        ("elblog", "https://www.elblog.com/noticias/una-nota-de-hoy", "https://elblog.com/noticias/una-nota-de-hoy/"),
        ("solonoticias", "https://solonoticias.com/2017/06/13/nota", "https://www.solonoticias.com/2017/06/13/nota/"),
        ("verdaddigital", "https://www.verdaddigital.com/una-nota-de-hoy/embed/", "https://verdaddigital.com/una-nota-de-hoy/"),
    ],
)  # fmt: skip
def test_forms_of_one_story(outlet: str, url: str, canonical: str) -> None:
    rules = SPIDERS[outlet].rules
    assert rules.canonical(url) == canonical
    assert rules.canonical(canonical) == canonical
    assert rules.is_article(canonical)


@pytest.mark.parametrize(
    ("outlet", "url"),
    [
        ("eldiariodehoy", "https://www.elsalvador.com/deportes/futbol/una-nota/1217611/2025/"),
        ("eldiariodehoy", "https://www.elsalvador.com/category/noticias/nacional/"),
        ("eldiariodehoy", "https://www.elsalvador.com/"),
        ("laprensagrafica", "https://www.laprensagrafica.com/farandula/Cantante-20250513-0015.html"),
        ("laprensagrafica", "https://www.laprensagrafica.com/elsalvador/"),
        ("elmundo", "https://diario.elmundo.sv/nacionales"),
        ("elmundo", "https://diario.elmundo.sv/morearticles/nacionales?pgno=2"),
        ("diariocolatino", "https://www.diariocolatino.com/una-nota-de-hoy/foto-escena-uno/"),
        ("diariocolatino", "https://www.diariocolatino.com/quienes-somos/"),
        ("diariocolatino", "https://www.diariocolatino.com/category/nacionales-de-hoy-mismo/"),
        ("diarioelsalvador", "https://diarioelsalvador.com/depais/"),
        ("diarioelsalvador", "https://diarioelsalvador.com/dedinero/las-empresas-y-los-pagos/856889"),
        ("diarioelsalvador", "https://diarioelsalvador.com/dedeportes/la-selecta-entrena-hoy/861001"),
        ("diarioelsalvador", "https://diarioelsalvador.com/page/10200/"),
        ("diarioelsalvador", "https://diarioelsalvador.com/tag/feminicidio/10200/"),
        ("ultimahora", "https://ultimahora.sv/category/portada/portada-portada/page/3/"),
        ("cronio", "https://croniosv.com/nacionales/"),
        ("cronio", "https://croniosv.com/deportes/gana-la-seleccion-de-playa/"),
        ("focostv", "https://focostv.com/actualidad/"),
        ("focostv", "https://stage.focostv.com/una-nota-de-hoy/"),
        ("factum", "https://www.revistafactum.com/quienes-somos/"),
        ("gatoencerrado", "https://gatoencerrado.news/2024/02/21/"),
        ("gatoencerrado", "https://gatoencerrado.news/author/ana-urrutia/"),
        ("fgr", "https://www.fiscalia.gob.sv/sala-de-prensa/"),
        ("fgr", "https://www.fiscalia.gob.sv/sala-de-prensa/page/200/"),
        ("fgr", "https://www.fiscalia.gob.sv/servicios/"),
    ],
)
def test_what_is_no_story(outlet: str, url: str) -> None:
    rules = SPIDERS[outlet].rules
    canonical = rules.canonical(url)
    assert canonical is None or not rules.is_article(canonical)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/una-nota-de-hoy/",
        "https://www.elsalvador.com.evil.example/articulo/sucesos/una-nota-106758",
        "https://evil.example/www.elsalvador.com/",
        "https://www.elsalvador.com@evil.example/articulo/sucesos/una-nota-106758",
        "https://user:pass@www.elsalvador.com/articulo/sucesos/una-nota-106758",
        "https://www.elsalvador.com:8443/articulo/sucesos/una-nota-106758",
        "file:///etc/passwd",
        "ftp://www.elsalvador.com/articulo/sucesos/una-nota-106758",
        "javascript:alert(1)",
        "//www.elsalvador.com/articulo/",
        "https://[roto",
        "https://www.elsalvador.com:puerto/",
        "",
    ],
)
def test_outside_is_refused(url: str) -> None:
    assert all(spider.rules.canonical(url) is None for spider in SPIDERS.values())


@given(st.sampled_from(sorted(SPIDERS)), st.text(max_size=80))
def test_canonical_is_idempotent_and_stays_at_home(outlet: str, path: str) -> None:
    rules = SPIDERS[outlet].rules
    host = next(iter(rules.hosts))
    url = rules.canonical(f"https://{host}/{path}")
    if url is not None:
        assert urlsplit(url).netloc in rules.hosts.values()
        assert rules.canonical(url) == url


def _urls() -> list[tuple[str, str, str]]:
    with Path(__file__).with_name("urls.csv").open(encoding="utf-8", newline="") as file:
        return [(row["outlet"], row["url"], row["canonical"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("outlet", "url", "canonical"), _urls())
def test_every_form_of_url_that_was_seen(outlet: str, url: str, canonical: str) -> None:
    """``urls.csv``: forms of stories with their canonical URL, and pages that are no stories, with none."""
    rules = SPIDERS[outlet].rules
    found = rules.canonical(url)
    if canonical:
        assert found == canonical
        assert rules.canonical(canonical) == canonical
        assert rules.is_article(canonical)
    else:
        assert found is None or not rules.is_article(found)


@pytest.mark.parametrize(
    ("outlet", "one", "other"),
    [
        ("elfaro", "https://elfaro.net/es/202303/el_salvador/26786/radiografia.htm", "https://elfaro.net/es/202303/el_salvador/26786/radiografia"),
        ("elfaro", "https://beta.elfaro.net/el-salvador/una-nota", "https://elfaro.net/el-salvador/una-nota"),
        ("elfaro", "https://salanegra.elfaro.net/es/201303/cronicas/11532/", "https://salanegra.elfaro.net/es/201303/cronicas/11532/Nuestro-pozo.htm"),
        ("lapagina", "https://lapagina.com.sv/ampliar.php?id=137546", "https://lapagina.com.sv/nacionales/137546/2018/03/21/Una-nota"),
        ("elsalvadortimes", "https://www.elsalvadortimes.com/articulo/sucesos/a/20180513121706098153.html", "https://www.elsalvadortimes.com/articulo/sucesos/b/20180513121706098153.html"),
        ("insightcrime", "https://insightcrime.org/news-briefs/una-nota/", "https://insightcrime.org/news/brief/una-nota/"),
        ("elmundo", "https://elmundo.sv/una-nota-de-hoy/", "https://diario.elmundo.sv/Nacionales/una-nota-de-hoy"),
        ("elmundo", "https://diario.elmundo.sv/ampArticle/una-nota-de-hoy", "https://diario.elmundo.sv/nacionales/una-nota-de-hoy"),
        ("laprensagrafica", "https://www.laprensagrafica.com/elsalvador/Una-20190425-0590.html", "https://www.laprensagrafica.com/elsalvador/Otra-20190425-0590.html"),
    ],
)  # fmt: skip
def test_forms_that_are_one_story(outlet: str, one: str, other: str) -> None:
    rules = SPIDERS[outlet].rules
    assert rules.identity(one) == rules.identity(other) is not None
    assert rules.is_article(one)
    assert rules.is_article(other)


@pytest.mark.parametrize(
    ("outlet", "one", "other"),
    [
        ("elfaro", "https://elfaro.net/es/202004/el_salvador/24364/Nadie.htm", "https://elfaro.net/en/202004/el_salvador/24364/Nobody.htm"),
        ("laprensagrafica", "https://www.laprensagrafica.com/elsalvador/Una-20190425-0590.html", "https://www.laprensagrafica.com/elsalvador/Una-20190426-0590.html"),
        ("eldiariodehoy", "https://www.elsalvador.com/noticias/nacional/una/55182/2026/", "https://www.eldiariodehoy.com/noticias/nacionales/una/55182/2026/"),
        ("eldiariodehoy", "https://www.eldiariodehoy.com/noticias/nacional/75870/una-nota/", "https://www.eldiariodehoy.com/noticias/nacionales/una/75870/2026/"),
    ],
)  # fmt: skip
def test_forms_that_are_two_stories(outlet: str, one: str, other: str) -> None:
    rules = SPIDERS[outlet].rules
    assert rules.is_article(one)
    assert rules.is_article(other)
    assert rules.identity(one) != rules.identity(other) or rules.identity(one) is None


def test_a_publishers_inner_host_is_never_asked() -> None:
    rules = SPIDERS["elfaro"].rules
    assert not rules.declared("elfaro-pwa.superdesk.pro")
    assert rules.address("https://elfaro-pwa.superdesk.pro/a/b-c?x=1") == "https://beta.elfaro.net/a/b-c?x=1"
    assert rules.address("https://elfaro.net/a/b-c") == "https://elfaro.net/a/b-c"
    assert rules.address("https://[roto") == "https://[roto"
