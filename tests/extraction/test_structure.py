"""Parts of an article: what is a title and what is a lead."""

from datetime import date

import pytest

from extraction import extract, load
from extraction.structure import sentences

LEAD = "Un panadero murió baleado y su esposa resultó herida el lunes en Cojutepeque."
LONG = (
    "Un panadero de 41 años murió este lunes al ser atacado a balazos cuando abría su negocio en el barrio Santa Lucía, en "
    "Cojutepeque, y su esposa resultó herida en una pierna, según informó la Policía. El hecho ocurrió a las 5:00."
)


def _kinds(text: str) -> list[str]:
    return [sentence.kind for sentence in sentences(text)]


def test_first_line_is_the_title() -> None:
    assert _kinds(f"Matan a panadero\n{LEAD}") == ["title", "body"]


def test_an_empty_title_leaves_the_lead_a_sentence() -> None:
    assert _kinds(f"\n{LEAD}") == ["body"]


def test_a_long_first_sentence_is_no_title() -> None:
    assert _kinds(LONG) == ["body", "body"]


def test_a_headline_with_a_full_stop_stays_one() -> None:
    assert _kinds(f"Matan a panadero en Cojutepeque.\n{LEAD}")[0] == "title"


@pytest.mark.parametrize("title", ["", None])
def test_an_article_without_title_tells_the_wounded_too(title: str | None) -> None:
    text = LEAD if title is not None else LONG
    (account,) = extract(load(), text, date(2017, 6, 13), title).accounts
    assert (account.deaths.best, account.injured.best) == (1, 1)
