"""A night killed without warning, and the same command again: the same result as an uninterrupted night."""

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from scrapers.demoweb import DEMO_OUTLETS, DemoWeb

ROOT = Path(__file__).parents[1]
#: Columns that differ from run to run.
MOMENTS = {"updated_at", "retrieved_at", "version"}


def night(folder: Path, mirror: str) -> subprocess.Popen[str]:
    """Start a night in ``folder`` against the demo web."""
    command: Sequence[str] = (sys.executable, str(ROOT / "sucesos.py"), "nightly", "--mirror", mirror)
    only = [option for name in DEMO_OUTLETS for option in ("--outlet", name)]
    return subprocess.Popen([*command, *only], cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def finished(folder: Path, mirror: str) -> str:
    process = night(folder, mirror)
    assert process.wait(timeout=120) == 0, process.stderr and process.stderr.read()
    return str(process.stderr and process.stderr.read())


def exported(folder: Path) -> dict[str, list[dict[str, str]]]:
    tables = {}
    for path in sorted((folder / "data/export").glob("*s.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.name] = [{k: v for k, v in row.items() if k not in MOMENTS} for row in csv.DictReader(file)]
    return tables


@pytest.mark.parametrize("line", ["crawl ok", "extract ok"])
def test_a_killed_night_is_made_good(tmp_path: Path, line: str) -> None:
    with DemoWeb() as web:
        whole, killed = tmp_path / "whole", tmp_path / "killed"
        whole.mkdir()
        killed.mkdir()
        finished(whole, web.url)
        process = night(killed, web.url)
        assert process.stderr
        for heard in process.stderr:
            if heard.startswith(line):
                break
        process.kill()
        process.wait()
        finished(killed, web.url)
    expected, got = exported(whole), exported(killed)
    for table, rows in expected.items():
        assert [row for row in rows if row not in got[table]] == [], table
        assert got[table] == rows, table
    assert expected["incidents.csv"]
