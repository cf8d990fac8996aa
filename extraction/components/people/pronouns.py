"""People told without a noun: «ambos», «los dos», «tres de ellos», «el segundo», «el otro», «los demás»."""

import re
from abc import abstractmethod

from extraction.components.people.cursor import Cursor
from extraction.components.people.model import Draft, People
from extraction.components.people.tables import count_of, ordinals
from extraction.components.vocabulary import words

_FATE = re.compile(
    r"(?:resultaron|resulto|quedaron|quedan|quedo|murieron|mueren|fueron|fue|fallecieron|fallecio|sufrieron|sufrio|salieron|"
    r"salio|murio|heridos?|muertos?|lesionados?|mas|ha|han|habia|habian)$"
)
#: «murieron otros dos en …», «asesinaron a otro en …»: the verb stands before.
_STEMS = "|".join(sorted(words("kill_verb")))
_HARMED = re.compile(
    rf"(?:murio|murieron|mueren?|fallecio|fallecieron|fallecen?|mato|mataron|matan|(?:{_STEMS})(?:o|aron|an|ad[oa]s?)|muert[oa]s?|"
    r"halladas?|hallados?|encontrad[oa]s?|herid[oa]s?|lesionad[oa]s?)$"
)
_SCENE = re.compile(r"(?:en|por|el|la|ayer|anoche|hoy|durante|,|\.)$")
#: Verbs of a fate behind a pronoun that points back: «el otro logró escapar».
_FATE_OF_PART = re.compile(
    rf"{_FATE.pattern}|(?:muere|fallece|lograron|logro|recibieron|recibio|perdieron|perdio|escaparon|escapo|huyeron|huyo|"
    r"sobrevivieron|sobrevivio)$"
)
#: «y el segundo en el hospital»: what follows where the verb is left out.
_GAPPED = re.compile(r"(?:en|cuando|al|a|camino|horas|minutos|dias|ya|mientras|luego|despues|,)$")
#: «el primero, de 20 años, murió», «el otro, identificado como».
_DESCRIBED = re.compile(
    r",? (?:de \d{1,2}\b|identificad|quien )|"
    r", (?:que|un|una|alias|miembro|agente|soldado|vecino|\w+ad[oa]|originari[oa]|residente) "
)


