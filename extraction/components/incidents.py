"""Which sentences tell which incident: the tellings of an article, clustered in reading order.

A telling is a sentence, or a part of one, with its events, places and dates. It joins the incident it agrees with, or founds one where day,
place or victims are others. Two killings at two places or on two days are two incidents, though one sentence tells both.
"""

import re
from dataclasses import dataclass, field, replace

from db.models import VictimType
from extraction.components.context import has
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED, Event
from extraction.components.people import People
from extraction.components.places import PlaceMention
from extraction.components.reading import DatedBy, Line, Reading, is_summary, is_tweet
from extraction.components.vocabulary import alternatives, words
from extraction.structure import BODY, DECK, HEADING, TITLE
from extraction.text import fold

HARM = (KILLED, FOUND, INJURED, ATTACKED)
#: A sentence goes back to the first incident or to one of the last so many; keeps long texts linear.
_MEMORY = 12
#: Fates that can make an incident of their own.
FOUNDING = (KILLED, FOUND, ATTACKED, INJURED)
#: Labels of dates that may be the day of the event.
EVENT_LABELS = ("event", "none")


_LATER = re.compile(rf"\W*(?:{alternatives('later')})")


@dataclass
class Telling:
    """A part of a line with what it says of one event."""

    line: Line
    start: int
    end: int
    events: list[Event]
    places: list[PlaceMention]
    dates: list[DatedBy]
    opener: bool = False

    @property
    def text(self) -> str:
        return self.line.text[self.start - self.line.start : self.end - self.line.start]

    @property
    def patients(self) -> list[People]:
        return [p for event in self.events for p in event.patients]

    @property
    def event_dates(self) -> list[DatedBy]:
        return [
            d
            for d in self.dates
            if d.label in EVENT_LABELS and d.expression.start and d.expression.end and d.expression.tense != "future"
        ]

    @property
    def event_places(self) -> list[PlaceMention]:
        return [p for p in self.places if p.role == "event" and (p.department or p.district)]


@dataclass
class Cluster:
    """One incident of the article: its tellings, and the other lines that speak of it."""

    tellings: list[Telling] = field(default_factory=list)
    context: list[Line] = field(default_factory=list)
    main: bool = False
    #: One of several told under a sum of deaths: «Tres personas fueron asesinadas … El primer caso».
    among_deaths: bool = False

    @property
    def events(self) -> list[Event]:
        return [event for telling in self.tellings for event in telling.events]

    @property
    def passages(self) -> list[tuple[int, int]]:
        """Character ranges of everything that tells this incident, in order."""
        spans = [(t.start, t.end) for t in self.tellings] + [(line.start, line.end) for line in self.context]
        return sorted(set(spans))


def cluster(reading: Reading) -> list[Cluster]:
    """The incidents of the article in the order they are first told; empty when it tells none."""
    clusters: list[Cluster] = []
    summaries: list[Telling] = []
    current: Cluster | None = None
    early: list[Line] = []
    fresh_section: Line | None = None
    setting: list[Line] = []
    for line in reading.lines:
        kind = line.sentence.kind
        if kind in (TITLE, DECK) or is_tweet(line):
            continue
        if kind == HEADING:
            fresh_section = line
            if not line.events:
                continue
        if setting and setting[-1].sentence.paragraph != line.sentence.paragraph:
            setting = []
        for telling in _tellings(reading, line):
            if telling.events:
                _set_scene(telling, setting)
                setting = []
            else:
                setting.append(line)
            if telling.events and fresh_section is not None:
                telling.opener = True
                if not any(p.district for p in telling.event_places):
                    telling.places = [*telling.places, *fresh_section.places]
            if not telling.events:
                if current is None:
                    early.append(line)
                elif fresh_section is None or not fresh_section.places:
                    current.context.append(line)
                continue
            if _is_summary(telling):
                summaries.append(telling)
                continue
            target = _choose(telling, clusters, current, fresh_section is not None)
            if target is None:
                target = Cluster(context=early if not clusters else [])
                clusters.append(target)
            target.tellings.append(telling)
            current, fresh_section = target, None
    _lift_summaries(clusters, summaries)
    clusters = [c for c in clusters if _has_patient(c)]
    _inherit_days(clusters, summaries, reading)
    if not clusters and summaries:
        clusters = [Cluster([t]) for t in summaries[:1] if any(p.number < 20 for p in t.patients)]
    if len(clusters) > 1 and any(e.outcome == KILLED for t in summaries for e in t.events):
        for current in clusters:
            current.among_deaths = True
    _attach_headlines(reading, clusters, early)
    if clusters:
        clusters[0].main = True
    return clusters


