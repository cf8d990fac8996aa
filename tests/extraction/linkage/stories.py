"""Short ways to put articles and accounts into a database for tests of linkage and of the ways out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from db.models import (
    SALVADOR,
    Account,
    ActorClaim,
    ActorCode,
    ArticleKind,
    Attribution,
    DatePrecision,
    EventType,
    Evidence,
    Extraction,
    Outcome,
    Page,
    Statistic,
    Toll,
    Victim,
    VictimType,
    Weapon,
    When,
)
from db.store import now, save_extraction, save_page


def account(
    day: str = "2017-06-12", where: str = "San Salvador/Apopa", *, who: str = "civilian", ages: tuple[int, ...] = (), **more: Any
) -> Account:
    """A homicide of one person; ``day`` is a day, a month, a year or 'start/end'; ``where`` is department/district/locality."""
    department, district, locality = [*where.split("/"), None, None, None][:3]
    deaths = more.pop("deaths", Toll.exactly(1))
    victim = Victim(
        types=tuple(VictimType(code) for code in who.split("+")),
        count=deaths.best or 1,
        outcome=Outcome.KILLED if deaths.best else Outcome.INJURED,
        ages=ages,
        names=more.pop("names", ()),
        sex=more.pop("sex", None),
    )
    return Account(
        **{
            "event_type": EventType.HOMICIDE,
            "date": when(day),
            "department": department or None,
            "district": district,
            "locality": locality,
            "deaths": deaths,
            "victims": (victim,),
            "evidence": (Evidence("event_type", 7, 14, "Mataron", "trigger"),),
            **more,
        }
    )


def when(day: str) -> When:
    """'2017-06-12', '2017-06', '2017', '2017-06-01/2017-06-03' or '' as a date with its precision."""
    if not day:
        return When()
    if "/" in day:
        start, end = day.split("/")
        return When(date.fromisoformat(start), date.fromisoformat(end), DatePrecision.RANGE)
    if len(day) == 4:
        return When(date(int(day), 1, 1), date(int(day), 12, 31), DatePrecision.YEAR)
    if len(day) == 7:
        first = date.fromisoformat(f"{day}-01")
        last = date.fromordinal((date(first.year + first.month // 12, first.month % 12 + 1, 1)).toordinal() - 1)
        return When(first, last, DatePrecision.MONTH)
    return When(date.fromisoformat(day), date.fromisoformat(day), DatePrecision.DAY)


def tell(
    db: Database,
    outlet: str,
    story: str,
    *accounts: Account,
    published: str | None = "2017-06-13",
    text: str = "Mataron a un hombre.",
    pipeline: str = "p1",
    statistics: tuple[Statistic, ...] = (),
) -> int:
    """Store an article of ``outlet`` and what was read from it; a second time with other text makes a new version."""
    db.execute(
        "INSERT OR IGNORE INTO outlets (id, name, domains, updated_at) VALUES (?, ?, '[]', ?)", [outlet, outlet.upper(), now()]
    )
    moment = datetime.fromisoformat(f"{published}T08:00:00").replace(tzinfo=SALVADOR) if published else None
    page = Page(url=f"https://{outlet}.example/{story}", title=f"Nota {story}", body=text, published=moment)
    article, _ = save_page(db, outlet, page, None, now())
    newest = "SELECT id FROM article_versions WHERE article_id = ? ORDER BY version DESC LIMIT 1"
    version = next(iter(db.query(newest, [article])))["id"]
    save_extraction(db, version, pipeline, Extraction(ArticleKind.REPORT, tuple(accounts), statistics))
    return int(version)


def living(db: Database) -> list[dict[str, Any]]:
    """Incidents that are neither tombstones nor rejected, oldest first."""
    return list(db.query("SELECT * FROM incidents WHERE status IN ('machine', 'accepted') ORDER BY date_start, public_id"))


def partition(db: Database) -> set[frozenset[tuple[str, int]]]:
    """Who is with whom: the sets of (url, position) that are one incident."""
    groups: dict[int, set[tuple[str, int]]] = {}
    for row in db.query(
        "SELECT l.incident_id, r.url, a.position FROM incident_accounts l JOIN accounts a ON a.id = l.account_id"
        " JOIN article_versions v ON v.id = a.article_version_id JOIN articles r ON r.id = v.article_id"
    ):
        groups.setdefault(row["incident_id"], set()).add((row["url"], row["position"]))
    return {frozenset(group) for group in groups.values()}


def account_from_row(row: Mapping[str, Any]) -> Account:
    """An incident of the exchange format (codebook section 6) as an account."""
    date_ = row["date"]
    start, end = (date.fromisoformat(date_[side]) if date_[side] else None for side in ("start", "end"))
    return Account(
        event_type=EventType(row["event_type"]),
        date=When(start, end, DatePrecision(date_["precision"])),
        country=row["country"],
        department=row["department"],
        district=row["district"],
        locality=row["locality"],
        deaths=Toll(**row["deaths"]),
        injured=Toll(**row["injured"]),
        victims=tuple(
            Victim(
                types=tuple(VictimType(code) for code in victim["types"]),
                count=victim["count"],
                outcome=Outcome(victim["outcome"]),
                relation_to=victim["relation_to"] and VictimType(victim["relation_to"]),
                affiliation=victim["affiliation"] and ActorCode(victim["affiliation"]),
                sex=victim["sex"],
                ages=tuple(victim["ages"]),
            )
            for victim in row["victims"]
        ),
        perpetrators=tuple(ActorClaim(ActorCode(c["actor"]), Attribution(c["attribution"])) for c in row["perpetrators"]),
        weapon=tuple(Weapon(code) for code in row["weapon"]),
    )
