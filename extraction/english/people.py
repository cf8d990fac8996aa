"""Mentions of people in English: the counterpart of :mod:`extraction.components.people`, with the same :class:`People`.

Heads carry the Spanish lemma («man» is «hombre», «victim» is «víctima»), so that counting is shared. «A soldier's mother» and «the
mother of a soldier» are one relative each, never a soldier; «a woman whose son serves in the army» is one too.
"""

import re
from dataclasses import dataclass, replace

from db.models import FORCES, VictimType
from extraction.components.people import People, Token, given_names
from extraction.english.phrases import (
    Phrase,
    fates,
    heads,
    little_words,
    longest,
    needs_determiner,
    not_names,
    number,
    organisations,
    sex_of,
    words,
)
from extraction.text import fold

_GENERIC = frozenset((VictimType.CIVILIAN, VictimType.UNKNOWN))
_AGED = r"(?:aged?|ages|between the ages of) "
_AGE = re.compile(
    rf"\s*,?\s*\(?(?:{_AGED}(\d{{1,2}})(?:(?:, | and | to )(\d{{1,2}}))?(?:,? and (\d{{1,2}}))?|(\d{{1,2}})(?: and (\d{{1,2}}))?(?: years? old| years of age)"
    r"|(?<=, )(\d{1,2})(?: and (\d{1,2}))?(?=\s*[,;).]|\s+and\b|\s*$)|(?<=\()(\d{1,2})(?=\)))\)?"
)
_YEARS = re.compile(r"(\w+)-(year|month)-olds?$")
_WHOSE = re.compile(
    r",?\s*whose (?:own |late |eldest |older |younger )?([\w-]+)[^.;,]{0,25}?\b(?:is|was|serves?|served|works?|worked|belongs?|belonged)\b([^.;,]{0,60})"
)
_WHO_WAS = re.compile(r",?\s*(?:who|and) (?:is|was|were|are|had been) (?:also |both |reportedly )?$")
_SERVED = re.compile(r",?\s*who (?:serves?|served|worked|works) (?:in|for|with) (?:the |el salvador'?s )?")
_FORCE_OF = (
    (re.compile(r"\b(?:army|armed forces|soldier|military|navy|air force)\b"), VictimType.SOLDIER),
    (re.compile(r"\b(?:prison guard|prison system|prison officer)\b"), VictimType.PRISON_GUARD),
    (re.compile(r"\b(?:police\w*|pnc|officer)\b"), VictimType.POLICE),
)
#: Words after a noun that is an adjective too: «a Salvadoran was killed», not «the Salvadoran department».
_GOES_ON = frozenset(
    [
        "was",
        "were",
        "is",
        "who",
        "whom",
        "has",
        "had",
        "have",
        "in",
        "from",
        "on",
        "at",
        "near",
        "of",
        "and",
        "or",
        "with",
        "aged",
        "killed",
        "shot",
        "dead",
        "died",
        "stabbed",
        "found",
        "murdered",
        "wounded",
        "when",
        "while",
        "by",
        "as",
        "said",
    ]
)
_NO_MODIFIER = re.compile(
    r"(?:ed|ing|ly|s)$|^(?:that|with|from|into|when|were|have|been|shot|year|month|week|time|hour|with|than|near|over|said|told|left|after|before|while)$"
)
_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "viuda", "da", "san", "santa"])


@dataclass
class _Draft:
    """What stands before the head."""

    start: int
    at: int
    determiner: str = "none"
    count: int | None = None
    at_least: bool = False
    other: bool = False
    ordinal: bool = False
    former: bool = False
    subset: bool = False
    gang: bool = False
    number_word: bool = False
    ages: tuple[int, ...] = ()
    headless_age: bool = False
    plural_age: bool = False


def find_people(text: str, start: int = 0, end: int | None = None) -> list[People]:
    """All mentions in ``text[start:end]`` in order, not overlapping; «X's mother» and «the mother of X» are one mention."""
    return _Reader(text, words(text, start, len(text) if end is None else end)).read()


