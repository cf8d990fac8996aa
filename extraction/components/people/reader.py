"""All mentions of a sentence from left to right, and the owners they share."""

import re
from collections.abc import Sequence
from dataclasses import replace

from db.models import FORCES, VictimType
from extraction.components.people.groups import Groups
from extraction.components.people.model import REST, People, joined, merge_types, tokenize
from extraction.components.vocabulary import alternatives, words
from extraction.text import fold

_PROFILED = re.compile(
    r"\s*,?\s*(?:senalad|identificad|perfilad|fichad|reconocid|conocid|registrad)[oa]s?"
    r"(?: (?:por|en) [^,.;]{0,45}?)? como (?:presunt\w+ |supuest\w+ )?"
)
_SAME_OWNER = re.compile(
    r"\s+(?:de (?:uno|una|otro|otra|ambos|ambas|este|esta|estos|aquel)\b|"
    r"del? (?:el |la )?(?:primer[oa]|segund[oa]|mism[oa]|anterior|"
    r"agente|policia|soldado|militar|custodio|uniformad[oa]|oficial)\b)"
)
_BEING = alternatives("being")
_PREDICATE = re.compile(
    rf",?\s*(?:que|quien)\s+(?:ademas |tambien |ahora |antes |actualmente |ya |solo |segun [^,]{{0,40}}, )*(?:{_BEING})\s*$"
)
#: «la víctima, según sus vecinos, también era …».
_SAID_OF_SUBJECT = re.compile(
    rf"\s*(?:,? (?:segun|de acuerdo con|conforme a) [^,.;]{{1,60}},)?\s*(?:tambien |ademas |ya |aun )?(?:{_BEING}) +[«“\"']?"
)
_WHOSE = re.compile(r",? cuy[oa]s? $")
_IS = re.compile(r" (?:tambien )?(?:es|son|era|eran|trabajan? como|laboran? como|sirven? como) (?:un |una )?")
#: What goes on with a list: «la víctima, un hombre y una mujer».
_LISTED = re.compile(r"\s*,?\s*(?:y|e|un|una|dos|otr[oa])\b")
_IDENTIFIED = re.compile(rf"[^.;:]{{0,80}}?\b(?:{alternatives('identified')}):?\s*[«“\"']?")
_POINTS_BACK = words("anaphor")
_GENERIC = {VictimType.CIVILIAN, VictimType.UNKNOWN}


