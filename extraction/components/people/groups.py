"""One group of people, with the words before its head and behind it."""

import re
from dataclasses import replace

from db.models import VictimType
from extraction.components.people.ages import AGE, ages_of
from extraction.components.people.bodies import Bodies
from extraction.components.people.determiners import Determiners
from extraction.components.people.heads import Heads
from extraction.components.people.model import Draft, People
from extraction.components.people.modifiers import Modifiers
from extraction.components.people.pronouns import Pronouns
from extraction.components.people.tables import Entry, entries, longest, organisations
from extraction.components.vocabulary import words
from extraction.text import fold

_NO_PERSON = words("no_person_of_age")


class Groups(Determiners, Heads, Bodies, Modifiers, Pronouns):
    """Reads the group that begins at a token."""

    def group(self, at: int) -> tuple[People | None, int]:
        """The group that begins at token ``at``, and the token after it."""
        draft = self.determiner(at)
        if draft.at >= len(self.tokens):
            return None, at
        hit = longest(entries(), self.tokens, draft.at)
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

    def person(self, draft: Draft, entry: Entry, after: int) -> tuple[People | None, int]:
        """The group with a person or a kinship as head; ``after`` is the token behind it."""
        plural = entry.plural or (draft.count or 0) > 1 or self.word(draft.at - 1) in ("los", "las", "ambos", "ambas", "sus")
        plural = plural and not (draft.subset and draft.count == 1)
        sex = entry.sex
        if sex is None and not plural and draft.female is not None:
            sex = "female" if draft.female else "male"
        if fold(entry.term) in ("persona", "victima", "persona trans", "pareja", "pareja sentimental"):
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

    def member(self, draft: Draft, entry: Entry, after: int) -> tuple[People | None, int]:
        """«miembro activo de la pandilla 18», «elementos de la PNC»: a head that is nobody without its organisation."""
        while self.word(after) in words("member_adjective"):
            after += 1
        organisation, beyond = self.organisation(after)
        if organisation is None and draft.subset and self.word(draft.at - 1) == "sus":
            organisation, beyond = self.told_before(draft.at), after
        if organisation is None:
            return self.member_of_any(draft, entry, after)
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

    def told_before(self, at: int) -> Entry | None:
        """«La PNC confirmó la muerte de uno de sus miembros»: the last organisation of the sentence before token ``at``."""
        hits = (longest(organisations(), self.tokens, step) for step in range(at - 1, -1, -1))
        return next((hit[1] for hit in hits if hit), None)

    def member_of_any(self, draft: Draft, entry: Entry, after: int) -> tuple[People | None, int]:
        """«tres integrantes de un grupo musical»: somebody, of a group that no table has."""
        counted = draft.determiner in ("number", "indefinite") and draft.count is not None
        if not counted or entry.term.startswith("ex") or self.word(after) not in ("de", "del"):
            return None, draft.at
        if not entry.term.startswith(("miembro", "integrante")):
            return None, draft.at
        start, end = draft.start, self.tokens[after - 1].end
        plural = (draft.count or 1) > 1
        mention = People(
            start, end, entry.term, (VictimType.CIVILIAN,), draft.count, plural, draft.determiner,
            at_least=draft.at_least, other=draft.other, subset=draft.subset, cue="people_words:member",
        )  # fmt: skip
        return mention, after

    def is_among(self, draft: Draft) -> bool:
        """«seis personas, entre ellas un policía»."""
        return bool(
            re.search(
                r"(?:entre (?:ell[oa]s|los que|las que|l[oa]s cuales)|incluid[oa]s?|incluyendo)[^,.;]{0,12}$",
                self.folded[: draft.start - self.base][-40:],
            )
        )

    def unknown(self, draft: Draft) -> tuple[People, int] | None:
        """A noun of no table with an age behind it: «un guayabero de 40 años»."""
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
            or longest(organisations(), self.tokens, draft.at)
        ):
            return None
        place = token.end - self.base
        complement = re.match(r"(?: (?:de|del|en) (?:la |el )?(?!un |una )\w+)?(?: (?!de |un |una )\w+)?", self.folded[place:])
        for offset in (0, complement.end() if complement else 0):
            match = AGE.match(self.folded, place + offset)
            if match and ages_of(match) and "de" in match.group().split()[:2]:
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
