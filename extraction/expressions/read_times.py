"""Rules for clock times, parts of the day, and spans counted from the moment of publication."""

from datetime import datetime, time, timedelta

from extraction.expressions.calendar import DAYS, MINUTES, MONTHS, add_days, add_units
from extraction.expressions.grammar import Hit
from extraction.expressions.node import Node, Reference, Shape
from extraction.expressions.numerals import parse_number
from extraction.expressions.values import amount, direction, unit, words_of

#: Parts of the day that begin after noon.
_LATE = ("tarde", "noche")


def _part(hit: Hit, slot: str = "part") -> str | None:
    return words_of(hit).value("part", hit.get(slot))


def clock_of(hit: Hit, suffix: str = "") -> tuple[time | None, bool]:
    """The time of day in ``h``/``hw``, ``m``/``mw``/``mn``, and whether before or after noon is left open."""
    words = hit.get(f"h{suffix}") or hit.get(f"hw{suffix}")
    hour = parse_number(words, hit.language) if words else None
    if hour is None:
        return None, False
    minute = _minutes(hit, suffix)
    total = int(hour) * 60 + minute
    part_of_day = _part(hit, f"part{suffix}")
    half = (hit.get(f"ampm{suffix}") or "")[:1] or ("part" if part_of_day else "")
    total = _on_the_day(total, half, part_of_day)
    if not 0 <= total <= 1440:
        return None, False
    second = int(hit.get(f"s{suffix}") or 0)
    return time(total // 60 % 24, total % 60, second), not half and 60 <= total < 780


def _minutes(hit: Hit, suffix: str) -> int:
    """Minutes after the hour; negative before it («menos cuarto», «ten to»)."""
    told = hit.get(f"m{suffix}")
    if told:
        return int(told)
    words = hit.get(f"mw{suffix}") or hit.get(f"mn{suffix}")
    if not words:
        return 0
    known = {"media": 30, "half": 30, "cuarto": 15, "quarter": 15}
    minute = known[words] if words in known else int(parse_number(words, hit.language) or 0)
    return -minute if "menos" in (hit.get("plusminus") or "") or hit.get("pastto") in ("to", "before") else minute


def _on_the_day(total: int, half: str, part: str | None) -> int:
    """Minutes since midnight, with «p. m.», «a. m.» or the part of the day taken in."""
    late = half in ("p", "m") or (half == "part" and part in (*_LATE, "mediodía"))
    if total >= 780:
        return total
    if half == "part" and part == "noche" and total // 60 == 12:
        return total - 720
    if half == "part" and part == "mediodía":
        return total + 720 if total < 240 else total
    if late:
        return total if total >= 720 else total + 720
    early = half == "a" or (half == "part" and part in ("madrugada", "mañana"))
    return total - 720 if early and total >= 720 else total


def clock(hit: Hit, ref: Reference) -> Node | None:
    """«a las 8:30 de la noche», «5 pm», «las doce menos cuarto»; of an unsaid day."""
    if hit.get("h") or hit.get("hw"):
        at, open_half = clock_of(hit)
    else:
        at, open_half = (time(0, 0), False) if "midnight" in hit.slots.values() else (_noon(hit), False)
    if at is None:
        return None
    part = _part(hit)
    return Node(
        Shape.CLOCK, hit.start, hit.end, at=at, part=part, relative="time", rule=hit.rule,
        weak=hit.rule == "clock_weak", half_unknown=open_half,
    )  # fmt: skip


def _noon(hit: Hit) -> time | None:
    base = datetime(2000, 1, 2, 12) + timedelta(minutes=_minutes(hit, ""))
    return base.time()


def clock_range(hit: Hit, ref: Reference) -> Node | None:
    """«desde las 5 hasta las 6 pm», «de 4 a 5»; without a clock word it needs a day beside it."""
    first, open_first = clock_of(hit)
    last, _ = clock_of(hit, "_2")
    if first is None or last is None:
        return None
    if open_first and last < first and last.hour < 12 and not (hit.get("ampm_2") or hit.get("part_2") or hit.get("part")):
        last = last.replace(hour=last.hour + 12)
    if (
        open_first
        and last.hour >= 12
        and first.hour + 12 <= last.hour
        and (hit.get("ampm_2") or hit.get("part_2") or hit.get("part"))
    ):
        first = first.replace(hour=first.hour + 12)
    told = any(hit.get(slot) for slot in ("m", "ampm", "ampm_2", "part", "part_2"))
    return Node(
        Shape.HOURS, hit.start, hit.end, at=first, until=last, part=_part(hit), precision="range", relative="time",
        rule=hit.rule, weak=not told,
    )  # fmt: skip


def part(hit: Hit, ref: Reference) -> Node | None:
    """«por la noche»: no date alone."""
    return Node(Shape.PART, hit.start, hit.end, part=_part(hit), rule=hit.rule)


def this_part(hit: Hit, ref: Reference) -> Node | None:
    """«esta madrugada»: of the day of publication."""
    return Node(Shape.DAY, hit.start, hit.end, ref.day, ref.day, part=_part(hit), relative="deictic", rule=hit.rule)


def dir_part(hit: Hit, ref: Reference) -> Node | None:
    """«la pasada noche», «la madrugada pasada», «next morning»: of the day before or after."""
    way = direction(hit)
    if not way:
        return None
    day = add_days(ref.day, way) if ref.day else None
    tense = "future" if way > 0 else None
    return Node(Shape.DAY, hit.start, hit.end, day, day, part=_part(hit), relative="deictic", tense=tense, rule=hit.rule)


def yester_part(hit: Hit, ref: Reference) -> Node | None:
    """«yesterday morning»."""
    day = add_days(ref.day, -1) if ref.day else None
    return Node(Shape.DAY, hit.start, hit.end, day, day, part=_part(hit), relative="deictic", rule=hit.rule)


def now(hit: Hit, ref: Reference) -> Node | None:
    """«ahora»: the moment of publication, or its day."""
    at = ref.moment.time() if ref.moment else None
    shape = Shape.MOMENT if at else Shape.DAY
    return Node(shape, hit.start, hit.end, ref.day, ref.day, at=at, relative="now", rule=hit.rule)


def _moved(hit: Hit, ref: Reference, sign: int, relative: str) -> Node | None:
    steps = [(amount(hit), unit(hit))]
    steps += [(amount(hit, f"n_{k}"), unit(hit, f"unit_{k}")) for k in (2, 3, 4, 5, 6) if hit.get(f"unit_{k}")]
    tense = "future" if sign > 0 else None
    day, moment, precision = ref.day, ref.moment, "day"
    for count, name in steps:
        if count is None or name not in {**MINUTES, **DAYS, **MONTHS}:
            return None
        count = sign * (count + (0.5 if hit.get("half") else 0))
        if name in MINUTES:
            moment = _shift(moment, count * MINUTES[name])
        else:
            day = add_units(day, count, name) if day else None
            moment = datetime.combine(day, moment.time()) if day and moment else None
            precision = "day" if name in DAYS else "month" if MONTHS[name] < 12 else "year"
    if any(name in MINUTES for _, name in steps):
        day, at = (moment.date(), moment.time()) if moment else (None, None)
        return Node(Shape.MOMENT, hit.start, hit.end, day, day, at=at, relative=relative, tense=tense, rule=hit.rule)
    return Node(Shape.DAY, hit.start, hit.end, day, day, precision=precision, relative=relative, tense=tense, rule=hit.rule)


def _shift(moment: datetime | None, minutes: float) -> datetime | None:
    try:
        return moment + timedelta(minutes=minutes) if moment else None
    except OverflowError:
        return None


def ago(hit: Hit, ref: Reference) -> Node | None:
    """«hace tres meses»: that day, with the precision of the unit."""
    return _moved(hit, ref, -1, "ago")


def from_now(hit: Hit, ref: Reference) -> Node | None:
    """«dentro de 3 días»."""
    return _moved(hit, ref, 1, "from_now")


def within(hit: Hit, ref: Reference) -> Node | None:
    """«within 3 days»: from the day of publication to then."""
    moved = from_now(hit, ref)
    if moved is None or moved.at is not None:
        return moved
    return Node(
        Shape.PERIOD,
        hit.start,
        hit.end,
        ref.day,
        moved.low,
        precision="range",
        relative="from_now",
        tense="future",
        rule=hit.rule,
    )


def last_n(hit: Hit, ref: Reference) -> Node | None:
    """«los últimos tres días»: the whole days before that of publication; «próximos»: those after it; hours by the clock."""
    way, count, name = direction(hit, "dirn"), _few(hit), unit(hit)
    if not way or count is None or name is None:
        return None
    if name in MINUTES:
        return last_hours(hit, ref, way, count * MINUTES[name])
    if name == "weekend":
        return None
    relative, tense = "period", "future" if way > 0 else None
    edge = add_units(ref.day, way * count, name) if ref.day else None
    low = edge if way < 0 else add_days(ref.day, 1) if ref.day else None
    high = (add_days(ref.day, -1) if ref.day else None) if way < 0 else edge
    if low and high and low > high:
        low = high
    return Node(Shape.PERIOD, hit.start, hit.end, low, high, precision="range", relative=relative, tense=tense, rule=hit.rule)


def _few(hit: Hit) -> float | None:
    return amount(hit) if hit.get("n") else (3.0 if hit.get("few") else 2.0)


def last_hours(hit: Hit, ref: Reference, way: int, minutes: float) -> Node | None:
    """Whole days of hours («24 horas») touch whole days; fewer are told by the clock."""
    other = _shift(ref.moment or (datetime.combine(ref.day, time(12)) if ref.day else None), way * minutes)
    if other is None or ref.day is None:
        return Node(Shape.PERIOD, hit.start, hit.end, precision="range", relative="period", rule=hit.rule)
    low, high = sorted((other, ref.moment or datetime.combine(ref.day, time(12))))
    tense = "future" if way > 0 else None
    if minutes % 1440 == 0 or ref.moment is None:
        return Node(
            Shape.PERIOD,
            hit.start,
            hit.end,
            low.date(),
            high.date(),
            precision="range",
            relative="period",
            tense=tense,
            rule=hit.rule,
        )
    return Node(
        Shape.SPAN, hit.start, hit.end, low.date(), high.date(), low.time(), high.time(), precision="range",
        relative="period", tense=tense, rule=hit.rule,
    )  # fmt: skip


def quiet(hit: Hit, ref: Reference) -> Node | None:
    """Durations («tres días») and customs («los lunes»): no date, but their figures are no quantities either."""
    return Node(Shape.QUIET, hit.start, hit.end, rule=hit.rule)
