"""Which sentences tell which incident: the tellings of an article, clustered in reading order.

A telling is a sentence, or a part of one, with its events, places and dates. It joins the incident it agrees with, or founds
one where day, place or victims are others. Two killings at two places or on two days are two incidents, though one sentence
tells both.
"""

import re
from dataclasses import dataclass, field

from extraction.components.affinity import choose, is_countable, place_affinity
from extraction.components.context import has, label_of_verb
from extraction.components.division import is_part
from extraction.components.events import KILLED
from extraction.components.lines import DatedBy, Line, Reading, is_tweet
from extraction.components.tellings import (
    EVENT_LABELS,
    HARM,
    Cluster,
    Telling,
    is_counting,
    is_figure,
    is_sum_of_cases,
    length,
    lift_summaries,
    tellings,
)
from extraction.components.vocabulary import alternatives
from extraction.structure import BODY, DECK, HEADING, TITLE
from extraction.text import fold

_LATER = re.compile(rf"\W*(?:{alternatives('later')})")


@dataclass
class _Walk:
    """What is known while the lines are read in order; ``section`` is a heading that nothing was told under yet."""

    reading: Reading
    clusters: list[Cluster] = field(default_factory=list)
    summaries: list[Telling] = field(default_factory=list)
    #: Lines before the first incident, and lines of the paragraph since its last event.
    early: list[Line] = field(default_factory=list)
    setting: list[Line] = field(default_factory=list)
    current: Cluster | None = None
    section: Line | None = None

    def line(self, line: Line) -> None:
        """Gives what ``line`` tells to the incidents; titles and tweets tell nothing here."""
        kind = line.sentence.kind
        if kind in (TITLE, DECK) or is_tweet(line):
            return
        if kind == HEADING:
            self.section = line
            if not line.events:
                return
        if self.setting and self.setting[-1].sentence.paragraph != line.sentence.paragraph:
            self.setting = []
        for telling in tellings(self.reading, line):
            if telling.events:
                self.event(telling)
            else:
                self.remark(line)

    def remark(self, line: Line) -> None:
        """A part of a line without events speaks of the incident told last."""
        if self.current is not None and is_counting(self.reading, line):
            return
        self.setting.append(line)
        if self.current is None:
            self.early.append(line)
        elif self.section is None or not self.section.places:
            self.current.context.append(line)

    def event(self, telling: Telling) -> None:
        """Joins ``telling`` to its incident, founds one, or keeps it as a sum."""
        telling.scene = self.setting
        _set_scene(telling)
        self.setting = []
        if self.section is not None:
            telling.opener = True
            if not any(p.district for p in telling.event_places):
                telling.places = [*telling.places, *self.section.places]
        if is_sum_of_cases(telling):
            self.summaries.append(telling)
            return
        target = choose(telling, self.clusters, self.current, self.section)
        if target is not None and telling.line.sentence.kind == HEADING:
            return
        if target is None:
            target = Cluster(context=self.early if not self.clusters else telling.scene)
            if self.current is not None:
                self.current.context = [line for line in self.current.context if line not in telling.scene]
            self.clusters.append(target)
        target.tellings.append(telling)
        self.current, self.section = target, None


def cluster(reading: Reading) -> list[Cluster]:
    """The incidents of the article in the order they are first told; empty when it tells none."""
    walk = _Walk(reading)
    for line in reading.lines:
        walk.line(line)
    clusters, summaries = walk.clusters, walk.summaries
    lift_summaries(clusters, summaries)
    _lift_wholes(clusters, summaries)
    clusters = [c for c in clusters if _has_patient(c)]
    _inherit_days(clusters, summaries, reading)
    if not clusters and summaries:
        clusters = [Cluster([t]) for t in summaries[:1] if any(p.number < 20 for p in t.patients)]
    if len(clusters) > 1 and any(e.outcome == KILLED for t in summaries for e in t.events):
        for current in clusters:
            current.among_deaths = True
    _attach_headlines(reading, clusters, walk.early)
    if clusters:
        clusters[0].main = True
    return clusters


def _lift_wholes(clusters: list[Cluster], summaries: list[Telling]) -> None:
    """«Dos policías fueron asesinados … El primero … El segundo murió en Ilopango»: the whole is the sum of its parts."""
    for index, current in enumerate(clusters):
        whole = current.tellings[0]
        parts = [c for c in clusters[index + 1 :] if any(p.pronoun and (p.other or is_part(p)) for p in c.tellings[0].patients)]
        several = len(whole.patients) == 1 and whole.patients[0].number > 1 and not whole.event_places
        if parts and several and _has_patient(Cluster(current.tellings[1:])):
            current.tellings.remove(whole)
            summaries.append(whole)


