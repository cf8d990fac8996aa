"""Mentions of violent events in one sentence: what happened, in which grammatical frame, and to whom.

Reads a sentence, its :class:`~extraction.components.people.People` and the rows of ``triggers.csv``; writes :class:`Event`. The frame
says where the patient stands: ``object`` (mataron a X), ``subject`` (X fue asesinado), ``noun`` (asesinato de X), ``participle``
(X, asesinado ayer), ``infinitive`` (acusado de matar a X), ``multiple`` (doble homicidio), ``body`` (el cadáver de X).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from db.models import VictimType
from extraction.components.people import People
from extraction.components.vocabulary import alternatives, words
from extraction.expressions import parse_number
from extraction.lexicon import rows
from extraction.text import fold

KILLED, FOUND, INJURED, ATTACKED, CONFRONTATION, UNHARMED, MISSING = (
    "killed",
    "found",
    "injured",
    "attacked",
    "confrontation",
    "unharmed",
    "missing",
)
SEEN = "seen"
_ORDINALS = {"segund": 2, "tercer": 3, "cuart": 4, "quint": 5, "sext": 6}
_DEATH_SIGNS = re.compile(alternatives("death_sign"))
_MULTIPLE = {"doble": 2, "triple": 3, "cuadruple": 4, "quintuple": 5, "sextuple": 6}
_LIST_GAP = re.compile(
    r"(?: [a-z]+(?:al|ic[oa]|iv[oa]|ari[oa]|os[oa])(?= (?:y|e|,)))?[\s,;]*(?:y|e|,|;|junto (?:a|con)|asi como|al igual que|en compania de)?[\s,]*(?:a|al|de|del|otr[oa]s?)?[\s,]*(?:tambien|ademas)?\s*",
    re.A,
)
_OBJECT_GAP = re.compile(
    r"(?:[^,.;:]{0,60}?)\b(?:a|al|contra|contra el|de|del)\s+(?:tiros |balazos |punaladas |machetazos |pedradas |golpes |sangre fria |quemarropa |las \S+ |la \S+ |mansalva |eso \S+ \S+ )?$"
)


_CLOCK = re.compile(r"(?:\bcomo )?a (?:eso de )?las? [\d:.]+ ?(?:[ap]\.? ?m\.?|horas)?,?")


@dataclass(frozen=True, slots=True)
class Event:
    """One mention of violence; offsets are the trigger's. ``patients`` are those it happened to, in order.

    ``anaphoric``: the patient is a pronoun or nothing («lo mataron», «el crimen»). ``multiple`` is 2 for «doble homicidio».
    """

    start: int
    end: int
    frame: str
    outcome: str
    patients: tuple[People, ...]
    cue: str
    anaphoric: bool = False
    multiple: int | None = None


@cache
def _triggers() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{row['pattern']})"), row["frame"], row["outcome"], f"triggers:{n}")
        for n, row in enumerate(rows("triggers"), 2)
    )


@cache
def _any_trigger() -> re.Pattern[str]:
    stems = alternatives("any_trigger")
    return re.compile(stems)


def may_tell_violence(text: str) -> bool:
    """A cheap test over a whole text: False when no incident and no statistic can be in it."""
    return bool(_any_trigger().search(fold(text)))


def find_events(text: str, start: int, end: int, people: Sequence[People]) -> list[Event]:
    """The events told in ``text[start:end]``, a sentence, with their patients among ``people``."""
    folded = fold(text[start:end])
    found: list[Event] = []
    taken: list[tuple[int, int]] = []
    for pattern, frame, outcome, cue in _triggers():
        for match in pattern.finditer(folded):
            a, b = match.start() + start, match.end() + start
            if any(a < y and x < b for x, y in taken) and frame != "multiple":
                continue
            if frame == "object" and (_is_noun(text, start, a, b) or _is_name(text, start, a, b)):
                continue
            if frame == "noun" and _is_charge(folded, match):
                continue
            event = _event(text, start, end, a, b, frame, outcome, cue, people)
            if event is None:
                continue
            taken.append((a, b))
            found.append(event)
    found.extend(_bodies(text, people, found))
    found.extend(_headcounts(text, people, found))
    found.extend(_totals(folded, start, people))
    return _share_out(sorted(found, key=lambda event: event.start))


def _share_out(events: list[Event]) -> list[Event]:
    """«muere el motorista y cinco pasajeros resultan lesionados»: the last of the list belongs to the verb behind it."""
    for index, first in enumerate(events):
        for later, second in enumerate(events[index + 1 :], index + 1):
            shared = first.patients == second.patients and len(first.patients) > 1
            if (
                shared
                and first.frame == second.frame == "subject"
                and first.end <= first.patients[0].start
                and second.start >= first.patients[-1].end
            ):
                events[index] = replace(first, patients=first.patients[:-1])
                events[later] = replace(second, patients=second.patients[-1:])
    return events


def _is_charge(folded: str, match: re.Match[str]) -> bool:
    """«por homicidio, extorsión y agrupaciones ilícitas»: the name of an offence, not an event."""
    bare = re.match(r"(?:asesinato|homicidio|feminicidio|parricidio|infanticidio)s?\b", match.group())
    return bool(bare) and not re.match(
        r"\s*(?:agravad[oa]s? |simple )?(?:de|del|en perjuicio|contra|ocurrid|cometid|registrad|en el|en la|en)\b",
        folded[match.end() :],
    )


#: «en un ataque en el que fue herido …»: what stands before belongs to another clause.
_OTHER_CLAUSE = re.compile(
    r"\b(?:en (?:el|la|los|las) que|donde|cuando|mientras|luego de que|despues de que|por lo que|con lo que)\b[^,]*$"
)
_AUXILIARY = re.compile(
    r"\b(?:fue|fueron|ha sido|han sido|habia sido|habian sido|siendo|ser|era|eran|resulto|resultaron|tambien|gravemente|sido) $"
)
_TENTATIVE = re.compile(
    r"(?:intento|tentativa|conato|grado de tentativa)s? de |\btentad[oa]|en grado de tentativa|imperfecto|frustrad[oa]"
)
_DETERMINERS = words("before_noun")


def _is_noun(text: str, start: int, a: int, b: int) -> bool:
    """«el asesino», «el último»: a form in -o without its accent after a determiner is no verb."""
    word = text[a:b]
    if not word.endswith(("o", "a")) or " " in word:
        return False
    before = fold(text[start:a]).split()
    return word[0] in "úÚ" or (bool(before) and before[-1] in _DETERMINERS)


def _is_name(text: str, start: int, a: int, b: int) -> bool:
    """«Concepción de Ataco»: a capital inside a sentence that is not all in capitals."""
    return text[a].isupper() and not text[a:b].isupper() and bool(re.search(r"\w[,)]? $", text[start:a]))


def _event(
    text: str, start: int, end: int, a: int, b: int, frame: str, outcome: str, cue: str, people: Sequence[People]
) -> Event | None:
    word = fold(text[a:b])
    multiple = next((n for w, n in _MULTIPLE.items() if w in word.split()), None)
    if outcome == SEEN:
        if not _DEATH_SIGNS.search(fold(text[start : end + 250])):
            return None
        outcome = FOUND
    if frame == "adjective":
        patients = _before(text, start, a, people, adjacent=True)
        if not patients or patients[-1].end > a:
            return None
    elif frame == "outright":
        patients = ()
    elif frame in ("object", "infinitive"):
        patients = _object(text, a, b, end, people)
    elif frame in ("noun", "multiple"):
        patients = _of(text, b, people)
    elif frame == "participle" and not _AUXILIARY.search(fold(text[max(start, a - 30) : a])):
        patients = _before(text, start, a, people, adjacent=True) or _after(text, b, end, people)
    else:
        patients = _before(text, start, a, people) or _after(text, b, end, people)
    if not patients and frame in ("object", "infinitive", "noun") and outcome == KILLED:
        patients = _unknown_noun(text, b, end)
    if not patients and frame == "subject" and outcome == KILLED:
        patients = _unknown_subject(text, start, a)
    if (
        frame in ("noun", "multiple")
        and outcome == KILLED
        and _TENTATIVE.search(fold(text[max(start, a - 24) : min(end, b + 34)]))
    ):
        outcome, multiple = ATTACKED, None
    return Event(a, b, frame, outcome, patients, cue, anaphoric=not patients, multiple=multiple)


def _bodies(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """A body told is an event of its own, unless another event already has it."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    return [
        Event(p.start, p.end, "body", FOUND, _with_list(text, people, index), p.cue or "body")
        for index, p in enumerate(people)
        if p.body and (p.start, p.end) not in claimed
    ]


