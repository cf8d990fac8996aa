"""To whom an event happened: the people in the place that the frame of its trigger gives them.

All functions read the article's ``text`` and the ``people`` of one sentence, and give those chosen in order. Offsets are the
article's: the trigger covers ``a`` to ``b``, the sentence begins at ``start``.
"""

import re
from collections.abc import Sequence

from db.models import VictimType
from extraction.components.people import People
from extraction.components.vocabulary import alternatives, words
from extraction.text import fold

_LIST_GAP = re.compile(
    r"(?: [a-z]+(?:al|ic[oa]|iv[oa]|ari[oa]|os[oa])(?= (?:y|e|,)))?[\s,;]*"
    r"(?:y|e|,|;|,? ?entre (?:ell[oa]s|l[oa]s que (?:hay|figuran?|se encuentran?|estan?))|,? ?incluid[oa]s?|,? ?incluyendo|"
    r"junto (?:a|con)|asi como|al igual que|en compania de)?[\s,]*"
    r"(?:a|al|de|del|otr[oa]s?)?[\s,]*(?:tambien|ademas)?\s*",
    re.A,
)
_BEHIND = re.compile(r"\s*(?:al? )?(?:(?:cientos de|miles de|[\w,]+) )?(\w+)")
_ABSTRACT = re.compile(r"(?:cion|sion|dad|tud|miento|ismo|aje|eza|anza)$")
#: «La propuesta murió, dijo el diputado»: who speaks is not who died.
_SAYS = re.compile(rf", (?:{alternatives('says')})(?: \w+)?\s*$")
_CLOCK = re.compile(r"(?:\bcomo )?a (?:eso de )?las? [\d:.]+ ?(?:[ap]\.? ?m\.?|horas)?,?")
#: «en un ataque en el que fue herido …»: what stands before belongs to another clause.
_OTHER_CLAUSE = re.compile(
    r"\b(?:en (?:el|la|los|las) que|donde|cuando|mientras|luego de que|despues de que|por lo que|con lo que)\b[^,]*$"
)
#: «fue llevado al hospital, donde posteriormente …»: a clause without a subject of its own keeps that of its main clause.
_SAME_SUBJECT = re.compile(
    r"\b(?:donde|en (?:el|la) (?:que|cual))(?: (?:\w+mente|minutos|horas|dias|poco|mas|tarde|despues|luego|ya|se))* $"
)
#: «era padre de un policía; fue asesinado …»: a clause that only has its verb keeps the subject of the one before.
_WITHOUT_SUBJECT = re.compile(
    r"[^;:]*;\s*(?:(?:ayer|anoche|hoy|luego|despues|posteriormente|tambien|(?:horas|minutos|dias) despues|"
    r"(?:el|este) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|fue|fueron|ha|han|habia|habian|sido),?\s+)*"
)
#: «… por pandilleros, y su esposa resultó herida»: behind a comma and «y» another clause may begin.
_NEW_CLAUSE = re.compile(r"\s*(?:,\s*(?:y|e)|,? (?:mientras|en tanto)(?: que)?)\s+")
#: Behind a clause, what only opens the next one.
_CIRCUMSTANCE = re.compile(
    r"(?:,|\by)\s+(?:en|durante|tras|por|a (?:causa|consecuencia|raiz)|como (?:resultado|consecuencia|saldo)|producto)\b[^,;.]*$|"
    r"\by\s+(?:ayer|hoy|anoche|(?:el|este) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|(?:horas|minutos|dias) \w+)"
    r"(?:(?!\b(?:que|quien|donde|cuando)\b)[^;.]){0,50}$"
)
#: Nothing but circumstances between the verb and «junto a».
_BESIDE = re.compile(
    r"(?:(?!\b(?:que|quien|cuando|mientras|donde|luego|tras|porque|estaba|iba|por|contra)\b)[^.;:,]){0,80}"
    r"\b(?:junto (?:a|con)|en compania de|al lado de|al igual que)\s+(?:el |la |los |las )?"
)
_UNKNOWN_NOUN = re.compile(r"(?:\s+\w+){0,2}?\s+(?:a|de|contra)\s+(un|una)\s+([a-z]{5,})\b")
_ANIMALS = words("animal")
_NO_PERSON = words("no_victim") | _ANIMALS
_UNKNOWN_SUBJECT = re.compile(
    r"(?:\W*|[^.;:]*, )(el|la|un|una) ([a-z]{5,})(?: (?:de|del|en|y) [^,.;:]{1,60}?)?"
    r"(?:, [^.;:]{1,60}?,)? (?=(?:fue|ha sido|habia sido) $|$)"
)


