"""Which column of a corpus holds what: as told, else guessed from common names. Pure functions.

The names are rows of ``data/corpus_columns.csv``, the likeliest first.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parents[1] / "data" / "corpus_columns.csv"
#: Without these a row is no article.
NEEDED = ("url", "title", "body")


class MappingError(ValueError):
    """The columns are not clear; the message says what to tell."""


@cache
def known_names() -> Mapping[str, tuple[str, ...]]:
    """Common column names by field, the likeliest first, in plain letters."""
    names: dict[str, tuple[str, ...]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["field"]] = (*names.get(row["field"], ()), _plain(row["name"]))
    return names


def parse_map(text: str | None) -> dict[str, str]:
    """``title=titulo,body=texto`` as a mapping of field to column. Raises :class:`MappingError`."""
    told: dict[str, str] = {}
    for part in (text or "").split(","):
        if not part.strip():
            continue
        field, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column or field not in known_names():
            raise MappingError(
                f"--map {part.strip()}: give FIELD=COLUMN, FIELD one of {', '.join(known_names())}, as in title=titulo"
            )
        told[field] = column
    return told


def columns_of(names: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """Field to column for a file with the columns ``names``. Raises :class:`MappingError` where a needed field has none."""
    found = {}
    for field, common in known_names().items():
        if field in told:
            found[field] = _exact(names, told[field])
            continue
        plain = {_plain(name): name for name in reversed(names)}
        guess = next((plain[name] for name in common if name in plain), None)
        if guess is not None and guess not in told.values():
            found[field] = guess
    missing = [field for field in NEEDED if field not in found]
    if missing:
        raise MappingError(
            f"no column is known to hold {' or '.join(missing)}; there are {', '.join(names) or 'none'}: say which with"
            f" --map {','.join(f'{field}=COLUMN' for field in missing)}"
        )
    return found


def _exact(names: Sequence[str], column: str) -> str:
    same = [name for name in names if name == column] or [name for name in names if _plain(name) == _plain(column)]
    if not same:
        raise MappingError(f"there is no column {column}; there are {', '.join(names) or 'none'}")
    return same[0]


def _plain(name: str) -> str:
    """A name in lower case without accents and signs: «Fecha de publicación» is ``fechadepublicacion``."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", letters)
