"""Two versions of a text, word by word: what went and what came. Pure; by difflib."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from db.wording import essence, plain_signs

Kind = Literal["same", "removed", "added"]
#: Comparisons of words from which a paragraph is taken for another one: difflib takes quadratic time.
MOST_COMPARISONS = 4_000_000
#: Words kept on each side of a change where a text is shown shortened.
CONTEXT_WORDS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words (with the blanks and line breaks after them) that stayed, went or came."""

    kind: Kind
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def word_diff(before: str, after: str) -> list[Piece]:
    """Pieces that read in turn give ``after`` without the removed ones, and ``before``, but for blanks, without the added ones.

    Words that differ only in quotation marks, dashes or Unicode form are the same.
    """
    pieces: list[Piece] = []
    old, new = _paragraphs(before), _paragraphs(after)
    for tag, a, b, c, d in _opcodes([essence(text) for text in old], [essence(text) for text in new]):
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
        else:
            pieces += _inside("".join(old[a:b]), "".join(new[c:d]))
    return list(_joined(pieces))


def count_words(pieces: Iterable[Piece], kind: Kind) -> int:
    """How many words of ``kind`` there are."""
    return sum(piece.words for piece in pieces if piece.kind == kind)


def marked(pieces: Iterable[Piece]) -> str:
    """Plain text in the signs of wdiff: ``[-removed-]`` and ``{+added+}``."""
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    parts = []
    for piece in pieces:
        core = piece.text.strip()
        lead, tail = signs[piece.kind]
        start = piece.text.index(core) if core else len(piece.text)
        parts.append(piece.text[:start] + (lead + core + tail if core else "") + piece.text[start + len(core) :])
    return "".join(parts)


def shortened(pieces: Sequence[Piece], context: int = CONTEXT_WORDS) -> list[Piece]:
    """The changes with ``context`` words on each side; «…» stands for what is left out."""
    return [
        Piece("same", _cut(piece.text, number > 0, number < len(pieces) - 1, context)) if piece.kind == "same" else piece
        for number, piece in enumerate(pieces)
    ]


def _cut(text: str, keep_start: bool, keep_end: bool, context: int) -> str:
    words = re.findall(r"\S+\s*", text)
    head, tail = (context if keep_start else 0), (context if keep_end else 0)
    if len(words) <= head + tail + 1:
        return text
    return "".join(words[:head]) + "… " + "".join(words[len(words) - tail :] if tail else [])


def _paragraphs(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n+|[^\n]+", text)


def _inside(before: str, after: str) -> Iterator[Piece]:
    """The words of changed paragraphs."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    if len(old) * len(new) > MOST_COMPARISONS:
        yield from (piece for piece in (Piece("removed", before), Piece("added", after)) if piece.text)
        return
    for tag, a, b, c, d in _opcodes([plain_signs(word) for word in old], [plain_signs(word) for word in new]):
        if tag == "equal":
            yield Piece("same", "".join(new[c:d]))
            continue
        if a < b:
            yield Piece("removed", "".join(old[a:b]))
        if c < d:
            yield Piece("added", "".join(new[c:d]))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; what went stands before what came."""
    went = came = ""
    stayed = ""
    for piece in pieces:
        if piece.kind == "same":
            yield from _changed(went, came)
            went = came = ""
            stayed += piece.text
            continue
        if stayed:
            yield Piece("same", stayed)
            stayed = ""
        went, came = (went + piece.text, came) if piece.kind == "removed" else (went, came + piece.text)
    yield from _changed(went, came)
    if stayed:
        yield Piece("same", stayed)


def _changed(went: str, came: str) -> Iterator[Piece]:
    if went:
        yield Piece("removed", went)
    if came:
        yield Piece("added", came)
