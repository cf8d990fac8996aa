"""All annotations of one English article: the counterpart of :func:`extraction.components.reading.read`."""

import re
from dataclasses import replace
from datetime import date

from db.models import Statistic
from extraction.components.context import has
from extraction.components.events import ATTACKED, INJURED, MISSING, UNHARMED, Event
from extraction.components.lines import DatedBy, Line, Reading
from extraction.components.people import People, given_names
from extraction.components.places import PlaceMention, find_places
from extraction.components.reference import with_surnames
from extraction.english.context import is_figure, label_of_verb, told_as_fact
from extraction.english.events import find_events
from extraction.english.people import find_people
from extraction.expressions import Expression, find_dates
from extraction.structure import BODY, BOILERPLATE, DECK, HEADING, TITLE, sentences
from extraction.text import fold

_BOUNDARY = 60
#: Sentences longer than this are read in pieces, in characters.
_LONGEST = 900
#: Another verb between a verb of saying and a day: the day belongs to that one.
_SAID_VERB = re.compile(r"\b(?:[a-z]{2,}ed|was|were|had|broke|shot|took|came|left|found|went|heard)\b")
#: A day further than this after a verb of saying belongs to what is said, in characters.
_REPORT_REACH = 30
_CUT = re.compile(r"[;:]|\b(?:that|who|when|after|before|later|but|where|since)\b")
_AGENCY = re.compile(r"[^()]{0,60}\((?:AP|AFP|Reuters|EFE|Xinhua|UPI|DPA)\)")
_SAME_DAY = re.compile(r"\b(?:same|that) (?:day|night|morning|afternoon|evening)\b")
_PRONOUN = re.compile(r"^\W*(?:(?:later |then |but )?(he|she|they)\b)")


def read_english(text: str, published: date | None, statistics: list[Statistic], figures: list[tuple[int, int]]) -> Reading:
    """Annotate ``text`` (title, newline, body)."""
    kept = [part for part in sentences(text) if part.kind != BOILERPLATE]
    reading = Reading(text, published, [Line(part) for part in kept], figures)
    counted = [(e.start, e.end) for s in statistics for e in s.evidence if e.field == "value"]
    dates, places = find_dates(text, published, language="en"), find_places(text, "en")
    mentions = {line.start: [p for a, b in _pieces(line) for p in find_people(text, a, b)] for line in reading.lines}
    _count_again(list(mentions.values()))
    named = _surnames(mentions)
    for line in reading.lines:
        line.places = [p for p in places if line.start <= p.start < line.end]
        people = with_surnames(text, line.start, line.end, mentions[line.start], named)
        people = [p for p in people if p.head or not _inside(p, line.places)]
        line.events = _events(text, line, people, counted, figures, dates)
        line.people = [p for p in people if not _is_counted(p, counted)]
    _resolve_pronouns(text, reading.lines)
    _tie_dates(reading, dates)
    _drop_general(reading)
    _drop_accident(reading)
    return reading


def _pieces(line: Line) -> list[tuple[int, int]]:
    """A line in pieces of bounded length, cut at a space, so that reading stays linear."""
    cuts = [line.start]
    while line.end - cuts[-1] > _LONGEST:
        space = line.text.rfind(" ", cuts[-1] - line.start + 1, cuts[-1] - line.start + _LONGEST)
        cuts.append(line.start + space if space > 0 else cuts[-1] + _LONGEST)
    return list(zip(cuts, [*cuts[1:], line.end], strict=True))


def _surnames(mentions: dict[int, list[People]]) -> dict[str, str]:
    """Surname as written -> full name."""
    found: dict[str, str] = {}
    for name in (name for people in mentions.values() for person in people for name in person.names):
        for word in name.split():
            if len(word) > 3 and word[0].isupper() and fold(word) not in given_names():
                found.setdefault(word, name)
    return found


