"""Recorded pages and feeds of every outlet, in the markup of each era, against what must be read from them.

A case is a folder ``pages/<outlet>/<case>`` with ``page.html`` or ``feed.xml``, ``meta.json`` (URL, content type, day of the
fetch) and ``expected.json``. A case without ``expected.json`` gets one written, and still fails: somebody must read it first.
"""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from db.models import Page, local_day
from scrapers.feeds import parse_feed
from scrapers.page import Rejected, read_page
from scrapers.run import spiders

PAGES = Path(__file__).with_name("pages")
CASES = sorted(path.parent for path in PAGES.glob("*/*/meta.json"))
SPIDERS = spiders()


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=lambda moment: moment.isoformat()))


def _read(folder: Path) -> Any:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    spider = SPIDERS[folder.parent.name]
    if (folder / "feed.xml").exists():
        entries = parse_feed((folder / "feed.xml").read_bytes(), meta["content_type"], meta["url"])
        return _plain([asdict(entry) for entry in entries])
    url = spider.rules.canonical(meta["url"])
    assert url is not None
    try:
        page = read_page(
            (folder / "page.html").read_bytes(),
            meta["content_type"],
            url,
            spider.selectors,
            fetched_at=datetime.fromisoformat(meta["fetched_at"]),
            language=spider.reader().language_at(url),
        )
    except Rejected as rejected:
        return {"rejected": rejected.state, "reason": rejected.reason}
    return _page(page)


def _page(page: Page) -> dict[str, Any]:
    return _plain(asdict(page) | {"body": page.body.split("\n\n"), "day": local_day(page.published)})


@pytest.mark.parametrize("folder", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recorded_page(folder: Path) -> None:
    found, file = _read(folder), folder / "expected.json"
    if not file.exists():
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{file} was missing and has been written: read it before you commit it")
    assert found == json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(SPIDERS))
def test_every_outlet_has_recorded_pages(name: str) -> None:
    folders = [folder for folder in CASES if folder.parent.name == name]
    assert any((folder / "page.html").exists() for folder in folders), f"no recorded page of {name} in {PAGES}"


@pytest.mark.parametrize("folder", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recorded_url_is_known_to_its_outlet(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    rules = SPIDERS[folder.parent.name].rules
    url = rules.canonical(meta["url"])
    assert url is not None
    assert rules.canonical(url) == url
    assert rules.is_article(url) == ((folder / "page.html").exists() and folder.name != "section_page")


def test_every_outlet_describes_itself() -> None:
    for spider in SPIDERS.values():
        assert spider.title
        assert spider.ownership
        assert spider.chains
        assert all(spider.chains)
        assert all(spider.rules.declared(source.url.split("/")[2]) for chain in spider.chains for source in chain)
