"""Articles into pages, and dates into the forms each outlet prints them in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from scrapers.demoweb.catalog import Article

MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


@cache
def environment() -> Environment:
    """The templates of the package, with the outlets' date forms as filters."""
    env = Environment(
        loader=PackageLoader("scrapers.demoweb", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.filters.update(
        edh_ago=edh_ago,
        twelve_hours=twelve_hours,
        spanish_rfc822=spanish_rfc822,
        elmundo_date=elmundo_date,
        colatino_date=colatino_date,
        insight_date=insight_date,
        iso=iso,
        utc=utc,
        json=json_text,
        json_raw=json_with_controls,
    )
    return env


def render(template: str, **values: object) -> str:
    """Render a template of the package by its file name."""
    return environment().get_template(template).render(**values)


def article_html(article: Article, **extra: object) -> str:
    """The article's page in its own template; ``extra`` is what else that template shows."""
    return render(f"{article.template}.html", a=article, **extra)


def iso(when: datetime) -> str:
    """2017-06-13T10:30:00-06:00."""
    return when.isoformat()


def utc(when: datetime) -> str:
    """2017-06-13T16:30:00+00:00."""
    return when.astimezone(UTC).isoformat()


def edh_ago(when: datetime) -> str:
    """El Diario de Hoy, 2020s: «Nov 28, 2023- 12:30», Spanish abbreviations."""
    return f"{MONTHS[when.month - 1][:3].title()} {when.day}, {when.year}- {when:%H:%M}"


def twelve_hours(when: datetime) -> str:
    """El Diario de Hoy, archive: «2021-08-05 7:14:34», a 12-hour clock that does not say am or pm."""
    return f"{when:%Y-%m-%d} {when.hour % 12 or 12}:{when:%M:%S}"


def spanish_rfc822(when: datetime) -> str:
    """El Diario de Hoy, JSON-LD and old feed: «Jue, 05 Ago 2021 19:14:34 -0600»."""
    day, month = WEEKDAYS[when.weekday()][:3].title(), MONTHS[when.month - 1][:3].title()
    return f"{day}, {when:%d} {month} {when:%Y %H:%M:%S %z}"


def elmundo_date(when: datetime) -> str:
    """Diario El Mundo: «Lunes 12, junio 2023 - 10:30 am»."""
    half = "am" if when.hour < 12 else "pm"
    day, month = WEEKDAYS[when.weekday()].title(), MONTHS[when.month - 1]
    return f"{day} {when.day}, {month} {when.year} - {when.hour % 12 or 12}:{when:%M} {half}"


def colatino_date(when: datetime) -> str:
    """Diario Co Latino: «12 junio, 2023»."""
    return f"{when.day} {MONTHS[when.month - 1]}, {when.year}"


def insight_date(when: datetime) -> str:
    """InSight Crime: «25 SEP 2017»."""
    return f"{when.day} {when:%b} {when.year}".upper()


def rfc822(when: datetime, zone: str) -> str:
    """RFC-822 date in UTC, written as ``zone`` («GMT» or «+0000»)."""
    return format_datetime(when.astimezone(UTC)).replace("+0000", zone)


def json_text(value: object) -> str:
    """A JSON string literal."""
    return json.dumps(value, ensure_ascii=False)


def json_with_controls(value: str) -> str:
    """As the archive of El Diario de Hoy writes JSON: a raw control character inside the string."""
    head, space, tail = value.partition(" ")
    return f'"{head}{space}\x10{tail}"'.replace("&", "&amp;")
