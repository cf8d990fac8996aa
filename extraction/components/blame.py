"""Who is blamed for one incident, how strongly and by whom (codebook section 4, ``perpetrators``)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from db.models import GANGS, ActorClaim, ActorCode, Attribution, Evidence
from extraction.components import confrontation
from extraction.components.actor_cues import View, cues, expand, merged, view
from extraction.components.actor_mentions import (
    AUTHORITIES,
    BACKGROUND,
    NAME_ONLY,
    OWN_GANG,
    PERPETRATOR,
    RIVAL,
    VICTIM,
    ActorMention,
    told_by,
)
from extraction.structure import Sentence

Span = tuple[int, int]
STRENGTH = tuple(Attribution)
#: Sentences of title and lead that may name the source of the whole article.
LEAD = 6
#: Sentences before and after that may name the speaker of one, within its paragraph.
NEIGHBOURS = 5
#: Longest gap between a victim phrase and the gang named for it, in characters.
GLUE = 45
#: A mention blamed by a cue of this weight stays blamed inside a victim phrase, too.
SURE = 11.0
FORCES = (ActorCode.POLICE, ActorCode.ARMY)
BLAMED = (PERPETRATOR, RIVAL, OWN_GANG)
_GLUE = re.compile(r"[\s,(«\"“]*(?:\w+[\s,(«\"“]+){0,4}")


@dataclass(frozen=True, slots=True)
class Blame:
    """One finding: an actor, how it is tied to the deed, who says so, and the words."""

    actor: ActorCode
    attribution: Attribution
    by: str | None
    start: int
    end: int
    cue: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is told of one incident; compared by identity."""

    prepared: View
    sentences: tuple[Sentence, ...]
    victims: tuple[Span, ...]
    mentions: tuple[ActorMention, ...]
    kind: str | None


def claims(
    text: str,
    mentions: Sequence[ActorMention],
    passages: Sequence[Span],
    victims: Sequence[Span],
    *,
    kind: str | None = None,
) -> list[tuple[ActorClaim, tuple[Evidence, ...]]]:
    """The actors blamed for the incident that ``passages`` tell, the strongest supported attribution of each.

    ``victims`` are the spans of the victim phrases: a gang inside or next to one is their affiliation, never a claim. ``kind`` is
    the event type; None lets the passages tell whether there was an exchange of fire. Nobody blamed gives an empty list. Evidence paths are ``perpetrators[i].actor`` and ``.attribution``.
    """
    scene = _scene(text, mentions, passages, victims, kind)
    if kind is None and confrontation.is_fight(scene.prepared, scene.sentences, scene.mentions):
        scene = replace(scene, kind="confrontation")
    status = _status(scene)
    blames = _gang_blames(scene, status) + _force_blames(scene, status)
    blames = blames or _accused_in_lead(scene, mentions)
    if scene.kind == "confrontation":
        blames = _confrontation_blames(scene, blames)
    gang = any(b.actor in GANGS and b.attribution != Attribution.DENIED for b in blames)
    standing = _merge(blames + ([] if gang and kind != "femicide" else _kin_blames(scene, status)))
    if all(b.attribution == Attribution.DENIED for b in standing):
        standing = _other_blames(scene, status) + standing
    return _as_claims(scene, standing)


def _scene(
    text: str, mentions: Sequence[ActorMention], passages: Sequence[Span], victims: Sequence[Span], kind: str | None
) -> Scene:
    prepared = view(text)
    told, harmed = _Spans(passages), _Spans(victims)
    blamed = {_index(prepared.sentences, m.start) for m in mentions if m.role == PERPETRATOR and m.weight >= SURE}
    kept = tuple(
        sentence
        for i, sentence in enumerate(prepared.sentences)
        if told.touch(sentence.start, sentence.end) and not _is_background(prepared, sentence, harmed, i in blamed)
    )
    here = tuple(_as_victim(prepared, m, harmed) for m in mentions if _holds(kept, m.start))
    return Scene(prepared, kept, tuple(victims), here, kind)


