"""When is a story's text another text? What moves on by itself, or differs only in its signs, makes no new version.

Knowledge is in ``volatile.csv``: patterns of whole lines and of parts of lines that say nothing, and of what outlets put in the
place of a story that they take back.
"""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

#: A text with less than this share of the words it had is a stub: what is left of a story behind a wall or taken back. Rewritten
#: stories keep most of their length; this leaves room for one that is cut by half and by half again.
STUB_SHARE = 0.25
#: Words from which a story can be cut down to a stub at all: shorter ones are rewritten whole.
STUB_FROM = 60
#: Words that a notice of withdrawal has at most; a story *about* withdrawn news is longer.
LONGEST_NOTICE = 100
#: Signs that outlets' systems change without anybody having written anything.
_SIGNS = str.maketrans(
    dict.fromkeys("«»“”„‟″＂‹›", '"')
    | dict.fromkeys("‘’‚‛′´`", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\xad\u200b\u200c\u200d\u2060\ufeff")
)


@cache
def patterns(kind: str) -> re.Pattern[str]:
    """All rows of ``volatile.csv`` of this ``kind`` (line, inside, retracted) as one pattern."""
    rows = csv.DictReader((files("db") / "volatile.csv").read_text(encoding="utf-8").splitlines())
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] == kind), re.IGNORECASE)


def plain_signs(text: str) -> str:
    """One form of quotation marks, dashes, blanks and composed letters."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SIGNS)).split())


def essence(text: str) -> str:
    """A text as it is compared with another version of itself: lines that say nothing left out, signs and spaces made alike."""
    lines = (plain_signs(line) for line in text.splitlines())
    told = (patterns("inside").sub("@", line) for line in lines if line and not patterns("line").fullmatch(line.rstrip(" .|·")))
    return re.sub(r"\s+([,.;:!?)\]])", r"\1", " ".join(told))


def same_words(title: str, body: str, other_title: str, other_body: str) -> bool:
    """Whether two versions of a story say the same."""
    return essence(title) == essence(other_title) and essence(body) == essence(other_body)


def is_notice(text: str) -> bool:
    """Whether a text is no story but the notice that there was one and that it was taken back."""
    return len(text.split()) <= LONGEST_NOTICE and patterns("retracted").search(text) is not None


def is_stub(before: str, title: str, body: str) -> bool:
    """Whether ``title`` and ``body``, now in the place of the text ``before``, are no correction of it but a stub."""
    words, had = len(body.split()), len(before.split())
    if had >= STUB_FROM and words < STUB_SHARE * had:
        return True
    return words < had and is_notice(f"{title}\n{body}") and not is_notice(before)
