"""Actors named in a text, and the part each plays in its sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from db.models import GANGS, ActorCode, Attribution
from extraction.components.actor_cues import View, any_name, cues, merged, names, sources, view
from extraction.components.doers import Frame, clause, frames
from extraction.structure import Sentence

#: Roles a mention may have.
PERPETRATOR, VICTIM, TERRITORY, BACKGROUND = "perpetrator", "victim_affiliation", "territory", "background"
RIVAL, OWN_GANG, NAME_ONLY = "rival", "own_gang", "name_only"
#: Looked for by the killers, or named in a question left open.
ASIDE = "aside"
#: Said of «uno de ellos»: settled by the sentence before.
ONE_OF = "one_of"
#: So many characters between cue and mention cost one point of weight.
NEARNESS = 45
#: How far back «esa pandilla» may point, in characters.
REACH = 1500
#: How far back a gang must be named for «sus mismos compañeros» to be its members.
COMRADES = 600
_ROLES = {
    "perpetrator": PERPETRATOR,
    "victim": VICTIM,
    "territory": TERRITORY,
    "threat": TERRITORY,
    "feud": BACKGROUND,
    "feud_motive": RIVAL,
    "open": ASIDE,
    "target": ASIDE,
    "one_of": ONE_OF,
}
#: The speaker of the accused.
DEFENCE = "defence"
#: Speakers whose word makes an attribution ``official``.
AUTHORITIES = frozenset({"PNC", "FGR", "IML", "FAES", "judge", "authorities"})


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named at ``start``–``end`` (head noun included: «tres miembros de la MS»).

    ``role`` is one of ``perpetrator``, ``victim_affiliation``, ``territory``, ``background``, ``aside``, ``rival`` (a gang said
    only to be the other one), ``own_gang`` (the victim's own) or ``name_only``. ``attribution`` and ``attributed_by`` are what
    the mention's own sentence says. ``cue`` is the row of ``doer_frames.csv`` that decided, with the words it met and
    ``weight`` the weight of that row.
    """

    start: int
    end: int
    code: ActorCode
    role: str
    attribution: Attribution | None = None
    attributed_by: str | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    code: ActorCode
    kind: str


def find_actors(text: str, language: str | None = "es") -> list[ActorMention]:
    """Gangs, extermination groups and the like, in order, with their roles; Spanish and English cues are read together."""
    prepared = view(text)
    found: list[ActorMention] = []
    above: Sentence | None = None
    for sentence in prepared.sentences:
        previous: ActorMention | None = None
        for name in _names(prepared, sentence):
            name = _referred(prepared, name, found)
            if _is_nobody(name, found):
                continue
            mention = _place(prepared, sentence, name, previous)
            mention = _continued(prepared, sentence, mention, found)
            mention = _one_of(prepared, above, mention)
            found.append(mention)
            previous = mention
        above = sentence
    return found


def _is_nobody(name: _Name, before: list[ActorMention]) -> bool:
    """«Esa estructura» where no gang was named, «sus propios compañeros» where no gang was named just before."""
    if name.kind == "back":
        return name.code == ActorCode.GANG_UNSPECIFIED
    return name.kind == "comrades" and not (before and name.start - before[-1].end < COMRADES)


def _one_of(prepared: View, above: Sentence | None, mention: ActorMention) -> ActorMention:
    """«Uno de ellos es miembro de la …»: a culprit after a sentence that tells of an arrest, else one of the victims."""
    if mention.role != ONE_OF:
        return mention
    held = above and merged("status").search(prepared.folded, above.start, above.end)
    untied = above and merged("not_status").search(prepared.folded, above.start, above.end)
    return replace(mention, role=PERPETRATOR if held and not untied else VICTIM)