class _Spans:
    """Spans that can be asked quickly what they touch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.sorted = sorted(spans)
        self.starts = [start for start, _ in self.sorted]
        self.longest = max((end - start for start, end in self.sorted), default=0)

    def near(self, start: int, end: int) -> list[Span]:
        """The spans that share a character with ``start``–``end``."""
        low = bisect_left(self.starts, start - self.longest)
        return [span for span in self.sorted[low : bisect_left(self.starts, end)] if span[1] > start]

    def touch(self, start: int, end: int) -> bool:
        return bool(self.near(start, end))


def _index(sentences: Sequence[Sentence], position: int) -> int:
    return bisect_right(sentences, position, key=lambda s: s.start) - 1


def _holds(sentences: Sequence[Sentence], position: int) -> bool:
    index = _index(sentences, position)
    return index >= 0 and position < sentences[index].end


def _is_background(prepared: View, sentence: Sentence, victims: _Spans, blamed: bool) -> bool:
    """A sentence of figures, policy or gangs at large, unless it holds a victim or (of policy) somebody clearly blamed."""
    kinds = {c.value for c in cues("background") if c.pattern.search(prepared.folded, sentence.start, sentence.end)}
    if kinds == {"policy"}:
        return not blamed
    return bool(kinds) and not victims.touch(sentence.start, sentence.end)


def _as_victim(prepared: View, mention: ActorMention, victims: _Spans) -> ActorMention:
    """``mention`` with the victim's role where it stands inside a victim phrase or is glued to its end."""
    for start, end in victims.near(mention.start - GLUE, mention.end):
        inside = start <= mention.start < end and mention.end <= end + 2
        glued = end <= mention.start and _GLUE.fullmatch(prepared.folded, end, mention.start)
        sure = mention.role in BLAMED and mention.weight >= SURE
        if (inside and not sure) or (glued and mention.role == NAME_ONLY):
            return replace(mention, role=VICTIM, cue="victim phrase")
    return mention


def _sentence_of(scene: Scene, position: int) -> Sentence:
    return scene.sentences[_index(scene.sentences, position)]


# --- what the law did -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Status:
    """A capture, charge or sentence told in a sentence."""

    attribution: Attribution
    start: int
    end: int
    sentence: Sentence
    cue: str


def _status(scene: Scene) -> list[Status]:
    found = []
    for sentence in scene.sentences:
        hidden = _hide(scene.prepared.folded[sentence.start : sentence.end], merged("not_status"))
        reduced = merged("reduce").search(hidden) is not None
        acquitted = merged("acquittal").search(hidden) is not None and not re.search(r"\bconden", hidden)
        if acquitted:
            continue
        for cue in cues("status"):
            match = cue.pattern.search(hidden)
            if match:
                attribution = Attribution.CHARGED if reduced else Attribution(cue.value)
                a, b = sentence.start + match.start(), sentence.start + match.end()
                found.append(Status(attribution, a, b, sentence, cue.name))
    return found


def _hide(words: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), words)


def _strongest(statuses: Sequence[Status]) -> Status | None:
    return min(statuses, key=lambda s: STRENGTH.index(s.attribution), default=None)


# --- gangs and groups -------------------------------------------------------------------------------------------------


def _gang_blames(scene: Scene, statuses: Sequence[Status], *, raised: bool = True) -> list[Blame]:
    found = []
    for mention in scene.mentions:
        sentence = _sentence_of(scene, mention.start)
        if _is_denied(scene, sentence, mention):
            found.append(_blame(scene, mention, sentence, Attribution.DENIED))
        elif _blamed(mention) and not _is_open(scene, sentence, mention):
            own = _strongest([s for s in statuses if s.sentence == sentence])
            found.append(_blame(scene, mention, sentence, own.attribution if own else None))
    strongest = _strongest(statuses)
    if raised and strongest and scene.kind != "confrontation":
        found = [_raise(b, strongest) if b.attribution != Attribution.DENIED else b for b in found]
    return found


_CULPRIT = re.compile(expand(r"\b(?:{culprit}|asaltantes|ladrones)\b"))
_VICTIM = re.compile(expand(r"\b{victim}\b"))


def _blamed(mention: ActorMention) -> bool:
    """An extermination group named at a scene has signed it, whatever the verb."""
    return mention.role in BLAMED or (mention.code == ActorCode.EXTERMINATION_GROUP and mention.role != BACKGROUND)


def _raise(blame: Blame, status: Status) -> Blame:
    if STRENGTH.index(status.attribution) < STRENGTH.index(blame.attribution):
        return replace(blame, attribution=status.attribution, cue=status.cue)
    return blame


