"""Who did it by kinds of words: the tables hold together, and a word of a kind works in every frame of that kind."""

import re
import time

import pytest

from extraction.components.actor_cues import view
from extraction.components.actors import find_actors
from extraction.components.doers import clause, frames
from extraction.lexicon import rows

DOER, VICTIM, STREET, NOBODY = "perpetrator", "victim_affiliation", "territory", "name_only"


def role(text: str) -> str:
    """The part of the only gang named in ``text``."""
    (mention,) = find_actors(f"Sucesos\n{text}")
    return mention.role


@pytest.mark.parametrize("deed", ["asesin", "acribill", "apuñal", "estrangul", "embosc", "machete", "lapid"])
def test_a_verb_of_the_deed_works_in_every_frame(deed: str) -> None:
    assert role(f"Pandilleros {deed}aron a un hombre.") == DOER
    assert role(f"A un hombre lo {deed}aron pandilleros.") == DOER
    assert role(f"Un hombre fue {deed}ado ayer en la tarde por pandilleros.") == DOER
    assert role(f"Una turba {deed}ó a un pandillero.") == VICTIM
    assert role(f"Un pandillero fue {deed}ado en su casa.") == VICTIM
    assert role(f"A un pandillero lo {deed}aron ayer.") == VICTIM


@pytest.mark.parametrize("blame", ["atribuye", "achaca", "adjudica", "endosa", "imputa", "atribuyó", "achacaron"])
def test_a_verb_of_blame_works_in_every_frame(blame: str) -> None:
    assert role(f"La Policía {blame} el crimen a la MS.") == DOER
    assert role(f"El crimen del sastre se le {blame} a la MS.") == DOER
    assert role(f"A la MS {blame} la Policía el crimen.") == DOER


@pytest.mark.parametrize("held", ["controlada", "dominada", "asediada", "disputada"])
def test_a_street_is_not_a_deed(held: str) -> None:
    assert role(f"El joven fue asesinado en una zona {held} por la MS.") == STREET


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Los hechores, que huyeron en una moto, pertenecen a la MS.", DOER),
        ("La víctima pertenecía a la MS.", VICTIM),
        ("La orden de matar al sastre salió de la MS.", DOER),
        ("El sastre era primo de un miembro de la MS.", "background"),
        ("Llegaron en busca de un miembro de la MS.", "aside"),
        ("La MS prohibió que circularan los buses.", STREET),
        ("Si fueron pandilleros no se sabe.", "aside"),
        ("«Sí, fueron pandilleros», dijo.", DOER),
        ("Un niño dibujó a la MS.", NOBODY),
    ],
)
def test_parts(text: str, part: str) -> None:
    assert role(text) == part


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("la M-18", "barrio18"),
        ("la 18 sureña", "barrio18_surenos"),
        ("el Barrio 18-Revolucionarios", "barrio18_revolucionarios"),
        ("pandilleros sureños", "barrio18_surenos"),
        ("los Tiny Locos Salvatruchos", "ms13"),
        ("integrantes de la 13", "ms13"),
        ("la Mirada Lokotes 13", "mirada_locos"),
        ("un menor pandillero", "gang_unspecified"),
        ("homies de la zona", "gang_unspecified"),
    ],
)
def test_names_of_gangs(name: str, code: str) -> None:
    (mention,) = find_actors(f"Sucesos\nEl sastre fue asesinado por {name}, dijo la PNC.")
    assert (mention.code, mention.role) == (code, DOER)


def test_every_kind_of_words_is_in_a_frame() -> None:
    named = set(re.findall(r"[a-z_]+(?:\.[a-z]+)?", " ".join(row["frame"] for row in rows("doer_frames"))))
    kinds = {row["kind"] for row in rows("doer_words")} - {"filler", "killed_en"}
    assert {kind for kind in kinds if kind not in named and kind.partition(".")[0] not in named} == set()
    assert len(frames()) == len(rows("doer_frames"))


def test_words_keep_their_offsets() -> None:
    prepared = view("Sucesos\nLo «mataron», según la PNC, los de la zona.")
    words = clause(prepared, prepared.sentences[1])
    told = [prepared.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert {"mataron", "de", "zona"} <= set(told)
    assert len(words.kinds) == len(told)


def test_a_long_sentence_takes_linear_time() -> None:
    def seconds(repeats: int) -> float:
        text = "Sucesos\n" + "la Policía cree que por orden de la pandilla de quien dijo que " * repeats
        start = time.perf_counter()
        find_actors(text)
        return time.perf_counter() - start

    seconds(5)
    assert seconds(800) < 12 * max(seconds(200), 0.01)