class Pronouns(Cursor):
    """Reads groups without a head."""

    def elliptic(self, draft: Draft, at: int) -> tuple[People | None, int]:
        """The group without a head that ``draft``, begun at token ``at``, tells; else an unknown noun with an age behind it."""
        found = self.part(draft, at) or self.personal(draft, at) or self.nth(draft, at) or self.rest(draft, at)
        if found:
            return self.modifiers(*found)
        return self.unknown(draft) or self.counted(draft, at) or (None, at)

    def part(self, draft: Draft, at: int) -> tuple[People, int] | None:
        """«tres de ellos», «uno de los cinco», «uno murió»."""
        if self.word(at) == "uno" and draft.at == at + 1 and _FATE_OF_PART.match(self.word(draft.at)):
            return self.pronoun(draft, draft.at, "number", subset=True), draft.at
        if not draft.subset or draft.at == at + 1:
            return None
        after = draft.at
        of_number = (count_of(self.word(after - 1)) or 0) > (draft.count or 1) and _FATE.match(self.word(after))
        if self.word(after - 1) not in ("ellos", "ellas", "estos", "estas") and not of_number:
            return None
        female = self.word(at) == "una" or self.word(after - 1) in ("ellas", "estas")
        return self.pronoun(draft, after, "number", subset=True, sex="female" if female else None), after

    def personal(self, draft: Draft, at: int) -> tuple[People, int] | None:
        """«ella murió», «él resultó herido»: one of two told before, by sex."""
        sex = {"él": "male", "ella": "female"}.get(self.tokens[at].text.lower())
        if sex is None or not _FATE_OF_PART.match(self.word(at + 1)):
            return None
        draft.count = 1
        return self.pronoun(draft, at + 1, "definite", subset=True, sex=sex), at + 1

    def nth(self, draft: Draft, at: int) -> tuple[People, int] | None:
        """«el primero murió», «y la segunda en el hospital»."""
        if self.word(at) not in ("el", "la"):
            return None
        place = ordinals().get(self.word(at + 1), 0)
        cue = self.fate(at, at + 2)
        if not 0 < place < 10 or cue is None:
            return None
        female = self.word(at) == "la"
        draft.count = 1
        return self.pronoun(draft, at + 2, "definite", nth=place, sex="female" if female else None, cue=cue), at + 2

    def rest(self, draft: Draft, at: int) -> tuple[People, int] | None:
        """«el otro», «los otros dos», «los demás», «el resto»."""
        word, after = self.word(at + 1), draft.at
        if self.word(at) not in words("definite"):
            return None
        if word in words("remainder"):
            after = at + 2
            draft.count = None
        elif not word.startswith("otr"):
            return None
        cue = self.fate(at, after)
        if cue is None:
            return None
        single = draft.count is None and self.word(at) in ("el", "la") and word.startswith("otr")
        if single:
            draft.count = 1
        sex = "female" if self.word(at) in ("la", "las") else None
        return self.pronoun(draft, after, "definite", rest=True, sex=sex, cue=cue), after

    def counted(self, draft: Draft, at: int) -> tuple[People, int] | None:
        """«ambos», «los dos sacaron», «otros tres resultaron», «una segunda, »."""
        if draft.subset or (draft.determiner not in ("definite", "number", "indefinite") and not draft.other) or draft.at == at:
            return None
        after = self.word(draft.at)
        several = draft.count is not None and draft.count > 1
        if draft.determiner == "indefinite" and draft.ordinal and after == ",":
            sex = "female" if draft.female else None
            draft.count = 1
            return self.pronoun(draft, draft.at, "indefinite", other=True, sex=sex), draft.at
        if (draft.other or draft.determiner == "number") and not draft.ordinal and draft.count and _FATE.match(after):
            return self.pronoun(draft, draft.at, "number", other=draft.other), draft.at
        if self.word(at) in ("otro", "otra") and draft.at == at + 1 and _FATE.match(after):
            draft.count = 1
            return self.pronoun(draft, draft.at, "number", other=True), draft.at
        if self.is_gapped(at, draft.at) or (draft.other and self.is_inverted(at, draft.at)):
            draft.count = draft.count or 1
            gapped = "other" if self.is_inverted(at, draft.at) else "gapped"
            return self.pronoun(draft, draft.at, "number", other=draft.other, cue=gapped), draft.at
        alone = several and draft.determiner in ("definite", "number")
        acting = draft.determiner == "definite" and re.fullmatch(r"\w+(?:ron|ban|ian)", after)
        if alone and (self.word(at) in ("ambos", "ambas") or acting):
            return self.pronoun(draft, draft.at, "definite", cue="both"), draft.at
        return None

    def is_gapped(self, at: int, after: int) -> bool:
        """«uno en Mejicanos y otros dos en Apopa»: parts told by their places, from token ``at`` to ``after``."""
        word = self.word(at)
        counted = word.startswith("otr") or count_of(word) is not None
        before = self.word(at - 2) if self.word(at - 1) == "a" else self.word(at - 1)
        alone = word in ("otro", "otra") and before == "," and self.word(after) == "."
        after += self.word(after) == "mas"
        opens = before in (":", ",", ";", "y", "e", "") and self.word(after) == "en"
        return counted and not word.isdigit() and (alone or opens)

    def is_inverted(self, at: int, after: int) -> bool:
        """«murieron otros dos en la calle», «mataron a otro»."""
        verb = self.word(at - 2) if self.word(at - 1) == "a" else self.word(at - 1)
        return bool(_HARMED.match(verb)) and (after >= len(self.tokens) or bool(_SCENE.match(self.word(after))))

    def fate(self, at: int, after: int) -> str | None:
        """The cue of a part begun at token ``at``: a verb of fate follows at token ``after``, or is left out (``gapped``)."""
        place = self.tokens[after - 1].end - self.base
        if _FATE_OF_PART.match(self.word(after)) or _DESCRIBED.match(self.folded, place):
            return "part"
        gapped = self.word(at - 1) in ("y", "e", "que", "tanto", ";", ":") and _GAPPED.match(self.word(after))
        return "gapped" if gapped else None

    def pronoun(
        self,
        draft: Draft,
        after: int,
        determiner: str,
        *,
        other: bool = False,
        subset: bool = False,
        nth: int = 0,
        rest: bool = False,
        sex: str | None = None,
        cue: str = "other",
    ) -> People:
        """The mention without a head that ends before token ``after``."""
        plural = draft.count is None or draft.count > 1
        end = self.tokens[after - 1].end
        return People(
            draft.start,
            end,
            "",
            (),
            draft.count,
            plural,
            determiner,
            other=other,
            subset=subset,
            nth=nth,
            rest=rest,
            sex=sex,
            cue=cue,
        )

    @abstractmethod
    def unknown(self, draft: Draft) -> tuple[People, int] | None:
        """A noun of no table with an age behind it."""