def _count_again(lines: list[list[People]]) -> None:
    """«The officers» are the «two officers» told up to three sentences before."""
    for index, people in enumerate(lines):
        told = [p for before in lines[max(0, index - 3) : index] for p in before if p.plural and p.count]
        for place, person in enumerate(people):
            if person.determiner != "definite" or not person.plural or person.count is not None or person.kin:
                continue
            same = [p for p in told if set(p.types) & set(person.types) and p.kin is None]
            if same:
                people[place] = replace(person, count=same[-1].count)


def _inside(person: People, places: list[PlaceMention]) -> bool:
    return any(p.start <= person.start and person.end <= p.end for p in places)


def _is_counted(person: People, counted: list[tuple[int, int]]) -> bool:
    return any(person.start <= a < person.end for a, _ in counted)


def _events(
    text: str,
    line: Line,
    people: list[People],
    counted: list[tuple[int, int]],
    figures: list[tuple[int, int]],
    dates: list[Expression],
) -> list[Event]:
    """The events of a line that are told as fact and are no figures over a period."""
    if line.sentence.kind not in (TITLE, DECK, HEADING, BODY):
        return []
    day = any(line.start <= d.start_char < line.end and d.precision == "day" and d.relative != "time" for d in dates)
    placed = day and any(p.district and p.role == "event" for p in line.places)
    kept = []
    for event in (e for a, b in _pieces(line) for e in find_events(text, a, b, [p for p in people if a <= p.start < b])):
        several = not event.patients or any(p.plural for p in event.patients)
        if any(a <= event.start < b for a, b in figures) or any(_is_counted(p, counted) or p.ordinal for p in event.patients):
            continue
        if several and not placed and is_figure(text, line.start, line.end, event.start, event.end):
            continue
        if line.sentence.kind == HEADING and any(p.plural and p.count is None for p in event.patients):
            continue
        if told_as_fact(text, line.start, line.end, event.start, event.end, named=bool(event.patients)):
            kept.append(event)
    return kept


def _drop_general(reading: Reading) -> None:
    """«Most killings of soldiers go unpunished»: bare plurals with neither day nor place tell no event."""
    for line in reading.lines:
        told = any(d.label == "event" and d.expression.precision in ("day", "range") for d in line.dates) or any(
            p.district for p in line.places
        )
        if line.sentence.kind == BODY and not told:
            line.events = [e for e in line.events if not e.patients or not all(_is_bare(p) for p in e.patients)]


def _drop_accident(reading: Reading) -> None:
    """An accident in title or lead, and violence nowhere: «drowned … his body was recovered» tells no event."""
    lead = reading.lead()
    opening = f"{reading.title.text} {lead.text if lead else ''}" if reading.lines else ""
    if has("accident", "sentence", opening) and not has("violence_en", "sentence", reading.text):
        for line in reading.lines:
            line.events = []


def _is_bare(person: People) -> bool:
    return (
        person.plural and person.count is None and person.determiner in ("none", "vague") and not person.names and not person.body
    )


def _resolve_pronouns(text: str, lines: list[Line]) -> None:
    """«He was shot dead»: the last single person told before, of that sex where it is known."""
    previous: list[People] = []
    for line in lines:
        match = _PRONOUN.match(fold(line.text))
        if match and previous:
            plural, sex = match.group(1) == "they", {"he": "male", "she": "female"}.get(match.group(1))
            fitting = [p for p in previous if p.plural == plural and not (sex and p.sex and p.sex != sex)]
            if fitting:
                line.events = [_resolved(event, fitting[0]) for event in line.events]
        line.events = [_pointed(text, event, previous) for event in line.events]
        previous = line.people or previous


def _resolved(event: Event, person: People) -> Event:
    return event if event.patients or event.frame not in ("participle", "subject") else replace(event, patients=(person,))


_OBJECT_PRONOUN = re.compile(r"\s+(?:at |dead |to death )?(him|her|them)\b")


