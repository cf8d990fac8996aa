"""The parts of an article's lines that tell of one event each, and which of them are sums or figures.

Reads lines with their events, places and dates; writes :class:`Telling`, and knows the :class:`Cluster` they make.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from extraction.components.context import has
from extraction.components.events import ATTACKED, FOUND, INJURED, KILLED, Event
from extraction.components.lines import DatedBy, Line, Reading, is_summary
from extraction.components.people import People
from extraction.components.places import PlaceMention
from extraction.components.vocabulary import alternatives, words
from extraction.text import fold

HARM = (KILLED, FOUND, INJURED, ATTACKED)
#: Labels of dates that may be the day of the event.
EVENT_LABELS = ("event", "none")
_GENERIC_HEADS = words("generic_head") | {""}


@dataclass
class Telling:
    """A part of a line with what it says of one event."""

    line: Line
    start: int
    end: int
    events: list[Event]
    places: list[PlaceMention]
    dates: list[DatedBy]
    #: It begins with words that often open another event, and those that always do: «por la noche», «en otro hecho».
    opener: bool = False
    another: bool = False
    #: Lines of the paragraph before it that set its scene.
    scene: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of this part."""
        return self.line.text[self.start - self.line.start : self.end - self.line.start]

    def quote(self, event: Event) -> str:
        """The words of one of its events."""
        return self.line.text[event.start - self.line.start : event.end - self.line.start]

    @property
    def patients(self) -> list[People]:
        """All whom its events happened to."""
        return [p for event in self.events for p in event.patients]

    @property
    def event_dates(self) -> list[DatedBy]:
        """Dates that may be the day of the event."""
        return [
            d
            for d in self.dates
            if d.label in EVENT_LABELS and d.expression.start and d.expression.end and d.expression.tense != "future"
        ]

    @property
    def event_places(self) -> list[PlaceMention]:
        """Places of El Salvador where the event may have been."""
        return [p for p in self.places if p.role == "event" and (p.department or p.district)]


#: Tellings of one incident at either end that a new sentence is compared with.
_COMPARED = 12


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
        """The events of all tellings."""
        return [event for telling in self.tellings for event in telling.events]

    @property
    def places_of_context(self) -> list[PlaceMention]:
        """Where its other lines are, for incidents whose tellings name no place."""
        return [p for line in self.context for p in line.places if p.role == "event" and (p.department or p.district)]

    @property
    def compared(self) -> list[Telling]:
        """The first and the last tellings, with which a new one is compared; time stays linear in their number."""
        return self.tellings if len(self.tellings) <= 2 * _COMPARED else self.tellings[:_COMPARED] + self.tellings[-_COMPARED:]

    @property
    def passages(self) -> list[tuple[int, int]]:
        """Character ranges of everything that tells this incident, in order."""
        spans = [(t.start, t.end) for t in self.tellings] + [(line.start, line.end) for line in self.context]
        return sorted(set(spans))


def tellings(reading: Reading, line: Line) -> list[Telling]:
    """The tellings of ``line``: one, or more where a victim with another place or day begins in it."""
    events = [e for e in line.events if not is_figure(reading, line, e)]
    if len(events) < len(line.events) and not any(e.patients for e in events):
        events = []
    whole = Telling(line, line.start, line.end, events, line.places, line.dates, has("new", "start", line.text))
    if caught := _captured_beside(line, events):
        whole.places = caught
        whole.dates = [replace(d, label="event") if d.label == "justice" else d for d in line.dates]
    whole.another = has("another", "start", line.text) or any(_EVENT_MORE.match(fold(whole.quote(e))) for e in events)
    whole.another = whole.another or any(_is_added(whole, e) for e in events)
    parts = [whole]
    if apart := _respectively(whole):
        return apart
    while True:
        last = parts[-1]
        cut = _next_event(last) or _second_event(last)
        if cut is None:
            return parts
        parts[-1:] = _parted(last, *cut)
        parts[-1].another = bool(_SOON.match(fold(parts[-1].text)))


