"""Names that are people, teams or clicas though they read like places: «Carlos San Martín», «Santa Tecla F.C.»."""

from functools import cache

from extraction.gazetteer import words
from extraction.lexicon import rows
from extraction.places.roads import RoadReader


@cache
def _given_names() -> frozenset[str]:
    return frozenset(" ".join(words(row["name"])) for row in rows("given_names"))


class PersonReader(RoadReader):
    """Tells names of people and teams by the words beside them."""

    def is_person_or_team(self, first: int, last: int) -> bool:
        """A capital word right before (a given name) or a team's or clica's word right after."""
        after = self.items[last + 1] if last + 1 < len(self.items) and self.tokens.near(last) else None
        if after and (self.vocabulary.has("notplace", after.word) or f"{after.word}" in ("f", "fc")):
            return True
        if first == last and self.items[first].word in _given_names() and self._like_a_given_name(first):
            return True
        doubtful = self.key(first, last + 1 - first) in self.places.doubtful
        if self.tokens.plain[first]:
            return doubtful and not self._after_place_word(first)
        if after and after.cap and doubtful and not self.head_size(last + 1) and not self._department_follows(first, last):
            return True
        if first == 0 or not self.tokens.near(first - 1) or "-" in self.tokens.gap(first - 1):
            return False
        before = self.items[first - 1]
        text = self.tokens.text[before.start : before.end]
        return (
            before.cap
            and len(text) > 1
            and not text.isupper()
            and not self.vocabulary.has("function", before.word)
            and not self._opens_sentence(first - 1)
        )

    def _after_place_word(self, index: int) -> bool:
        """In text without capitals a common word is a place only after «en», «de» or a comma, or alone."""
        gap = self.tokens.gap(index - 1) if index else "\n"
        return "\n" in gap or "," in gap or "(" in gap or self.items[index - 1].word in ("en", "de", "in", "of")

    def _department_follows(self, first: int, last: int) -> bool:
        """«Santa María Usulután»: the department right after, without a comma."""
        found, after = self.name_at(first), self.name_at(last + 1)
        if not found or not after:
            return False
        departments = {name.department for name in found[1]}
        return any(name.kind == "department" and name.department in departments for name in after[1])

    def _like_a_given_name(self, index: int) -> bool:
        """«Virginia de la Cruz», «murió Mercedes»: a surname after it, or no preposition before it."""
        words_ = [t.word for t in self.items[index + 1 : index + 4]]
        surname = words_[:1] in (["de"], ["del"]) and any(t.cap for t in self.items[index + 2 : index + 4])
        placed = index > 0 and self.items[index - 1].word in ("en", "de", "in", "of") and self.tokens.near(index - 1)
        return (
            not self.tokens.plain[index]
            and ((surname and self.tokens.near(index)) or not placed)
            and "," not in self.tokens.gap(index)
        )

    def _opens_sentence(self, index: int) -> bool:
        gap = self.tokens.gap(index - 1) if index else "\n"
        return "\n" in gap and self.vocabulary.has("function", self.items[index].word)
