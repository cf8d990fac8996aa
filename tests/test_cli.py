"""The command line: what it reads, what it says about bad input, and its exit status."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import extraction
from db.models import Account, ArticleKind, EventType, Evidence, Extraction, Toll
from sucesos import cli


def fake_extract(nlp: Any, text: str, published: Any = None, **options: Any) -> Extraction:
    """One homicide for a text that says so; fails on request."""
    if "falla" in text:
        raise RuntimeError("no se pudo")
    if "asesinado" not in text:
        return Extraction(ArticleKind.OTHER)
    start = len(options.get("title") or "") + 1 + text.index("asesinado")
    evidence = Evidence("event_type", start, start + 9, "asesinado", "trigger")
    return Extraction(ArticleKind.REPORT, (Account(EventType.HOMICIDE, deaths=Toll.exactly(1), evidence=(evidence,)),))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that needs no model."""
    monkeypatch.setattr(extraction, "load", lambda: None, raising=False)
    monkeypatch.setattr(extraction, "extract", fake_extract, raising=False)
    monkeypatch.setattr(extraction, "PIPELINE_VERSION", "test", raising=False)


def run(*arguments: object, **options: Any) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], **options)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.usefixtures("reader")
class TestExtractArticles:
    def test_rows_come_in_order_with_evidence(self, tmp_path: Path) -> None:
        source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        rows = [{"id": f"a{n}", "title": "Título", "text": "Un hombre fue asesinado.", "published": None} for n in range(30)]
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        result = run("extract", "--articles", source, "--out", out)
        assert result.exit_code == 0, result.output
        written = lines(out)
        assert [row["id"] for row in written] == [row["id"] for row in rows]
        evidence = written[0]["incidents"][0]["evidence"][0]
        assert "Título\nUn hombre fue asesinado."[evidence["start"] : evidence["end"]] == evidence["quote"] == "asesinado"

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b"{not json", "not JSON"),
            (b'["a list"]', "a JSON object is needed, this is a list"),
            (b"null", "a JSON object is needed, this is null"),
            (b'{"id": "x"}', "field 'text' is missing"),
            (b'{"text": "x"}', "field 'id' is missing"),
            (b'{"id": "x", "text": null}', "field 'text' must be text, this is null"),
            (b'{"id": 7, "text": "x"}', "field 'id' must be text, this is a number"),
            (b'{"id": "x", "text": "x", "title": ["x"]}', "field 'title' must be text or null, this is a list"),
            (b'{"id": "x", "text": "x", "published": "ayer"}', "field 'published' must be an ISO date"),
            (b'{"id": "x", "text": "\xe1"}', "not UTF-8"),
            (b'{"id": "x", "text": "falla"}', "RuntimeError: no se pudo"),
            (b"[" * 100_000, "not "),
        ],
    )
    def test_a_bad_line_is_told_and_the_others_written(self, tmp_path: Path, line: bytes, reason: str) -> None:
        source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        good = b'{"id": "%d", "title": null, "text": "", "published": null, "language": null}\n'
        source.write_bytes(good % 1 + b"\n" + line + b"\r\n" + good % 2)
        result = run("extract", "--articles", source, "--out", out)
        assert result.exit_code == 2
        assert f"{source}:" in result.stderr
        assert reason in result.stderr
        if "falla" not in str(line):
            assert f"{source}:3: " in result.stderr
        assert [row["id"] for row in lines(out)] == ["1", "2"]
        assert list(tmp_path.iterdir()) in ([source, out], [out, source])

    def test_half_a_character_is_written_as_valid_utf8(self, tmp_path: Path) -> None:
        source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text('{"id": "\\ud83d", "text": "asesinado \\ud83d"}\n')
        assert run("extract", "--articles", source, "--out", out).exit_code == 0
        assert lines(out)[0]["id"] == "\ud83d"

    def test_an_unwritable_place_is_told(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text('{"id": "a", "text": ""}\n')
        result = run("extract", "--articles", source, "--out", tmp_path / "none" / "out.jsonl")
        assert result.exit_code == 2
        assert "cannot write" in result.stderr

    def test_out_is_needed(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text("")
        assert run("extract", "--articles", source).exit_code == 2
        assert run("extract", "--articles", tmp_path / "none.jsonl", "--out", source).exit_code == 2


GOLD: dict[str, Any] = {
    "id": "g1",
    "title": "t",
    "text": "Un hombre fue asesinado.",
    "published": None,
    "kind": "report",
    "incidents": [{"deaths": {"best": 1}, "district": "Apopa", "event_type": "homicide", "phenomena": []}],
    "statistics": [],
    "phenomena": ["relative"],
}


@pytest.mark.usefixtures("reader")
class TestEvaluate:
    def test_gold_alone_runs_the_pipeline(self, tmp_path: Path) -> None:
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps(GOLD) + "\n")
        result = run("evaluate", path, "--errors", 5)
        assert result.exit_code == 0, result.output
        assert "detection     F1 0.000" in result.output
        assert "missed (None, None) Apopa deaths 1" in result.output
        assert "relative" in result.output

    def test_predictions_are_scored(self, tmp_path: Path) -> None:
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps(GOLD) + "\n")
        result = run("evaluate", path, "--pred", path, "--json")
        figures = json.loads(result.stdout)
        assert figures["detection"]["f1"] == figures["record"]["f1"] == 1.0
        assert figures["by_phenomenon"]["relative"]["articles"] == 1

    @pytest.mark.parametrize("line", ["{", '{"text": ""}', '{"id": "g1", "text": "", "incidents": [3]}'])
    def test_bad_rows_end_with_two(self, tmp_path: Path, line: str) -> None:
        gold, bad = tmp_path / "gold.jsonl", tmp_path / "bad.jsonl"
        gold.write_text(json.dumps(GOLD) + "\n")
        bad.write_text(line + "\n")
        result = run("evaluate", gold, "--pred", bad)
        assert result.exit_code == 2
        assert "Error" in result.stderr


def test_several_workers_read_what_one_reads(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    texts = [f"Un hombre de {age} años fue asesinado ayer en Apopa." for age in range(20, 40)]
    rows = [{"id": f"{n}", "title": "Suceso", "text": text, "published": "2017-06-13"} for n, text in enumerate(texts)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    for workers in (1, 2):
        result = run("extract", "--articles", source, "--out", tmp_path / f"{workers}.jsonl", "--workers", workers)
        assert result.exit_code == 2
        assert f"{source}:21: not JSON" in result.stderr
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert [row["id"] for row in lines(tmp_path / "2.jsonl")] == [row["id"] for row in rows]


@pytest.mark.usefixtures("reader")
def test_explain_shows_values_and_their_words(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Un hombre fue asesinado.")
    result = run("explain", text, "--published", "2017-06-13")
    assert result.exit_code == 0, result.output
    assert "«asesinado»" in result.output
    assert run("explain", text, "--published", "ayer").exit_code == 2
    assert "homicide" in run("explain", "-", input="asesinado").output


def test_every_command_teaches() -> None:
    for name, command in cli.commands.items():
        result = run(name, "--help")
        assert result.exit_code == 0
        assert command.help, name
        assert "Example" in result.output, f"{name}: show how it is used"
