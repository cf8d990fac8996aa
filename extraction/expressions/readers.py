"""The reader of each rule of ``date_patterns.csv``."""

from collections.abc import Callable, Mapping

from extraction.expressions import read_days as days
from extraction.expressions import read_periods as periods
from extraction.expressions import read_times as times
from extraction.expressions.grammar import Hit
from extraction.expressions.node import Node, Reference

Reader = Callable[[Hit, Reference], Node | None]

READERS: Mapping[str, Reader] = {
    "day_month": days.day_month,
    "month_day_bare": days.day_month,
    "day_relmonth": days.day_relmonth,
    "days_month": days.days_month,
    "date_range": days.date_range,
    "week_number": periods.week_number,
    "rest": periods.rest,
    "week_of": days.week_of_day,
    "weekday_day": days.weekday_day,
    "weekday_pair": days.weekday_pair,
    "weekday_week": days.weekday_week,
    "weekday": days.weekday,
    "ord_weekday": days.ord_weekday,
    "deictic": days.deictic,
    "offset": days.offset,
    "iso": days.iso,
    "numeric": days.numeric,
    "day_slash": days.day_slash,
    "bare_day": days.bare_day,
    "month": periods.month,
    "month_range": periods.month_range,
    "month_year": periods.month_year,
    "year_month": periods.month_year,
    "year": periods.year,
    "year_range": periods.year_range,
    "decade": periods.decade,
    "century": periods.century,
    "rel_unit": periods.rel_unit,
    "before_last": periods.before_last,
    "weekend": periods.weekend,
    "so_far": periods.so_far,
    "first_n": periods.first_n,
    "ord_unit": periods.ord_unit,
    "quarter_code": periods.quarter_code,
    "fuzzy": periods.fuzzy,
    "holiday": periods.holiday,
    "now": times.now,
    "part": times.part,
    "this_part": times.this_part,
    "dir_part": times.dir_part,
    "yester_part": times.yester_part,
    "ago": times.ago,
    "from_now": times.from_now,
    "within": times.within,
    "last_n": times.last_n,
    "clock": times.clock,
    "clock_weak": times.clock,
    "clock_range": times.clock_range,
    "duration": times.quiet,
    "recurring": times.quiet,
}
