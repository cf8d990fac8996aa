"""Hosts that refused the crawler or asked to be left alone; remembered over nights. Moments are UTC ISO 8601 strings."""

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True)
class Refusal:
    """What is remembered of a host: nights in a row that ended in a refusal, until when it is not asked at all, and why."""

    strikes: int
    closed_until: str | None
    reason: str


def refusals(db: Database) -> dict[str, Refusal]:
    """Every host that is remembered."""
    rows = db.query("SELECT host, strikes, closed_until, reason FROM hosts")
    return {row["host"]: Refusal(row["strikes"], row["closed_until"], row["reason"]) for row in rows}


def remember(db: Database, host: str, refusal: Refusal, at: str) -> None:
    """Note or renew what a host did."""
    with db.atomic():
        db.execute(
            "INSERT OR REPLACE INTO hosts (host, strikes, closed_until, reason, updated_at) VALUES (?, ?, ?, ?, ?)",
            [host, refusal.strikes, refusal.closed_until, refusal.reason, at],
        )


def forget(db: Database, host: str) -> None:
    """The host answers again."""
    with db.atomic():
        db.execute("DELETE FROM hosts WHERE host = ?", [host])
