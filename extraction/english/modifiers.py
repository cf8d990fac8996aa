"""What follows the head of an English mention: ages, owners, organisations, names, appositions."""

import re
from dataclasses import replace

from db.models import FORCES, VictimType
from extraction.components.people import People, given_names, model
from extraction.english.drafts import DraftReader
from extraction.english.phrases import Phrase, heads, longest, not_names, organisations, sex_of, words, words_of
from extraction.text import fold

GENERIC = frozenset((VictimType.CIVILIAN, VictimType.UNKNOWN))
_AGED = r"(?:aged?|ages|between the ages of) "
_AGE = re.compile(
    rf"\s*,?\s*\(?(?:{_AGED}(\d{{1,2}})(?:(?:, | and | to )(\d{{1,2}}))?(?:,? and (\d{{1,2}}))?|"
    rf"(\d{{1,2}})(?: and (\d{{1,2}}))?(?: years? old| years of age)"
    r"|(?<=, )(\d{1,2})(?: and (\d{1,2}))?(?=\s*[,;).]|\s+and\b|\s*$)|(?<=\()(\d{1,2})(?=\)))\)?"
)
_WHOSE = re.compile(
    r",?\s*whose (?:own |late |eldest |older |younger )?([\w-]+)[^.;,]{0,25}?\b(?:is|was|serves?|"
    r"served|works?|worked|belongs?|belonged)\b([^.;,]{0,60})"
)
_SERVED = re.compile(r",?\s*who (?:(?:serves?|served|worked|works) (?:in|for|with)|belong(?:s|ed) to) (?:the |el salvador'?s )?")
_FORCE_OF = (
    (re.compile(r"\b(?:army|armed forces|soldier|military|navy|air force)\b"), VictimType.SOLDIER),
    (re.compile(r"\b(?:prison guard|prison system|prison officer)\b"), VictimType.PRISON_GUARD),
    (re.compile(r"\b(?:police\w*|pnc|officer)\b"), VictimType.POLICE),
)


class ModifierReader(DraftReader):
    """Reads on after a head for as long as the words speak of the same people."""

    def group(self, at: int) -> tuple[People | None, int]:
        """The group that begins at token ``at``; the whole reader knows how."""
        raise NotImplementedError

    def modifiers(self, mention: People, at: int) -> tuple[People, int]:
        for _ in range(10):
            step = self.modifier(mention, at)
            if step is None:
                break
            mention, at = step
            mention = replace(mention, end=self.tokens[at - 1].end)
        return model.finish(mention), at

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
            return owned(mention, owner), after
        organisation, beyond = self.organisation(at)
        if mention.kin and organisation is not None and organisation.code != "gang_member":
            force = VictimType(organisation.code)
            return replace(
                mention, types=types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,)), relation_to=force
            ), beyond
        if mention.kin and self.word(at + 1) == "police":
            return replace(
                mention, types=types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,)), relation_to=VictimType.POLICE
            ), at + 2
        return (replace(mention, kin="relative"), after) if owner is not None and mention.kin is None and owner.kin else None

    def organisation(self, at: int) -> tuple[Phrase | None, int]:
        """The organisation of «of the MS13 gang», «from El Salvador's army», «in the National Civil Police (PNC)»."""
        if self.word(at) not in ("of", "from", "in", "with"):
            return None, at
        step = at + 1
        while self.word(step) in words_of("before_organisation"):
            step += 1
        hit = longest(organisations(), self.tokens, step)
        return (hit[1], self.organisation_end(step + hit[0])) if hit else (None, at)

    def organisation_end(self, at: int) -> int:
        """Behind «… street gang», «… faction of the Barrio 18», «… (PNC)»."""
        while at < len(self.tokens) and self.word(at) in words_of("of_organisation"):
            if self.word(at) in ("of", "the") and self.word(at + 1) not in words_of("faction_of"):
                break
            following = longest(organisations(), self.tokens, at)
            at += following[0] if following else 1
        close = next((i for i in range(at, min(at + 5, len(self.tokens))) if self.word(i) == ")"), None)
        return close + 1 if close is not None and self.word(at) == "(" else at

    def of_organisation(self, mention: People, at: int) -> tuple[People, int] | None:
        if mention.kin:
            return None
        organisation, after = self.organisation(at)
        if organisation is None:
            return None
        code = VictimType(organisation.code)
        if set(mention.types) <= GENERIC and mention.head in ("miembro", "persona", "hombre", "joven", "mujer"):
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
            mention, types=types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,)), relation_to=force
        ), self.at_char(match.start(2) + end, at)

    def served(self, mention: People, at: int) -> tuple[People, int] | None:
        match = _SERVED.match(self.text, self.tokens[at].start, self.tokens[-1].end)
        if not match or mention.kin:
            return None
        step = self.at_char(match.end(), at)
        hit = longest(organisations(), self.tokens, step)
        if hit is None:
            return None
        return replace(mention, types=types(mention.types, (VictimType(hit[1].code),))), step + hit[0]

    def name_after(self, mention: People, at: int) -> tuple[People, int] | None:
        if mention.names:
            return None
        step, introduced = at, False
        if self.word(step) == ",":
            step += 1
        if self.word(step) in ("identified", "named", "known", "called"):
            introduced, step = True, step + 1
            while self.word(step) in words_of("named_by"):
                step += 1
        named = self.name(step)
        if named is None or (mention.kin and step == at):
            return None
        name, after = named
        if step > at and not introduced and self.word(after) not in (",", ".", ";", ")", "(", "and", ""):
            return None
        names: tuple[str, ...] = (name,)
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
        general = mention.head in ("persona", "hombre", "mujer", "joven", "víctima")
        known = mention.names or mention.kin or mention.ages or general or mention.determiner != "indefinite" or inner.former
        if not self.closes(after) or not known:
            return None
        if inner.determiner == "number" or inner.determiner == "possessive" or (self.word(after) == "and" and not mention.names):
            return None
        return joined(mention, inner), after

    def closes(self, at: int) -> bool:
        return at >= len(self.tokens) or self.word(at) in (",", ".", ";", ")", "—", "(", "who", "was", "were")

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
                token.folded in words_of("particle")
                and token.folded != "y"
                and end + 1 < len(self.tokens)
                and self.tokens[end + 1].capital
            )
            if not (token.capital and token.text[0].isalpha()) and not particle:
                break
            end += 2 if particle else 1
        return (self.text[self.tokens[at].start : self.tokens[end - 1].end], end) if end - at >= 2 else None


def owned(mention: People, owner: People) -> People:
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
    return replace(mention, types=types(mention.types, extra), relation_to=force, kin_of=owner)


def types(first: tuple[VictimType, ...], second: tuple[VictimType, ...]) -> tuple[VictimType, ...]:
    """Both without repetition; generic ones only where nothing else is known."""
    both = tuple(dict.fromkeys((*first, *second)))
    return tuple(t for t in both if t not in GENERIC) or both


def joined(mention: People, inner: People) -> People:
    """One mention of two phrases for the same person; the first leads, also in its head."""
    both = model.joined(mention, inner)
    return replace(both, types=types(mention.types, inner.types), head=mention.head or inner.head)
