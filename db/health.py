"""Reads that tell how outlets fare, for the monitors of the crawl and for people."""

import json
from datetime import date
from typing import Any

from sqlite_utils import Database

from db.queries import query


def past_runs(db: Database, outlet: str, before: int, since: str) -> list[tuple[str, dict[str, Any]]]:
    """Start (UTC, ISO 8601) and counts of the outlet's crawls since the moment ``since`` and before run ``before``, newest first;
    failed ones left out."""
    rows = db.query(query("health_past"), {"outlet": outlet, "before": before, "since": since})
    return [(row["started_at"], json.loads(row["counts"])) for row in rows]


def news_days(db: Database, since: date, until: date, outlet: str | None = None) -> dict[str, dict[date, int]]:
    """Stories of each outlet on each civil day in El Salvador; outlets and days without a story are left out."""
    values = {"since": since.isoformat(), "until": until.isoformat(), "outlet": outlet}
    found: dict[str, dict[date, int]] = {}
    for row in db.query(query("health_days"), values):
        found.setdefault(row["outlet"], {})[date.fromisoformat(row["day"])] = row["stories"]
    return found