def _pointed(text: str, event: Event, previous: list[People]) -> Event:
    """«They shot him»: the last of the sentence before who agrees."""
    match = (
        _OBJECT_PRONOUN.match(fold(text[event.end : event.end + 20])) if event.frame == "object" and not event.patients else None
    )
    if match is None:
        return event
    sex = {"him": "male", "her": "female"}.get(match.group(1))
    fitting = [p for p in previous if p.plural == (match.group(1) == "them") and not (sex and p.sex and p.sex != sex)]
    return replace(event, patients=(fitting[0],)) if fitting else event


# --- dates ------------------------------------------------------------------------------------------------------------


def _tie_dates(reading: Reading, dates: list[Expression]) -> None:
    """Gives each line its dates with the label of their verb; «that same day» is the last day told before."""
    last: Expression | None = None
    for line in reading.lines:
        agency = _AGENCY.match(line.text)
        for expression in dates:
            if not line.start <= expression.start_char < line.end or expression.relative == "time":
                continue
            if agency and expression.start_char < line.start + agency.end():
                continue
            if _SAME_DAY.search(fold(reading.text[expression.start_char : expression.end_char])) and last is not None:
                expression = replace(expression, start=last.start, end=last.end, precision=last.precision)
            label = _label(line, expression)
            if label in ("justice", "report") and line.events and _is_old(expression, reading.published):
                label = "event"
            line.dates.append(DatedBy(expression, label))
            if expression.start and expression.precision == "day" and label != "background":
                last = expression


def _is_old(expression: Expression, published: date | None) -> bool:
    """A full date of months ago is no day of a report or a hearing told as news."""
    if expression.relative is not None or not expression.start or published is None:
        return False
    return (published - date.fromisoformat(expression.start[:10])).days > 40


def _label(line: Line, expression: Expression) -> str:
    """The label of the nearest verb or event in the sentence, clause boundaries counted."""
    near = [x for x in label_of_verb(line.text) if abs(x[0] + line.start - expression.start_char) < _LONGEST]
    anchors = [(a + line.start, b + line.start, label) for a, b, label in near]
    anchors += [(e.start, e.end, "event") for e in line.events if e.outcome not in (MISSING, UNHARMED)]
    before = fold(line.text[: expression.start_char - line.start])
    if re.search(r"\bsince\s*$", before) or fold(line.text[expression.start_char - line.start :]).startswith("since"):
        return "last_seen" if any(a[2] == "last_seen" for a in anchors) else "background"
    if re.search(r"\b(?:said|told reporters|says|reported|announced|reporters|statement)(?: (?:on|late|early))*\s*$", before):
        return "report"
    late = [a for a in anchors if a[2] == "late_death" and a[0] <= expression.start_char <= a[1] + 25]
    if late and not any(e.outcome in (ATTACKED, INJURED) and abs(e.start - expression.start_char) < 40 for e in line.events):
        return "late_death"
    if not anchors:
        return "none"
    nearest = min(anchors, key=lambda a: (_distance(line, a, expression), a[2] != "event"))
    said = fold(line.text[max(0, nearest[1] - line.start) : expression.start_char - line.start])
    far = nearest[2] == "report" and (len(said) > _REPORT_REACH or bool(_SAID_VERB.search(said)))
    return "none" if far and expression.precision == "day" else nearest[2]


def _distance(line: Line, anchor: tuple[int, int, str], expression: Expression) -> float:
    start, end, label = anchor
    before = end <= expression.start_char
    left, right = (end, expression.start_char) if before else (expression.end_char, start)
    gap = fold(line.text[max(0, left - line.start) : max(0, right - line.start)])
    distance = float(len(gap)) if before else len(gap) * 1.3 + 4
    distance += _BOUNDARY * len(_CUT.findall(gap)) + (12 if before else 30) * gap.count(",")
    return distance + (25 if label == "background" else 0)
