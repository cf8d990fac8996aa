"""Sets of words and long alternations that the reading of incidents needs, from tables.

``reading_words.csv`` has one term a row with its ``kind``; ``cues.csv`` one alternative of a regular
expression a row with its ``label``.
Terms are as the code compares them: folded, but for heads of ``people.csv``, which keep accents.
"""

from functools import cache

from extraction.lexicon import rows


@cache
def words(kind: str) -> frozenset[str]:
    """The terms of ``kind`` in ``reading_words.csv``; :class:`KeyError` when there is no such kind."""
    found = frozenset(row["term"] for row in rows("reading_words") if row["kind"] == kind)
    if not found:
        raise KeyError(f"reading_words.csv: no kind {kind}")
    return found


@cache
def alternatives(label: str) -> str:
    """The alternatives of ``label`` in ``cues.csv`` joined by ``|`` in the order of the table, for folded text.

    The first column of the table is the pattern; :class:`KeyError` when there is no such label.
    """
    found = [row["pattern"] for row in rows("cues") if row["label"] == label]
    if not found:
        raise KeyError(f"cues.csv: no label {label}")
    return "|".join(found)