def _blame(scene: Scene, mention: ActorMention, sentence: Sentence, attribution: Attribution | None) -> Blame:
    told, by = _speaker(scene, sentence, mention.start)
    return Blame(_gang(scene, mention), attribution or told, by, mention.start, mention.end, mention.cue)


def _speaker(scene: Scene, sentence: Sentence, position: int | None = None) -> tuple[Attribution, str | None]:
    """Who says what a sentence tells: its own speaker, the paragraph's, an authority in the passages or the lead, else the outlet."""
    told, by = told_by(scene.prepared, sentence, position)
    if told:
        return told, by
    index = _index(scene.sentences, sentence.start)
    near = scene.sentences[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
    for other in sorted(near, key=lambda s: abs(s.start - sentence.start)):
        told, by = told_by(scene.prepared, other)
        if told and other.paragraph == sentence.paragraph:
            return told, by
    return _voice(scene)


@lru_cache(maxsize=8)
def _voice(scene: Scene) -> tuple[Attribution, str | None]:
    """The authority that speaks anywhere in the passages, else in the lead, else the outlet itself."""
    voices = (told_by(scene.prepared, s) for s in (*scene.sentences, *scene.prepared.sentences[:LEAD]))
    official = next((by for told, by in voices if told == Attribution.OFFICIAL), None)
    return (Attribution.OFFICIAL, official) if official else (Attribution.REPORTED, "outlet")


def _gang(scene: Scene, mention: ActorMention) -> ActorCode:
    """The gang meant: the one named for the killers, the victim's own, or none in particular."""
    if mention.code != ActorCode.GANG_UNSPECIFIED or mention.role == RIVAL:
        return mention.code
    if mention.role == OWN_GANG:
        return _only([m.code for m in scene.mentions if m.role == VICTIM]) or mention.code
    return mention.code


def _only(codes: Sequence[ActorCode]) -> ActorCode | None:
    named = {code for code in codes if code in GANGS and code != ActorCode.GANG_UNSPECIFIED}
    if len(named) > 1:
        named.discard(ActorCode.BARRIO18)
    return named.pop() if len(named) == 1 else None


def _covering(pattern: re.Pattern[str], scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    for match in pattern.finditer(scene.prepared.folded, sentence.start, sentence.end):
        stop = merged("terminator").search(scene.prepared.folded, match.start(), match.end())
        if match.start() <= mention.start < (stop.start() if stop else match.end()):
            return True
    return False


def _is_open(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    return _covering(merged("open"), scene, sentence, mention)


def _is_denied(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """Denied by an authority; relatives, defenders and the accused deny nothing that counts."""
    of_deed = mention.role != VICTIM and _covering(merged("denial"), scene, sentence, mention)
    denied = (
        of_deed or _covering(merged("denial_crime"), scene, sentence, mention) or _not_members(scene, sentence, mention)
    )
    return denied and not _is_open(scene, sentence, mention) and told_by(scene.prepared, sentence)[1] in AUTHORITIES


def _not_members(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """«No pertenecen a ninguna pandilla» of the culprits, told in this sentence or just before; of a victim it denies nothing."""
    if not _covering(merged("denial_membership"), scene, sentence, mention):
        return False
    before = scene.prepared.folded[max(0, mention.start - 200) : mention.start]
    return bool(_CULPRIT.search(before)) and not _VICTIM.search(before[-90:])


def _accused_in_lead(scene: Scene, mentions: Sequence[ActorMention]) -> list[Blame]:
    """«Los imputados» of a passage that names nobody are the gang or the forces accused or convicted in title or lead."""
    folded = scene.prepared.folded
    if not any(merged("anaphor").search(folded, s.start, s.end) for s in scene.sentences):
        return []
    lead = tuple(s for s in scene.prepared.sentences[:LEAD] if s not in scene.sentences)
    above = replace(scene, sentences=lead, mentions=tuple(m for m in mentions if _holds(lead, m.start)))
    status = _status(above)
    found = _gang_blames(above, status, raised=False) + _force_blames(above, status)
    return [b for b in found if b.attribution in STRENGTH[:2]]


# --- police and army --------------------------------------------------------------------------------------------------


def _force_blames(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    strongest = _strongest(statuses)
    found = []
    for sentence in scene.sentences:
        for cue in cues("force"):
            match = cue.pattern.search(scene.prepared.folded, sentence.start, sentence.end)
            if match and not _is_no_culprit(scene, sentence, match):
                code = confrontation.force_code(match.group())
                told, by = _speaker(scene, sentence)
                level = strongest.attribution if strongest else told
                found.append(Blame(code, level, by, match.start(), match.end(), cue.name))
    return found + _denials_of_forces(scene)


def _denied_force(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    return any(
        d.start() <= match.start() < d.end()
        for pattern in (merged("denial"), merged("open"))
        for d in pattern.finditer(scene.prepared.folded, sentence.start, sentence.end)
    )


_KIN_OF = re.compile(expand(r"\b(?:{kin}) (?:de|del) (?:un|una|el|la|otro)?\s*$|\b(?:a|al) (?:un|una|el|la)?\s*$"))


def _is_no_culprit(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Denied, only dressed so, or named as somebody's relative («al hermano de un agente lo mataron»)."""
    before = scene.prepared.folded[max(sentence.start, match.start() - 50) : match.start()]
    relative = bool(_KIN_OF.search(before)) and not match.group().startswith(("conden", "captur", "acus"))
    return relative or _denied_force(scene, sentence, match) or _worn(scene, sentence, match)


def _worn(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """The forces are only the clothes of the killers."""
    disguise = _disguise(scene.prepared.folded, sentence)
    return bool(disguise and disguise.start() < match.end() and match.start() < disguise.end())


_DENIED_FORCE = re.compile(
    r"\b(?:neg\w+|descart\w+|desminti\w+|rechaz\w+|denied)\b[^.;]{0,30}\b(?:que|participacion|haya|that)[^.;]{0,40}"
    r"\b(tropas?|agentes|policias|soldados|militares|elementos|miembros de la (?:policia|pnc|institucion|corporacion)|officers|soldiers)\b"
)


def _denials_of_forces(scene: Scene) -> list[Blame]:
    """An authority rules out its own people after killers came dressed like them."""
    folded = scene.prepared.folded
    if not any(_disguise(folded, s) for s in scene.sentences):
        return _disputed(scene)
    found = []
    for sentence in scene.sentences:
        match = _DENIED_FORCE.search(folded, sentence.start, sentence.end)
        if match:
            code = confrontation.force_code(match.group(1))
            by = told_by(scene.prepared, sentence)[1]
            found.append(Blame(code, Attribution.DENIED, by, match.start(), match.end(), "denial of forces"))
    return found


def _disputed(scene: Scene) -> list[Blame]:
    """The forces deny of themselves what relatives or witnesses report: reported."""
    for sentence in scene.sentences:
        match = merged("force_disputed").search(scene.prepared.folded, sentence.start, sentence.end)
        voices = [told_by(scene.prepared, s)[1] for s in scene.sentences] if match else []
        by = next((v for v in voices if v in ("family", "witness")), None)
        if match and by:
            code = confrontation.force_code(match.group())
            return [Blame(code, Attribution.REPORTED, by, match.start(), match.end(), "force_disputed")]
    return []


def _disguise(folded: str, sentence: Sentence) -> re.Match[str] | None:
    pattern = next(c.pattern for c in cues("other") if c.pattern.pattern and c.name.startswith(r"\b(?:vestid"))
    return pattern.search(folded, sentence.start, sentence.end)


def _confrontation_blames(scene: Scene, blames: list[Blame]) -> list[Blame]:
    sides = confrontation.sides(scene.prepared, scene.sentences, scene.victims, scene.mentions)
    found = [b for b in blames if b.actor not in GANGS or b.attribution in STRENGTH[:2]]
    accused = next(
        (b.attribution for b in found if b.actor in FORCES and b.attribution in STRENGTH[:2]), Attribution.OFFICIAL
    )
    if sides.gang_hurt:
        for code, start, end in sides.forces:
            if not any(b.actor == code for b in found):
                found.append(Blame(code, accused, "PNC", start, end, "confrontation"))
    if sides.forces_hurt or _killed_by_gang(scene):
        gang, start, end = sides.gang
        if gang:
            found.append(Blame(gang, Attribution.OFFICIAL, "PNC", start, end, "confrontation"))
    return found


def _killed_by_gang(scene: Scene) -> bool:
    """«Murió a manos de tres pandilleros»: somebody was hit, not only shot at."""
    folded = scene.prepared.folded
    return any(m.role in BLAMED and _HIT_BY.search(folded[max(0, m.start - 120) : m.start]) for m in scene.mentions)


_HIT_BY = re.compile(r"\b(?:(?:asesinad|ultimad|muert|herid|lesionad|balead)[oa]s?[^.;]{0,80} por|a manos del?)\s*$")


# --- relatives and others ---------------------------------------------------------------------------------------------


def _kin_blames(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    strongest = _strongest(statuses)
    for sentence in scene.sentences:
        for cue in cues("kin"):
            match = cue.pattern.search(scene.prepared.folded, sentence.start, sentence.end)
            if match and not _kin_excluded(scene, sentence, match):
                told, by = _speaker(scene, sentence)
                level = strongest.attribution if strongest else told
                return [Blame(ActorCode.PARTNER_OR_RELATIVE, level, by, match.start(), match.end(), cue.name)]
    return []


_SOMEONE_ELSES = re.compile(
    expand(r"\b(?:y|e|,) (?:a )?(?:su|sus) (?:\w+ )?$|\b(?:{kin}) (?:de|del) (?:un |una |el |la )?(?:{force})")
)


def _kin_excluded(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """The relative of a second victim, of an officer, or in a sentence that blames a gang."""
    folded = scene.prepared.folded
    if _SOMEONE_ELSES.search(folded[match.start() : min(sentence.end, match.end() + 30)]):
        return True
    if re.search(r"\b(?:y|e) (?:a )?sus? ", match.group()):
        return True
    return any(m.role in BLAMED and sentence.start <= m.start < sentence.end for m in scene.mentions)


def _other_blames(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    strongest = _strongest(statuses)
    folded = scene.prepared.folded
    for sentence in scene.sentences:
        for cue in cues("other"):
            match = cue.pattern.search(folded, sentence.start, sentence.end)
            if match and not merged("open").search(folded, sentence.start, match.start()):
                told, by = _speaker(scene, sentence)
                level = strongest.attribution if strongest else told
                return [Blame(ActorCode.OTHER, level, by, match.start(), match.end(), cue.name)]
    if strongest:
        by = _speaker(scene, strongest.sentence)[1]
        return [Blame(ActorCode.OTHER, strongest.attribution, by, strongest.start, strongest.end, strongest.cue)]
    return []


# --- merging ----------------------------------------------------------------------------------------------------------


def _merge(found: Sequence[Blame]) -> list[Blame]:
    """One blame for each actor, the strongest; a denial by an authority outweighs hearsay only."""
    denied = [b for b in found if b.attribution == Attribution.DENIED]
    blames = [b for b in found if b.attribution != Attribution.DENIED]
    named = _only([b.actor for b in blames])
    resolved = [replace(b, actor=_resolve(b.actor, named, blames)) for b in blames]
    refused = _only([b.actor for b in denied])
    ruled_out = [
        replace(b, actor=_resolve(b.actor, refused or _only([x.actor for x in blames]), denied)) for b in denied
    ]
    ruled_codes = {b.actor for b in ruled_out}
    standing = [b for b in resolved if not (b.attribution == Attribution.REPORTED and b.actor in ruled_codes)]
    best: dict[ActorCode, Blame] = {}
    for blame in [*standing, *ruled_out]:
        held = best.get(blame.actor)
        if held is None or STRENGTH.index(blame.attribution) < STRENGTH.index(held.attribution):
            best[blame.actor] = blame
    return sorted(best.values(), key=lambda b: (STRENGTH.index(b.attribution), b.start))


def _resolve(code: ActorCode, named: ActorCode | None, blames: Sequence[Blame]) -> ActorCode:
    """«Los pandilleros» are the gang named for the killers; Barrio 18 is its faction where one is named."""
    if code == ActorCode.GANG_UNSPECIFIED and named and not any(b.cue == "rival" for b in blames):
        return named
    if code == ActorCode.BARRIO18 and named in (ActorCode.BARRIO18_SURENOS, ActorCode.BARRIO18_REVOLUCIONARIOS):
        return named
    return code


def _as_claims(scene: Scene, blames: Sequence[Blame]) -> list[tuple[ActorClaim, tuple[Evidence, ...]]]:
    text = scene.prepared.text
    return [
        (
            ActorClaim(b.actor, b.attribution, b.by),
            tuple(
                Evidence(f"perpetrators[{i}].{field}", b.start, b.end, text[b.start : b.end], b.cue)
                for field in ("actor", "attribution")
            ),
        )
        for i, b in enumerate(blames)
    ]
