"""Mentions of people: who, how many, of what kind, related to whom, how old, and by what name.

Reads a sentence, writes :class:`People`. A mention is one group, such as «dos presuntos pandilleros de 18 y 20 años», «la esposa de un
policía» or «Elías Antonio Palacios, agricultor de 66 años»; «un policía, su esposa y sus dos hijos» are three that share a list.
Relations are directed: «hermano de un policía» is a relative of the police, never a policeman.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from db.models import FORCES, VictimType
from extraction.components.vocabulary import words
from extraction.expressions import parse_number
from extraction.lexicon import rows
from extraction.text import fold

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:-\w+)?|\w+(?:[-.]\w+)*|[^\w\s]")
_DEFINITE = words("definite")
_INDEFINITE = words("indefinite")
_POSSESSIVE = words("possessive")
_VAGUE = words("vague")
_APPROX = words("about")
_PARTICLES = words("name_particle")
_AGE = re.compile(
    r",?\s*(?:(?:con|y)\s+)?(?:quien tenia |que tenia |tenia |de unos |de aproximadamente |de |y |unos )*"
    r"(\d{1,2}|[a-z]+(?: y [a-z]+)?)(?:\s*(?:y|e|,|o)\s*(\d{1,2}))?(?:\s*(?:y|e)\s*(\d{1,2}))?\s+(anos|meses)(?: de edad| de vida| de nacid[oa])?"
)
_BARE_AGE = re.compile(
    r",?\s*(?:quien tenia |de )(\d{1,2})(?:\s*,?\s*y\s*(?:de )?(\d{1,2}))?(?=\s*[,;.)]|\s+y\b|\s+e\b|\s*$|\s+(?:que|quien|cuando)\b)"
)
_PAREN_AGE = re.compile(r"\s*\((\d{1,2})(?: anos)?\)")
_AGE_RANGE = re.compile(r",?\s*(?:de )?(?:entre|de) (?:los )?\d{1,2} (?:y|a) (?:los )?\d{1,2} anos")


_FATE = re.compile(
    r"(?:resultaron|resulto|quedaron|quedan|quedo|murieron|mueren|fueron|fue|fallecieron|sufrieron|salieron|murio|heridos?|muertos?|lesionados?|mas)$"
)
_PROFILED = re.compile(
    r"\s*,?\s*(?:senalad|identificad|perfilad|fichad|reconocid|conocid|registrad)[oa]s?(?: (?:por|en) [^,.;]{0,45}?)? como (?:presunt\w+ |supuest\w+ )?"
)
_OPENING_WORDS = words("opening")
_NO_COMPLEMENT = words("no_complement")
_BEFORE_LABELS = words("before_label")
_NO_PERSON = words("no_person_of_age")
_SAME_OWNER = re.compile(
    r"\s+(?:de (?:uno|una|ambos|ambas|este|esta|estos|aquel)\b|del? (?:el |la )?(?:primer[oa]|segund[oa]|mism[oa]|anterior|agente|policia|soldado|militar|custodio|uniformad[oa]|oficial)\b)"
)
_PREDICATE = re.compile(
    r",?\s*(?:que|quien)\s+(?:ademas |tambien |ahora |antes |actualmente |ya |solo |segun [^,]{0,40}, )*"
    r"(?:es|era|fue|seria|habia sido|(?:trabaja|trabajaba|laboraba|se desempenaba|fungia|se ganaba la vida) (?:como|de))\s*$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign with its offsets in the article; ``folded`` is lower case without accents."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class People:
    """One group of people as mentioned. ``count`` None: a plural without a number; ``at_least`` marks an open number.

    ``determiner`` is ``indefinite``, ``definite``, ``possessive``, ``number``, ``vague`` or ``none``; ``other`` is True for «otro»,
    «otras dos». ``body`` is True for «el cadáver de …». ``kin`` is the kinship of the group to somebody, ``relation_to`` the force that
    somebody belongs to. ``subset`` marks «entre ellos …» and «uno de los …». Offsets cover the whole mention.
    """

    start: int
    end: int
    head: str
    types: tuple[VictimType, ...]
    count: int | None
    plural: bool
    determiner: str
    at_least: bool = False
    other: bool = False
    body: bool = False
    former: bool = False
    sex: str | None = None
    ages: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    kin: str | None = None
    relation_to: VictimType | None = None
    kin_of: "People | None" = None
    subset: bool = False
    ordinal: bool = False
    high: int | None = None
    cue: str = ""

    @property
    def number(self) -> int:
        """How many people at least: 1 for a singular, 2 for a plural without a number or a couple."""
        if self.head in ("pareja", "matrimonio") and self.determiner in ("indefinite", "definite"):
            return 2
        return self.count if self.count is not None else (2 if self.plural else 1)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Words and signs of ``text[start:end]``."""
    stop = len(text) if end is None else end
    return [Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _TOKEN.finditer(text, start, stop)]


@dataclass(frozen=True)
class _Entry:
    kind: str  # person, kin, body, member, adjective, former, other, organisation
    plural: bool = False
    sex: str | None = None
    code: str = ""
    term: str = ""


@cache
def _entries() -> dict[str, dict[tuple[str, ...], _Entry]]:
    """Folded phrases by first word, so that the longest phrase at a token is found quickly."""
    table: dict[str, dict[tuple[str, ...], _Entry]] = {}

    def add(phrase: str, entry: _Entry) -> None:
        parts = tuple(fold(phrase).split())
        table.setdefault(parts[0], {}).setdefault(parts, entry)

    for row in rows("kin"):
        if row["kin"]:
            add(row["term"], _Entry("kin", False, row["sex"] or None, row["kin"], row["term"]))
            sex = row["sex"] if row["sex"] == "female" else None
            add(row["plural"], _Entry("kin", True, sex, row["kin"], row["term"]))
    for row in rows("people"):
        add(row["term"], _Entry("person", False, row["sex"] or None, row["code"], row["term"]))
        if row["plural"] != row["term"]:
            female = row["sex"] if row["sex"] == "female" else None
            add(row["plural"], _Entry("person", True, female or (row["sex"] or None), row["code"], row["term"]))
    for row in rows("people_words"):
        plural = row["term"].endswith("s") and row["kind"] in ("member", "body")
        add(row["term"], _Entry(row["kind"], plural, None, "", row["term"]))
    return table


