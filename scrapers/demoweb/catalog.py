"""What the demo web tells: articles and odd pages, read from the package's JSON files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import SplitResult, urlsplit

NIGHTS = (1, 2)
#: The spiders whose outlets the demo web plays.
DEMO_OUTLETS = ("diariocolatino", "eldiariodehoy", "elmundo", "insightcrime", "laprensagrafica")


@dataclass(frozen=True)
class Article:
    """One invented article as it stands on one night.

    ``published`` is None for the page that shows no date. ``paragraphs`` is the story in reading order; one that
    begins with ``## `` is a sub-head. ``captions``, ``tweets`` and ``related`` are printed on the page but are not the
    story. ``aliases`` are other URLs that redirect here, ``twins`` other URLs that show the same story.
    ``quirks`` names traps that the template or the site builds in. ``truth`` is the coding by the codebook
    (``kind``, ``incidents`` each with the ``key`` of the real event, ``statistics``), section 6 form.
    """

    id: str
    outlet: str
    template: str
    url: str
    title: str
    paragraphs: tuple[str, ...]
    truth: Mapping[str, Any]
    published: datetime | None = None
    modified: datetime | None = None
    summary: str = ""
    author: str = ""
    section: str = "Nacionales"
    language: str = "es"
    aliases: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    tweets: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    quirks: tuple[str, ...] = ()
    first_night: int = 1

    @property
    def parts(self) -> SplitResult:
        """The canonical URL, split."""
        return urlsplit(self.url)

    @property
    def host(self) -> str:
        """Host of the canonical URL."""
        return self.parts.netloc

    @property
    def slug(self) -> str:
        """Last part of the path, without extension."""
        return self.parts.path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")

    @property
    def number(self) -> int:
        """A stable number for CMS ids; derived from the article's id."""
        return 10_000 + sum((i + 1) * ord(char) for i, char in enumerate(self.id)) % 80_000

    @property
    def story(self) -> tuple[str, ...]:
        """The paragraphs without the sub-head marks."""
        return tuple(text.removeprefix("## ") for text in self.paragraphs)

    @property
    def changed(self) -> datetime | None:
        """When the text last changed: ``modified``, else ``published``."""
        return self.modified or self.published


@dataclass(frozen=True)
class Oddity:
    """A URL that outlets list but that is no usable article: a redirect home, an error text, a PDF …

    ``listed`` is the sitemap or list that names it, ``why`` the reason it must not become an article.
    """

    url: str
    why: str
    listed: str = ""
    status: int = 200
    location: str = ""
    content_type: str = "text/html; charset=utf-8"
    body: str = ""


def load_articles(night: int = 1) -> tuple[Article, ...]:
    """All articles that are online on ``night`` (1 or 2), oldest first, undated last.

    Raises ValueError for another night, or when an article file is not what it should be.
    """
    if night not in NIGHTS:
        raise ValueError(f"the demo web has nights {NIGHTS}, not {night}")
    articles = [_article(name, raw, night) for name, raw in _records("articles") if raw.get("first_night", 1) <= night]
    return tuple(sorted(articles, key=lambda a: (a.published is None, str(a.published), a.id)))


def load_oddities() -> tuple[Oddity, ...]:
    """Every listed URL that is not an article."""
    raw = json.loads(files("scrapers.demoweb").joinpath("oddities.json").read_text("utf-8"))
    return tuple(Oddity(**row) for row in raw)


@cache
def _records(folder: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    found = files("scrapers.demoweb").joinpath(folder).iterdir()
    names = sorted((item for item in found if item.name.endswith(".json")), key=lambda item: item.name)
    return tuple((item.name, json.loads(item.read_text("utf-8"))) for item in names)


def _article(name: str, raw: Mapping[str, Any], night: int) -> Article:
    fields = {key: value for key, value in raw.items() if key != "night2"}
    if night == 2:
        fields |= raw.get("night2", {})
    for key in ("published", "modified"):
        if fields.get(key):
            fields[key] = datetime.fromisoformat(fields[key])
    for key, value in fields.items():
        if isinstance(value, list):
            fields[key] = tuple(value)
    try:
        return Article(**fields)
    except TypeError as error:
        raise ValueError(f"articles/{name}: {error}") from error
