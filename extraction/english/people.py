"""Mentions of people in English: the counterpart of :mod:`extraction.components.people`, with the same :class:`People`.

Heads carry the Spanish lemma («man» is «hombre», «victim» is «víctima»), so that counting is shared. «A soldier's mother» and
«the mother of a soldier» are one relative each, never a soldier; «a woman whose son serves in the army» is one too.
"""

import re
from dataclasses import replace

from db.models import VictimType
from extraction.components.people import People
from extraction.english.drafts import Draft
from extraction.english.modifiers import GENERIC, ModifierReader, joined, owned, types
from extraction.english.phrases import Phrase, heads, longest, needs_determiner, sex_of, words, words_of
from extraction.text import fold

#: «The mother of the wife of the brother of …» is read this deep.
_DEEPEST = 4
_WHO_WAS = re.compile(r",?\s*(?:who|and) (?:is|was|were|are|had been) (?:also |both |reportedly )?$")


def find_people(text: str, start: int = 0, end: int | None = None) -> list[People]:
    """All mentions in ``text[start:end]`` in order, not overlapping; «X's mother» and «the mother of X» are one mention."""
    return _Reader(text, words(text, start, len(text) if end is None else end)).read()


class _Reader(ModifierReader):
    """A left-to-right reader over the words of one sentence."""

    def read(self) -> list[People]:
        found: list[People] = []
        at = 0
        while at < len(self.tokens):
            mention, after = self.group(at)
            if mention is None:
                at += 1
                continue
            merged = _predicate(self.text, found[-1], mention) if found else None
            if merged:
                found[-1] = merged
            elif found and mention.body and self.word(at - 1) == "whose":
                found[-1] = replace(found[-1], body=True)
            else:
                found.append(mention)
            at = max(after, at + 1)
        found = [self._like_before(found, index) for index in range(len(found))]
        return self._shared_owner(found)

    def _like_before(self, found: list[People], index: int) -> People:
        """«one officer was killed and two others wounded»: the others are officers too."""
        mention = found[index]
        if not index or mention.cue != "other" or mention.types or mention.head:
            return mention
        return replace(mention, types=found[index - 1].types)

    def _shared_owner(self, found: list[People]) -> list[People]:
        """«an officer's wife and two children», «the mother and the sister of a soldier» have one owner."""
        for one, two in [(i, i + 1) for i in range(len(found) - 1)] + [(i + 1, i) for i in range(len(found) - 2, -1, -1)]:
            giver, taker = found[one], found[two]
            gap = self.text[min(giver.end, taker.end) : max(giver.start, taker.start)]
            if (
                giver.kin
                and giver.kin_of
                and taker.kin
                and taker.kin_of is None
                and taker.determiner != "possessive"
                and gap.strip(" ,") == "and"
            ):
                found[two] = replace(
                    taker, types=types(taker.types, giver.types), relation_to=giver.relation_to, kin_of=giver.kin_of
                )
        return found

    def group(self, at: int) -> tuple[People | None, int]:
        """The group that begins at token ``at`` and the token after it; None when none begins there."""
        if self.depth > _DEEPEST:
            return None, at
        self.depth += 1
        try:
            return self._group(at)
        finally:
            self.depth -= 1

    def _group(self, at: int) -> tuple[People | None, int]:
        draft = self.draft(at)
        hit = longest(heads(), self.tokens, draft.at)
        if draft.headless_age and (hit is None or self.is_sign(draft.at - 1, draft)):
            return self.aged(draft)
        if hit is None:
            named = self.name(draft.at) if draft.determiner in ("none", "definite") else None
            return self.named(named, draft) if named else self.elliptic(draft, at)
        size, entry = hit
        size, entry = self.last_noun(draft.at, size, entry)
        if self.is_no_head(draft, size, entry):
            return None, at
        if entry.kind in ("body", "bodies", "remains"):
            return self.corpse(draft, entry, draft.at + size)
        mention = self.person(draft, entry, draft.at + size)
        return self.possessed(*self.modifiers(mention, draft.at + size), draft)

    def is_sign(self, at: int, draft: Draft) -> bool:
        return at >= 0 and draft.headless_age and self.word(at) in (",",)

    def last_noun(self, at: int, size: int, entry: Phrase) -> tuple[int, Phrase]:
        """Of nouns in a row the last is the head: «police officer suspects», «student activist»."""
        following = longest(heads(), self.tokens, at + size)
        while (
            following
            and following[1].kind == "person"
            and entry.kind == "person"
            and self.tokens[at + size].folded not in ("police",)
        ):
            size, entry = (
                size + following[0],
                following[1] if following[1].code != "civilian" else replace(entry, plural=following[1].plural),
            )
            following = longest(heads(), self.tokens, at + size)
        return size, entry

    def is_no_head(self, draft: Draft, size: int, entry: Phrase) -> bool:
        """«police said» is the force, «members» alone is nobody, «gang member cells» is a compound."""
        word = self.word(draft.at)
        if word == "police" and size == 1:
            return not draft.number_word and not draft.at_least
        if word in ("member", "members") and size == 1 and not draft.gang:
            return (
                self.organisation(draft.at + size)[0] is None and entry.head == "miembro" and self.word(draft.at + size) != "of"
            )
        if size == 1 and word in needs_determiner():
            nxt = self.word(draft.at + size)
            return draft.determiner == "none" or (nxt.isalpha() and nxt not in words_of("goes_on"))
        return False

    def person(self, draft: Draft, entry: Phrase, after: int) -> People:
        plural = entry.plural if draft.count in (None, 1) else True
        types = (VictimType(entry.code),) if entry.kind == "person" else ()
        if draft.gang and set(types) <= GENERIC:
            types = (VictimType.GANG_MEMBER,)
        count = draft.count if draft.count is not None else (None if plural else 1)
        head = entry.head
        return People(
            draft.start, self.tokens[after - 1].end, head, types, count, plural, draft.determiner,
            at_least=draft.at_least, other=draft.other, former=draft.former, sex=entry.sex, ages=draft.ages,
            kin=entry.code if entry.kind == "kin" else None, subset=draft.subset, ordinal=draft.ordinal,
            cue=f"{entry.kind}_en:{head}",
        )  # fmt: skip

    def corpse(self, draft: Draft, entry: Phrase, after: int) -> tuple[People | None, int]:
        count = draft.count if draft.count is not None else (None if entry.plural else 1)
        if self.word(after) == "of" and after + 1 < len(self.tokens):
            inner, beyond = self.group(after + 1)
            if inner is not None and (inner.head or inner.names or inner.ages):
                told = (
                    inner.count
                    if inner.count and inner.count > 1
                    else (count if entry.plural and inner.count is None else inner.count)
                )
                return replace(
                    inner,
                    start=draft.start,
                    body=True,
                    count=told,
                    determiner=draft.determiner if draft.other else inner.determiner,
                ), beyond
        mention = People(
            draft.start, self.tokens[after - 1].end, entry.head, (VictimType.UNKNOWN,), count, entry.plural, draft.determiner,
            at_least=draft.at_least, other=draft.other, body=True, subset=draft.subset, cue="body_en",
        )  # fmt: skip
        return self.modifiers(mention, after)

    def aged(self, draft: Draft) -> tuple[People | None, int]:
        """«a 14-year-old», «two 17-year-olds»."""
        count = draft.count if draft.count is not None else (None if draft.plural_age else 1)
        plural = draft.plural_age or (draft.count or 1) > 1
        mention = People(
            draft.start, self.tokens[draft.at - 1].end, "joven", (VictimType.CIVILIAN,), count, plural, draft.determiner,
            other=draft.other, ages=draft.ages, subset=draft.subset, cue="age_en",
        )  # fmt: skip
        return self.modifiers(mention, draft.at)

    def elliptic(self, draft: Draft, at: int) -> tuple[People | None, int]:
        """A number without a noun: «leaves 5 dead», «two others were wounded», «three in El Salvador» is none."""
        one_more = draft.other and draft.determiner == "indefinite"
        if draft.count is None or not (one_more or (draft.number_word and not draft.ordinal)):
            return None, at
        if self.word(draft.at) == "of" and self.word(draft.at + 1) in ("them", "whom", "those") and draft.number_word:
            return self.of_them(draft)
        previous, word = self.word(draft.at - 1), self.word(draft.at)
        fated = (
            word in words_of("fate")
            or previous in words_of("fate")
            or word in ("was", "were")
            or (draft.other and previous in ("others", "more", "another"))
            or (self.word(at - 1) in words_of("harming") and self.ends_object(draft.at))
        )
        if not fated or draft.determiner not in ("number", "indefinite"):
            return None, at
        after = draft.at + (1 if word in ("others", "more") else 0)
        other = draft.other or word in ("others", "more")
        head, types = ("", ()) if other else ("persona", (VictimType.CIVILIAN,))
        return People(
            draft.start, self.tokens[after - 1].end, head, types, draft.count, draft.count > 1, "number",
            at_least=draft.at_least, other=other, cue="other" if other else "count_en",
        ), after  # fmt: skip

    def ends_object(self, at: int) -> bool:
        """Whether no noun can follow: «killing three and wounding five on Sunday»."""
        return not self.word(at).isalpha() or self.word(at) in words_of("after_object")

    def of_them(self, draft: Draft) -> tuple[People | None, int]:
        """«killing four of them»."""
        many = (draft.count or 1) > 1
        return People(
            draft.start, self.tokens[draft.at + 1].end, "persona", (VictimType.CIVILIAN,), draft.count, many,
            "number", cue="count_en",
        ), draft.at + 2  # fmt: skip

    def possessed(self, mention: People, at: int, draft: Draft) -> tuple[People | None, int]:
        """«a soldier's mother», «the man's body», «the couple's daughter»; «the officer's gun» is nobody."""
        if self.word(at) not in ("'s", "’s", "'", "’") or (self.word(at) in ("'", "’") and not mention.plural):
            return mention, at
        step = at + 1
        inner = self.draft(step) if step < len(self.tokens) else None
        hit = longest(heads(), self.tokens, inner.at) if inner else None
        if inner is None or hit is None or inner.determiner not in ("none", "number"):
            return None, at
        after = inner.at + hit[0]
        if hit[1].kind in ("body", "bodies", "remains"):
            return replace(mention, end=self.tokens[after - 1].end, body=True), after
        if hit[1].kind != "kin":
            return None, at
        own = self.person(replace(inner, start=mention.start), hit[1], after)
        own = owned(replace(own, determiner="indefinite" if inner.determiner == "none" else "number"), mention)
        return self.possessed(*self.modifiers(own, after), draft)

    def named(self, named: tuple[str, int], draft: Draft) -> tuple[People | None, int]:
        name, after = named
        mention = People(
            draft.start, self.tokens[after - 1].end, "", (), 1, False, "none", names=(name,), sex=sex_of(name), cue="name"
        )
        read, at = self.modifiers(mention, after)
        return self.possessed(read, at, draft)


def _predicate(text: str, subject: People, mention: People) -> People | None:
    """«X, who was a police officer»: what is said of the one before is one mention with it."""
    if mention.determiner not in ("none", "indefinite") or mention.plural or subject.plural or mention.body or mention.other:
        return None
    gap = fold(text[subject.end : mention.start])
    return joined(subject, mention) if len(gap) < 40 and _WHO_WAS.search(gap) and "who" in gap else None
