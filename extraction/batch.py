"""Many articles through the pipeline: in this process or in several, order kept, memory bounded."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import islice, repeat
from typing import Any

from db.models import Extraction
from extraction.jsonl import Article, BadLine

#: Articles handed to a worker at once: most of a crawl is read in less time than it takes to hand it over.
PORTION = 12
#: Portions handed out for each worker before the first answer is awaited.
AHEAD = 3

Reader = Callable[[Article], Extraction]
_Portion = tuple[list[Article | BadLine], "Future[list[Extraction | str]]"]
_reader: Reader | None = None


def make_reader() -> Reader:
    """Load the pipeline once; returns a function that reads one article."""
    from extraction import extract, load  # here, so that importing this module does not load spaCy

    nlp = load()

    def read(article: Article) -> Extraction:
        published: date | None = article.published
        return extract(nlp, article.text, published, title=article.title, language=article.language, outlet=article.outlet)

    return read


def _start_worker() -> None:
    global _reader
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader = make_reader()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _read_in_worker(articles: list[Article]) -> list[Extraction | str]:
    reader = _reader
    assert reader is not None
    return [_guarded(reader, article) for article in articles]


def read_all(articles: Iterable[Article | BadLine], workers: int = 1) -> Iterator[tuple[Article, Extraction | str] | BadLine]:
    """Each article with what was read from it, in the order given, or with a sentence on why it could not be read.

    Lines that cannot be used pass through in their place.
    """
    if workers <= 1:
        read = make_reader()
        yield from (item if isinstance(item, BadLine) else (item, _guarded(read, item)) for item in articles)
        return
    # One thread a worker: more would only quarrel over the same cores.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Spawned, not forked: a fork would share the database connection and keep the night's lock.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker) as pool:
        waiting: deque[_Portion] = deque()
        for items in _portions(articles):
            good = [item for item in items if not isinstance(item, BadLine)]
            waiting.append((items, pool.submit(_read_in_worker, good)))
            if len(waiting) >= workers * AHEAD:
                yield from _settled(*waiting.popleft())
        while waiting:
            yield from _settled(*waiting.popleft())


def _portions(articles: Iterable[Article | BadLine]) -> Iterator[list[Article | BadLine]]:
    source = iter(articles)
    while items := list(islice(source, PORTION)):
        yield items


def _settled(
    items: list[Article | BadLine], future: Future[list[Extraction | str]]
) -> Iterator[tuple[Article, Extraction | str] | BadLine]:
    """The portion with what was read from it; a process that died costs its portion only its reason."""
    try:
        read = iter(future.result())
    except Exception as error:
        read = repeat(describe(error))
    for item in items:
        yield item if isinstance(item, BadLine) else (item, next(read))


def _guarded(read: Reader, article: Article) -> Extraction | str:
    """One article's failure, whatever it is, must not cost the others: it becomes a sentence."""
    try:
        return read(article)
    except Exception as error:
        return describe(error)


def describe(error: BaseException) -> str:
    """An exception in one line: its type, message and the place in our code where it came from."""
    trace, place = error.__traceback__, ""
    while trace:
        code: Any = trace.tb_frame.f_code
        place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {error} ({place})" if place else f"{type(error).__name__}: {error}"
