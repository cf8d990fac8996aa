"""Organisations and owners: «agente de la PNC», «hermano de un policía»."""

import re
from dataclasses import replace

from db.models import FORCES, VictimType
from extraction.components.people.cursor import Cursor
from extraction.components.people.model import People
from extraction.components.people.tables import Entry, adjectives, entries, longest, organisations
from extraction.components.vocabulary import words
from extraction.text import fold

_OF = ("de", "del", "en", "a", "al")


class Relations(Cursor):
    """Reads what a mention belongs to."""

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
        if owner.pronoun:
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
        """«oficial del Ejército»: an organisation that fits the kind of the mention, or makes it."""
        if self.word(at) not in _OF or mention.kin:
            return None
        organisation, after = self.organisation(at)
        if organisation is None:
            return None
        types = set(mention.types)
        code = VictimType(organisation.code)
        if mention.former or VictimType.FORMER_SECURITY_FORCE in types:
            return mention, after
        generic = {VictimType.CIVILIAN, VictimType.UNKNOWN}
        if code in FORCES and (fold(mention.head),) in adjectives().get(fold(mention.head), {}) and types <= generic:
            former = adjectives()[fold(mention.head)][(fold(mention.head),)].kind == "former"
            return (replace(mention, types=(VictimType.FORMER_SECURITY_FORCE,)), after) if former else None
        if (
            (code == VictimType.SOLDIER and VictimType.POLICE in types)
            or (code == VictimType.PRISON_GUARD and types & {VictimType.POLICE, VictimType.PRIVATE_GUARD})
            or (code == VictimType.MUNICIPAL_AGENT and types & {VictimType.POLICE})
            or (code == VictimType.GANG_MEMBER and types <= generic | {VictimType.SOLDIER, VictimType.OTHER_WORKER})
            or (code == VictimType.POLICE and types & {VictimType.SOLDIER} and mention.head not in ("soldado", "militar"))
        ):
            types = {code}
        elif code not in types and not (types & {VictimType.POLICE, VictimType.GANG_MEMBER, VictimType.SOLDIER}):
            return None
        return replace(mention, types=tuple(sorted(types))), after

    def organisation(self, at: int) -> tuple[Entry | None, int]:
        """The organisation of «de la PNC», «del Ejército», «de MS-13», «de la extinta …»."""
        step = at
        if self.word(step) not in _OF:
            return None, at
        step += 1
        article = self.word(step - 1) in ("del", "al")
        while self.word(step) in words("before_organisation"):
            article = True
            step += 1
        if step >= len(self.tokens):
            return None, at
        hit = longest(organisations(), self.tokens, step)
        if hit is None and self.word(step - 1) not in _OF:
            step -= 1
            hit = longest(organisations(), self.tokens, step)
        if hit is None or (self.tokens[step].text == "18" and not article):
            return None, at
        if fold(hit[1].term) in words("pointed_organisation") and self.word(step - 1) not in words("pointing"):
            return None, at
        return hit[1], self.organisation_end(hit[1], step + hit[0])

    def organisation_end(self, organisation: Entry, at: int) -> int:
        """The token behind the unit, number and abbreviation of an organisation: «Brigada de Artillería», «(PNC)»."""
        after = at
        while (
            self.word(after) in ("de", "del")
            and after + 1 < len(self.tokens)
            and self.tokens[after + 1].capital
            and self.tokens[after].start - self.tokens[after - 1].end == 1
        ):
            if organisation.code == "gang_member" or longest(entries(), self.tokens, after + 1):
                break
            after += 2
            while after < len(self.tokens) and self.tokens[after].capital and self.tokens[after].text[0].isalpha():
                after += 1
        if after < len(self.tokens) and self.tokens[after].text.isdigit() and organisation.code == "soldier":
            after += 1
        if self.word(after) == "(":
            close = next((i for i in range(after, min(after + 6, len(self.tokens))) if self.word(i) == ")"), None)
            after = close + 1 if close is not None else after
        return after


def _former_force(head: str) -> VictimType:
    folded = fold(head)
    if "custodi" in folded:
        return VictimType.PRISON_GUARD
    return (
        VictimType.SOLDIER if re.search(r"soldad|militar|fuerza armada|coronel|capitan|teniente", folded) else VictimType.POLICE
    )
