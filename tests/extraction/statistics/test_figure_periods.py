"""Periods of figures, numbers and places, one expression a row."""

from datetime import date

import pytest

from extraction.lexicon import rows
from extraction.statistics.areas import find_areas
from extraction.statistics.numbers import find_numbers, value_of
from extraction.statistics.period import shift_year
from extraction.statistics.periods import find_periods
from extraction.statistics.tables import cue, foreign, nouns, sources
from extraction.text import fold

PUBLISHED = date(2017, 6, 14)


@pytest.mark.parametrize(
    ("words", "language", "first", "last"),
    [
        ("en lo que va del año", "es", "2017-01-01", "2017-06-14"),
        ("en lo que va de junio", "es", "2017-06-01", "2017-06-14"),
        ("los primeros 12 días de junio", "es", "2017-06-01", "2017-06-12"),
        ("entre enero y mayo", "es", "2017-01-01", "2017-05-31"),
        ("de noviembre a febrero", "es", "2016-11-01", "2017-02-28"),
        ("del 28 de abril al 3 de mayo de 2016", "es", "2016-04-28", "2016-05-03"),
        ("entre el 11 y el 12 de junio", "es", "2017-06-11", "2017-06-12"),
        ("desde el 1 de junio hasta ayer", "es", "2017-06-01", "2017-06-13"),
        ("el primer trimestre del año", "es", "2017-01-01", "2017-03-31"),
        ("el segundo semestre de 2016", "es", "2016-07-01", "2016-12-31"),
        ("la segunda quincena de agosto", "es", "2016-08-16", "2016-08-31"),
        ("diciembre", "es", "2016-12-01", "2016-12-31"),
        ("el año pasado", "es", "2016-01-01", "2016-12-31"),
        ("la semana pasada", "es", "2017-06-05", "2017-06-11"),
        ("entre el viernes y ayer martes", "es", "2017-06-09", "2017-06-13"),
        ("el domingo 11", "es", "2017-06-11", "2017-06-11"),
        ("entre 2010 y 2015", "es", "2010-01-01", "2015-12-31"),
        ("in the first 12 days of June", "en", "2017-06-01", "2017-06-12"),
        ("between January and May 2017", "en", "2017-01-01", "2017-05-31"),
        ("so far this month", "en", "2017-06-01", "2017-06-14"),
        ("from 1 to 9 February", "en", "2017-02-01", "2017-02-09"),
        ("last year", "en", "2016-01-01", "2016-12-31"),
    ],
)
def test_period(words: str, language: str, first: str, last: str) -> None:
    (period,) = find_periods(fold(words), PUBLISHED, language)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize("words", ["en los últimos años", "desde que asumió el cargo", "durante la tregua"])
def test_no_definable_limits(words: str) -> None:
    assert {p.kind for p in find_periods(fold(words), PUBLISHED)} == {"vague"}


def test_shifted_month_keeps_its_last_day() -> None:
    (period,) = find_periods("en enero y febrero de 2017", PUBLISHED)
    assert str(shift_year(period, 2016).last) == "2016-02-29"


@pytest.mark.parametrize(
    ("words", "value"),
    [("2,724", 2724), ("3.794", 3794), ("18,4", 18.4), ("dos mil 865", 2865), ("mil 885", 1885), ("treinta y un", 31)],
)
def test_number(words: str, value: float) -> None:
    assert [n.value for n in find_numbers(words + " homicidios", "es")] == [value]


def test_a_list_is_not_a_sum() -> None:
    assert [n.value for n in find_numbers("con nueve y ocho casos", "es")] == [9, 8]


def test_value_of_a_decimal() -> None:
    assert value_of("0.5") == 0.5
    assert value_of("7.0") == 7


def test_areas() -> None:
    sentence = "SAN SALVADOR (AP) — En la ciudad de San Miguel, en Usulután y en Honduras"
    assert [(a.kind, a.name) for a in find_areas(sentence, fold(sentence))] == [
        ("district", "San Miguel"),
        ("department", "Usulután"),
        ("foreign", ""),
    ]


def test_tables_are_sound() -> None:
    for row in rows("statistics_cues"):
        assert cue(row["cue"]).pattern
    assert len(nouns()) == len(rows("statistics_nouns"))
    assert sources()
    assert foreign().search("honduras")
    for language in ("es", "en"):
        assert find_periods("", PUBLISHED, language) == []
