"""Slots to values: what «3», «tercera», «nov.», «el año pasado» or «próximo» stand for."""

from datetime import date

from extraction.expressions.calendar import Period, add_days, month_period, unit_period, valid
from extraction.expressions.grammar import Hit
from extraction.expressions.node import Reference
from extraction.expressions.numerals import parse_number
from extraction.expressions.vocabulary import Vocabulary, vocabulary

#: «ese año», «el mismo año» hang on the text before: the year stays unknown.
_ANAPHORIC = frozenset(["ese", "mismo", "dicho", "aquel"])


def words_of(hit: Hit) -> Vocabulary:
    """The tables of the hit's language (Spanish for rules of no language)."""
    return vocabulary(hit.language)


def integer(words: str | None) -> int | None:
    """The figures of ``words`` as an integer, else the value of a spelt number."""
    digits = "".join(char for char in words or "" if char.isdecimal())
    if digits or not words:
        return int(digits) if digits else None
    spelt = parse_number(words)
    return int(spelt) if spelt is not None else None


def day_number(hit: Hit, slot: str = "day") -> int | None:
    """1 to 31, from figures, cardinals or ordinals."""
    words = hit.get(slot)
    if words is None or words[0].isdecimal():
        return integer(words)
    if words == "primero":
        return 1
    ordinal = _ordinal(hit, words)
    return ordinal or int(parse_number(words, hit.language) or 0) or None


def _ordinal(hit: Hit, words: str) -> int | None:
    """«third», «twenty-first»."""
    whole = words_of(hit).value("ordinal", words)
    if whole:
        return int(whole)
    ten, _, unit = words.replace("-", " ").partition(" ")
    last = words_of(hit).value("ordinal", unit) if unit else None
    return {"twenty": 20, "thirty": 30}.get(ten, 0) + int(last) if last else {"twentieth": 20, "thirtieth": 30}.get(words)


def month_number(hit: Hit, slot: str = "month") -> int | None:
    """1 to 12 of a month's full or short name."""
    words, table = hit.get(slot), words_of(hit)
    value = table.value("month", words) or table.value("month_short", words)
    return int(value) if value else None


def weekday_number(hit: Hit, slot: str = "wd") -> int | None:
    """0 (Monday) to 6 of a weekday's full or short name."""
    words, table = hit.get(slot), words_of(hit)
    value = table.value("weekday", words) or table.value("weekday_short", words)
    return int(value) if value else None


def amount(hit: Hit, slot: str = "n") -> float | None:
    """How many units: «3», «tres», «un par de»; «a couple»; one where English has only «a»."""
    words = hit.get(slot)
    if words is None:
        return 1.0
    if words in ("media", "medio") or words.startswith("half"):
        return 0.5
    if words.startswith(("un par", "a couple")) or " par " in f" {words} ":
        return 2.0
    value = parse_number(words, hit.language)
    return float(value) if value is not None else None


def direction(hit: Hit, *slots: str) -> int | None:
    """-1 past, 0 present, 1 future (-2 the one before last), from the first of ``slots`` that is filled; else None."""
    table = words_of(hit)
    for slot in slots or ("dir", "dir_2"):
        value = table.value("dir", hit.get(slot)) or table.value("dir_plural", hit.get(slot))
        if value is not None:
            return int(value)
    return None


def unit(hit: Hit, slot: str = "unit") -> str | None:
    """The unit's English name: day, week, month …"""
    return words_of(hit).value("unit", hit.get(slot))


def split_relative(hit: Hit, slot: str = "relunit") -> tuple[str, int | None] | None:
    """«la semana pasada» is («week», -1), «del mes» («month», None); None when it is no such phrase."""
    phrase = hit.get(slot)
    if phrase is None:
        return None
    table, words = words_of(hit), phrase.split()
    for first in range(len(words)):
        for after in range(len(words), first, -1):
            name = table.value("unit", " ".join(words[first:after]))
            if name:
                return name, _way(table, words[:first]) if first else _way(table, words[after:])
    return None


