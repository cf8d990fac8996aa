"""What stands before the head of an English mention: determiners, numbers, adjectives, ages, a gang's name."""

import re
from dataclasses import dataclass

from extraction.components.people import Token
from extraction.english.phrases import Phrase, heads, little_words, longest, number, organisations

_YEARS = re.compile(r"(\w+)-(year|month)-olds?$")
_NO_MODIFIER = re.compile(
    r"(?:ed|ing|ly|s)$|^(?:that|with|from|into|when|were|have|been|shot|year|month|week|time|hour|"
    r"with|than|near|over|said|told|left|after|before|while)$"
)


@dataclass
class Draft:
    """What stands before the head."""

    start: int
    at: int
    determiner: str = "none"
    count: int | None = None
    at_least: bool = False
    other: bool = False
    ordinal: bool = False
    former: bool = False
    subset: bool = False
    gang: bool = False
    number_word: bool = False
    ages: tuple[int, ...] = ()
    headless_age: bool = False
    plural_age: bool = False


class DraftReader:
    """The words of one sentence, and the reading of what stands before a head."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.depth = 0

    def word(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def draft(self, at: int) -> Draft:
        draft = Draft(self.tokens[at].start, at)
        while draft.at < len(self.tokens) and self.step(draft):
            pass
        return draft

    def step(self, draft: Draft) -> bool:
        """Reads one word before the head into ``draft``; False when the head should stand here."""
        at, word = draft.at, self.word(draft.at)
        if (
            word in ("one", "two", "three", "four")
            and self.word(at + 1) == "of"
            and self.word(at + 2) in ("the", "his", "her", "their")
        ):
            draft.subset, draft.count, draft.determiner, draft.at = (
                True,
                number(word),
                "number",
                at + 3,
            )
            return True
        years = _YEARS.match(word)
        if years and (age := number(years.group(1))) is not None:
            draft.ages += (0 if years.group(2) == "month" else age,)
            draft.headless_age, draft.plural_age, draft.at = True, word.endswith("s"), at + 1
            return True
        head = longest(heads(), self.tokens, at)
        little = longest(little_words(), self.tokens, at)
        if little and little[1].kind == "participle" and draft.determiner == "none":
            return False
        if little and not (head and head[0] >= little[0]):
            return self.little(draft, *little)
        if head:
            return False
        return self.counted(draft, word) or self.gang_before(draft) or self.unknown_words(draft)

    def unknown_words(self, draft: Draft) -> bool:
        """«eight electricity company workers», «a cattle market guard»: up to two words unknown to the tables before the head."""
        many = draft.determiner == "number" and (draft.count or 1) > 1
        if not many and draft.determiner != "indefinite":
            return False
        for size in (1, 2):
            passed = self.tokens[draft.at : draft.at + size]
            if not all(t.text.isalpha() and not _NO_MODIFIER.search(t.folded) and len(t.text) > 3 for t in passed):
                return False
            hit = longest(heads(), self.tokens, draft.at + size)
            if hit and hit[1].kind == "person" and hit[1].plural == many:
                draft.at += size
                return True
        return False

    def little(self, draft: Draft, size: int, entry: Phrase) -> bool:
        kind = entry.kind
        if kind in ("definite", "indefinite", "possessive", "vague"):
            if draft.determiner != "none" and kind != "indefinite":
                return False
            draft.determiner = kind
            draft.count = {"both": 2, "a": 1, "an": 1}.get(entry.head, draft.count)
            draft.at_least |= kind == "vague"
        elif kind == "other":
            draft.other, draft.ordinal = True, entry.head.endswith(("d", "th")) or draft.ordinal
            if entry.head == "another":
                draft.determiner, draft.count = "indefinite", 1
        elif kind == "approximate":
            draft.at_least = True
        draft.former |= kind == "former"
        draft.at += size
        return draft.at < len(self.tokens)

    def counted(self, draft: Draft, word: str) -> bool:
        value = number(word)
        if value is None or (draft.determiner == "indefinite" and value != 12) or draft.number_word:
            return False
        draft.count, draft.number_word, draft.at = draft.count if draft.subset else value, True, draft.at + 1
        if draft.determiner not in ("definite", "possessive"):
            draft.determiner = "number"
        return True

    def gang_before(self, draft: Draft) -> bool:
        """«MS13 members», «Barrio 18 leaders», «El Salvador's police officers»."""
        hit = longest(organisations(), self.tokens, draft.at)
        if hit and hit[1].code == "gang_member" and longest(heads(), self.tokens, draft.at + hit[0]):
            draft.gang, draft.at = True, draft.at + hit[0]
            return True
        if self.word(draft.at) == "el" and self.word(draft.at + 1) == "salvador" and self.word(draft.at + 2) in ("'s", "’s"):
            draft.at += 3
            return True
        return False