def _respectively(whole: Telling) -> list[Telling]:
    """«Un policía y un soldado fueron asesinados en Apopa y en Izalco, respectivamente»: the first there, the second here."""
    if len(whole.events) != 1 or "respectivamente" not in fold(whole.text):
        return []
    event, places = whole.events[0], [p for p in whole.event_places if p.district or p.department]
    if not 1 < len(event.patients) == len(places) or len({(p.district, p.department) for p in places}) < len(places):
        return []
    return [
        replace(
            whole,
            events=[replace(event, patients=(person,))],
            places=[place],
            opener=whole.opener or index > 0,
            another=index > 0,
        )
        for index, (person, place) in enumerate(zip(event.patients, places, strict=True))
    ]


_CAPTURED_BESIDE = re.compile(
    rf"(?:(?!\b(?:que|quien|por)\b)[^.;:])*\b(?:y|mientras(?: que)?) [^,.;:]{{0,30}}?\b(?:{alternatives('captured')})"
)


def _captured_beside(line: Line, events: list[Event]) -> list[PlaceMention]:
    """«Un pandillero murió y otro fue capturado en Ilopango»: who is caught beside the dead is caught where they died."""
    if any(p.role == "event" for p in line.places):
        return []
    caught = [p for p in line.places if p.role == "capture" and p.country == "SV"]
    harmed = [e for e in events if e.outcome in HARM and e.patients and e.frame in ("subject", "participle", "count")]
    if not caught or not harmed:
        return []
    between = fold(line.text[harmed[0].end - line.start : caught[0].start - line.start])
    return [replace(p, role="event") for p in caught] if _CAPTURED_BESIDE.match(between) else []


def _parted(whole: Telling, at: int, extra: Event) -> list[Telling]:
    """``whole`` before and behind ``at``; a day told on one side only is that of both."""
    days = [d for d in whole.dates if d.label in EVENT_LABELS] or whole.dates
    before, behind = ([d for d in whole.dates if (d.expression.start_char < at) == side] for side in (True, False))
    first = replace(
        whole,
        end=at,
        events=[e for e in whole.events if e.start < at],
        places=[p for p in whole.places if p.start < at],
        dates=before or days,
    )
    second = replace(
        whole,
        start=at,
        events=[e for e in whole.events if e.start >= at] or [extra],
        places=[p for p in whole.places if p.start >= at],
        dates=behind or days,
        opener=True,
        another=False,
    )
    return [first, second]


def _is_added(whole: Telling, event: Event) -> bool:
    """«la Fiscalía registró, además, el asesinato de Juan Paz»: a crime told beside the one before."""
    told = event.frame == "noun" and event.outcome == KILLED and len(event.patients) == 1
    before = fold(whole.line.text[: event.start - whole.line.start])
    return told and event.patients[0].determiner in ("indefinite", "none") and bool(_ADDED.search(before))


_ADDED = re.compile(rf"\b(?:{alternatives('added')}),?(?: \w+){{0,2}} $")
_EVENT_MORE = re.compile(alternatives("event_more"))
_JOINT = re.compile(r"[;,]|\b(?:y|e|mientras que|en tanto que|and|while)\b")
_SOON = re.compile(rf"(?:;|[a-z]+(?: que| tanto)?) (?:y )?(?:{alternatives('soon_after')})")


def _next_event(telling: Telling) -> tuple[int, Event] | None:
    """Where an event of other people in another place or on another day begins: «… murió en A y ella fue herida en B»."""
    events = [e for e in telling.events if e.patients]
    for index, event in enumerate(events[1:], 1):
        known = {(p.start, p.end) for e in events[:index] for p in e.patients}
        if known & {(p.start, p.end) for p in event.patients} or events[index - 1].end >= event.start:
            continue
        left = max(max(e.end, *(p.end for p in e.patients)) for e in events[:index])
        right = min(event.start, *(p.start for p in event.patients if p.start >= left), event.start)
        joints = list(_JOINT.finditer(fold(telling.line.text[left - telling.line.start : max(left, right) - telling.line.start])))
        if right <= left or not joints:
            continue
        for joint in sorted(joints, key=lambda j: (j.group() == ";", j.group() != ",", j.start()), reverse=True):
            at = left + joint.start()
            first, second = _parted(telling, at, event)
            soon = joint.group() != "," and _SOON.match(fold(second.text))
            if soon or _elsewhere(first, second) or _on_another_day(telling, at):
                return at, event
    return None


def _elsewhere(first: Telling, second: Telling) -> bool:
    known, told = first.event_places, second.event_places
    return bool(known and told) and all(_differs(a, b) for a in known for b in told)


