"""What must hold for any text: it is read, evidence quotes it, and what tells nothing new changes nothing."""

import csv
import unicodedata
from datetime import date
from itertools import pairwise
from random import Random
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Account, Evidence, Extraction, document_text
from extraction.components.events import may_tell_violence
from extraction.composed import composed
from extraction.pipeline import extract
from extraction.structure import BOILERPLATE, sentences
from tests.extraction.core.cases import HERE, article, nlp, stories_of, victims_of
from tests.extraction.harmless.generator import sentences as sentences_of_other_news

DAY = date(2018, 3, 14)
#: Plain stories, of which the pipeline reads each as one incident or more.
STORIES = (
    "Un panadero fue asesinado ayer en Berlín. | La víctima salía de su casa cuando sujetos armados le dispararon.",
    "Un policía fue asesinado el lunes en Jucuapa y su esposa resultó lesionada. | El ataque ocurrió en el barrio El Centro.",
    "Dos pandilleros murieron ayer en un enfrentamiento con la Policía en Ilobasco. | Los agentes decomisaron un fusil.",
    "Hallan cadáver en Suchitoto | El cuerpo de un hombre, atado de manos, fue hallado ayer en un cafetal de Suchitoto.",
    "Un agricultor fue asesinado ayer en Nejapa. | En otro hecho, una costurera fue asesinada ayer en Jiquilisco.",
)
RELATED = (
    "Lea también: Asesinan a dos policías en Mejicanos",
    "LEA TAMBIÉN: Matan a un estudiante en Soyapango y dejan herida a su madre",
    "Lea además: Hallan el cadáver de una mujer en Apopa",
    "Lea también: Tres muertos deja un ataque armado en Ilopango",
)
#: Sentences with days, places and people, but without a word of violence.
OTHER_NEWS = [sentence for sentence in sentences_of_other_news(300) if not may_tell_violence(sentence)]
stories = st.sampled_from(STORIES)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def words() -> list[str]:
    """All words of the tables of marked sentences, with their commas and full stops."""
    found: set[str] = set()
    for path in sorted(HERE.glob("*_cases.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found.update(word for row in csv.DictReader(file) for word in row["text"].split(" "))
    return sorted(found)


jumble = st.lists(st.sampled_from(words()) | st.sampled_from(["\n", "\n\n", "«", "1,405", "…"]), max_size=60).map(" ".join)
anything = st.text(max_size=300) | jumble


def told(title: str | None, text: str, published: date | None = DAY) -> Extraction:
    """Read, and check that every piece of evidence lies in the text and quotes it."""
    whole = text if title is None else document_text(title, text)
    extraction = extract(nlp(), text, published, title, language="es")
    for account in extraction.accounts:
        check(account)
        quoted(whole, account.evidence)
    for statistic in extraction.statistics:
        quoted(whole, statistic.evidence)
    return extraction


def quoted(whole: str, evidence: tuple[Evidence, ...]) -> None:
    """Every piece of evidence lies in the text and quotes it."""
    for item in evidence:
        assert 0 <= item.start < item.end <= len(whole)
        assert whole[item.start : item.end] == item.quote
        assert item.field


def check(account: Account) -> None:
    """What no account may break: bounds in order, nothing below zero, no day after publication, no confidence out of range."""
    for toll in (account.deaths, account.injured):
        assert 0 <= toll.low <= toll.best
        assert toll.high is None or toll.high >= toll.best
    assert account.victims
    for victim in account.victims:
        assert victim.types
        assert victim.count is None or victim.count > 0
        assert all(0 <= age < 130 for age in victim.ages)
    when = account.date
    assert (when.start is None) == (when.end is None)
    assert when.start is None or when.end is None or when.start <= when.end
    assert all(0 <= value <= 1 for value in account.confidence.values())


@quick
@given(anything, anything, st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read_and_quoted(title: str, text: str, published: date | None) -> None:
    told(title, text, published)


@quick
@given(stories, anything, anything)
def test_any_text_around_a_story_is_read_and_quoted(story: str, before: str, after: str) -> None:
    title, body = article(story)
    told(title + before, f"{before}\n\n{body} {after}")


@pytest.mark.parametrize("title", [None, "", "\n", "   ", "Asesinan a panadero en Berlín"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " \t\r\n\u2028\u2029",
        "\ufeff\x00",
        ".",
        "…¿¡«»—()[]{}!?.,;:" * 50,
        "asesinado",
        "asesinado\n" * 50,
        "MATARON A",
        "a " * 3000 + "asesinado",
        "Fue asesinado ayer " + "🜚👩‍👩‍👦" * 30,
        "Un pana\u0301dero fue asesinado ayer en Berli\u0301n.",
    ],
)
def test_odd_structures(title: str | None, text: str) -> None:
    told(title, text)


def test_half_a_character() -> None:
    told("Nota", "\ud800 Un panadero fue asesinado ayer en Apopa \udfff")


def test_published_on_the_first_day_of_the_calendar() -> None:
    told("Nota", "Un panadero fue asesinado anteayer en Apopa.", date.min)


@pytest.mark.parametrize("day", [date(1000, 2, 28), date(2000, 2, 29), date.max])
def test_published_on_a_far_day(day: date) -> None:
    title, body = article(STORIES[0])
    assert len(told(title, body, day).accounts) == 1


def test_title_alone_is_the_first_line() -> None:
    """Where no title is given the text's first line is it; offsets then refer to the text."""
    title, body = article(STORIES[0])
    assert [account.deaths for account in told(None, document_text(title, body)).accounts] == [
        account.deaths for account in told(title, body).accounts
    ]


def test_a_line_of_300_000_characters() -> None:
    plain = "los vecinos pidieron agua, luz y más patrullajes a la alcaldía de ese lugar, que respondió con promesas, " * 60
    line = f"Un panadero fue asesinado ayer en Berlín y {plain}" * 46
    assert len(line) > 290_000
    assert len(told("Nota", line).accounts) <= 1


@quick
@given(stories, st.sampled_from(RELATED), st.integers(1, 2))
def test_a_related_line_changes_nothing(story: str, related: str, at: int) -> None:
    title, body = article(story)
    paragraphs = body.split("\n\n")
    paragraphs.insert(at, related)
    assert facts(told(title, "\n\n".join(paragraphs))) == facts(told(title, body))


@pytest.mark.parametrize("related", RELATED)
def test_a_related_line_is_boilerplate(related: str) -> None:
    assert [part.kind for part in sentences(f"Título\nUn párrafo de la nota.\n{related}\n")][-1] == BOILERPLATE


@pytest.mark.parametrize("story", STORIES)
def test_a_repeated_body_is_no_second_incident(story: str) -> None:
    title, body = article(story)
    assert stories_of(told(title, f"{body}\n\n{body}").accounts) == stories_of(told(title, body).accounts)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_repeated_paragraph_is_no_second_incident(story: str, times: int) -> None:
    title, body = article(story)
    first, _, rest = body.partition("\n\n")
    again = "\n\n".join([first] * (times + 1) + ([rest] if rest else []))
    assert stories_of(told(title, again).accounts) == stories_of(told(title, body).accounts)


@quick
@given(stories, st.sampled_from([" ", "   ", "\t", "\r", "\u00a0", " \u3000"]), st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"]))
def test_space_at_line_ends_changes_nothing(story: str, space: str, gap: str) -> None:
    title, body = article(story)
    paragraphs = body.split("\n\n")
    spaced = gap.join(f"{space}{paragraph}{space}" for paragraph in paragraphs) + space + "\n\n"
    assert facts(told(title + space, spaced)) == facts(told(title, body))


@pytest.mark.parametrize("story", STORIES)
def test_a_title_in_capitals_changes_nothing(story: str) -> None:
    title, body = article(story)
    assert facts(told(title.upper(), body)) == facts(told(title, body))


@pytest.mark.parametrize("story", STORIES)
def test_reading_twice_gives_the_same(story: str) -> None:
    title, body = article(story)
    assert told(title, body) == told(title, body)


@quick
@given(stories, st.sampled_from(["ñ", "Ñandú", "El alcalde inauguró ayer un puente.", "Receta de atol: hierva la leche."]))
def test_a_paragraph_of_something_else_changes_no_incident(story: str, other: str) -> None:
    title, body = article(story)
    accounts = told(title, f"{body}\n\n{other}").accounts
    assert stories_of(accounts) == stories_of(told(title, body).accounts)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_accents_as_signs_of_their_own_change_nothing(story: str, form: Literal["NFD", "NFKD"]) -> None:
    title, body = article(story)
    apart = told(unicodedata.normalize(form, title), unicodedata.normalize(form, body))
    assert facts(apart) == facts(told(title, body))


@quick
@given(st.text(alphabet="aeñn\u0301\u0303\u0308\n .\u1100\u1161\u0958", max_size=40), st.sampled_from(["NFC", "NFD"]))
def test_offsets_of_a_composed_text_lead_back(text: str, form: Literal["NFC", "NFD"]) -> None:
    apart = unicodedata.normalize(form, text)
    whole, offsets = composed(apart)
    if offsets is None:
        assert whole == apart
    else:
        assert len(offsets) == len(whole) + 1
        assert offsets == sorted(offsets)
        assert offsets[-1] == len(apart)
        assert "".join(apart[a:b] for a, b in pairwise(offsets)) == apart


@quick
@given(stories, st.lists(st.sampled_from(OTHER_NEWS), max_size=4), st.randoms(use_true_random=False))
def test_unrelated_paragraphs_may_stand_in_any_order(story: str, other: list[str], chance: Random) -> None:
    """The story's own paragraphs keep their order; the first stays the lead."""
    title, body = article(story)
    lead, *rest = body.split("\n\n")
    order = sorted([*(0 for _ in rest), *(1 for _ in other)], key=lambda _: chance.random())
    told_next, between = iter(rest), iter(other)
    paragraphs = [lead, *(next(between if one else told_next) for one in order)]
    assert facts(told(title, "\n\n".join(paragraphs))) == facts(told(title, body))


def test_steps_declare_what_they_need() -> None:
    analysis = nlp().analyze_pipes()
    assert analysis is not None
    assert set(analysis["problems"]) == set(nlp().pipe_names)
    assert not any(analysis["problems"].values())


def test_unknown_publication_day_gives_no_relative_day() -> None:
    title, body = article(STORIES[0])
    assert all(account.date.start is None for account in told(title, body, None).accounts)


def facts(extraction: Extraction) -> tuple[str, str]:
    """Day, place, toll and victims of all incidents."""
    return stories_of(extraction.accounts), victims_of(extraction.accounts)
