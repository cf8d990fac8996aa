"""The slots ``{day}``, ``{month}``, ``{relunit}`` … that the patterns of ``date_patterns.csv`` are written with."""

from functools import cache

from extraction.expressions.vocabulary import Vocabulary, alternatives, vocabulary

GAP = r"[^\S\n]{1,3}"
_YEAR = r"(?:1[5-9]|20)\d\d(?![.,]?\d)"
_NAMED_YEAR = {
    "es": r"(?:(?:este|presente|el presente){g})?ano(?:{g}(?:{dir}))|(?:proximo|pasado){g}ano"
    r"|(?:este|presente|el presente|este mismo){g}ano"
    r"|(?:ese|ese mismo|el mismo|mismo|dicho|aquel){g}ano",
    "en": r"(?:the{g})?(?:{dir}){g}year",
}


def _numbers(words: Vocabulary, limit: int) -> list[str]:
    """The spelt numbers from 1 to ``limit`` (at most 99)."""
    small = [term for term, value in words.tables["small"].items() if 0 < int(value) <= limit]
    tens = [(term, int(value)) for term, value in words.tables["ten"].items()]
    joint = " y " if words.language == "es" else "-"
    units = [(term, int(value)) for term, value in words.tables["small"].items() if 0 < int(value) < 10]
    spelt = [term for term, value in tens if value <= limit]
    for term, ten in tens:
        spelt += [f"{term}{gap}{unit}" for unit, value in units if ten + value <= limit for gap in {joint, " "}]
    return small + spelt


def _spelt_years(words: Vocabulary) -> str:
    """«mil novecientos noventa y nueve», «dos mil dieciocho»: years as courts and notaries write them."""
    rest, short = alternatives(_numbers(words, 99)), alternatives(_numbers(words, 39))
    old = rf"mil{GAP}(?:setecientos|ochocientos|novecientos)(?:{GAP}(?:{rest}))?"
    return rf"(?:{old}|dos{GAP}mil{GAP}(?:{short}))(?!\w)"


def _hours(words: Vocabulary) -> list[str]:
    return [term for term, value in words.tables["small"].items() if 0 < int(value) <= 12 and term not in ("un", "uno")]


def _day_words(words: Vocabulary) -> list[str]:
    if words.language == "es":
        return ["primero", "1ero", *_numbers(words, 31)]
    ordinals = [term for term, value in words.tables["ordinal"].items() if int(value) > 0 and not term[0].isdecimal()]
    joint = [f"{ten}{gap}{unit}" for ten in ("twenty", "thirty") for unit in ordinals for gap in "- "]
    return [*ordinals, *joint, "twentieth", "thirtieth", *_numbers(words, 31)]


def _unit_phrase(words: Vocabulary) -> str:
    units = alternatives(words.terms("unit"))
    ways = alternatives(words.terms("dir"))
    if words.language == "en":
        return rf"(?:{ways}){GAP}(?:{units})"
    before = rf"(?:{ways}){GAP}(?:(?:{ways}){GAP})?(?:{units})(?:{GAP}(?:{ways}))?"
    return rf"(?:{before}|(?:{units}){GAP}(?:{ways}))"


def _bare_period(words: Vocabulary) -> str:
    units = ["ano", "mes", "semana", "trimestre", "semestre"] if words.language == "es" else ["year", "month", "week"]
    return rf"(?:{_unit_phrase(words)}|{alternatives(units)})"


@cache
def slot_patterns(language: str) -> dict[str, str]:
    """Slot name to regex over folded text, without groups of its own."""
    words = vocabulary(language)
    months, short = alternatives(words.terms("month")), alternatives(words.terms("month_short"))
    days, short_days = alternatives(words.terms("weekday")), alternatives(words.terms("weekday_short"))
    ordinal = r"(?:º|°|ª|ro|ero|st|nd|rd|th)" if language == "en" else r"(?:º|°|ª|ro|ero|er|do|o\b)"
    digits = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
    ways = alternatives(words.terms("dir"))
    named_year = _NAMED_YEAR[language].replace("{g}", GAP).replace("{dir}", ways)
    number = rf"\d{{1,3}}(?:[.,]\d)?(?!\d)|{alternatives(_numbers(words, 99))}"
    return {
        "day": rf"(?:{digits}{ordinal}?|{alternatives(_day_words(words))})",
        "dayn": rf"(?:{digits})",
        "dayth": rf"(?:{digits}(?:st|nd|rd|th))",
        "month": rf"(?:{months}|(?:{short})(?![a-z])\.?)",
        "monthname": rf"(?:{months})",
        "monthsafe": rf"(?:{alternatives([term for term in words.terms('month') if term not in ('may', 'march')])})",
        "wd": rf"(?:{days})",
        "wdx": rf"(?:{days}|(?:{short_days})(?![a-z])\.?)",
        "wdd": rf"(?:{short_days})\.",
        "year": rf"(?:{_YEAR}|{_spelt_years(words)})" if language == "es" else _YEAR,
        "yy": r"\d\d(?!\d)",
        "yearref": rf"(?:{_YEAR}|{named_year}|{_spelt_years(words)})" if language == "es" else rf"(?:{_YEAR}|{named_year})",
        "n": rf"(?:{number}|un{GAP}par{GAP}de|media|medio)"
        if language == "es"
        else rf"(?:{number}|a{GAP}couple{GAP}of|half{GAP}an?)",
        "unit": rf"(?:{alternatives(words.terms('unit'))})",
        "half": r"(?:medi[oa]|half)",
        "middle": r"(?:mitad|half)",
        "edge": r"(?:primer[oa]s|ultim[oa]s)" if language == "es" else r"(?:first|last)",
        "dir": rf"(?:{ways})",
        "dirn": rf"(?:{alternatives(words.terms('dir', 'dir_plural'))})",
        "part": rf"(?:{alternatives(words.terms('part'))})",
        "ord": rf"(?:{alternatives(words.terms('ordinal'))})",
        "wk": r"(?:5[0-3]|[1-4]?\d)(?!\d)",
        "qn": r"[1-4]",
        "fuzzy": rf"(?:{alternatives(words.terms('fuzzy'))})",
        "decade": rf"(?:{alternatives(words.terms('decade'))})",
        "deictic": rf"(?:{alternatives(words.terms('deictic'))})",
        "holiday": rf"(?:{alternatives(words.terms('holiday'))})",
        "century": rf"(?:{alternatives(words.terms('century'))})",
        "relunit": _bare_period(words),
        "h": r"(?:2[0-4]|[01]?\d)(?!\d)",
        "m": r"[0-5]\d(?!\d)",
        "s": r"[0-5]\d(?!\d)",
        "hw": rf"(?:{alternatives(_hours(words))})",
        "mw": rf"(?:{alternatives(_numbers(words, 59))}|media|cuarto|half|quarter)",
        "mn": r"[0-5]?\d(?!\d)",
        "plusminus": r"(?:y|menos)",
        "pastto": r"(?:past|after|to|before)",
        "ampm": r"(?:[ap]\.?[^\S\n]?m\b\.?|m\.)",
        "side": r"(?:antes|despues|a partir|before|after|from)",
        "article": r"(?:el|del|al|on)",
        "mm": r"(?:1[0-2]|0?[1-9])(?!\d)",
        "dd": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
        "a": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
        "b": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    }
