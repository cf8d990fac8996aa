"""Mentions of violent events in English: the counterpart of :mod:`extraction.components.events`, with the same :class:`Event`.

Frames of ``triggers_en.csv``: as in Spanish, and ``verb``, which is an object frame where people follow at once («gunmen killed
two officers») and a participle else («two officers killed in Apopa»).
"""

import re
from collections.abc import Sequence
from functools import cache

from db.models import VictimType
from extraction.components.events import FOUND, INJURED, KILLED, UNHARMED, Event
from extraction.components.people import People
from extraction.lexicon import rows
from extraction.text import fold

_MULTIPLE = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_LIST_GAP = re.compile(
    r"[\s,]*(?:and|or|,|along with|together with|as well as|including|among them|plus)?[\s,]*(?:also|then)?\s*"
)
_OBJECT_GAP = re.compile(
    r"\s*(?:at|on|upon|of|against|toward|towards|with|off|down|dead|to death|what (?:they|"
    r"police) said (?:was|were)|\w+ly|as|in)?"
    r"(?: (?:him|her|them))?(?: (?:the )?(?:homes?|house|car|vehicle|patrol car|patrol|"
    r"pickup(?: truck)?|bus|truck|convoy|funeral|wake|family) (?:of|carrying|"
    r"with))?(?: a group of)?\s*"
)
_OBLIQUE = re.compile(
    r"\b(?:by|with|against|from|of|for|to|at|near|on|in|outside|after|before|over|between|among|"
    r"including|like|than|said|told|as|into|behind|toward)\s+(?:the |a |an )?$"
)
_CONJUNCTION = re.compile(r"\b(?:after|before|as|than|said|told|over)\s+(?:the |a |an )?$")
_PARENTHESIS = re.compile(r"\b(?:including|among them|among whom were|one of them|some of them)\s*$")
_SUBSET = re.compile(r"\b(?:including|among them)\b")
_CLAUSE = re.compile(r"[;:]|\b(?:when|while|after|before|because|where|but|that|which|as)\b")
_RELATIVE = re.compile(
    r"[\s,]*(?:(?:both|all|each|\w+ of them) (?:of (?:whom|them) )?(?:off duty|off-duty|"
    r"\w+)?[\s,]*)?(?:who|whom|that)?[\s,]*(?:\w+ly )?"
)
#: An active verb whose object is nobody known: «attacked their home», «shot him», «fired on the patrol».
_ACTIVE = re.compile(
    r"\s+(?:a|an|the|his|their|its|him|them|it|at|on|into|himself|herself)\b(?! (?:point-blank|close|"
    r"least))(?! (?:home|a|an|\w+day)\b)"
)
_PRONOUN = re.compile(r"\s+(?:at |dead |to death )?(him|her|them)\b(?! (?:own|home|house|car))")
#: The fate that an elliptic number carries: «three wounded», «five dead».
_FATE = re.compile(r"\b(dead|slain|killed|wounded|injured|hurt)\b")


@cache
def _triggers() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{r['pattern']})"), r["frame"], r["outcome"], f"triggers_en:{n}")
        for n, r in enumerate(rows("triggers_en"), 2)
    )


_MAY = re.compile(
    r"kill|murder|dead|death|die[ds]|bod(?:y|ies)|corpse|behead|decapitat|wound|shot|shoot|attack|slain|slay|gunn|stab|homicid|"
    r"massacre|remains|victim|strangl|ambush|femicid"
)


def may_tell_violence(text: str) -> bool:
    """A cheap test over a whole text: False when no incident and no statistic can be in it."""
    return bool(_MAY.search(text.lower()))


