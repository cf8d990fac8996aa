"""``sucesos record URL``: fetch one story as the crawl would, and keep it as a recorded page for the tests.

The page is the outlet's own work: rewrite its words before it is committed, as docs/add_an_outlet.md says.
"""

import json
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.replay import Replayed, replay
from scrapers.single import NoStory, fetch_story, outlet_of, reasons

#: Where recorded pages live, from the root of the repository.
PAGES = Path("tests/scrapers/pages")


class CannotRecord(Exception):
    """The page could not be had; the message says why."""


def record(url: str, folder: Path = PAGES, *, case: str | None = None, mirror: str | None = None) -> Path:
    """Fetch ``url`` politely and write ``page.html`` and ``meta.json`` to ``folder/<outlet>/<case>``; returns that folder.

    Raises :class:`CannotRecord` when no outlet declares the host or no page came, with the crawl's own reason.
    """
    try:
        outlet = outlet_of(url)
    except NoStory as error:
        raise CannotRecord(f"{error}: write its spider first") from error
    with tempfile.TemporaryDirectory() as work:
        archive = Path(work) / "warc"
        report = fetch_story(url, Path(work) / "record.db", archive, mirror)
        found = [page for page in replay(archive, sorted(archive.rglob("*.warc.gz"))) if isinstance(page, Replayed) and page.body]
        if not found:
            raise CannotRecord(f"{url}: {reasons(report)}")
        return _write(found[-1], folder / outlet / (case or _case(found[-1].url)))


def _write(page: Replayed, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_bytes(page.body or b"")
    meta = {"url": page.url, "content_type": page.content_type, "fetched_at": page.at.isoformat(timespec="seconds")}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def _case(url: str) -> str:
    """A name for the case, from the last words of the path."""
    words = re.findall(r"[a-z]{3,}", urlsplit(url).path.lower())
    return "_".join(words[-4:]) or "home"
