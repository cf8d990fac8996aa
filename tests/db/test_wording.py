"""What is another text, and what only moves on by itself."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.textdiff import count_words, marked, shortened, word_diff
from db.wording import is_stub, plain_signs, same_words

STORY = (
    "La Policía Nacional Civil (PNC) informó que un hombre fue asesinado la noche del lunes en el cantón El Chilamate.\n\n"
    "«No hay testigos», dijo el jefe policial – quien pidió reserva.\n\n"
    "La víctima tenía 34 años y trabajaba en una tienda de la zona, según contaron los vecinos a este medio."
)


@pytest.mark.parametrize(
    "other",
    [
        STORY.replace("«", "“").replace("»", "”"),
        STORY.replace("–", "—"),
        unicodedata.normalize("NFD", STORY),
        STORY.replace("\n\n", "\n"),
        STORY.replace(" ", "\xa0"),
        STORY.replace("Policía", "Poli\xadcía"),
        STORY.replace("(PNC) informó", "(PNC)  informó "),
        STORY.replace("zona,", "zona ,"),
        STORY + "\n\n1,234 vistas",
        STORY + "\n\nVisto 345 veces",
        STORY + "\n\n12 comentarios",
        "hace 2 horas\n\n" + STORY,
        "Actualizado hace 5 minutos\n\n" + STORY,
        "Hace un día.\n\n" + STORY,
        "Última actualización: 12/05/2024 10:30 am\n\n" + STORY,
        "3 min de lectura\n\n" + STORY,
        STORY.replace("La víctima", "Publicidad\n\nLa víctima"),
        STORY + "\n\nSíguenos en nuestro canal de WhatsApp para más noticias",
    ],
)
def test_what_is_no_change(other: str) -> None:
    assert same_words("Título", STORY, "Título", other)
    assert same_words("Título", other, "Título", STORY)


@pytest.mark.parametrize(
    "other",
    [
        STORY.replace("un hombre fue asesinado", "dos hombres fueron asesinados"),
        STORY.replace("34", "35"),
        STORY.replace("El Chilamate", "El Chilamatal"),
        STORY + "\n\nHace 2 horas fue capturado un sospechoso.",
        STORY + "\n\nEn el lugar hubo 12 personas.",
        STORY.replace(" según contaron los vecinos a este medio", ""),
    ],
)
def test_what_is_a_change(other: str) -> None:
    assert not same_words("Título", STORY, "Título", other)


def test_an_address_hidden_by_cloudflare_is_no_change() -> None:
    shown, hidden = (
        f"{STORY}\n\nEscriba a {address} si sabe algo." for address in ("avisos@diario.example", "[email\xa0protected]")
    )
    assert same_words("T", shown, "T", hidden)


def test_another_title_is_a_change() -> None:
    assert not same_words("Matan a uno", STORY, "Matan a dos", STORY)
    assert same_words("“Matan” a uno", STORY, "«Matan» a uno", STORY)


@pytest.mark.parametrize(
    ("title", "body", "stub"),
    [
        ("Matan a un hombre", "Nota retirada.", True),
        ("Matan a un hombre", "Esta nota ha sido retirada a petición de la familia de la víctima.", True),
        ("Contenido eliminado", "Hemos retirado esta nota de nuestro sitio por respeto a la familia.", True),
        ("Matan a un hombre", "Suscríbase para seguir leyendo.", True),
        ("Matan a un hombre", STORY.split("\n\n")[0] + " El cuerpo fue llevado a Medicina Legal.", False),
        ("Capturan a sospechoso", STORY + " La nota retirada por un diario causó polémica. " + STORY, False),
    ],
)
def test_stubs(title: str, body: str, stub: bool) -> None:
    assert is_stub(STORY + " " + STORY.split("\n\n")[0], title, body) is stub


def test_a_short_story_may_be_rewritten_shorter() -> None:
    assert not is_stub(
        "Un hombre murió en Apopa. La Policía investiga el caso y no ha dado más detalles.", "T", "Murió un hombre."
    )


def test_the_words_that_went_and_came() -> None:
    pieces = word_diff(
        "Dos hombres murieron en «Apopa».\n\nNadie vio nada.", "Tres hombres murieron en “Apopa”.\n\nNadie vio nada ayer."
    )
    assert marked(pieces) == "[-Dos-] {+Tres+} hombres murieron en “Apopa”.\n\nNadie vio [-nada.-]{+nada ayer.+}"
    assert (count_words(pieces, "added"), count_words(pieces, "removed")) == (3, 2)


def test_a_diff_is_shown_with_a_few_words_around() -> None:
    words = " ".join(f"w{n}" for n in range(60))
    text = marked(shortened(word_diff(words, words.replace("w30 ", "x30 ")), context=3))
    assert text == "… w27 w28 w29 [-w30-] {+x30+} w31 w32 w33 … "


def test_a_huge_text_is_compared_in_time() -> None:
    before = " ".join(f"a{n}" for n in range(20_000))
    pieces = word_diff(before, before.replace("a", "b"))
    assert [piece.kind for piece in pieces] == ["removed", "added"]


@given(st.text(alphabet='ab .\n«"á1', max_size=60), st.text(alphabet='ab .\n«"á1', max_size=60))
def test_a_diff_can_be_read_either_way(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.kind != "removed").split() == after.split()
    old = "".join(p.text for p in pieces if p.kind != "added")
    assert plain_signs(old) == plain_signs(before)
