"""Every form of date that was seen on a Salvadoran outlet."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models import SALVADOR
from scrapers.dates import date_in_url, fits_url, parse_date


def local(*parts: int) -> datetime:
    """A moment in El Salvador's civil time."""
    return datetime(*parts, tzinfo=SALVADOR)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12 junio, 2023", local(2023, 6, 12)),
        ("15 de junio de 2023", local(2023, 6, 15)),
        ("05 de mayo de 2024", local(2024, 5, 5)),
        ("1 de enero del 2017", local(2017, 1, 1)),
        ("Lunes 12, junio 2023 - 10:30 am", local(2023, 6, 12, 10, 30)),
        ("Lunes 12, junio 2023 - 12:05 am", local(2023, 6, 12, 0, 5)),
        ("Lunes 12, junio 2023 - 12:05 p. m.", local(2023, 6, 12, 12, 5)),
        ("Nov 28, 2023- 12:30", local(2023, 11, 28, 12, 30)),
        ("Nov 26, 2023, 14:50 pm", local(2023, 11, 26, 14, 50)),
        ("Ene 3, 2024- 07:00", local(2024, 1, 3, 7, 0)),
        ("Marzo  22, 2018", local(2018, 3, 22)),
        ("Febrero 21, 2024", local(2024, 2, 21)),
        ("16 setiembre, 2018", local(2018, 9, 16)),
        ("Domingo, 11 de Marzo de 2018", local(2018, 3, 11)),
        ("Thursday, April 30, 2020", local(2020, 4, 30)),
        ("11/03/2018", local(2018, 3, 11)),
        ("25/mar/2016", local(2016, 3, 25)),
        ("25 SEP 2017", local(2017, 9, 25)),
        ("2021-08-05 7:14:34", local(2021, 8, 5, 7, 14, 34)),
        ("2017-01-02T18:47:45-06:00", local(2017, 1, 2, 18, 47, 45)),
        ("2026-10-02T00:30:00.123Z", datetime(2026, 10, 2, 0, 30, tzinfo=UTC)),
        ("Wed, 06 Apr 2016 23:20:52 +0000", datetime(2016, 4, 6, 23, 20, 52, tzinfo=UTC)),
        ("Wed, 06 Apr 2016 21:40:48 GMT", datetime(2016, 4, 6, 21, 40, 48, tzinfo=UTC)),
        ("lun, 14 mar 2016 09:00:00 -0600", local(2016, 3, 14, 9)),
        ("Jue, 05 Ago 2021 19:14:34 -0600", local(2021, 8, 5, 19, 14, 34)),
        ("dom, 01 ene 2017 00:10:00 -0500", local(2016, 12, 31, 23, 10)),
    ],
)
def test_forms(text: str, moment: datetime) -> None:
    found = parse_date(text)
    assert found == moment
    assert found is not None
    assert found.tzinfo is not None


@pytest.mark.parametrize(
    "text", [None, "", "hace 2 horas", "ayer", "martes", "31 de febrero de 2020", "2020", "mayo 2020", "99/99/2020", "45 años"]
)
def test_no_date(text: str | None) -> None:
    assert parse_date(text) is None


def test_twelve_hour_clock_keeps_only_the_day() -> None:
    assert parse_date("2021-08-05 7:14:34", twelve_hours=True) == local(2021, 8, 5)
    assert parse_date("2021-08-05 19:14:34", twelve_hours=True) == local(2021, 8, 5, 19, 14, 34)


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        ("https://www.laprensagrafica.com/2016/04/06/fgr-promete-respuesta", local(2016, 4, 6)),
        ("https://www.laprensagrafica.com/elsalvador/24-asesinatos-en-oriente--20190419-0546.html", local(2019, 4, 19)),
        ("https://www.laprensagrafica.com/elsalvador/Nota-20191319-0546.html", None),
        ("https://www.elsalvador.com/noticias/nacional/algo/953482/2022/", None),
        ("https://diario.elmundo.sv/nacionales/ano-2024-cierra-con-114-homicidios", None),
    ],
)
def test_dates_in_urls(url: str, moment: datetime | None) -> None:
    assert date_in_url(url) == moment


@given(st.text(max_size=60))
def test_any_text_gives_a_date_with_zone_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is not None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(-11, 11))
def test_iso_round_trip(moment: datetime, hours: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC).astimezone() + timedelta(hours=hours)
    assert parse_date(aware.isoformat()) == aware


@pytest.mark.parametrize(
    ("url", "day", "fits"),
    [
        ("https://diario1.com/nacionales/2015/08/una-nota/", "2015-08-19", True),
        ("https://diario1.com/nacionales/2015/08/una-nota/", "2024-11-19", False),
        ("https://elfaro.net/es/201603/el_salvador/18189/Una-nota.htm", "2016-03-31", True),
        ("https://elfaro.net/es/201603/el_salvador/18189/Una-nota.htm", "2018-03-11", False),
        ("https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/", "2022-12-31", True),
        ("https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/", "2023-01-02", True),
        ("https://www.elsalvador.com/noticias/nacional/una-nota/953482/2022/", "2024-05-02", False),
        ("https://www.elsalvador.com/noticias/nacional/138175/36-homicidios/", "2014-10-13", True),
        ("https://www.ejemplo.com/2015/99/una-nota/", "2024-10-13", True),
        ("https://www.ejemplo.com/una-nota-de-2015/", "2024-10-13", True),
    ],
)
def test_a_url_checks_a_date(url: str, day: str, fits: bool) -> None:
    assert fits_url(datetime.fromisoformat(f"{day}T12:00:00-06:00"), url) is fits


def test_the_day_in_an_opennemas_url() -> None:
    day = date_in_url("https://www.elsalvadortimes.com/articulo/sucesos/una-nota/20180513121706098153.html")
    assert day == datetime(2018, 5, 13, tzinfo=SALVADOR)
    assert date_in_url("https://www.elsalvadortimes.com/articulo/sucesos/una-nota/20181399121706098153.html") is None