def _headcounts(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """«tres heridos», «dos muertos»: the fate is the noun itself."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    fates = {"muerto": KILLED, "fallecido": KILLED, "herido": INJURED, "lesionado": INJURED}
    return [
        Event(p.start, p.end, "count", fates[p.head], (p,), p.cue)
        for p in people
        if p.head in fates
        and p.determiner in ("number", "indefinite", "vague")
        and p.count != 0
        and (p.start, p.end) not in claimed
    ]


def _totals(folded: str, start: int, people: Sequence[People]) -> list[Event]:
    """Tolls told as a sum: «los muertos son seis», «subió a cuatro», «la tercera víctima»."""
    events = []
    for pattern, outcome, code, cue in _tolls():
        for match in pattern.finditer(folded):
            word = match.groupdict().get("n")
            value = parse_number(word) if word else next((n for w, n in _ORDINALS.items() if w in match.group()), None)
            if value is not None and 1 < value < 60 and value == int(value):
                listed = _listed(folded, match.end(), start, people)
                events.append(
                    Event(start + match.start(), start + match.end(), "total", outcome, listed, f"{cue}:{code}", True, int(value))
                )
    return events


def _listed(folded: str, after: int, start: int, people: Sequence[People]) -> tuple[People, ...]:
    """The names behind «son seis:»."""
    if not folded[after : after + 2].startswith(":"):
        return ()
    return tuple(p for p in people if p.start >= start + after and (p.names or p.ages))


@cache
def _tolls() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{r['pattern']})"), r["outcome"], r["code"], f"tolls:{n}") for n, r in enumerate(rows("tolls"), 2)
    )


def _with_list(text: str, people: Sequence[People], index: int) -> tuple[People, ...]:
    """``people[index]`` and those coordinated with it to the right."""
    chosen = [people[index]]
    for nxt in people[index + 1 :]:
        gap = fold(text[chosen[-1].end : nxt.start])
        if not _joins(gap) or (gap.strip() == "," and not _continues(text, people, nxt)):
            break
        chosen.append(nxt)
    return tuple(chosen)


def _joins(gap: str) -> bool:
    """Whether ``gap`` coordinates two mentions; a preposition alone does not: «el candidato a concejal»."""
    return bool(_LIST_GAP.fullmatch(gap)) and gap.strip() not in ("a", "al", "de", "del")


def _continues(text: str, people: Sequence[People], last: People) -> bool:
    """Whether a list goes on to an «y» after ``last``: «dos hombres, una mujer y un niño»."""
    position = list(people).index(last)
    for current, nxt in zip(people[position:], people[position + 1 :], strict=False):
        gap = fold(text[current.end : nxt.start])
        if not _joins(gap):
            return False
        if gap.strip().startswith(("y", "e", ", y", ", e", "asi como", "junto")):
            return True
    return False


def _object(text: str, a: int, b: int, end: int, people: Sequence[People]) -> tuple[People, ...]:
    before = fold(text[max(0, a - 40) : a])
    if (
        " " not in text[a:b]
        and re.search(r"\b(?:lo|los|las|la)\s+(?:ha |han |habia |habian |habrian? )?$", before)
        and not re.search(r"\b(?:por|en|de|a|con) la\s+$", before)
        and not re.search(r":\s+al?\s", fold(text[b : b + 60]))
    ):
        return ()
    for index, person in enumerate(people):
        if person.start < b:
            continue
        gap = _CLOCK.sub("", fold(text[b : person.start]))
        if len(gap) > 90 or re.search(
            r"[.;]|:(?! al? )|\b(?:que|cuando|luego|porque|para|pues|como|debido|mientras|donde|despues)\b", gap
        ):
            break
        if re.search(r"\b(?:a|al|contra|contra el|en perjuicio de)\s*(?:el |la |los |las )?$", gap) or (
            gap.strip() in ("", "de", "del") and "vida" in fold(text[a:b])
        ):
            return _with_list(text, people, index)
        if re.search(r"\bpor\s*$", gap):
            break
        if gap.strip() in ("", "tambien", "ademas") and person.names:
            return _with_list(text, people, index)
    relative = re.search(r"\b(?:a quien(?:es)?|al que|a la que|a l[ao]s que|al cual|a la cual|a l[ao]s cuales)\b[^.;,]*$", before)
    if relative:
        pronoun = a - len(before) + relative.start()
        return _before(text, max(0, a - 160), pronoun, people, relative=True)
    return ()


_UNKNOWN_NOUN = re.compile(r"(?:\s+\w+){0,2}?\s+(?:a|de|contra)\s+(un|una)\s+([a-z]{5,})\b")
_NO_PERSON = words("no_victim")


def _unknown_noun(text: str, b: int, end: int) -> tuple[People, ...]:
    """«asesinaron a un guayabero»: somebody whose trade no table knows."""
    match = _UNKNOWN_NOUN.match(fold(text[b:end]))
    if match is None or match.group(2) in _NO_PERSON:
        return ()
    start, stop = b + match.start(1), b + match.end(2)
    sex = "female" if match.group(1) == "una" else "male"
    return (
        People(start, stop, text[b + match.start(2) : stop], (VictimType.CIVILIAN,), 1, False, "indefinite", sex=sex, cue="noun"),
    )


_UNKNOWN_SUBJECT = re.compile(
    r"\W*(el|la|un|una) ([a-z]{5,})(?: (?:de|del|en|y) [^,.;:]{1,60}?)?(?:, [^.;:]{1,60}?,)? (?=(?:fue|ha sido|habia sido) $|$)"
)


def _unknown_subject(text: str, start: int, a: int) -> tuple[People, ...]:
    """«El encargado del tren de aseo fue asesinado»: an unknown trade that opens the sentence and is killed."""
    match = _UNKNOWN_SUBJECT.fullmatch(fold(text[start:a]))
    if match is None or match.group(2) in _NO_PERSON or re.search(r"\b(?:que|cuando|donde)\b", match.group()):
        return ()
    first, last = start + match.start(1), start + match.end(2)
    sex = "female" if match.group(1) in ("la", "una") else "male"
    determiner = "indefinite" if match.group(1).startswith("un") else "definite"
    head = text[start + match.start(2) : last]
    return (People(first, last, head, (VictimType.CIVILIAN,), 1, False, determiner, sex=sex, cue="noun"),)


def _of(text: str, b: int, people: Sequence[People]) -> tuple[People, ...]:
    for index, person in enumerate(people):
        if person.start < b - 1:
            continue
        gap = fold(text[b : person.start])
        if re.fullmatch(
            r"\s*(?:,? ?(?:\w+ ){0,3})?(?:de|del|contra|en perjuicio de|en contra de|cometido contra|a)?\s*(?:la |el |los |las )?",
            gap,
        ) and re.search(r"\b(?:de|del|contra|a|al)\b", gap):
            return _with_list(text, people, index)
        break
    return ()


def _before(
    text: str, start: int, a: int, people: Sequence[People], *, adjacent: bool = False, relative: bool = False
) -> tuple[People, ...]:
    """The subject to the left: the nearest list of people in the clause that no preposition governs."""
    candidates = [i for i, p in enumerate(people) if start <= p.start and p.end <= a]
    while candidates:
        last = candidates[-1]
        first = _list_start(text, people, last, start)
        gap = fold(text[people[last].end : a])
        lead = fold(text[max(start, people[first].start - 30) : people[first].start])
        if adjacent and not re.fullmatch(r"[\s,(]*(?:que |quien |quienes |ayer |hoy |anoche |tambien |ya |otr[oa]s? )*", gap):
            return ()
        if re.search(r"[;:]", gap) and not relative:
            return ()
        governed = re.search(
            r"\b(?:por|con|contra|segun|entre|hacia|ante|tras|mediante)\s+(?:el |la |los |las |unos |un )?$", lead
        )
        oblique = re.search(r"\b(?:a|al|de|del|para|en)\s*$", lead)
        related = re.search(r"\b(?:que|quien|quienes|el cual|la cual|los cuales)\s+(?:tambien |ayer |ya |luego |se )*$", gap)
        if _OTHER_CLAUSE.search(gap) and not relative:
            return ()
        if not adjacent and (governed or (oblique and not related and not relative)):
            candidates = [i for i in candidates if i < first]
            continue
        return tuple(people[first : last + 1])
    return ()


def _list_start(text: str, people: Sequence[People], last: int, start: int) -> int:
    first = last
    while first > 0 and people[first - 1].start >= start and _joins(fold(text[people[first - 1].end : people[first].start])):
        first -= 1
    return first


def _after(text: str, b: int, end: int, people: Sequence[People]) -> tuple[People, ...]:
    """An inverted subject: «fue asesinado un vendedor», «murieron dos personas»."""
    for index, person in enumerate(people):
        if person.start < b:
            continue
        gap = fold(text[b : person.start])
        if len(gap) > 130 or re.search(r"[.;:]|\b(?:que|cuando|mientras|donde|luego|tras|quien|segun|porque|pero)\b", gap):
            return ()
        if re.search(r"\b(?:por|con|contra|de|del|a|al|entre|para|junto a)\s*$", gap):
            return ()
        return _with_list(text, people, index)
    return ()