def find_events(text: str, start: int, end: int, people: Sequence[People]) -> list[Event]:
    """The events told in ``text[start:end]``, a sentence, with their patients among ``people``."""
    folded = fold(text[start:end])
    found: list[Event] = []
    taken: list[tuple[int, int]] = []
    for pattern, frame, outcome, cue in _triggers():
        for match in pattern.finditer(folded):
            a, b = match.start() + start, match.end() + start
            if (
                a == b
                or any(a < y and x < b for x, y in taken)
                or (frame == "verb" and any(p.start <= a and b <= p.end for p in people))
            ):
                continue
            event = _event(text, start, end, (a, b), frame, outcome, cue, people)
            if event is not None:
                taken.append((a, b))
                if event.patients or outcome != INJURED:
                    found.append(event)
    found.extend(_bodies(text, people, found))
    found.extend(_headcounts(text, people, found))
    return sorted(found, key=lambda event: event.start)


def _event(
    text: str, start: int, end: int, span: tuple[int, int], frame: str, outcome: str, cue: str, people: Sequence[People]
) -> Event | None:
    a, b = span
    word = fold(text[a:b])
    if (
        outcome == UNHARMED
        and word.startswith("surviv")
        and re.search(r"\b(?:wound|bullet|injur|shot|hospital)", fold(text[b:end]))
    ):
        outcome = INJURED
    multiple = next((n for name, n in _MULTIPLE.items() if word.startswith(name)), None)
    if frame == "verb":
        frame, patients = _verb(text, start, end, span, people)
    elif frame == "object":
        patients = _object(text, b, end, people)
    elif frame in ("noun", "multiple"):
        patients = _object(text, b, end, people) if re.match(r"\s+(?:of|on|against)\b", fold(text[b : b + 9])) else ()
    else:
        patients = _subject(text, start, a, people)
    if outcome == KILLED and frame == "noun" and re.search(r"\battempted $", fold(text[max(start, a - 11) : a])):
        return None
    return Event(a, b, frame, outcome, patients, cue, anaphoric=not patients, multiple=multiple)


def _verb(text: str, start: int, end: int, span: tuple[int, int], people: Sequence[People]) -> tuple[str, tuple[People, ...]]:
    """Active or passive, and who it happened to."""
    a, b = span
    if re.match(r"(?:was|were|been|being|is|are|be|got)\b", fold(text[a:b])):
        return "participle", _subject(text, start, a, people)
    patients = _object(text, b, end, people)
    if patients:
        return "object", patients
    after = fold(text[b : min(end, b + 30)])
    pronoun = _PRONOUN.match(after)
    if pronoun:
        return "object", _antecedent(people, start, a, pronoun.group(1))
    if _ACTIVE.match(after):
        return "object", ()
    return "participle", _subject(text, start, a, people)


def _antecedent(people: Sequence[People], start: int, a: int, pronoun: str) -> tuple[People, ...]:
    """«a woman was selling … when two men shot her»: the last of the sentence that agrees, the attackers left out."""
    sex = {"him": "male", "her": "female"}.get(pronoun)
    before = [p for p in people if start <= p.start and p.end <= a]
    fitting = [p for p in before if p.plural == (pronoun == "them") and not (sex and p.sex and p.sex != sex)]
    if pronoun == "them" and fitting and fitting[-1] is before[-1]:
        fitting.pop()
    return tuple(fitting[:1])


def _object(text: str, b: int, end: int, people: Sequence[People]) -> tuple[People, ...]:
    """The people right after a verb or a noun with «of»."""
    for index, person in enumerate(people):
        if person.start < b:
            continue
        return (
            _with_list(text, people, index) if person.start < end and _OBJECT_GAP.fullmatch(fold(text[b : person.start])) else ()
        )
    return ()


def _with_list(text: str, people: Sequence[People], index: int) -> tuple[People, ...]:
    """``people[index]`` and those coordinated with it to the right, «including …» too."""
    chosen = [people[index]]
    for nxt in people[index + 1 :]:
        gap = fold(text[chosen[-1].end : nxt.start])
        if _SUBSET.search(gap) and _is_plain(nxt):
            continue
        if (
            not _LIST_GAP.fullmatch(gap)
            or _fate(text, nxt) not in (None, _fate(text, people[index]))
            or (gap.strip() in (",", "") and not _goes_on(text, people, nxt))
            or _has_own_verb(text, nxt, gap)
        ):
            break
        chosen.append(nxt)
    return tuple(chosen)


