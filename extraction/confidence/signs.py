"""What the reading knows about its own certainty: a few named signs of one account, each a number from 0 to about 3.

A sign says how a value came about, never what it is about: whether the day stands in the sentence of the deed or was
inherited, how many groups were counted, how many other incidents the article tells. ``data/confidence/weights.csv`` says which
signs a field's confidence is made of.
"""

import math
from collections.abc import Iterable, Sequence

from db.models import (
    GANGS,
    Account,
    ActorCode,
    ArticleKind,
    Attribution,
    DatePrecision,
    Outcome,
    PlacePrecision,
    VictimType,
)
from extraction.components.actor_cues import merged, view
from extraction.components.events import FOUND, KILLED, Event
from extraction.components.lines import Reading
from extraction.components.slots import GENERIC
from extraction.components.tellings import Cluster, Telling
from extraction.structure import DECK, TITLE

Signs = dict[str, float]

#: Frames in which the patient stands beside a verb of the deed; the others are nouns and sums.
_VERBAL = ("object", "subject", "participle", "infinitive")
#: Cues of victims' kinds that are read from words beside the person, not from its own head noun.
_BESIDE = ("occupations", "name", "surname")
_ATTRIBUTIONS = (Attribution.CONVICTED, Attribution.CHARGED)


def signs_of(reading: Reading, told: Cluster, account: Account, accounts: Sequence[Account], kind: ArticleKind) -> Signs:
    """All signs of ``account``, which ``told`` gave, among the ``accounts`` of one article."""
    signs = {
        "several": math.log(len(accounts)),
        "not_first": float(not told.main),
        "follow_up": float(kind == ArticleKind.FOLLOW_UP),
        "long_article": math.log1p(len(reading.text) / 1000),
        **_founding(told),
        **_day(reading, told, account),
        **_place(told, account),
        **_victims(account),
        **_blame(told, account, reading),
    }
    return {name: round(value, 4) for name, value in signs.items()}


def _founding(told: Cluster) -> Signs:
    body = [t for t in told.tellings if not _is_headline(t)]
    deadly = [e for e in told.events if e.outcome in (KILLED, FOUND)]
    return {
        "one_telling": float(len(told.tellings) == 1),
        "many_tellings": math.log(len(told.tellings)),
        "in_headline": float(len(body) < len(told.tellings)),
        "headline_only": float(not body),
        "no_verb": float(not any(_has_patient_of_verb(e) for e in told.events)),
        "sum_told": float(any(e.frame == "total" or e.multiple for e in told.events)),
        "not_deadly": float(not deadly),
        "founded_late": math.log1p(told.tellings[0].line.sentence.paragraph) if told.tellings else 0.0,
    }


def _is_headline(telling: Telling) -> bool:
    return telling.line.sentence.kind in (TITLE, DECK)


def _has_patient_of_verb(event: Event) -> bool:
    return event.frame in _VERBAL and bool(event.patients)


def _evidence(account: Account, field: str) -> list[tuple[int, str]]:
    return [(e.start, e.cue or "") for e in account.evidence if e.field == field or e.field.endswith(f".{field}")]


def _inside(told: Cluster, positions: Iterable[tuple[int, str]]) -> bool:
    """Whether any of the positions lies in a sentence that tells the deed."""
    return any(t.start <= at < t.end for at, _ in positions for t in told.tellings)


def _day(reading: Reading, told: Cluster, account: Account) -> Signs:
    evidence = _evidence(account, "date")
    days = {(d.expression.start or "")[:10] for t in told.tellings for d in t.event_dates if d.expression.precision == "day"}
    ago = (reading.published - account.date.start).days if reading.published and account.date.start else 0
    return {
        "no_day": float(account.date.precision == DatePrecision.UNKNOWN),
        "span_of_days": float(account.date.precision == DatePrecision.RANGE),
        "month_or_year": float(account.date.precision in (DatePrecision.MONTH, DatePrecision.YEAR)),
        "day_elsewhere": float(bool(evidence) and not _inside(told, evidence)),
        "days_differ": math.log(max(1, len(days))),
        "long_ago": math.log1p(max(0, ago)) / 3,
    }


def _place(told: Cluster, account: Account) -> Signs:
    evidence = _evidence(account, "district") or _evidence(account, "department")
    districts = {p.district for t in told.tellings for p in t.event_places if p.district}
    return {
        "no_district": float(account.district is None),
        "no_place": float(account.place_precision == PlacePrecision.UNKNOWN),
        "no_locality": float(account.locality is None),
        "place_elsewhere": float(bool(evidence) and not _inside(told, evidence)),
        "districts_differ": math.log(max(1, len(districts))),
    }


def _victims(account: Account) -> Signs:
    killed = [v for v in account.victims if v.outcome == Outcome.KILLED]
    types = {t for v in killed for t in v.types}
    cues = [cue for _, cue in _evidence(account, "types")]
    high = account.deaths.high
    return {
        "groups": math.log(max(1, len(account.victims))),
        "killed_groups": math.log(max(1, len(killed))),
        "many_dead": math.log(max(1, account.deaths.best)),
        "nobody_dead": float(account.deaths.best == 0),
        "open_toll": float(high is None or high != account.deaths.low),
        "injured_too": float(account.injured.best > 0 and account.deaths.best > 0),
        "nameless": float(not any(v.names for v in account.victims)),
        "type_unknown": float(VictimType.UNKNOWN in types),
        "only_generic": float(types <= GENERIC),
        "several_types": math.log(max(1, len(types))),
        "gang_victim": float(VictimType.GANG_MEMBER in types),
        "relative": float(VictimType.RELATIVE_OF_SECURITY_FORCE in types or any(v.kin for v in killed)),
        "type_beside": float(any(cue.startswith(_BESIDE) for cue in cues)),
    }


def _blame(told: Cluster, account: Account, reading: Reading) -> Signs:
    gangs = [c for c in account.perpetrators if c.actor in GANGS]
    evidence = _evidence(account, "actor")
    folded = view(reading.text).folded
    return {
        "nobody_blamed": float(not account.perpetrators),
        "several_blamed": float(len(account.perpetrators) > 1),
        "gang_blamed": float(bool(gangs)),
        "gang_unnamed": float(any(c.actor == ActorCode.GANG_UNSPECIFIED for c in gangs)),
        "other_blamed": float(any(c.actor == ActorCode.OTHER for c in account.perpetrators)),
        "blame_elsewhere": float(bool(evidence) and not _inside(told, evidence)),
        "before_court": float(any(c.attribution in _ATTRIBUTIONS for c in account.perpetrators)),
        "hearsay": float(any(c.attribution in (Attribution.REPORTED, Attribution.DENIED) for c in account.perpetrators)),
        "speaker_unnamed": float(any(c.attributed_by is None for c in account.perpetrators)),
        "gang_told": float(any(merged("gang_words").search(folded, t.start, t.end) for t in told.tellings)),
        "gang_near": float(any(merged("gang_words").search(folded, line.start, line.end) for line in told.context)),
    }