def _on_another_day(telling: Telling, at: int) -> bool:
    days = [d for d in telling.event_dates if d.label == "event"]
    before = [span(d) for d in days if d.expression.start_char < at]
    behind = [span(d) for d in days if d.expression.start_char >= at]
    return bool(before and behind) and all(y < a or b < x for a, b in before for x, y in behind)


def is_counting(reading: Reading, line: Line) -> bool:
    """Whether ``line`` tells figures over a period only; its days and places are of no incident."""
    counted = any(a < line.end and line.start < b for a, b in reading.figures)
    return counted or any(is_figure(reading, line, e) for e in line.events)


def is_figure(reading: Reading, line: Line, event: Event) -> bool:
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
    long = [d for d in line.dates if d.expression.precision in ("year", "month") or (d.expression.end and length(d) > 20)]
    day = any(d.expression.precision == "day" and d.label in EVENT_LABELS for d in line.dates)
    place = any(p.role == "event" and p.district for p in line.places)
    years = any(d.expression.end and length(d) > 300 for d in long)
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


def is_sum_of_cases(telling: Telling) -> bool:
    """Whether ``telling`` sums up cases that are told apart: «seis personas fueron asesinadas en distintos puntos»."""
    districts = {p.district for p in telling.event_places if p.district}
    within = {p.department for p in telling.event_places if p.district}
    departments = {p.department for p in telling.event_places if not p.district} - within
    if len(districts) + len(departments) > 1 and len(telling.patients) == 1 and telling.patients[0].number >= 2:
        return True
    if all(_is_sum(telling, event) for event in telling.events) or _over_days(telling):
        return True
    if not is_summary(telling.line):
        return False
    several = sum(p.number for p in telling.patients) >= 2 or not telling.patients
    return several and not any(p.district for p in telling.event_places)


def _over_days(telling: Telling) -> bool:
    """«Dos soldados fueron asesinados el fin de semana»: several people, no place, and more days than one event takes."""
    killed = [p for e in telling.events if e.outcome == KILLED for p in e.patients]
    long = bool(telling.event_dates) and all(d.expression.precision == "range" and length(d) >= 1 for d in telling.event_dates)
    counted = bool(killed) and all(p.determiner == "number" and p.number > 1 for p in killed)
    return counted and long and not telling.event_places


def _is_sum(telling: Telling, event: Event) -> bool:
    """«siete homicidios», «los asesinatos ocurrieron en A y en B»: deaths that name nobody and no one place."""
    noun = fold(telling.quote(event))
    places = {p.district for p in telling.event_places if p.district}
    return event.frame == "noun" and noun.endswith("s") and not event.patients and len(places) != 1


def sums_up(telling: Telling, incidents: int) -> bool:
    """Three or more people of no kind, or a list of people, told without one place."""
    people = max((e.patients for e in telling.events), key=lambda told: sum(p.number for p in told), default=())
    districts = {p.district for p in telling.event_places if p.district}
    generic = all(p.head in _GENERIC_HEADS or "miembro" in p.head for p in people)
    listed = len(people) > 1 and incidents > 2 and not districts
    return sum(p.number for p in people) >= 3 and (generic or listed) and len(districts) != 1


def lift_summaries(clusters: list[Cluster], summaries: list[Telling]) -> None:
    """«ocho personas fueron asesinadas», with the cases told after it, is the sum of those cases."""
    if len(clusters) < 2:
        return
    for current in clusters:
        for telling in list(current.tellings):
            rest = [t for t in current.tellings if t is not telling]
            begins = any(e.outcome == "event" for t in rest for e in t.events)
            others = [p for t in rest for p in t.event_places if p.district and not begins]
            if sums_up(telling, len(clusters)) and not others and len(current.tellings) + len(clusters) > 2:
                current.tellings.remove(telling)
                summaries.append(telling)
    clusters[:] = [c for c in clusters if c.tellings]


def span(dated: DatedBy) -> tuple[str, str]:
    """First and last day as ISO text; empty strings where there is none."""
    start = (dated.expression.start or "")[:10]
    return start, (dated.expression.end or start)[:10]


def length(dated: DatedBy) -> int:
    """Days from the first to the last."""
    start, end = span(dated)
    return days_between(end, start)


def days_between(first: str, second: str) -> int:
    """Days from ``second`` to ``first``, both ISO days."""
    return (date.fromisoformat(first) - date.fromisoformat(second)).days