def _set_scene(telling: Telling, setting: list[Line]) -> None:
    """«El primero sucedió el martes en Joateca. Un agricultor fue asesinado»: day and place told before, in the same paragraph."""
    if not telling.event_places:
        telling.places = [*telling.places, *(p for line in setting for p in line.places if p.role == "event")]
    if not telling.event_dates:
        days = [d for line in setting for d in line.dates if d.label in EVENT_LABELS and d.expression.precision == "day"]
        telling.dates = [*telling.dates, *days]


def _tellings(reading: Reading, line: Line) -> list[Telling]:
    events = [e for e in line.events if not _is_figure(reading, line, e)]
    whole = Telling(line, line.start, line.end, events, line.places, line.dates, has("new", "start", line.text))
    cut = _second_event(whole)
    if cut is None:
        return [whole]
    at, extra = cut
    first = replace(
        whole,
        end=at,
        events=[e for e in events if e.start < at],
        places=[p for p in line.places if p.start < at],
        dates=[d for d in line.dates if d.expression.start_char < at],
    )
    own_dates = [d for d in line.dates if d.expression.start_char >= at]
    second = Telling(
        line,
        at,
        line.end,
        [e for e in events if e.start >= at] or [extra],
        [p for p in line.places if p.start >= at],
        own_dates or [d for d in line.dates if d.expression.start_char < at and d.label in EVENT_LABELS],
        True,
    )
    return [first, second]


def _is_figure(reading: Reading, line: Line, event: Event) -> bool:
    """Counts over a period are statistics: «46 estudiantes fueron asesinados en 2018», «suman tres los custodios asesinados»."""
    if any(p.ordinal and p.head not in ("víctima", "herido", "lesionado") for p in event.patients):
        return True
    several = [p for p in event.patients if p.plural or p.number > 1]
    if not several or len(several) < len(event.patients):
        return False
    if event.frame in ("noun", "multiple") and not fold(reading.text[event.start : event.end]).endswith("s"):
        return False
    if has("figure", "sentence", line.text):
        return True
    most = max(p.number for p in several)
    long = [d for d in line.dates if d.expression.precision in ("year", "month") or (d.expression.end and _length(d) > 20)]
    day = any(d.expression.precision == "day" and d.label in EVENT_LABELS for d in line.dates)
    place = any(p.role == "event" and p.district for p in line.places)
    years = any(d.expression.end and _length(d) > 300 for d in long)
    return (most >= 10 and not (day and place)) or bool(long and not day and (years or not place))


def _second_event(telling: Telling) -> tuple[int, Event] | None:
    """Where a second victim with another place begins in one sentence: «un hombre en A y una mujer en B»."""
    places = telling.event_places
    if len(places) < 2 or not telling.patients:
        return None
    first_patient = telling.patients[0]
    base = next((e for e in telling.events if first_patient in e.patients), telling.events[0])
    for person in telling.line.people:
        if person.start <= first_patient.start or (
            person.determiner not in ("indefinite", "number", "none") and not person.other
        ):
            continue
        before = [p for p in places if first_patient.end <= p.start and p.end <= person.start]
        after = [p for p in places if p.start >= person.end and p.start - person.end < 140]
        gap = fold(telling.line.text[: person.start - telling.line.start])
        if (
            before
            and after
            and _differs(before[-1], after[0])
            and re.search(r"(?:,|;|\by|\be|\band|\bafter|\bbefore|mientras que|en tanto|while)\s*(?:a |al |de |del )?$", gap)
        ):
            return person.start, replace(base, start=person.start, end=person.end, patients=(person,))
    return None


def _differs(first: PlaceMention, second: PlaceMention) -> bool:
    if first.district and second.district:
        return first.district != second.district
    return bool(first.department and second.department and first.department != second.department)


def _is_summary(telling: Telling) -> bool:
    districts = {p.district or p.department for p in telling.event_places}
    if (
        len(districts) > 1
        and sum(p.number for p in telling.patients) >= 2
        and len(telling.patients) == 1
        and telling.patients[0].head in _GENERIC_HEADS
    ):
        return True
    if all(_is_sum(telling, event) for event in telling.events):
        return True
    if not is_summary(telling.line):
        return False
    several = sum(p.number for p in telling.patients) >= 2 or not telling.patients
    return several and not any(p.district for p in telling.event_places)


