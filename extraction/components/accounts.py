"""From the clusters of one article to its accounts: every field of the codebook, with evidence."""

import re
from collections.abc import Sequence

from db.models import (
    Account,
    ActorClaim,
    ActorCode,
    ArticleKind,
    EventType,
    Evidence,
    Outcome,
    Statistic,
    Victim,
    VictimType,
)
from extraction.components.actors import ActorMention, affiliation, claims, find_actors
from extraction.components.context import count, has, label_of_verb
from extraction.components.division import is_part
from extraction.components.events import CONFRONTATION, FOUND, KILLED, Event
from extraction.components.lines import Reading
from extraction.components.places import ResolvedPlace, resolve
from extraction.components.slots import Slot
from extraction.components.tellings import Cluster, is_counting
from extraction.components.victims import Harm, count_harm
from extraction.components.vocabulary import alternatives
from extraction.components.weapons import find_weapons
from extraction.components.when import when
from extraction.structure import BODY, DECK, TITLE
from extraction.text import fold

#: So many first lines may sum up the cases of the article.
_OPENING = 6
#: Words of harm kept as evidence of one incident.
_MOST_DEEDS = 40
_VIOLENT = re.compile(alternatives("violent"))
_VIOLENT_DEATH = re.compile(alternatives("violent_death"))
_FEMICIDE = re.compile(r"feminicid|femicid")
_TENTATIVE = re.compile(r"(?:grado de |feminicidio |homicidio )tentativa|tentad[oa]|en grado de tentativa")


def build_accounts(
    reading: Reading, clusters: Sequence[Cluster], statistics: Sequence[Statistic]
) -> tuple[ArticleKind, tuple[tuple[Cluster, Account], ...]]:
    """The kind of the article and the accounts it gives, each with the cluster that tells it."""
    if _is_fiction(reading):
        return ArticleKind.OTHER, ()
    follow_up = _is_follow_up(reading)
    mentions = find_actors(reading.text)
    common = _common(reading, clusters)
    told = [(c, a) for c in clusters if (a := _account(reading, c, mentions, common, fresh=not follow_up)) is not None]
    return _kind([account for _, account in told], statistics, follow_up), tuple(told)


def _common(reading: Reading, clusters: Sequence[Cluster]) -> list[tuple[int, int]]:
    """Title, deck and sums of several cases that no incident has for its own: what they say is said of every case."""
    own = {start for told in clusters for start, _ in told.passages}
    heads = [line for line in reading.lines if line.sentence.kind in (TITLE, DECK)]
    sums = [line for line in reading.lines[:_OPENING] if line.events] if len(clusters) > 1 else []
    told = [line for line in (*heads, *sums) if line.start not in own and not is_counting(reading, line)]
    return sorted({(line.start, line.end) for line in told})


def _account(
    reading: Reading, told: Cluster, mentions: Sequence[ActorMention], common: list[tuple[int, int]], *, fresh: bool
) -> Account | None:
    if not _is_violent(reading, told):
        return None
    place = _place(reading, told)
    if place.country != "SV" or _is_abroad(reading, told):
        return None
    harm = count_harm(reading, told)
    date_, date_evidence = when(reading, told, fresh=fresh)
    if not harm.slots or not (date_.start or place.department):
        return None
    passages = told.passages
    kind = "confrontation" if _fired_back(harm) else None
    hurt = [(a, b) for s in harm.slots if s.outcome != Outcome.UNHARMED or not kind for a, b, _ in s.spans]
    blamed = claims(reading.text, mentions, passages, hurt, kind=kind, common=common)
    victims, affiliations = _victims(reading, harm.slots, mentions, passages)
    weapons, weapon_evidence = find_weapons(reading.text, passages)
    actors = tuple(claim for claim, _ in blamed)
    evidence = [*_deeds(reading, told), *date_evidence, *harm.evidence, *affiliations]
    evidence += [*weapon_evidence, *_place_evidence(reading, place)]
    evidence += [item for _, items in blamed for item in items]
    return Account(
        _event_type(reading, told, harm, actors),
        date=date_,
        department=place.department,
        district=place.district,
        locality=place.locality,
        place_precision=place.precision,
        deaths=harm.deaths,
        injured=harm.injured,
        victims=victims,
        perpetrators=actors,
        weapon=weapons,
        evidence=tuple(evidence),
    )


