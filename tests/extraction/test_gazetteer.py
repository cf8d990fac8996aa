"""The gazetteer agrees with itself and is found by the names that newspapers use."""

import pytest

from extraction.gazetteer import gazetteer, words
from extraction.lexicon import rows

PLACES = gazetteer()
DISTRICTS = rows("districts", "gazetteer")


def kinds(name: str) -> set[str]:
    return {n.kind for n in PLACES.names[words(name)]}


def test_counts_of_the_law() -> None:
    assert len({(r["department"], r["district"]) for r in DISTRICTS}) == 262
    assert len({r["municipality_2024"] for r in DISTRICTS}) == 44
    assert len(rows("departments", "gazetteer")) == len(PLACES.capitals) == 14


@pytest.mark.parametrize("row", DISTRICTS, ids=lambda r: r["district"])
def test_every_district_is_found_by_its_name(row: dict[str, str]) -> None:
    found = PLACES.names[words(row["district"])]
    assert any((n.district, n.department) == (row["district"], row["department"]) for n in found)


def test_a_department_and_a_district_share_a_name_where_it_is_the_capital_and_in_la_libertad() -> None:
    both = {row["name"] for row in rows("departments", "gazetteer") if "district" in kinds(row["name"])}
    assert both == {name for name in PLACES.capitals if PLACES.is_homonym(name)} | {"La Libertad"}
    assert not PLACES.is_homonym("La Libertad")


def test_new_municipalities_tell_only_the_department() -> None:
    assert kinds("Usulután Oeste") == {"municipality"}
    assert {n.department for n in PLACES.names[words("San Salvador Centro")]} == {"San Salvador"}


def test_no_alias_names_two_districts() -> None:
    for key, names in PLACES.names.items():
        found = {(n.district, n.department) for n in names if n.kind == "district"}
        assert len({d for d, _ in found}) <= 1, key


def test_localities_lie_in_known_districts() -> None:
    known = {(r["district"], r["department"]) for r in DISTRICTS}
    for places in PLACES.localities.values():
        assert all((p.district, p.department) in known for p in places if p.district)


def test_a_locality_is_found_with_and_without_its_generic_word() -> None:
    assert PLACES.districts_of_locality("playa El Cuco") == PLACES.districts_of_locality("El Cuco") == {"Chirilagua"}
