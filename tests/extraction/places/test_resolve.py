"""The place of one incident, merged from its mentions and the article."""

import pytest

from db.models import PlacePrecision
from extraction.components.places import find_places, resolve

TITLE = "Nota del día\n"

#: Text, department, district, locality of the one incident it tells; every mention is given as the incident's own.
CASES = [
    ("En San Miguel, un joven fue asesinado en la colonia Satélite.", "San Miguel", "San Miguel", "colonia Satélite"),
    ("Un joven fue asesinado en San Miguel.", "San Miguel", None, None),
    ("Un hombre fue asesinado en Santa Ana, en la avenida Independencia.", "Santa Ana", "Santa Ana", "avenida Independencia"),
    ("Matan a un hombre en Nejapa. Lo hallaron en el cantón Tutultepeque.", "San Salvador", "Nejapa", "cantón Tutultepeque"),
    ("Lo mataron en la colonia Las Arboledas, de Colón. Murió en el hospital de Santa Ana.", "La Libertad", "Colón", None),
    ("El Juzgado de Paz de Yamabal envió a prisión a un hombre que mató a su primo.", "Morazán", "Yamabal", None),
    ("El Juzgado de Instrucción de Yamabal envió a prisión a un hombre que mató a su primo.", None, None, None),
    ("La clica operaba en los municipios de Juayúa y Salcoatitán. Asesinó a un joyero en 2014.", "Sonsonate", None, None),
    ("La clica operaba en los municipios de Juayúa y Metapán. Asesinó a un joyero en 2014.", None, None, None),
    ("El hecho ocurrió en El Carmen. La delegación de La Unión lo confirmó.", "La Unión", "El Carmen", None),
    ("El hecho ocurrió en El Carmen.", None, "El Carmen", None),
    ("USULUTÁN. Un hombre fue asesinado en el barrio La Merced.", "Usulután", None, "barrio La Merced"),
    ("Un salvadoreño fue asesinado en Chiquimula, Guatemala.", None, None, None),
    ("Fue capturado en Apopa por matar a su hermano.", None, None, None),
    ("Lo mataron en el municipio de Usulután Este.", "Usulután", None, None),
    ("Lo mataron en la calle que de Nahulingo lleva al caserío El Rosal.", "Sonsonate", "Nahulingo", None),
    ("Lo mataron en la calle que va de La Palma al cantón Las Pilas, en Chalatenango.", "Chalatenango", "La Palma", None),
    ("Fue baleado en el camino que de San Miguel conduce al cantón El Jute.", "San Miguel", "San Miguel", None),
    ("Fue baleado en la calle antigua a Zacatecoluca.", "La Paz", "Zacatecoluca", None),
    ("Fue baleado en la carretera que de Apaneca conduce a Juayúa.", None, None, None),
    ("Fue baleado en la carretera que de Sonsonate conduce a Juayúa.", "Sonsonate", None, None),
    ("Hallaron un cuerpo a medio enterrar en la finca Los Amates, de Nahulingo.", "Sonsonate", "Nahulingo", None),
    ("Fue baleado en la carretera a Zacatecoluca, en La Paz.", "La Paz", None, None),
    ("Ahuachapán está de luto. Vivía en Tacuba. Lo hallaron en el cantón El Rosario.", "Ahuachapán", "Tacuba", None),
    ("Fue baleado en el desvío a Concepción Batres, Usulután.", "Usulután", "Concepción Batres", None),
    ("Fue baleado en el kilómetro 30 de la autopista a Comalapa.", None, None, None),
    ("Fue asesinado en la colonia Andalucía, de San Miguel. Otro murió en Jocoro, Morazán.", "San Miguel", "San Miguel", None),
]


@pytest.mark.parametrize(("text", "department", "district", "locality"), CASES)
def test_one_incident(text: str, department: str | None, district: str | None, locality: str | None) -> None:
    mentions = find_places(TITLE + text)
    place = resolve(mentions, mentions)
    assert (place.department, place.district) == (department, district)
    assert locality is None or place.locality == locality


def test_a_locality_takes_the_town_of_its_sub_head() -> None:
    text = "Round-up\n\nMETAPÁN\nUn hombre fue baleado en el barrio San Juan.\n\nTACUBA\nOtro murió en el cantón La Loma."
    mentions = find_places(text)
    found = [resolve([m], mentions).district for m in mentions if m.locality]
    assert found == ["Metapán", "Tacuba"]


def test_a_sub_head_of_a_capital_gives_the_city_for_its_street() -> None:
    text = "Doce homicidios\n\nSAN VICENTE\nUn joven murió en el barrio El Calvario.\n\nAPOPA\nUn hombre murió en la cancha."
    mentions = find_places(text)
    street = next(m for m in mentions if m.locality and "Calvario" in m.locality)
    place = resolve([street], mentions)
    assert (place.department, place.district, place.precision) == ("San Vicente", "San Vicente", PlacePrecision.LOCALITY)


def test_evidence_quotes_the_words() -> None:
    text = TITLE + "Un joven fue asesinado en el cantón Planes, de Guatajiagua, Morazán."
    mentions = find_places(text)
    place = resolve(mentions, mentions)
    assert {name for name, _, _ in place.evidence} == {"department", "district", "locality"}
    assert all("Guatajiagua" in text[start:end] for _, start, end in place.evidence)


def test_a_place_abroad_has_its_country() -> None:
    mentions = find_places(TITLE + "Un salvadoreño fue asesinado en Tapachula, México.")
    assert resolve(mentions, mentions).country == "MX"


def test_nothing_told_is_nothing() -> None:
    place = resolve([], [])
    assert (place.department, place.district, place.locality, place.precision) == (None, None, None, PlacePrecision.UNKNOWN)
