"""What stands inside an article's container without being the story: captions, tweets, cards of other stories, share bars …

Known by the class and id names of themes and plugins, which are rows of ``data/furniture.csv``, and by a few elements.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from lxml import etree

from scrapers.lists import boilerplate

_TABLE = Path(__file__).with_name("data") / "furniture.csv"
#: In the order in which they win when an element has names of several kinds.
KINDS = ("caption", "tweet", "related", "drop")
_TAGS = {"figcaption": "caption", "amp-twitter": "tweet", "amp-instagram": "tweet", "amp-facebook": "tweet", "figure": "drop"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Figures that hold text of the story.
_TELLING = frozenset({"wp-block-table"})


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if unknown := {row["kind"] for row in rows} - set(KINDS):
        raise ValueError(f"{_TABLE.name}: unknown kind {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    return {kind: re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] == kind)) for kind in KINDS}


@lru_cache(maxsize=20_000)
def _kind_of_name(name: str) -> str | None:
    return next((kind for kind, pattern in _patterns().items() if pattern.fullmatch(name)), None)


def kind(element: etree._Element) -> str | None:
    """One of :data:`KINDS`, or None when the element may be the story."""
    names = [*(element.get("class") or "").split(), *filter(None, (element.get("id"),))]
    if names and (found := {_kind_of_name(name) for name in names} - {None}):
        return next(k for k in KINDS if k in found)
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "drop"
    if element.tag == "blockquote" and boilerplate("tweet").search(" ".join("".join(map(str, element.itertext())).split())):
        return "tweet"
    return None if _TELLING.intersection(names) else _TAGS.get(str(element.tag))


def pieces(container: etree._Element, *, into: bool = False) -> Iterator[tuple[str, etree._Element]]:
    """The pieces of furniture inside ``container``, in document order, each with its kind: the outermost, or with ``into`` also
    those inside figures.

    The tree may be changed between two steps: a piece given out may be cut, its inside is then not walked.
    """
    pending = list(reversed([child for child in container if isinstance(child.tag, str)]))
    while pending:
        element = pending.pop()
        found = kind(element)
        if found:
            yield found, element
        if not found or (into and element.tag == "figure"):
            pending.extend(reversed([child for child in element if isinstance(child.tag, str)]))
