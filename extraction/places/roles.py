"""What role a place has: the place of the event, a dateline, a hospital, a court, where somebody comes from …"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extraction.lexicon import rows
from extraction.places.chains import Chain, Reading
from extraction.places.tokens import Tokens
from extraction.structure import BODY, BOILERPLATE, HEADING, TITLE, TWEET, Sentence
from extraction.text import fold

_ARTICLE = re.compile(
    r"(?:\b(?:el|la|los|las|un|una|unos|unas|the|otro|otra|este|dicho|dicha|mismo|misma|ese|esa|citado|vecino|vecina|su)\s+)+$"
)
_PREPOSITION = re.compile(r"\b(en|de|del|a|al|por|sobre|entre|in|of|at|on|near|from|to)\s+$")
_AGENCY = r"\((?:efe|ap|afp|acan-efe|reuters|ansa|xinhua|dpa|notimex|sputnik|upi|cnn|europa press)\)"
_DATELINE = re.compile(
    rf"[,.]?\s*(?:\([^)]{{3,25}}\)\s*,?)?\s*(?:\d{{1,2}} (?:de )?[a-z]{{3,10}}\.?(?: de \d{{4}})?)?\s*(?:{_AGENCY}|\.[-–—]| ?[-–—] )"
)
_LIST_GAPS = frozenset({"y", "e", "", "and", "y en", "y el", "y la", "o", "u", "y de", "ni", "y del", "or"})
_DIRECTED = re.compile(
    r"\b(?:al|hacia el|km|kilometros?)\s+(?:al )?(?:norte|sur|este|oeste|oriente|poniente|occidente|nor\w+|sur\w+|north\w*|south\w*|east\w*|west\w*) (?:de|del|of)\s+$"
)
_ZONE = re.compile(
    r"\b(?:norte|sur|este|oeste|oriente|poniente|occidente|nor\w{4,}|sur\w{4,}|north\w*|south\w*|east\w*|west\w*|zona|resto)\s+(?:de|del|of)\s+$"
)
_ROUTE_AFTER = re.compile(r"\s+(?:a|hacia|hasta)\s+(?:la |el )?[A-ZÁÉÍÓÚÑ]")
_BETWEEN = re.compile(r"\s+[ye]\s+(?:el |la |los )?(?:[a-záéíóú]+ (?:de |del )?)?[A-ZÁÉÍÓÚÑ]")
_PERSON_BEFORE = re.compile(r"(?:[A-ZÁÉÍÓÚÑ][\w.]+ [A-ZÁÉÍÓÚÑ][\w.]+|\d años), $")
_REACH = 160
_PASSIVE_INSTITUTIONS = ("institution", "hospital", "court", "prison")
_INSIDE = re.compile(r"\b(?:reo|reos|intern[oa]s?|recluso|reclusos|privados? de libertad|motin|rina|amotin\w*|custodios? fue)\b")
_HELD = re.compile(
    r"\b(?:reclui\w+|recluid\w+|guarda(?:ba|n|ban)? prision|cumpl\w+|pres[oa]s? en|destacad\w+|labora\w*|trabaja\w*|traslad\w+|remiti\w+|envia\w+|"
    r"ordenad\w+|orden|salio|salido|desde|custodios?|agentes?|reclusos?|held|serving)\b"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled cue rows: ``adjacent`` ends right before a place, ``clause`` is looked for in the sentence."""

    adjacent: dict[str, str]
    longest: int
    clause: re.Pattern[str]
    labels: dict[str, str]


@cache
def _people() -> frozenset[str]:
    return frozenset(fold(form) for row in rows("people") for form in (row["term"], row["plural"]) if form and " " not in form)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(row["term"] for row in rows("place_joiners") if row["label"] == "filler")


def _plain_end(left: str) -> str:
    """``left`` without the articles and empty adjectives at its end: «en el populoso » → «en »."""
    while True:
        shorter = _ARTICLE.sub("", left)
        word = re.search(r"([^\W_]+)\s+$", shorter)
        if word and word.group(1) in _fillers():
            shorter = shorter[: word.start()]
        if shorter == left:
            return left
        left = shorter


@cache
def cues() -> Cues:
    """The cue tables, compiled once."""
    adjacent = {fold(r["term"]): r["label"] for r in rows("place_cues") if r["reach"] == "adjacent"}
    adjacent |= {f"{term}l": label for term, label in adjacent.items() if term.endswith(" de") and f"{term}l" not in adjacent}
    clause = [(fold(r["term"]), r["label"]) for r in rows("place_cues") if r["reach"] == "clause"]
    order = sorted(clause, key=lambda item: -len(item[0]))
    pattern = "|".join(re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for term, _ in order)
    longest = max(len(term.split()) for term in adjacent)
    return Cues(adjacent, longest, re.compile(rf"\b(?:{pattern})\b"), dict(clause))


