"""Mentions of people in English."""

import pytest

from db.models import VictimType
from extraction.components.people import People
from extraction.english.people import find_people

POLICE, SOLDIER = VictimType.POLICE, VictimType.SOLDIER
RELATIVE = VictimType.RELATIVE_OF_SECURITY_FORCE


def only(text: str) -> People:
    found = find_people(text)
    assert len(found) == 1, [text[p.start : p.end] for p in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("A soldier's mother was stabbed", SOLDIER),
        ("The brother of a police officer was gunned down", POLICE),
        ("A woman whose son serves in the army was killed", SOLDIER),
        ("The father-in-law of a prison guard died", VictimType.PRISON_GUARD),
        ("Elmer Cortez, the cousin of a policeman, was shot", POLICE),
        ("relatives of members of El Salvador's security forces", POLICE),
    ],
)
def test_a_relative_is_never_the_officer(text: str, force: VictimType) -> None:
    person = only(text)
    assert person.types == (RELATIVE,)
    assert person.relation_to == force


@pytest.mark.parametrize(
    ("text", "types", "count"),
    [
        ("three suspected MS13 members", (VictimType.GANG_MEMBER,), 3),
        ("two alleged members of the Barrio 18 gang", (VictimType.GANG_MEMBER,), 2),
        ("an off-duty officer", (POLICE,), 1),
        ("two police", (POLICE,), 2),
        ("a retired soldier", (VictimType.FORMER_SECURITY_FORCE,), 1),
        ("a former gang member", (VictimType.FORMER_GANG_MEMBER,), 1),
        ("eight electricity company workers", (VictimType.OTHER_WORKER,), 8),
        ("a dozen farm workers", (VictimType.FARMER,), 12),
        ("the bodies of two teenagers", (VictimType.CIVILIAN,), 2),
    ],
)
def test_kind_and_number(text: str, types: tuple[VictimType, ...], count: int) -> None:
    person = only(text)
    assert (person.types, person.count) == (types, count)


@pytest.mark.parametrize(
    ("text", "ages", "sex"),
    [
        ("a 47-year-old woman", (47,), "female"),
        ("Elmer Cortez, 34, a taxi driver, was", (34,), "male"),
        ("two brothers aged 17 and 20", (17, 20), "male"),
        ("her granddaughter, age 5, was", (5,), "female"),
        ("a six-month-old girl", (0,), "female"),
    ],
)
def test_ages_and_sex(text: str, ages: tuple[int, ...], sex: str) -> None:
    person = only(text)
    assert (person.ages, person.sex) == (ages, sex)


@pytest.mark.parametrize(
    "text", ["Police said so.", "the officer's gun", "members alone", "The Salvadoran department", "the national police"]
)
def test_nobody(text: str) -> None:
    assert find_people(text) == []


def test_a_wife_and_children_share_the_officer() -> None:
    wife, children = find_people("a police officer's wife and two children were murdered")
    assert (wife.relation_to, children.relation_to) == (POLICE, POLICE)
    assert children.number == 2


def test_offsets_quote_the_mention() -> None:
    text = "On Monday a soldier and two gang members died."
    assert [text[p.start : p.end] for p in find_people(text, 10)] == ["a soldier", "two gang members"]