def _is_sum(telling: Telling, event: Event) -> bool:
    """«siete homicidios», «los cuatro asesinatos restantes»: deaths that name nobody and no one place."""
    noun = fold(telling.line.text[event.start - telling.line.start : event.end - telling.line.start])
    return (
        event.frame == "noun" and noun.endswith("s") and not event.patients and not any(p.district for p in telling.event_places)
    )


def _choose(telling: Telling, clusters: list[Cluster], current: Cluster | None, fresh_section: bool) -> Cluster | None:
    """The incident that ``telling`` belongs to; None when it founds one."""
    if not clusters:
        return None
    recent = clusters[:1] + clusters[1:][-_MEMORY:]
    scores = [(_affinity(telling, c, c is current, fresh_section), -index, c) for index, c in enumerate(recent)]
    best, _, choice = max(scores, key=lambda item: item[:2])
    another_day = all(_date_affinity(telling, c) <= -6 for c in recent)
    return None if best < 0 and _can_found(telling, another_day) else choice


def _can_found(telling: Telling, another_day: bool = False) -> bool:
    """A new incident needs somebody harmed and a day or place of its own, or an opener such as «en otro hecho»."""
    told = bool(telling.event_dates or telling.event_places)
    district = any(p.district for p in telling.event_places)
    patients = [p for e in telling.events if e.outcome in FOUNDING for p in e.patients if _is_countable(p)]
    harmed = [p for p in patients if _is_new(p, telling) or (district and p.determiner != "possessive")]
    deadly = any(e.outcome != INJURED for e in telling.events if e.patients and e.outcome in FOUNDING)
    if not deadly and not telling.opener and not district and not another_day:
        return False
    return (bool(harmed) and (told or (telling.opener and not has("also", "start", telling.text)))) or (
        told and telling.opener and any(e.frame in ("noun", "multiple") for e in telling.events)
    )


def _is_new(person: People, telling: Telling) -> bool:
    """Introduced here: not «el cuerpo», nor somebody told before whom a pronoun stands for."""
    inside = telling.line.start <= person.start < telling.line.end
    return inside and (
        person.determiner in ("indefinite", "number", "none", "vague") or bool(person.names and person.cue != "surname")
    )


def _is_countable(person: People) -> bool:
    """Somebody in particular: «un hombre», «dos agentes», «Juan Pérez», not «los lesionados» or «policías»."""
    return not person.plural or person.count is not None or bool(person.names) or person.determiner == "vague"


def _affinity(telling: Telling, target: Cluster, is_current: bool, fresh_section: bool) -> float:
    score = 1.5 if is_current else 0.0
    if is_current and target.tellings[-1].line.sentence.paragraph == telling.line.sentence.paragraph:
        score += 1
    score += _date_affinity(telling, target) + _place_affinity(telling, target) + _people_affinity(telling, target)
    if telling.opener:
        score -= 1.5
    if fresh_section:
        score -= 3
    return score


def _date_affinity(telling: Telling, target: Cluster) -> float:
    mine = [_span(d) for d in telling.event_dates]
    theirs = [_span(d) for t in target.tellings for d in t.event_dates]
    if not mine or not theirs:
        return 0
    if any(a <= y and x <= b for a, b in mine for x, y in theirs):
        return 1.5
    gap = min(abs(_days(a, x)) for a, _ in mine for x, _ in theirs)
    return -2 if gap <= 1 else -6


def _span(dated: DatedBy) -> tuple[str, str]:
    start = (dated.expression.start or "")[:10]
    return start, (dated.expression.end or start)[:10]


def _days(first: str, second: str) -> int:
    from datetime import date

    return (date.fromisoformat(first) - date.fromisoformat(second)).days


def _place_affinity(telling: Telling, target: Cluster) -> float:
    mine = telling.event_places
    theirs = [p for t in target.tellings for p in t.event_places]
    if not mine or not theirs:
        return 0
    districts, known = {p.district for p in mine if p.district}, {p.district for p in theirs if p.district}
    if districts and known:
        return 3 if districts & known else -6
    departments, known_departments = {p.department for p in mine}, {p.department for p in theirs}
    return 0.5 if departments & known_departments else -5


