"""Documents that cannot drift: commands exist and are told, links lead somewhere, every code is in the codebook."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from db import models
from extraction.linkage.resolution import NEWS_DAYS
from extraction.linkage.settings import SAME
from sucesos import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
CODES = sorted(
    {
        str(code)
        for value in vars(models).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
        for code in value
    }
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    for name in re.findall(r"(?:^|`)sucesos ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
        assert name in cli.commands, f"{page.name} tells of `sucesos {name}`"


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`[^`]*\b{name}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_the_codebook(code: str) -> None:
    assert f"`{code}`" in (ROOT / "docs/codebook.md").read_text(encoding="utf-8")


def test_the_linkage_rules_are_those_of_the_codebook() -> None:
    text = (ROOT / "docs/codebook.md").read_text(encoding="utf-8")
    assert f"add up to {SAME:.0f} or more" in text
    assert f"of the {NEWS_DAYS} days after" in text
