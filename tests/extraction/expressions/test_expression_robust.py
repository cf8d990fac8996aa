"""Any text, any day: no exception, offsets inside the text, time in proportion to its length."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.expressions import expressions
from extraction.expressions.calendar import easter
from extraction.expressions.grammar import rules
from extraction.expressions.readers import READERS
from extraction.expressions.vocabulary import LANGUAGES

PIECES = (
    "el la de del a las los y en entre desde hasta hace próximo pasado último este primer 1 12 18 31 99 2015 3,794 5:30 9.4",
    "lunes domingo enero mayo nov. ayer mañana noche madrugada semana mes año años días horas mil millones docena doble un",
    "una par , . - / : % $ ( ) \n p. m. am in of the May Friday ago next last days two hundred",
)
SENTENCES = st.lists(st.sampled_from(" ".join(PIECES).split(" ")), max_size=25).map(" ".join)
DAYS = st.dates(min_value=date.min, max_value=date.max)


@settings(max_examples=200, deadline=None)
@given(st.one_of(SENTENCES, st.text(max_size=80)), st.one_of(st.none(), DAYS, st.datetimes()), st.sampled_from(LANGUAGES))
def test_offsets_stay_inside_and_apart(text: str, reference: date | None, language: str) -> None:
    end = 0
    for found in expressions(text, reference, language):
        assert end <= found.start_char < found.end_char <= len(text)
        end = found.end_char
        if found.start and found.end:
            assert found.start <= found.end or found.part or "T" in found.start
        if found.low is not None and found.high is not None:
            assert found.low < found.high


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_press_readings_never_lie_ahead(day: date) -> None:
    text = "el lunes; el 31 de marzo; el pasado viernes; ayer; en octubre; la semana pasada; el sábado por la noche"
    found = expressions(text, day)
    assert len(found) == 7
    assert all(one.start is not None and one.start <= day.isoformat() for one in found)


@pytest.mark.parametrize(
    "trigger", ["ayer ", "entre el 11 y ", "10 ", "dos mil ", "hace tres ", "un padre y ", "3/4 ", "-", "1.", "mayo "]
)
def test_time_grows_with_length(trigger: str) -> None:
    reference = datetime(2019, 7, 10)
    expressions(trigger, reference)

    def best_of(times: int) -> float:
        spent = []
        for _ in range(2):
            start = time.process_time()
            expressions(trigger * times, reference)
            spent.append(time.process_time() - start)
        return min(spent)

    short, long = best_of(1_250), best_of(10_000)
    assert long < 8 * short * 2.5 + 0.1


MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio"]
MONTHS += ["julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]


@settings(max_examples=150, deadline=None)
@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2099, 12, 31)))
def test_a_full_date_is_read_in_any_spelling(day: date) -> None:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    spellings = [
        f"el {day.day} de {month} de {day.year}",
        f"{weekday} {day.day} de {month} del {day.year}",
        f"{weekday.title()} {day.day}, {month.title()} {day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        f"{month} {day.day} de {day.year}",
    ]
    for words in spellings:
        assert [(one.start, one.end) for one in expressions(f"Fue {words}.", None)] == [(day.isoformat(), day.isoformat())], words


@settings(max_examples=150, deadline=None)
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 12, 31)), st.integers(0, 364))
def test_a_day_without_a_year_is_the_latest(reference: date, back: int) -> None:
    day = reference - timedelta(days=back)
    if (day.month, day.day) == (2, 29):
        return
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    for words in (f"el {day.day} de {month}", f"el {weekday} {day.day} de {month}"):
        (found,) = expressions(f"Lo mataron {words}.", reference)
        assert found.start == day.isoformat(), (words, reference)
    if back <= 6:
        (found,) = expressions(f"Lo mataron el {weekday}.", reference)
        assert found.start == day.isoformat()


@pytest.mark.parametrize("year", range(1930, 2050))
def test_any_year_is_read(year: int) -> None:
    for words in (f"en {year}", f"el año {year}", f"desde {year}"):
        assert [one.start for one in expressions(f"Operaba {words}.", None)] == [f"{year}-01-01"], words
    (found,) = expressions(f"Operaba entre {year} y {year + 3}.", None)
    assert (found.start, found.end) == (f"{year}-01-01", f"{year + 3}-12-31")


def test_every_rule_of_the_table_has_a_reader() -> None:
    for language in LANGUAGES:
        assert {rule.name for rule in rules(language)} <= set(READERS)


def test_easter_is_a_sunday_in_spring() -> None:
    for year in range(1900, 2101):
        assert easter(year).weekday() == 6
        assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert easter(2019) == date(2019, 4, 21)
    assert easter(2019) - timedelta(days=2) == date(2019, 4, 19)
