"""What role a place has: the place of the event, a dateline, a hospital, a court, where somebody comes from …"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from extraction.places.chains import Chain, Reading
from extraction.places.cues import ClauseCues, Cue, adjacent_cue, cues, people, plain_end
from extraction.places.tokens import Tokens
from extraction.places.vocabulary import vocabulary
from extraction.structure import BODY, BOILERPLATE, HEADING, TITLE, TWEET, Sentence

Role = tuple[str, str | None]

_PREPOSITION = re.compile(r"\b(en|de|del|a|al|por|sobre|entre|in|of|at|on|near|from|to)\s+$")
_AGENCY = r"\((?:efe|ap|afp|acan-efe|reuters|ansa|xinhua|dpa|notimex|sputnik|upi|cnn|europa press)\)"
_DAY = r"(?:\d{1,2} (?:de )?[a-z]{3,10}\.?(?: de \d{4})?)?"
_DATELINE = re.compile(rf"[,.]?\s*(?:\([^)]{{3,25}}\)\s*,?)?\s*{_DAY}\s*(?:{_AGENCY}|\.[-–—]| ?[-–—] )")
_LIST_GAPS = frozenset({"y", "e", "", "and", "y en", "y el", "y la", "o", "u", "y de", "ni", "y del", "or"})
_POINTS = (
    r"(?:norte|sur|este|oeste|oriente|poniente|occidente|nor\w{4,}|sur\w{4,}|sudeste|sudoeste|north\w*|south\w*|east\w*|west\w*)"
)
_DIRECTED = re.compile(
    rf"\b(?:al|hacia el|km|kilometros?)\s+(?:al )?{_POINTS}\s+(?:de|del|of)\s+$"
    rf"|\b(?:miles|kilomet(?:er|re)s|km)\)? {_POINTS} of\s+$"
)
_ZONE = re.compile(rf"(?<!calle )(?<!avenida )\b(?:{_POINTS}|zona|resto)\s+(?:de|del|of)\s+$")
_ROUTE_AFTER = re.compile(r"\s+(?:a|hacia|hasta)\s+(?:la |el )?[A-ZÁÉÍÓÚÑ]")
_BETWEEN = re.compile(r"\)?,?\s+[ye]\s+(?:el |la |los )?(?:[a-záéíóú]+ (?:de |del )?)?[A-ZÁÉÍÓÚÑ]")
_PERSON_BEFORE = re.compile(r"(?:[A-ZÁÉÍÓÚÑ][\w.]+ [A-ZÁÉÍÓÚÑ][\w.]+|\d años), $")
#: Before a wake or funeral that is the scene of what was told before.
_DURING = re.compile(r"\b(?:en|durante|at|during) (?:el |la |un |una |the |a )?$")
_WHO = re.compile(r"([^\W_]+)\s+del?\s+$")
_IN_PRISON = re.compile(r"\ben (?:el |la |los )?(?:\w+ \w+ del |\w+ del )?$")
_HELD = re.compile(
    r"\b(?:reclui\w+|recluid\w+|guarda(?:ba|n|ban)? prision|cumpl\w+|pres[oa]s? en|destacad\w+|labora\w*|trabaja\w*|traslad\w+"
    r"|remiti\w+|envia\w+|ordenad\w+|orden|salio|salido|desde|custodios?|agentes?|reclusos?|held|serving)\b"
)
_NOTHING: Role = ("area", "no preposition")
_PEOPLE = re.compile(r"\bde (?:los|las|el|la)\s+$|\bdel\s+$")
#: Verbs of finding, whose subject may be a thing.
_FINDING = ("localiz", "encontr", "hall", "abandon", "quemad")
_REACH, _EDGE = 160, 60
#: How far before a verb of finding its subject stands, in characters.
_NEAR = 45
#: A verb so near after a place that opens its sentence tells of it, in characters.
_NEXT = 15


@cache
def _thing() -> re.Pattern[str]:
    """A vehicle or weapon as the subject of the verb that follows."""
    things = "|".join(sorted(vocabulary().labels["thing"]))
    return re.compile(rf"\b(?:{things})s?\b(?:(?!\b(?:con|dentro|en)\b)[^.,;]){{0,30}}$")


class Roles:
    """Gives each chain its role, in the order of the text."""

    def __init__(self, tokens: Tokens, sentences: Sequence[Sentence]) -> None:
        self.tokens = tokens
        self.sentences = sentences
        self.starts = [s.start for s in sentences]
        self.previous: tuple[Chain, str, str | None] | None = None
        self.clauses: dict[int, ClauseCues] = {}

    def role(self, chain: Chain, reading: Reading) -> Role:
        """The role of ``chain`` and the row that decided it. Call in order."""
        sentence = self._sentence(chain.start)
        role, cue = self._by_layout(chain, reading, sentence) or self._by_words(chain, reading, sentence)
        if reading.country != "SV" and role in ("event", "area"):
            role = "foreign"
        self.previous = (chain, role, cue)
        return role, cue

    def in_boilerplate(self, chain: Chain) -> bool:
        """Whether the chain stands in a line that is no part of the story («Lea también: …»)."""
        return self._sentence(chain.start).kind == BOILERPLATE

    def paragraph(self, chain: Chain) -> int:
        """The number of the line the chain stands in."""
        return self._sentence(chain.start).paragraph

    def _sentence(self, offset: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def _clause(self, sentence: Sentence) -> ClauseCues:
        if sentence.start not in self.clauses:
            self.clauses[sentence.start] = ClauseCues(self.tokens.folded, sentence.start, sentence.end)
        return self.clauses[sentence.start]

    # --- by where it stands ------------------------------------------------------------------------------------

    def _by_layout(self, chain: Chain, reading: Reading, sentence: Sentence) -> Role | None:
        dateline = self._dateline(chain, reading, sentence)
        if dateline:
            return "dateline", dateline
        return ("event", "sub-head") if self._alone(chain, sentence) else self._listed(chain)

    def _dateline(self, chain: Chain, reading: Reading, sentence: Sentence) -> str | None:
        """``dateline:agency``, or ``dateline:local`` («SAN MIGUEL.- Un hombre …» at the head of the first paragraphs)."""
        text = self.tokens.folded
        begin = max(0, chain.start - _EDGE)
        line = text[begin : chain.start].rpartition("\n")
        if sentence.kind == TITLE or (begin and not line[1]) or line[2].strip(' \t"“«('):
            return None
        found = _DATELINE.match(text, chain.end)
        if found:
            return "dateline:agency" if "(" in found.group() else "dateline:local"
        after = text[chain.end : chain.end + 2]
        return "dateline:local" if reading.homonym and after == ". " and sentence.paragraph <= 2 else None

    def _alone(self, chain: Chain, sentence: Sentence) -> bool:
        """A line (or the part before a colon) that is only a place: the sub-head of a round-up."""
        if chain.start - sentence.start > _EDGE:
            return False
        before = self.tokens.text[sentence.start : chain.start].strip()
        after = self.tokens.text[chain.end : min(sentence.end, chain.end + _EDGE)].strip()
        if before.strip('•-–—*·▪►> \t«“"('):
            return False
        run_in = after[:1] in (":", "|") or after[:2] in (".-", ".–", ".—") or after in (".", ")")
        return (
            run_in or (not after and sentence.kind in (HEADING, TITLE, BODY)) or (after[:1] == "," and sentence.kind == HEADING)
        )

    def _listed(self, chain: Chain) -> Role | None:
        """«en Apopa, Soyapango y Mejicanos»: the role of the first name goes on."""
        if self.previous is None or chain.units[0].level == "institution":
            return None
        before, role, cue = self.previous
        gap = self.tokens.folded[before.end : min(chain.start, before.end + _EDGE)]
        if len(gap) > 20 or "\n" in gap or "." in gap:
            return None
        between = " ".join(re.sub(r"[,()«»“”\"]", " ", gap).split())
        return (role, cue) if between in _LIST_GAPS and not (between == "y en" and role == "origin") else None

    # --- by the words before it --------------------------------------------------------------------------------

    def _by_words(self, chain: Chain, reading: Reading, sentence: Sentence) -> Role:
        left = self.tokens.folded[max(sentence.start, chain.start - _REACH) : chain.start]
        bare = plain_end(left)
        if self._is_direction(chain, reading, bare):
            return "area", "direction"
        adjacent = adjacent_cue(bare)
        if reading.institution:
            return self._institution(chain, reading.institution, adjacent, left, sentence)
        if adjacent and adjacent[0] != "event":
            return adjacent
        preposition = _PREPOSITION.search(bare)
        told = self._by_preposition(chain, bare, preposition.group(1)) if preposition and not adjacent else None
        if told:
            return told
        if not adjacent and not preposition:
            return self._without_preposition(chain, sentence, left)
        governed = self._governed(chain, sentence)
        if adjacent and (governed is None or governed[0] != "capture"):
            return adjacent
        return governed or ("event", "preposition")

    def _is_direction(self, chain: Chain, reading: Reading, bare: str) -> bool:
        """«al norte de San Salvador», «la periferia norte de la capital»: a point of reference."""
        if reading.institution or chain.units[0].level == "locality":
            return False
        return bool(_DIRECTED.search(bare) or (reading.district and _ZONE.search(bare)))

    def _by_preposition(self, chain: Chain, bare: str, preposition: str) -> Role | None:
        if preposition in ("de", "del"):
            return self._after_de(chain, bare)
        if preposition == "entre" and chain.units[0].level != "locality" and _BETWEEN.match(self.tokens.text, chain.end):
            return "area", "between two places"
        return ("destination", f"preposition:{preposition}") if preposition in ("a", "al", "to") else None

    def _after_de(self, chain: Chain, bare: str) -> Role | None:
        """«un taxista de Apopa», «Juan Pérez, de Corinto» are origins, and so is the start of «de Apopa a Nejapa»."""
        text = self.tokens.text
        who = _WHO.search(bare)
        if who and who.group(1) in people():
            return "origin", f"people.csv:{who.group(1)}"
        if _ROUTE_AFTER.match(text, chain.end):
            return "origin", "de … a …"
        before = text[max(0, chain.start - _EDGE) : chain.start]
        return ("origin", "name, de …") if _PERSON_BEFORE.search(re.sub(r"\bdel? (?:el |la )?$", "", before)) else None

    def _institution(self, chain: Chain, kind: str, adjacent: tuple[str, str] | None, left: str, sentence: Sentence) -> Role:
        """An institution is a place of the event only where the words say so: «frente a», «dentro del», «en el penal … murió»."""
        role = "institution" if kind == "prison" else kind
        if adjacent and adjacent[0] == "event" and not adjacent[1].endswith((":por", ":de")):
            return adjacent
        if adjacent and adjacent[0] in ("origin", "destination"):
            return ("origin" if adjacent[0] == "origin" else role), adjacent[1]
        if kind == "prison" and _IN_PRISON.search(left) and not _HELD.search(left[-70:]):
            governed = self._governed(chain, sentence) or self._after(chain, sentence)
            if governed[0] == "event":
                return "event", f"inside a prison; {governed[1]}"
        if kind == "court" and re.search(r"\bpaz\b", self.tokens.folded[chain.start : chain.end]):
            return role, "place_heads.csv:juzgado de paz"
        return role, f"place_heads.csv:{kind}"

    def _governed(self, chain: Chain, sentence: Sentence) -> Role | None:
        """The nearest verb or noun before the place; when the place opens the sentence, the first one after it."""
        before = self._clause(sentence).before(chain.start)
        for k in range(len(before) - 1, -1, -1):
            if before[k].label == "capture" and self._is_person(before[k]):
                continue
            if before[k].label in ("origin", "area", "court") and "," in self.tokens.folded[before[k].end : chain.start]:
                continue
            return self._label(before, k), f"place_cues.csv:{before[k].term}"
        after = self._clause(sentence).first_after(chain.end)
        if after and after.label in ("capture", "burial", *(("area", "origin") if self._right_after(chain, after) else ())):
            return after.label, f"place_cues.csv:{after.term}"
        return None

    def _right_after(self, chain: Chain, cue: Cue) -> bool:
        """«En Apopa residía la víctima», not «en Apopa, un hombre que residía …»."""
        return cue.start - chain.end <= _NEXT and not re.search(
            r"\b(?:que|donde|quien)\b", self.tokens.folded[chain.end : cue.start]
        )

    def _is_person(self, cue: Cue) -> bool:
        """«La casa de los detenidos»: people, not the act."""
        return bool(_PEOPLE.search(self.tokens.folded[max(0, cue.start - 12) : cue.start]))

    def _label(self, before: list[Cue], k: int) -> str:
        """«El detenido fue localizado en X» is a capture, though «localizado» tells a find; who died «en una vela» died there."""
        previous = before[k - 1].label if k > 0 else ""
        if before[k].term.startswith(_FINDING):
            return "capture" if previous == "capture" else self._found(before, k)
        at_wake = before[k].label == "burial" and previous == "event"
        return "event" if at_wake and _DURING.search(self.tokens.folded[: before[k].start][-_EDGE:]) else before[k].label

    def _found(self, before: list[Cue], k: int) -> str:
        """«El carro fue hallado quemado en X» tells of no deed."""
        first = before[k - 1] if k > 0 and before[k - 1].term.startswith(_FINDING) else before[k]
        thing = _thing().search(self.tokens.folded[max(0, first.start - _NEAR) : first.start])
        return "area" if thing else before[k].label

    # --- with no preposition -----------------------------------------------------------------------------------

    def _without_preposition(self, chain: Chain, sentence: Sentence, left: str) -> Role:
        first = chain.units[0]
        headed = first.explicit and first.level in ("locality", "district")
        sign = left.rstrip()[-1:]
        if self._continues(chain, sign):
            return "event", "after a place"
        if sign == "(" or (headed and sign in (",", ";", ":", "-", "–", "—", "")):
            return self._governed(chain, sentence) or ("event", "headed place")
        if headed and first.level == "locality":
            told = self._governed(chain, sentence) or self._after(chain, sentence)
            return ("event", "headed place") if told == _NOTHING and any(u.level == "district" for u in chain.units) else told
        if headed and sentence.kind in (TITLE, HEADING, TWEET):
            return "event", "headed place"
        scene = cues().subject.match(self.tokens.folded, chain.end) if not left.strip() else None
        return ("event", f"place_cues.csv:{scene.group().strip()}") if scene else _NOTHING

    def _continues(self, chain: Chain, sign: str) -> bool:
        """«en el bulevar del Ejército, frente a Unicentro, Soyapango»: the town of the place just told."""
        if sign != "," or self.previous is None:
            return False
        before, role, _ = self.previous
        gap = self.tokens.text[before.end : min(chain.start, before.end + _EDGE)]
        return role == "event" and before.units[-1].level == "locality" and len(gap) <= 50 and not re.search(r"[.;:\n]", gap)

    def _after(self, chain: Chain, sentence: Sentence) -> Role:
        """«El cantón X fue escenario de un asesinato»."""
        after = self._clause(sentence).first_after(chain.end)
        return (after.label, f"place_cues.csv:{after.term}") if after else _NOTHING
