"""The words of one sentence, and what each part of the reader needs of the others."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from extraction.components.people.model import People, Token
from extraction.text import fold


class Cursor(ABC):
    """The tokens of one sentence; ``base`` is the offset of its first word in the article, ``folded`` its folded text.

    No name begins inside a ``blocked`` span.
    """

    def __init__(self, text: str, tokens: list[Token], blocked: Sequence[tuple[int, int]] = ()) -> None:
        self.blocked = blocked
        self.text = text
        self.tokens = tokens
        self.stop = tokens[-1].end if tokens else 0
        self.folded = fold(text[tokens[0].start : self.stop]) if tokens else ""
        self.base = tokens[0].start if tokens else 0

    def word(self, at: int) -> str:
        """The folded word at token ``at``; empty outside the sentence."""
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def at_char(self, char: int, at: int) -> int:
        """The first token from ``at`` that begins at or after the offset ``char``."""
        while at < len(self.tokens) and self.tokens[at].start < char:
            at += 1
        return at

    @abstractmethod
    def group(self, at: int) -> tuple[People | None, int]:
        """The group that begins at token ``at``, and the token after it."""

    @abstractmethod
    def modifiers(self, mention: People, at: int) -> tuple[People, int]:
        """``mention`` with what follows its head at token ``at``, and the token after that."""