@cache
def _adjectives() -> dict[str, dict[tuple[str, ...], _Entry]]:
    """What may follow a head, also where the same word can be a head: «hermano menor», «estudiante universitaria»."""
    table: dict[str, dict[tuple[str, ...], _Entry]] = {}
    for row in rows("people_words"):
        if row["kind"] in ("adjective", "former"):
            parts = tuple(fold(row["term"]).split())
            table.setdefault(parts[0], {})[parts] = _Entry(row["kind"], term=row["term"])
    return table


@cache
def _organisations() -> dict[str, dict[tuple[str, ...], _Entry]]:
    table: dict[str, dict[tuple[str, ...], _Entry]] = {}
    for row in rows("organisations"):
        parts = tuple(fold(row["term"]).split())
        table.setdefault(parts[0], {})[parts] = _Entry("organisation", code=row["code"], term=row["term"])
    return table


@cache
def given_names() -> dict[str, str]:
    """Folded given name -> male or female."""
    return {fold(row["name"]): row["sex"] for row in rows("given_names")}


def _longest(table: dict[str, dict[tuple[str, ...], _Entry]], tokens: Sequence[Token], at: int) -> tuple[int, _Entry] | None:
    best: tuple[int, _Entry] | None = None
    for phrase, entry in table.get(tokens[at].folded, {}).items():
        size = len(phrase)
        if (best is None or size > best[0]) and tuple(t.folded for t in tokens[at : at + size]) == phrase:
            best = size, entry
    return best


@dataclass
class _Draft:
    start: int
    at: int
    determiner: str = "none"
    count: int | None = None
    at_least: bool = False
    other: bool = False
    former: bool = False
    subset: bool = False
    ordinal: bool = False
    high: int | None = None
    female: bool | None = None
    codes: list[VictimType] = field(default_factory=list)


def find_people(text: str, start: int = 0, end: int | None = None, blocked: Sequence[tuple[int, int]] = ()) -> list[People]:
    """All mentions in ``text[start:end]`` in order; apart from «X de Y» relations they do not overlap.

    No name begins inside a ``blocked`` span (a place or a date): «San Vicente», «Domingo de Ramos».
    """
    return _Reader(text, tokenize(text, start, end), blocked).read()


