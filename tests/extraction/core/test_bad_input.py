"""Files of articles as they come: what cannot be used is told with file and line, and nothing else is lost."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models import ArticleKind, Extraction
from extraction import batch
from extraction.jsonl import Article, BadLine, article_from_row, dumps, prediction_row, read_articles, write_predictions
from tests.extraction.core.cases import nlp, read

KILLING = "Un panadero fue asesinado ayer en Berlín."


@pytest.fixture
def own_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline of these tests, so that it is loaded once."""
    monkeypatch.setattr("extraction.load", nlp)


def lines(path: Path, *rows: Any) -> Path:
    """Write rows, given as objects or as raw lines of bytes."""
    path.write_bytes(b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows))
    return path


def good(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": "Nota", "text": KILLING, "published": "2018-03-14"} | more


BAD: list[tuple[Any, str]] = [
    (good("x", text=None), "field 'text' must be text, this is null"),
    (good("x", text=7), "field 'text' must be text, this is a number"),
    (good("x", text=["a"]), "field 'text' must be text, this is a list"),
    (good("x", id=None), "field 'id' must be text, this is null"),
    (good("x", id=True), "field 'id' must be text, this is true or false"),
    (good("x", title={"es": "Nota"}), "field 'title' must be text or null, this is an object"),
    (good("x", language=5), "field 'language' must be text or null, this is a number"),
    (good("x", outlet=[]), "field 'outlet' must be text or null, this is a list"),
    (good("x", published=20180314), "field 'published' must be text or null, this is a number"),
    (good("x", published="14/03/2018"), "field 'published' must be an ISO date or null, this is '14/03/2018'"),
    (good("x", published="2018-02-30"), "field 'published' must be an ISO date or null, this is '2018-02-30'"),
    ({"text": "t"}, "field 'id' is missing"),
    ([], "a JSON object is needed, this is a list"),
    (b'"id"', "a JSON object is needed, this is text"),
    (b'{"id": "x", "text": "t"', "not JSON"),
    (b'{"id": "x" "text": "t"}', "not JSON"),
    (b'{"id": "x", "text": "a\tb"}', "not JSON"),
    (b"\xff\xfe{}", "not UTF-8 (byte 1 of the line)"),
    (b'{"id": "x", "text": "ma\xf1ana"}', "not UTF-8"),
    (b'{"id": "x", "text": "t", "n": ' + b"9" * 5000 + b"}", "not usable JSON"),
    (b'{"a":' * 100_000, "not "),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=[reason[:45] for _, reason in BAD])
def test_a_bad_line_is_told_with_file_and_line(tmp_path: Path, bad: Any, reason: str) -> None:
    path = lines(tmp_path / "in.jsonl", good("a"), b"", bad, good("b"))
    first, told, last = read_articles(path)
    assert isinstance(told, BadLine)
    assert str(told).startswith(f"{path}:3: {reason}")
    assert "\n" not in str(told)
    assert len(str(told)) < 400
    assert [item.id for item in (first, last) if isinstance(item, Article)] == ["a", "b"]


def test_every_line_bad_or_good_is_there_once(tmp_path: Path) -> None:
    rows = [row for number, (bad, _) in enumerate(BAD) for row in (good(str(number)), bad)]
    items = list(read_articles(lines(tmp_path / "in.jsonl", *rows)))
    assert len(items) == len(rows)
    assert [item.line for item in items if isinstance(item, BadLine)] == list(range(2, len(rows) + 1, 2))


def test_marks_and_line_ends_of_other_systems(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    row = json.dumps(good("a", text="línea uno\u2028línea dos"), ensure_ascii=False).encode()
    path.write_bytes(b"\xef\xbb\xbf" + row + b"\r\n \r\n" + row)
    assert [item.text for item in read_articles(path) if isinstance(item, Article)] == ["línea uno\u2028línea dos"] * 2


def test_an_empty_file_has_no_articles(tmp_path: Path) -> None:
    assert list(read_articles(lines(tmp_path / "in.jsonl"))) == []


def test_articles_with_one_id_all_stay(tmp_path: Path) -> None:
    """A story fetched twice is two rows: which one counts is not for the reader of files to say."""
    path = lines(tmp_path / "in.jsonl", good("a"), good("a", text="Otro texto."), good("a"))
    assert [item.text for item in read_articles(path) if isinstance(item, Article)] == [KILLING, "Otro texto.", KILLING]


def test_what_is_not_told_stays_empty() -> None:
    article = article_from_row({"id": "a", "text": "", "title": None, "published": None, "unknown": 1})
    assert article == Article("a", "")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2018-03-14", date(2018, 3, 14)),
        ("2018-03-14T23:30:00", date(2018, 3, 14)),
        ("2018-03-15T03:00:00+00:00", date(2018, 3, 14)),
        ("2018-03-15T06:00:00Z", date(2018, 3, 15)),
        ("", None),
    ],
)
def test_day_of_publication_is_el_salvadors(told: str, day: date | None) -> None:
    assert article_from_row(good("a", published=told)).published == day


