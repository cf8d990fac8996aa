"""Reads the tables of marked sentences of this folder and tells what the pipeline made of them, in the tables' words.

A table is a CSV file with the columns ``name``, ``text``, optional ``published``, columns of what is expected, and
``known_failure``: why the pipeline does not yet read the case as a reader would. In ``text`` « | » parts the lines; the first
is the title unless it ends in a full stop, for then the title is one that tells nothing.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from spacy.language import Language

from db.models import Account, Extraction, Victim
from extraction.pipeline import extract, load

HERE = Path(__file__).parent
#: A Wednesday.
PUBLISHED = "2018-03-14"
TITLE = "Sucesos de la jornada"


@cache
def nlp() -> Language:
    """The pipeline, loaded once for all tests of a process."""
    return load()


def table(name: str) -> list[ParameterSet]:
    """The rows of ``name``.csv as parameters; those with a known failure must fail, so that an improvement shows itself."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return [pytest.param(row, id=row["name"], marks=_marks(row["known_failure"])) for row in rows]


def _marks(reason: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


def article(text: str) -> tuple[str, str]:
    """Title and body of a marked text."""
    lines = text.split(" | ")
    title = TITLE if lines[0].endswith(".") else lines.pop(0)
    return title, "\n\n".join(lines)


def read(text: str, published: str | None = PUBLISHED) -> Extraction:
    """What the pipeline reads from a marked text."""
    title, body = article(text)
    return extract(nlp(), body, published, title)


def types_of(victim: Victim) -> str:
    """«police», «merchant&relative_of_security_force>police»."""
    return "&".join(sorted(victim.types)) + (f">{victim.relation_to}" if victim.relation_to else "")


def victims_of(accounts: tuple[Account, ...]) -> str:
    """«1 police killed + 2 civilian injured»: groups alike added up, in the order of the alphabet."""
    number: Counter[str] = Counter()
    for victim in (victim for account in accounts for victim in account.victims):
        number[f"{types_of(victim)} {victim.outcome}"] += victim.count or 0
    return " + ".join(f"{count} {words}" for words, count in sorted(number.items()))


def sexes_of(accounts: tuple[Account, ...]) -> str:
    """«female male», «-» where none is told."""
    return " ".join(sorted({v.sex for a in accounts for v in a.victims if v.sex})) or "-"


def ages_of(accounts: tuple[Account, ...]) -> str:
    """«19 45», ascending; «-» where none is told."""
    return " ".join(map(str, sorted(age for a in accounts for v in a.victims for age in v.ages))) or "-"


def tolls_of(accounts: tuple[Account, ...]) -> str:
    """«homicide 1/0 + attack 0/2»: type, deaths and injured of each incident, in the order of the alphabet."""
    return " + ".join(sorted(f"{a.event_type} {a.deaths.best}/{a.injured.best}" for a in accounts))


def days_of(accounts: tuple[Account, ...]) -> str:
    """«2018-03-13», «2018-02-01..2018-02-28 month», «unknown», joined by « + » for several incidents."""
    return " + ".join(_days(account) for account in accounts)


def _days(account: Account) -> str:
    when = account.date
    if when.start is None:
        return str(when.precision)
    return str(when.start) if when.precision == "day" else f"{when.start}..{when.end} {when.precision}"


def stories_of(accounts: tuple[Account, ...]) -> str:
    """«2018-03-13 Apopa 1/0 + …»: day, district (or department, or «-») and toll of each incident, in the order of days."""
    return " + ".join(
        sorted(f"{_days(a)} {a.district or a.department or '-'} {a.deaths.best}/{a.injured.best}" for a in accounts)
    )
