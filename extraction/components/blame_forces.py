"""Police and army blamed: accused of a killing, denied by their own, or one side of an exchange of fire."""

import re
from collections.abc import Sequence
from dataclasses import replace

from db.models import GANGS, Attribution
from extraction.components import confrontation
from extraction.components.actor_cues import cues, merged, sources
from extraction.components.actor_mentions import told_by
from extraction.components.blame_scene import BLAMED, FORCES, STRENGTH, Blame, Scene, Status, speaker, strongest_of
from extraction.structure import Sentence

#: «Elementos de la Fuerza Armada»: so many characters after the noun tell whose they are.
OF_WHOM = 22


def force_blames(scene: Scene, statuses: Sequence[Status]) -> list[Blame]:
    strongest = strongest_of(statuses)
    found = []
    for sentence in scene.sentences:
        for cue in cues("force"):
            match = cue.pattern.search(scene.prepared.folded, sentence.start, sentence.end)
            if match and not _is_no_culprit(scene, sentence, match):
                code = confrontation.force_code(_named(scene, match))
                told, by = speaker(scene, sentence)
                level = strongest.attribution if strongest else told
                found.append(Blame(code, level, by, match.start(), match.end(), cue.name))
    return found + _denials_of_forces(scene)


def _named(scene: Scene, match: re.Match[str]) -> str:
    """The words of the cue, with those that say whose «elementos» they are."""
    after = scene.prepared.folded[match.end() : match.end() + OF_WHOM]
    return match.group() + after if match.group().endswith(("elementos", "efectivos", "uniformados")) else match.group()


def _denied_force(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    return any(
        d.start() <= match.start() < d.end()
        for pattern in (merged("denial"), merged("open"))
        for d in pattern.finditer(scene.prepared.folded, sentence.start, sentence.end)
    )


def _is_no_culprit(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Denied, only dressed so, or named as somebody's relative («al hermano de un agente lo mataron»)."""
    before = scene.prepared.folded[max(sentence.start, match.start() - 50) : match.start()]
    opening = scene.prepared.folded[match.start() : match.start() + OF_WHOM].partition(" ")[::2]
    subject = any(merged(force).match(part) for force in ("police", "army") for part in (" ".join(opening), opening[1]))
    relative = subject and merged("kin_of").search(before) is not None
    return relative or _denied_force(scene, sentence, match) or _worn(scene, sentence, match)


def _worn(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """The forces are only the clothes of the killers."""
    disguise = _disguise(scene.prepared.folded, sentence)
    return bool(disguise and disguise.start() < match.end() and match.start() < disguise.end())


def _denials_of_forces(scene: Scene) -> list[Blame]:
    """An authority rules out its own people after killers came dressed like them."""
    folded = scene.prepared.folded
    if not any(_disguise(folded, s) for s in scene.sentences):
        return _disputed(scene)
    found = []
    for sentence in scene.sentences:
        match = merged("denied_force").search(folded, sentence.start, sentence.end)
        if match:
            code = confrontation.force_code(match.group(1))
            by = told_by(scene.prepared, sentence)[1]
            found.append(Blame(code, Attribution.DENIED, by, match.start(), match.end(), "denial of forces"))
    return found


def _disputed(scene: Scene) -> list[Blame]:
    """The forces deny of themselves what relatives or witnesses report: reported."""
    for sentence in scene.sentences:
        match = merged("force_disputed").search(scene.prepared.folded, sentence.start, sentence.end)
        by = _layman(scene) if match else None
        if match and by:
            code = confrontation.force_code(match.group())
            return [Blame(code, Attribution.REPORTED, by, match.start(), match.end(), "force_disputed")]
    return []


def _layman(scene: Scene) -> str | None:
    """Relatives or witnesses who speak anywhere in the passages."""
    heard = [(who, p) for who, p in sources() if who in ("family", "witness")]
    return next((who for who, p in heard for s in scene.sentences if p.search(scene.prepared.folded, s.start, s.end)), None)


def _disguise(folded: str, sentence: Sentence) -> re.Match[str] | None:
    return merged("disguise").search(folded, sentence.start, sentence.end)


def confrontation_blames(scene: Scene, blames: list[Blame]) -> list[Blame]:
    sides = confrontation.sides(scene.prepared, scene.sentences, scene.victims, scene.mentions)
    gang_hit = sides.forces_hurt or _killed_by_gang(scene)
    found = [b for b in blames if b.actor not in GANGS or (gang_hit and b.attribution in STRENGTH[:2])]
    found = [_told_by_forces(b) for b in found]
    accused = next((b.attribution for b in found if b.actor in FORCES and b.attribution in STRENGTH[:2]), Attribution.OFFICIAL)
    if sides.gang_hurt:
        for code, start, end in sides.forces:
            if not any(b.actor == code for b in found):
                found.append(Blame(code, accused, "PNC", start, end, "confrontation"))
    if gang_hit:
        gang, start, end = sides.gang
        if gang:
            found.append(Blame(gang, Attribution.OFFICIAL, "PNC", start, end, "confrontation"))
    return found


def _told_by_forces(blame: Blame) -> Blame:
    """What the outlet tells of an exchange of fire it has from the forces."""
    hearsay = blame.actor in FORCES and blame.by == "outlet" and blame.attribution == Attribution.REPORTED
    return replace(blame, attribution=Attribution.OFFICIAL, by="PNC") if hearsay else blame


def _killed_by_gang(scene: Scene) -> bool:
    """«Murió a manos de tres pandilleros»: somebody was hit, not only shot at."""
    folded = scene.prepared.folded
    return any(m.role in BLAMED and merged("hit_by").search(folded[max(0, m.start - 120) : m.start]) for m in scene.mentions)
