"""What is told of one incident, prepared for blame: its sentences, the law's steps in them, and who speaks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from db.models import ActorCode, Attribution
from extraction.components.actor_cues import View, cues, merged, view
from extraction.components.actor_mentions import NAME_ONLY, OWN_GANG, PERPETRATOR, RIVAL, VICTIM, ActorMention, told_by
from extraction.structure import DECK, TITLE, Sentence

Span = tuple[int, int]
STRENGTH = tuple(Attribution)
#: Sentences of title and lead that may name the source of the whole article.
LEAD = 6
#: An acquittal in so many first sentences (title and lead) clears the accused.
ACQUITTED = 3
#: Sentences before and after that may name the speaker of one, within its paragraph.
NEIGHBOURS = 5
#: Longest gap between a victim phrase and the gang named for it, in characters.
GLUE = 45
#: A mention blamed by a cue of this weight stays blamed inside a victim phrase, too.
SURE = 11.0
FORCES = (ActorCode.POLICE, ActorCode.ARMY)
BLAMED = (PERPETRATOR, RIVAL, OWN_GANG)


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


def read_scene(
    text: str, mentions: Sequence[ActorMention], passages: Sequence[Span], victims: Sequence[Span], kind: str | None
) -> Scene:
    prepared = view(text)
    harmed = Spans(victims)
    told = _touched(prepared.sentences, passages)
    first, last = (told[0][1].start, told[-1][1].end) if told else (0, 0)
    nearby = [m for m in mentions if first <= m.start < last]
    blamed = {index_at(prepared.sentences, m.start) for m in nearby if m.role == PERPETRATOR and m.weight >= SURE}
    kept = tuple(sentence for i, sentence in told if not _is_background(prepared, sentence, harmed, i in blamed))
    here = tuple(_as_victim(prepared, m, harmed) for m in nearby if holds(kept, m.start))
    return Scene(prepared, kept, tuple(victims), here, kind)


def _touched(sentences: Sequence[Sentence], passages: Iterable[Span]) -> list[tuple[int, Sentence]]:
    """The sentences that share a character with a passage, with their numbers; a search a passage, so that many stay cheap."""
    found: dict[int, Sentence] = {}
    for start, end in passages:
        at = max(0, index_at(sentences, start))
        while at < len(sentences) and sentences[at].start < end:
            if sentences[at].end > start:
                found[at] = sentences[at]
            at += 1
    return sorted(found.items(), key=lambda item: item[0])


class Spans:
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


def index_at(sentences: Sequence[Sentence], position: int) -> int:
    return bisect_right(sentences, position, key=lambda s: s.start) - 1


def holds(sentences: Sequence[Sentence], position: int) -> bool:
    index = index_at(sentences, position)
    return index >= 0 and position < sentences[index].end


def _is_background(prepared: View, sentence: Sentence, victims: Spans, blamed: bool) -> bool:
    """A sentence of figures, policy or gangs at large, unless it holds a victim or (of policy) somebody clearly blamed.

    What is told of most cases of a sum is told of none in particular.
    """
    kinds = {c.value for c in cues("background") if c.pattern.search(prepared.folded, sentence.start, sentence.end)}
    if kinds == {"policy"}:
        return not blamed
    return "sum" in kinds or (bool(kinds) and not victims.touch(sentence.start, sentence.end))


def _as_victim(prepared: View, mention: ActorMention, victims: Spans) -> ActorMention:
    """``mention`` with the victim's role where it stands inside a victim phrase or is glued to its end."""
    for start, end in victims.near(mention.start - GLUE, mention.end):
        inside = start <= mention.start < end and mention.end <= end + 2
        glued = is_glued(prepared, (start, end), mention)
        sure = mention.role in BLAMED and mention.weight >= SURE
        if (inside and not sure) or (glued and mention.role == NAME_ONLY):
            return replace(mention, role=VICTIM, cue="victim phrase")
    return mention


def is_glued(prepared: View, victim: Span, mention: ActorMention) -> bool:
    """«La víctima era pandillero de la …»: the gang stands right after the victim phrase."""
    end = victim[1]
    return end <= mention.start <= end + GLUE and bool(merged("glue").fullmatch(prepared.folded, end, mention.start))


