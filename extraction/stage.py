"""The extract stage: newest article versions that this pipeline version has not read → accounts and statistics in the store."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlite_utils import Database

from db.store import StageReport, article_version, finish_run, pending_versions, save_extraction, start_run
from extraction.batch import read_all
from extraction.jsonl import Article, BadLine

#: Failures named in the run's row; all of them stand in ``extractions.error``.
NAMED = 20


def extract_pending(
    db: Database, version: str, workers: int = 1, tick: Callable[[], None] = lambda: None, retry: bool = False
) -> StageReport:
    """Read every pending article version; with ``retry`` also those whose reading failed.

    One article's failure is stored in ``extractions.error`` and the others go on. Each article is one transaction, so a run
    that is cut short goes on where it stopped. Texts are fetched as they are read, so memory does not grow with the backlog.
    """
    run_id = start_run(db, "extract", version)
    counts = {"articles": 0, "incidents": 0, "statistics": 0, "failed": 0}
    errors: list[str] = []
    articles = (_article(article_version(db, one)) for one in pending_versions(db, version, retry))
    for item in read_all(articles, workers):
        assert not isinstance(item, BadLine)
        article, outcome = item
        counts["articles"] += 1
        if isinstance(outcome, str):
            save_extraction(db, int(article.id), version, None, run_id, outcome)
            counts["failed"] += 1
            errors.append(f"{article_version(db, int(article.id))['url']}: {outcome}")
        else:
            save_extraction(db, int(article.id), version, outcome, run_id)
            counts["incidents"] += len(outcome.accounts)
            counts["statistics"] += len(outcome.statistics)
        tick()
    status = "degraded" if errors else "ok"
    finish_run(db, run_id, status, counts, errors[:NAMED])
    return StageReport(run_id, status, counts, tuple(errors))


def _article(row: dict[str, Any]) -> Article:
    day = row["published_day"]
    return Article(
        id=str(row["id"]),
        text=row["body"],
        title=row["title"],
        published=date.fromisoformat(day) if day else None,
        language=row["language"],
        outlet=row["outlet"],
    )
