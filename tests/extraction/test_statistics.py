"""Figures over a period: the marked cases, and what must hold for any text."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models import Indicator
from extraction.components.statistics import find_statistics, statistic_spans

HERE = Path(__file__).parent
DEV = HERE.parents[2] / "shared" / "gold" / "dev.jsonl"
Row = tuple[str, float, str, str, str]


def _cases() -> Iterator[pytest.param]:
    text = (HERE / "statistics_cases.txt").read_text(encoding="utf-8")
    for block in re.split(r"(?m)^== ", text)[1:]:
        head, *lines = block.strip().split("\n")
        name, published, language = [*head.split(" | "), "es"][:3]
        body = [line for line in lines if line.strip() and not line.startswith(">")]
        title = body.pop(0)[3:] if body[0].startswith("T: ") else "Nota"
        told = [line[2:].split(None, 4) for line in lines if line.startswith(">")]
        expected = {(row[0], float(row[1]), row[2], row[3], row[4] if len(row) > 4 else "SV") for row in told}
        yield pytest.param(title + "\n" + "\n\n".join(body), published, language, expected, id=name)


def _found(text: str, published: str, language: str = "es") -> set[Row]:
    return {
        (s.indicator.value, float(s.value), str(s.start), str(s.end), s.area)
        for s in find_statistics(text, date.fromisoformat(published), language)
    }


@pytest.mark.parametrize(("text", "published", "language", "expected"), list(_cases()))
def test_marked_case(text: str, published: str, language: str, expected: set[Row]) -> None:
    assert _found(text, published, language) == expected


def test_evidence_quotes_the_text() -> None:
    text = "Balance\nSegún la PNC, en el departamento de Usulután hubo 58 homicidios en febrero."
    (statistic,) = find_statistics(text, date(2017, 3, 7))
    quotes = {e.field: e.quote for e in statistic.evidence}
    assert all(text[e.start : e.end] == e.quote for e in statistic.evidence)
    assert quotes["value"] == "58"
    assert quotes["indicator"] == "homicidios"
    assert quotes["period"] == "en febrero"
    assert quotes["area"] == "Usulután"
    assert quotes["source"] == "PNC"
    assert statistic.source == "PNC"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Mayo cerró con 354 asesinatos, según la Fiscalía, aunque la Policía cuenta 351.", ["FGR", "PNC"]),
        ("Ormusa documentó 33 feminicidios en junio.", ["Ormusa"]),
        ("En junio hubo 40 enfrentamientos con la Policía.", [None]),
        ("En junio hubo 233 homicidios, informaron las autoridades.", ["autoridades"]),
    ],
)
def test_source(sentence: str, source: list[str | None]) -> None:
    assert [s.source for s in find_statistics("T\n" + sentence, date(2016, 7, 9))] == source


def test_source_of_a_figure_that_starts_anew_is_its_own() -> None:
    text = (
        "T\nEste periódico contabilizó 137 homicidios en los primeros 12 días de junio.\n\n"
        "San Salvador suma 40.\n\nEntre enero y mayo hubo 1,405 homicidios; en el mismo período de 2016 fueron 2,724."
    )
    found = find_statistics(text, date(2017, 6, 13))
    assert [(s.value, s.source) for s in found] == [
        (137, "este periódico"),
        (40, "este periódico"),
        (1405, None),
        (2724, None),
    ]


def test_comparison_is_kept_as_told() -> None:
    (one,) = find_statistics("T\nEn mayo hubo 240 asesinatos, 14 menos que en abril.", date(2018, 6, 2))
    assert one.comparison == "14 menos que en abril"


def test_unknown_publication_day_leaves_relative_periods_out() -> None:
    text = "T\nEn lo que va del año suman 31 los policías asesinados. En 2015 fueron 62."
    assert [(s.value, s.start) for s in find_statistics(text, None)] == [(62, date(2015, 1, 1))]


def test_told_cut_off_ends_what_runs_to_date() -> None:
    text = (
        "T\nEntre el 1 de enero y el 28 de diciembre fueron asesinados 48 policías.\n\n"
        "Noviembre, con diez casos, fue el peor mes. En diciembre van tres."
    )
    assert ("police_killed", 3.0, "2016-12-01", "2016-12-28", "SV") in _found(text, "2016-12-29")


def test_title_and_body_give_one_statistic() -> None:
    text = "Noviembre suma 118 homicidios\nLa PNC contabiliza 118 homicidios entre el 1 y el 18 de noviembre."
    assert _found(text, "2018-11-20") == {("homicides", 118.0, "2018-11-01", "2018-11-18", "SV")}


def test_spans_hold_figures_and_leave_incidents_out() -> None:
    text = (
        "T\nUn vendedor fue asesinado ayer en Apopa. En los primeros 12 días de junio hubo 137 homicidios. "
        "Honduras cerró 2016 con 5,150 homicidios. La clica está acusada de 23 homicidios cometidos en 2015."
    )
    words = [text[a:b] for a, b in statistic_spans(text, date(2017, 6, 13))]
    assert words[0] == "En los primeros 12 días de junio hubo 137 homicidios"
    assert "5,150 homicidios" in words
    assert "23 homicidios" in words
    assert not any("vendedor" in word for word in words)


@pytest.mark.parametrize(
    "text",
    [
        "Fútbol\nEl equipo suma 18 victorias en lo que va del año, frente a las 12 de 2016.",
        "Economía\nEn enero murieron 31 personas en accidentes de tránsito y 4 por ahogamiento.",
        "Nota\nEl 45 % de los homicidios de 2016 se cometió con arma de fuego.",
        "Nota\nLea también: Suman 45 policías asesinados en 2017",
        "",
        "\n\n\n",
    ],
)
def test_nothing_to_code(text: str) -> None:
    assert find_statistics(text, date(2018, 1, 9)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300),
    st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 12, 31))),
    st.sampled_from(["es", "en"]),
)
def test_any_text_is_read_without_error(noise: str, published: date | None, language: str) -> None:
    text = f"{noise}\nEn 2015 hubo 6,656 homicidios {noise} y en 2016, 5,280."
    for statistic in find_statistics(text, published, language):
        assert all(text[e.start : e.end] == e.quote for e in statistic.evidence)
    assert all(0 <= a <= b <= len(text) for a, b in statistic_spans(text, published, language))


def test_long_line_is_read_in_pieces() -> None:
    text = "T\n" + "en junio hubo 137 homicidios y " * 3000
    assert {s.value for s in find_statistics(text, date(2017, 7, 1))} == {137}


@pytest.mark.skipif(not DEV.exists(), reason="the shared development gold is not beside the repository")
def test_development_gold() -> None:
    hit = predicted = gold = 0
    for line in DEV.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = {(s["indicator"], float(s["value"]), s["start"], s["end"], s.get("area") or "SV") for s in row["statistics"]}
        found = _found(row["title"] + "\n" + row["text"], row["published"][:10], row.get("language", "es"))
        hit, predicted, gold = hit + len(told & found), predicted + len(found), gold + len(told)
    assert 2 * hit / (predicted + gold) >= 0.95


def test_every_indicator_has_a_case() -> None:
    told = {row[0] for case in _cases() for row in case.values[3]}
    assert told == {indicator.value for indicator in Indicator}
