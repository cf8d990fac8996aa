"""Sentences with the expected places marked inside."""

import re
from pathlib import Path

import pytest

from extraction.components.places import PlaceMention, find_places

MARK = re.compile(r"\[\[(.*?)\|(.*?)\|(.*?)\|(.*?)\|(.*?)\]\]")
LINES = [
    line
    for line in (Path(__file__).parent / "marked.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def expected(line: str) -> tuple[str, list[tuple[str, ...]]]:
    wanted = [tuple("" if part == "-" else part for part in match.groups()) for match in MARK.finditer(line)]
    return MARK.sub(lambda match: match.group(1), line), wanted


def told(text: str, mention: PlaceMention, wanted: list[tuple[str, ...]]) -> tuple[str, ...]:
    words = text[mention.start : mention.end]
    whole = next((w[0] for w in wanted if words in w[0] or w[0] in words), words)
    return whole, mention.role, mention.department or "", mention.district or "", mention.locality or ""


@pytest.mark.parametrize("line", LINES)
def test_marked_places(line: str) -> None:
    text, wanted = expected(line)
    found = [told(text, mention, wanted) for mention in find_places(text)]
    assert found == wanted


@pytest.mark.parametrize("line", LINES)
def test_mentions_quote_the_text_in_order(line: str) -> None:
    text, _ = expected(line)
    end = 0
    for mention in find_places(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