class _Reader:
    """A left-to-right reader over the tokens of one sentence."""

    def __init__(self, text: str, tokens: list[Token], blocked: Sequence[tuple[int, int]] = ()) -> None:
        self.blocked = blocked
        self.text = text
        self.tokens = tokens
        self.stop = tokens[-1].end if tokens else 0
        self.folded = fold(text[tokens[0].start : self.stop]) if tokens else ""
        self.base = tokens[0].start if tokens else 0

    def read(self) -> list[People]:
        found: list[People] = []
        at = 0
        while at < len(self.tokens):
            mention, after = self.group(at)
            if mention is None:
                at += 1
                continue
            if found and (merged := self.predicate(found[-1], mention)):
                found[-1] = merged
            else:
                found.append(mention)
            at = max(after, at + 1)
        return self.shared_owner(found)

    def predicate(self, subject: People, mention: People) -> People | None:
        """«…, que además es hermano de un policía»: what is said of the one before is one mention with it."""
        gap = fold(self.text[subject.end : mention.start])
        if _PROFILED.fullmatch(gap) and VictimType.GANG_MEMBER in mention.types and VictimType.GANG_MEMBER not in subject.types:
            return _joined(subject, mention)
        if mention.determiner not in ("none", "indefinite") or mention.plural or subject.plural or mention.body:
            return None
        if (
            re.fullmatch(r"\s*,?\s*[ye]\s+", gap)
            and mention.determiner == "none"
            and not mention.names
            and (subject.names or subject.ages)
            and subject.number == 1
        ):
            return _joined(subject, mention)
        if re.fullmatch(r"\s+(?:es|era|fue|seria)\s+[«“\"']?", gap) and (
            subject.names or subject.head in ("víctima", "fallecido", "occiso")
        ):
            return _joined(subject, mention)
        return _joined(subject, mention) if len(gap) < 90 and _PREDICATE.search(gap) else None

    def shared_owner(self, found: list[People]) -> list[People]:
        """«la madre y la hermana de un agente»: the first noun of kinship shares the owner of the second."""
        for index in range(len(found) - 2, -1, -1):
            first, second = found[index], found[index + 1]
            gap = fold(self.text[first.end : second.start]).strip()
            if first.kin and second.kin and second.kin_of and first.kin_of is None and gap in ("y", "e", ",", "y a", "e a"):
                found[index] = replace(
                    first, types=_merge_types(first.types, second.types), relation_to=second.relation_to, kin_of=second.kin_of
                )
        found = [self.same_owner(found, index) for index in range(len(found))]
        for index in range(1, len(found)):
            whole, part = found[index - 1], found[index]
            if (
                part.subset
                and not part.body
                and whole.plural
                and whole.count
                and whole.count > part.number
                and not whole.subset
                and part.types
            ):
                found[index - 1] = replace(whole, count=whole.count - part.number)
                found[index] = replace(part, subset=False)
        return found

    def same_owner(self, found: list[People], index: int) -> People:
        """«dos agentes y un sobrino de uno de ellos»; «un agente muerto y otros dos heridos» are agents too."""
        mention = found[index]
        before = found[index - 1] if index else None
        if before is None:
            return mention
        if mention.cue == "other" and not mention.types:
            return replace(mention, types=before.types)
        refers = mention.kin and mention.kin_of is None and _SAME_OWNER.match(fold(self.text[mention.end : mention.end + 30]))
        if refers and VictimType.GANG_MEMBER in before.types:
            return replace(mention, types=_merge_types(mention.types, (VictimType.RELATIVE_OF_GANG_MEMBER,)), kin_of=before)
        owner = next((p for p in reversed(found[:index]) if set(p.types) & set(FORCES)), None)
        if owner and refers:
            force = next(t for t in owner.types if t in FORCES)
            types = _merge_types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,))
            return replace(mention, types=types, relation_to=force, kin_of=owner)
        return mention

    def word(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    # --- one group ---------------------------------------------------------------------------------------------

    def group(self, at: int) -> tuple[People | None, int]:
        """The group that begins at token ``at``, and the token after it."""
        draft = self.determiner(at)
        if draft.at >= len(self.tokens):
            return None, at
        hit = _longest(_entries(), self.tokens, draft.at)
        if hit and hit[1].kind in ("adjective", "former", "other"):
            hit = None
        if hit is None or hit[1].kind not in ("person", "kin", "body", "member"):
            named = self.name(draft.at) if draft.at == at or draft.determiner == "definite" else None
            return self.named(named, draft) if named else self.elliptic(draft, at)
        size, entry = hit
        if self.is_false_head(draft, size, entry):
            return None, at
        after = draft.at + size
        if entry.kind == "member":
            return self.member(draft, entry, after)
        if entry.kind == "body":
            return self.corpse(draft, entry, after)
        return self.person(draft, entry, after)

    def determiner(self, at: int) -> _Draft:
        draft = _Draft(self.tokens[at].start, at)
        moved = True
        while moved and draft.at < len(self.tokens):
            moved = self.determiner_step(draft)
        return draft

    def determiner_step(self, draft: _Draft) -> bool:
        word, at = self.word(draft.at), draft.at
        pair = f"{word} {self.word(at + 1)}"
        triple = f"{pair} {self.word(at + 2)}"
        for phrase, size in ((triple, 3), (pair, 2)):
            if phrase in _APPROX:
                draft.at_least = "menos" in phrase or "mas de" in phrase
                draft.at += size
                return True
        if word in ("entre", "de") and draft.determiner == "none" and self.word(at + 2) in ("y", "a"):
            low, high = _count(self.word(at + 1)), _count(self.word(at + 3))
            if low and high and low < high:
                draft.count, draft.high, draft.determiner = low, high, "number"
                draft.at += 4
                return True
        if (
            word in ("uno", "una", "dos", "tres", "cuatro", "cinco", "otro", "otra")
            and self.word(at + 1) == "de"
            and self.word(at + 2) in ("los", "las", "sus", "ellos", "ellas", "estos")
        ):
            draft.other = word in ("otro", "otra")
            draft.subset, draft.count, draft.determiner = not draft.other, _count(word) or 1, "number"
            draft.at += 3
            return True
        entry = _longest(_entries(), self.tokens, at)
        if (word,) in _adjectives().get(word, {}) and draft.determiner != "none" and at + 1 < len(self.tokens):
            nxt = _longest(_entries(), self.tokens, at + 1)
            if nxt and nxt[1].kind in ("person", "kin", "member") and not self.tokens[at + 1].capital:
                draft.former |= _adjectives()[word][(word,)].kind == "former"
                draft.at += 1
                return True
        if word in _INDEFINITE and draft.determiner == "none":
            draft.determiner, draft.female = "indefinite", word in ("una", "unas")
            draft.count = 1 if word in ("un", "una") else None
        elif word in _DEFINITE and draft.determiner == "none":
            draft.determiner = "definite"
            if word in ("al", "del") and at + 1 < len(self.tokens):
                draft.start = self.tokens[at + 1].start
            draft.female = word in ("la", "las", "esta", "estas", "esa", "esas")
            draft.count = 2 if word in ("ambos", "ambas") else None
        elif word in _POSSESSIVE and draft.determiner in ("none", "definite"):
            draft.determiner = "possessive"
        elif word in _VAGUE:
            draft.determiner, draft.at_least = "vague", True
        elif entry and entry[1].kind == "other" and (word.startswith("otr") or draft.determiner != "none"):
            draft.other = True
            draft.ordinal = not word.startswith("otr")
            draft.at += entry[0]
            return True
        elif word in ("hoy", "ahora") and draft.determiner == "none":
            return False
        elif entry and entry[1].kind in ("adjective", "former") and not (entry[1].kind == "adjective" and self.starts_person(at)):
            draft.former |= entry[1].kind == "former"
            draft.at += entry[0]
            return draft.at < len(self.tokens)
        else:
            number = _count(word)
            if self.word(at - 1) in _BEFORE_LABELS or (
                draft.determiner == "definite" and self.word(at - 1) in ("el", "la") and (number or 0) > 1
            ):
                return False
            if number is None or number > 400 or (draft.count is not None and draft.determiner == "number"):
                return False
            if word in ("un", "una"):
                return False
            draft.count, draft.determiner = (
                number,
                draft.determiner if draft.determiner in ("definite", "possessive") else "number",
            )
        draft.at += 1
        return True

    def starts_person(self, at: int) -> bool:
        """Whether an adjective is the head itself: «el joven fue», «dos menores»."""
        nxt = _longest(_entries(), self.tokens, at + 1) if at + 1 < len(self.tokens) else None
        if nxt and nxt[1].kind in ("person", "kin", "member"):
            return False
        word = self.word(at)
        heads = _entries().get(word, {})
        return (word,) in heads and word in _person_words() and word not in ("identificado", "conocido", "reconocido")

    def is_false_head(self, draft: _Draft, size: int, entry: _Entry) -> bool:
        """Words of the table that are not people here: «la policía capturó», «pareja de», «el menor número», «la muerta calle»."""
        at = draft.at
        word, after = self.word(at), self.word(at + size)
        previous = self.word(at - 1)
        if (
            size == 1
            and word in _needs_determiner()
            and draft.determiner == "none"
            and previous not in ("era", "eran", "es", "como", "a")
        ):
            return True
        if (
            word == "custodia"
            and size == 1
            and ((draft.determiner != "indefinite" and after not in (",", "fue", "resulto")) or previous == "bajo")
            and not self.of_a_prison(at)
        ):
            return True
        if word.startswith("desaparecid") and draft.determiner == "none":
            return True
        if word in ("cajero", "cajeros") and after.startswith("automatic"):
            return True
        if word == "policia" and size == 1:
            feminine = previous in ("la", "de", "una") or self.tokens[at].text == "Policía"
            if feminine and previous != "un" and draft.count is None and not (previous == "una" or draft.other):
                return draft.determiner in ("definite", "none")
            return previous == "de" or (draft.determiner == "none" and self.tokens[at].text == "Policía" and at != 0)
        if (
            word in ("menor", "mayor", "capitan", "general")
            and after in ("numero", "cantidad", "que", "parte", "de")
            and size == 1
        ):
            return word != "menor" or after != "de" or not self.word(at + 2)[:1].isdigit()
        if word in ("familia", "pareja", "parejas") and entry.code == "civilian":
            return word == "familia" or draft.determiner == "possessive"
        if word in ("prima", "primo", "padre") and draft.determiner == "none" and previous in ("materia",):
            return True
        if (
            word in ("general", "mayor", "marino", "cabo", "seguridad", "custodia", "custodio")
            and draft.determiner == "none"
            and at
        ):
            return word in ("general", "mayor", "marino", "custodia") or (
                previous in ("al", "a") and self.word(at - 2).startswith(("llev", "fin", "tras"))
            )
        if word == "cabo" and (previous == "al" or (after == "de" and self.word(at + size + 1) in ("la", "el"))):
            return previous == "al"
        if word in ("escolar", "escolares", "usuario", "interno", "internos", "interna") and draft.determiner == "none":
            return True
        if word in ("restos", "cuerpo", "cuerpos") and after in ("de", "del") and entry.kind == "body":
            return self.word(at + size + 1) in (
                "seguridad",
                "agentes",
                "bomberos",
                "socorro",
                "la",
                "elite",
                "policia",
            ) and not self.word(at + size + 2)
        return (
            self.tokens[at].capital
            and at > 0
            and word in ("salvador", "mercedes", "general", "capitan", "mayor", "oficial")
            and draft.determiner == "none"
        )

    def of_a_prison(self, at: int) -> bool:
        """«la custodia del penal de …», and a headline that opens «Custodia de …»."""
        prison = self.word(at + 1) in ("de", "del") and {self.word(at + 2), self.word(at + 3)} & {"penal", "carcel", "centro"}
        return bool(prison) or (at == 0 and self.word(1) in ("de", "del") and self.tokens[at].capital)

    # --- the kinds of group ------------------------------------------------------------------------------------

    def person(self, draft: _Draft, entry: _Entry, after: int) -> tuple[People | None, int]:
        plural = entry.plural or (draft.count or 0) > 1 or self.word(draft.at - 1) in ("los", "las", "ambos", "ambas", "sus")
        sex = entry.sex
        if sex is None and not plural and draft.female is not None:
            sex = "female" if draft.female else "male"
        if entry.kind != "kin" and fold(entry.term) in ("persona", "victima", "bebe", "persona trans"):
            sex = None
        types: list[VictimType] = [VictimType(entry.code)] if entry.kind == "person" else []
        mention = People(
            draft.start,
            self.tokens[after - 1].end,
            entry.term,
            tuple(types),
            draft.count if draft.count is not None else (None if plural else 1),
            plural,
            draft.determiner,
            at_least=draft.at_least,
            high=draft.high,
            other=draft.other,
            former=draft.former,
            sex=sex,
            kin=entry.code if entry.kind == "kin" else None,
            subset=draft.subset or self.is_among(draft),
            ordinal=draft.ordinal,
            cue=f"people:{entry.term}" if entry.kind == "person" else f"kin:{entry.term}",
        )
        if fold(entry.term) in ("pareja", "matrimonio", "grupo", "trio") and self.word(after) in ("de", "del"):
            inner, beyond = self.group(after + 1)
            if inner is not None and inner.plural and inner.head:
                mention = replace(mention, types=inner.types, kin=None, plural=True, sex=None, end=inner.end)
                return self.modifiers(mention, beyond)
        return self.modifiers(mention, after)

    def member(self, draft: _Draft, entry: _Entry, after: int) -> tuple[People | None, int]:
        organisation, beyond = self.organisation(after)
        if organisation is None:
            return None, draft.at
        code = organisation.code
        former = draft.former or entry.term.startswith("ex")
        if code == "gang_member" and former:
            code = "former_gang_member"
        if entry.term.startswith("emplead") and code in ("police", "soldier", "prison_guard"):
            code = "other_worker"
        plural = entry.plural or (draft.count or 0) > 1
        mention = People(
            draft.start,
            self.tokens[beyond - 1].end,
            f"{entry.term} {organisation.term}",
            (VictimType(code),),
            draft.count if draft.count is not None else (None if plural else 1),
            plural,
            draft.determiner,
            at_least=draft.at_least,
            other=draft.other,
            former=former,
            subset=draft.subset,
            sex="male" if draft.determiner == "indefinite" and not draft.female else None,
            cue=f"organisations:{organisation.term}",
        )
        return self.modifiers(mention, beyond)

    def corpse(self, draft: _Draft, entry: _Entry, after: int) -> tuple[People | None, int]:
        count = draft.count if draft.count is not None else (1 if not entry.plural or entry.term.startswith("restos") else None)
        plural = entry.plural and not entry.term.startswith("restos")
        if self.word(after) in ("sin",) and self.word(after + 1) == "vida":
            after += 2
        after = self.corpse_state(after)
        if (
            self.word(after) == ","
            and self.word(after + 1) in ("de", "del")
            and self.word(after + 2) in ("un", "una", "dos", "tres")
        ):
            after += 1
        if self.word(after) in ("de", "del"):
            step = after if self.word(after) == "del" else after + 1
            if [self.word(step + i) for i in range(3)] == ["quien", "en", "vida"]:
                step += 3
                while self.word(step) in words("in_life"):
                    step += 1
            if step < len(self.tokens):
                inner, beyond = self.group(step)
                if inner is not None and (inner.head or inner.names):
                    number = inner.count if inner.count and inner.count > 1 else (count if plural else inner.count)
                    return replace(
                        inner,
                        start=draft.start,
                        body=True,
                        count=number,
                        other=draft.other or inner.other,
                        determiner=draft.determiner,
                    ), beyond
        sex = None
        mention = People(
            draft.start,
            self.tokens[after - 1].end,
            entry.term,
            (VictimType.UNKNOWN,),
            count,
            plural,
            draft.determiner,
            at_least=draft.at_least,
            other=draft.other,
            body=True,
            sex=sex,
            subset=draft.subset,
            cue=f"people_words:{entry.term}",
        )
        return self.modifiers(mention, after)

    def corpse_state(self, at: int) -> int:
        """The token behind «decapitado», «en avanzado estado de descomposición», «ya sin vida»."""
        step = at
        while re.fullmatch(r"(?:semi)?\w+[ai]d[oa]s?|desnud[oa]s?|semidesnud[oa]s?|sin|vida|ya|aun|inerte", self.word(step)):
            step += 1
        if self.word(step) == "en":
            end = next(
                (
                    i
                    for i in range(step, min(step + 7, len(self.tokens)))
                    if self.word(i).startswith(("descompos", "putrefac", "esquelet"))
                ),
                None,
            )
            step = end + 1 if end else step
        return step if self.word(step) in ("de", "del", ",") else at

    def elliptic(self, draft: _Draft, at: int) -> tuple[People | None, int]:
        """«ambos», «los dos», «otros tres», and an unknown noun that an age shows to be a person: «un guayabero de 40 años»."""
        unknown = self.unknown(draft, at)
        if unknown:
            return unknown
        if draft.subset and draft.at > at + 1:
            return None, at
        if draft.determiner in ("definite", "number", "indefinite") or draft.other:
            after = self.word(draft.at)
            if draft.determiner == "indefinite" and draft.ordinal and after == ",":
                sex = "female" if draft.female else None
                return People(
                    draft.start, self.tokens[draft.at - 1].end, "", (), 1, False, "indefinite", other=True, sex=sex, cue="other"
                ), draft.at
            alone = draft.count is not None and draft.count > 1 and draft.determiner in ("definite", "number")
            if (draft.other or draft.determiner == "number") and not draft.ordinal and draft.count and _FATE.match(after):
                plural = draft.count > 1
                return People(
                    draft.start,
                    self.tokens[draft.at - 1].end,
                    "",
                    (),
                    draft.count,
                    plural,
                    "number",
                    other=draft.other,
                    cue="other",
                ), draft.at
            if (alone and self.word(at) in ("ambos", "ambas")) or (
                alone and draft.determiner == "definite" and re.fullmatch(r"\w+(?:ron|ban|ian)", after)
            ):
                mention = People(draft.start, self.tokens[draft.at - 1].end, "", (), draft.count, True, "definite", cue="both")
                return mention, draft.at
        return None, at

    def is_among(self, draft: _Draft) -> bool:
        """«seis personas, entre ellas un policía»."""
        return bool(
            re.search(
                r"(?:entre (?:ell[oa]s|los que|las que|l[oa]s cuales)|incluid[oa]s?|incluyendo)[^,.;]{0,12}$",
                self.folded[: draft.start - self.base][-40:],
            )
        )

    def unknown(self, draft: _Draft, at: int) -> tuple[People, int] | None:
        if (
            draft.determiner not in ("indefinite", "definite", "number", "possessive")
            or draft.at >= len(self.tokens)
            or draft.subset
        ):
            return None
        token = self.tokens[draft.at]
        if (
            not token.text.isalpha()
            or token.capital
            or len(token.text) < 4
            or token.folded in _NO_PERSON
            or _longest(_organisations(), self.tokens, draft.at)
        ):
            return None
        place = token.end - self.base
        complement = re.match(r"(?: (?:de|del|en) (?:la |el )?(?!un |una )\w+)?(?: (?!de |un |una )\w+)?", self.folded[place:])
        for offset in (0, complement.end() if complement else 0):
            match = _AGE.match(self.folded, place + offset)
            if match and _ages(match) and "de" in match.group().split()[:2]:
                plural = (draft.count or 1) > 1 or (token.folded.endswith("s") and draft.count is None)
                sex = None if plural or draft.female is None else ("female" if draft.female else "male")
                mention = People(
                    draft.start,
                    token.end,
                    token.text,
                    (VictimType.CIVILIAN,),
                    draft.count or (None if plural else 1),
                    plural,
                    draft.determiner,
                    other=draft.other,
                    sex=sex,
                    cue="age",
                )
                return self.modifiers(mention, self.at_char(self.base + place + offset, draft.at))
        return None

    # --- modifiers ---------------------------------------------------------------------------------------------

    def modifiers(self, mention: People, at: int) -> tuple[People, int]:
        """Reads what follows the head for as long as it speaks of the same people."""
        for _ in range(12):
            step = self.modifier(mention, at)
            if step is None:
                break
            mention, at = step
        return _finish(mention), at

    def modifier(self, mention: People, at: int) -> tuple[People, int] | None:
        if at >= len(self.tokens):
            return None
        for read in (
            self.both,
            self.age,
            self.adjective,
            self.kin_relation,
            self.of_organisation,
            self.name_after,
            self.apposition,
            self.duty,
            self.complement,
        ):
            step = read(mention, at)
            if step is not None:
                changed, after = step
                return replace(changed, end=self.tokens[after - 1].end), after
        return None

    def both(self, mention: People, at: int) -> tuple[People, int] | None:
        """«los militares, ambos soldados …», «dos muchachos, ambos de 19 años»."""
        if not mention.plural or self.word(at) != "," or self.word(at + 1) not in ("ambos", "ambas", "todos", "todas"):
            return None
        step = at + 2
        hit = _longest(_entries(), self.tokens, step) if step < len(self.tokens) else None
        types = mention.types
        if hit and hit[1].kind == "person":
            types = _merge_types(types, (VictimType(hit[1].code),))
            step += hit[0]
        count = mention.count or (2 if self.word(at + 1).startswith("amb") else None)
        return replace(mention, types=types, count=count), step

    def at_char(self, char: int, at: int) -> int:
        """The first token that begins at or after ``char``."""
        while at < len(self.tokens) and self.tokens[at].start < char:
            at += 1
        return at

    def age(self, mention: People, at: int) -> tuple[People, int] | None:
        place = self.tokens[at].start - self.base
        for pattern in (_AGE_RANGE, _AGE, _PAREN_AGE, _BARE_AGE):
            match = pattern.match(self.folded, place)
            if not match:
                continue
            after = self.at_char(self.base + match.end(), at)
            if pattern is _AGE_RANGE:
                return mention, after
            ages = _ages(match)
            if ages and pattern is _BARE_AGE and not (mention.names or mention.ages or mention.head):
                return None
            if ages:
                return replace(mention, ages=mention.ages + ages), after
        return None

    def adjective(self, mention: People, at: int) -> tuple[People, int] | None:
        hit = _longest(_adjectives(), self.tokens, at)
        if self.word(at) == "en" and self.word(at + 1) in ("retiro", "situacion"):
            return replace(mention, former=True), at + 2
        if self.word(at) == "no" and self.word(at + 1).startswith(("identificad", "individualizad")):
            return mention, at + 2
        if hit and hit[1].kind in ("adjective", "former") and not self.tokens[at].capital:
            if self.word(at).startswith(("identificad", "conocid", "reconocid")):
                return None
            sex = mention.sex
            if sex is None and not mention.plural and mention.head != "persona":
                sex = {"a": "female", "o": "male"}.get(self.word(at)[-1:])
            return replace(mention, former=mention.former or hit[1].kind == "former", sex=sex), at + hit[0]
        return None

    def kin_relation(self, mention: People, at: int) -> tuple[People, int] | None:
        """«de un policía» after a word of kinship."""
        if mention.kin is None or self.word(at) not in ("de", "del"):
            return None
        step = at if self.word(at) == "del" else at + 1
        if step >= len(self.tokens):
            return None
        owner, after = self.group(step)
        if owner is None:
            organisation, beyond = self.organisation(at)
            return (mention, beyond) if organisation else None
        if owner.cue == "both":
            return None
        force = next((t for t in owner.types if t in FORCES), None)
        types = list(mention.types)
        if force is None and VictimType.FORMER_SECURITY_FORCE in owner.types:
            force = _former_force(owner.head)
            types.append(VictimType.RELATIVE_OF_SECURITY_FORCE)
        elif force is not None:
            types.append(VictimType.RELATIVE_OF_SECURITY_FORCE)
        elif VictimType.GANG_MEMBER in owner.types or VictimType.FORMER_GANG_MEMBER in owner.types:
            types.append(VictimType.RELATIVE_OF_GANG_MEMBER)
        return replace(mention, types=tuple(types), relation_to=force, kin_of=owner), after

    def of_organisation(self, mention: People, at: int) -> tuple[People, int] | None:
        if self.word(at) not in ("de", "del") or mention.kin:
            return None
        organisation, after = self.organisation(at)
        if organisation is None:
            return None
        types = set(mention.types)
        code = VictimType(organisation.code)
        if mention.former or VictimType.FORMER_SECURITY_FORCE in types:
            return mention, after
        generic = {VictimType.CIVILIAN, VictimType.UNKNOWN}
        if (
            (code == VictimType.SOLDIER and VictimType.POLICE in types)
            or (code == VictimType.PRISON_GUARD and types & {VictimType.POLICE, VictimType.PRIVATE_GUARD})
            or (code == VictimType.MUNICIPAL_AGENT and types & {VictimType.POLICE})
            or (code == VictimType.GANG_MEMBER and types <= generic | {VictimType.SOLDIER, VictimType.OTHER_WORKER})
            or (code == VictimType.POLICE and types & {VictimType.SOLDIER} and mention.head in ("teniente", "capitán", "oficial"))
        ):
            types = {code}
        elif code not in types and not (types & {VictimType.POLICE, VictimType.GANG_MEMBER, VictimType.SOLDIER}):
            return None
        return replace(mention, types=tuple(sorted(types))), after

    def organisation(self, at: int) -> tuple[_Entry | None, int]:
        """The organisation of «de la PNC», «del Ejército», «de MS-13», «de la extinta …»."""
        step = at
        if self.word(step) not in ("de", "del"):
            return None, at
        step += 1
        article = self.word(step - 1) == "del"
        while self.word(step) in words("before_organisation"):
            article = True
            step += 1
        if step >= len(self.tokens):
            return None, at
        hit = _longest(_organisations(), self.tokens, step)
        if hit is None or (self.tokens[step].text == "18" and not article):
            return None, at
        after = step + hit[0]
        while (
            self.word(after) in ("de", "del")
            and after + 1 < len(self.tokens)
            and self.tokens[after + 1].capital
            and self.tokens[after].start - self.tokens[after - 1].end == 1
        ):
            if hit[1].code == "gang_member" or _longest(_entries(), self.tokens, after + 1):
                break
            after += 2
            while after < len(self.tokens) and self.tokens[after].capital and self.tokens[after].text[0].isalpha():
                after += 1
        if after < len(self.tokens) and self.tokens[after].text.isdigit() and hit[1].code == "soldier":
            after += 1
        if self.word(after) == "(":  # «(PNC)», «(MS-13)»
            close = next((i for i in range(after, min(after + 6, len(self.tokens))) if self.word(i) == ")"), None)
            after = close + 1 if close is not None else after
        return hit[1], after

    def name_after(self, mention: People, at: int) -> tuple[People, int] | None:
        """A name in apposition: «el agente X», «, identificado como X», «, X,»."""
        step = at
        introduced = False
        if self.word(step) == ",":
            step += 1
        if self.word(step).startswith(("identificad", "reconocid", "conocid", "llamad")):
            introduced = True
            step += 1
            while self.word(step) in words("before_told_name"):
                step += 1
        elif self.word(step) == "de" and self.word(step + 1) == "nombre":
            step += 2
        if step >= len(self.tokens) or mention.names:
            return None
        if step > at and not introduced and self.word(at) == "," and mention.plural:
            pass
        named = self.name(step) or (self.first_name(step) if mention.kin and step == at else None)
        if named is None:
            return None
        name, after = named
        if (
            step > at
            and self.word(at) == ","
            and not introduced
            and mention.determiner in ("indefinite", "number")
            and mention.head
            and not self.closes(after)
        ):
            return None
        names: tuple[str, ...] = (name,)
        while mention.plural and self.word(after) in (",", "y", "e") and (more := self.name(after + 1)):
            names += (more[0],)
            after = more[1]
        sex = mention.sex or (_sex_of(name) if not mention.plural else None)
        return replace(mention, names=names, sex=sex), after

    def closes(self, at: int) -> bool:
        return at >= len(self.tokens) or self.word(at) in (",", ".", ";", ")", "(", "alias")

    def apposition(self, mention: People, at: int) -> tuple[People, int] | None:
        """A bare noun between commas: «…, agricultor de 66 años,», «…, hermano de un agente,», after a name also «, una estudiante …»."""
        if self.word(at) not in (",", "(") or (mention.plural and not mention.names):
            return None
        if at + 1 >= len(self.tokens):
            return None
        inner, after = self.group(at + 1)
        if inner is None or inner.body or (inner.names and not inner.head):
            return None
        allowed = inner.determiner == "none" or (mention.names and inner.determiner in ("indefinite",) and not inner.plural)
        if inner.determiner == "definite" and mention.names and not inner.plural and not inner.names:
            allowed = True
        if (
            mention.determiner in ("possessive", "definite")
            and inner.determiner == "indefinite"
            and not mention.plural
            and not inner.plural
        ):
            allowed = self.word(after) in (",", "que", "quien", ".", "") and self.word(after + 1) not in (
                "un",
                "una",
                "dos",
                "tres",
                "y",
                "e",
                "su",
                "sus",
            )
        if not allowed or (inner.plural and not mention.plural) or inner.other:
            return None
        if (
            inner.determiner == "none"
            and not mention.plural
            and self.word(after) in ("y", "e")
            and not mention.names
            and inner.kin is None
        ):
            return None
        joined = _joined(mention, inner)
        if mention.names and not mention.plural and self.word(after) in ("y", "e") and after + 1 < len(self.tokens):
            second, beyond = self.group(after + 1)
            if (
                second
                and second.determiner == "none"
                and not second.plural
                and not second.names
                and not second.body
                and second.kin is None
            ):
                return _joined(joined, second), beyond
        return joined, after

    def duty(self, mention: People, at: int) -> tuple[People, int] | None:
        """«de alta en», «de licencia», «destacado en …» do not end the mention."""
        if self.word(at) == "de" and self.word(at + 1) in ("licencia", "franco", "turno", "alta", "descanso"):
            return mention, at + 2
        if self.word(at) == "alias" or (self.word(at) == "," and self.word(at + 1) == "alias"):
            step = at + (2 if self.word(at) == "," else 1)
            while step < len(self.tokens) and (
                self.word(step) in ("“", "”", '"', "«", "»", "el", "la", "de", "'") or self.tokens[step].capital
            ):
                step += 1
            return mention, step
        return None

    def complement(self, mention: People, at: int) -> tuple[People, int] | None:
        """«vendedor de minutas», «vigilante de una iglesia evangélica», «alcalde de Chalchuapa»: the noun goes on."""
        if mention.kin or not mention.head or mention.body or self.word(at) not in ("de", "del"):
            return None
        step = at + 1
        while self.word(step) in ("la", "las", "los", "el", "un", "una", "su"):
            step += 1
        if step >= len(self.tokens) or not self.tokens[step].text[0].isalpha() or self.word(step) in _NO_COMPLEMENT:
            return None
        hit = _longest(_entries(), self.tokens, step)
        if (hit and hit[1].kind in ("person", "kin", "body", "member")) or _count(self.word(step)) is not None:
            return None
        step += 1
        while step < len(self.tokens) and self.tokens[step].capital and self.tokens[step].text[0].isalpha():
            step += 1
        return mention, step

    # --- names -------------------------------------------------------------------------------------------------

    def name(self, at: int) -> tuple[str, int] | None:
        """A person's name at token ``at``: at least a known given name with another capitalised word, or two given names."""
        if at >= len(self.tokens) or not self.tokens[at].capital or not self.tokens[at].text[0].isalpha():
            return None
        if any(a <= self.tokens[at].start < b for a, b in self.blocked):
            return None
        if self.word(at) not in given_names() and not self.unlisted_name(at):
            return None
        end = at + 1
        while end < len(self.tokens):
            token = self.tokens[end]
            if token.capital and token.text[0].isalpha() and len(token.text) > 0 and not token.text.isdigit():
                end += 1
            elif (
                token.folded in _PARTICLES
                and end + 1 < len(self.tokens)
                and self.tokens[end + 1].capital
                and token.folded not in ("y",)
            ):
                end += 2
            elif (
                token.folded in ("de", "viuda")
                and self.word(end + 1) in ("la", "los", "las", "de")
                and end + 2 < len(self.tokens)
                and self.tokens[end + 2].capital
            ):
                end += 3
            else:
                break
        if end < len(self.tokens) and self.word(end) == "." and len(self.tokens[end - 1].text) == 1:
            end += 1
        if end - at < 2:
            return None
        return self.text[self.tokens[at].start : self.tokens[end - 1].end], end

    def first_name(self, at: int) -> tuple[str, int] | None:
        """A given name alone behind a word of kinship: «su hijo Óliver, de 20»."""
        token = self.tokens[at]
        if token.capital and token.text.isalpha() and len(token.text) > 2 and self.word(at + 1) in (",", "(", ".", "y", "e"):
            return token.text, at + 1
        return None

    def unlisted_name(self, at: int) -> bool:
        """A given name that no table knows: before one that is known («Boris Ernesto Linares»), or where an age follows the name."""
        if (
            at + 1 >= len(self.tokens)
            or not self.tokens[at + 1].capital
            or _longest(_organisations(), self.tokens, at)
            or self.tokens[at].text.isupper()
        ):
            return False
        if re.search(r"(?:ar|i?er)on$|an$", self.word(at)) or self.tokens[at].text.endswith("ó"):
            return False
        if (
            self.word(at + 1) in given_names()
            and self.word(at) not in _OPENING_WORDS
            and at + 2 < len(self.tokens)
            and self.tokens[at + 2].capital
        ):
            return True
        end = at
        while end < len(self.tokens) and (
            (self.tokens[end].capital and self.tokens[end].text.isalpha()) or (self.word(end) in _PARTICLES and end > at)
        ):
            end += 1
        if (
            end - at >= 3
            and at == 0
            and self.word(at) not in _institution_words() | _OPENING_WORDS
            and self.word(end)[:1].islower()
        ):
            return True
        return (
            bool(
                end - at >= 2
                and re.match(
                    r",? ?(?:de \d{1,2}\b|\(\d{1,2}\)|\d{1,2} anos)", self.folded[self.tokens[end - 1].end - self.base :]
                )
            )
            and self.word(at) not in _OPENING_WORDS
        )

    def named(self, named: tuple[str, int], draft: _Draft) -> tuple[People | None, int]:
        name, after = named
        mention = People(
            draft.start, self.tokens[after - 1].end, "", (), 1, False, "none", names=(name,), sex=_sex_of(name), cue="name"
        )
        return self.modifiers(mention, after)


def _joined(mention: People, inner: People) -> People:
    """One mention of two phrases for the same people; the first leads."""
    return replace(
        mention,
        end=max(mention.end, inner.end),
        types=_merge_types(mention.types, inner.types),
        ages=mention.ages or inner.ages,
        names=mention.names or inner.names,
        sex=mention.sex or inner.sex,
        kin=mention.kin or inner.kin,
        kin_of=mention.kin_of or inner.kin_of,
        relation_to=mention.relation_to or inner.relation_to,
        former=mention.former or inner.former,
    )


def _finish(mention: People) -> People:
    types = mention.types
    if mention.former:
        types = tuple(
            VictimType.FORMER_SECURITY_FORCE
            if t in FORCES
            else VictimType.FORMER_GANG_MEMBER
            if t == VictimType.GANG_MEMBER
            else t
            for t in types
        )
    return replace(mention, types=types)


def _merge_types(first: tuple[VictimType, ...], second: tuple[VictimType, ...]) -> tuple[VictimType, ...]:
    merged = dict.fromkeys((*first, *second))
    if len(merged) > 1:
        merged.pop(VictimType.CIVILIAN, None)
        merged.pop(VictimType.UNKNOWN, None)
    return tuple(merged)


def _former_force(head: str) -> VictimType:
    folded = fold(head)
    if "custodi" in folded:
        return VictimType.PRISON_GUARD
    return (
        VictimType.SOLDIER if re.search(r"soldad|militar|fuerza armada|coronel|capitan|teniente", folded) else VictimType.POLICE
    )


def _count(word: str) -> int | None:
    if word in ("un", "una", "uno"):
        return 1
    if word in _person_words() or word in ("pareja", "parejas", "par"):
        return None
    value = parse_number(word)
    return int(value) if value is not None and value == int(value) and value >= 0 else None


def _ages(match: re.Match[str]) -> tuple[int, ...]:
    groups = [g for g in match.groups() if g and g not in ("anos", "meses")]
    months = "meses" in match.groups()
    ages = []
    for group in groups:
        value = parse_number(group)
        if value is None or value > 110:
            return ()
        ages.append(0 if months else int(value))
    return tuple(ages)


def _sex_of(name: str) -> str | None:
    """The sex that the given names tell; the first decides, «María José» and «José María» by their first."""
    return given_names().get(fold(name.split()[0]))


@cache
def _institution_words() -> frozenset[str]:
    """First words of institutions: capitalised words behind them are no person's name."""
    return frozenset(fold(row["term"]) for row in rows("people_words") if row["kind"] == "institution")


@cache
def _needs_determiner() -> frozenset[str]:
    """Heads that are participles or common nouns too: «asesinado», «heridas», «desaparecido»."""
    marked = [row for row in rows("people") if row["note"] == "determined"]
    return frozenset(fold(row["term"]) for row in marked) | frozenset(fold(row["plural"]) for row in marked)


@cache
def _person_words() -> frozenset[str]:
    return frozenset(fold(row["term"]) for row in rows("people")) | frozenset(fold(row["plural"]) for row in rows("people"))
