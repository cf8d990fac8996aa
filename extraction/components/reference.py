"""Who is meant: surnames that stand for a full name told before, and pronouns or missing subjects of events.

«Flores Granados fue atacado», «Fue asesinado el 3 de octubre», «sacaron a Pedro Campos y lo ultimaron».
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from db.models import VictimType
from extraction.components.events import Event
from extraction.components.patients import with_list
from extraction.components.people import People, given_names
from extraction.components.vocabulary import alternatives, words
from extraction.structure import Sentence
from extraction.text import fold

_CLITIC = re.compile(r"\b(lo|la|los|las|le|les)\s+(?:(?:ha|han|habia|habian|habria|habrian)\s+)?$")
_CLITIC_SEX = {"la": "female", "las": "female", "lo": "male"}
#: A subject that no table knows: «Un tercer imputado murió».
_SUBJECT = re.compile(
    r"\W*(?:un|una|unos|unas|el|la|los|las|su|sus|otro|otra|otros|otras|ningun|ninguna)\s+(?!lunes|martes|miercoles|jueves|viernes|sabado|domingo|dia|noche|tarde|manana|madrugada|semana|mes|ano|\d)"
)
_KILLERS = words("killer")
_SUSPECT = re.compile(alternatives("suspect"))


class AnnotatedLine(Protocol):
    """A line of a reading, as far as this module needs it."""

    sentence: Sentence
    people: list[People]
    events: list[Event]


def surnames(mentions: Iterable[Sequence[People]]) -> dict[str, str]:
    """Surname as written -> full name, from the full names among ``mentions``, a sequence for each line."""
    found: dict[str, str] = {}
    for name in (name for people in mentions for person in people for name in person.names):
        words = [w for w in name.split() if w[0].isupper() and fold(w) not in given_names() and len(w) > 3]
        for size in (2, 1):
            if len(words) >= size:
                found.setdefault(" ".join(words[-size:]), name)
        if words:
            found.setdefault(words[0], name)
    return found


def with_surnames(text: str, start: int, end: int, people: list[People], names: Mapping[str, str]) -> list[People]:
    """``people`` with the surnames in ``text[start:end]`` added as mentions of their bearers."""
    if not names:
        return people
    pattern = _any_of(frozenset(names))
    added = [
        People(m.start(), m.end(), "", (), 1, False, "definite", names=(names[m.group()],), cue="surname")
        for m in pattern.finditer(text, start, end)
        if not any(p.start < m.end() and m.start() < p.end for p in people)
    ]
    return _said_of_surnames(text, sorted([*people, *added], key=lambda p: p.start))


_COPULA = re.compile(r"\s+(?:es|era|fue|seria)\s+[«“\"']?")


def _said_of_surnames(text: str, people: list[People]) -> list[People]:
    """«Deras era un soldado de la MS»: what is said of a surname is one mention with it."""
    found: list[People] = []
    for person in people:
        bearer = found[-1] if found else None
        if bearer and _is_titled(text, bearer, person):
            found[-1] = replace(bearer, end=person.end, names=person.names)
            continue
        said = bearer and bearer.cue == "surname" and not person.plural and not person.names
        if bearer and said and person.determiner != "definite" and _COPULA.fullmatch(fold(text[bearer.end : person.start])):
            found[-1] = replace(person, start=bearer.start, names=bearer.names)
        else:
            found.append(person)
    return found


def _is_titled(text: str, title: People, surname: People) -> bool:
    """«la señora Tobar», «el agente Rivas»: a definite noun and the surname right behind it."""
    noun = title.determiner == "definite" and title.head and not (title.plural or title.names or title.body)
    return bool(noun) and surname.cue == "surname" and text[title.end : surname.start] == " "


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b")


#: A pronoun reaches back over this many sentences that tell of people.
_REACH = 3


def resolve_pronouns(text: str, lines: Sequence[AnnotatedLine]) -> None:
    """Gives events without a patient the people that a pronoun or a missing subject stands for, where one fits."""
    before: deque[AnnotatedLine] = deque(maxlen=_REACH)
    for line in lines:
        line.events = [_resolved(text, line, before, event) for event in line.events]
        if line.people:
            before.appendleft(line)


def _resolved(text: str, line: AnnotatedLine, told: Sequence[AnnotatedLine], event: Event) -> Event:
    lone = event.patients[0] if len(event.patients) == 1 and event.frame != "body" else None
    if lone and lone.body and lone.determiner == "possessive":
        return replace(event, patients=(_whose_body(lone, line, told),))
    if any(p.pronoun and not p.types for p in event.patients):
        return replace(event, patients=tuple(_with_kind(p, line, told) for p in event.patients))
    if event.patients or event.frame not in ("object", "subject"):
        return _of_somebody(text, told, event)
    before = fold(text[line.sentence.start : event.start])
    clitic = _CLITIC.search(before)
    if event.frame == "object":
        if not clitic:
            return event
        plural, sex = clitic.group(1).endswith("s"), _CLITIC_SEX.get(clitic.group(1))
        inside = [p for p in line.people if p.end <= event.start and _agrees(p, plural, sex)]
        chosen = _object_like(text, inside) or next((p for p in inside if p.head in words("anaphor")), None)
        for earlier in told:
            if chosen is not None:
                break
            fitting = [p for p in earlier.people if _agrees(p, plural, sex)]
            alone = [p for p in fitting if not _is_killer(p)]
            chosen = _object_like(text, fitting) or (alone[0] if len(alone) == 1 else None)
        if chosen is None and plural:
            return replace(event, patients=_joined(text, told))
        return replace(event, patients=(chosen,)) if chosen else event
    previous = next(iter(told), None)
    if previous is None or len(before.strip()) > 60 or any(p.end <= event.start for p in line.people):
        return event
    if _SUBJECT.match(before):
        return event
    word = fold(text[event.start : event.end])
    plural = bool(re.match(r"(?:fueron|murieron|fallecieron|han|resultaron)", word))
    candidates = [p for p in previous.people if _agrees(p, plural, None) and not _is_killer(p)]
    return replace(event, patients=(candidates[0],)) if candidates else event


def _whose_body(body: People, line: AnnotatedLine, told: Sequence[AnnotatedLine]) -> People:
    """«Juan Lovo, de 30 años, fue sacado de su casa. Su cuerpo fue hallado …»: the last single person told by name or age."""
    before = [p for p in line.people if p.end <= body.start]
    for people in (before, *(earlier.people for earlier in told)):
        named = [p for p in people if (p.names or p.ages) and not (p.plural or _is_killer(p))]
        if named:
            return named[-1] if len(named) == 1 else body
    return body


def _with_kind(person: People, line: AnnotatedLine, told: Sequence[AnnotatedLine]) -> People:
    """«cinco soldados … Uno recibió una herida»: a part has the kind of the last group that is larger."""
    if person.types or not (person.rest or person.other or person.nth or (person.subset and person.determiner == "number")):
        return person
    before = [p for p in line.people if p.end <= person.start]
    for people, events in ((before, line.events), *((earlier.people, earlier.events) for earlier in told)):
        harmed = [p for event in events for p in event.patients if p in people]
        fitting = [p for p in people if _is_larger(p, person, harmed)]
        fitting = fitting or [p for p in harmed if person.other and not p.pronoun]
        alike = [p for p in people if person.other and p.types and not (p.pronoun or p.plural or _is_killer(p))]
        fitting = fitting or alike
        sides = [p for p in people if p.plural and not p.pronoun and p.types]
        fitting = fitting or (sides if person.subset and len(sides) == 1 and people is not before else [])
        if fitting:
            return replace(person, types=fitting[-1].types)
    return person


def _is_larger(whole: People, part: People, harmed: Sequence[People]) -> bool:
    return whole.plural and not whole.pronoun and (whole.count or 99) > part.number and (whole in harmed or not _is_killer(whole))


def _of_somebody(text: str, told: Sequence[AnnotatedLine], event: Event) -> Event:
    """«Su asesinato ocurrió el 3 de octubre»: of the one person named or told with an age in the sentence before."""
    if (
        event.patients
        or event.frame != "noun"
        or not fold(text[event.start : event.end]).startswith(("su asesinato", "su homicidio", "su muerte"))
    ):
        return event
    before = [line for line in list(told)[:1] if not _SUSPECT.search(fold(line.sentence.text))]
    named = [p for line in before for p in line.people if (p.names or p.ages) and not p.plural and not _is_killer(p)]
    return replace(event, patients=(named[0],)) if len(named) == 1 else event


def _joined(text: str, told: Sequence[AnnotatedLine]) -> tuple[People, ...]:
    """«Rosa Melgar, de 49 años, y su compañero … los asesinaron»: the last list of single people told, empty if none."""
    for line in told:
        for index, person in enumerate(line.people):
            listed = with_list(text, line.people, index)
            if len(listed) > 1 and (person.names or person.ages) and not any(p.plural or _is_killer(p) for p in listed):
                return listed
    return ()


def _agrees(person: People, plural: bool, sex: str | None) -> bool:
    return person.plural == plural and not (sex and person.sex and person.sex != sex)


def _is_killer(person: People) -> bool:
    return (person.head in _KILLERS and not person.ages and not person.names) or VictimType.GANG_MEMBER in person.types


def _object_like(text: str, people: Sequence[People]) -> People | None:
    """The last of ``people`` that stands after the personal «a», else the last who is named or told with an age."""
    marked = [p for p in people if re.search(r"\b(?:a|al)\s+$", fold(text[max(0, p.start - 4) : p.start]))]
    if marked:
        return marked[-1]
    told = [p for p in people if (p.names or p.ages) and not _is_killer(p)]
    return told[-1] if told else None
