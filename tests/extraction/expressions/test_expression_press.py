"""What Salvadoran crime reporting says about days and numbers, in our own sentences."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from extraction.expressions import expressions, find_dates, find_numbers

CASES = list(csv.DictReader((Path(__file__).parent / "press_cases.csv").open(encoding="utf-8", newline="")))
TUESDAY = date(2019, 7, 9)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_press_case(case: dict[str, str]) -> None:
    first = case["text"].index(case["words"])
    after = first + len(case["words"])
    found = expressions(case["text"], date.fromisoformat(case["reference"]))
    near = [one for one in found if one.start_char < after and one.end_char > first]
    if case["kind"] == "none":
        of_month = case["words"] == "23 de julio"
        assert all(
            of_month and (one.kind, one.value, one.precision) in {("number", 23, None), ("range", None, "month")} for one in near
        )
    elif case["kind"] == "number":
        assert [one.value for one in near if one.kind == "number"] == [float(case["value"])]
    else:
        assert (case["kind"], case["start"], case["end"]) in [(one.kind, one.start or "", one.end or "") for one in near]


@pytest.mark.parametrize(
    ("words", "start", "relative", "precision", "part"),
    [
        ("el 3 de mayo de 2015", "2015-05-03", None, "day", None),
        ("el 3 de mayo", "2019-05-03", "year_inferred", "day", None),
        ("el martes", "2019-07-09", "weekday", "day", None),
        ("este martes", "2019-07-09", "deictic", "day", None),
        ("anoche", "2019-07-08", "deictic", "day", "noche"),
        ("hace tres meses", "2019-04-09", "ago", "month", None),
        ("hace dos años", "2017-07-09", "ago", "year", None),
        ("en mayo de 2016", "2016-05-01", None, "month", None),
        ("en 2016", "2016-01-01", None, "year", None),
        ("este año", "2019-01-01", "period", "year", None),
        ("la semana pasada", "2019-07-01", "period", "range", None),
    ],
)
def test_how_a_reading_came_about(words: str, start: str, relative: str | None, precision: str, part: str | None) -> None:
    (found,) = find_dates(f"Fue {words}.", TUESDAY)
    assert (found.start, found.relative, found.precision, found.part) == (start, relative, precision, part)


def test_future_is_marked() -> None:
    (found,) = find_dates("La audiencia es el próximo jueves.", TUESDAY)
    assert (found.start, found.tense) == ("2019-07-11", "future")


def test_without_a_publication_day_only_full_dates_are_resolved() -> None:
    found = find_dates("Ayer recordaron el ataque del 3 de mayo de 2015 y el del lunes.", None)
    assert [(one.start, one.end) for one in found] == [(None, None), ("2015-05-03", "2015-05-03"), (None, None)]


def test_a_date_wins_over_the_number_inside_it() -> None:
    found = expressions("El 12 de junio murieron 12 reos.", TUESDAY)
    assert [(one.kind, one.value) for one in found] == [("date", None), ("number", 12)]


@pytest.mark.parametrize(
    ("text", "value", "approx", "low", "high"),
    [
        ("Al menos cinco personas murieron.", 5, "at_least", None, None),
        ("Más de 300 soldados llegaron.", 300, "at_least", None, None),
        ("Hasta 20 pandilleros huyeron.", 20, "at_most", None, None),
        ("Unas 40 familias huyeron.", 40, "approx", None, None),
        ("Hay entre 3 y 5 sospechosos.", None, "approx", 3, 5),
        ("Eran de tres a cinco hombres.", None, "approx", 3, 5),
        ("Mataron a cuatro vecinos.", 4, None, None, None),
    ],
)
def test_bounds(text: str, value: int | None, approx: str | None, low: int | None, high: int | None) -> None:
    (found,) = find_numbers(text)
    assert (found.value, found.approx, found.low, found.high) == (value, approx, low, high)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Subió un 12 por ciento.", "percent"),
        ("Hubo 14 homicidios diarios.", "rate"),
        ("Pagaron 300 dólares.", "money"),
        ("Un triple homicidio.", "multiplier"),
        ("Murieron madre e hija.", "group"),
        ("Hubo cero homicidios.", "zero"),
        ("Capturaron a siete sujetos.", "count"),
        ("Una mujer murió.", "article"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert role in [one.role for one in find_numbers(text)]


def test_an_hour_counts_from_the_minute_of_publication() -> None:
    (found,) = find_dates("Fue hace dos horas.", datetime(2019, 7, 9, 1, 30))
    assert found.start == "2019-07-08T23:30"