def _way(table: Vocabulary, words: list[str]) -> int | None:
    whole = table.value("dir", " ".join(words))
    values = [whole] if whole is not None else [table.value("dir", word) for word in words]
    known = [int(value) for value in values if value is not None]
    return min(known, key=lambda value: (-abs(value), value)) if known else None


def relative_period(hit: Hit, ref: Reference, slot: str = "relunit") -> Period | None:
    """The days of «este mes», «el año pasado»; a bare unit is the present one."""
    found = split_relative(hit, slot)
    if found is None or ref.day is None:
        return None
    return unit_period(ref.day, found[0], found[1] or 0)


def is_spelt_year(words: str) -> bool:
    """«dos mil dieciocho», not «el año pasado»."""
    return words.startswith(("mil", "dos"))


def told_year(hit: Hit, ref: Reference, slot: str = "yearref") -> int | None:
    """The year told in ``slot`` or in ``year``, ``yy``: «2015», «'98», «el año pasado»."""
    suffix = slot.removeprefix("yearref")
    for name in (slot, f"year{suffix}"):
        words = hit.get(name)
        if words and words[0].isdecimal():
            return int(words[:4])
        if words and is_spelt_year(words):
            return integer(words)
        if words and ref.day is not None and not _ANAPHORIC.intersection(words.split()):
            return ref.day.year + _year_shift(hit, words)
    two = hit.get(f"yy{suffix}")
    return (2000 if int(two) < 50 else 1900) + int(two) if two else None


def _year_shift(hit: Hit, words: str) -> int:
    table = words_of(hit)
    ways = [int(value) for word in words.split() if (value := table.value("dir", word)) is not None]
    return next((way for way in ways if way), 0)


def latest(ref: Reference, month: int, day: int, way: int | None) -> date | None:
    """The nearest such day not after ``ref``; strictly before for «pasado» (-1), after for «próximo» (1)."""
    if ref.day is None:
        return None
    if way == 0:
        return valid(ref.day.year, month, day)
    step = 1 if way == 1 else -1
    for year in (ref.day.year + step * offset for offset in range(9)):
        found = valid(year, month, day)
        if found and _fits(found, ref.day, way):
            return found
    return None


def _fits(found: date, day: date, way: int | None) -> bool:
    if way == 1:
        return found > day
    return found < day if way is not None and way < 0 else found <= day


def latest_month(ref: Reference, month: int, way: int | None) -> Period | None:
    """The month of that name: the present or last one; «pasado» never the present, «próximo» after it."""
    if ref.day is None:
        return None
    year = ref.day.year
    if way == 1:
        year += month <= ref.day.month
    elif way != 0:
        year -= month > ref.day.month or (month == ref.day.month and way is not None)
    return month_period(year, month)


def period(hit: Hit, ref: Reference) -> tuple[Period | None, bool]:
    """The period of the pattern part ``per``, and whether it needs no publication date to be read."""
    month, year = month_number(hit), told_year(hit, ref)
    told = any(words and words[0].isdecimal() for words in (hit.get("yearref"), hit.get("yearref_3")))
    if month is not None:
        return (month_period(year, month) if year else latest_month(ref, month, None)), told
    year = year or told_year(hit, ref, "yearref_3")
    if year is not None:
        return month_period(year, 1, 12), told
    return relative_period(hit, ref), False


def weekday_before(ref: Reference, weekday: int, way: int | None) -> date | None:
    """The weekday meant: bare, the latest one, today included; «pasado» not today; «próximo» the next one.

    «Este viernes» is the nearest one: Salvadoran papers of a Monday write «este sábado» for the day before yesterday,
    those of a Wednesday «este viernes» for the day after tomorrow.
    """
    if ref.day is None:
        return None
    back = (ref.day.weekday() - weekday) % 7
    if way == 1:
        return add_days(ref.day, 7 - back)
    if way == 0:
        return add_days(ref.day, -back if back <= 3 else 7 - back)
    if way is not None and back == 0:
        back = 7
    return add_days(ref.day, -back - 7 * (way == -2))
