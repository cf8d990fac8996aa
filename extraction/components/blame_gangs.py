"""Gangs and groups blamed in the passages of an incident: asserted, denied, or accused in the lead and pointed back to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from db.models import GANGS, ActorCode, Attribution
from extraction.components.actor_cues import merged
from extraction.components.actor_mentions import (
    AUTHORITIES,
    BACKGROUND,
    DEFENCE,
    NAME_ONLY,
    OWN_GANG,
    RIVAL,
    VICTIM,
    ActorMention,
    authority_in,
    told_by,
)
from extraction.components.blame_forces import force_blames
from extraction.components.blame_scene import (
    BLAMED,
    LEAD,
    STRENGTH,
    Blame,
    Scene,
    Status,
    holds,
    index_at,
    read_status,
    sentence_of,
    speaker,
    strongest_of,
)
from extraction.structure import Sentence


def gang_blames(scene: Scene, statuses: Sequence[Status], *, raised: bool = True) -> list[Blame]:
    """Every gang or group blamed or ruled out; ``raised``: to the strongest step of the law told in the passages."""
    strongest = strongest_of(statuses) if raised and scene.kind != "confrontation" else None
    found = []
    for mention in scene.mentions:
        sentence = sentence_of(scene, mention.start)
        if _is_denial(scene, sentence, mention):
            if rules_out(scene, sentence):
                found.append(_blame(scene, mention, sentence, Attribution.DENIED))
        elif _blamed(scene, mention) and not _is_weak(scene, sentence, mention):
            found.append(_asserted(scene, mention, sentence, statuses, strongest))
    return found


def _asserted(
    scene: Scene, mention: ActorMention, sentence: Sentence, statuses: Sequence[Status], strongest: Status | None
) -> Blame:
    """A blame with the status of its own sentence; others raise it, but for those who killed one of their own."""
    own = strongest_of([s for s in statuses if s.sentence == sentence])
    level = own.attribution if own else None
    if not level and _signed(scene, sentence, mention):
        level = Attribution.REPORTED
    blame = _blame(scene, mention, sentence, level)
    return _raise(blame, strongest) if strongest and mention.role != OWN_GANG else blame


def _signed(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """A group that only a note at the scene names."""
    return mention.code == ActorCode.EXTERMINATION_GROUP and bool(
        merged("note").search(scene.prepared.folded, sentence.start, sentence.end)
    )


def _blamed(scene: Scene, mention: ActorMention) -> bool:
    """An extermination group named at a scene has signed it, whatever the verb; who left a gang is not the gang."""
    if mention.code == ActorCode.EXTERMINATION_GROUP:
        return mention.role != BACKGROUND
    return mention.role in BLAMED and not merged("former").match(scene.prepared.folded, mention.start)


def _is_weak(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """Left open, said by the defence, or taken for something else."""
    if merged("unrelated").search(scene.prepared.folded, sentence.start, sentence.end):
        return True
    by = told_by(scene.prepared, sentence, mention.start)[1]
    return by == DEFENCE or _covering(merged("open"), scene, sentence, mention)


def _raise(blame: Blame, status: Status) -> Blame:
    if STRENGTH.index(status.attribution) < STRENGTH.index(blame.attribution):
        return replace(blame, attribution=status.attribution, cue=status.cue)
    return blame


def _blame(scene: Scene, mention: ActorMention, sentence: Sentence, attribution: Attribution | None) -> Blame:
    told, by = speaker(scene, sentence, mention.start)
    return Blame(_gang(scene, mention), attribution or told, by, mention.start, mention.end, mention.cue)


def _gang(scene: Scene, mention: ActorMention) -> ActorCode:
    """The gang meant: the one named for the killers, the victim's own, or none in particular."""
    if mention.role != OWN_GANG:
        return mention.code
    others = [m for m in scene.mentions if m.role not in BLAMED]
    victims = only_gang([m.code for m in others if m.role == VICTIM])
    return victims or only_gang([m.code for m in others]) or mention.code


def only_gang(codes: Sequence[ActorCode]) -> ActorCode | None:
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


