"""The two sides of an exchange of fire: who of each was hurt, and which forces and gang took part (codebook section 4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from db.models import GANGS, ActorCode
from extraction.components.actor_cues import View, expand, merged
from extraction.components.actor_mentions import NAME_ONLY, PERPETRATOR, VICTIM, ActorMention
from extraction.structure import Sentence

_ARMY = re.compile(r"\b(?:soldados?|militar(?:es)?|ejercito|fuerza armada|faes|castrenses?|soldiers?|army|tropas?)\b")
_POLICE = re.compile(
    r"\b(?:polic\w+|pnc|agentes?|sargentos?|cabos?|inspector(?:es)?|subinspector|uniformad[oa]s|comisionad[oa]|patrulla|police\w*|officers?)\b"
)
_GANG_WORDS = re.compile(
    r"\b(?:pandiller\w+|marer\w+|terroristas?|delincuentes?|criminales|sospechos\w+|presuntos? (?:delincuentes|atacantes)|sujetos|gang members?)\b"
)
_FIGHT = re.compile(
    r"\b(?:enfrent\w+|intercambi\w+|tirote\w+|dispar\w+|balacera|fuego|embosc\w+|balazos|atac\w+|repel\w+|respond\w+|operativo|patrull\w+"
    r"|conjunt\w+|combinad\w+|shootout|confrontation|clash\w*|exchange|gun ?battle)\b"
)
_BYSTANDERS = re.compile(
    r"\b(?:acordon\w+|llegaron (?:al|a la) (?:lugar|escena)|resguard\w+|custodia\w+|brindan? seguridad)\b"
)
_HURT = re.compile(
    r"\b(?:muer\w+|muri\w+|fallec\w+|herid\w*|lesion\w+|abatid\w+|perdi\w+ la vida|baj[ao]s?|killed|died|dead|wounded|injured)\b"
)
_UNHURT = re.compile(
    r"\b(?:iles\w+|sin (?:lesiones|heridos|bajas)|no (?:resultaron?|hubo|sufri\w+|report\w+)|unhurt|unharmed)\b"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who was hurt (killed or wounded) on each side; ``forces`` and ``gang`` carry the words that name them."""

    gang_hurt: bool
    forces_hurt: bool
    forces: tuple[tuple[ActorCode, int, int], ...]
    gang: tuple[ActorCode | None, int, int]


#: Said of those whom security forces shoot dead.
_SHOT_DEAD = re.compile(r"\babati(?:o|eron|d[oa]s?)\b")


def is_fight(prepared: View, sentences: Sequence[Sentence], mentions: Sequence[ActorMention]) -> bool:
    """An exchange of fire between forces that act (not only speak) and a gang or suspects."""
    folded = prepared.folded
    fights = [s for s in sentences if merged("fight").search(folded, s.start, s.end)]
    shot_dead = any(_SHOT_DEAD.search(folded, s.start, s.end) for s in fights)
    if not fights or not (shot_dead or _acting_forces(folded, fights)):
        return False
    return any(m.code in GANGS for m in mentions) or any(_GANG_WORDS.search(folded, s.start, s.end) for s in fights)


def _acting_forces(folded: str, sentences: Sequence[Sentence]) -> bool:
    return any(
        not _speaks(folded, match)
        for s in sentences
        for pattern in (_POLICE, _ARMY)
        for match in pattern.finditer(folded, s.start, s.end)
    )


def force_code(words: str) -> ActorCode:
    """``army`` for soldiers only, else ``police``."""
    return ActorCode.ARMY if _ARMY.search(words) and not _POLICE.search(words) else ActorCode.POLICE


def sides(
    prepared: View, sentences: Sequence[Sentence], victims: Sequence[tuple[int, int]], mentions: Sequence[ActorMention]
) -> Sides:
    """Reads both sides from the victim phrases, or from the sentences themselves where no phrase tells its side."""
    folded = prepared.folded
    phrases = [folded[a:b] for a, b in victims if not _unhurt(folded, a, b)]
    gang_hurt = any(_is_gang(p) for p in phrases) or any(m.role == VICTIM and m.code in GANGS for m in mentions)
    gang_hurt = gang_hurt or any(_SHOT_DEAD.search(folded, s.start, s.end) for s in sentences)
    forces_hurt = any(_is_force(p) for p in phrases) or _hurt_forces(folded, sentences)
    return Sides(gang_hurt or not forces_hurt, forces_hurt, _forces(folded, sentences), _gang(mentions))


def _unhurt(folded: str, start: int, end: int) -> bool:
    """«Los dos militares resultaron ilesos», «no hubo uniformados lesionados»."""
    before = folded[max(0, start - 25) : start].rpartition(".")[2]
    after = folded[end : end + 45].partition(".")[0]
    return bool(_UNHURT.search(before + folded[start:end] + after))


def _is_gang(phrase: str) -> bool:
    return bool(_GANG_WORDS.search(phrase) or re.search(r"\b(?:ms|18|mara|pandilla|clica)\b", phrase))


def _is_force(phrase: str) -> bool:
    return bool((_POLICE.search(phrase) or _ARMY.search(phrase)) and not _is_gang(phrase))


@cache
def _hurt_force() -> re.Pattern[str]:
    """One of the forces killed or wounded: the rows ``hurt_force`` of ``attribution.csv``."""
    return merged("hurt_force")


def _hurt_forces(folded: str, sentences: Sequence[Sentence]) -> bool:
    return any(
        _hurt_force().search(folded, s.start, s.end) and not _UNHURT.search(folded, s.start, s.end) for s in sentences
    )


def _forces(folded: str, sentences: Sequence[Sentence]) -> tuple[tuple[ActorCode, int, int], ...]:
    """The forces told to have taken part; police where only «las autoridades» are told."""
    found: dict[ActorCode, tuple[ActorCode, int, int]] = {}
    for sentence in sentences:
        if not _FIGHT.search(folded, sentence.start, sentence.end) or _BYSTANDERS.search(
            folded, sentence.start, sentence.end
        ):
            continue
        for code, pattern in ((ActorCode.POLICE, _POLICE), (ActorCode.ARMY, _ARMY)):
            match = next(
                (m for m in pattern.finditer(folded, sentence.start, sentence.end) if not _speaks(folded, m)), None
            )
            if match and code not in found:
                found[code] = (code, match.start(), match.end())
    if not found and sentences:
        first = sentences[0]
        return ((ActorCode.POLICE, first.start, first.end),)
    return tuple(found.values())


_SAID = re.compile(expand(r"(?:\b(?:segun|de acuerdo (?:con|a))|{say})(?: \w+){0,5}\s*$"))
_SAYS = re.compile(expand(r"(?: \w+){0,3}(?: \(\w+\))?,? {say}\b"))


def _speaks(folded: str, match: re.Match[str]) -> bool:
    """The force is only the one who tells it."""
    before = folded[max(0, match.start() - 50) : match.start()]
    return bool(_SAID.search(before) or _SAYS.match(folded, match.end(), match.end() + 60))


def _gang(mentions: Sequence[ActorMention]) -> tuple[ActorCode | None, int, int]:
    """The gang in the fight: the one blamed, else the one of its dead."""
    ranked = sorted(
        (m for m in mentions if m.role in (PERPETRATOR, VICTIM, NAME_ONLY) and m.code in GANGS),
        key=lambda m: (m.code == ActorCode.GANG_UNSPECIFIED, m.role != PERPETRATOR, m.start),
    )
    return (ranked[0].code, ranked[0].start, ranked[0].end) if ranked else (ActorCode.GANG_UNSPECIFIED, 0, 0)
