"""One story, one URL; and nothing outside the declared hosts is ever a URL of the outlet."""

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
