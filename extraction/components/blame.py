"""Who is blamed for one incident, how strongly and by whom (codebook section 4, ``perpetrators``)."""

from collections.abc import Sequence
from dataclasses import replace

from db.models import GANGS, ActorClaim, ActorCode, Attribution, Evidence
from extraction.components import confrontation
from extraction.components.actor_mentions import ActorMention
from extraction.components.blame_forces import confrontation_blames, force_blames
from extraction.components.blame_gangs import (
    accused_in_lead,
    accused_members,
    blamed_for_all,
    gang_blames,
    members_gang,
    only_gang,
)
from extraction.components.blame_people import kin_blames, other_blames
from extraction.components.blame_scene import FORCES, STRENGTH, Blame, Scene, Span, read_scene, read_status

#: «Policía mata a su esposa»: within so many characters both cues tell of one killer, the partner.
SAME_DEED = 20


def claims(
    text: str,
    mentions: Sequence[ActorMention],
    passages: Sequence[Span],
    victims: Sequence[Span],
    *,
    kind: str | None = None,
    common: Sequence[Span] = (),
) -> list[tuple[ActorClaim, tuple[Evidence, ...]]]:
    """The actors blamed for the incident that ``passages`` tell, the strongest supported attribution of each.

    ``victims`` are the spans of the victim phrases: a gang inside or next to one is their affiliation, never a claim. ``kind`` is
    the event type; None lets the passages tell whether there was an exchange of fire. Nobody blamed gives an empty list.
    ``common`` are passages that speak of every incident of the article: heard where its own blame no gang.
    Evidence paths are ``perpetrators[i].actor`` and ``.attribution``.
    """
    scene = read_scene(text, mentions, passages, victims, kind)
    status = read_status(scene)
    forces = force_blames(scene, status)
    accused = any(b.attribution in STRENGTH[:2] for b in forces)
    if kind is None and confrontation.is_fight(scene.prepared, scene.sentences, scene.mentions, accused=accused):
        scene = replace(scene, kind="confrontation")
    blames = gang_blames(scene, status) + forces + blamed_for_all(scene, mentions)
    blames = blames or accused_in_lead(scene, mentions) or accused_members(scene, status) or _of_all(scene, mentions, common)
    if scene.kind == "confrontation":
        blames = confrontation_blames(scene, blames)
    gang = any(b.actor in GANGS and b.attribution != Attribution.DENIED for b in blames)
    kin = [] if gang and kind != "femicide" else kin_blames(scene, status)
    if kin:
        blames = [b for b in blames if b.actor not in FORCES or not (kin[0].start <= b.end + SAME_DEED and b.start <= kin[0].end)]
    standing = _merge(blames + kin, members_gang(scene))
    if all(b.attribution == Attribution.DENIED for b in standing):
        standing = other_blames(scene, status) + standing
    return _as_claims(scene, standing)


def _of_all(scene: Scene, mentions: Sequence[ActorMention], common: Sequence[Span]) -> list[Blame]:
    """Gangs blamed where the article sums up its cases: «Dos soldados fueron asesinados por pandilleros»."""
    above = read_scene(scene.prepared.text, mentions, common, scene.victims, scene.kind)
    return gang_blames(above, read_status(above), raised=False)


def _merge(found: Sequence[Blame], told: ActorCode | None) -> list[Blame]:
    """One blame for each actor, the strongest; a denial outweighs hearsay only. ``told``: the gang of members named."""
    denied = [b for b in found if b.attribution == Attribution.DENIED]
    blames = [b for b in found if b.attribution != Attribution.DENIED]
    named = only_gang([b.actor for b in blames]) or told
    if not named and any(b.actor in GANGS and b.actor != ActorCode.GANG_UNSPECIFIED for b in blames):
        blames = [b for b in blames if b.actor != ActorCode.GANG_UNSPECIFIED or b.cue == "rival"]
    resolved = [replace(b, actor=_resolve(b.actor, named, blames)) for b in blames]
    refused = only_gang([b.actor for b in denied])
    ruled_out = [replace(b, actor=_resolve(b.actor, refused or only_gang([x.actor for x in blames]), denied)) for b in denied]
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
