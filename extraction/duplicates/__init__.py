"""Articles that share one text: wire copy, republished police releases. Each remains a source of its own."""

from extraction.duplicates.shingles import Likeness, compare, keys, shingles
from extraction.duplicates.stage import find_duplicates, text_groups

__all__ = ["Likeness", "compare", "find_duplicates", "keys", "shingles", "text_groups"]
