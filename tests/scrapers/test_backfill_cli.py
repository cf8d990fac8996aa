"""`sucesos backfill` on the command line: what it refuses, what it shows, how it ends."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sucesos import cli
from tests.scrapers.fakeweb import FakeWeb, answer
from tests.scrapers.test_faults import HOST, REST, page, posts, url


def run(folder: Path, *arguments: object) -> Result:
    """The command with a database and an archive in ``folder``."""
    options = ["--db", folder / "a.db", "--archive", folder / "warc"]
    return CliRunner().invoke(cli, ["backfill", *map(str, [*arguments, *options])])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["elfaroo", "--source", "wayback", "--from", "2012"], "no outlet elfaroo; there are"),
        (["elmundo", "--source", "wordpress", "--from", "2012"], "elmundo declares no wordpress source; it has archive, wayback"),
        (["elmundo", "--source", "wayback", "--from", "2017", "--to", "2012"], "--from 2017 is after --to 2012"),
        (["elmundo", "--source", "wayback", "--from", "1990"], "nothing on line before 1995"),
        (["elmundo", "--source", "wayback", "--from", "2099"], "still to come"),
        (["elmundo", "--source", "wayback", "--from", "mayo"], "give a year, a month or a day"),
        (["elmundo", "--source", "wayback"], "say from when with --from"),
        (["elmundo", "--from", "2012"], "say where to look with --source"),
        (["elmundo", "--source", "feed", "--from", "2012"], "is not one of"),
        (["elmundo", "--source", "warc"], "needs the files"),
        (["elmundo", "--source", "file", "no-such-file.csv"], "does not exist"),
        (["elmundo", "--source", "archive", "--from", "2012", "--mirror", "ftp://x"], "expected http://HOST:PORT"),
        (["elmundo", "--coverage"], "there is no database"),
    ],
)
def test_what_cannot_be_is_said_before_anything_starts(tmp_path: Path, arguments: list[str], reason: str) -> None:
    result = run(tmp_path, *arguments)
    assert result.exit_code == (3 if "--coverage" in arguments else 2), result.output
    assert reason in result.stderr
    assert not list((tmp_path / "warc").glob("**/*"))


def test_files_are_for_sources_that_read_files(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("")
    result = run(tmp_path, "diariocolatino", "--source", "wordpress", "--from", "2012", tmp_path / "c.csv")
    assert result.exit_code == 2
    assert "takes no files" in result.stderr


def test_the_days_that_an_outlet_cannot_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scrapers.spiders.elmundo import ElMundoSpider

    monkeypatch.setattr(ElMundoSpider, "first_year", 2004)
    result = run(tmp_path, "elmundo", "--source", "wayback", "--from", "2003", "--to", "2005")
    assert result.exit_code == 2
    assert "nothing on line before 2004; give 2004 or later" in result.stderr


def test_coverage_by_month(tmp_path: Path) -> None:
    day = {"date_gmt": "2015-05-14T16:00:00"}
    listed = [{"link": url(f"una-nota-numero-{n}"), **day} for n in range(3)]
    listed.append({"link": url("una-nota-de-marzo"), "date_gmt": "2015-03-02T16:00:00"})
    with FakeWeb() as web:
        web.routes = {REST: answer(json.dumps(listed), content_type="application/json")}
        for number in range(2):
            path = f"{HOST}/una-nota-numero-{number}/"
            web.routes[path] = answer(page(f"Nota {number}", day=f"2015-05-{14 + number}T10:00:00-06:00"))
        web.routes[f"{HOST}/una-nota-numero-2/"] = answer("", 500)
        order = ["--source", "wordpress", "--from", "2015-03", "--to", "2015-05", "--mirror", web.url]
        result = run(tmp_path, "diariocolatino", *order)
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert lines[0] == ["Stories of diariocolatino"]
    assert lines[1:] == [
        ["month", "found", "stored", "failed", "left", "days without"],
        ["2015-03", "1", "0", "1", "0", "31 of 31"],
        ["2015-04", "0", "0", "0", "0", "30 of 30"],
        ["2015-05", "3", "2", "1", "0", "29 of 31"],
    ]
    again = run(tmp_path, "diariocolatino", "--coverage", "--from", "2015-03", "--to", "2015-05")
    assert (again.exit_code, again.stdout) == (0, result.stdout)
    whole = run(tmp_path, "diariocolatino", "--coverage")
    assert whole.stdout == result.stdout
    as_json = run(tmp_path, "diariocolatino", "--coverage", "--log-json")
    assert json.loads(as_json.stdout.splitlines()[0])["month"] == "2015-03"


def test_months_without_anything_are_taken_together(tmp_path: Path) -> None:
    rows = [
        {"url": url(f"una-nota-de-{y}-{m}"), "title": "Nota", "text": "palabra " * 40, "date": f"{y}-{m}-03"}
        for y, m in ((2012, "01"), (2015, "12"))
    ]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = run(tmp_path, "diariocolatino", "--source", "file", tmp_path / "c.jsonl")
    assert [line.split("\t")[0] for line in result.stdout.splitlines()[2:]] == ["2012-01", "2012-02 to 2015-11", "2015-12"]


def test_failures_of_lists_are_named_and_the_exit_status_is_one(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.routes = {REST: answer("<html>Error crítico</html>", 500)}
        order = ["diariocolatino", "--source", "wordpress", "--from", "2015-04", "--to", "2015-05", "--mirror", web.url]
        result = run(tmp_path, *order)
        assert result.exit_code == 1
        assert "HTTP status 500" in result.stderr
        web.routes = {REST: posts(url("una-nota-de-hoy")), f"{HOST}/una-nota-de-hoy/": answer(page(day="2015-05-14"))}
        assert run(tmp_path, *order).exit_code == 0
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute("SELECT stage, status FROM runs ORDER BY id").fetchall() == [("backfill", "failed"), ("backfill", "ok")]


def test_help_teaches() -> None:
    text = CliRunner().invoke(cli, ["backfill", "--help"]).output
    for word in ("wordpress", "sitemap", "archive", "wayback", "warc", "file", "--map title=titulo", "--coverage", "Examples:"):
        assert word in text


def test_a_back_fill_is_no_crawl_for_the_health_of_an_outlet(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(json.dumps({"url": url("una-nota-de-hoy"), "title": "Nota", "text": "palabra " * 40}))
    assert run(tmp_path, "diariocolatino", "--source", "file", tmp_path / "c.jsonl").exit_code == 0
    health = CliRunner().invoke(cli, ["health", "--db", str(tmp_path / "a.db")])
    assert "never crawled" in health.stdout