class Reader(Groups):
    """A left-to-right reader over the tokens of one sentence."""

    def read(self) -> list[People]:
        """All mentions in order, those of one person joined."""
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
                found.append(self.identified(found, mention))
            at = max(after, at + 1)
        return self.shared_owner(self.whose_kin_serves(found))

    def whose_kin_serves(self, found: list[People]) -> list[People]:
        """«un joven, cuyo hermano es policía, fue asesinado»: a relative of the force, and nobody else."""
        for index in range(len(found) - 2, 0, -1):
            bearer, kin, member = found[index - 1 : index + 2]
            force = next((t for t in member.types if t in FORCES), None)
            whose = _WHOSE.search(fold(self.text[bearer.end : kin.start]))
            if force and kin.kin and whose and _IS.fullmatch(fold(self.text[kin.end : member.start])):
                types = merge_types(bearer.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,))
                found[index - 1 : index + 2] = [replace(bearer, types=types, relation_to=force, kin_of=member)]
        return found

    def predicate(self, subject: People, mention: People) -> People | None:
        """«…, que además es hermano de un policía»: what is said of the one before is one mention with it."""
        gap = fold(self.text[subject.end : mention.start])
        if _PROFILED.fullmatch(gap) and VictimType.GANG_MEMBER in mention.types and VictimType.GANG_MEMBER not in subject.types:
            return joined(subject, mention)
        if subject.subset and subject.plural and mention.plural and mention.determiner == "none":
            return joined(subject, mention) if _SAID_OF_SUBJECT.fullmatch(gap) else None
        if _are_called(subject, mention) and _SAID_OF_SUBJECT.fullmatch(gap):
            return joined(subject, mention)
        if mention.determiner not in ("none", "indefinite") or mention.plural or subject.plural or mention.body:
            return None
        if mention.determiner == "none" and not mention.names and re.fullmatch(r", (?:tambien|ademas|igualmente|asimismo) ", gap):
            return joined(subject, mention)
        if (
            re.fullmatch(r"\s*,?\s*[ye]\s+", gap)
            and mention.determiner == "none"
            and not mention.names
            and (subject.names or subject.ages)
            and subject.number == 1
        ):
            return joined(subject, mention)
        appositive = mention.determiner == "indefinite" and subject.determiner == "definite" and re.fullmatch(r"\s*,\s*", gap)
        if appositive and subject.head in _POINTS_BACK and not _LISTED.match(fold(self.text[mention.end : mention.end + 12])):
            return joined(subject, mention)
        generic = subject.determiner == "definite" and set(subject.types) <= _GENERIC and not subject.kin
        points_back = subject.names or subject.subset or subject.head in _POINTS_BACK
        if _SAID_OF_SUBJECT.fullmatch(gap) and (points_back or generic):
            return joined(subject, mention)
        return joined(subject, mention) if len(gap) < 90 and _PREDICATE.search(gap) else None

    def identified(self, found: list[People], mention: People) -> People:
        """«uno de los agentes … fue identificado como Elmer Rivas, de 20 años»: the two mentions tell each other's name and kind.

        Also «un niño, cuyo cuerpo fue hallado»: the body has all that is told of its bearer.
        """
        if not found:
            return mention
        subject, gap = found[-1], fold(self.text[found[-1].end : mention.start])
        if mention.body and mention.determiner == "none" and re.fullmatch(r"[\s,]*(?:a |de |en )?cuy[oa]s? ", gap):
            return replace(subject, start=mention.start, end=mention.end, head=mention.head, body=True, determiner="definite")
        single = subject.number == 1 and not (subject.plural or subject.names or subject.pronoun)
        if mention.names and not mention.plural and single and _IDENTIFIED.fullmatch(gap):
            found[-1] = replace(subject, names=mention.names, ages=subject.ages or mention.ages, sex=subject.sex or mention.sex)
            types = merge_types(mention.types, subject.types)
            return replace(mention, head=mention.head or subject.head, types=types, kin=mention.kin or subject.kin)
        return mention

    def shared_owner(self, found: list[People]) -> list[People]:
        """«la madre y la hermana de un agente»: the first noun of kinship shares the owner of the second."""
        for index in range(len(found) - 2, -1, -1):
            first, second = found[index], found[index + 1]
            gap = fold(self.text[first.end : second.start]).strip()
            if first.kin and second.kin and second.kin_of and first.kin_of is None and gap in ("y", "e", ",", "y a", "e a"):
                found[index] = replace(
                    first, types=merge_types(first.types, second.types), relation_to=second.relation_to, kin_of=second.kin_of
                )
        found = self.same_possessor(self.shared_apposition(found))
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
                found[index - 1] = replace(whole, count=whole.count - part.number, cue=f"{whole.cue}{REST}")
                same = set(part.types) <= {VictimType.CIVILIAN} and not part.kin
                found[index] = replace(part, subset=False, types=whole.types if same else part.types)
        return found

    def shared_apposition(self, found: list[People]) -> list[People]:
        """«Elmer Rivas y Josué Mena, soldados de la Sexta Brigada,»: a plural apposition says what all the named are."""
        kept: list[People] = []
        for mention in found:
            gap = fold(self.text[kept[-1].end : mention.start]) if kept else ""
            told = mention.plural and mention.determiner == "none" and not (mention.names or mention.pronoun)
            named = self.named_list(kept) if told and re.fullmatch(r", (?:\w+[oa]s )?", gap) else 0
            if named < 2 or mention.count not in (None, named):
                kept.append(mention)
                continue
            kept[-named:] = [replace(p, types=merge_types(p.types, mention.types)) for p in kept[-named:]]
            kept[-1] = replace(kept[-1], end=mention.end)
        return kept

    def named_list(self, found: list[People]) -> int:
        """How many single people told by name stand coordinated at the end of ``found``."""
        number = 0
        for index in range(len(found) - 1, -1, -1):
            person = found[index]
            gap = fold(self.text[person.end : found[index + 1].start]).strip() if number else "y"
            if person.plural or not person.names or gap not in ("y", "e", ",", ";", ", y", "; y"):
                break
            number += 1
        return number

    def same_possessor(self, found: list[People]) -> list[People]:
        """«su esposa y dos hijos», «su madre y hermana»: kin listed behind a possessive are of the same owner."""
        for index in range(1, len(found)):
            first, second = found[index - 1], found[index]
            gap = fold(self.text[first.end : second.start]).strip()
            bare = second.kin and second.kin_of is None and second.determiner in ("none", "number")
            if bare and first.kin and first.determiner == "possessive" and gap in ("y", "e", ","):
                found[index] = replace(second, determiner="possessive")
        return found

    def same_owner(self, found: list[People], index: int) -> People:
        """«dos agentes y un sobrino de uno de ellos»; «un agente muerto y otros dos heridos» are agents too."""
        mention = found[index]
        before = found[index - 1] if index else None
        if before is None:
            return mention
        if mention.determiner == "possessive" and mention.head in words("colleague"):
            return replace(mention, types=tuple(t for t in before.types if t in FORCES) or mention.types)
        if mention.cue == "other" and not (mention.types or mention.subset):
            return replace(mention, types=before.types)
        refers = mention.kin and mention.kin_of is None and _SAME_OWNER.match(fold(self.text[mention.end : mention.end + 30]))
        if refers and VictimType.GANG_MEMBER in before.types:
            return replace(mention, types=merge_types(mention.types, (VictimType.RELATIVE_OF_GANG_MEMBER,)), kin_of=before)
        owner = next((p for p in reversed(found[:index]) if p.relation_to or set(p.types) & set(FORCES)), None)
        if owner and refers:
            force = next((t for t in owner.types if t in FORCES), owner.relation_to)
            types = merge_types(mention.types, (VictimType.RELATIVE_OF_SECURITY_FORCE,))
            return replace(mention, types=types, relation_to=force, kin_of=owner)
        return mention


def _are_called(subject: People, mention: People) -> bool:
    """«Las jóvenes eran hijas de una agente»: a plural said of people told before."""
    told = subject.plural and subject.determiner == "definite" and not (subject.names or subject.subset or subject.kin)
    return told and mention.plural and mention.determiner == "none" and bool(mention.kin_of) and set(subject.types) <= _GENERIC


def find_people(text: str, start: int = 0, end: int | None = None, blocked: Sequence[tuple[int, int]] = ()) -> list[People]:
    """All mentions in ``text[start:end]`` in order; apart from «X de Y» relations they do not overlap.

    No name begins inside a ``blocked`` span (a place or a date): «San Vicente», «Domingo de Ramos».
    """
    return Reader(text, tokenize(text, start, end), blocked).read()