def with_list(text: str, people: Sequence[People], index: int) -> tuple[People, ...]:
    """``people[index]`` and those coordinated with it to the right."""
    chosen = [people[index]]
    for nxt in people[index + 1 :]:
        gap = fold(text[chosen[-1].end : nxt.start])
        bare = gap.strip() == "," or (gap.strip() == ";" and not (chosen[-1].names and nxt.names))
        if not _joins(gap) or (bare and not _continues(text, people, nxt)):
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


def objects(text: str, a: int, b: int, people: Sequence[People]) -> tuple[People, ...]:
    """The object of an active verb: «mataron a X», «a quien mataron»; empty for a pronoun."""
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
            return with_list(text, people, index)
        if re.search(r"\bpor\s*$", gap):
            break
        if gap.strip() in ("", "tambien", "ademas") and person.names:
            return with_list(text, people, index)
    relative = re.search(r"\b(?:a quien(?:es)?|al que|a la que|a l[ao]s que|al cual|a la cual|a l[ao]s cuales)\b[^.;,]*$", before)
    if relative:
        pronoun = a - len(before) + relative.start()
        return subjects_before(text, max(0, a - 160), pronoun, people, relative=True)
    return ()


#: «Matan a defensora del agua»: headlines leave the article out.
_BARE_NOUN = re.compile(r"(?: (?:a|con|de) \w+){0,1} a()( ?[a-z]{5,})\b(?<!s)")


def _is_thing(noun: str) -> bool:
    """A word of ``reading_words.csv``, or an abstract noun by its ending: no trade ends so."""
    return noun in _NO_PERSON or bool(_ABSTRACT.search(noun))


def is_of_animals(text: str, b: int, end: int) -> bool:
    """«murieron 40 vacas», «mataron a los perros»: whom the table of animals has behind a trigger that ends at ``b``."""
    behind = _BEHIND.match(fold(text[b:end]))
    noun = behind.group(1) if behind else ""
    return bool({noun, noun.removesuffix("s"), noun.removesuffix("es")} & _ANIMALS)


def unknown_object(text: str, b: int, end: int, *, headline: bool = False) -> tuple[People, ...]:
    """«asesinaron a un guayabero»: somebody whose trade no table knows."""
    match = _UNKNOWN_NOUN.match(fold(text[b:end]))
    if match is None and headline:
        match = _BARE_NOUN.match(fold(text[b:end]))
    if match is None or _is_thing(match.group(2)):
        return ()
    start, stop = b + match.start(1), b + match.end(2)
    sex = "female" if match.group(1) == "una" else "male"
    return (
        People(start, stop, text[b + match.start(2) : stop], (VictimType.CIVILIAN,), 1, False, "indefinite", sex=sex, cue="noun"),
    )


def unknown_subject(text: str, start: int, a: int) -> tuple[People, ...]:
    """«El encargado del tren de aseo fue asesinado»: an unknown trade that opens the sentence and is killed."""
    match = _UNKNOWN_SUBJECT.fullmatch(fold(text[start:a]))
    if match is None or _is_thing(match.group(2)) or re.search(r"\b(?:que|cuando|donde)\b", match.group()):
        return ()
    first, last = start + match.start(1), start + match.end(2)
    sex = "female" if match.group(1) in ("la", "una") else "male"
    determiner = "indefinite" if match.group(1).startswith("un") else "definite"
    head = text[start + match.start(2) : last]
    return (People(first, last, head, (VictimType.CIVILIAN,), 1, False, determiner, sex=sex, cue="noun"),)


def complements(text: str, b: int, people: Sequence[People]) -> tuple[People, ...]:
    """Those behind a noun: «asesinato de X», «ataque contra X»."""
    for index, person in enumerate(people):
        if person.start < b - 1:
            continue
        gap = fold(text[b : person.start])
        if re.fullmatch(
            r"(?:,(?: [^,.;:]{1,40},){1,2} )?\s*(?:,? ?(?:\w+ ){0,3})?"
            r"(?:de|del|contra|en perjuicio de|en contra de|cometido contra|a)?"
            r"\s*(?:la |el |los |las )?",
            gap,
        ) and re.search(r"\b(?:de|del|contra|a|al)\b", gap):
            return with_list(text, people, index)
        break
    return ()