def _deeds(reading: Reading, told: Cluster) -> list[Evidence]:
    """The words of harm that found the incident, each with its row of ``triggers.csv``; the first of a long article only."""
    spans = {(e.start, e.end): e.cue for e in told.events if e.start < e.end}
    first = sorted(spans.items())[:_MOST_DEEDS]
    return [Evidence("event_type", a, b, reading.text[a:b], cue) for (a, b), cue in first]


def _fired_back(harm: Harm) -> bool:
    """Security forces were attacked and gang members alone died: the forces shot them."""
    killed = [set(s.types) for s in harm.slots if s.outcome == Outcome.KILLED]
    attacked = [set(s.types) for s in harm.slots if s.outcome in (Outcome.UNHARMED, Outcome.INJURED)]
    forces = {VictimType.POLICE, VictimType.SOLDIER}
    return bool(killed) and all(VictimType.GANG_MEMBER in types for types in killed) and any(types & forces for types in attacked)


def _victims(
    reading: Reading, slots: Sequence[Slot], mentions: Sequence[ActorMention], passages: Sequence[tuple[int, int]]
) -> tuple[tuple[Victim, ...], list[Evidence]]:
    victims, evidence = [], []
    for index, slot in enumerate(slots):
        gang: ActorCode | None = None
        if {VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER} & set(slot.types):
            for a, b, _ in slot.spans:
                gang, item = affiliation(reading.text, mentions, (a, b), passages)
                if gang and item:
                    evidence.append(Evidence(f"victims[{index}].affiliation", item.start, item.end, item.quote, item.cue))
                    break
        victims.append(
            Victim(
                tuple(slot.types),
                slot.number,
                Outcome(slot.outcome),
                relation_to=slot.relation_to,
                kin=slot.kin,
                affiliation=gang,
                sex=slot.sex,
                ages=tuple(slot.ages[: slot.number]),
                names=tuple(slot.names),
            )
        )
    return tuple(victims), evidence


def _place(reading: Reading, told: Cluster) -> ResolvedPlace:
    mine = [p for t in told.tellings for p in t.places]
    mine += [p for line in told.context for p in line.places]
    everything = [p for line in reading.lines for p in line.places]
    return resolve(mine, everything)


def _is_abroad(reading: Reading, told: Cluster) -> bool:
    """The telling that founds the incident, or the title, names a place abroad and none in El Salvador."""
    first = told.tellings[0]
    if any(p.role == "event" and p.country == "SV" for p in first.places):
        return False
    foreign = [p for p in first.places if p.country != "SV" and p.role in ("event", "foreign", "dateline")]
    dateline = [p for line in reading.lines[1:2] for p in line.places if p.role == "dateline"]
    return bool(foreign) and (not dateline or dateline[0].country != "SV" or any(p.role != "dateline" for p in foreign))


def _place_evidence(reading: Reading, place: ResolvedPlace) -> list[Evidence]:
    return [Evidence(field, a, b, reading.text[a:b], "gazetteer") for field, a, b in place.evidence]


_MERE_DEATH = re.compile(r"\b(?:muri|muer|fallec|perd|perec|expir|dej|cay|result|qued|cobr|hub|ha\b|han\b)|vida|muert")


def _is_mere_death(reading: Reading, event: Event) -> bool:
    """«murió», «fallecieron», «perdió la vida»: words that also tell natural deaths."""
    word = fold(reading.text[event.start : event.end])
    return bool(_MERE_DEATH.search(word)) and not re.search(r"asesin|ultim|acribill|balead|ejecut|masacr|linch", word)


