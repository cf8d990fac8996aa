"""Numbers in words, figures and both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.expressions import parse_number

ES = {
    "cero": 0,
    "veintiún": 21,
    "treinta y un": 31,
    "ciento cinco": 105,
    "dos mil 724": 2724,
    "2 mil 724": 2724,
    "mil 33": 1033,
    "70 mil": 70_000,
    "cinco mil cinco": 5005,
    "dos millones 300 mil": 2_300_000,
    "dos mil millones": 2_000_000_000,
    "un millón y medio": 1_500_000,
    "1.2 millones": 1_200_000,
    "2,724": 2724,
    "2.724": 2724,
    "12,9": 12.9,
    "1.234.567,5": 1_234_567.5,
    "media docena": 6,
    "medio centenar": 50,
    "tres docenas": 36,
    "un par": 2,
    "dos tercios": 2 / 3,
    "3/4": 0.75,
    "menos cinco": -5,
    "siete coma cinco": 7.5,
}
EN = {
    "one hundred and five": 105,
    "twenty-five": 25,
    "twelve thousand three hundred forty five": 12_345,
    "fifteen hundred": 1500,
    "half a million": 500_000,
    "two dozen": 24,
    "a hundred": 100,
    "one and a half": 1.5,
    "two-thirds": 2 / 3,
    "two point five six": 2.56,
    "1,234.5": 1234.5,
    "1.234": 1.234,
}


@pytest.mark.parametrize(("words", "value"), ES.items())
def test_spanish(words: str, value: float) -> None:
    assert parse_number(words) == pytest.approx(value)


@pytest.mark.parametrize(("words", "value"), EN.items())
def test_english(words: str, value: float) -> None:
    assert parse_number(words, "en") == pytest.approx(value)


@pytest.mark.parametrize("words", ["", "hola", "uno dos", "veinte cinco", "tres policías", "1,23,4", "3/0"])
def test_no_number(words: str) -> None:
    assert parse_number(words) is None


@given(st.integers(0, 10**9))
def test_figures_keep_their_value(value: int) -> None:
    assert parse_number(str(value)) == value
    assert parse_number(f"{value:,}") == value
    assert parse_number(f"{value:,}".replace(",", ".")) == value
