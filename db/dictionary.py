"""What each column of the export means: the rows of ``export_columns.csv``, and the forms made from them.

``python -m db.dictionary`` writes docs/data_dictionary.md; a test compares the two.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from db import models

#: Separates the values of a list in one cell.
SEPARATOR = "|"
TABLES = ("incidents", "victims", "actors", "sources", "statistics")
DOCUMENT = Path(__file__).parents[1] / "docs" / "data_dictionary.md"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table; ``type`` is string, integer, number, date, datetime or list.

    ``refers_to`` is the ``table.column`` that a foreign key points to, or empty.
    """

    table: str
    name: str
    type: str
    required: bool
    primary: bool
    refers_to: str
    codes: tuple[str, ...]
    unit: str
    description: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of an exported table, in order."""
    return tuple(column for column in _rows() if column.table == table)


@cache
def _rows() -> tuple[Column, ...]:
    text = (files("db") / "export_columns.csv").read_text(encoding="utf-8")
    return tuple(
        Column(
            table=row["table"],
            name=row["column"],
            type=row["type"],
            required=row["required"] == "yes",
            primary="primary" in row["key"].split(),
            refers_to=next((word for word in row["key"].split() if "." in word), ""),
            codes=_codes(row["codes"]),
            unit=row["unit"],
            description=row["description"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def _codes(name: str) -> tuple[str, ...]:
    if not name or SEPARATOR in name:
        return tuple(filter(None, name.split(SEPARATOR)))
    return tuple(str(code) for code in getattr(models, name))


def schema(table: str) -> dict[str, Any]:
    """The Frictionless table schema of an exported table."""
    result: dict[str, Any] = {"fields": [_field(column) for column in columns(table)], "missingValues": [""]}
    result["primaryKey"] = [column.name for column in columns(table) if column.primary]
    foreign = [(column.name, *column.refers_to.split(".")) for column in columns(table) if column.refers_to]
    if foreign:
        result["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": other, "fields": [field]}} for name, other, field in foreign
        ]
    return result


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": "string" if column.type == "list" else column.type}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.codes and column.type == "list":
        code = f"({SEPARATOR.join(column.codes)})"
        constraints["pattern"] = rf"{code}(\|{code})*"
    elif column.codes:
        constraints["enum"] = list(column.codes)
    if constraints:
        field["constraints"] = constraints
    return field | {"description": column.description}


def dictionary_rows() -> Iterator[dict[str, str]]:
    """The data dictionary as rows: table, column, type, required, codes, unit, description."""
    for column in _rows():
        yield {
            "table": column.table,
            "column": column.name,
            "type": column.type,
            "required": "yes" if column.required else "no",
            "codes": SEPARATOR.join(column.codes),
            "unit": column.unit,
            "description": column.description,
        }


def markdown() -> str:
    """The data dictionary as a page."""
    parts = [
        "# Data dictionary",
        "Made by `python -m db.dictionary`; do not edit. Codes are explained in [codebook.md](codebook.md).",
        "Files are UTF-8 CSV with a header; dates are ISO 8601; an empty cell means «not told», never zero.\n"
        f"A list holds its values in one cell, separated by `{SEPARATOR}`. A cell of text that a spreadsheet would take for a\n"
        "formula begins with an apostrophe.",
    ]
    for table in TABLES:
        lines = [f"## {table}.csv\n", "| column | type | empty | unit | meaning | codes |", "|---|---|---|---|---|---|"]
        for column in columns(table):
            codes = ", ".join(f"`{code}`" for code in column.codes)
            empty = "never" if column.required else "when not told"
            lines.append(f"| `{column.name}` | {column.type} | {empty} | {column.unit} | {column.description} | {codes} |")
        parts.append("\n".join(lines))
    vocabularies = [f"- `{name}`: {', '.join(f'`{code}`' for code in codes)}" for name, codes in _vocabularies()]
    parts.append("## Vocabularies\n\n" + "\n".join(vocabularies))
    return "\n\n".join(parts) + "\n"


def _vocabularies() -> Iterator[tuple[str, list[str]]]:
    for name, value in vars(models).items():
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum:
            yield name, [str(code) for code in value]


if __name__ == "__main__":
    DOCUMENT.write_text(markdown(), encoding="utf-8")