def subjects_before(
    text: str, start: int, a: int, people: Sequence[People], *, adjacent: bool = False, relative: bool = False, keep: bool = False
) -> tuple[People, ...]:
    """The subject to the left: the nearest list of people in the clause that no preposition governs.

    ``keep`` lets a clause with «donde» and no subject of its own have that of its main clause.
    """
    candidates = [i for i, p in enumerate(people) if start <= p.start and p.end <= a]
    while candidates:
        last = candidates[-1]
        first = _list_start(text, people, last, start)
        gap = fold(text[people[last].end : a])
        lead = fold(text[max(start, people[first].start - 30) : people[first].start])
        if adjacent and not re.fullmatch(r"[\s,(]*(?:que |quien |quienes |ayer |hoy |anoche |tambien |ya |otr[oa]s? )*", gap):
            return ()
        if re.search(r"[;:]", gap) and not relative and not _WITHOUT_SUBJECT.fullmatch(gap):
            return ()
        governed = re.search(
            r"\b(?:por|con|contra|segun|entre|hacia|ante|tras|mediante)\s+(?:el |la |los |las |unos |un )?$", lead
        )
        oblique = re.search(r"\b(?:a|al|de|del|para|en)\s*$", lead)
        related = re.search(r"\b(?:que|quien|quienes|el cual|la cual|los cuales)\s+(?:tambien |ayer |ya |luego |se )*$", gap)
        if _OTHER_CLAUSE.search(gap) and not relative and not (keep and _SAME_SUBJECT.search(gap)):
            return ()
        if not adjacent and (governed or (oblique and not related and not relative)):
            if first < last and _NEW_CLAUSE.fullmatch(fold(text[people[last - 1].end : people[last].start])):
                return (people[last],)
            candidates = [i for i in candidates if i < first]
            continue
        return tuple(people[first : last + 1])
    return ()


def subjects(text: str, start: int, a: int, b: int, people: Sequence[People]) -> tuple[People, ...]:
    """The subject of «murió» or «fue asesinado», before the verb or, at the head of a clause of its own, behind it."""
    before, after = subjects_before(text, start, a, people), subjects_after(text, b, people)
    if before and after and _begins_clause(fold(text[before[-1].end : a])) and _is_next(text, b, after[0]):
        return after
    return before or after or subjects_before(text, start, a, people, keep=True)


def _begins_clause(gap: str) -> bool:
    """«… y en el intercambio murieron», «…, en la respuesta murieron»: the verb opens with its circumstances."""
    return bool(_CIRCUMSTANCE.search(gap))


def _is_next(text: str, b: int, person: People) -> bool:
    new = person.determiner in ("indefinite", "number", "vague") or person.body
    return new and fold(text[b : person.start]).strip() in ("", "ayer", "al menos", "tambien", "en el lugar")


_COLON = re.compile(r"[^.;:]{0,100}: *(?:al? )?")


def listed_behind(text: str, b: int, people: Sequence[People]) -> tuple[People, ...]:
    """«la familia fue asesinada en Apopa: el padre, la madre y sus tres hijos»: the list behind the clause's colon."""
    for index, person in enumerate(people):
        if person.start >= b:
            listed = with_list(text, people, index) if _COLON.fullmatch(fold(text[b : person.start])) else ()
            return listed if len(listed) > 1 else ()
    return ()


def companions(text: str, b: int, people: Sequence[People], chosen: Sequence[People]) -> tuple[People, ...]:
    """``chosen`` with those who died beside them: «fue asesinado … junto a otras cuatro personas»."""
    for index, person in enumerate(people):
        if person.start >= b and person not in chosen:
            if _BESIDE.fullmatch(fold(text[b : person.start])):
                return (*chosen, *with_list(text, people, index))
            break
    return tuple(chosen)


def _list_start(text: str, people: Sequence[People], last: int, start: int) -> int:
    first = last
    while first > 0 and people[first - 1].start >= start and _joins(fold(text[people[first - 1].end : people[first].start])):
        first -= 1
    return first


def subjects_after(text: str, b: int, people: Sequence[People]) -> tuple[People, ...]:
    """An inverted subject: «fue asesinado un vendedor», «murieron dos personas»."""
    for index, person in enumerate(people):
        if person.start < b:
            continue
        gap = fold(text[b : person.start])
        if len(gap) > 130 or re.search(r"[.;:]|\b(?:que|cuando|mientras|donde|luego|tras|quien|segun|porque|pero)\b", gap):
            return ()
        if re.search(r"\b(?:por|con|contra|de|del|a|al|entre|para|junto a)\s*$", gap) or _SAYS.search(gap):
            return ()
        return with_list(text, people, index)
    return ()
