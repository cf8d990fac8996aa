"""What follows the head of a mention and speaks of the same people: age, adjective, owner, name, apposition."""

import re
from dataclasses import replace

from db.models import VictimType
from extraction.components.people.ages import AGE, AGE_RANGE, BARE_AGE, EACH_AGE, NAME_AGE, ONE_YEAR, PAREN_AGE, ages_of
from extraction.components.people.model import People, finish, joined, merge_types
from extraction.components.people.names import Names
from extraction.components.people.relations import Relations
from extraction.components.people.tables import adjectives, count_of, entries, longest
from extraction.components.vocabulary import words

_NO_COMPLEMENT = words("no_complement")
#: Kinds that the membership of a gang takes the place of.
_OF_ANY_GANG = {VictimType.CIVILIAN, VictimType.UNKNOWN, VictimType.OTHER_WORKER}
_SAID_TO_BELONG = re.compile(
    r",? ?(?:(?:a|con) quien(?:es)?\b[^,.;:]{0,40}? |(?:al|a la|a los|a las) que\b[^,.;:]{0,40}? |"
    r"que (?:habia sido|fue|era|estaba) |quien \w+ )?"
    r"(?:acus|senal|sospech|sindic|perfil|vincul|identific|calific|consider|catalog|fich|registr|reconoc)\w*"
    r"(?: (?:(?:perfil|fich|identific)ad[oa]s?|de|por|como|con|a|ser|pertenecer|formar parte|tener|vinculos|nexos|parte|"
    r"una?|clica|presunt\w+|supuest\w+|miembros?|integrantes?|jefe|cabecilla|lider|palabrero|activ[oa]s?|"
    r"ex ?(?:pandiller|miembr|integrant)\w+))*"
    r"(?= (?:de|del|a|con|en) )"
)


class Modifiers(Names, Relations):
    """Reads modifiers from left to right."""

    def modifiers(self, mention: People, at: int) -> tuple[People, int]:
        """Reads what follows the head for as long as it speaks of the same people."""
        for _ in range(12):
            step = self.modifier(mention, at)
            if step is None:
                break
            mention, at = step
        return finish(mention), at

    def modifier(self, mention: People, at: int) -> tuple[People, int] | None:
        """One step of :meth:`modifiers`; None when what follows speaks of something else."""
        if at >= len(self.tokens):
            return None
        for read in (
            self.both,
            self.age,
            self.adjective,
            self.kin_relation,
            self.of_organisation,
            self.said_to_belong,
            self.name_after,
            self.apposition,
            self.posted,
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
        hit = longest(entries(), self.tokens, step) if step < len(self.tokens) else None
        types = mention.types
        if hit and hit[1].kind == "person":
            types = merge_types(types, (VictimType(hit[1].code),))
            step += hit[0]
        count = mention.count or (2 if self.word(at + 1).startswith("amb") else None)
        return replace(mention, types=types, count=count), step

    def age(self, mention: People, at: int) -> tuple[People, int] | None:
        """«de 18 y 20 años», «(34)»; a range such as «entre 20 y 30 años» is passed over."""
        place = self.tokens[at].start - self.base
        for pattern in (EACH_AGE, AGE_RANGE, ONE_YEAR, AGE, PAREN_AGE, BARE_AGE, NAME_AGE):
            match = pattern.match(self.folded, place)
            if not match:
                continue
            after = self.at_char(self.base + match.end(), at)
            if pattern is AGE_RANGE:
                return mention, after
            ages = ages_of(match)
            if ages and pattern is BARE_AGE and not (mention.names or mention.ages or mention.head):
                return None
            if (pattern is NAME_AGE and not mention.names) or (pattern is EACH_AGE and not self.is_pair(mention)):
                continue
            if ages:
                return replace(mention, ages=mention.ages + ages), after
        return None

    def is_pair(self, mention: People) -> bool:
        """Whether two ages may be told of ``mention``: «dos hombres», «una pareja»."""
        return mention.number == 2 or mention.head == "pareja"

    def adjective(self, mention: People, at: int) -> tuple[People, int] | None:
        """«salvadoreño», «jubilada», «en retiro», «no identificado»: sex and former service."""
        hit = longest(adjectives(), self.tokens, at)
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

    def apposition(self, mention: People, at: int) -> tuple[People, int] | None:
        """A bare noun between commas: «…, agricultor de 66 años,», «…, hermano de un agente,».

        After a name also «, una estudiante …».
        """
        if self.word(at) not in (",", "(") or (mention.plural and not mention.names):
            return None
        if at + 1 >= len(self.tokens):
            return None
        inner, after = self.group(at + 1)
        if inner is None or inner.body or (inner.names and not inner.head) or inner.other:
            return None
        if (inner.plural and not mention.plural) or not self.may_apply(mention, inner, after):
            return None
        listed = self.word(after) in ("y", "e")
        if inner.determiner == "none" and not mention.plural and listed and not mention.names and inner.kin is None:
            return None
        told = joined(mention, inner)
        if mention.names and not mention.plural and listed and after + 1 < len(self.tokens):
            second, beyond = self.group(after + 1)
            if second and second.determiner == "none" and not (second.plural or second.names or second.body or second.kin):
                return joined(told, second), beyond
        return told, after

    def may_apply(self, mention: People, inner: People, after: int) -> bool:
        """Whether the determiner of ``inner``, which ends before token ``after``, lets it be said of ``mention``."""
        allowed = inner.determiner == "none" or bool(mention.names and inner.determiner == "indefinite" and not inner.plural)
        if inner.determiner == "definite" and mention.names and not inner.plural and not inner.names:
            allowed = True
        single = not mention.plural and not inner.plural
        if mention.determiner in ("possessive", "definite") and inner.determiner == "indefinite" and single:
            ends = self.word(after) in (",", "que", "quien", ".", "")
            return ends and self.word(after + 1) not in ("un", "una", "dos", "tres", "y", "e", "su", "sus")
        return allowed

    def said_to_belong(self, mention: People, at: int) -> tuple[People, int] | None:
        """«, a quien la Policía tenía perfilado como jefe de una clica de la 18»: a member of a gang, as somebody says."""
        hit = _SAID_TO_BELONG.match(self.folded, self.tokens[at].start - self.base)
        if hit is None or mention.kin or mention.body or set(mention.types) - _OF_ANY_GANG:
            return None
        organisation, after = self.organisation(self.at_char(self.base + hit.end(), at))
        if organisation is None or organisation.code != "gang_member":
            return None
        former = bool(re.search(r"\bex\w", hit.group()))
        kind = VictimType.FORMER_GANG_MEMBER if former else VictimType.GANG_MEMBER
        return replace(mention, types=(kind,)), after

    def posted(self, mention: People, at: int) -> tuple[People, int] | None:
        """«, destacado en la Sexta Brigada», «de alta en la Fuerza Armada»: the force in which somebody serves."""
        step = at
        while self.word(step) in (",", "y", "de", "quien", "estaba", "esta"):
            step += 1
        if self.word(step) not in words("posted") or self.word(step + 1) not in ("en", "a", "al"):
            return None
        return self.of_organisation(mention, step + 1)

    def duty(self, mention: People, at: int) -> tuple[People, int] | None:
        """«de alta en», «de licencia», «alias …» do not end the mention."""
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
        hit = longest(entries(), self.tokens, step)
        if (hit and hit[1].kind in ("person", "kin", "body", "member")) or count_of(self.word(step)) is not None:
            return None
        step += 1
        while step < len(self.tokens) and self.tokens[step].capital and self.tokens[step].text[0].isalpha():
            step += 1
        return mention, step