class Roles:
    """Gives each chain its role, in the order of the text."""

    def __init__(self, tokens: Tokens, sentences: Sequence[Sentence]) -> None:
        self.tokens = tokens
        self.sentences = sentences
        self.starts = [s.start for s in sentences]
        self.previous: tuple[Chain, str, str | None] | None = None
        self.found: dict[int, list[tuple[int, int, str, str]]] = {}

    def role(self, chain: Chain, reading: Reading) -> tuple[str, str | None]:
        """The role of ``chain`` and the row that decided it. Call in order."""
        role, cue = self._role(chain, reading)
        if reading.country != "SV" and role in ("event", "area"):
            role = "foreign"
        self.previous = (chain, role, cue)
        return role, cue

    def _role(self, chain: Chain, reading: Reading) -> tuple[str, str | None]:
        sentence = self._sentence(chain.start)
        left = self.tokens.folded[max(sentence.start, chain.start - _REACH) : chain.start]
        dateline = self._dateline(chain, reading, sentence)
        if dateline:
            return "dateline", dateline
        if self._alone(chain, sentence):
            return "event", "sub-head"
        listed = self._listed(chain)
        if listed:
            return listed
        bare = _plain_end(left)
        if (
            reading.institution is None
            and chain.units[0].level != "locality"
            and (_DIRECTED.search(bare) or (_ZONE.search(bare) and reading.district))
        ):
            return "area", "direction"
        adjacent = self._adjacent(bare)
        if reading.institution in _PASSIVE_INSTITUTIONS:
            return self._institution(chain, reading, adjacent, left, sentence)
        if adjacent and adjacent[0] != "event":
            return adjacent
        preposition = _PREPOSITION.search(bare)
        if not adjacent and preposition and preposition.group(1) in ("de", "del"):
            told = self._after_de(chain, bare)
            if told:
                return told
        if preposition and preposition.group(1) == "entre" and _BETWEEN.match(self.tokens.text, chain.end):
            return "area", "between two places"
        if preposition and preposition.group(1) in ("a", "al", "to") and not adjacent:
            return "destination", f"preposition:{preposition.group(1)}"
        governed = self._governed(chain, sentence)
        if adjacent or preposition:
            if governed and governed[0] != "event" and not (adjacent and governed[0] != "capture"):
                return governed
            return adjacent or governed or ("event", "preposition")
        return self._without_preposition(chain, sentence, left)

    def in_boilerplate(self, chain: Chain) -> bool:
        """Whether the chain stands in a line that is no part of the story («Lea también: …»)."""
        return self._sentence(chain.start).kind == BOILERPLATE

    def paragraph(self, chain: Chain) -> int:
        """The number of the line the chain stands in."""
        return self._sentence(chain.start).paragraph

    def _sentence(self, offset: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def _dateline(self, chain: Chain, reading: Reading, sentence: Sentence) -> str | None:
        """``dateline:agency`` or ``dateline:local`` («SAN MIGUEL.- Un hombre …» at the head of the first paragraphs)."""
        text = self.tokens.folded
        line = text.rfind("\n", 0, chain.start) + 1
        if text[line : chain.start].strip(' \t"“«(') or sentence.kind == TITLE:
            return None
        found = _DATELINE.match(text, chain.end)
        if found:
            return "dateline:agency" if "(" in found.group() else "dateline:local"
        after = text[chain.end : chain.end + 2]
        return "dateline:local" if reading.homonym and after == ". " and sentence.paragraph <= 2 else None

    def _alone(self, chain: Chain, sentence: Sentence) -> bool:
        """A line (or the part before a colon) that is only a place: the sub-head of a round-up."""
        before = self.tokens.text[sentence.start : chain.start].strip()
        after = self.tokens.text[chain.end : sentence.end].strip()
        if before.strip('•-–—*·▪►> \t«“"('):
            return False
        return (
            (not after and sentence.kind in (HEADING, TITLE, BODY))
            or after[:1] in (":", "|")
            or (after[:1] == "," and sentence.kind == HEADING)
            or after[:2] in (".-", ".–", ".—")
            or after in (".", ")")
        )

    def _listed(self, chain: Chain) -> tuple[str, str | None] | None:
        """«en Apopa, Soyapango y Mejicanos»: the role of the first name goes on."""
        if self.previous is None:
            return None
        before, role, cue = self.previous
        gap = self.tokens.folded[before.end : chain.start]
        if len(gap) > 20 or "\n" in gap or "." in gap or chain.units[0].level == "institution":
            return None
        words_ = " ".join(re.sub(r"[,()«»“”\"]", " ", gap).split())
        if words_ not in _LIST_GAPS or (words_ == "y en" and role == "origin"):
            return None
        return role, cue

    def _adjacent(self, left: str) -> tuple[str, str] | None:
        found = re.findall(r"[^\W_]+", left[-70:])
        if re.search(r"[.;:!?]\s*$", left):
            return None
        table = cues()
        for size in range(min(table.longest, len(found)), 0, -1):
            term = " ".join(found[-size:])
            if term in table.adjacent:
                return table.adjacent[term], f"place_cues.csv:{term}"
        return None

    def _institution(
        self, chain: Chain, reading: Reading, adjacent: tuple[str, str] | None, left: str, sentence: Sentence
    ) -> tuple[str, str | None]:
        kind = reading.institution or "institution"
        role = "institution" if kind == "prison" else kind
        if adjacent and adjacent[0] == "event" and not adjacent[1].endswith((":por", ":de")):
            return adjacent
        if adjacent and adjacent[0] in ("origin", "destination"):
            return ("origin" if adjacent[0] == "origin" else role), adjacent[1]
        if (
            kind == "prison"
            and re.search(r"\ben (?:el |la |los )?(?:\w+ \w+ del |\w+ del )?$", left)
            and not _HELD.search(left[-70:])
        ):
            governed = self._governed(chain, sentence) or self._event_after(chain, sentence)
            if governed[0] == "event":
                return "event", f"inside a prison; {governed[1]}"
        if kind == "court" and re.search(r"\bpaz\b", self.tokens.folded[chain.start : chain.end]):
            return role, "place_heads.csv:juzgado de paz"
        return role, f"place_heads.csv:{kind}"

    def _clause_cues(self, sentence: Sentence) -> list[tuple[int, int, str, str]]:
        if sentence.start not in self.found:
            table = cues()
            hits = []
            for match in table.clause.finditer(self.tokens.folded, sentence.start, min(sentence.end, sentence.start + 2000)):
                label, term = _label(table, match.group())
                hits.append((match.start(), match.end(), label, term))
            self.found[sentence.start] = hits
        return self.found[sentence.start]

    def _governed(self, chain: Chain, sentence: Sentence) -> tuple[str, str] | None:
        """The nearest verb or noun before the place; when the place opens the sentence, the first one after it."""
        hits = self._clause_cues(sentence)
        before = [h for h in hits if h[1] <= chain.start]
        for k, (_, end, label, term) in reversed(list(enumerate(before))):
            if label in ("origin", "area", "court") and "," in self.tokens.folded[end : chain.start]:
                continue
            caught = term.startswith(("localiz", "encontr", "hall")) and k > 0 and before[k - 1][2] == "capture"
            return ("capture" if caught else label), f"place_cues.csv:{term}"
        after = [h for h in hits if h[0] >= chain.end]
        if after and after[0][2] in ("capture", "burial", "area", "origin"):
            return after[0][2], f"place_cues.csv:{after[0][3]}"
        return None

    def _after_de(self, chain: Chain, bare: str) -> tuple[str, str] | None:
        """«Juan Pérez, de Corinto» is an origin, and so is the start of «de Apopa a Nejapa»."""
        text = self.tokens.text
        who = re.search(r"([^\W_]+)\s+del?\s+$", bare)
        if who and who.group(1) in _people():
            return "origin", f"people.csv:{who.group(1)}"
        if _ROUTE_AFTER.match(text, chain.end):
            return "origin", "de … a …"
        before = text[max(0, chain.start - 60) : chain.start][: -len(bare) + len(_PREPOSITION.sub("", bare)) or None]
        return ("origin", "name, de …") if _PERSON_BEFORE.search(before) else None

    def _without_preposition(self, chain: Chain, sentence: Sentence, left: str) -> tuple[str, str | None]:
        first = chain.units[0]
        headed = first.explicit and first.level in ("locality", "district")
        sign = left.rstrip()[-1:]
        if self._continues(chain, sign):
            return "event", "after a place"
        if sign == "(" or (headed and sign in (",", ";", ":", "-", "–", "—", "")):
            return self._governed(chain, sentence) or ("event", "headed place")
        if headed and first.level == "locality":
            return self._governed(chain, sentence) or self._event_after(chain, sentence)
        if sentence.kind in (TITLE, HEADING, TWEET) and headed:
            return "event", "headed place"
        return "area", "no preposition"

    def _continues(self, chain: Chain, sign: str) -> bool:
        """«en el bulevar del Ejército, frente a Unicentro, Soyapango»: the town of the place just told."""
        if sign != "," or self.previous is None:
            return False
        before, role, _ = self.previous
        gap = self.tokens.text[before.end : chain.start]
        local = before.units[-1].level == "locality"
        return role == "event" and local and len(gap) <= 50 and not re.search(r"[.;:\n]", gap)

    def _event_after(self, chain: Chain, sentence: Sentence) -> tuple[str, str | None]:
        """«El cantón X fue escenario de un asesinato»."""
        after = [h for h in self._clause_cues(sentence) if h[0] >= chain.end]
        return (after[0][2], f"place_cues.csv:{after[0][3]}") if after else ("area", "no preposition")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    found = []
    for term, label in sorted(cues().labels.items(), key=lambda item: -len(item[0])):
        body = re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        found.append((re.compile(rf"{body}\Z"), label, term))
    return tuple(found)


@cache
def _label_of(words_: str) -> tuple[str, str]:
    return next((label, term) for pattern, label, term in _patterns() if pattern.match(words_))


def _label(table: Cues, words_: str) -> tuple[str, str]:
    return _label_of(words_)
