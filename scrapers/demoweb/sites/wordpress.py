"""What every WordPress site answers: /feed/, /wp-json/wp/v2/posts and /page/N/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil
from typing import Any

from scrapers.demoweb.catalog import Article
from scrapers.demoweb.render import render, rfc822
from scrapers.demoweb.reply import Handler, Query, Reply, xml
from scrapers.demoweb.sites.web import Web

FEED_POSTS = 10
LOCAL = datetime.fromisoformat("2017-06-13T00:00:00-06:00").tzinfo


def add_wordpress(web: Web, base: str, title: str, articles: Sequence[Article], body: str, full_feed: bool) -> None:
    """Add feed, REST posts, front page and its paging under ``base`` (scheme and host).

    ``body`` names the template of a post's inner HTML; ``full_feed`` is whether the feed carries it.
    """
    web.add(f"{base}/feed/", _feed(base, title, articles, body, full_feed))
    web.add(f"{base}/wp-json/wp/v2/posts", _posts(articles, body))
    web.add_list(base, title, articles, 5)


def _feed(base: str, title: str, articles: Sequence[Article], body: str, full: bool) -> Handler:
    language = articles[0].language if articles else "es"

    def handler(query: Query) -> Reply:
        first = (int(query.get("paged", "1")) - 1) * FEED_POSTS
        items = [_item(base, a, body, full) for a in articles[first : first + FEED_POSTS]]
        page = render("feed.xml", title=title, link=base, language=language, items=items, encoding="utf-8")
        return xml(page)

    return handler


def _item(base: str, article: Article, body: str, full: bool) -> dict[str, Any]:
    excerpt = f"<p>{article.story[0][:220]} [&#8230;]</p>"
    return {
        "title": article.title,
        "link": article.url,
        "guid": f"{base}/?p={article.number}",
        "date": rfc822(article.published, "+0000") if article.published else "",
        "author": article.author,
        "categories": [article.section, *article.tags],
        "description": excerpt,
        "content": render(body, a=article) if full else excerpt,
    }


def _posts(articles: Sequence[Article], body: str) -> Handler:
    """The REST list: ``after``, ``before``, ``modified_after``, ``page``, ``per_page``, ``orderby``, ``order``, ``_fields``."""

    def handler(query: Query) -> Reply:
        page, size = int(query.get("page", "1")), min(100, int(query.get("per_page", "10")))
        changed = query.get("orderby") == "modified"
        found = [a for a in articles if _wanted(a, query)]
        found.sort(key=lambda a: str(a.changed if changed else a.published), reverse=query.get("order") != "asc")
        pages = ceil(len(found) / size)
        if page > max(1, pages):
            return _json({"code": "rest_post_invalid_page_number", "data": {"status": 400}}, 400)
        posts = [_post(a, body) for a in found[(page - 1) * size : page * size]]
        if "_fields" in query:
            posts = [{k: v for k, v in post.items() if k in query["_fields"].split(",")} for post in posts]
        return _json(posts, 200, {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)})

    return handler


def _wanted(article: Article, query: Query) -> bool:
    published, changed = article.published, article.changed
    if published is None or changed is None:
        return False
    return (
        ("after" not in query or published > _moment(query["after"]))
        and ("before" not in query or published < _moment(query["before"]))
        and ("modified_after" not in query or changed > _moment(query["modified_after"]))
        and ("slug" not in query or article.slug == query["slug"])
    )


def _moment(value: str) -> datetime:
    """A REST date; without a zone it is the site's local time."""
    moment = datetime.fromisoformat(value.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def _post(article: Article, body: str) -> dict[str, Any]:
    published, changed = article.published, article.changed
    assert published is not None
    assert changed is not None
    return {
        "id": article.number,
        "date": f"{published.astimezone(LOCAL):%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "modified": f"{changed.astimezone(LOCAL):%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": article.url,
        "title": {"rendered": article.title.replace("&", "&#038;")},
        "content": {"rendered": render(body, a=article), "protected": False},
        "excerpt": {"rendered": f"<p>{article.story[0][:220]} [&hellip;]</p>\n", "protected": False},
        "author": 2,
        "categories": [5],
        "tags": [],
    }


def _json(value: object, status: int, headers: dict[str, str] | None = None) -> Reply:
    body = json.dumps(value, ensure_ascii=True).encode("ascii")
    return Reply(body, "application/json; charset=UTF-8", status, headers or {})
