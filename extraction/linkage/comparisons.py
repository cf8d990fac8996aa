"""How alike two accounts are: one level for each field, a weight for each level, and what rules a link out."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from db.accounts import StoredAccount
from db.models import Account, ArticleKind, DatePrecision, EventType, Outcome, Victim, VictimType, When
from extraction.linkage.settings import FRESH_DAYS, LONGEST_RANGE, SAME, weights

#: Victim classes too common to tell one incident from another on the same day.
COMMON = frozenset(
    {
        VictimType.GANG_MEMBER,
        VictimType.STUDENT,
        VictimType.TRANSPORT_WORKER,
        VictimType.MERCHANT,
        VictimType.FARMER,
        VictimType.OTHER_WORKER,
    }
)
#: Classes that only say that nothing is told.
PLAIN = frozenset({VictimType.CIVILIAN, VictimType.UNKNOWN})
#: Pairs of event types that do not stand for one event in two outlets.
UNLIKE = (
    {EventType.CONFRONTATION, EventType.FEMICIDE},
    {EventType.CONFRONTATION, EventType.BODY_FOUND},
    {EventType.ATTACK, EventType.BODY_FOUND},
)
#: Similarity (0 to 100) from which two localities, or two names, are the same: one letter in five may differ.
ALIKE = 80


@dataclass(frozen=True, slots=True)
class Comparison:
    """The level reached for each field, their weight together, and a veto in words (None: none)."""

    levels: dict[str, str]
    weight: float
    veto: str | None = None

    @property
    def same(self) -> bool:
        """Whether the two accounts alone would be taken for one incident."""
        return self.veto is None and self.weight >= SAME


def compare(one: StoredAccount, other: StoredAccount) -> Comparison:
    """Compare two accounts. Symmetric."""
    a, b = one.account, other.account
    levels = {field: level(a, b) for field, level in LEVELS.items()}
    if levels["date"] == "unknown" and (_fresh(one, other) or _fresh(other, one)):
        levels["date"] = "fresh"
    if one.article_id == other.article_id:
        return Comparison(levels, 0.0, "told apart in one article")
    if levels["date"] == "apart":
        return Comparison(levels, 0.0, "more than a day apart")
    if levels["place"] == "other_department":
        return Comparison(levels, 0.0, "in two departments")
    table = weights()
    weight = sum(table[field, level] for field, level in levels.items())
    if levels["date"] in ("adjacent_day", "fresh") and not _same_people(levels, a):
        return Comparison(levels, weight, "not told of one day, and nothing told of the victims that ties them")
    return Comparison(levels, weight)


def _fresh(undated: StoredAccount, dated: StoredAccount) -> bool:
    """Whether ``undated`` was published as news in the days after ``dated`` happened."""
    day = dated.account.date.end
    if undated.account.date.start or day is None or undated.published is None or undated.kind == ArticleKind.FOLLOW_UP:
        return False
    return 0 <= (undated.published - day).days <= FRESH_DAYS


def _same_people(levels: dict[str, str], account: Account) -> bool:
    return (
        levels["names"] == "same"
        or levels["ages"] in ("same", "near")
        or levels["victims"] == "same_specific"
        or (levels["toll"] == "same" and account.deaths.best > 1)
    )


def is_vague(when: When) -> bool:
    """Whether a date is unknown, a month, a year, or a span too long to stand for a day."""
    if when.start is None or when.end is None:
        return True
    return when.precision != DatePrecision.DAY and (when.end - when.start).days >= LONGEST_RANGE


def _date(a: Account, b: Account) -> str:
    if not (a.date.start and a.date.end and b.date.start and b.date.end):
        return "unknown"
    gap = _gap(a.date.start, a.date.end, b.date.start, b.date.end)
    if is_vague(a.date) or is_vague(b.date):
        if gap > 0:
            return "apart"
        return "same_period" if a.date == b.date else "in_period"
    if gap > 1:
        return "apart"
    if gap == 1:
        return "adjacent_day"
    return "same_day" if a.date == b.date else "in_range"


def _gap(start_a: date, end_a: date, start_b: date, end_b: date) -> int:
    """Days between two spans; 0 or less when they overlap."""
    return max((start_b - end_a).days, (start_a - end_b).days)


def _place(a: Account, b: Account) -> str:
    if not a.department or not b.department:
        return "unknown"
    if a.department != b.department:
        return "other_department"
    if not a.district or not b.district:
        return "same_department"
    if a.district != b.district:
        return "other_district"
    if a.locality and b.locality and fuzz.token_set_ratio(plain(a.locality), plain(b.locality)) >= ALIKE:
        return "same_locality"
    return "same_district"


def _toll(a: Account, b: Account) -> str:
    if a.deaths.best == b.deaths.best:
        return "same"
    few, many = sorted((a, b), key=lambda account: account.deaths.best)
    if few.deaths.high is None or few.deaths.high >= many.deaths.low:
        return "overlap"
    if few.deaths.best == 0:
        return "wounded_died" if few.injured.best >= many.deaths.best else "other"
    return "one_more" if many.deaths.best - few.deaths.best == 1 else "other"


def struck(account: Account) -> list[Victim]:
    """The victims who were killed; where nobody was, all of them."""
    return [v for v in account.victims if v.outcome == Outcome.KILLED] or list(account.victims)


def _victims(a: Account, b: Account) -> str:
    classes_a, classes_b = ({code for victim in struck(x) for code in victim.types} - PLAIN for x in (a, b))
    shared = classes_a & classes_b
    if shared - COMMON:
        return "same_specific"
    if classes_a - COMMON and classes_b - COMMON:
        return "other_specific"
    if shared:
        return "same_class"
    return "one_specific" if (classes_a | classes_b) - COMMON else "compatible"


def _names(a: Account, b: Account) -> str:
    names_a, names_b = ([name for victim in struck(x) for name in victim.names] for x in (a, b))
    if not names_a or not names_b:
        return "unknown"
    if any(same_name(x, y) for x in names_a for y in names_b):
        return "same"
    return "different" if _single(a, b) else "unknown"


def same_name(one: str, other: str) -> bool:
    """Whether two forms may be one person's name: every word of the shorter, or its initial, is in the longer."""
    short, rest = sorted((plain(one).split(), plain(other).split()), key=len)
    for word in short:
        match = next((x for x in rest if _same_word(word, x)), None)
        if match is None:
            return False
        rest.remove(match)
    return bool(short)


