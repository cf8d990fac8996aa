"""Ordinals from the eleventh on: «undécimo», «vigésimo primero», «twenty-first».

Lower ones are left alone: «segundo», «cuarto», «quinta» are as often something else.
"""

from extraction.expressions.numerals import Reader, Reading
from extraction.expressions.vocabulary import vocabulary


def read_ordinal(reader: Reader, index: int) -> Reading | None:
    """The ordinal at token ``index``, None where there is none."""
    tables = vocabulary(reader.language).tables
    word = reader.tokens[index].word
    ten = tables["ordinal_ten"].get(word) or (tables["ten"].get(word) if reader.language == "en" else None)
    unit = _unit(reader, index + 1)
    if ten and unit:
        return Reading(int(ten) + unit, index, index + 2, "ordinal")
    whole = tables["ordinal_whole"].get(word) or tables["ordinal_ten"].get(word)
    return Reading(int(whole), index, index + 1, "ordinal") if whole and int(whole) > 10 else None


def _unit(reader: Reader, index: int) -> int | None:
    """First to ninth, right after a ten."""
    value = vocabulary(reader.language).value("ordinal", reader.word(index))
    return int(value) if value and 0 < int(value) < 10 and reader.word(index)[0].isalpha() else None