@pytest.mark.usefixtures("own_reader")
def test_a_megabyte_is_read_and_its_neighbours_too(tmp_path: Path) -> None:
    filler = "La alcaldía anunció que el mercado abrirá temprano y que habrá más buses.\n\n" * 13_500
    assert len(filler) > 1_000_000
    big = [good("plain", text=filler), good("line", text=filler.replace("\n", " ")), good("long", text=KILLING + filler[:60_000])]
    path = lines(tmp_path / "in.jsonl", good("a"), *big, b"{", good("b"))
    read_in_order = list(batch.read_all(read_articles(path)))
    assert [_name(item) for item in read_in_order] == ["a", "plain", "line", "long", f"{path}:5", "b"]
    extractions = [item[1] for item in read_in_order if not isinstance(item, BadLine)]
    assert [len(e.accounts) if isinstance(e, Extraction) else e for e in extractions] == [1, 0, 0, 1, 1]


def _name(item: tuple[Article, Extraction | str] | BadLine) -> str:
    return f"{item.source}:{item.line}" if isinstance(item, BadLine) else item[0].id


def test_one_failure_costs_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(article: Article) -> Extraction:
        if article.id == "1":
            raise KeyError("falta\nalgo")
        return Extraction(ArticleKind.OTHER)

    monkeypatch.setattr(batch, "make_reader", lambda: reader)
    outcomes = [item[1] for item in batch.read_all(Article(str(n), "") for n in range(3)) if not isinstance(item, BadLine)]
    assert [isinstance(outcome, Extraction) for outcome in outcomes] == [True, False, True]
    assert str(outcomes[1]).startswith("KeyError: ")
    assert "test_bad_input.py:" in str(outcomes[1])


def test_articles_are_read_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory must not grow with the file: no article is fetched before the one ahead of it was given back."""
    fetched = []

    def source() -> Iterator[Article]:
        for number in range(5):
            fetched.append(number)
            yield Article(str(number), "")

    monkeypatch.setattr(batch, "make_reader", lambda: lambda _: Extraction(ArticleKind.OTHER))
    for number, _ in enumerate(batch.read_all(source())):
        assert fetched == list(range(number + 1))


def test_a_failed_run_leaves_the_last_predictions(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before\n")

    def broken() -> Iterator[tuple[str, Extraction]]:
        yield "a", Extraction(ArticleKind.OTHER)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_predictions(broken(), out)
    assert out.read_text() == "before\n"
    assert list(tmp_path.iterdir()) == [out]


def test_a_prediction_is_one_line_that_says_what_was_read() -> None:
    extraction = read(KILLING)
    line = dumps(prediction_row("a\u2028\n", extraction))
    assert "\n" not in line
    row = json.loads(line)
    (incident,) = row["incidents"]
    assert (row["id"], row["kind"], incident["district"], incident["deaths"]["best"]) == ("a\u2028\n", "report", "Berlín", 1)
    assert incident["date"] == {"start": "2018-03-13", "end": "2018-03-13", "precision": "day"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "text", "title", "published", "language", "outlet"]), json_values))
def test_any_row_is_an_article_or_a_reason(row: dict[str, Any]) -> None:
    try:
        article = article_from_row(row)
    except ValueError as error:
        told = str(error)
    else:
        told = f"field {article.id}{article.text}"
    assert told.startswith("field ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=5))
def test_any_bytes_are_articles_or_bad_lines(tmp_path_factory: pytest.TempPathFactory, raw: list[bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(b"\n".join(raw))
    for item in read_articles(path):
        assert isinstance(item, Article) or str(item).startswith(f"{path}:{item.line}: ")
