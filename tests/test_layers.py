"""The command line is above everything: nothing imports it. (The layers below it are import-linter's, see pyproject.toml.)"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_nothing_imports_the_command_line() -> None:
    sources = [path for folder in ("commands", "scrapers", "extraction", "db") for path in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 50
    for path in sources:
        assert not re.search(r"^\s*(from|import) sucesos\b", path.read_text(encoding="utf-8"), flags=re.MULTILINE), path
