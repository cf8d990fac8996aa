"""The link stage: unlinked accounts → incidents. Touches only their neighbourhood; a second run changes nothing."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from db.accounts import StoredAccount, load_accounts
from db.incident_store import (
    candidate_pairs,
    drop_superseded,
    insert_incident,
    merge_incident,
    replace_links,
    replace_people,
    touched_incidents,
    unlinked_accounts,
    update_incident,
    withdraw_untold,
)
from db.store import StageReport, finish_run, start_run
from extraction.linkage.clustering import Cluster, Pair, cluster
from extraction.linkage.comparisons import Comparison, compare
from extraction.linkage.identity import Assignment, Known, assign
from extraction.linkage.resolution import Resolved, resolve
from extraction.linkage.settings import FRESH_DAYS, LINKAGE_VERSION

#: Accounts begun with in one transaction: bounds memory, and how long a reviewer's write may have to wait.
BATCH = 20_000


def link(db: Database, batch: int = BATCH) -> StageReport:
    """Link all that is to be linked and record the run.

    Each batch is one transaction and leaves a sound database; a run that is cut short goes on where it stopped. Counts:
    ``accounts`` compared, ``new``, ``changed``, ``unchanged``, ``merged`` and ``withdrawn`` incidents.
    """
    run_id = start_run(db, "link", LINKAGE_VERSION)
    counts: Counter[str] = Counter()
    with db.atomic():
        drop_superseded(db)
    seeds, done = unlinked_accounts(db), set[int]()
    for start in range(0, len(seeds), batch):
        with db.atomic():
            accounts, links = neighbourhood(db, [one for one in seeds[start : start + batch] if one not in done])
            done |= accounts.keys()
            clusters = cluster(accounts.values(), links)
            counts += _write(db, clusters, assign(clusters, _known(db, accounts)))
            counts["accounts"] += len(accounts)
    with db.atomic():
        counts["withdrawn"] = withdraw_untold(db)
    report = {name: counts[name] for name in ("accounts", "new", "changed", "unchanged", "merged", "withdrawn")}
    finish_run(db, run_id, "ok", report)
    return StageReport(run_id, "ok", report)


def neighbourhood(db: Database, seeds: Sequence[int]) -> tuple[dict[int, StoredAccount], dict[Pair, Comparison]]:
    """The accounts that ``seeds`` are linked to, directly or through others, and all links between them.

    Clusters of such a closed neighbourhood are those of the whole database, so that linking night by night gives what linking
    everything at once gives.
    """
    accounts = {one.id: one for one in load_accounts(db, seeds)}
    links: dict[Pair, Comparison] = {}
    frontier = set(accounts)
    while frontier:
        pairs = candidate_pairs(db, frontier, FRESH_DAYS) - links.keys()
        unseen = {one for pair in pairs for one in pair} - accounts.keys()
        near = accounts | {one.id: one for one in load_accounts(db, unseen)}
        found = {pair: comparison for pair in pairs if (comparison := compare(near[pair[0]], near[pair[1]])).same}
        links |= found
        frontier = {one for pair in found for one in pair} - accounts.keys()
        accounts |= {one: near[one] for one in frontier}
    return accounts, links


def _known(db: Database, accounts: Mapping[int, StoredAccount]) -> list[Known]:
    rows = touched_incidents(db, accounts.keys(), {one.article_id for one in accounts.values()})
    return [Known(row, frozenset(json.loads(row["account_ids"])), frozenset(json.loads(row["article_ids"]))) for row in rows]


def _write(db: Database, clusters: Sequence[Cluster], assignment: Assignment) -> Counter[str]:
    counts: Counter[str] = Counter()
    public_ids: dict[int, str] = {}
    resolutions = [resolve(one.members) for one in clusters]
    for index in sorted(range(len(clusters)), key=lambda index: _order(clusters[index], resolutions[index])):
        one, known, resolved = clusters[index], assignment.known[index], resolutions[index]
        if known is None:
            row = insert_incident(db, resolved.values)
            counts["new"] += 1
        else:
            row = dict(known.row)
            changed = update_incident(db, known.row, resolved.values)
            counts["changed" if changed else "unchanged"] += 1
        public_ids[index] = row["public_id"]
        members = [(m.id, one.weights.get(m.id), one.rules.get(m.id, "first_account")) for m in one.members]
        replace_links(db, row["id"], members, [m.article_id for m in one.members])
        replace_people(db, row["id"], resolved.victims, resolved.actors)
    for gone, index in assignment.merged:
        merge_incident(db, gone.row["id"], public_ids[index])
    counts["merged"] = len(assignment.merged)
    return counts


def _order(one: Cluster, resolved: Resolved) -> tuple[str, str, str, tuple[str, int]]:
    """New public ids are given by day, place and article."""
    day, department, district = (resolved.values[name] or "" for name in ("date_start", "department", "district"))
    return day, department, district, one.key
