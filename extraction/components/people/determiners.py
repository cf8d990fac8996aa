"""What stands before the head of a mention: articles, numbers, «otros», «presuntos», «al menos»."""

from extraction.components.people.cursor import Cursor
from extraction.components.people.model import Draft
from extraction.components.people.tables import adjectives, count_of, entries, group_count, longest, person_words
from extraction.components.vocabulary import words

_DEFINITE = words("definite")
_INDEFINITE = words("indefinite")
_POSSESSIVE = words("possessive")
_VAGUE = words("vague")
_APPROX = words("about")
_APPROX_OPENS = frozenset(phrase.split()[0] for phrase in _APPROX)
_BEFORE_LABELS = words("before_label")


class Determiners(Cursor):
    """Reads the words before a head into a draft."""

    def determiner(self, at: int) -> Draft:
        """What the words from token ``at`` tell of a group before its head; ``at`` of the draft is the head's token."""
        draft = Draft(self.tokens[at].start, at)
        moved = True
        while moved and draft.at < len(self.tokens):
            moved = self.determiner_step(draft)
        return draft

    def determiner_step(self, draft: Draft) -> bool:
        """Reads one word or phrase into ``draft``; False when the head begins."""
        return (
            self.about(draft)
            or self.collective(draft)
            or self.between(draft)
            or self.one_of(draft)
            or self.inner_adjective(draft)
            or self.article(draft)
            or self.other_or_number(draft)
        )

    def about(self, draft: Draft) -> bool:
        """«al menos», «cerca de»."""
        if self.word(draft.at) not in _APPROX_OPENS:
            return False
        pair = f"{self.word(draft.at)} {self.word(draft.at + 1)}"
        for phrase, size in ((f"{pair} {self.word(draft.at + 2)}", 3), (pair, 2)):
            if phrase in _APPROX:
                draft.at_least = "menos" in phrase or "mas de" in phrase
                draft.at += size
                return True
        return False

    def between(self, draft: Draft) -> bool:
        """«entre tres y cinco», «de dos a tres»."""
        at = draft.at
        if self.word(at) not in ("entre", "de") or draft.determiner != "none" or self.word(at + 2) not in ("y", "a"):
            return False
        low, high = count_of(self.word(at + 1)), count_of(self.word(at + 3))
        if not (low and high and low < high):
            return False
        draft.count, draft.high, draft.determiner = low, high, "number"
        draft.at += 4
        return True

    def collective(self, draft: Draft) -> bool:
        """«una docena de», «un par de»."""
        at = draft.at + 1 if self.word(draft.at) in ("un", "una", "media") else draft.at
        count = group_count(self.word(at))
        if count is None or self.word(at + 1) != "de" or at == draft.at:
            return False
        draft.count = count // 2 if self.word(draft.at) == "media" else count
        draft.determiner = "number"
        draft.at = at + 2
        return True

    def one_of(self, draft: Draft) -> bool:
        """«uno de los», «dos de ellos», «otro de los»."""
        word, at = self.word(draft.at), draft.at
        if self.word(at + 1) != "de" or self.word(at + 2) not in ("los", "las", "sus", "ellos", "ellas", "estos", "estas"):
            return False
        pronoun = self.word(at + 2).startswith(("ell", "est"))
        if word not in ("otro", "otra") and not 0 < (count_of(word) or 0) < (20 if pronoun else 6):
            return False
        draft.other = word in ("otro", "otra")
        draft.subset, draft.count, draft.determiner = not draft.other, count_of(word) or 1, "number"
        draft.at += 4 if (count_of(self.word(at + 3)) or 0) > draft.count and not pronoun else 3
        return True

    def inner_adjective(self, draft: Draft) -> bool:
        """«un joven policía»: an adjective that could be a head, before a head."""
        word, at = self.word(draft.at), draft.at
        if (word,) not in adjectives().get(word, {}) or draft.determiner == "none" or at + 1 >= len(self.tokens):
            return False
        nxt = longest(entries(), self.tokens, at + 1)
        if not nxt or nxt[1].kind not in ("person", "kin", "member") or self.tokens[at + 1].capital:
            return False
        draft.former |= adjectives()[word][(word,)].kind == "former"
        draft.at += 1
        return True

    def article(self, draft: Draft) -> bool:
        """«un», «los», «su», «varios»."""
        word, at = self.word(draft.at), draft.at
        if word in _INDEFINITE and draft.determiner == "none":
            draft.determiner, draft.female = "indefinite", word in ("una", "unas")
            draft.count = 1 if word in ("un", "una") else None
        elif word in _DEFINITE and draft.determiner == "none":
            draft.determiner = "definite"
            if word in ("al", "del") and at + 1 < len(self.tokens):
                draft.start = self.tokens[at + 1].start
            draft.female = word in ("la", "las", "esta", "estas", "esa", "esas")
            draft.count = 2 if word in ("ambos", "ambas") else None
        elif word in _POSSESSIVE and draft.determiner in ("none", "definite"):
            draft.determiner = "possessive"
        elif word in _VAGUE:
            draft.determiner, draft.at_least = "vague", True
        else:
            return False
        draft.at += 1
        return True

    def other_or_number(self, draft: Draft) -> bool:
        """«otros», «el tercer», «presuntos», «ex», else a number."""
        word, at = self.word(draft.at), draft.at
        entry = longest(entries(), self.tokens, at)
        if entry and entry[1].kind == "other" and (word.startswith("otr") or draft.determiner != "none"):
            draft.other = True
            draft.ordinal = not word.startswith("otr")
            draft.at += entry[0]
            return True
        if word in ("hoy", "ahora") and draft.determiner == "none":
            return False
        if entry and entry[1].kind in ("adjective", "former") and not (entry[1].kind == "adjective" and self.starts_person(at)):
            draft.former |= entry[1].kind == "former"
            draft.at += entry[0]
            return draft.at < len(self.tokens)
        return self.number_before(draft)

    def number_before(self, draft: Draft) -> bool:
        """«dos», «los tres»; not the number of a route or a house, nor the 18 of «la 18»."""
        word, before = self.word(draft.at), self.word(draft.at - 1)
        number = count_of(word)
        if before in _BEFORE_LABELS or (draft.determiner == "definite" and before in ("el", "la") and (number or 0) > 1):
            return False
        if number is None or number > 400 or (draft.count is not None and draft.determiner == "number"):
            return False
        if word in ("un", "una"):
            return False
        draft.count = number
        if draft.determiner not in ("definite", "possessive"):
            draft.determiner = "number"
        draft.at += 1
        return True

    def starts_person(self, at: int) -> bool:
        """Whether an adjective is the head itself: «el joven fue», «dos menores»."""
        nxt = longest(entries(), self.tokens, at + 1) if at + 1 < len(self.tokens) else None
        if nxt and nxt[1].kind in ("person", "kin", "member"):
            return False
        word = self.word(at)
        heads = entries().get(word, {})
        return (word,) in heads and word in person_words() and word not in ("identificado", "conocido", "reconocido")
