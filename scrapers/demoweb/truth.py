"""What is true in the demo web: the real incidents, who tells them, and the figures that must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrapers.demoweb.catalog import Article, load_articles


@dataclass(frozen=True)
class TrueIncident:
    """One event behind the articles: its key, and by article id how each article, coded by hand, tells it."""

    key: str
    told: Mapping[str, Mapping[str, Any]]

    @property
    def articles(self) -> tuple[str, ...]:
        """Ids of the articles that tell it."""
        return tuple(self.told)

    @property
    def outlets(self) -> frozenset[str]:
        """The outlets' short names (the first part of the article ids)."""
        return frozenset(article.split("-")[0] for article in self.told)


@dataclass(frozen=True)
class Truth:
    """Incidents by key, statistics by article id (codebook section 6 form), and each article's kind."""

    incidents: Mapping[str, TrueIncident]
    statistics: Mapping[str, tuple[Mapping[str, Any], ...]]
    kinds: Mapping[str, str]


def truth(night: int = 1) -> Truth:
    """The truth as the articles of ``night`` tell it."""
    told: dict[str, dict[str, Mapping[str, Any]]] = {}
    articles = load_articles(night)
    for article in articles:
        for incident in article.truth["incidents"]:
            told.setdefault(incident["key"], {})[article.id] = incident
    return Truth(
        incidents={key: TrueIncident(key, tellings) for key, tellings in sorted(told.items())},
        statistics={a.id: tuple(a.truth["statistics"]) for a in articles if a.truth["statistics"]},
        kinds={a.id: a.truth["kind"] for a in articles},
    )


def gold_rows(night: int = 1) -> list[dict[str, Any]]:
    """The articles of ``night`` with their coding, one dict each, in the codebook's section 6 form.

    ``text`` is summary and story, paragraphs parted by a blank line; ``published`` is the local day, None when the page
    shows none or one that lies ahead.
    """
    return [
        {
            "id": article.id,
            "outlet": article.outlet,
            "url": article.url,
            "title": article.title,
            "published": _day(article),
            "language": article.language,
            "text": "\n\n".join(part for part in (article.summary, *article.story) if part),
            **article.truth,
        }
        for article in load_articles(night)
    ]


def _day(article: Article) -> str | None:
    if article.published is None or "future_date" in article.quirks:
        return None
    return article.published.date().isoformat()