def _same_word(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return fuzz.ratio(one, other) >= ALIKE


def _ages(a: Account, b: Account) -> str:
    ages_a, ages_b = ([age for victim in struck(x) for age in victim.ages] for x in (a, b))
    if not ages_a or not ages_b:
        return "unknown"
    closest = min(abs(x - y) for x in ages_a for y in ages_b)
    if closest <= 2:
        return "near" if closest else "same"
    return "different" if _single(a, b) else "apart"


def _sex(a: Account, b: Account) -> str:
    sexes_a, sexes_b = ({victim.sex for victim in struck(x) if victim.sex} for x in (a, b))
    if not _single(a, b) or not sexes_a or not sexes_b:
        return "unknown"
    return "same" if sexes_a & sexes_b else "different"


def _single(a: Account, b: Account) -> bool:
    return a.deaths.best == b.deaths.best == 1


def _type(a: Account, b: Account) -> str:
    if a.event_type == b.event_type:
        return "same"
    return "different" if {a.event_type, b.event_type} in UNLIKE else "compatible"


def _weapon(a: Account, b: Account) -> str:
    if not a.weapon or not b.weapon:
        return "unknown"
    return "same" if set(a.weapon) & set(b.weapon) else "different"


LEVELS: dict[str, Callable[[Account, Account], str]] = {
    "date": _date,
    "place": _place,
    "toll": _toll,
    "victims": _victims,
    "names": _names,
    "ages": _ages,
    "sex": _sex,
    "type": _type,
    "weapon": _weapon,
}


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Lower case, no accents, no punctuation."""
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", bare))
