"""Bodies: «el cadáver de un hombre», «dos cuerpos en estado de descomposición»."""

import re
from dataclasses import replace

from db.models import VictimType
from extraction.components.people.cursor import Cursor
from extraction.components.people.model import Draft, People
from extraction.components.people.tables import Entry
from extraction.components.vocabulary import words


class Bodies(Cursor):
    """Reads a group whose head is a body."""

    def corpse(self, draft: Draft, entry: Entry, after: int) -> tuple[People | None, int]:
        """The group of «los cuerpos de …» with ``entry`` as head: whose body it is when that is told, else somebody unknown.

        «lo cubrió con su cuerpo» is somebody alive.
        """
        single = entry.term.startswith("restos")
        plural = entry.plural and not single
        count = draft.count if draft.count is not None else (1 if not entry.plural or single else None)
        if self.word(after) == "sin" and self.word(after + 1) == "vida":
            after += 2
        after = self.corpse_state(after)
        if (
            self.word(after) == ","
            and self.word(after + 1) in ("de", "del")
            and self.word(after + 2) in ("un", "una", "dos", "tres")
        ):
            after += 1
        inner, beyond = self.bearer(after)
        if inner is not None and (inner.head or inner.names):
            number = inner.count if inner.count and inner.count > 1 else (count if plural else inner.count)
            other = draft.other or inner.other
            return replace(inner, start=draft.start, body=True, count=number, other=other, determiner=draft.determiner), beyond
        alive = self.word(draft.at - 1) in ("su", "sus") and self.word(draft.at - 2) == "con"
        if alive or self.is_of_thing(after, single):
            return None, after
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
            subset=draft.subset,
            cue=f"people_words:{entry.term}",
        )
        return self.modifiers(mention, after)

    def is_of_thing(self, at: int, single: bool) -> bool:
        """«el cuerpo del pescado»; for remains, ``single``, also «de una vasija»: of nobody that the tables know."""
        if self.word(at) not in ("de", "del"):
            return False
        determined = self.word(at + 1) in ("un", "una", "unos", "unas", "el", "la")
        noun = self.word(at + 1 + determined)
        return noun in words("animal") or (single and self.word(at + 1) in ("un", "una", "unos", "unas"))

    def bearer(self, at: int) -> tuple[People | None, int]:
        """Whose body it is: the group behind «de», «de quien en vida fue»."""
        if self.word(at) not in ("de", "del"):
            return None, at
        step = at if self.word(at) == "del" else at + 1
        if [self.word(step + i) for i in range(3)] == ["quien", "en", "vida"]:
            step += 3
            while self.word(step) in words("in_life"):
                step += 1
        return self.group(step) if step < len(self.tokens) else (None, at)

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
