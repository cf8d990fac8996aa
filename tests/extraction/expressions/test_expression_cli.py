"""``sucesos expressions``: JSON Lines in and out."""

import io
import json

import pytest

from extraction.expressions.cli import run_expressions


def answers(*lines: str) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    code = run_expressions(lines, out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_values_of_a_line() -> None:
    line = {"id": "a1", "text": "Murieron tres reos el lunes.", "reference_datetime": "2019-07-10T09:00:00"}
    code, (answer,) = answers(json.dumps(line))
    assert code == 0
    assert answer == {
        "id": "a1",
        "values": [
            {"kind": "number", "start": None, "end": None, "value": 3, "start_char": 9, "end_char": 13},
            {"kind": "date", "start": "2019-07-08", "end": "2019-07-08", "value": None, "start_char": 19, "end_char": 27},
        ],
    }


def test_english_is_recognised() -> None:
    line = {"id": 1, "text": "We will meet tomorrow at 3pm", "reference_datetime": "2019-07-10T09:00:00"}
    _, (answer,) = answers(json.dumps(line))
    assert [value["start"] for value in answer["values"]] == ["2019-07-11T15:00"]  # type: ignore[attr-defined]


def test_without_reference_only_what_stands_alone() -> None:
    line = {"id": 1, "text": "Ayer y el 3 de mayo de 2015", "reference_datetime": None}
    _, (answer,) = answers(json.dumps(line))
    assert [value["start"] for value in answer["values"]] == ["2015-05-03"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "bad",
    ["{", "[1]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 5}', '{"id": 1, "text": "x", "reference_datetime": "ayer"}'],
)
def test_a_bad_line_is_told_and_passed_over(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = answers(bad, '{"id": 2, "text": "hola"}')
    assert code == 2
    assert found == [{"id": 2, "values": []}]
    assert capsys.readouterr().err.startswith("line 1: ")


def test_an_offset_in_the_reference_is_taken_as_its_own_clock() -> None:
    line = {"id": 1, "text": "hoy", "reference_datetime": "2019-07-10T23:30:00-06:00"}
    _, (answer,) = answers(json.dumps(line))
    assert [value["start"] for value in answer["values"]] == ["2019-07-10"]  # type: ignore[attr-defined]
