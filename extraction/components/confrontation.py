"""The two sides of an exchange of fire: who of each was hurt, and which forces and gang took part (codebook section 4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from db.models import GANGS, ActorCode
from extraction.components.actor_cues import View, merged
from extraction.components.actor_mentions import NAME_ONLY, PERPETRATOR, VICTIM, ActorMention
from extraction.structure import Sentence


@dataclass(frozen=True, slots=True)
class Sides:
    """Who was hurt (killed or wounded) on each side; ``forces`` and ``gang`` carry the words that name them."""

    gang_hurt: bool
    forces_hurt: bool
    forces: tuple[tuple[ActorCode, int, int], ...]
    gang: tuple[ActorCode | None, int, int]


def is_fight(prepared: View, sentences: Sequence[Sentence], mentions: Sequence[ActorMention], *, accused: bool = False) -> bool:
    """An exchange of fire between forces, named or ``accused``, and a gang or suspects; not of two gangs, told by the police."""
    folded = prepared.folded
    fights = [s for s in sentences if merged("fight").search(folded, s.start, s.end)]
    shot_dead = any(merged("shot_dead").search(folded, s.start, s.end) for s in fights)
    if not fights or not (shot_dead or accused or _forces_told(folded, fights)):
        return False
    if any(merged("rival_gangs").search(folded, s.start, s.end) for s in fights):
        return False
    return any(m.code in GANGS for m in mentions) or any(merged("gang_words").search(folded, s.start, s.end) for s in fights)


def _forces_told(folded: str, sentences: Sequence[Sentence]) -> bool:
    patterns = (merged("police"), merged("army"))
    return any(pattern.search(folded, s.start, s.end) for s in sentences for pattern in patterns)


def force_code(words: str) -> ActorCode:
    """``army`` for soldiers only, else ``police``."""
    return ActorCode.ARMY if merged("army").search(words) and not merged("police").search(words) else ActorCode.POLICE


def sides(
    prepared: View, sentences: Sequence[Sentence], victims: Sequence[tuple[int, int]], mentions: Sequence[ActorMention]
) -> Sides:
    """Reads both sides from the victim phrases, or from the sentences themselves where no phrase tells its side."""
    folded = prepared.folded
    phrases = [folded[a:b] for a, b in victims if not _unhurt(folded, a, b)]
    gang_hurt = any(_is_gang(p) for p in phrases) or any(m.role == VICTIM and m.code in GANGS for m in mentions)
    gang_hurt = gang_hurt or any(merged("shot_dead").search(folded, s.start, s.end) for s in sentences)
    safe = any(merged("forces_safe").search(folded, s.start, s.end) for s in sentences)
    forces_hurt = (not safe and any(_is_force(p) for p in phrases)) or _hurt_forces(folded, sentences)
    return Sides(gang_hurt or not forces_hurt, forces_hurt, _forces(folded, sentences), _gang(mentions))


def _unhurt(folded: str, start: int, end: int) -> bool:
    """«Los dos militares resultaron ilesos», «no hubo uniformados lesionados»."""
    before = folded[max(0, start - 25) : start].rpartition(".")[2]
    after = folded[end : end + 45].partition(".")[0]
    return bool(merged("unhurt").search(before + folded[start:end] + after))


def _is_gang(phrase: str) -> bool:
    return bool(merged("gang_words").search(phrase) or re.search(r"\b(?:ms|18|mara|pandilla|clica)\b", phrase))


def _is_force(phrase: str) -> bool:
    return bool((merged("police").search(phrase) or merged("army").search(phrase)) and not _is_gang(phrase))


def _hurt_forces(folded: str, sentences: Sequence[Sentence]) -> bool:
    return any(
        merged("hurt_force").search(folded, s.start, s.end) and not merged("unhurt").search(folded, s.start, s.end)
        for s in sentences
    )


def _forces(folded: str, sentences: Sequence[Sentence]) -> tuple[tuple[ActorCode, int, int], ...]:
    """The forces told to have taken part; police where only «las autoridades» are told."""
    found: dict[ActorCode, tuple[ActorCode, int, int]] = {}
    for sentence in sentences:
        if not merged("taking_part").search(folded, sentence.start, sentence.end) or merged("bystanders").search(
            folded, sentence.start, sentence.end
        ):
            continue
        for code, pattern in ((ActorCode.POLICE, merged("police")), (ActorCode.ARMY, merged("army"))):
            match = next((m for m in pattern.finditer(folded, sentence.start, sentence.end) if not _speaks(folded, m)), None)
            if match and code not in found:
                found[code] = (code, match.start(), match.end())
    if not found and sentences:
        first = sentences[0]
        return ((ActorCode.POLICE, first.start, first.end),)
    return tuple(found.values())


def _speaks(folded: str, match: re.Match[str]) -> bool:
    """The force is only the one who tells it."""
    before = folded[max(0, match.start() - 50) : match.start()]
    return bool(merged("said_before").search(before) or merged("says_after").match(folded, match.end(), match.end() + 60))


def _gang(mentions: Sequence[ActorMention]) -> tuple[ActorCode | None, int, int]:
    """The gang in the fight: the one blamed, else the one of its dead."""
    ranked = sorted(
        (m for m in mentions if m.role in (PERPETRATOR, VICTIM, NAME_ONLY) and m.code in GANGS),
        key=lambda m: (m.code == ActorCode.GANG_UNSPECIFIED, m.role != PERPETRATOR, m.start),
    )
    return (ranked[0].code, ranked[0].start, ranked[0].end) if ranked else (ActorCode.GANG_UNSPECIFIED, 0, 0)
