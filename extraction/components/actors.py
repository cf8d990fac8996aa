"""Actors, attribution and affiliation: what the incident builder calls.

``find_actors`` reads every actor named in a text once; ``claims`` says who is blamed for one incident, ``affiliation`` which gang
a victim is said to belong to. Vocabulary: ``data/lexicons/actors.csv`` and ``attribution.csv``.
"""

from collections.abc import Sequence

from db.models import GANGS, ActorCode, Evidence
from extraction.components.actor_cues import merged, view
from extraction.components.actor_mentions import NAME_ONLY, VICTIM, ActorMention, find_actors
from extraction.components.blame import claims
from extraction.components.blame_scene import BLAMED, SURE, Spans, is_glued
from extraction.components.confrontation import is_fight

#: «No era de la …»: so many characters before a gang's name may deny the membership.
BEFORE = 70
#: «Hermano de un …»: so many characters before a gang member tell whose relative is meant.
KIN_BEFORE = 25

__all__ = ["ActorMention", "affiliation", "claims", "find_actors"]


def affiliation(
    text: str,
    mentions: Sequence[ActorMention],
    victim: tuple[int, int],
    passages: Sequence[tuple[int, int]],
) -> tuple[ActorCode | None, Evidence | None]:
    """The gang that anyone in the text says the victim belonged to; (None, None) where no gang is named for them.

    A gang inside the phrase or in its sentence comes before one elsewhere in the passages.
    """
    named = [m for m in mentions if m.code in GANGS and m.code != ActorCode.GANG_UNSPECIFIED]
    told = [m for m in named if _concerns(text, m, victim, passages)] or _gang_of_gang_member(text, named, victim, passages)
    if not told:
        return None, None
    sentence = next(((s.start, s.end) for s in view(text).sentences if s.start <= victim[0] < s.end), victim)
    best = min(told, key=lambda m: (not _within(m, victim), not _within(m, sentence), abs(m.start - victim[0])))
    return best.code, Evidence("affiliation", best.start, best.end, text[best.start : best.end], best.cue)


def _within(mention: ActorMention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.start < span[1]


def _concerns(text: str, mention: ActorMention, victim: tuple[int, int], passages: Sequence[tuple[int, int]]) -> bool:
    before = view(text).folded[max(0, mention.start - BEFORE) : mention.start]
    if merged("kin_of_member").search(before[-KIN_BEFORE:]) or merged("not_member").search(before):
        return False
    if _within(mention, victim):
        return mention.role not in BLAMED or mention.weight < SURE
    if mention.role == NAME_ONLY and is_glued(view(text), victim, mention):
        return True
    return mention.role == VICTIM and any(_within(mention, passage) for passage in passages)


def _gang_of_gang_member(
    text: str, named: Sequence[ActorMention], victim: tuple[int, int], passages: Sequence[tuple[int, int]]
) -> list[ActorMention]:
    """For «tres pandilleros» the one gang the passages name: for nobody in particular, or for the side that fought the forces."""
    prepared = view(text)
    if not merged("gang_words").search(prepared.folded, *victim):
        return []
    inside = [m for m in named if any(_within(m, passage) for passage in passages)]
    told = Spans(passages)
    sentences = [s for s in prepared.sentences if told.touch(s.start, s.end)]
    fight = is_fight(prepared, sentences, inside)
    fitting = [m for m in inside if m.role == NAME_ONLY or (fight and m.role in BLAMED)]
    return fitting if len({m.code for m in fitting}) == 1 else []