def _fate(text: str, person: People) -> str | None:
    """What the words of an elliptic number say: «two dead and three wounded» are no list."""
    told = _FATE.search(fold(text[person.start : person.end])) or _FATE.match(fold(text[person.end : person.end + 9]).lstrip())
    if told is None:
        return None
    return KILLED if told.group(1) in ("dead", "slain", "killed") else INJURED


def _is_plain(person: People) -> bool:
    """«including a two-year-old boy» adds nobody to the total and no kind."""
    return set(person.types) <= {VictimType.CIVILIAN, VictimType.UNKNOWN} and person.kin is None


def _has_own_verb(text: str, person: People, gap: str) -> bool:
    """«killed an officer and two gunmen were captured»: the second is a subject."""
    return "and" in gap and bool(
        re.match(
            r"\s+(?:was|were|has|have|had|said|told|survived|escaped|fled|fired|wounded|injured|hurt|died)\b",
            fold(text[person.end : person.end + 20]),
        )
    )


def _goes_on(text: str, people: Sequence[People], last: People) -> bool:
    """Whether a list goes on to an «and» after ``last``: «two men, a woman and a child»."""
    position = list(people).index(last)
    for current, nxt in zip(people[position:], people[position + 1 :], strict=False):
        gap = fold(text[current.end : nxt.start])
        if not _LIST_GAP.fullmatch(gap):
            return False
        if re.match(r"[\s,]*(?:and|along with|as well as)", gap):
            return True
    return False


def _subject(text: str, start: int, a: int, people: Sequence[People]) -> tuple[People, ...]:
    """The nearest list of people to the left that no preposition governs."""
    candidates = [i for i, p in enumerate(people) if start <= p.start and p.end <= a]
    while candidates:
        last = candidates[-1]
        first = _list_start(text, people, last, start)
        lead = fold(text[max(start, people[first].start - 30) : people[first].start])
        gap = fold(text[people[last].end : a])
        if (_CLAUSE.search(gap) and gap.strip(" ,") not in ("that", "which")) or len(gap) > 130:
            return ()
        if _PARENTHESIS.search(lead) or _is_governed(lead, gap):
            candidates = [i for i in candidates if i < first]
            continue
        said = "," in gap and re.search(r"\b(?:said|told|says)\b", gap)
        return () if said else tuple(people[first : last + 1])
    return ()


def _is_governed(lead: str, gap: str) -> bool:
    """Whether a preposition before the people makes them no subject; «after a man was shot» opens a clause."""
    if not _OBLIQUE.search(lead):
        return False
    if _RELATIVE.fullmatch(gap) and "who" in gap:
        return False
    return not (_CONJUNCTION.search(lead) and not gap.strip())


def _list_start(text: str, people: Sequence[People], last: int, start: int) -> int:
    first = last
    while first > 0 and people[first - 1].start >= start:
        gap = fold(text[people[first - 1].end : people[first].start])
        if not re.fullmatch(r"[\s,]*(?:and|or|,|along with|together with|as well as)[\s,]*(?:also)?\s*", gap):
            break
        first -= 1
    return first


def _bodies(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """A body told is an event of its own, unless another event has it."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    return [
        Event(p.start, p.end, "body", FOUND, _with_list(text, people, index), p.cue or "body")
        for index, p in enumerate(people)
        if p.body and (p.start, p.end) not in claimed
    ]


def _headcounts(text: str, people: Sequence[People], found: Sequence[Event]) -> list[Event]:
    """«five dead, two wounded»: the fate follows the number."""
    claimed = {(p.start, p.end) for event in found for p in event.patients}
    counted = []
    for person in people:
        fate = _fate(text, person)
        if fate and (person.start, person.end) not in claimed and person.determiner == "number":
            counted.append(Event(person.start, person.end, "count", fate, (person,), "count_en"))
    return counted