def sentence_of(scene: Scene, position: int) -> Sentence:
    return scene.sentences[index_at(scene.sentences, position)]


@dataclass(frozen=True, slots=True)
class Status:
    """A capture, charge or sentence told in a sentence."""

    attribution: Attribution
    start: int
    end: int
    sentence: Sentence
    cue: str


def read_status(scene: Scene) -> list[Status]:
    found: list[Status] = []
    acquitted_in_lead = False
    for index, sentence in enumerate(scene.sentences):
        hidden = _hide(scene.prepared.folded[sentence.start : sentence.end], merged("other_case"))
        hidden = _hide(hidden, merged("not_status"))
        reduced = merged("reduce").search(hidden) is not None
        if not reduced and merged("acquittal").search(hidden) and not merged("sentenced").search(hidden):
            acquitted_in_lead = acquitted_in_lead or index < ACQUITTED
            continue
        for cue in cues("status"):
            match = cue.pattern.search(hidden)
            if match:
                attribution = Attribution.CHARGED if reduced else Attribution(cue.value)
                a, b = sentence.start + match.start(), sentence.start + match.end()
                found.append(Status(attribution, a, b, sentence, cue.name))
    if any(merged("nobody_held").search(scene.prepared.folded, s.start, s.end) for s in scene.sentences):
        found = [s for s in found if not _is_capture(scene, s)]
    if acquitted_in_lead and all(status.attribution != Attribution.CONVICTED for status in found):
        return []
    return found


def _is_capture(scene: Scene, status: Status) -> bool:
    """Only a capture, which counts for another deed where nobody was taken for this one."""
    words = scene.prepared.folded[status.start : status.end]
    return status.attribution == Attribution.CHARGED and merged("taking").search(words) is not None and "orden" not in words


def _hide(words: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), words)


def strongest_of(statuses: Sequence[Status]) -> Status | None:
    return min(statuses, key=lambda s: STRENGTH.index(s.attribution), default=None)


def speaker(scene: Scene, sentence: Sentence, position: int | None = None) -> tuple[Attribution, str | None]:
    """Who says it: the speaker of sentence or paragraph, the authority for speech without a speaker, else the outlet."""
    told, by = told_by(scene.prepared, sentence, position)
    if told:
        return told, by
    index = index_at(scene.sentences, sentence.start)
    near = scene.sentences[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
    for other in sorted(near, key=lambda s: abs(s.start - sentence.start)):
        told, by = told_by(scene.prepared, other) if other != sentence else (None, None)
        if told and other.paragraph == sentence.paragraph:
            return told, by
    if sentence.kind in (TITLE, DECK):
        return _of_lead(scene)
    return _voice(scene) if _is_speech(scene, sentence) else (Attribution.REPORTED, "outlet")


def _of_lead(scene: Scene) -> tuple[Attribution, str | None]:
    """A headline has its word from the speaker of the first sentence below it."""
    lead = next((s for s in scene.prepared.sentences if s.kind not in (TITLE, DECK)), None)
    told, by = told_by(scene.prepared, lead) if lead else (None, None)
    return (told, by) if told else (Attribution.REPORTED, "outlet")


def _is_speech(scene: Scene, sentence: Sentence) -> bool:
    """A quotation, or «agregó», «detalló»: somebody told before goes on speaking."""
    folded = scene.prepared.folded[sentence.start : sentence.end]
    return any(sign in folded for sign in '“”«»"') or merged("saying").search(folded) is not None


@lru_cache(maxsize=8)
def _voice(scene: Scene) -> tuple[Attribution, str | None]:
    """The authority that speaks anywhere in the passages, else in the lead, else the outlet itself."""
    voices = (told_by(scene.prepared, s) for s in (*scene.sentences, *scene.prepared.sentences[:LEAD]))
    official = next((by for told, by in voices if told == Attribution.OFFICIAL), None)
    return (Attribution.OFFICIAL, official) if official else (Attribution.REPORTED, "outlet")
