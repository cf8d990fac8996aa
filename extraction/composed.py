"""Texts whose accents stand as signs of their own («a» and U+0301) are read composed, and answered in their own offsets."""

import re
import unicodedata
from dataclasses import replace
from itertools import accumulate

from db.models import Evidence, Extraction

#: A character with the combining signs behind it.
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def composed(text: str) -> tuple[str, list[int] | None]:
    """``text`` with accents composed, and the offset in ``text`` of each character and of the end; None where both are one."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    parts = _CLUSTER.findall(text)
    whole = [unicodedata.normalize("NFC", part) if len(part) > 1 else part for part in parts]
    begins = accumulate(map(len, parts), initial=0)
    offsets = [begin for part, begin in zip(whole, begins, strict=False) for _ in part]
    return "".join(whole), [*offsets, len(text)]


def decomposed(extraction: Extraction, text: str, offsets: list[int]) -> Extraction:
    """``extraction`` with the evidence of each value quoted from ``text``."""

    def quoted(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        spans = [(item, offsets[item.start], offsets[item.end]) for item in evidence]
        return tuple(replace(item, start=a, end=b, quote=text[a:b]) for item, a, b in spans if a < b)

    return replace(
        extraction,
        accounts=tuple(replace(account, evidence=quoted(account.evidence)) for account in extraction.accounts),
        statistics=tuple(replace(figure, evidence=quoted(figure.evidence)) for figure in extraction.statistics),
    )
