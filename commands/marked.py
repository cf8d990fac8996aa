"""An article on the screen with what was found marked in it: colours on a terminal, brackets with labels elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from db.models import Account, Evidence, Extraction, Statistic, Toll, Victim, document_text
from extraction.jsonl import Article
from extraction.rules import rule_of

#: What is marked, in the order of the legend: its label, its style, and the fields of evidence that it covers.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "deed": ("bold red", ("event_type",)),
    "day": ("cyan", ("date",)),
    "place": ("green", ("department", "district", "locality")),
    "victim": ("magenta", ("types", "affiliation", "count", "deaths")),
    "doer": ("yellow", ("actor", "attribution")),
    "weapon": ("blue", ("weapon",)),
    "figure": ("reverse", ("value", "indicator", "period", "area", "source", "comparison")),
}
#: Words of one value shown at most; the rest are counted.
MOST_QUOTES = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``start:end`` of the article and their kind."""

    start: int
    end: int
    kind: str


def kind_of(field: str) -> str:
    """«victims[0].types» is a victim."""
    last = field.rsplit(".", 1)[-1]
    return next((kind for kind, (_, fields) in KINDS.items() if last in fields), "figure")


def marks(extraction: Extraction) -> list[Mark]:
    """What is marked, not overlapping: of two that do, the one of the earlier kind and then the longer wins."""
    order = list(KINDS)
    items: list[Account | Statistic] = [*extraction.accounts, *extraction.statistics]
    found = {Mark(e.start, e.end, kind_of(e.field)) for item in items for e in item.evidence}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (order.index(m.kind), m.start - m.end, m.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)


def show(article: Article, extraction: Extraction, *, first: bool = True) -> None:
    """Print legend, marked text and findings; without colour and unwrapped where the output is no terminal."""
    console = Console(highlight=False, soft_wrap=False)
    plain = not console.is_terminal or console.no_color
    if plain and not console.is_terminal:
        console = Console(highlight=False, soft_wrap=True, width=10_000, no_color=True)
    if not first:
        console.print()
    console.print(Text(" ".join(part for part in (article.id, str(article.published or "")) if part), style="dim"))
    console.print(_legend(plain))
    console.print()
    whole = document_text(article.title, article.text)
    console.print(marked_text(whole, marks(extraction), plain=plain, bold=bool(article.title)))
    console.print()
    for line in _findings(article, extraction):
        console.print(line)


def _legend(plain: bool) -> Text:
    text = Text("marked: ")
    for kind, (style, _) in KINDS.items():
        text.append(f"[{kind}]" if plain else kind, "" if plain else style)
        text.append(" ")
    return text


def marked_text(whole: str, found: Sequence[Mark], *, plain: bool, bold: bool = False) -> Text:
    """The article with its marks: styles, or «[deed: asesinado]» where there are none; its first line is ``bold``."""
    text, at = Text(), len(whole) - len(whole.lstrip())
    for mark in found:
        text.append(whole[at : mark.start])
        style = "" if plain else KINDS[mark.kind][0]
        words = whole[mark.start : mark.end]
        text.append(f"[{mark.kind}: {words}]" if plain else words, style)
        at = mark.end
    text.append(whole[at:].rstrip())
    if bold:
        text.stylize("bold", 0, len(text.plain.split("\n", 1)[0]))
    return text


def _findings(article: Article, extraction: Extraction) -> Iterator[Any]:
    counted = f"{len(extraction.accounts)} incidents, {len(extraction.statistics)} statistics"
    yield Text(f"Read as {extraction.kind}: {counted}", "bold underline")
    for number, account in enumerate(extraction.accounts, 1):
        sure = account.confidence.get("record")
        yield Text(f"Incident {number}: {account.event_type}", "bold").append(
            f"  all right with probability {sure:.2f}" if sure is not None else "", "dim"
        )
        for name, value, fields in _values(account):
            yield from _entry(name, value, [e for e in account.evidence if e.field in fields], account)
    for number, figure in enumerate(extraction.statistics, 1):
        yield Text(f"Statistic {number}: {figure.indicator}", "bold")
        for name, value in _figure(figure):
            yield from _entry(name, value, [e for e in figure.evidence if e.field == name], figure)


def _values(account: Account) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    sure = account.confidence

    def told(name: str, value: str, fields: tuple[str, ...], of: str = "") -> tuple[str, str, tuple[str, ...]]:
        return name, value + (f"  ({sure[of]:.2f})" if of in sure else ""), fields

    when = account.date
    days = str(when.start) if when.start == when.end else f"{when.start} to {when.end}"
    yield told("deed", str(account.event_type), ("event_type",), "incident")
    yield told("day", f"{days}, {when.precision}" if when.start else "not told", ("date",), "date")
    place = [part for part in (account.locality, account.district, account.department) if part]
    yield told("place", ", ".join(place) or "not told", ("locality", "district", "department"), "place")
    yield told("deaths", _toll(account.deaths), ("deaths",), "deaths")
    if account.injured.best:
        yield told("injured", _toll(account.injured), ("injured",))
    for index, victim in enumerate(account.victims):
        fields = tuple(f"victims[{index}].{name}" for name in ("types", "affiliation", "count"))
        yield told(f"victim {index + 1}", _victim(victim), fields, "victims")
    for index, claim in enumerate(account.perpetrators):
        by = f" by {claim.attributed_by}" if claim.attributed_by else ""
        blame = f"{claim.actor}, {claim.attribution}{by}"
        yield told(f"doer {index + 1}", blame, (f"perpetrators[{index}].actor",), "attribution")
    if account.weapon:
        yield told("weapon", ", ".join(account.weapon), ("weapon",))


def _toll(toll: Toll) -> str:
    if toll.low == toll.best == toll.high:
        return str(toll.best)
    return f"{toll.best} (from {toll.low} to {'more' if toll.high is None else toll.high})"


def _victim(victim: Victim) -> str:
    parts = [f"{victim.count or 'some'} {' and '.join(victim.types)}", str(victim.outcome)]
    parts += [f"{victim.kin} of {victim.relation_to}"] if victim.kin and victim.relation_to else []
    parts += [str(victim.affiliation)] if victim.affiliation else []
    parts += [victim.sex] if victim.sex else []
    parts += [f"aged {', '.join(map(str, victim.ages))}"] if victim.ages else []
    return ", ".join([*parts, *victim.names])


def _figure(figure: Statistic) -> Iterator[tuple[str, str]]:
    yield "value", f"{figure.value:g}"
    yield "indicator", str(figure.indicator)
    yield "period", f"{figure.start} to {figure.end}"
    yield "area", figure.area
    for name, value in (("source", figure.source), ("comparison", figure.comparison)):
        if value:
            yield name, value


def _entry(name: str, value: str, evidence: Sequence[Evidence], owner: Account | Statistic) -> Iterator[Any]:
    """A value, and under it the words it was read from, each with its rule."""
    told = list(dict.fromkeys((e.quote, str(rule_of(e, getattr(owner, e.field, None)))) for e in evidence))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=11, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"  {name}", "dim"), value)
    style = KINDS[kind_of(evidence[0].field)][0] if evidence else ""
    for quote, rule in told[:MOST_QUOTES]:
        words = Text.assemble(("«" + " ".join(quote.split()) + "»", style), "  ", (rule, "dim"))
        grid.add_row("", words)
    if len(told) > MOST_QUOTES:
        grid.add_row("", Text(f"and {len(told) - MOST_QUOTES} more", "dim"))
    yield grid
