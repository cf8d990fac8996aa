"""From links between two accounts to clusters: every account that tells one incident.

First the accounts with a day, strongest link first, as long as no two members rule each other out. Then a telling that gives
only a month, a year or a long span, or no date at all, joins the incident it fits, if it fits one clearly better than any other;
else it stands alone. The result depends on the accounts alone, not on their order or row ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.accounts import StoredAccount
from extraction.linkage.comparisons import Comparison, compare, is_vague
from extraction.linkage.settings import MARGIN

Pair = tuple[int, int]


@dataclass(slots=True)
class Cluster:
    """Accounts of one incident, in their stable order, and each one's strongest link (None: it stands alone)."""

    members: list[StoredAccount]
    weights: dict[int, float] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int]:
        """The smallest key of its members."""
        return min(member.key for member in self.members)


def cluster(accounts: Iterable[StoredAccount], links: Mapping[Pair, Comparison]) -> list[Cluster]:
    """Clusters of ``accounts``; ``links`` holds the comparisons that say «same», by account ids, smaller first."""
    by_id = {one.id: one for one in sorted(accounts, key=lambda one: one.key)}
    of = {one.id: Cluster([one]) for one in by_id.values()}
    ordered = sorted(links.items(), key=lambda item: (-item[1].weight, *sorted(by_id[i].key for i in item[0])))
    loose = {one.id for one in by_id.values() if is_vague(one.account.date)}
    for pair, link in ordered:
        if not loose & set(pair):
            _join(of, pair, link, "same_incident")
    _attach_retellings(of, by_id, loose, ordered)
    return sorted({id(one): one for one in of.values()}.values(), key=lambda one: one.key)


def _join(of: dict[int, Cluster], pair: Pair, link: Comparison, rule: str) -> None:
    left, right = of[pair[0]], of[pair[1]]
    if left is not right:
        if any(compare(x, y).veto for x in left.members for y in right.members):
            return
        left.members = sorted(left.members + right.members, key=lambda one: one.key)
        left.weights |= right.weights
        left.rules |= right.rules
        for member in right.members:
            of[member.id] = left
    for account in pair:
        if link.weight > left.weights.get(account, float("-inf")):
            left.weights[account] = link.weight
            left.rules[account] = rule


def _attach_retellings(
    of: dict[int, Cluster],
    by_id: Mapping[int, StoredAccount],
    loose: set[int],
    ordered: Iterable[tuple[Pair, Comparison]],
) -> None:
    """Join each loose account to its one clear incident; then join loose accounts that no incident took to each other."""
    found: dict[int, list[tuple[Pair, Comparison]]] = {one: [] for one in by_id if one in loose}
    between: list[tuple[Pair, Comparison]] = []
    for pair, link in ordered:
        inside = [one for one in pair if one in loose]
        if len(inside) == 2:
            between.append((pair, link))
        elif inside:
            found[inside[0]].append((pair, link))
    for account, options in found.items():
        best: dict[int, tuple[Pair, Comparison]] = {}
        for pair, link in options:  # strongest first
            best.setdefault(id(of[pair[0] if pair[1] == account else pair[1]]), (pair, link))
        ranked = list(best.values())
        if ranked and (len(ranked) == 1 or ranked[0][1].weight - ranked[1][1].weight >= MARGIN):
            _join(of, *ranked[0], "retelling")
    for pair, link in between:
        if all(len(of[one].members) == 1 or set(_ids(of[one])) <= loose for one in pair):
            _join(of, pair, link, "retelling")


def _ids(one: Cluster) -> list[int]:
    return [member.id for member in one.members]
