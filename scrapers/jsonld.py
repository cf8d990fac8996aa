"""What a page says of itself in JSON-LD, read leniently: control characters, arrays, ``@graph``, broken JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

#: schema.org types that are news articles.
_ARTICLES = re.compile(r"Article$|^BlogPosting$|^Report$|^LiveBlogPosting$")
_DATE = r'"{0}"\s*:\s*"([^"]{{8,60}})"'


@dataclass(frozen=True)
class LinkedData:
    """The article's node as plain strings; None where it tells nothing. ``broken``: read by pattern, not as JSON."""

    title: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    language: str | None = None
    broken: bool = False


def read_linked_data(scripts: list[str]) -> LinkedData:
    """The first article among all ``application/ld+json`` scripts of a page.

    From a script that is no JSON at all only the dates are taken, by pattern.
    """
    broken: LinkedData | None = None
    for script in scripts:
        try:
            data = json.loads(script.strip().rstrip(";"), strict=False)
        except ValueError:
            broken = broken or _by_pattern(script)
            continue
        for node in _nodes(data):
            if _is_article(node):
                return _article(node)
    return broken or LinkedData()


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    pending = [data]
    while pending:
        item = pending.pop(0)
        if isinstance(item, list):
            pending = item + pending
        elif isinstance(item, dict):
            yield item
            pending = [item[key] for key in ("@graph", "mainEntity") if isinstance(item.get(key), list | dict)] + pending


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and _ARTICLES.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _article(node: dict[str, Any]) -> LinkedData:
    return LinkedData(
        title=_string(node.get("headline")) or _string(node.get("name")),
        published=_string(node.get("datePublished")) or _string(node.get("dateCreated")),
        modified=_string(node.get("dateModified")),
        authors=tuple(_names(node.get("author"))),
        section=next(iter(_names(node.get("articleSection"))), None),
        tags=tuple(_names(node.get("keywords"))) if isinstance(node.get("keywords"), list) else (),
        summary=_string(node.get("description")),
        language=_string(node.get("inLanguage")),
    )


def _names(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = _string(item.get("name") if isinstance(item, dict) else item)
        if name:
            yield name


def _string(value: Any) -> str | None:
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _by_pattern(script: str) -> LinkedData | None:
    found = {name: re.search(_DATE.format(name), script) for name in ("datePublished", "dateModified")}
    published, modified = (match[1] if match else None for match in found.values())
    return LinkedData(published=published, modified=modified, broken=True) if published or modified else None
