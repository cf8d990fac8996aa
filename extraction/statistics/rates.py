"""Rates per 100,000 inhabitants and daily averages, and numbers that are no single value."""

import re

from extraction.statistics.figure import HOMICIDES, PER_DAY, RATE, UNNAMED_PER_DAY, Figure
from extraction.statistics.numbers import Number
from extraction.statistics.tables import Noun, cue

Span = tuple[Noun, int, int]


def rate_or_average(folded: str, number: Number, noun: Span | None) -> Figure | None:
    """A rate or a daily average, None where the number is neither. ``noun`` is what follows the number."""
    return (
        _per_100k(folded, number, noun)
        or _rate(folded, number, noun)
        or _per_day(folded, number, noun)
        or _average(folded, number, noun)
    )


def in_range(before: str, after: str) -> bool:
    """«entre 4 y 6 al día», «de un promedio de 14 a entre 4 y 6»: no single value."""
    if cue("two_years_after").match(after):
        return False
    daily_soon, daily = cue("per_day").search(after[:50]), cue("per_day").search(after[:30])
    return bool(
        (re.search(r"\b(?:entre|between) $", before) and cue("range_after").match(after))
        or cue("range_second").search(before)
        or (re.search(r"\d (?:a|o|to|or) $", before) and daily_soon)
        or (cue("up_to").search(before) and daily)
        or (cue("raising_from").search(before) and re.match(r" a \d", after))
        or (cue("from_an_average").search(before) and re.match(r"(?: \w+){0,2} a ", after))
        or cue("not_below").search(before)
    )


def is_bare(after: str, before: str) -> bool:
    """Whether the words around a number let it stand without a noun."""
    framed = cue("before_bare_number").search(before.rstrip()) or not before.strip()
    return bool(framed and cue("after_bare_number").match(after))


def _make(number: Number, indicator: str, span: tuple[int, int], name: str, refusal: str | None = None) -> Figure:
    return Figure(number.start, number.end, number.value, indicator, *span, f"statistics_cues:{name}", refusal, "rate")


def _around(folded: str, number: Number) -> tuple[str, str, str]:
    """What stands after a number, shortly before it, and before it as far as a rate may be named."""
    start = number.start
    return folded[number.end : number.end + 90], folded[max(0, start - 60) : start], folded[max(0, start - 150) : start]


def _is_other(noun: Span | None) -> bool:
    """Whether the noun is something that is not homicides."""
    if noun is None:
        return False
    row = noun[0]
    if row.role == "victim":
        return row.indicator != HOMICIDES
    return row.indicator not in (HOMICIDES, "", "police_killed")


def _per_100k(folded: str, number: Number, noun: Span | None) -> Figure | None:
    after, _, wide = _around(folded, number)
    end = noun[2] if noun else number.end
    beyond = cue("per_100k").match(folded[end : end + 60])
    match = beyond or cue("per_100k").match(after)
    if not match or _is_other(noun) or cue("other_rate").search(wide):
        return None
    start = noun[1] if noun else number.start
    return _make(number, RATE, (start, (end if beyond else number.end) + match.end()), "per_100k")


def _rate(folded: str, number: Number, noun: Span | None) -> Figure | None:
    """«la tasa fue de 103»: only where nothing else was counted between."""
    after, before, wide = _around(folded, number)
    if not cue("rate_before").search(wide) or (noun is not None and noun[0].role != "unit"):
        return None
    since = re.sub(r"(?:19|20)\d\d|100[.,]000|, [^,;]*,", "", re.split(r"tasa|rate", wide)[-1])
    other = (
        cue("average_after_rate").search(wide) or cue("rate_of_other").search(wide) or cue("count_after_rate").search(wide[-70:])
    )
    if re.search(r"\d", since) or other or not is_bare(after, before):
        return None
    daily = re.search(r"\b(?:daily|diari[oa])\b", wide) is not None
    return _make(number, PER_DAY if daily else RATE, (number.start, number.end), "rate")


def _per_day(folded: str, number: Number, noun: Span | None) -> Figure | None:
    """«11 homicidios por día», «7.6 diarios»."""
    end = noun[2] if noun else number.end
    soon = re.match(r"(?:[^,;.\d]{0,14})? ?(?:" + cue("per_day").pattern + ")", folded[end : end + 60])
    if not soon or _is_other(noun):
        return None
    told = noun is not None and (noun[0].role == "event" or re.match(r"muert|crimen|death", folded[noun[1] : noun[2]]))
    span = (noun[1], noun[2]) if noun else (number.start, number.end)
    return _make(number, PER_DAY if told else UNNAMED_PER_DAY, span, "per_day")


def _average(folded: str, number: Number, noun: Span | None) -> Figure | None:
    """«un promedio diario de 7.3»: only where no other number stands between."""
    after, before, wide = _around(folded, number)
    since = re.sub(r"(?:19|20)\d\d", "", re.split(r"promedio|media|average", wide)[-1])
    if not cue("average_before").search(wide) or re.search(r"\d{2,} (?!de|y)|\d,\d", since):
        return None
    counted = noun is not None and noun[0].indicator in (HOMICIDES, "") and not _is_other(noun)
    if not counted and (noun is not None or not is_bare(after, before)):
        return None
    refusal = "not daily" if cue("not_daily").search(wide[-60:] + after[:30]) else None
    told = (noun is not None and noun[0].role == "event") or cue("homicide_word").search(wide) is not None
    span = (noun[1], noun[2]) if noun else (number.start, number.end)
    return _make(number, PER_DAY if told else UNNAMED_PER_DAY, span, "average", refusal)