def _is_violent(reading: Reading, told: Cluster) -> bool:
    """Not an accident, a suicide or a natural death."""
    words = " ".join(fold(reading.text[a:b]) for a, b in told.passages)
    title = reading.title.text
    if told.main and has("suicide", "clause", title) and not re.search(r"asesin|feminicid|mat[ao]n?\b|ultim", fold(title)):
        return False
    strong = any(
        e.frame in ("object", "infinitive", "multiple", "body") or (e.outcome == KILLED and not _is_mere_death(reading, e))
        for e in told.events
    )
    first = told.tellings[0].line.text
    first = f"{title} {first}" if told.main else first
    violent_en = has("violence_en", "sentence", words)
    if has("accident", "sentence", first) and not (violent_en or _VIOLENT_DEATH.search(fold(first))):
        return False
    if (
        has("suicide", "clause", words)
        and not violent_en
        and not re.search(r"asesin|feminicid|homicid|\bmat[oa]\b|ultim|acribill|balaz|estrangul|a manos de", words)
    ):
        return False
    beside = told.among_deaths or any(p.pronoun and (p.other or is_part(p)) for p in told.tellings[0].patients)
    return strong or beside or violent_en or has("killing_en", "sentence", words) or bool(_VIOLENT.search(words))


def _event_type(reading: Reading, told: Cluster, harm: Harm, actors: Sequence[ActorClaim]) -> EventType:
    words = " ".join(fold(reading.text[a:b]) for a, b in told.passages)
    if harm.deaths.best == 0 and harm.deaths.high == 0:
        return EventType.ATTACK
    killed = [s for s in harm.slots if s.outcome == Outcome.KILLED]
    woman = any(s.sex == "female" for s in killed)
    partner = any(c.actor == ActorCode.PARTNER_OR_RELATIVE for c in actors)
    if woman and (
        (_FEMICIDE.search(words) and not re.search(r"feminicidio (?:en grado de )?tenta", words))
        or (partner and _by_partner(words))
    ):
        return EventType.FEMICIDE
    if any(e.outcome == CONFRONTATION for e in told.events) or {ActorCode.POLICE, ActorCode.ARMY} & {c.actor for c in actors}:
        return EventType.CONFRONTATION
    first = next((e for e in told.events if e.outcome in (KILLED, FOUND)), None)
    if (
        first
        and first.outcome == FOUND
        and not any(_tells_act(reading, e.start, e.end) for e in told.events if e.outcome == KILLED)
    ):
        return EventType.BODY_FOUND
    return EventType.HOMICIDE


def _by_partner(words: str) -> bool:
    return bool(
        re.search(
            r"pareja|espos[oa]|companer[oa] (?:de vida|sentimental)|novi[oa]|marido|conviviente|husband|boyfriend|partner\b",
            words,
        )
    )


def _tells_act(reading: Reading, start: int, end: int) -> bool:
    word = fold(reading.text[start:end])
    return (
        bool(
            re.search(
                r"asesin|ultim|acribill|mat[oa]|dieron muerte|dio muerte|atac|kill|murder|slain|shot|gunned|stabb|hacked|beaten",
                word,
            )
        )
        and "homicidio" not in word
    )


_JUSTICE_OPENING = re.compile(rf"\b(?:{alternatives('justice_opening')})")


def _is_follow_up(reading: Reading) -> bool:
    """Title or lead speak of capture, charge, trial, sentence, funeral or anniversary."""
    title = fold(reading.title.text)
    lead = reading.lead()
    opening = fold(lead.text) if lead else ""
    if has("justice_en", "title", title) or has("justice_en", "title", opening[:140]):
        return True
    labels = {label for _, _, label in label_of_verb(title)}
    return (
        bool(_JUSTICE_OPENING.search(title))
        or "justice" in labels
        or bool(re.match(r".{0,120}\b(?:conden|sentenci|captur|detuv|absolv|juzgad|tribunal)", opening))
    )


def _is_fiction(reading: Reading) -> bool:
    opening = " ".join(line.text for line in reading.lines[:6])
    headings = " ".join(line.text for line in reading.lines[:4] if line.sentence.kind not in (BODY,))
    return count("fiction", "article", opening) >= 2 or has("opinion", "article", headings)


def _kind(accounts: Sequence[Account], statistics: Sequence[Statistic], follow_up: bool) -> ArticleKind:
    if not accounts:
        return ArticleKind.STATISTICS if statistics else ArticleKind.OTHER
    if follow_up:
        return ArticleKind.FOLLOW_UP
    return ArticleKind.ROUNDUP if len(accounts) > 1 else ArticleKind.REPORT