def _is_denial(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """Ruled out for the deed, whoever says so; marks on a body («símbolos de pandillas») rule out nobody."""
    folded = scene.prepared.folded
    if merged("sign").search(folded[max(sentence.start, mention.start - 60) : mention.start]):
        return False
    of_deed = mention.role != VICTIM and (
        _covering(merged("denial"), scene, sentence, mention)
        or merged("denial_after").match(folded, mention.end, sentence.end) is not None
    )
    denied = of_deed or _covering(merged("denial_crime"), scene, sentence, mention) or _not_members(scene, sentence, mention)
    return denied and not _covering(merged("open"), scene, sentence, mention)


def rules_out(scene: Scene, sentence: Sentence) -> bool:
    """An authority speaks in the sentence, or in the next of its paragraph where the sentence names no speaker."""
    by = told_by(scene.prepared, sentence)[1]
    if by in AUTHORITIES or (by == DEFENCE and authority_in(scene.prepared, sentence)):
        return True
    if by or merged("saying").search(scene.prepared.folded, sentence.start, sentence.end):
        return False
    index = index_at(scene.sentences, sentence.start)
    near = [s for s in scene.sentences[max(0, index - 1) : index + 2] if s.paragraph == sentence.paragraph]
    return any(told_by(scene.prepared, s)[1] in AUTHORITIES for s in near)


def _not_members(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """«No pertenecen a ninguna pandilla» of the culprits, told in this sentence or just before; of a victim it denies nothing."""
    if not _covering(merged("denial_membership"), scene, sentence, mention):
        return False
    before = scene.prepared.folded[max(0, mention.start - 200) : mention.start]
    return bool(merged("culprit_word").search(before)) and not merged("victim_word").search(before[-90:])


def accused_members(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    """«El pandillero de la … fue entregado»: where people are accused and nobody else is blamed, they are the members named."""
    strongest = strongest_of(statuses)
    if strongest is None:
        return []
    return [_blame(scene, m, sentence_of(scene, m.start), strongest.attribution) for m in members(scene)]


def members_gang(scene: Scene) -> ActorCode | None:
    """The one gang whose members the passages name, unless it is the victim's or the killers are only «la pandilla contraria»."""
    if any(m.role == RIVAL for m in scene.mentions):
        return None
    told = only_gang([m.code for m in members(scene)])
    return None if any(m.role == VICTIM and m.code == told for m in scene.mentions) else told


def members(scene: Scene) -> list[ActorMention]:
    """Members of a gang (not the gang itself, nor those who left it) whom nothing ties to victim or deed."""
    folded = scene.prepared.folded
    people = [m for m in scene.mentions if m.role == NAME_ONLY and m.code in GANGS]
    people = [m for m in people if merged("member").search(folded[m.start : m.end])]
    return [m for m in people if not _is_untied(scene, sentence_of(scene, m.start), m)]


def _is_untied(scene: Scene, sentence: Sentence, mention: ActorMention) -> bool:
    """Told of another case, or by the defence."""
    if merged("other_case").search(scene.prepared.folded, sentence.start, sentence.end):
        return True
    return told_by(scene.prepared, sentence, mention.start)[1] == DEFENCE


def blamed_for_all(scene: Scene, mentions: Sequence[ActorMention]) -> list[Blame]:
    """«Atribuyó los tres crímenes a la …»: told outside the passages, of every incident of the article."""
    every = replace(scene, sentences=scene.prepared.sentences, mentions=tuple(mentions))
    found = []
    for mention in mentions:
        sentence = sentence_of(every, mention.start)
        collective = merged("collective").search(scene.prepared.folded, sentence.start, mention.start)
        if collective and mention.code in GANGS and (mention.role in BLAMED or _is_denial(every, sentence, mention)):
            found += gang_blames(replace(every, mentions=(mention,)), ())
    return found


def accused_in_lead(scene: Scene, mentions: Sequence[ActorMention]) -> list[Blame]:
    """«Los imputados» of a passage that names nobody are the gang or the forces accused or convicted in title or lead."""
    folded = scene.prepared.folded
    if not any(merged("anaphor").search(folded, s.start, s.end) for s in scene.sentences):
        return []
    lead = tuple(s for s in scene.prepared.sentences[:LEAD] if s not in scene.sentences)
    above = replace(scene, sentences=lead, mentions=tuple(m for m in mentions if holds(lead, m.start)))
    status = read_status(above)
    found = gang_blames(above, status, raised=False) + force_blames(above, status) or accused_members(above, status)
    told = members_gang(above)
    found = [replace(b, actor=told) if told and b.actor == ActorCode.GANG_UNSPECIFIED else b for b in found]
    return [b for b in found if b.attribution in STRENGTH[:2]]
