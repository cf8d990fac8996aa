"""One text in several outlets is told; two murders in the same phrases are two texts."""

import itertools
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.frontier import save_outlet
from db.models import Page
from db.store import open_database, save_page
from extraction.duplicates import compare, find_duplicates, keys, text_groups

RELEASE = (
    "Un hombre fue asesinado la noche del {day} en la colonia {place}, informó la Policía Nacional Civil. La víctima fue"
    " identificada como {name}, de {age} años, quien trabajaba como {trade}. Según las autoridades, sujetos desconocidos le"
    " dispararon en repetidas ocasiones y luego huyeron con rumbo desconocido. El cuerpo fue llevado a Medicina Legal para su"
    " reconocimiento, mientras agentes realizaban un operativo en la zona para dar con los responsables del hecho, sin resultados"
    " hasta esta hora."
)
DAYS = ("lunes", "martes", "miércoles", "jueves")
PLACES = (
    "Popotlán, de Apopa",
    "Las Flores, de Izalco",
    "San José, de Ilopango",
    "El Carmen, de Nejapa",
    "Santa Elena, de Moncagua",
)
NAMES = ("Julio Mena", "Pedro Lara", "Elmer Rivas", "Mario Paz", "Josué Mira", "René Alas", "Óscar Lovo", "Nelson Cea")
TRADES = ("mecánico", "panadero", "jornalero", "albañil", "vendedor")
EDITS = (
    ("informó la Policía Nacional Civil", "informó la PNC"),
    ("quien trabajaba como", "que se desempeñaba como"),
    ("en repetidas ocasiones ", "varias veces "),
    ("sujetos desconocidos", "hombres armados"),
    (", sin resultados hasta esta hora", ""),
)


def release(chance: random.Random) -> str:
    """A police release on one murder."""
    return RELEASE.format(
        day=chance.choice(DAYS),
        place=chance.choice(PLACES),
        name=chance.choice(NAMES),
        age=chance.randint(18, 70),
        trade=chance.choice(TRADES),
    )


def victim(text: str) -> tuple[str, str]:
    """Who was killed where."""
    return next(name for name in NAMES if name in text), next(place for place in PLACES if place in text)


def edited(text: str, chance: random.Random, edits: int = 2) -> str:
    """The release as another desk prints it: some words changed, a sentence of its own."""
    for old, new in chance.sample(EDITS, edits):
        text = text.replace(old, new)
    return f"{text} Vecinos pidieron más vigilancia en el sector."


def test_rewrites_are_one_text_and_look_alikes_are_not() -> None:
    chance = random.Random(1)
    texts = [release(chance) for _ in range(60)]
    rewrites = [(text, edited(text, chance)) for text in texts]
    assert all(compare(*pair).relation == "same" for pair in rewrites)
    assert all(set(keys(a)) & set(keys(b)) for a, b in rewrites)
    different = [(a, b) for a, b in itertools.combinations(sorted(set(texts)), 2) if victim(a) != victim(b)]
    assert len(different) > 1000
    assert [pair for pair in different if compare(*pair).relation == "same"] == []


def test_a_wire_inside_a_longer_story() -> None:
    chance = random.Random(2)
    wire = release(chance)
    words = ["".join(chance.choice(letters) for letters in ("bcdfg", "aeiou", "lmnrst", "aeiou")) for _ in range(200)]
    longer = f"{wire}\n\n{' '.join(words)}."
    assert (compare(longer, wire).relation, compare(wire, longer).relation) == ("contains", "inside")


@pytest.mark.parametrize("text", ["", "¡!", "Una palabra"])
def test_short_texts(text: str) -> None:
    assert compare(text, release(random.Random(3))).relation is None
    assert compare(text, "").relation is None


def stored(path: Path, order: list[int]) -> Database:
    """Three outlets' articles: a release printed twice and once half a year later, and another murder."""
    chance = random.Random(4)
    first, other = release(chance), release(chance)
    texts = [first, edited(first, chance), other, first]
    days = [0, 1, 1, 200]
    db = open_database(path)
    save_outlet(db, {"id": "a", "name": "A", "domains": ["a.example"], "ownership": "private", "language": "es"}, "2017-06-01")
    for number in order:
        page = Page(
            url=f"https://a.example/nota-{number}/",
            title="Matan a hombre",
            body=texts[number],
            published=datetime(2017, 6, 13, 15, tzinfo=UTC) + timedelta(days=days[number]),
        )
        save_page(db, "a", page, None, "2017-06-14T00:00:00+00:00")
        find_duplicates(db)
    return db


def groups(db: Database) -> list[list[str]]:
    """The groups by URL."""
    urls = {row["id"]: row["url"][-2] for row in db.query("SELECT id, url FROM articles")}
    return [[urls[one] for one in group] for group in text_groups(db)]


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]])
def test_the_order_of_arrival_makes_no_difference(tmp_path: Path, order: list[int]) -> None:
    db = stored(tmp_path / "a.db", order)
    assert groups(db) == [["0", "1"]]
    assert find_duplicates(db).counts == {"compared": 0, "pairs": 0}


def test_a_story_that_changes_leaves_its_group(tmp_path: Path) -> None:
    db = stored(tmp_path / "a.db", [0, 1, 2])
    chance = random.Random(9)
    page = Page(
        url="https://a.example/nota-1/", title="Otra cosa", body=edited(release(chance), chance, 3).replace("hombre", "joven")
    )
    assert save_page(db, "a", page, None, "2017-06-16T00:00:00+00:00")[1] == "changed"
    find_duplicates(db)
    assert groups(db) == []
