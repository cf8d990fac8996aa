"""``sucesos explain``: what is marked, which row read it, and what it says when it cannot."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from commands import marked
from commands.marked import KINDS, marked_text, marks
from db.models import Evidence, Extraction
from extraction.jsonl import Article
from extraction.lexicon import rows
from extraction.pipeline import extract
from extraction.rules import rule_of
from scrapers.demoweb import DemoWeb, load_articles
from sucesos import cli
from tests.extraction.core.cases import nlp

STORY = (
    "Asesinan a un policía en Jucuapa\n"
    "Un policía fue asesinado a balazos el lunes en el barrio El Centro de Jucuapa. Su esposa, de 34 años, resultó lesionada.\n\n"
    "Según la Fiscalía, el ataque fue cometido por miembros de la MS.\n\n"
    "Con este caso suman ocho los policías asesinados en lo que va del año, según la PNC.\n"
)
TITLE, BODY = STORY.split("\n", 1)


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.load", nlp)


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["explain", *map(str, arguments)], input=text)


def read() -> Extraction:
    return extract(nlp(), BODY, date(2018, 3, 14), TITLE, "es")


def test_a_pipe_gets_brackets_and_no_colour() -> None:
    out = run("-", "--published", "2018-03-14", text=STORY).output
    assert "\x1b" not in out
    assert "[deed: fue asesinado] [weapon: a balazos] [day: el lunes]" in out
    assert "[figure: ocho]" in out
    assert "«Su esposa, de 34 años»" in out
    assert all(f"[{kind}]" in out for kind in KINDS)


@pytest.mark.parametrize("width", [30, 56, 100, 200])
def test_a_terminal_gets_colours_within_its_width(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(marked, "Console", lambda **_: Console(force_terminal=True, width=width, highlight=False, no_color=False))
    marked.show(Article("a", BODY, TITLE, date(2018, 3, 14)), read())
    out = capsys.readouterr().out
    assert "\x1b[1;31m" in out
    assert "[deed:" not in out
    assert max(map(len, re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines())) <= width


def test_every_value_names_a_row_that_is_there_and_fits() -> None:
    extraction = read()
    named = 0
    for item in (*extraction.accounts, *extraction.statistics):
        for evidence in item.evidence:
            rule = rule_of(evidence, getattr(item, evidence.field, None))
            assert rule.row or rule.words, evidence
            if rule.row:
                name, line = rule.row.split(":")
                folder = "gazetteer" if name in ("departments.csv", "districts.csv", "localities.csv") else "lexicons"
                assert int(line) >= 2
                assert len(rows(name.removesuffix(".csv"), folder)) >= 1
                named += 1
    assert named > 10


def test_the_row_of_a_trigger_and_of_a_word_for_people() -> None:
    def row(cue: str, field: str = "x", value: str | None = None) -> str:
        return rule_of(Evidence(field, 0, 1, "x", cue), value).row

    assert row("triggers:14") == "triggers.csv:14"
    assert row("kin:esposa") == f"kin.csv:{2 + [one['term'] for one in rows('kin')].index('esposa')}"
    assert row("gazetteer", "district", "Jucuapa").startswith("districts.csv:")
    assert row("gazetteer", "department", "Usulután").startswith("departments.csv:")
    assert row("PNC", "source") == "statistics_sources.csv:2"
    assert row(rows("weapons")[0]["pattern"]) == "weapons.csv:2"
    assert row("no such cue") == ""
    assert rule_of(Evidence("x", 0, 1, "x", "no such cue")).words == "no such cue"
    assert rule_of(Evidence("x", 0, 1, "x", None)).words == ""


def test_json_has_text_values_words_and_rules() -> None:
    told = json.loads(run("-", "--published", "2018-03-14", "--json", text=STORY).output)
    assert told["text"].startswith(TITLE)
    (incident,) = told["incidents"]
    assert incident["district"] == "Jucuapa"
    for evidence in incident["evidence"]:
        assert told["text"][evidence["start"] : evidence["end"]] == evidence["quote"]
        assert set(evidence["rule"]) == {"row", "words"}


def test_a_story_of_the_web_is_fetched_by_its_outlets_rules() -> None:
    article = next(item for item in load_articles() if item.template == "edh")
    with DemoWeb() as web:
        result = run(article.url, "--mirror", web.url)
        gone = run("https://www.laprensagrafica.com/elsalvador/Nota-retirada-20180103-0099.html", "--mirror", web.url)
    assert result.exit_code == 0, result.output
    assert "[deed: " in result.output
    assert gone.exit_code == 3
    assert "410" in gone.output


@pytest.mark.parametrize(
    ("arguments", "text", "words"),
    [
        (["nowhere.txt"], None, "there is no file nowhere.txt"),
        (["https://nadie.example/una-nota/"], None, "no outlet declares the host"),
        (["-"], " \n", "standard input is empty"),
        (["-", "--published", "ayer"], "x", "--published must be an ISO date"),
        (["-"], "<!doctype html><html><body>x</body></html>", "is a web page"),
    ],
)
def test_what_cannot_be_explained_is_said(arguments: list[str], text: str | None, words: str) -> None:
    result = run(*arguments, text=text)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_an_article_that_is_not_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": BODY, "title": TITLE, "published": "2018-03-14"}) + "\n")
    assert run(path, "--id", "b").exit_code == 2
    assert "homicide" in run(path, "--id", "a").output


def test_a_text_of_which_nothing_is_read() -> None:
    out = run("-", text="La feria abrió ayer.").output
    assert "0 incidents, 0 statistics" in out


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60))
def test_marking_keeps_every_letter(text: str) -> None:
    """But for control characters, which a terminal would obey: rich drops them."""
    whole = f"{text}.\nUn policía fue asesinado ayer en Jucuapa. {text}."
    found = marks(extract(nlp(), whole, date(2018, 3, 14)))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert marked_text(whole, found, plain=False).plain == whole


def test_a_text_cannot_steer_the_terminal() -> None:
    assert "\x07" not in marked_text("\x07 \x1b[31m asesinado", [], plain=True).plain