def _continued(prepared: View, sentence: Sentence, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
    """«Pertenecían a la …»: the actor whom the sentence before ended on plays the same part."""
    if not before or not merged("subjectless").fullmatch(prepared.folded, sentence.start, mention.start):
        return mention
    last = before[-1]
    if last.role not in (PERPETRATOR, VICTIM) or last.code != ActorCode.GANG_UNSPECIFIED or sentence.start - last.end > REACH:
        return mention
    return replace(mention, role=last.role, cue=last.cue, weight=last.weight)


def _referred(prepared: View, name: _Name, before: list[ActorMention]) -> _Name:
    """«Esa pandilla» is the gang named last."""
    words = prepared.folded[max(0, name.start - 20) : name.start]
    if name.code != ActorCode.GANG_UNSPECIFIED or not (name.kind == "back" or merged("that").search(words)):
        return name
    named = (m for m in reversed(before) if m.code in GANGS and m.code != ActorCode.GANG_UNSPECIFIED)
    last = next((m for m in named if name.start - m.end < REACH), None)
    return _Name(name.start, name.end, last.code, name.kind) if last else name


def _names(prepared: View, sentence: Sentence) -> list[_Name]:
    """Gang names of a sentence, neighbours that speak of one gang joined («pandilleros de la clica … de la 18»)."""
    joined: list[_Name] = []
    for name in sorted(_raw_names(prepared, sentence), key=lambda n: (n.start, -n.end)):
        last = joined[-1] if joined else None
        if last and (name.start < last.end or _linked(prepared, last, name)):
            code, kind = _sharper(last.code, name.code), _plainer(last.kind, name.kind)
            joined[-1] = _Name(last.start, max(last.end, name.end), code, kind)
        else:
            joined.append(name)
    return joined


def _linked(prepared: View, first: _Name, second: _Name) -> bool:
    if not _compatible(first.code, second.code):
        return False
    if merged("link").fullmatch(prepared.folded, first.end, second.start):
        return True
    return bool(merged("clica").fullmatch(prepared.folded, max(first.start, first.end - 6), second.start))


def _raw_names(prepared: View, sentence: Sentence) -> Iterator[_Name]:
    tables = names()
    if not any_name().search(prepared.folded, sentence.start, sentence.end):
        return
    for kind in ("gang", "generic", "group", "faction_short", "gang_cased", "back", "comrades"):
        where = prepared.text if kind == "gang_cased" else prepared.folded
        for pattern, code in tables.get(kind, ()):
            for match in pattern.finditer(where, sentence.start, sentence.end):
                short = "barrio18_surenos" if match.group().endswith("s") else "barrio18_revolucionarios"
                yield _Name(match.start(), match.end(), ActorCode(code or short), kind)


def _plainer(first: str, second: str) -> str:
    """The kind of two joined names: one that points back is no longer alone."""
    return second if first in ("back", "comrades") else first


def _compatible(first: ActorCode, second: ActorCode) -> bool:
    return first == second or ActorCode.GANG_UNSPECIFIED in (first, second) or _family(first) == _family(second)


def _family(code: ActorCode) -> str:
    return "barrio18" if code.value.startswith("barrio18") else code.value


def _sharper(first: ActorCode, second: ActorCode) -> ActorCode:
    if first == ActorCode.GANG_UNSPECIFIED or (first == ActorCode.BARRIO18 and _family(second) == "barrio18"):
        return second
    return first


def _place(prepared: View, sentence: Sentence, name: _Name, previous: ActorMention | None) -> ActorMention:
    start = _phrase_start(prepared, sentence, name.start)
    plain = ActorMention(start, name.end, name.code, NAME_ONLY)
    if _follows(prepared, previous, start) and previous:
        return replace(plain, role=previous.role, cue=previous.cue, weight=previous.weight)
    decided = _decide(prepared, sentence, plain)
    if decided.role == PERPETRATOR and _other_case(prepared, sentence, decided):
        decided = plain
    return _with_source(prepared, sentence, _rivalry(prepared, sentence, decided))


def _other_case(prepared: View, sentence: Sentence, mention: ActorMention) -> bool:
    """Blamed only by the words of a capture or sentence that is not for this deed."""
    if mention.cue_start is None or mention.cue_end is None:
        return False
    others = merged("other_case").finditer(prepared.folded, sentence.start, sentence.end)
    return any(match.start() < mention.cue_end and mention.cue_start < match.end() for match in others)


def _follows(prepared: View, previous: ActorMention | None, start: int) -> bool:
    return previous is not None and previous.end <= start and bool(merged("join").fullmatch(prepared.folded, previous.end, start))


def _phrase_start(prepared: View, sentence: Sentence, start: int) -> int:
    begin = max(sentence.start, start - 70)
    head = merged("head").search(prepared.folded[begin:start])
    if not head:
        return start
    found = begin + head.start()
    if found > sentence.start and prepared.folded[found - 1].isalnum():
        return start
    preposition = merged("preposition").match(prepared.folded, found, start)
    return preposition.end() if preposition else found


def _decide(prepared: View, sentence: Sentence, mention: ActorMention) -> ActorMention:
    """The role of the heaviest frame around the mention; nearer words weigh more."""
    words = clause(prepared, sentence)
    (left, starts), (right, ends) = words.before(mention.start), words.behind(mention.end)
    best: tuple[float, Frame, int, int] | None = None
    for frame in frames():
        if best and frame.weight <= best[0]:
            break
        before = frame.before.match(left)
        behind = frame.behind.match(right) if before else None
        if before and behind:
            start = starts[min(before.end(), len(starts)) - 1] if before.end() and starts else mention.start
            end = ends[behind.end() - 1] if behind.end() else mention.end
            score = frame.weight - (mention.start - start + end - mention.end) / NEARNESS
            if best is None or score > best[0]:
                best = (score, frame, start, end)
    if best is None:
        return mention
    _, frame, start, end = best
    return replace(mention, role=_ROLES[frame.role], cue=frame.name, cue_start=start, cue_end=end, weight=frame.weight)


def _rivalry(prepared: View, sentence: Sentence, mention: ActorMention) -> ActorMention:
    if mention.code not in GANGS:
        return mention
    own = merged("own_gang").search(prepared.folded, max(sentence.start, mention.start - 25), min(sentence.end, mention.end + 25))
    if own and own.start() <= mention.end and own.end() >= mention.start:
        return replace(mention, role=OWN_GANG)
    rival = merged("rival_after").match(prepared.folded, mention.end, sentence.end) or merged("rival_before").search(
        prepared.folded[max(sentence.start, mention.start - 20) : mention.start]
    )
    if rival and mention.code == ActorCode.GANG_UNSPECIFIED and mention.role not in (VICTIM, TERRITORY, ASIDE):
        return replace(mention, role=RIVAL)
    return mention


def _with_source(prepared: View, sentence: Sentence, mention: ActorMention) -> ActorMention:
    if mention.role not in (PERPETRATOR, RIVAL, OWN_GANG):
        return mention
    attribution, by = told_by(prepared, sentence, mention.start)
    status = merged("status").search(prepared.folded, sentence.start, sentence.end)
    if status and not any(
        merged(use).search(prepared.folded, sentence.start, sentence.end) for use in ("not_status", "other_case")
    ):
        attribution = next(Attribution(c.value) for c in cues("status") if c.pattern.search(status.group()))
    return replace(mention, attribution=attribution, attributed_by=by)


def told_by(prepared: View, sentence: Sentence, position: int | None = None) -> tuple[Attribution | None, str | None]:
    """Who speaks in a sentence, and how far their word carries; (None, None) when nobody is named.

    With a ``position`` the part that holds it is asked first: between «pero», «mientras que» and the like, between
    semicolons, then the sentence up to where the next voice begins.
    """
    if position is not None:
        begin = prepared.folded.rfind(";", sentence.start, position) + 1 or sentence.start
        stop = prepared.folded.find(";", position, sentence.end)
        stop = stop if stop >= 0 else sentence.end
        turns = _turns(prepared.folded, begin, stop)
        inner = max((turn for turn in turns if turn <= position), default=begin)
        outer = min((turn for turn in turns if turn > position), default=stop)
        parts = ((inner, outer), (begin, outer), (sentence.start, outer if turns else sentence.end))
        heard = (_first_speaker(prepared, start, end) for start, end in parts)
        return next((told for told in heard if told[0]), (None, None))
    return _first_speaker(prepared, sentence.start, sentence.end)


def _turns(folded: str, begin: int, stop: int) -> list[int]:
    """Where another voice begins («pero», «mientras que»); not inside a quotation."""
    starts = (match.start() for match in merged("voice_turn").finditer(folded, begin, stop))
    return [start for start in starts if not _quoted(folded[begin:start])]


def _quoted(before: str) -> bool:
    opened = sum(map(before.count, "“«"))
    return opened > sum(map(before.count, "”»")) or before.count('"') % 2 == 1


def authority_in(prepared: View, sentence: Sentence) -> bool:
    """Whether any authority speaks in the sentence."""
    return any(who in AUTHORITIES and p.search(prepared.folded, sentence.start, sentence.end) for who, p in sources())


@lru_cache(maxsize=2048)
def _first_speaker(prepared: View, start: int, end: int) -> tuple[Attribution | None, str | None]:
    first: tuple[int, str] | None = None
    for who, pattern in sources():
        match = pattern.search(prepared.folded, start, end)
        if match and (first is None or match.start() < first[0]):
            first = (match.start(), who)
    if first is None:
        return None, None
    return (Attribution.OFFICIAL if first[1] in AUTHORITIES else Attribution.REPORTED), first[1]
