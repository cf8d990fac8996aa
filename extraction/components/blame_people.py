"""Partners, relatives and other people told to have done it, where no gang or force is blamed."""

import re
from collections.abc import Sequence

from db.models import ActorCode
from extraction.components.actor_cues import cues, merged
from extraction.components.blame_scene import BLAMED, Blame, Scene, Status, speaker, strongest_of
from extraction.structure import Sentence


def kin_blames(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    strongest = strongest_of(statuses)
    for sentence in scene.sentences:
        for cue in cues("kin"):
            match = cue.pattern.search(scene.prepared.folded, sentence.start, sentence.end)
            if match and not _kin_excluded(scene, sentence, match):
                told, by = speaker(scene, sentence)
                level = strongest.attribution if strongest else told
                return [Blame(ActorCode.PARTNER_OR_RELATIVE, level, by, match.start(), match.end(), cue.name)]
    return []


def _kin_excluded(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """The relative of a second victim, of an officer, or in a sentence that blames a gang."""
    folded = scene.prepared.folded
    if merged("kin_of_others").search(folded[match.start() : min(sentence.end, match.end() + 30)]):
        return True
    if merged("kin_too").search(match.group()):
        return True
    return any(m.role in BLAMED and sentence.start <= m.start < sentence.end for m in scene.mentions)


def other_blames(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    strongest = strongest_of(statuses)
    folded = scene.prepared.folded
    for sentence in scene.sentences:
        for cue in cues("other"):
            match = cue.pattern.search(folded, sentence.start, sentence.end)
            if match and not merged("open").search(folded, sentence.start, match.start()):
                told, by = speaker(scene, sentence)
                level = strongest.attribution if strongest else told
                return [Blame(ActorCode.OTHER, level, by, match.start(), match.end(), cue.name)]
    if strongest:
        by = speaker(scene, strongest.sentence)[1]
        return [Blame(ActorCode.OTHER, strongest.attribution, by, strongest.start, strongest.end, strongest.cue)]
    return []
