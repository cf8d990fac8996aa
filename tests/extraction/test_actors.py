"""Who is blamed, how strongly, and the victim's own gang."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.components.actors import affiliation, claims, find_actors
from extraction.components.weapons import find_weapons

#: Own sentences in the register of the crime pages: «[…]» marks the victim phrase, « | » ends the title line, ``blamed`` lists
#: ``actor:attribution``, ``affiliation`` is the marked victim's gang; empty means nobody, none. A case with a ``known_failure``
#: must fail until somebody mends it. Those named «doer b…» were written and coded before the frames and not read meanwhile.
CASES = list(csv.DictReader(Path(__file__).with_name("actor_cases.csv").open(encoding="utf-8")))


def unmark(marked: str) -> tuple[str, tuple[int, int]]:
    """The text without its brackets, and the span they held."""
    marked = marked.replace(" | ", "\n") if " | " in marked else f"Sucesos de la jornada\n{marked}"
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), (start, end)


MARKED = [
    pytest.param(c, id=c["name"], marks=[pytest.mark.xfail(reason=c["known_failure"], strict=True)] if c["known_failure"] else [])
    for c in CASES
]


@pytest.mark.parametrize("case", MARKED)
def test_claims_and_affiliation(case: dict[str, str]) -> None:
    text, victim = unmark(case["text"])
    mentions = find_actors(text)
    found = claims(text, mentions, [(0, len(text))], [victim], kind=case["kind"] or None)
    assert {f"{claim.actor}:{claim.attribution}" for claim, _ in found} == set(case["blamed"].split())
    code, evidence = affiliation(text, mentions, victim, [(0, len(text))])
    assert (code or "") == case["affiliation"]
    assert (evidence is None) == (code is None)


WEAPONS = [
    ("[Un joven] fue asesinado a balazos desde una moto.", {"firearm"}),
    ("Lo golpearon y lo mataron a machetazos; [el cuerpo] apareció en un barranco.", {"blunt", "machete"}),
    ("[La mujer] murió de varias puñaladas con un cuchillo de cocina.", {"blade"}),
    ("[La víctima] fue asfixiada con un lazo y no tenía tatuajes.", {"strangulation"}),
    ("Arrojaron una granada contra el puesto e hirieron a [dos agentes].", {"explosive"}),
    ("[Un vendedor] fue rociado con gasolina y quemado vivo.", {"fire"}),
    ("[El pasajero] fue lanzado del bus en marcha.", {"other"}),
    ("[Un hombre] fue lapidado; murió por las pedradas.", {"blunt"}),
    ("[Un niño] murió degollado con un machete.", {"machete"}),
    ("[El cadáver] no presentaba señales de bala.", set()),
    ("Al detenido le decomisaron una pistola; a [la víctima] la estrangularon.", {"strangulation"}),
    ("[Un agente] was shot dead by gunmen.", {"firearm"}),
    ("[Una mujer] apareció muerta en un predio.", set()),
]


@pytest.mark.parametrize(("marked", "weapons"), WEAPONS, ids=[marked[:30] for marked, _ in WEAPONS])
def test_weapons(marked: str, weapons: set[str]) -> None:
    text, _ = unmark(marked)
    found, evidence = find_weapons(text, [(0, len(text))])
    assert {str(weapon) for weapon in found} == weapons
    assert all(text[item.start : item.end] == item.quote for item in evidence)


def test_weapons_outside_the_passages_do_not_count() -> None:
    text = "Sucesos\nMatan a un hombre a balazos.\nOtro fue apuñalado."
    assert [str(w) for w in find_weapons(text, [(text.index("Otro"), len(text))])[0]] == ["blade"]


def test_a_gang_of_another_passage_does_not_spill() -> None:
    text = "Sucesos\nUn joven fue asesinado por la MS, dijo la PNC.\nEn Apopa mataron a un taxista; no hay pistas."
    passage = (text.index("En Apopa"), len(text))
    assert claims(text, find_actors(text), [passage], []) == []


def test_a_related_headline_blames_nobody() -> None:
    text = (
        "Matan a un hombre en Apopa\nUn hombre fue asesinado ayer en Apopa.\n"
        "Lea también: Capturan a pandilleros de la MS por homicidio"
    )
    assert claims(text, find_actors(text), [(0, len(text))], []) == []


def test_who_says_so() -> None:
    text = "Sucesos\nVecinos dijeron que la MS mató al joven.\nLa Fiscalía sostiene que la 18 ordenó el crimen."
    found = {claim.actor: claim.attributed_by for claim, _ in claims(text, find_actors(text), [(0, len(text))], [])}
    assert found == {"ms13": "witness", "barrio18": "FGR"}


WORDS = sorted(set(" ".join(case["text"] for case in CASES).split()))


@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_quoted(text: str) -> None:
    mentions = find_actors(text)
    passages = [(0, len(text))]
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    for _, evidence in claims(text, mentions, passages, [(0, min(5, len(text)))]):
        assert all(text[item.start : item.end] == item.quote and item.quote for item in evidence)
    assert all(text[item.start : item.end] == item.quote for item in find_weapons(text, passages)[1])


UNITS = ["La Policía atribuye el crimen a la MS. ", "pandilleros de la 18 asesinaron a un policía por ", "18 (,;« "]


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    def seconds(repeats: int) -> float:
        text = "Sucesos\n" + unit * repeats
        start = time.perf_counter()
        claims(text, find_actors(text), [(0, len(text))], [])
        return time.perf_counter() - start

    seconds(10)
    assert seconds(1600) < 12 * max(seconds(400), 0.01)


def told(text: str, passage: str | None = None) -> set[str]:
    """The claims of the sentence that starts with ``passage``, or of the whole text."""
    span = (text.index(passage), text.index(".", text.index(passage))) if passage else (0, len(text))
    return {f"{claim.actor}:{claim.attribution}" for claim, _ in claims(text, find_actors(text), [span], [])}


def test_one_blame_for_every_incident_of_an_article() -> None:
    text = (
        "Tres ataques en oriente\nUn albañil fue asesinado en Moncagua.\nUna vendedora fue asesinada en Jucuapa.\n"
        "El jefe regional atribuyó los dos crímenes a la MS."
    )
    assert told(text, "Un albañil") == told(text, "Una vendedora") == {"ms13:official"}


def test_an_acquittal_in_the_lead_clears_the_accused() -> None:
    text = (
        "Absuelven a acusados de un homicidio\nCuatro acusados de matar a un sastre quedaron libres.\n"
        "Según la acusación, sujetos de la 18 llegaron a la casa y lo mataron."
    )
    assert told(text) == {"barrio18:official"}


def test_the_dot_of_a_withheld_surname_ends_no_clause() -> None:
    text = "Sucesos\nUn juez envió a prisión a Ciro M., integrante de la MS, por el homicidio de un sastre."
    assert told(text) == {"ms13:charged"}