def _people_affinity(telling: Telling, target: Cluster) -> float:
    mine = [p for e in telling.events if e.outcome in HARM for p in e.patients]
    theirs = [p for e in target.events if e.outcome in HARM for p in e.patients]
    if not mine:
        return 1.0
    if {w for p in mine for n in p.names for w in n.split()[:2]} & {w for p in theirs for n in p.names for w in n.split()[:2]}:
        return 4
    killed = [p for e in telling.events if e.outcome in (KILLED, FOUND) for p in e.patients]
    if any(p.other or p.ordinal for p in killed):
        return -2.5
    if all(p.determiner in ("definite", "possessive") for p in mine):
        return 1.5
    if any(set(p.types) & set(q.types) - {VictimType.CIVILIAN} for p in mine for q in theirs):
        return 0.5
    return -0.5 if theirs and any(p.determiner == "indefinite" for p in mine) else 0


_GENERIC_HEADS = words("generic_head") | {""}


def _sums_up(telling: Telling, incidents: int) -> bool:
    """Three or more people of no kind, or a list of people, told without one place."""
    people = max((e.patients for e in telling.events), key=lambda told: sum(p.number for p in told), default=())
    districts = {p.district for p in telling.event_places if p.district}
    generic = all(p.head in _GENERIC_HEADS or "miembro" in p.head for p in people)
    listed = len(people) > 1 and incidents > 2 and not districts
    return sum(p.number for p in people) >= 3 and (generic or listed) and len(districts) != 1


def _length(dated: DatedBy) -> int:
    start, end = _span(dated)
    return _days(end, start)


def _lift_summaries(clusters: list[Cluster], summaries: list[Telling]) -> None:
    """«ocho personas fueron asesinadas», with the cases told after it, is the sum of those cases."""
    if len(clusters) < 2:
        return
    for current in clusters:
        for telling in list(current.tellings):
            rest = [t for t in current.tellings if t is not telling]
            begins = any(e.outcome == "event" for t in rest for e in t.events)
            others = [p for t in rest for p in t.event_places if p.district and not begins]
            if _sums_up(telling, len(clusters)) and not others and len(current.tellings) + len(clusters) > 2:
                current.tellings.remove(telling)
                summaries.append(telling)
    clusters[:] = [c for c in clusters if c.tellings]


def _inherit_days(clusters: list[Cluster], summaries: list[Telling], reading: Reading) -> None:
    """An incident without a day takes that of the one before («por la noche», «horas después»), or of the sentence over all."""
    opening = [d for line in reading.lines[:4] for d in line.dates if d.expression.end and d.expression.tense != "future"]
    spans = [DatedBy(d.expression, "event") for d in opening if d.expression.precision == "range" and _length(d) <= 7]
    whole = [d for t in summaries for d in t.event_dates] or spans or [d for d in opening if d.label in EVENT_LABELS]
    for index, current in enumerate(clusters):
        if any(t.event_dates for t in current.tellings):
            continue
        first = current.tellings[0]
        before = [d for t in clusters[index - 1].tellings for d in t.event_dates] if index else []
        before = [d for d in before if d.expression.precision == "day"] or before
        if before and _LATER.match(fold(first.text)):
            first.dates = [*first.dates, before[-1]]
        elif whole and len(clusters) > 1 and not any(d.label == "report" for d in first.dates):
            first.dates = [*first.dates, whole[0]]


def _has_patient(target: Cluster) -> bool:
    return any(e.multiple or any(map(_is_countable, e.patients)) for e in target.events if e.outcome in HARM)


def _attach_headlines(reading: Reading, clusters: list[Cluster], body: list[Line]) -> None:
    """Title and deck speak of the main incident when there is one; alone they found it, and the ``body`` speaks of it."""
    for line in reading.lines:
        if line.sentence.kind not in (TITLE, DECK) or not line.events:
            continue
        telling = Telling(
            line, line.start, line.end, [e for e in line.events if not _is_figure(reading, line, e)], line.places, line.dates
        )
        if not telling.events:
            continue
        if not clusters:
            if _has_patient(Cluster([telling])) and not _is_summary(telling):
                clusters.append(Cluster([telling], context=body))
        elif len(clusters) == 1 or (_place_affinity(telling, clusters[0]) >= 0 and not _is_summary(telling)):
            first = clusters[0]
            if len(clusters) == 1 or _place_affinity(telling, first) > 0 or _fits(telling, first):
                first.tellings.append(telling)


def _in(event: Event, spans: list[tuple[int, int]]) -> bool:
    return any(a <= event.start < b for a, b in spans)


def _fits(telling: Telling, first: Cluster) -> bool:
    """A headline fits the first of several incidents when it speaks of no more people than that one has."""
    number = sum(p.number for p in telling.patients)
    known = max((sum(p.number for p in e.patients) for e in first.events if e.frame != "noun"), default=0)
    return 0 < number <= known and telling.line.sentence.kind in (TITLE, DECK, BODY)
