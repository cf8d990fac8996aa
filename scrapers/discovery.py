"""Discovery: walking an outlet's sources into the frontier."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http import Response
from sqlite_utils import Database
from twisted.python.failure import Failure

from db import frontier as store
from db.models import SALVADOR
from scrapers.answers import header, now, refusal, stamp, wall_of, why
from scrapers.backfill.window import FIRST_YEAR
from scrapers.canonical import UrlRules
from scrapers.doors import Doors, LeftAlone
from scrapers.feeds import Entry, SourceError
from scrapers.frontier import as_found
from scrapers.health import unheld
from scrapers.mirror import Mirror
from scrapers.politeness import RobotsUnavailable
from scrapers.sources import Answer, Source

logger = logging.getLogger(__name__)

#: Answers of one source that a probe reads until one has entries: an index of sitemaps, its first part.
PROBED_ANSWERS = 3


@dataclass
class SourceWalk:
    """One walk through a source: what is still asked for, and what it brought."""

    chain: int
    place: int
    source: Source
    before: store.Walk
    pending: int = 0
    entries: int = 0
    newest: str | None = None
    unchanged: bool = False
    #: robots.txt could not be read, which the middleware has told once for the host.
    forbidden: bool = False
    problems: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)


class DiscoverySpider(scrapy.Spider):
    """What an outlet is and where it lists its stories. Each of ``chains`` is a list of sources, best first: the next is asked
    only when the one before brings nothing."""

    #: The outlet's own name, its owner's kind (state, private, church, university, cooperative, government …), its language.
    title: ClassVar[str]
    ownership: ClassVar[str]
    language: ClassVar[str] = "es"
    #: Where some stories are in another language: (regular expression over the canonical URL, language).
    languages: ClassVar[Sequence[tuple[str, str]]] = ()
    #: verified: read on real pages; unverified: by the CMS's habits only.
    confidence: ClassVar[str] = "verified"
    #: The year before which the outlet has nothing on line.
    first_year: ClassVar[int] = FIRST_YEAR
    chains: ClassVar[Sequence[Sequence[Source]]] = ()
    rules: ClassVar[UrlRules]

    db: Database
    doors: Doors
    mirror: Mirror | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only: list[str] = []
        #: Only a look at each source: its first answer with entries, and every source of every chain (scrapers.doctor).
        self.probing = False
        self.counts: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.troubles: list[str] = []
        self.fatal: str | None = None
        #: Writes outcomes that wait for company; set by the pipeline.
        self.settle: Callable[[], None] = lambda: None
        self._stories: dict[str, str] | None = None
        self._dead: set[str] = set()

    def home(self, url: str) -> str:
        """The URL under which the frontier knows the story at the canonical ``url``; ``url`` itself where it knows none.

        The form that was met first stays: a story keeps its URL when the outlet moves it.
        """
        story = self.rules.identity(url)
        if story is None:
            return url
        if self._stories is None:
            known = store.known_urls(self.db, self.name)
            self._dead = {url for url, alive in known.items() if not alive}
            self._stories = {self.rules.identity(url) or url: url for url, alive in reversed(known.items()) if alive}
        return self._stories.get(story, url) if url in self._dead else self._stories.setdefault(story, url)

    def rehome(self, url: str) -> None:
        """From now on the story's URL is the canonical ``url``: its server says so before anything of it is stored."""
        story = self.rules.identity(url)
        if story is not None and self.home(url) != url and self._stories is not None:
            self._stories[story] = url

    def trouble(self, sentence: str) -> None:
        """Something that the run's report must name."""
        if sentence not in self.troubles:
            self.troubles.append(sentence)
            # A mirror that does not hold the outlet at all is no news: the report says it once.
            quiet = self.mirror is not None and unheld(self.counts)
            logger.log(logging.INFO if quiet else logging.WARNING, "%s: %s", self.name, sentence)

    async def start(self) -> AsyncIterator[Any]:
        """The first request of the first chain, or none when only some URLs were asked for.

        Chains follow one another, so that two runs tell the same.
        """
        store.save_outlet(self.db, self.describe(), now())
        if self.only:
            for url in self.only:
                canonical = self.rules.canonical(url)
                if canonical:
                    found = store.Found(self.home(canonical), self.rules.address(url))
                    store.add_met(self.db, self.name, "asked", found, now())
            self.counts["sources_working"] += 1
            return
        for request in self.walk(0, 0):
            yield request

    @classmethod
    def describe(cls) -> dict[str, Any]:
        """The outlet's row: id, name, domains, ownership, language."""
        return {
            "id": cls.name,
            "name": cls.title,
            "domains": sorted(set(cls.rules.hosts.values())),
            "ownership": cls.ownership,
            "language": cls.language,
        }

    def walk(self, chain: int, place: int) -> Iterator[Request]:
        """Begin the source at ``place`` of a chain; nothing when there are no more chains."""
        if chain >= len(self.chains) or self.fatal:
            return
        source = self.chains[chain][place]
        walk = SourceWalk(chain, place, source, store.open_walk(self.db, self.name, source.kind, source.url, now()))
        addresses = source.addresses(walk.before.cursor, datetime.now(SALVADOR).date())
        # All at once: an answer that came before the last request was made would end the walk.
        yield from [self._ask(walk, url, 1) for url in addresses[: 1 if self.probing else None]]

    def _ask(self, walk: SourceWalk, url: str, page: int) -> Request:
        walk.pending += 1
        walk.asked.add(url)
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            priority=10,
            meta={"walk": walk, "page": page, "asked": url, "handle_httpstatus_all": False},
        )

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """Put what a source lists into the frontier and go on walking."""
        self.settle()
        walk: SourceWalk = response.meta["walk"]
        answer = Answer(
            url=response.url,
            body=response.body,
            content_type=header(response, "Content-Type"),
            headers={
                name.decode("latin-1").lower(): values[0].decode("latin-1") for name, values in response.headers.items() if values
            },
            page=response.meta["page"],
            since=walk.before.cursor,
            asked=response.meta["asked"],
        )
        try:
            listing = walk.source.read(answer)
        except SourceError as error:
            vendor = wall_of(response)
            self._note(response.url, f"a wall of {vendor}" if vendor else None)
            walk.problems.append(f"{response.url}: {f'a wall against robots ({vendor})' if vendor else error}")
        else:
            walk.unchanged |= listing.unchanged
            new = self._add(walk, listing.entries)
            if new or not listing.only_if_new or not walk.before.done:
                more = [url for url in listing.more if url not in walk.asked]
                if self.probing:
                    more = [] if listing.entries or answer.page >= PROBED_ANSWERS else more[:1]
                yield from [self._ask(walk, url, answer.page + 1) for url in more]
        yield from self._step(walk)

    def listing_failed(self, problem: Failure) -> Iterator[Request]:
        """A source could not be read; past the first page the end of the list is no trouble."""
        request: Request = problem.request  # type: ignore[attr-defined]
        walk: SourceWalk = request.meta["walk"]
        status = getattr(getattr(problem.value, "response", None), "status", None)
        if not (status in (400, 404, 410) and (request.meta["page"] > 1 or walk.source.gaps)):
            walk.problems.append(f"{request.url}: {why(problem)}")
        walk.forbidden |= isinstance(problem.value, RobotsUnavailable | LeftAlone)
        self._note(request.url, refusal(getattr(problem.value, "response", None), problem.value))
        yield from self._step(walk)

    def host(self, url: str) -> str:
        """The host by which manners are counted: www, bare and mobile names are one."""
        return self.rules.preferred(urlsplit(url).hostname)

    def _note(self, url: str, refused: str | None) -> None:
        """Count a refusal against the host; None is no refusal."""
        if refused:
            self.doors.refused(self.host(url), refused)

    def _add(self, walk: SourceWalk, entries: Sequence[Entry]) -> int:
        articles, skipped = [], []
        for entry in entries:
            url = self.rules.canonical(entry.url)
            entry = replace(entry, url=self.rules.address(entry.url))
            if url and self.rules.is_article(url):
                home = self.home(url)
                articles.append(as_found(home, entry, keep_text=walk.source.kind in ("feed", "wordpress")))
                if home != url:
                    store.add_skipped(self.db, self.name, walk.source.kind, [store.Found(url, url)], store.JOINED + home, now())
            elif url and self.rules.skipped(url):
                skipped.append(as_found(url, entry, keep_text=False))
            walk.newest = max(filter(None, (walk.newest, stamp(entry))), default=None)
        walk.entries += len(articles)
        new = store.add_found(self.db, self.name, walk.source.kind, articles, now())
        store.add_skipped(self.db, self.name, walk.source.kind, skipped, "a section that cannot hold crime news", now())
        self.counts["found"] += new
        self.sources[walk.source.kind] += new
        return new

    def _step(self, walk: SourceWalk) -> Iterator[Request]:
        """One answer of a walk is done; when it was the last, close the walk and fall through to the next source if need be."""
        walk.pending -= 1
        if walk.pending:
            return
        problem = "; ".join(walk.problems) or None
        store.close_walk(self.db, self.name, walk.source.url, entries=walk.entries, cursor=walk.newest, problem=problem, at=now())
        if problem and not walk.forbidden:
            self.trouble(f"{walk.source.kind} {problem}")
        if walk.entries or (walk.unchanged and not problem):
            self.counts["sources_working"] += 1
            following = walk.place + 1 < len(self.chains[walk.chain])
            yield from self.walk(walk.chain, walk.place + 1) if self.probing and following else self.walk(walk.chain + 1, 0)
        elif walk.place + 1 < len(self.chains[walk.chain]):
            yield from self.walk(walk.chain, walk.place + 1)
        else:
            self.counts["chains_empty"] += 1
            if not problem:
                self.trouble(f"{walk.source.kind} {walk.source.url} lists no article")
            yield from self.walk(walk.chain + 1, 0)