#: Labels of verbs whose day and place are not those of the deed.
_ELSEWHERE = {"last_seen", "justice", "funeral"}


def _set_scene(telling: Telling) -> None:
    """«El primero sucedió el martes en Joateca. Un agricultor fue asesinado»: day and place told before it.

    Not those of a sentence about somebody last seen, buried or before a judge: «había salido de su casa el domingo».
    """
    setting = [line for line in telling.scene if not _ELSEWHERE & {label for _, _, label in label_of_verb(line.text)}]
    telling.opener = telling.opener or any(has("new", "start", line.text) for line in setting)
    if not telling.event_places:
        telling.places = [*telling.places, *(p for line in setting for p in line.places if p.role == "event")]
    if not telling.event_dates:
        days = [d for line in setting for d in line.dates if d.label in EVENT_LABELS and d.expression.precision == "day"]
        days = days or [d for line in setting for d in line.dates if d.label == "report" and d.expression.precision == "day"]
        telling.dates = [*telling.dates, *days]


def _inherit_days(clusters: list[Cluster], summaries: list[Telling], reading: Reading) -> None:
    """An incident without a day takes that of the one before («por la noche», «horas después»), or of the sentence over all."""
    first_lines = _opening(reading)
    opening = [d for line in first_lines for d in line.dates if d.expression.end and d.expression.tense != "future"]
    spans = [DatedBy(d.expression, "event") for d in opening if d.expression.precision == "range" and length(d) <= 7]
    over_all = [line for line in first_lines if not any(p.role == "event" and p.district for p in line.places)]
    whole = [d for t in summaries for d in t.event_dates] or spans
    whole = whole or [d for line in over_all for d in line.dates if d in opening and d.label in EVENT_LABELS]
    counted = [d for line in over_all if is_counting(reading, line) for d in line.dates if d.label == "report"]
    whole = whole or [DatedBy(d.expression, "event") for d in counted if d.expression.precision == "day"]
    for index, current in enumerate(clusters):
        if any(t.event_dates for t in current.tellings):
            continue
        first = current.tellings[0]
        before = [d for t in clusters[index - 1].tellings for d in t.event_dates] if index else []
        before = [d for d in before if d.expression.precision == "day"] or before
        elliptic = all(e.patients and e.start == e.patients[0].start for e in first.events)
        if before and any(_LATER.match(fold(text)) for text in (first.text, *(line.text for line in first.scene))):
            first.dates = [*first.dates, before[-1]]
        elif whole and len(clusters) > 1 and not any(d.label == "report" for d in first.dates):
            first.dates = [*first.dates, whole[0]]
        elif before and elliptic:
            first.dates = [*first.dates, before[-1]]


def _opening(reading: Reading) -> list[Line]:
    """Title and deck, captions and bylines below them, and the first three sentences of the body."""
    body = [index for index, line in enumerate(reading.lines) if line.sentence.kind == BODY]
    return reading.lines[: body[min(2, len(body) - 1)] + 1] if body else reading.lines


def _has_patient(target: Cluster) -> bool:
    return any(e.multiple or any(map(is_countable, e.patients)) for e in target.events if e.outcome in HARM)


def _attach_headlines(reading: Reading, clusters: list[Cluster], body: list[Line]) -> None:
    """Title and deck speak of the main incident when there is one; alone they found it, and the ``body`` speaks of it."""
    for line in reading.lines:
        if line.sentence.kind not in (TITLE, DECK) or not line.events:
            continue
        telling = Telling(
            line, line.start, line.end, [e for e in line.events if not is_figure(reading, line, e)], line.places, line.dates
        )
        if not telling.events:
            continue
        if not clusters:
            if _has_patient(Cluster([telling])) and not is_sum_of_cases(telling):
                clusters.append(Cluster([telling], context=body))
        elif len(clusters) == 1 or (place_affinity(telling, clusters[0]) >= 0 and not is_sum_of_cases(telling)):
            first = clusters[0]
            if len(clusters) == 1 or place_affinity(telling, first) > 0 or _fits(telling, first):
                first.tellings.append(telling)


def _fits(telling: Telling, first: Cluster) -> bool:
    """A headline fits the first of several incidents when it speaks of no more people than that one has."""
    number = sum(p.number for p in telling.patients)
    known = max((sum(p.number for p in e.patients) for e in first.events if e.frame != "noun"), default=0)
    return 0 < number <= known and telling.line.sentence.kind in (TITLE, DECK, BODY)
