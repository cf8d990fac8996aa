"""Rates per 100,000 inhabitants and daily averages, and numbers that are no single value."""

import re

from extraction.statistics.figure import HOMICIDES, PER_DAY, RATE, Figure
from extraction.statistics.numbers import Number
from extraction.statistics.tables import Noun, cue


def rate_or_average(
    folded: str, number: Number, after: str, before: str, noun: tuple[Noun, int, int] | None
) -> Figure | None:
    row, start, end = noun or (None, number.start, number.end)
    rest = folded[end : end + 60] if noun else after
    foreign_noun = (row is not None and row.indicator not in (HOMICIDES, "", "police_killed")) or (
        row is not None and row.role == "victim" and row.indicator != HOMICIDES
    )
    per = cue("per_100k").match(rest) or cue("per_100k").match(after)
    if per:
        if foreign_noun or cue("other_rate").search(wide_before(folded, number.start)):
            return None
        end = (end if cue("per_100k").match(rest) else number.end) + per.end()
        return Figure(
            number.start, number.end, number.value, RATE, start, end, "statistics_cues:per_100k", None, "rate"
        )
    wide = wide_before(folded, number.start)
    if (
        cue("rate_before").search(wide)
        and (noun is None or (row is not None and row.role == "unit"))
        and not cue("average_after_rate").search(wide)
        and not re.search(r"\d", re.sub(r"(?:19|20)\d\d|100[.,]000", "", re.split(r"tasa|rate", wide)[-1]))
        and not cue("rate_of_other").search(wide)
        and not cue("count_after_rate").search(wide[-70:])
    ):
        if _elliptic(after, before):
            daily = re.search(r"\b(?:daily|diari[oa])\b", wide) is not None
            return Figure(
                number.start,
                number.end,
                number.value,
                PER_DAY if daily else RATE,
                number.start,
                number.end,
                "statistics_cues:rate",
                None,
                "rate",
            )
    if re.match(r"(?:[^,;.\d]{0,14})? ?(?:" + cue("per_day").pattern + ")", rest) and not foreign_noun:
        return Figure(
            number.start,
            number.end,
            number.value,
            PER_DAY
            if row and (row.role == "event" or re.match(r"muert|crimen|death", folded[start:end]))
            else "?per_day",
            start,
            end,
            "statistics_cues:per_day",
            None,
            "rate",
        )
    if cue("average_before").search(wide) and not re.search(
        r"\d{2,} (?!de|y)|\d,\d", re.sub(r"(?:19|20)\d\d", "", re.split(r"promedio|media|average", wide)[-1])
    ):
        if (noun is None and _elliptic(after, before)) or (
            row is not None and row.indicator in (HOMICIDES, "") and not foreign_noun
        ):
            daily = not cue("not_daily").search(wide[-60:] + after[:30])
            told = (row is not None and row.role == "event") or cue("homicide_word").search(wide) is not None
            return Figure(
                number.start,
                number.end,
                number.value,
                PER_DAY if told else "?per_day",
                start,
                end,
                "statistics_cues:average",
                None if daily else "not daily",
                "rate",
            )
    return None


def wide_before(folded: str, start: int) -> str:
    """The words before a number that may say what it is a rate or an average of."""
    return folded[max(0, start - 150) : start]


def in_range(before: str, after: str) -> bool:
    """«entre 4 y 6 al día», «de un promedio de 14 a entre 4 y 6»: no single value."""
    return bool(
        (re.search(r"\b(?:entre|between) $", before) and cue("range_after").match(after))
        or cue("range_second").search(before)
        or (re.search(r"\d (?:a|o|to|or) $", before) and (cue("per_day").search(after[:50]) is not None))
        or (cue("up_to").search(before) and cue("per_day").search(after[:30]) is not None)
        or (cue("raising_from").search(before) and re.match(r" a \d", after))
        or (cue("from_an_average").search(before) and re.match(r"(?: \w+){0,2} a ", after))
        or cue("not_below").search(before)
    )


def _elliptic(after: str, before: str) -> bool:
    return bool(
        cue("after_bare_number").match(after)
        and (cue("before_bare_number").search(before.rstrip()) or not before.strip())
    )
