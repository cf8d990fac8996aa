"""``sucesos expressions``: JSON Lines in, the calendar and number expressions of each line out."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TextIO

from extraction.expressions import Expression, all_expressions
from extraction.expressions.language import detect
from extraction.expressions.vocabulary import LANGUAGES


class LineError(Exception):
    """A line that cannot be read; the message says why."""


def run_expressions(lines: Iterable[str], out: TextIO) -> int:
    """Reads ``{id, text, reference_datetime}`` from each line, writes ``{id, values}``.

    ``values`` are ``{kind, start, end, value, start_char, end_char}``, ends inclusive; dates that cannot be resolved
    (no ``reference_datetime``) are left out. A bad line is told on stderr as ``line N: …`` and passed over; the answer
    is then 2, else 0.
    """
    failed = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = _answer(line)
        except LineError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            failed = True
            continue
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 2 if failed else 0


def _answer(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise LineError(f"not JSON ({error})") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise LineError('needs an object with a string "text"')
    if "id" not in record:
        raise LineError('needs an "id"')
    text, reference = record["text"], _reference(record.get("reference_datetime"))
    found = _found(text, reference)
    return {"id": record["id"], "values": [_value(one) for one in found if one.start or one.end or one.value is not None]}


def _found(text: str, reference: datetime | None) -> list[Expression]:
    """In the language of the text; in both where its words do not tell, and whichever reads more of it."""
    language = detect(text)
    if language is not None:
        return all_expressions(text, reference, language)
    readings = [all_expressions(text, reference, language) for language in LANGUAGES]
    return max(readings, key=lambda found: sum(one.end_char - one.start_char for one in found))


def _reference(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        if isinstance(value, str):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise LineError(f"reference_datetime is no ISO date: {value!r}")


def _value(one: Expression) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "start": one.start,
        "end": one.end,
        "value": one.value,
        "start_char": one.start_char,
        "end_char": one.end_char,
    }