class _Reader:
    """A left-to-right reader over the words of one sentence."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens

    def read(self) -> list[People]:
        found: list[People] = []
        at = 0
        while at < len(self.tokens):
            mention, after = self.group(at)
            if mention is None:
                at += 1
                continue
            merged = _predicate(self.text, found[-1], mention) if found else None
            if merged:
                found[-1] = merged
            elif found and mention.body and self.word(at - 1) == "whose":
                found[-1] = replace(found[-1], body=True)
            else:
                found.append(mention)
            at = max(after, at + 1)
        found = [self._like_before(found, index) for index in range(len(found))]
        return self._shared_owner(found)

    def _like_before(self, found: list[People], index: int) -> People:
        """«one officer was killed and two others wounded»: the others are officers too; «the wife of one of them» is a wife of theirs."""
        mention = found[index]
        if not index or mention.cue != "other" or mention.types or mention.head:
            return mention
        return replace(mention, types=found[index - 1].types)

    def _shared_owner(self, found: list[People]) -> list[People]:
        """«an officer's wife and two children», «the mother and the sister of a soldier»: the owner of one is the owner of both."""
        for one, two in [(i, i + 1) for i in range(len(found) - 1)] + [(i + 1, i) for i in range(len(found) - 2, -1, -1)]:
            giver, taker = found[one], found[two]
            gap = self.text[min(giver.end, taker.end) : max(giver.start, taker.start)]
            if (
                giver.kin
                and giver.kin_of
                and taker.kin
                and taker.kin_of is None
                and taker.determiner != "possessive"
                and gap.strip(" ,") == "and"
            ):
                found[two] = replace(
                    taker, types=_types(taker.types, giver.types), relation_to=giver.relation_to, kin_of=giver.kin_of
                )
        return found

    def word(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    # --- one group ---------------------------------------------------------------------------------------------

    def group(self, at: int) -> tuple[People | None, int]:
        """The group that begins at token ``at`` and the token after it; None when none begins there."""
        draft = self.draft(at)
        hit = longest(heads(), self.tokens, draft.at)
        if draft.headless_age and (hit is None or self.is_sign(draft.at - 1, draft)):
            return self.aged(draft)
        if hit is None:
            named = self.name(draft.at) if draft.determiner in ("none", "definite") else None
            return self.named(named, draft) if named else self.elliptic(draft, at)
        size, entry = hit
        size, entry = self.last_noun(draft.at, size, entry)
        if self.is_no_head(draft, size, entry):
            return None, at
        if entry.kind in ("body", "bodies", "remains"):
            return self.corpse(draft, entry, draft.at + size)
        mention = self.person(draft, entry, draft.at + size)
        return self.possessed(*self.modifiers(mention, draft.at + size), draft)

    def is_sign(self, at: int, draft: _Draft) -> bool:
        return at >= 0 and draft.headless_age and self.word(at) in (",",)

    def last_noun(self, at: int, size: int, entry: Phrase) -> tuple[int, Phrase]:
        """Of nouns in a row the last is the head: «police officer suspects», «student activist»."""
        following = longest(heads(), self.tokens, at + size)
        while (
            following
            and following[1].kind == "person"
            and entry.kind == "person"
            and self.tokens[at + size].folded not in ("police",)
        ):
            size, entry = (
                size + following[0],
                following[1] if following[1].code != "civilian" else replace(entry, plural=following[1].plural),
            )
            following = longest(heads(), self.tokens, at + size)
        return size, entry

    def draft(self, at: int) -> _Draft:
        draft = _Draft(self.tokens[at].start, at)
        while draft.at < len(self.tokens) and self.step(draft):
            pass
        return draft

    def step(self, draft: _Draft) -> bool:
        """Reads one word before the head into ``draft``; False when the head should stand here."""
        at, word = draft.at, self.word(draft.at)
        if (
            word in ("one", "two", "three", "four")
            and self.word(at + 1) == "of"
            and self.word(at + 2) in ("the", "his", "her", "their")
        ):
            draft.subset, draft.count, draft.determiner, draft.at = (
                True,
                number(word),
                "number",
                at + 3,
            )
            return True
        years = _YEARS.match(word)
        if years and (age := number(years.group(1))) is not None:
            draft.ages += (0 if years.group(2) == "month" else age,)
            draft.headless_age, draft.plural_age, draft.at = True, word.endswith("s"), at + 1
            return True
        head = longest(heads(), self.tokens, at)
        little = longest(little_words(), self.tokens, at)
        if little and little[1].kind == "participle" and draft.determiner == "none":
            return False
        if little and not (head and head[0] >= little[0]):
            return self.little(draft, *little)
        if head:
            return False
        return self.counted(draft, word) or self.gang_before(draft) or self.unknown_words(draft)

    def unknown_words(self, draft: _Draft) -> bool:
        """«eight electricity company workers», «a cattle market guard»: up to two words unknown to the tables before the head."""
        many = draft.determiner == "number" and (draft.count or 1) > 1
        if not many and draft.determiner != "indefinite":
            return False
        for size in (1, 2):
            passed = self.tokens[draft.at : draft.at + size]
            if not all(t.text.isalpha() and not _NO_MODIFIER.search(t.folded) and len(t.text) > 3 for t in passed):
                return False
            hit = longest(heads(), self.tokens, draft.at + size)
            if hit and hit[1].kind == "person" and hit[1].plural == many:
                draft.at += size
                return True
        return False

    def little(self, draft: _Draft, size: int, entry: Phrase) -> bool:
        kind = entry.kind
        if kind in ("definite", "indefinite", "possessive", "vague"):
            if draft.determiner != "none" and kind != "indefinite":
                return False
            draft.determiner = kind
            draft.count = {"both": 2, "a": 1, "an": 1}.get(entry.head, draft.count)
            draft.at_least |= kind == "vague"
        elif kind == "other":
            draft.other, draft.ordinal = True, entry.head.endswith(("d", "th")) or draft.ordinal
            if entry.head == "another":
                draft.determiner, draft.count = "indefinite", 1
        elif kind == "approximate":
            draft.at_least = True
        draft.former |= kind == "former"
        draft.at += size
        return draft.at < len(self.tokens)

    def counted(self, draft: _Draft, word: str) -> bool:
        value = number(word)
        if value is None or (draft.determiner == "indefinite" and value != 12) or draft.number_word:
            return False
        draft.count, draft.number_word, draft.at = value, True, draft.at + 1
        if draft.determiner not in ("definite", "possessive"):
            draft.determiner = "number"
        return True

    def gang_before(self, draft: _Draft) -> bool:
        """«MS13 members», «Barrio 18 leaders», «El Salvador's police officers»."""
        hit = longest(organisations(), self.tokens, draft.at)
        if hit and hit[1].code == "gang_member" and longest(heads(), self.tokens, draft.at + hit[0]):
            draft.gang, draft.at = True, draft.at + hit[0]
            return True
        if self.word(draft.at) == "el" and self.word(draft.at + 1) == "salvador" and self.word(draft.at + 2) in ("'s", "’s"):
            draft.at += 3
            return True
        return False

    def is_no_head(self, draft: _Draft, size: int, entry: Phrase) -> bool:
        """«police said» is the force, «members» alone is nobody, «gang member cells» is a compound."""
        word = self.word(draft.at)
        if word == "police" and size == 1:
            return not draft.number_word and not draft.at_least
        if word in ("member", "members") and size == 1 and not draft.gang:
            return (
                self.organisation(draft.at + size)[0] is None and entry.head == "miembro" and self.word(draft.at + size) != "of"
            )
        if size == 1 and word in needs_determiner():
            nxt = self.word(draft.at + size)
            return draft.determiner == "none" or (nxt.isalpha() and nxt not in _GOES_ON)
        return False

    def person(self, draft: _Draft, entry: Phrase, after: int) -> People:
        plural = entry.plural if draft.count in (None, 1) else True
        types = (VictimType(entry.code),) if entry.kind == "person" else ()
        if draft.gang and set(types) <= _GENERIC:
            types = (VictimType.GANG_MEMBER,)
        count = draft.count if draft.count is not None else (None if plural else 1)
        head = entry.head
        return People(
            draft.start, self.tokens[after - 1].end, head, types, count, plural, draft.determiner,
            at_least=draft.at_least, other=draft.other, former=draft.former, sex=entry.sex, ages=draft.ages,
            kin=entry.code if entry.kind == "kin" else None, subset=draft.subset, ordinal=draft.ordinal, cue=f"{entry.kind}_en:{head}",
        )  # fmt: skip

    def corpse(self, draft: _Draft, entry: Phrase, after: int) -> tuple[People | None, int]:
        count = draft.count if draft.count is not None else (None if entry.plural else 1)
        if self.word(after) == "of" and after + 1 < len(self.tokens):
            inner, beyond = self.group(after + 1)
            if inner is not None and (inner.head or inner.names or inner.ages):
                told = (
                    inner.count
                    if inner.count and inner.count > 1
                    else (count if entry.plural and inner.count is None else inner.count)
                )
                return replace(
                    inner,
                    start=draft.start,
                    body=True,
                    count=told,
                    determiner=draft.determiner if draft.other else inner.determiner,
                ), beyond
        mention = People(
            draft.start, self.tokens[after - 1].end, entry.head, (VictimType.UNKNOWN,), count, entry.plural, draft.determiner,
            at_least=draft.at_least, other=draft.other, body=True, subset=draft.subset, cue="body_en",
        )  # fmt: skip
        return self.modifiers(mention, after)

    def aged(self, draft: _Draft) -> tuple[People | None, int]:
        """«a 14-year-old», «two 17-year-olds»."""
        count = draft.count if draft.count is not None else (None if draft.plural_age else 1)
        plural = draft.plural_age or (draft.count or 1) > 1
        mention = People(
            draft.start, self.tokens[draft.at - 1].end, "joven", (VictimType.CIVILIAN,), count, plural, draft.determiner,
            other=draft.other, ages=draft.ages, subset=draft.subset, cue="age_en",
        )  # fmt: skip
        return self.modifiers(mention, draft.at)

    def elliptic(self, draft: _Draft, at: int) -> tuple[People | None, int]:
        """A number without a noun: «leaves 5 dead», «two others were wounded», «three in El Salvador» is none."""
        if (
            (not draft.number_word and not (draft.other and draft.determiner == "indefinite"))
            or draft.ordinal
            or draft.count is None
        ):
            return None, at
        if self.word(draft.at) == "of" and self.word(draft.at + 1) in ("them", "whom", "those") and draft.number_word:
            return self.of_them(draft)
        previous, word = self.word(draft.at - 1), self.word(draft.at)
        fated = (
            word in fates()
            or previous in fates()
            or word in ("was", "were")
            or (draft.other and previous in ("others", "more", "another"))
        )
        if not fated or draft.determiner not in ("number", "indefinite"):
            return None, at
        after = draft.at + (1 if word in ("others", "more") else 0)
        other = draft.other or word in ("others", "more")
        head, types = ("", ()) if other else ("persona", (VictimType.CIVILIAN,))
        return People(
            draft.start, self.tokens[after - 1].end, head, types, draft.count, draft.count > 1, "number",
            at_least=draft.at_least, other=other, cue="other" if other else "count_en",
        ), after  # fmt: skip

    def of_them(self, draft: _Draft) -> tuple[People | None, int]:
        """«killing four of them»."""
        many = (draft.count or 1) > 1
        return People(
            draft.start, self.tokens[draft.at + 1].end, "persona", (VictimType.CIVILIAN,), draft.count, many, "number", cue="count_en"
        ), draft.at + 2  # fmt: skip

    # --- what follows the head -----------------------------------------------------------------------------------

    def possessed(self, mention: People, at: int, draft: _Draft) -> tuple[People | None, int]:
        """«a soldier's mother», «the man's body», «the couple's daughter»; «the officer's gun» is nobody."""
        if self.word(at) not in ("'s", "’s", "'", "’") or (self.word(at) in ("'", "’") and not mention.plural):
            return mention, at
        step = at + 1
        inner = self.draft(step) if step < len(self.tokens) else None
        hit = longest(heads(), self.tokens, inner.at) if inner else None
        if inner is None or hit is None or inner.determiner not in ("none", "number"):
            return None, at
        after = inner.at + hit[0]
        if hit[1].kind in ("body", "bodies", "remains"):
            return replace(mention, end=self.tokens[after - 1].end, body=True), after
        if hit[1].kind != "kin":
            return None, at
        own = self.person(replace(inner, start=mention.start), hit[1], after)
        own = _owned(replace(own, determiner="indefinite" if inner.determiner == "none" else "number"), mention)
        return self.possessed(*self.modifiers(own, after), draft)

    def modifiers(self, mention: People, at: int) -> tuple[People, int]:
        for _ in range(10):
            step = self.modifier(mention, at)
            if step is None:
                break
            mention, at = step
            mention = replace(mention, end=self.tokens[at - 1].end)
        return _finish(mention), at

    def modifier(self, mention: People, at: int) -> tuple[People, int] | None:
        if at >= len(self.tokens):
            return None
        for read in (
            self.age,
            self.kin_relation,
            self.of_organisation,
            self.whose,
            self.name_after,
            self.apposition,
            self.served,
        ):
            step = read(mention, at)
            if step is not None:
                return step
        return None

    def at_char(self, char: int, at: int) -> int:
        while at < len(self.tokens) and self.tokens[at].start < char:
            at += 1
        return at

    def age(self, mention: People, at: int) -> tuple[People, int] | None:
        if mention.ages:
            return None
        end = self.tokens[-1].end
        place = self.tokens[at].start
        skip = 1 if self.text[place] in ",(" else 0
        for begin in {place, place + skip, place + skip + (self.text[place + skip : place + skip + 1] == " ")}:
            match = _AGE.match(self.text, begin, end)
            ages = tuple(int(g) for g in match.groups() if g) if match else ()
            if match and ages:
                return replace(mention, ages=ages), self.at_char(match.end(), at)
        return None

    def kin_relation(self, mention: People, at: int) -> tuple[People, int] | None:
        if self.word(at) not in ("of", "to") or at + 1 >= len(self.tokens):
            return None
        if mention.kin is None and mention.head != "miembro":
            return None
        owner, after = self.group(at + 1)
        if owner is not None and mention.kin and (owner.head or owner.names):
            return _owned(mention, owner), after
        organisation, beyond = self.organisation(at)
        if mention.kin and organisation is not None and organisation.code != "gang_member":
            force = VictimType(organisation.code)
            return replace(
                mention, types=_types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,)), relation_to=force
            ), beyond
        if mention.kin and self.word(at + 1) == "police":
            return replace(
                mention, types=_types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,)), relation_to=VictimType.POLICE
            ), at + 2
        return (replace(mention, kin="relative"), after) if owner is not None and mention.kin is None and owner.kin else None

    def organisation(self, at: int) -> tuple[Phrase | None, int]:
        """The organisation of «of the MS13 gang», «from El Salvador's army», «in the National Civil Police (PNC)»."""
        if self.word(at) not in ("of", "from", "in", "with"):
            return None, at
        step = at + 1
        while self.word(step) in (
            "the",
            "a",
            "an",
            "el",
            "salvador",
            "'s",
            "’s",
            "country",
            "salvadoran",
            "notorious",
            "powerful",
            "local",
            "rival",
            "same",
            "violent",
            "feared",
            "street",
            '"',
            "“",
            "their",
            "another",
            "area",
            "areas",
        ):
            step += 1
        hit = longest(organisations(), self.tokens, step)
        if hit is None:
            return None, at
        after = step + hit[0]
        while self.word(after) in (
            "gang",
            "street",
            "faction",
            "of",
            "the",
            "’s",
            "'s",
            "revolucionarios",
            "surenos",
        ) and after < len(self.tokens):
            if self.word(after) in ("of", "the") and self.word(after + 1) not in (
                "barrio",
                "18th",
                "ms13",
                "ms-13",
                "18",
                "mara",
                "gang",
                "the",
            ):
                break
            following = longest(organisations(), self.tokens, after)
            after += following[0] if following else 1
        if self.word(after) in ("(", "or", ","):
            close = next((i for i in range(after, min(after + 5, len(self.tokens))) if self.word(i) == ")"), None)
            after = close + 1 if close is not None and self.word(after) == "(" else after
        return hit[1], after

    def of_organisation(self, mention: People, at: int) -> tuple[People, int] | None:
        if mention.kin:
            return None
        organisation, after = self.organisation(at)
        if organisation is None:
            return None
        code = VictimType(organisation.code)
        if set(mention.types) <= _GENERIC and mention.head in ("miembro", "persona", "hombre", "joven", "mujer"):
            if (code in FORCES and mention.head != "miembro") or self.word(at) == "with":
                return None
            return replace(mention, types=(code,)), after
        if (code == VictimType.SOLDIER and VictimType.POLICE in mention.types) or code == VictimType.PRISON_GUARD:
            return replace(mention, types=(code,)), after
        return (replace(mention), after) if code in mention.types else None

    def whose(self, mention: People, at: int) -> tuple[People, int] | None:
        """«a woman whose son serves in the army»."""
        match = _WHOSE.match(self.text, self.tokens[at].start, self.tokens[-1].end)
        if not match:
            return None
        kin = longest(heads(), words(match.group(1), 0, len(match.group(1))), 0)
        force = next((code for pattern, code in _FORCE_OF if pattern.search(fold(match.group(2)))), None)
        if kin is None or kin[1].kind != "kin":
            return None
        if force is None:
            return None
        end = min(m.end() for pattern, _ in _FORCE_OF if (m := pattern.search(fold(match.group(2)))))
        return replace(
            mention, types=_types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,)), relation_to=force
        ), self.at_char(match.start(2) + end, at)

    def served(self, mention: People, at: int) -> tuple[People, int] | None:
        match = _SERVED.match(self.text, self.tokens[at].start, self.tokens[-1].end)
        if not match or mention.kin:
            return None
        step = self.at_char(match.end(), at)
        hit = longest(organisations(), self.tokens, step)
        if hit is None or hit[1].code == "gang_member":
            return None
        return replace(mention, types=_types(mention.types, (VictimType(hit[1].code),))), step + hit[0]

    def name_after(self, mention: People, at: int) -> tuple[People, int] | None:
        if mention.names:
            return None
        step, introduced = at, False
        if self.word(step) == ",":
            step += 1
        if self.word(step) in ("identified", "named", "known", "called"):
            introduced, step = True, step + 1
            while self.word(step) in (
                "as",
                "by",
                "police",
                "authorities",
                "only",
                "the",
                "locally",
                "prosecutors",
                "officials",
                "local",
                "media",
                "relatives",
            ):
                step += 1
        named = self.name(step)
        if named is None or (mention.kin and step == at):
            return None
        name, after = named
        if step > at and not introduced and self.word(after) not in (",", ".", ";", ")", "(", "and", ""):
            return None
        names = (name,)
        while mention.plural and self.word(after) in (",", "and") and (more := self.name(after + 1)):
            names, after = (*names, more[0]), more[1]
        return replace(mention, names=names, sex=mention.sex or (None if mention.plural else sex_of(name))), after

    def apposition(self, mention: People, at: int) -> tuple[People, int] | None:
        """«…, a police officer,», «…, the brother of a soldier,», after a name or a single person."""
        if self.word(at) not in (",", "(", "—") or mention.plural or at + 1 >= len(self.tokens):
            return None
        inner, after = self.group(at + 1)
        if inner is None or inner.body or inner.plural or inner.other or (inner.names and not inner.head):
            return None
        if not self.closes(after) or not (
            mention.names or mention.kin or mention.ages or mention.head in ("persona", "hombre", "mujer", "joven", "víctima")
        ):
            return None
        if inner.determiner == "number" or inner.determiner == "possessive" or (self.word(after) == "and" and not mention.names):
            return None
        return _joined(mention, inner), after

    def closes(self, at: int) -> bool:
        return at >= len(self.tokens) or self.word(at) in (",", ".", ";", ")", "—", "(", "who", "was", "were")

    # --- names ---------------------------------------------------------------------------------------------------

    def name(self, at: int) -> tuple[str, int] | None:
        """A known given name with at least one more capitalised word."""
        if (
            at >= len(self.tokens)
            or self.word(at) not in given_names()
            or not self.tokens[at].capital
            or self.word(at - 1) in ("el", "san", "santa")
        ):
            return None
        end = at + 1
        while end < len(self.tokens) and end - at < 6:
            token = self.tokens[end]
            if not_names(token.folded):
                break
            particle = (
                token.folded in _PARTICLES and token.folded != "y" and end + 1 < len(self.tokens) and self.tokens[end + 1].capital
            )
            if not (token.capital and token.text[0].isalpha()) and not particle:
                break
            end += 2 if particle else 1
        return (self.text[self.tokens[at].start : self.tokens[end - 1].end], end) if end - at >= 2 else None

    def named(self, named: tuple[str, int], draft: _Draft) -> tuple[People | None, int]:
        name, after = named
        mention = People(
            draft.start, self.tokens[after - 1].end, "", (), 1, False, "none", names=(name,), sex=sex_of(name), cue="name"
        )
        read, at = self.modifiers(mention, after)
        return self.possessed(read, at, draft)


