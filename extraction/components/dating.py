"""Which date of a line is the day of what: dates tied to the verb they belong to.

Reads the dates of an article and the lines with their events; writes :class:`~extraction.components.lines.DatedBy`.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from extraction.components.context import label_of_verb
from extraction.components.events import ATTACKED, INJURED, KILLED, MISSING, UNHARMED
from extraction.components.lines import DatedBy, Line, Reading, by_line
from extraction.components.vocabulary import alternatives
from extraction.expressions import Expression, find_dates, parse_number
from extraction.text import fold

#: Distance that a clause boundary adds between a date and a verb, in characters.
_BOUNDARY = 60
_SAME_DAY = re.compile(
    r"\b(?:es[ea]|aquell?a?|mism[oa]|dicho)\s+(?:mism[oa]\s+)?(?:dia|fecha|jornada|noche|tarde|manana|madrugada)\b|mismo dia"
)
_NEXT_DAY = re.compile(r"\b(?:al?|el) (?:dia siguiente|siguiente dia|otro dia)\b")
_DAY_BEFORE = re.compile(r"\b(?:(?:el|la) (?:dia|noche|tarde) (?:anterior|previ[oa])|la vispera)\b(?! (?:a|al|de|del)\b)")
_DAYS_LATER = re.compile(r"\b(un|dos|tres|cuatro|cinco|seis|ocho|\d) dias? (despues|mas tarde|antes)(?! de(?:l| que)?\b)")
_COUNTED = ((_SAME_DAY, 0), (_NEXT_DAY, 1), (_DAY_BEFORE, -1))
#: More days before or after the day told last are no part of one story, in days.
_FURTHEST = 15
_THAT_YEAR = re.compile(r"(.{3,40}?) (?:de|del) (?:es[ea]|aquel|mismo|ese mismo|dicho) año")
_PERSON_NOUN = re.compile(r"\b(?:el|la|los|las|al|del|un|una|otros|otras|dos|tres|cuatro|cinco|seis|\d+|ahora|presunt[oa]s?)\s+$")
_VERB_BEFORE = re.compile(r"\b(\w+(?:ó|aron|ieron|jo|jeron|vo|vieron))\s+$")
_EVENT_VERB = re.compile(alternatives("event_verb"))
_ANNIVERSARY = re.compile(r"se (?:cumplen?|cumpli\w*|cumplira\w*) (?:\w+ ){0,2}?(\w+) anos?\b")


def tie_dates(reading: Reading, dates: list[Expression]) -> None:
    """Gives each line its dates with the label of their verb; «ese mismo día» is the last day told before it."""
    last: Expression | None = None
    dates = _without_renamed(reading.text, dates)
    near = by_line(reading.lines, dates, lambda expression: expression.start_char)
    for line in reading.lines:
        for expression in near[line.start]:
            if expression.relative in ("time", "now") or _in_dateline(line, expression):
                continue
            expression = _that_year(reading.text, _anniversary(line, expression), last)
            moved = _moved(fold(reading.text[max(0, expression.start_char - 6) : expression.end_char]))
            if moved is not None:
                if last is None and moved[1] >= 0:
                    continue
                expression = expression if last is None else _from(last, moved[1], expression.start_char, expression.end_char)
            label = label_of(line, expression)
            if reading.published and expression.start and expression.start[:10] > reading.published.isoformat():
                label = "future"
            if label in ("justice", "report") and line.events and _is_old(expression, reading.published):
                label = "event"
            line.dates.append(DatedBy(expression, label))
            told = expression.start and expression.precision == "day" and label != "background"
            if told and (last is None or label not in ("justice", "report")):
                last = expression
        _same_day(line, last)
        _prefer_attack(reading.text, line)


def _without_renamed(text: str, dates: list[Expression]) -> list[Expression]:
    """«el día anterior, lunes 10»: of a day counted from another and its name behind a comma, the name alone."""
    return [
        first
        for first, second in zip(dates, [*dates[1:], None], strict=False)
        if second is None
        or text[first.end_char : second.start_char].strip() != ","
        or _moved(fold(text[first.start_char : first.end_char])) is None
    ]


def _moved(folded: str) -> tuple[re.Match[str], int] | None:
    """Words that count from the day told last, and how many days: 0 for «ese mismo día», -2 for «dos días antes»."""
    for pattern, days in _COUNTED:
        if match := pattern.search(folded):
            return match, days
    match = _DAYS_LATER.search(folded)
    number = parse_number(match.group(1)) if match else None
    if match is None or number is None or number > _FURTHEST:
        return None
    return match, int(number) * (-1 if match.group(2).startswith("ante") else 1)


def _from(last: Expression, days: int, start: int, end: int) -> Expression:
    """The day so many after ``last``, told by the words at ``start``–``end``."""
    if not days or not last.start or last.precision != "day":
        return replace(last, start_char=start, end_char=end, relative="deictic", part=None)
    day = (date.fromisoformat(last.start[:10]) + timedelta(days=days)).isoformat()
    return replace(last, start=day, end=day, start_char=start, end_char=end, relative="deictic", part=None, tense="past")


def _in_dateline(line: Line, expression: Expression) -> bool:
    """«San Salvador, 12 mar (EFE).-» is the day of the dispatch."""
    offset = expression.start_char - line.start
    return (
        offset < 60
        and bool(re.match(r".{0,60}?\((?:EFE|AP|AFP|ACAN-EFE|Reuters|Xinhua|DPA|Notimex|PL)\)", line.text))
        and "(" not in line.text[:offset]
    )


def _prefer_attack(text: str, line: Line) -> None:
    """«falleció ayer un comerciante que fue apuñalado el 5 de octubre»: of two days the attack's is the event's."""
    deaths = [e for e in line.events if e.outcome == KILLED and re.match(r"muri|muer|fallec|perd", fold(text[e.start : e.end]))]
    attacks = [e for e in line.events if e.outcome in (ATTACKED, INJURED)]
    dated = [d for d in line.dates if d.label == "event"]
    if not deaths or not attacks or len(dated) < 2:
        return

    def distance(dated_by: DatedBy) -> int:
        return min(abs(e.start - dated_by.expression.start_char) for e in attacks)

    of_attack = min(dated, key=distance)
    line.dates = [d if d.label != "event" or d is of_attack else DatedBy(d.expression, "late_death") for d in line.dates]


def _that_year(text: str, expression: Expression, last: Expression | None) -> Expression:
    """«el 8 de septiembre de aquel año»: the year of the last date told."""
    words = text[expression.start_char : expression.end_char + 25]
    match = _THAT_YEAR.match(words)
    if expression.start or last is None or not last.start or match is None:
        return expression
    told = find_dates(f"{match.group(1)} de {last.start[:4]}", None)
    if not told or not told[0].start:
        return expression
    return replace(expression, start=told[0].start, end=told[0].end, precision=told[0].precision, relative="ago")


def _same_day(line: Line, last: Expression | None) -> None:
    """«la mañana de ese mismo día», «dos días después», where no date was read: counted from the last day told."""
    moved = None if last is None or line.dates else _moved(fold(line.text))
    if moved is None or last is None:
        return
    match, days = moved
    found = _from(last, days, line.start + match.start(), line.start + match.end())
    line.dates.append(DatedBy(found, label_of(line, found)))


def _is_old(expression: Expression, published: date | None) -> bool:
    """A full date of months ago is no day of a report or a hearing told as news."""
    if expression.relative is not None or not expression.start or published is None:
        return False
    return (published - date.fromisoformat(expression.start[:10])).days > 40


def _anniversary(line: Line, expression: Expression) -> Expression:
    """«Se cumple hoy un año de que …»: the day that many years before."""
    match = _ANNIVERSARY.search(fold(line.text))
    inside = match and match.start() <= expression.start_char - line.start < match.end()
    if not match or not inside or not expression.start or expression.precision != "day":
        return expression
    years = parse_number(match.group(1))
    day = date.fromisoformat(expression.start[:10])
    if years is None or years > 60:
        return expression
    try:
        before = day.replace(year=day.year - int(years)).isoformat()
    except ValueError:
        return expression
    return replace(expression, start=before, end=before, relative="ago")


def label_of(line: Line, expression: Expression) -> str:
    """The label of the nearest verb or event in the sentence, clause boundaries counted."""
    folded = fold(line.text)
    anchors = _anchors(line)
    if re.match(r",? (?:minutos|horas|instantes|momentos) (?:despues|luego) de\b", folded[expression.end_char - line.start :]):
        return "event"
    if re.match(r"\s*(?:pasad[oa])?\s*se cumpl", fold(line.text[expression.end_char - line.start :])):
        return "background"
    verb = _VERB_BEFORE.search(line.text[: expression.start_char - line.start])
    if verb and not any(e.start < line.start + verb.end() and line.start + verb.start(1) < e.end for e in line.events):
        anchored = any(a[0] <= line.start + verb.start(1) < a[1] for a in anchors)
        if not anchored and not _EVENT_VERB.match(fold(verb.group(1))):
            return "report"
    if (
        expression.relative == "period"
        and not any(e.patients for e in line.events)
        and expression.precision not in ("day", "month")
    ):
        return "background"
    if re.search(r"desde(?: hace)?\s*$", fold(line.text[: expression.start_char - line.start])[-14:]) or fold(
        line.text[expression.start_char - line.start :]
    ).startswith("desde"):
        return "last_seen" if any(a[2] == "last_seen" for a in anchors) else "background"
    late = [a for a in anchors if a[2] == "late_death" and a[0] - 45 <= expression.start_char <= a[1] + 25]
    attacked = [e for e in line.events if e.outcome in (ATTACKED, INJURED)]
    if late and not (
        attacked and min(abs(e.start - expression.start_char) for e in attacked) < abs(late[0][0] - expression.start_char)
    ):
        return "late_death"
    if not anchors:
        return "none"
    return min(anchors, key=lambda a: (_distance(line, a, expression), a[2] != "event"))[2]


def _anchors(line: Line) -> list[tuple[int, int, str]]:
    """Verbs and events that a date may belong to, with offsets in the article; «el capturado» is somebody, not a verb."""
    folded = fold(line.text)
    anchors = [
        (start + line.start, end + line.start, label)
        for start, end, label in label_of_verb(line.text)
        if not (
            label == "justice"
            and _PERSON_NOUN.search(folded[:start])
            and folded[start:end].rstrip("s").endswith(("ado", "ada", "ido", "ida"))
        )
    ]
    taken = [(start, end) for start, end, label in anchors if label == "last_seen"]
    return anchors + [
        (e.start, e.end, "event")
        for e in line.events
        if e.outcome not in (MISSING, UNHARMED) and not any(e.start < b and a < e.end for a, b in taken)
    ]


def _distance(line: Line, anchor: tuple[int, int, str], expression: Expression) -> float:
    start, end, label = anchor
    before = end <= expression.start_char
    left, right = (end, expression.start_char) if before else (expression.end_char, start)
    gap = line.text[max(0, left - line.start) : max(0, right - line.start)]
    distance = float(len(gap)) if before else len(gap) * 1.3 + 4
    distance += _BOUNDARY * len(re.findall(r"[;:]|\bque\b|\bquien(?:es)?\b|\bcuando\b|\bluego\b|\bpero\b", fold(gap)))
    distance += (12 if before else 40) * gap.count(",")
    return distance + (25 if label == "background" else 0)
