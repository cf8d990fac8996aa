"""Names of people: «Elías Antonio Palacios», also behind «identificado como» and with given names that no table knows."""

import re
from dataclasses import replace

from extraction.components.people.ages import AGE, BARE_AGE, NAME_AGE, PAREN_AGE, ages_of
from extraction.components.people.cursor import Cursor
from extraction.components.people.model import Draft, People
from extraction.components.people.tables import given_names, institution_words, longest, organisations
from extraction.components.vocabulary import words
from extraction.text import fold

_PARTICLES = words("name_particle")
_OPENING_WORDS = words("opening")
_AGE_BEHIND = re.compile(r",? ?(?:de \d{1,2}\b|\(\d{1,2}\)|\d{1,2} anos)")


class Names(Cursor):
    """Reads names."""

    def name(self, at: int) -> tuple[str, int] | None:
        """A person's name at token ``at``: at least a known given name with another capitalised word, or two given names."""
        if at >= len(self.tokens) or not self.tokens[at].capital or not self.tokens[at].text[0].isalpha():
            return None
        if any(a <= self.tokens[at].start < b for a, b in self.blocked):
            return None
        if self.word(at) not in given_names() and not self.unlisted_name(at):
            return None
        if self.word(at) == "cruz" and self.word(at + 1) in words("corps"):
            return None
        end = at + 1
        while end < len(self.tokens):
            token = self.tokens[end]
            if token.capital and token.text[0].isalpha() and len(token.text) > 0 and not token.text.isdigit():
                end += 1
            elif (
                token.folded in _PARTICLES
                and end + 1 < len(self.tokens)
                and self.tokens[end + 1].capital
                and token.folded not in ("y",)
            ):
                end += 2
            elif (
                token.folded in ("de", "viuda")
                and self.word(end + 1) in ("la", "los", "las", "de")
                and end + 2 < len(self.tokens)
                and self.tokens[end + 2].capital
            ):
                end += 3
            else:
                break
        if end < len(self.tokens) and self.word(end) == "." and len(self.tokens[end - 1].text) == 1:
            end += 1
        if end - at < 2:
            return None
        return self.text[self.tokens[at].start : self.tokens[end - 1].end], end

    def first_name(self, at: int) -> tuple[str, int] | None:
        """A given name alone behind a word of kinship: «su hijo Óliver, de 20»."""
        token = self.tokens[at]
        if token.capital and token.text.isalpha() and len(token.text) > 2 and self.word(at + 1) in (",", "(", ".", "y", "e"):
            return token.text, at + 1
        return None

    def shared_surname(self, at: int) -> tuple[str, int] | None:
        """«los hermanos Elías y Josué Tobar»: a given name alone before «y» and a name."""
        token = self.tokens[at]
        given = token.capital and token.folded in given_names()
        return (token.text, at + 1) if given and self.word(at + 1) in ("y", "e", ",") and self.name(at + 2) else None

    def unlisted_name(self, at: int) -> bool:
        """A given name that no table knows: before one that is known, or where an age follows the name."""
        if (
            at + 1 >= len(self.tokens)
            or not self.tokens[at + 1].capital
            or longest(organisations(), self.tokens, at)
            or self.tokens[at].text.isupper()
        ):
            return False
        if re.search(r"(?:ar|i?er)on$|an$", self.word(at)) or self.tokens[at].text.endswith("ó"):
            return False
        opening = self.word(at) in _OPENING_WORDS
        follows = self.word(at + 1) in given_names() and at + 2 < len(self.tokens) and self.tokens[at + 2].capital
        if follows and not opening:
            return True
        end = self.capitals_end(at)
        institution = self.word(at) in institution_words()
        if end - at >= 3 and at == 0 and not institution and not opening and self.word(end)[:1].islower():
            return True
        return end - at >= 2 and not opening and bool(_AGE_BEHIND.match(self.folded[self.tokens[end - 1].end - self.base :]))

    def capitals_end(self, at: int) -> int:
        """The token behind the capitalised words and particles that begin at token ``at``."""
        end = at
        while end < len(self.tokens) and (
            (self.tokens[end].capital and self.tokens[end].text.isalpha()) or (self.word(end) in _PARTICLES and end > at)
        ):
            end += 1
        return end

    def named(self, named: tuple[str, int], draft: Draft) -> tuple[People | None, int]:
        """The group of one that a name and the token behind it make."""
        name, after = named
        mention = People(
            draft.start, self.tokens[after - 1].end, "", (), 1, False, "none", names=(name,), sex=sex_of(name), cue="name"
        )
        return self.modifiers(mention, after)

    def name_after(self, mention: People, at: int) -> tuple[People, int] | None:
        """A name in apposition: «el agente X», «, identificado como X», «, X,»."""
        step, introduced = self.introduction(at)
        if step >= len(self.tokens) or mention.names:
            return None
        named = self.name(step) or (self.first_name(step) if mention.kin and step == at else None)
        named = named or (self.shared_surname(step) if mention.plural else None)
        if named is None:
            return None
        name, after = named
        comma = step > at and self.word(at) == "," and not introduced
        if comma and mention.determiner in ("indefinite", "number") and mention.head and not self.closes(after):
            return None
        if mention.plural:
            return self.names_listed(mention, name, after)
        return replace(mention, names=(name,), sex=mention.sex or sex_of(name)), after

    def names_listed(self, mention: People, first: str, at: int) -> tuple[People, int]:
        """«los soldados Abel Crespín, de 20 años, y Noé Guerra, de 22»: all names and ages of a group.

        ``first`` is the name that ends before token ``at``.
        """
        names, ages = [first], list(mention.ages)
        while True:
            age = self.age_after_name(at)
            step = age[1] if age else at
            ages += age[0] if age else ()
            while self.word(step) in (",", ";", "y", "e"):
                step += 1
            more = self.name(step) if step > at and step < len(self.tokens) else None
            if more is None:
                break
            names.append(more[0])
            at = more[1]
        at = age[1] if age else at
        sexes = {sex_of(name) for name in names}
        sex = mention.sex or (sexes.pop() if len(sexes) == 1 and len(names) == (mention.count or len(names)) else None)
        return replace(mention, names=tuple(names), ages=tuple(ages), sex=sex), at

    def age_after_name(self, at: int) -> tuple[tuple[int, ...], int] | None:
        """The age that begins at token ``at`` behind a name, and the token after it."""
        for pattern in (AGE, PAREN_AGE, BARE_AGE, NAME_AGE) if at < len(self.tokens) else ():
            match = pattern.match(self.folded, self.tokens[at].start - self.base)
            if match and ages_of(match):
                return ages_of(match), self.at_char(self.base + match.end(), at)
        return None

    def introduction(self, at: int) -> tuple[int, bool]:
        """The token behind «, identificado por la Policía como» or «de nombre», and whether it is told that a name follows."""
        step = at + 1 if self.word(at) == "," else at
        if self.word(step).startswith(("identificad", "reconocid", "conocid", "llamad")):
            step += 1
            while self.word(step) in words("before_told_name"):
                step += 1
            return step, True
        if self.word(step) == "de" and self.word(step + 1) == "nombre":
            step += 2
        return step, False

    def closes(self, at: int) -> bool:
        """Whether a name in apposition ends before token ``at``."""
        return at >= len(self.tokens) or self.word(at) in (",", ".", ";", ")", "(", "alias")


def sex_of(name: str) -> str | None:
    """The sex that the given names tell; the first decides, «María José» and «José María» by their first."""
    return given_names().get(fold(name.split()[0]))