def _predicate(text: str, subject: People, mention: People) -> People | None:
    """«X, who was a police officer»: what is said of the one before is one mention with it."""
    if mention.determiner not in ("none", "indefinite") or mention.plural or subject.plural or mention.body or mention.other:
        return None
    gap = fold(text[subject.end : mention.start])
    return _joined(subject, mention) if len(gap) < 40 and _WHO_WAS.search(gap) and "who" in gap else None


def _owned(mention: People, owner: People) -> People:
    """``mention`` as the kin of ``owner``."""
    force = next((t for t in owner.types if t in FORCES), None)
    extra: tuple[VictimType, ...] = ()
    if VictimType.FORMER_SECURITY_FORCE in owner.types:
        force = VictimType.SOLDIER if re.search(r"soldad", owner.head) else VictimType.POLICE
    if owner.kin and owner.relation_to:
        force = owner.relation_to
    if force:
        extra = (VictimType.RELATIVE_OF_SECURITY_FORCE,)
    elif {VictimType.GANG_MEMBER, VictimType.FORMER_GANG_MEMBER} & set(owner.types):
        extra = (VictimType.RELATIVE_OF_GANG_MEMBER,)
    return replace(mention, types=_types(mention.types, extra), relation_to=force, kin_of=owner)


def _types(first: tuple[VictimType, ...], second: tuple[VictimType, ...]) -> tuple[VictimType, ...]:
    """Both without repetition; generic ones only where nothing else is known."""
    both = tuple(dict.fromkeys((*first, *second)))
    return tuple(t for t in both if t not in _GENERIC) or both


def _joined(mention: People, inner: People) -> People:
    """One mention of two phrases for the same person; the first leads."""
    return replace(
        mention,
        end=max(mention.end, inner.end),
        types=_types(mention.types, inner.types),
        ages=mention.ages or inner.ages,
        names=mention.names or inner.names,
        sex=mention.sex or inner.sex,
        kin=mention.kin or inner.kin,
        relation_to=mention.relation_to or inner.relation_to,
        kin_of=mention.kin_of or inner.kin_of,
        former=mention.former or inner.former,
        head=mention.head or inner.head,
    )


def _finish(mention: People) -> People:
    """Former members of a force or gang get the types for former ones."""
    if not mention.former:
        return mention
    changed = tuple(
        VictimType.FORMER_SECURITY_FORCE if t in FORCES else VictimType.FORMER_GANG_MEMBER if t == VictimType.GANG_MEMBER else t
        for t in mention.types
    )
    return replace(mention, types=changed)
