"""Gangs and groups blamed in the passages of an incident: asserted, denied, or accused in the lead and pointed back to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from db.models import GANGS, ActorCode, Attribution
from extraction.components.actor_cues import merged
from extraction.components.actor_mentions import AUTHORITIES, BACKGROUND, OWN_GANG, RIVAL, VICTIM, ActorMention, told_by
from extraction.components.blame_forces import force_blames
from extraction.components.blame_scene import (
    BLAMED,
    LEAD,
    STRENGTH,
    Blame,
    Scene,
    Status,
    holds,
    read_status,
    sentence_of,
    speaker,
    strongest_of,
)
from extraction.structure import Sentence


def gang_blames(scene: Scene, statuses: Sequence[Status], *, raised: bool = True) -> list[Blame]:
    found = []
    for mention in scene.mentions:
        sentence = sentence_of(scene, mention.start)
        if _is_denied(scene, sentence, mention):
            found.append(_blame(scene, mention, sentence, Attribution.DENIED))
        elif _blamed(mention) and not _is_open(scene, sentence, mention):
            own = strongest_of([s for s in statuses if s.sentence == sentence])
            found.append(_blame(scene, mention, sentence, own.attribution if own else None))
    strongest = strongest_of(statuses)
    if raised and strongest and scene.kind != "confrontation":
        found = [_raise(b, strongest) if b.attribution != Attribution.DENIED else b for b in found]
    return found


def _blamed(mention: ActorMention) -> bool:
    """An extermination group named at a scene has signed it, whatever the verb."""
    return mention.role in BLAMED or (mention.code == ActorCode.EXTERMINATION_GROUP and mention.role != BACKGROUND)


def _raise(blame: Blame, status: Status) -> Blame:
    if STRENGTH.index(status.attribution) < STRENGTH.index(blame.attribution):
        return replace(blame, attribution=status.attribution, cue=status.cue)
    return blame


def _blame(scene: Scene, mention: ActorMention, sentence: Sentence, attribution: Attribution | None) -> Blame:
    told, by = speaker(scene, sentence, mention.start)
    return Blame(_gang(scene, mention), attribution or told, by, mention.start, mention.end, mention.cue)


def _gang(scene: Scene, mention: ActorMention) -> ActorCode:
    """The gang meant: the one named for the killers, the victim's own, or none in particular."""
    if mention.code != ActorCode.GANG_UNSPECIFIED or mention.role == RIVAL:
        return mention.code
    if mention.role == OWN_GANG:
        return only_gang([m.code for m in scene.mentions if m.role == VICTIM]) or mention.code
    return mention.code


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
    return bool(merged("culprit_word").search(before)) and not merged("victim_word").search(before[-90:])


def accused_in_lead(scene: Scene, mentions: Sequence[ActorMention]) -> list[Blame]:
    """«Los imputados» of a passage that names nobody are the gang or the forces accused or convicted in title or lead."""
    folded = scene.prepared.folded
    if not any(merged("anaphor").search(folded, s.start, s.end) for s in scene.sentences):
        return []
    lead = tuple(s for s in scene.prepared.sentences[:LEAD] if s not in scene.sentences)
    above = replace(scene, sentences=lead, mentions=tuple(m for m in mentions if holds(lead, m.start)))
    status = read_status(above)
    found = gang_blames(above, status, raised=False) + force_blames(above, status)
    return [b for b in found if b.attribution in STRENGTH[:2]]
