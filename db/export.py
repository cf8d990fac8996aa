"""The database as CSV files that a researcher can use without it: one file a table, a data dictionary, a data package.

No article text leaves but short quotes and headlines. Files are written aside and then renamed: a reader never meets half a file.
"""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.dictionary import SEPARATOR, TABLES, Column, columns, dictionary_rows, markdown, schema
from db.queries import query
from db.store import StageReport, finish_run, start_run

#: Changes with the files' form; stored with each run and in the data package.
EXPORT_VERSION = "1.0.0"
#: Characters of an article quoted at most: enough to check a value, too few to read the story.
LONGEST_QUOTE = 160
#: Characters before and after a quote that the queries give, to find its sentence in.
CONTEXT = 80
#: Signs at the start of a cell that spreadsheets take for a formula (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


#: Where a sentence ends: a stop before a blank, or a line break.
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


class ExportError(Exception):
    """The folder cannot be written; the message says why."""


def export(db: Database, folder: Path, public: bool = False) -> StageReport:
    """Write all tables to ``folder``; with ``public`` the names of all victims become initials.

    Counts are rows by table. Raises :class:`ExportError` when the folder cannot be written; what it held before is untouched.
    """
    run_id = start_run(db, "export", EXPORT_VERSION)
    aside = folder / ".part"
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        counts = {table: _write_table(db, aside, table, public) for table in TABLES}
        _write_descriptions(aside, counts)
        for path in sorted(aside.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        reason = f"cannot write to {folder}: {error.strerror or error}"
        finish_run(db, run_id, "failed", {}, [reason])
        raise ExportError(reason) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    finish_run(db, run_id, "ok", counts)
    return StageReport(run_id, "ok", counts)


def _write_table(db: Database, folder: Path, table: str, public: bool) -> int:
    spec = columns(table)
    names = [column.name for column in spec]
    forms = [_form(column) for column in spec]
    count = 0
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in _rows(db, table, names, public):
            writer.writerow(["" if value is None else form(value) for form, value in zip(forms, row, strict=True)])
            count += 1
    return count


def _rows(db: Database, table: str, names: Sequence[str], public: bool) -> Iterator[Sequence[Any]]:
    """Rows of the table's query, with names masked and quotes cut."""
    rows: Iterator[Sequence[Any]] = db.execute(query(f"export_{table}"))
    if table == "victims":
        at, ages = names.index("names"), names.index("ages")
        for row in rows:
            yield row if row[at] == "[]" else _put(row, at, _masked_cell(row[at], row[ages], public))
    elif "quote" in names:
        at = names.index("quote")
        for row in rows:
            *told, before, after = row
            yield _put(told, at, in_context(before, row[at], after)) if row[at] else told
    else:
        yield from rows


def _put(row: Sequence[Any], at: int, value: Any) -> list[Any]:
    return [*row[:at], value, *row[at + 1 :]]


def _masked_cell(names: str, ages: str, public: bool) -> str:
    return json.dumps(masked(json.loads(names), json.loads(ages), public))


def masked(names: Iterable[str], ages: Iterable[int], everyone: bool) -> list[str]:
    """Names as they may leave: initials for everybody in a group that holds a minor, or for ``everyone``."""
    if everyone or any(age < 18 for age in ages):
        return ["".join(f"{word[0]}." for word in name.split() if word[0].isalpha()) for name in names]
    return list(names)


def in_context(before: str, quote: str, after: str) -> str:
    """A quote with what its sentence says around it, as far as :data:`LONGEST_QUOTE` lets; «…» where it is cut."""
    lead = _SENTENCE_END.split(before)[-1]
    if lead == before and len(before) == CONTEXT:
        lead = "…" + lead.partition(" ")[2]
    end = _SENTENCE_END.search(after)
    tail = after[: end.start() + 1] if end else after if len(after) < CONTEXT else after.rsplit(" ", 1)[0] + "…"
    return short(f"{lead}{quote}{tail}" if len(lead + quote) < LONGEST_QUOTE else quote)


def short(quote: str) -> str:
    """A quote on one line, cut at a word to at most :data:`LONGEST_QUOTE` characters."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def cell(column: Column, value: Any) -> str:
    """A value as it stands in the file: lists joined, whole numbers plain, text that looks like a formula disarmed."""
    return "" if value is None else _form(column)(value)


def _form(column: Column) -> Callable[[Any], str]:
    if column.type == "list":
        return _list
    if column.type in ("integer", "number"):
        return _number
    return _moment if column.type == "datetime" else _text


def _list(value: str) -> str:
    return _text(SEPARATOR.join(str(item).replace(SEPARATOR, "/") for item in json.loads(value))) if value != "[]" else ""


def _number(value: float) -> str:
    return str(int(value) if value == int(value) else value)


def _moment(value: str) -> str:
    return value.replace("+00:00", "Z")


def _text(value: str) -> str:
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode()
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


def _write_descriptions(folder: Path, counts: Mapping[str, int]) -> None:
    (folder / "data_dictionary.md").write_text(markdown(), encoding="utf-8")
    with (folder / "data_dictionary.csv").open("w", encoding="utf-8", newline="") as file:
        rows = list(dictionary_rows())
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    package = {
        "profile": "tabular-data-package",
        "name": "sucesos",
        "title": "Violent incidents in El Salvador, read from the press",
        "version": EXPORT_VERSION,
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(folder, table, counts[table]) for table in TABLES],
    }
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resource(folder: Path, table: str, rows: int) -> dict[str, Any]:
    path = folder / f"{table}.csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": rows,
        "schema": schema(table),
    }
