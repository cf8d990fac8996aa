"""Corpora of articles on this machine: CSV, JSON Lines, JSON and Parquet into rows. Pure readers; nothing is stored here.

A row that cannot be read is told with its line, and the next one is read.
"""

import bz2
import csv
import gzip
import json
import lzma
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from scrapers.decode import decode

#: Characters of one cell at most; the longest article known has some 200,000.
MAX_CELL = 16_000_000
_SAMPLE = 65_536
_PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_FORMS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
}


class CorpusError(ValueError):
    """The file cannot be read at all; the message says why and what would help."""


@dataclass(frozen=True)
class Row:
    """One row: its line in the file (from 1; of Parquet and JSON lists the number of the row), and its cells by column."""

    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class BadRow:
    """A row that is no row."""

    line: int
    reason: str


@dataclass(frozen=True)
class Corpus:
    """An opened corpus: names of its columns, its rows, and a function that tells how many bytes of the file have been read."""

    columns: tuple[str, ...]
    rows: Iterator[Row | BadRow]
    position: Callable[[], int]


def open_corpus(path: Path) -> Corpus:
    """Open a corpus by the ending of its name (``.csv``, ``.tsv``, ``.jsonl``, ``.json``, ``.parquet``, also packed with gz, bz2
    or xz). Raises :class:`CorpusError`."""
    endings = [ending.lower() for ending in path.suffixes]
    packed = _PACKED.get(endings[-1]) if endings else None
    form = _FORMS.get(endings[-2 if packed else -1]) if len(endings) > bool(packed) else None
    if form is None:
        raise CorpusError(f"{path}: not a corpus; give .csv, .tsv, .jsonl, .json or .parquet (.gz, .bz2 and .xz are unpacked)")
    try:
        if form == "parquet":
            return _parquet(path)
        raw = path.open("rb")
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror or error}") from error
    stream = cast(BinaryIO, packed(raw)) if packed else raw
    try:
        return {"csv": _csv, "jsonl": _json_lines, "json": _json}[form](path, stream, raw.tell)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise CorpusError(f"{path}: cannot be unpacked: {error}") from error


# --- CSV -----------------------------------------------------------------------------------------------------------------


def _csv(path: Path, stream: BinaryIO, position: Callable[[], int]) -> Corpus:
    csv.field_size_limit(MAX_CELL)
    head = stream.readline()
    names = next(csv.reader([_text(head)], delimiter=(mark := _delimiter(path, _text(head)))), [])
    if len(names) < 2:
        raise CorpusError(f"{path}: the first line must name the columns, parted by commas, semicolons or tabs")
    reader = csv.reader((_text(line) for line in stream), delimiter=mark)
    return Corpus(tuple(name.strip() for name in names), _csv_rows(reader, [name.strip() for name in names]), position)


def _csv_rows(reader: Any, names: list[str]) -> Iterator[Row | BadRow]:
    while True:
        line = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(line, f"no CSV: {error}")
            continue
        except (OSError, EOFError, lzma.LZMAError) as error:
            yield BadRow(line, f"the file is broken from here on: {error}")
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            yield BadRow(line, f"{len(cells)} cells; the first line names {len(names)} columns")
        else:
            yield Row(line, dict(zip(names, cells, strict=True)))


def _delimiter(path: Path, head: str) -> str:
    if ".tsv" in path.suffixes:
        return "\t"
    return max(",;\t|", key=head.count)


def _text(line: bytes) -> str:
    """A line as text: UTF-8, else cp1252, as for pages; a line is never lost for its encoding."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(line)[0]


# --- JSON ----------------------------------------------------------------------------------------------------------------


def _json_lines(path: Path, stream: BinaryIO, position: Callable[[], int]) -> Corpus:
    rows = _json_rows(stream)
    first = list(_until_a_row(rows))
    found = next((row for row in first if isinstance(row, Row)), None)
    if found is None:
        raise CorpusError(f"{path}: no line is a JSON object" + (f"; line {first[0].line}: {first[0].reason}" if first else ""))  # type: ignore[union-attr]
    return Corpus(tuple(found.cells), chain(first, rows), position)


def _until_a_row(rows: Iterator[Row | BadRow]) -> Iterator[Row | BadRow]:
    for row in rows:
        yield row
        if isinstance(row, Row):
            return


def _json_rows(stream: BinaryIO) -> Iterator[Row | BadRow]:
    number = 0
    try:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _json_row(number, line)
    except (OSError, EOFError, lzma.LZMAError) as error:
        yield BadRow(number + 1, f"the file is broken from here on: {error}")


def _json_row(number: int, line: bytes) -> Row | BadRow:
    try:
        cells = json.loads(_text(line), strict=False)
    except (ValueError, RecursionError) as error:
        return BadRow(number, f"not JSON: {error}")
    return Row(number, cells) if isinstance(cells, dict) else BadRow(number, f"a JSON object is needed, this is {_kind(cells)}")


def _json(path: Path, stream: BinaryIO, position: Callable[[], int]) -> Corpus:
    body = stream.read()
    try:
        found = json.loads(_text(body), strict=False)
    except (ValueError, RecursionError):
        # Many files of JSON Lines are called .json.
        return _json_lines(path, cast(BinaryIO, iter(body.splitlines(keepends=True))), position)
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else [found]
    rows = [
        Row(number, cells) if isinstance(cells, dict) else BadRow(number, f"a JSON object is needed, this is {_kind(cells)}")
        for number, cells in enumerate(found if isinstance(found, list) else [found], start=1)
    ]
    first = next((row for row in rows if isinstance(row, Row)), None)
    if first is None:
        raise CorpusError(f"{path}: a list of JSON objects is needed")
    return Corpus(tuple(first.cells), iter(rows), position)


def _kind(value: Any) -> str:
    names = {list: "a list", str: "text", bool: "a truth value", int: "a number", float: "a number", type(None): "null"}
    return names.get(type(value), "no object")


# --- Parquet -------------------------------------------------------------------------------------------------------------


def _parquet(path: Path) -> Corpus:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise CorpusError(f"{path}: reading Parquet needs pyarrow: pip install 'sucesos[parquet]'") from error
    try:
        file = parquet.ParquetFile(path)
    except (ArrowException, OSError) as error:
        raise CorpusError(f"{path}: not Parquet: {error}") from error
    done = [0]
    return Corpus(tuple(file.schema_arrow.names), _parquet_rows(file, path.stat().st_size, done), lambda: done[0])


def _parquet_rows(file: Any, size: int, done: list[int]) -> Iterator[Row | BadRow]:
    from pyarrow import ArrowException

    number, total = 0, max(1, file.metadata.num_rows)
    try:
        for batch in file.iter_batches(batch_size=200):
            for cells in batch.to_pylist():
                number += 1
                yield Row(number, cells)
            done[0] = size * number // total
    except (ArrowException, OSError) as error:
        yield BadRow(number + 1, f"the file is broken from here on: {error}")
