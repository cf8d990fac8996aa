"""Levels of agreement, and which pairs of accounts are one incident."""

from datetime import date
from typing import Any

import pytest

from db.accounts import StoredAccount
from db.models import Account, EventType, Toll
from extraction.linkage.comparisons import LEVELS, compare, same_name
from extraction.linkage.settings import weights
from tests.extraction.linkage.stories import account


def stored(told: Account, number: int) -> StoredAccount:
    return StoredAccount(number, number, f"o{number}", f"https://o{number}.example/", date(2017, 6, 13), "report", 0, told)


def same(one: Account, other: Account) -> bool:
    forward, backward = compare(stored(one, 1), stored(other, 2)), compare(stored(other, 2), stored(one, 1))
    assert (forward.levels, forward.weight, forward.same) == (backward.levels, backward.weight, backward.same)
    return forward.same


BASE: dict[str, Any] = {"day": "2017-06-12", "where": "San Salvador/Apopa"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (account(), account(), True),
        (account(ages=(30,)), account(ages=(31,)), True),
        (account(), account(deaths=Toll.exactly(2)), True),
        (account(), account(event_type=EventType.BODY_FOUND), True),
        (account(), account("2017-06-12", "San Salvador", who="police"), False),
        (account(who="police"), account("2017-06-12", "San Salvador", who="police"), True),
        (account(who="police", ages=(30,)), account("2017-06-13", who="police", ages=(30,)), True),
        (account(ages=(30,)), account("2017-06-11/2017-06-13", ages=(30,)), True),
        (account(who="relative_of_security_force"), account("2017-06", who="relative_of_security_force"), True),
        (account(names=("Mirna Solano Quijada",)), account("2017", names=("Mirna Solano",)), True),
        # Not the same:
        (account(), account("2017-06-13"), False),
        (account(), account("2017-06-13", "San Salvador/Apopa/colonia Valle Verde"), False),
        (account(), account("2017-06-14", who="police"), False),
        (account(), account(ages=(30,), sex="female", deaths=Toll.exactly(1), where="San Salvador/Ilopango"), False),
        (account(ages=(20,)), account(ages=(47,)), False),
        (account(sex="male"), account(sex="female"), False),
        (account(who="police"), account(who="teacher"), False),
        (account(), account(deaths=Toll.exactly(3)), False),
        (account(where="San Miguel/San Miguel"), account(), False),
        (account(names=("Kevin Portillo",)), account(names=("Josué Amaya",)), False),
        (account(), account("2017"), False),
        (account(), account("2016", who="police"), False),
        (account(""), account(""), False),
    ],
)
def test_same_or_not(one: Account, other: Account, expected: bool) -> None:
    assert same(one, other) is expected, compare(stored(one, 1), stored(other, 2))


def test_told_apart_in_one_article_is_never_the_same() -> None:
    one = stored(account(), 1)
    other = StoredAccount(2, 1, "o1", one.url, one.published, "report", 1, account())
    assert compare(one, other).veto == "told apart in one article"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ana María López", "Ana López", True),
        ("K. B. O.", "Kevin Bladimir Orantes", True),
        ("Kevin Bladimir O.", "Kevin Bladimir Orantes", True),
        ("José Ángel Méndez", "Jose Angel Mendes", True),
        ("Kevin", "Kevin Bladimir", True),
        ("Kevin Amaya", "Kevin Portillo", False),
        ("", "Kevin", False),
    ],
)
def test_names(one: str, other: str, expected: bool) -> None:
    assert same_name(one, other) is same_name(other, one) is expected


def test_every_level_has_a_weight() -> None:
    named = {field for field, _ in weights()}
    assert named == set(LEVELS)
    tells = [account(), account("", ""), account("2017-06", who="police", sex="male", ages=(3,), names=("Ana",))]
    tells += [account("2017-06-13", "San Miguel/Moncagua", deaths=Toll(2, 2, None)), account(deaths=Toll.exactly(0))]
    for one in tells:
        for other in tells:
            for field, level in compare(stored(one, 1), stored(other, 2)).levels.items():
                assert level in ("apart", "other_department") or (field, level) in weights()
