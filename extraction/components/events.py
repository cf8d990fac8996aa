"""Mentions of violent events in one sentence: what happened, in which grammatical frame, and to whom.

Reads a sentence, its :class:`~extraction.components.people.People` and the rows of ``triggers.csv``; writes :class:`Event`.
The frame says where the patient stands: ``object`` (mataron a X), ``subject`` (X fue asesinado), ``noun`` (asesinato de X),
``participle`` (X, asesinado ayer), ``infinitive`` (acusado de matar a X), ``multiple`` (doble homicidio), ``body`` (el
cadáver de X).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extraction.components.patients import (
    companions,
    complements,
    is_of_animals,
    listed_behind,
    objects,
    subjects,
    subjects_after,
    subjects_before,
    unknown_object,
    unknown_subject,
    with_list,
)
from extraction.components.people import REST, People
from extraction.components.vocabulary import alternatives, words
from extraction.expressions import parse_number
from extraction.lexicon import rows
from extraction.text import any_of, fold

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
_FATES = {"muert": KILLED, "fallecid": KILLED, "herid": INJURED, "lesionad": INJURED}
_ORDINALS = {"segund": 2, "tercer": 3, "cuart": 4, "quint": 5, "sext": 6}
_DEATH_SIGNS = re.compile(alternatives("death_sign"))
_MULTIPLE = {"doble": 2, "triple": 3, "cuadruple": 4, "quintuple": 5, "sextuple": 6}
_AUXILIARY = re.compile(
    r"\b(?:fue|fueron|ha sido|han sido|habia sido|habian sido|siendo|ser|era|eran|resulto|resultaron|tambien|gravemente|sido) $"
)
_TENTATIVE = re.compile(
    r"(?:intento|tentativa|conato|grado de tentativa)s? de |\btentad[oa]|en grado de tentativa|imperfecto|frustrad[oa]"
)
#: «atribuyó el homicidio a los pandilleros»: who did it stands behind the noun.
_BLAMED = re.compile(r"\b(?:atribu|achac|adjudic|imput|endos)\w+(?: \w+){0,3} $")
_UPON = re.compile(r" al? ")
_LIVES = re.compile(r"(\w+) vidas$")
_DETERMINERS = words("before_noun")


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
    """The rows of ``triggers.csv``; ``{kill}`` and ``{wound}`` stand for the stems of all verbs of that kind."""
    kill, wound = ("(?:" + "|".join(sorted(stems)) + ")" for stems in (words("kill_verb"), words("wound_verb")))
    return tuple(
        (
            re.compile(rf"\b(?:{row['pattern'].replace('{kill}', kill).replace('{wound}', wound)})"),
            row["frame"],
            row["outcome"],
            f"triggers:{n}",
        )
        for n, row in enumerate(rows("triggers"), 2)
    )


@cache
def _all_triggers() -> re.Pattern[str]:
    return any_of(pattern for pattern, *_ in _triggers())


@cache
def _any_trigger() -> re.Pattern[str]:
    stems = alternatives("any_trigger")
    return re.compile(stems)


def may_tell_violence(text: str) -> bool:
    """A cheap test over a whole text: False when no incident and no statistic can be in it."""
    return bool(_any_trigger().search(fold(text)))


_INTERPOSED = re.compile(rf"(?<=[a-z])(?: (?:{alternatives('interposed')})(?= [a-z]))+")


def _without_interposed(folded: str) -> tuple[str, Sequence[int]]:
    """``folded`` without days and adverbs inside it («fue ayer brutalmente asesinado»), and the offset of each letter kept."""
    spans = [match.span() for match in _INTERPOSED.finditer(folded)]
    if not spans:
        return folded, range(len(folded))
    bounds = [0, *(edge for pair in spans for edge in pair), len(folded)]
    kept = [at for a, b in zip(bounds[::2], bounds[1::2], strict=True) for at in range(a, b)]
    return "".join(folded[at] for at in kept), kept


def find_events(text: str, start: int, end: int, people: Sequence[People]) -> list[Event]:
    """The events told in ``text[start:end]``, a sentence, with their patients among ``people``."""
    folded = fold(text[start:end])
    core, offsets = _without_interposed(folded)
    found: list[Event] = []
    taken: list[tuple[int, int]] = []
    for pattern, frame, outcome, cue in _triggers() if _all_triggers().search(core) else ():
        for match in pattern.finditer(core):
            a, b = offsets[match.start()] + start, offsets[match.end() - 1] + 1 + start
            if any(a < y and x < b for x, y in taken) and frame != "multiple":
                continue
            if frame == "object" and (_is_noun(text, start, a, b) or _is_name(text, start, a, b)):
                continue
            if frame == "noun" and _is_charge(match.group(), folded[b - start :]):
                continue
            event = _event(text, start, end, a, b, frame, outcome, cue, people)
            if event is None:
                continue
            taken.append((a, b))
            found.append(event)
    found.extend(_bodies(text, people, found))
    found.extend(_headcounts(people, found))
    found.extend(_totals(folded, start, people))
    found = [replace(event, patients=_with_parts(people, event)) for event in found]
    return _carry_on(folded, start, _share_out(sorted(found, key=lambda event: event.start)))


#: So many people are a figure more often than victims of one event.
_MANY = 10


def _with_parts(people: Sequence[People], event: Event) -> tuple[People, ...]:
    """«cuatro personas murieron, entre ellas dos policías»: the part told behind the verb is harmed with its whole."""
    patients = list(event.patients)
    for whole, part in pairwise(people):
        if whole in patients and whole.cue.endswith(REST) and part not in patients and whole.number < _MANY:
            patients.append(part)
    return tuple(patients)


_THEN = re.compile(r"[^.;:,]{0,20}\by (?:luego|despues|posteriormente|finalmente|mas tarde) ")


def _carry_on(folded: str, start: int, events: list[Event]) -> list[Event]:
    """«fueron privados de libertad y luego asesinados»: the second participle has the people of the first."""
    for index, (first, second) in enumerate(pairwise(events), 1):
        gap = folded[max(0, first.end - start) : max(0, second.start - start)]
        if second.frame == "participle" and not second.patients and first.patients and _THEN.fullmatch(gap):
            events[index] = replace(second, patients=first.patients)
    return events


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


_CRIME_TOLD = re.compile(rf"\s*(?:agravad[oa]s? |simple |mas )?(?:{alternatives('crime_told')})")
_CRIME_MORE = re.compile(alternatives("crime_more"))


def _is_charge(noun: str, after: str) -> bool:
    """«por homicidio, extorsión y agrupaciones ilícitas»: the name of an offence, not an event."""
    bare = re.match(r"(?:asesinato|homicidio|feminicidio|parricidio|infanticidio)s?\b", noun)
    return bool(bare) and not _CRIME_TOLD.match(after)


def introduces(noun: str) -> bool:
    """«un homicidio», «otro asesinato», «el segundo crimen»: one event more, with one dead where nothing else is told."""
    return bool(_CRIME_MORE.match(noun))


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
    multiple = next((n for w, n in _MULTIPLE.items() if w in word.split()), 1 if introduces(word) else None)
    lives = _LIVES.search(word) if frame == "multiple" else None
    number = parse_number(lives.group(1)) if lives else None
    multiple = int(number) if number else multiple
    if outcome == SEEN:
        if not _DEATH_SIGNS.search(fold(text[start : end + 250])):
            return None
        outcome = FOUND
    if frame == "adjective":
        patients = subjects_before(text, start, a, people, adjacent=True)
        if not patients or patients[-1].end > a:
            return None
    elif frame == "outright":
        patients = ()
    elif frame in ("object", "infinitive"):
        patients = objects(text, a, b, people)
    elif frame in ("noun", "multiple"):
        blamed = _BLAMED.search(fold(text[max(start, a - 60) : a])) and _UPON.match(fold(text[b : b + 12]))
        patients = () if blamed else complements(text, b, people)
    elif frame == "participle" and not _AUXILIARY.search(fold(text[max(start, a - 30) : a])):
        auxiliary = _auxiliary_of(text[start:a], word)
        if auxiliary is None:
            patients = subjects_before(text, start, a, people, adjacent=True) or subjects_after(text, b, people)
        else:
            patients = subjects(text, start, start + auxiliary, b, people)
    else:
        patients = subjects(text, start, a, b, people)
    if not patients and frame in ("object", "infinitive", "noun") and outcome == KILLED:
        patients = unknown_object(text, b, end, headline=text[a:b].endswith(("an", "en")))
    if frame in ("subject", "participle"):
        patients = _agreeing(word, patients)
    if frame == "subject" and _SINGULAR.match(word) and len(patients) == 1 and patients[0].determiner == "vague":
        patients = ()
    if patients and frame in ("subject", "participle") and outcome in (KILLED, FOUND):
        patients = companions(text, b, people, patients)
    if not patients and outcome in (KILLED, FOUND, ATTACKED):
        patients = listed_behind(text, b, people)
    if not patients and frame == "subject" and outcome in (KILLED, FOUND):
        patients = unknown_subject(text, start, a)
    if not patients and is_of_animals(text, b, end):
        return None
    if (
        frame in ("noun", "multiple")
        and outcome == KILLED
        and _TENTATIVE.search(fold(text[max(start, a - 24) : min(end, b + 34)]))
    ):
        outcome, multiple = ATTACKED, None
    return Event(a, b, frame, outcome, patients, cue, anaphoric=not patients, multiple=multiple)


#: Verbs that no plural subject has: «varios hombres … apareció muerto».
_SINGULAR = re.compile(r"(?:murio|fallecio|fue|ha|habia|resulto|quedo|aparecio|perdio|perecio|cayo)\b")
_NEUTRAL_HEADS = ("persona", "víctima", "pareja", "familia")


#: «fue sacado de su casa y »: the first of two participles, up to the second.
_SHARED_AUXILIARY = re.compile(
    r"\b(?:fue|fueron|(?:ha|han|habia|habian|habria|habrian) sido|resulto|resultaron|siendo|ser)(?: \w+){0,2}?"
    r" \w{3,}(?:ad|id|t|st|ch)(?P<ending>[oa]s?)\b"
    r"(?:(?!\b(?:que|quien|quienes|cual|cuando|mientras|donde|pero|es|son|era|eran)\b)[^.;:]){0,120}?"
    r"[\s,](?:y|e|luego|despues)(?: (?:\w+mente|luego|despues|finalmente|posteriormente|mas tarde|horas despues))? $"
)


def _auxiliary_of(before: str, participle: str) -> int | None:
    """Where the auxiliary stands that a coordinated ``participle`` shares («fue raptado y asesinado»); else None."""
    shared = _SHARED_AUXILIARY.search(fold(before))
    ending = re.search(r"d([oa]s?)\b", participle)
    return shared.start() if shared and ending and ending.group(1) == shared.group("ending") else None


def _agreeing(word: str, patients: tuple[People, ...]) -> tuple[People, ...]:
    """``patients`` unless their sex gainsays the participle: «la hermana de A y B, acribillados» are A and B."""
    ends = re.search(r"(?<!\bv)[ai]d(o|a)s?$", word)
    if ends is None or not patients or any(p.body or p.head in _NEUTRAL_HEADS for p in patients):
        return patients
    sexes = {p.sex for p in patients}
    if sexes == ({"female"} if ends.group(1) == "o" else {"male"}):
        owner = patients[0].kin_of
        return (owner,) if owner and owner.sex != patients[0].sex else ()
    return patients


def _bodies(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """A body told is an event of its own, unless another event already has it."""
    claimed = {(p.start, p.end) for event in found if event.outcome != MISSING for p in event.patients}
    return [
        Event(p.start, p.end, "body", FOUND, with_list(text, people, index), p.cue or "body")
        for index, p in enumerate(people)
        if p.body and (p.start, p.end) not in claimed
    ]


def _headcounts(people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """«tres heridos», «dos muertos»: the fate is the noun itself."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    fates = {f"{stem}{end}": fate for stem, fate in _FATES.items() for end in "oa"}
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
