"""Words of the tables that are no people where they stand: «la policía capturó», «el menor número»."""

from extraction.components.people.cursor import Cursor
from extraction.components.people.model import Draft
from extraction.components.people.tables import Entry, kin_words, needs_determiner
from extraction.components.vocabulary import words

_CORPS = words("corps")


class Heads(Cursor):
    """Tells false heads."""

    def is_false_head(self, draft: Draft, size: int, entry: Entry) -> bool:
        """Words of the table that are not people here: «la policía capturó», «el menor número», «la muerta calle»."""
        if self.is_undetermined(draft, size):
            return True
        if self.word(draft.at) == "policia" and size == 1:
            return self.is_the_police(draft)
        verdict = self.is_comparison(draft, size, entry)
        if verdict is None:
            verdict = self.is_rank_or_part(draft, size, entry)
        return verdict

    def is_undetermined(self, draft: Draft, size: int) -> bool:
        """Participles and feminine abstracts that need an article to be people: «heridas», «bajo custodia»."""
        at = draft.at
        word, after, previous = self.word(at), self.word(at + size), self.word(at - 1)
        if (
            size == 1
            and word in needs_determiner()
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
        if word in ("herida", "heridas") and size == 1 and after in ("de", "en", "por", "con", "que"):
            return True
        if word in words("relational_adjective") and size == 1 and draft.determiner == "none" and self.follows_noun(at):
            return True
        if word.startswith("desaparecid") and draft.determiner == "none":
            return True
        return word in ("cajero", "cajeros") and after.startswith("automatic")

    def follows_noun(self, at: int) -> bool:
        """Whether the word before token ``at`` may be the noun of an adjective: «centro médico», «Hospital Militar»."""
        before = self.tokens[at - 1] if at else None
        if before is None or not before.text.isalpha() or before.folded in words("before_bare_head"):
            return False
        return not before.text.endswith(("an", "en", "ron", "ó"))

    def is_the_police(self, draft: Draft) -> bool:
        """«la policía», «de la Policía»: the force, not somebody of it."""
        previous, capital = self.word(draft.at - 1), self.tokens[draft.at].text == "Policía"
        feminine = previous in ("la", "de", "una") or capital
        if previous == "de" and not capital and self.word(draft.at - 2) in kin_words():
            return False
        if feminine and previous != "un" and draft.count is None and not (previous == "una" or draft.other):
            return draft.determiner in ("definite", "none")
        return previous == "de" or (draft.determiner == "none" and capital and draft.at != 0)

    def is_comparison(self, draft: Draft, size: int, entry: Entry) -> bool | None:
        """«el menor número», «la familia», «materia prima», «en general»; None when the word is none of these."""
        at = draft.at
        word, after, previous = self.word(at), self.word(at + size), self.word(at - 1)
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
        return None

    def is_rank_or_part(self, draft: Draft, size: int, entry: Entry) -> bool:
        """«al cabo de», «transporte escolar», «los cuerpos de seguridad», «San Salvador»."""
        at = draft.at
        word, after, previous = self.word(at), self.word(at + size), self.word(at - 1)
        if word == "cabo" and (previous == "al" or (after == "de" and self.word(at + size + 1) in ("la", "el"))):
            return previous == "al"
        if word in ("escolar", "escolares", "usuario", "interno", "internos", "interna") and draft.determiner == "none":
            return True
        if word in ("restos", "cuerpo", "cuerpos") and after in ("de", "del") and entry.kind == "body":
            return self.word(at + size + 1) in _CORPS and not self.word(at + size + 2)
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
