"""Which cluster carries on which known incident: public ids outlive re-linking and re-extraction.

An incident goes to the cluster that holds most of its accounts. Where the accounts were replaced (a new pipeline version, a
new version of the article) the articles that told it, and how alike the values are, decide. The older id lives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.models import Account
from extraction.linkage.clustering import Cluster

#: Likeness from which a re-read account carries on an incident of the same article: a day or a district, and something more.
ENOUGH = 6
#: Likeness from which an incident that no cluster carries on has been merged into another rather than withdrawn.
MERGED = 9


@dataclass(frozen=True, slots=True)
class Known:
    """An incident already in the store: its row, the accounts still linked to it, the articles that told it."""

    row: Mapping[str, Any]
    accounts: frozenset[int]
    articles: frozenset[int]

    @property
    def decided(self) -> bool:
        """Whether a person has judged it; the machine never takes such an incident away."""
        return self.row["status"] in ("accepted", "rejected")


@dataclass(frozen=True, slots=True)
class Assignment:
    """The known incident of each cluster (None: a new one), and which others have been merged into the incident of a cluster."""

    known: list[Known | None]
    merged: list[tuple[Known, int]]


def assign(clusters: Sequence[Cluster], incidents: Iterable[Known]) -> Assignment:
    """Give each cluster at most one known incident and each incident at most one cluster."""
    incidents = sorted(incidents, key=lambda one: one.row["public_id"])
    claims = [
        (claim, index, incident)
        for incident in incidents
        for index, one in enumerate(clusters)
        if any(claim := _claim(one, incident))
    ]
    claims.sort(key=lambda item: (not item[2].decided, -item[0][0], -item[0][1], item[2].row["id"], item[1]))
    known: list[Known | None] = [None] * len(clusters)
    placed: set[int] = set()
    for _, index, incident in claims:
        if known[index] is None and incident.row["id"] not in placed:
            known[index] = incident
            placed.add(incident.row["id"])
    heirs = {incident.row["id"]: index for claim, index, incident in reversed(claims) if claim[0] or claim[1] >= MERGED}
    left = [x for x in incidents if x.row["id"] not in placed and not x.decided and x.row["status"] != "withdrawn"]
    return Assignment(known, [(one, heirs[one.row["id"]]) for one in left if one.row["id"] in heirs])


def _claim(one: Cluster, incident: Known) -> tuple[int, int]:
    """How much of an incident a cluster holds: accounts still linked, then likeness of accounts of the same articles."""
    held = sum(member.id in incident.accounts for member in one.members)
    retold = [member for member in one.members if member.article_id in incident.articles]
    alike = max((likeness(member.account, incident.row) for member in retold), default=0)
    if held or alike >= ENOUGH:
        return held, alike
    # An article that told this incident alone and now tells one thing has corrected itself.
    corrected = len(incident.articles) == 1 and any(member.alone for member in retold)
    return 0, int(corrected)


def likeness(told: Account, row: Mapping[str, Any]) -> int:
    """How alike an account and an incident's resolved values are, up to 11; another department or district counts against it."""
    day = told.date.start is not None and told.date.start.isoformat() == row["date_start"]
    points = 4 * day + 2 * (told.deaths.best == row["deaths_best"]) + (told.event_type == row["event_type"])
    for field, value in (("department", 1), ("district", 3)):
        if getattr(told, field) and row[field]:
            points += value if getattr(told, field) == row[field] else -2
    return int(points)
