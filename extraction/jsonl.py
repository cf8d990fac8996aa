"""Articles in, predictions out, one JSON object a line (codebook section 6).

A bad line never stops a run: it is told on ``file:line: reason`` and the next line is read.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.models import Account, ActorClaim, Evidence, Extraction, Statistic, Toll, Victim, local_day


@dataclass(frozen=True, slots=True)
class Article:
    """One article to read. ``published`` is the civil day in El Salvador; None where it is not known."""

    id: str
    text: str
    title: str = ""
    published: date | None = None
    language: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and why; ``str()`` gives ``file:line: reason``."""

    source: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.reason}"


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadLine]]:
    """Line number and JSON object of each line that is not blank, or what is wrong with the line. Streams."""
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if raw.strip(b"\xef\xbb\xbf \t\r\n"):
                yield number, _parse(path, number, raw)


def _parse(path: Path, number: int, raw: bytes) -> dict[str, Any] | BadLine:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return BadLine(str(path), number, f"not UTF-8 (byte {error.start + 1} of the line)")
    except json.JSONDecodeError as error:
        return BadLine(str(path), number, f"not JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:
        return BadLine(str(path), number, f"not usable JSON: {error}")
    if not isinstance(row, dict):
        return BadLine(str(path), number, f"a JSON object is needed, this is {_kind(row)}")
    return row


def read_articles(path: Path) -> Iterator[Article | BadLine]:
    """Each article of a JSON Lines file, in order; a line that cannot be used comes as :class:`BadLine`."""
    for number, row in read_rows(path):
        if isinstance(row, BadLine):
            yield row
            continue
        try:
            yield article_from_row(row)
        except ValueError as error:
            yield BadLine(str(path), number, str(error))


def article_from_row(row: dict[str, Any]) -> Article:
    """Check one row; ``id`` and ``text`` are needed. Raises ValueError with the reason in words."""
    for name in ("id", "text"):
        if name not in row:
            raise ValueError(f"field {name!r} is missing")
        if not isinstance(row[name], str):
            raise ValueError(f"field {name!r} must be text, this is {_kind(row[name])}")
    for name in ("title", "published", "language", "outlet"):
        if row.get(name) is not None and not isinstance(row[name], str):
            raise ValueError(f"field {name!r} must be text or null, this is {_kind(row[name])}")
    return Article(
        id=row["id"],
        text=row["text"],
        title=row.get("title") or "",
        published=published_day(row.get("published")),
        language=row.get("language"),
        outlet=row.get("outlet"),
    )


def published_day(value: str | None) -> date | None:
    """The day of an ISO date or date and time; a time with a zone is taken to El Salvador. Raises ValueError."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"field 'published' must be an ISO date or null, this is {value!r:.40}") from None
    return local_day(moment) if moment.tzinfo else moment.date()


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}
    return names.get(type(value), "an object")


def prediction_row(article_id: str, extraction: Extraction) -> dict[str, Any]:
    """An extraction in the exchange format, with evidence (offsets into title, newline, text) and confidence."""
    return {
        "id": article_id,
        "kind": extraction.kind,
        "incidents": [_account(account) for account in extraction.accounts],
        "statistics": [_statistic(statistic) for statistic in extraction.statistics],
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "event_type": account.event_type,
        "country": account.country,
        "date": {
            "start": _iso(account.date.start),
            "end": _iso(account.date.end),
            "precision": account.date.precision,
        },
        "department": account.department,
        "district": account.district,
        "locality": account.locality,
        "place_precision": account.place_precision,
        "deaths": _toll(account.deaths),
        "injured": _toll(account.injured),
        "victims": [_victim(victim) for victim in account.victims],
        "perpetrators": [_claim(claim) for claim in account.perpetrators],
        "weapon": list(account.weapon),
        "evidence": _evidence(account.evidence),
        "confidence": dict(account.confidence),
    }


def _victim(victim: Victim) -> dict[str, Any]:
    return {
        "types": list(victim.types),
        "count": victim.count,
        "outcome": victim.outcome,
        "relation_to": victim.relation_to,
        "kin": victim.kin,
        "affiliation": victim.affiliation,
        "sex": victim.sex,
        "ages": list(victim.ages),
        "names": list(victim.names),
        "duty_status": victim.duty_status,
    }


def _claim(claim: ActorClaim) -> dict[str, Any]:
    return {"actor": claim.actor, "attribution": claim.attribution, "attributed_by": claim.attributed_by}


def _statistic(statistic: Statistic) -> dict[str, Any]:
    return {
        "indicator": statistic.indicator,
        "value": statistic.value,
        "start": _iso(statistic.start),
        "end": _iso(statistic.end),
        "area": statistic.area,
        "source": statistic.source,
        "comparison": statistic.comparison,
        "evidence": _evidence(statistic.evidence),
    }


def _toll(toll: Toll) -> dict[str, int | None]:
    return {"low": toll.low, "best": toll.best, "high": toll.high}


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {"field": item.field, "start": item.start, "end": item.end, "quote": item.quote, "cue": item.cue} for item in evidence
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def dumps(row: dict[str, Any]) -> str:
    """One line of JSON; a text with half a character (lone surrogate) is written with escapes, as UTF-8 has no form for it."""
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    return line


def write_predictions(articles: Iterable[tuple[str, Extraction]], out: Path, tick: Callable[[], None] = lambda: None) -> int:
    """Write predictions aside, then move them to ``out``, so that nobody ever reads half a file. Returns the number of rows."""
    aside = out.with_name(f".{out.name}.part")
    count = 0
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            for article_id, extraction in articles:
                file.write(dumps(prediction_row(article_id, extraction)) + "\n")
                count += 1
                tick()
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)
    return count
