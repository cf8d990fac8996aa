"""WARC files and corpora on this machine: what is read of them, and what of broken ones."""

import csv
import gzip
import json
import sqlite3
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.run import crawl
from sucesos import cli
from tests.scrapers.fakeweb import FakeWeb, answer
from tests.scrapers.test_faults import HOST, REST, STORY, page, posts, url

OLD = "2015-05-14T10:00:00-06:00"


def run(folder: Path, source: str, *arguments: object, outlet: str = "diariocolatino") -> Result:
    """`sucesos backfill` from files."""
    options = ["--source", source, "--db", folder / "a.db", "--archive", folder / "warc"]
    return CliRunner().invoke(cli, ["backfill", outlet, *map(str, [*arguments, *options])])


def rows(folder: Path, sql: str) -> list[Any]:
    """All rows of a query."""
    with sqlite3.connect(folder / "a.db") as db:
        return db.execute(sql).fetchall()


# --- WARC ------------------------------------------------------------------------------------------------------------------


def warc(
    path: Path, records: Iterable[tuple[str, bytes, dict[str, str]]], *, packed: bool = True, day: str = "2015-06-01"
) -> Path:
    """A WARC file: URL, body and headers of each answer; ``:status`` and ``:type`` are not headers."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=packed, warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
    for target, body, told in records:
        headers = {"Content-Type": "text/html; charset=utf-8"} | told
        status, kind = headers.pop(":status", "200 OK"), headers.pop(":type", "response")
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        dates = {"WARC-Date": f"{day}T12:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                target, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=dates
            )
        )
    path.write_bytes(buffer.getvalue())
    return path


def story(title: str, **fields: str) -> bytes:
    """A page of the outlet."""
    return page(title, day=OLD, **fields).encode()


def chunked(body: bytes) -> bytes:
    """In two chunks, as it goes over the wire."""
    half = len(body) // 2
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))


def test_answers_of_the_outlet_are_stored_and_all_else_is_not(tmp_path: Path) -> None:
    gone = page("Página no encontrada", "La página que buscas no existe.").encode()
    file = warc(
        tmp_path / "CC-NEWS-20150601.warc.gz",
        [
            ("http://diariocolatino.com/una-nota-de-hoy", story("Sencilla"), {}),
            (url("una-nota-en-partes"), chunked(story("En partes")), {"Transfer-Encoding": "chunked"}),
            (url("una-nota-comprimida-bien"), gzip.compress(story("Comprimida")), {"Content-Encoding": "gzip"}),
            (url("una-nota-ya-abierta"), story("Ya abierta"), {"Content-Encoding": "gzip"}),
            (url("una-nota-que-falta"), gone, {}),
            (url("una-nota-con-error"), story("Error"), {":status": "500 Oops"}),
            (url("una-nota-sin-cabeceras"), story("Tipo vacío"), {"Content-Type": ""}),
            (url("una-imagen-de-ayer"), b"\x89PNG", {"Content-Type": "image/png"}),
            ("https://otro.example/una-nota-de-hoy/", story("De otros"), {}),
            (f"https://{HOST}/category/nacionales/", story("Sección"), {}),
        ],
    )
    result = run(tmp_path, "warc", file)
    assert result.exit_code == 0, result.output
    assert {title for (title,) in rows(tmp_path, "SELECT title FROM article_versions")} == {
        "Sencilla", "En partes", "Comprimida", "Ya abierta", "Tipo vacío",
    }  # fmt: skip
    assert rows(tmp_path, "SELECT DISTINCT published_day, first_seen_at FROM articles") == [
        ("2015-05-14", "2015-06-01T12:00:00+00:00")
    ]
    assert rows(tmp_path, "SELECT state, reason FROM urls WHERE url LIKE '%que-falta%'") == [
        ("gone", "the outlet says that the page does not exist, with status 200 (soft 404)")
    ]
    assert rows(tmp_path, "SELECT count(*) FROM urls WHERE due_at IS NOT NULL") == [(0,)]
    origins = [origin for (origin,) in rows(tmp_path, "SELECT origin FROM snapshots")]
    assert len(origins) == 6
    assert all(origin.startswith("CC-NEWS-20150601.warc.gz:") and "urn:uuid" in origin for origin in origins)


@pytest.mark.parametrize("form", ["plain", "members", "whole"])
def test_packed_by_record_as_a_whole_or_not_at_all(tmp_path: Path, form: str) -> None:
    records = [(url(f"una-nota-numero-{n}"), story(f"Nota {n}"), {}) for n in range(4)]
    file = warc(tmp_path / "a.warc", records, packed=form == "members")
    if form == "whole":
        file.write_bytes(gzip.compress(file.read_bytes()))
    assert run(tmp_path, "warc", file).exit_code == 0
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(4,)]


def test_a_folder_with_a_broken_file_and_a_good_one(tmp_path: Path) -> None:
    folder = tmp_path / "files" / "2015"
    folder.mkdir(parents=True)
    broken = warc(folder / "a.warc.gz", [(url(f"una-nota-numero-{n}"), story(f"Nota {n}"), {}) for n in range(4)])
    broken.write_bytes(broken.read_bytes()[:-200])
    (folder / "b.warc.gz").write_bytes(b"no WARC at all")
    (folder / "c.warc").write_bytes(b"")
    warc(folder / "d.warc.gz", [(url("una-nota-muy-buena"), story("Buena"), {})])
    (folder / "e.txt").write_text("not read")
    result = run(tmp_path, "warc", tmp_path / "files")
    assert result.exit_code == 1, result.output
    assert "b.warc.gz: " in result.stderr
    stored = rows(tmp_path, "SELECT count(*) FROM articles")[0][0]
    assert stored >= 4
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE url LIKE '%muy-buena%'") == [(1,)]


def test_a_file_is_gone_on_with_and_read_once(tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", [(url(f"una-nota-numero-{n}"), story(f"Nota {n}"), {}) for n in range(6)])
    run(tmp_path, "warc", file, "--limit", 2)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]
    assert "4 new" in run(tmp_path, "warc", file).stderr
    assert "1 files read before" in run(tmp_path, "warc", file).stderr
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT origin) FROM snapshots") == [(6, 6)]


def test_days_of_urls_are_kept_to(tmp_path: Path) -> None:
    links = [f"https://www.laprensagrafica.com/{day}/una-nota" for day in ("2015/03/01", "2016/03/01")]
    body = page("Nota", day="2015-03-01").replace('<div class="entry">', '<div class="news-body">').encode()
    file = warc(tmp_path / "a.warc.gz", [(link, body, {}) for link in links])
    run(tmp_path, "warc", file, "--from", "2015", "--to", "2015", outlet="laprensagrafica")
    assert rows(tmp_path, "SELECT url FROM urls") == [(links[0],)]


# --- corpora -----------------------------------------------------------------------------------------------------------------

HEAD = ("link", "title", "content", "date")


def corpus(path: Path, *lines: tuple[str, ...], mark: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows([HEAD, *lines])
    return path


GOOD = (url("una-nota-de-hoy"), "Niño herido en Ahuachapán", STORY + "\n\n" + STORY, "2015-05-14")


def test_bad_rows_are_told_with_their_lines_and_the_run_goes_on(tmp_path: Path) -> None:
    file = corpus(tmp_path / "c.csv", ("", "Sin dirección", STORY, ""), GOOD, (url("una-nota-sin-texto"), "Sin texto", "", ""))
    with file.open("a") as more:
        more.write("una,celda\n")
        more.write(f'{url("otra-nota-de-ayer")},Otra nota,"{STORY}",2015-05-15\n')
    result = run(tmp_path, "file", file)
    assert result.exit_code == 2
    told = [line for line in result.stderr.splitlines() if "c.csv:" in line]
    assert [line.split("c.csv:")[1] for line in told] == [
        " url=link, title=title, body=content, date=date",
        "2: no URL",
        "6: no text",
        "7: 2 cells; the first line names 4 columns",
    ]
    assert "3 bad" in result.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_a_corpus_says_that_it_is_one(tmp_path: Path) -> None:
    run(tmp_path, "file", corpus(tmp_path / "c.csv", GOOD))
    [(sources, flags)] = rows(tmp_path, "SELECT sources, flags FROM article_versions")
    assert json.loads(sources) == {"title": "file", "body": "file", "published": "file"}
    assert "text from the file, not from the page" in json.loads(flags)
    assert rows(tmp_path, "SELECT source, state, due_at FROM urls") == [("file", "fetched", None)]


@pytest.mark.parametrize("form", ["semicolons", "cp1252", "jsonl", "jsonl.gz", "json", "parquet"])
def test_forms_of_corpora(tmp_path: Path, form: str) -> None:
    told = dict(zip(HEAD, GOOD, strict=True))
    if form in ("semicolons", "cp1252"):
        file = corpus(tmp_path / "c.csv", GOOD, mark=";", encoding="cp1252" if form == "cp1252" else "utf-8-sig")
    elif form == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        from pyarrow import Table

        file = tmp_path / "c.parquet"
        parquet.write_table(Table.from_pylist([told]), file)
    elif form == "json":
        file = tmp_path / "c.json"
        file.write_text(json.dumps({"articles": [told]}))
    else:
        file = tmp_path / f"c.{form}"
        line = json.dumps(told).encode()
        file.write_bytes(gzip.compress(line) if form.endswith("gz") else line)
    result = run(tmp_path, "file", file)
    assert result.exit_code == 0, result.output
    assert rows(tmp_path, "SELECT title, published_day FROM articles JOIN article_versions v ON v.article_id = articles.id") == [
        ("Niño herido en Ahuachapán", "2015-05-14")
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("c.csv", b"", "the first line must name the columns"),
        ("c.csv", b"a,b\n1,2\n", "no column is known to hold url or title or body; there are a, b"),
        ("c.parquet", b"nothing of the kind", "not Parquet"),
        ("c.jsonl", b"[1]\n{nada\n", "no line is a JSON object"),
        ("c.json", b"7", "a list of JSON objects is needed"),
        ("c.csv.gz", b"nothing of the kind", "cannot be unpacked"),
        ("c.xlsx", b"PK", "not a corpus; give .csv"),
        ("c", b"", "not a corpus; give .csv"),
    ],
)
def test_files_that_are_none_are_told_before_anything_is_stored(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    good = corpus(tmp_path / "good.csv", GOOD)
    result = run(tmp_path, "file", good, file)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert name in result.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    result = run(tmp_path, "file", tmp_path / "c.parquet")
    assert result.exit_code == 2
    assert "pip install 'sucesos[parquet]'" in result.stderr


def test_a_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"url": url(f"una-nota-numero-{n}"), "title": f"N{n}", "text": f"{STORY} {n}"}) + "\n" for n in range(900)
    )
    file = tmp_path / "c.jsonl.gz"
    file.write_bytes(gzip.compress(lines.encode())[:-1500])
    result = run(tmp_path, "file", file)
    assert result.exit_code == 2
    assert "the file is broken from here on" in result.stderr
    assert rows(tmp_path, "SELECT count(*) > 100 FROM articles") == [(1,)]


def test_a_corpus_never_takes_the_place_of_a_page(tmp_path: Path) -> None:
    links = [url("una-nota-de-hoy"), url("una-nota-de-ayer")]
    with FakeWeb() as web:
        web.routes = {REST: posts(links[0]), f"{HOST}/una-nota-de-hoy/": answer(page("De la página"))}
        crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], web.url, progress=False)
        file = corpus(tmp_path / "c.csv", *[(link, "Del archivo", STORY + STORY, "2015-05-14") for link in links])
        assert "1 known" in run(tmp_path, "file", file).stderr
        web.routes = {REST: posts(links[1]), f"{HOST}/una-nota-de-ayer/": answer(page("De la página"))}
        crawl(tmp_path / "a.db", tmp_path / "warc", ["diariocolatino"], web.url, progress=False)
        sql = "SELECT a.url, v.version, v.title FROM article_versions v JOIN articles a ON a.id = v.article_id ORDER BY 1, 2"
    assert rows(tmp_path, sql) == [
        (links[1], 1, "Del archivo"),
        (links[1], 2, "De la página"),
        (links[0], 1, "De la página"),
    ]


def test_the_same_corpus_twice_stores_nothing_twice(tmp_path: Path) -> None:
    file = corpus(tmp_path / "c.csv", GOOD, (GOOD[0] + "?utm_source=x", "Otra vez", STORY, "2015-05-14"))
    assert "1 new, 1 known" in run(tmp_path, "file", file).stderr
    assert "2 known" in run(tmp_path, "file", file).stderr
    assert rows(tmp_path, "SELECT count(*) FROM article_versions") == [(1,)]
