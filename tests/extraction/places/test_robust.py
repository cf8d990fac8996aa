"""Any text gives mentions inside the text, in order, in linear time."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.components.places import find_places, main, resolve

SHARED = Path(__file__).resolve().parents[4] / "shared" / "gold" / "dev.jsonl"
PIECES = ["municipio de ", "calle 1 y ", "colonia A, ", "San ", "en ", "Apopa", "San Miguel", ", ", "17 avenida Norte y "]
PIECES += ["penal de ", "hospital ", "Juzgado de Paz de ", "asesinado ", "La Unión", "departamento de ", "(", "«", "\n", "\u2028"]
PIECES += ["km 5 de la carretera ", "que conduce a ", "Guatemala", "cantón ", "EL ", "de ", "al norte de ", "la capital", "."]
PIECES += ["\u00a0", "ß", "İ", "Ávila ", "ª"]


def check(text: str) -> None:
    mentions, end = find_places(text), 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.locality is None or mention.country != "SV" or mention.locality
        end = mention.end
    resolve(mentions, mentions)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_of_place_words(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece",
    [
        "municipio de ",
        "calle 1 y ",
        "colonia A, ",
        "San Lorenzo, ",
        "asesinado en Apopa ",
        "carretera de Apopa a ",
        "17 avenida y ",
    ],
)
def test_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        find_places(piece * times)
        return time.process_time() - start

    seconds(10)
    assert seconds(4000) < 12 * seconds(1000) + 0.2


def test_related_headlines_give_nothing() -> None:
    assert find_places("Matan a dos\nUn hombre murió.\n\nLea también: Asesinan a taxista en Soyapango") == []


def test_a_street_told_after_a_town_abroad_is_abroad() -> None:
    found = find_places("Migrante\nLo mataron en Tapachula, México. Murió en la colonia San José.")
    assert [(m.role, m.country) for m in found] == [("foreign", "MX"), ("foreign", "MX")]


def test_shared_names_follow_the_nearest_department() -> None:
    text = (
        "Dos crímenes\nEn San Lorenzo, Ahuachapán, murió un hombre.\n\nOtro murió en Verapaz, San Vicente, cerca de San Lorenzo."
    )
    found = [m.department for m in find_places(text) if m.district == "San Lorenzo"]
    assert found == ["Ahuachapán", "San Vicente"]


def test_the_command_prints_one_mention_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Nota\nLo mataron en Apopa.", encoding="utf-8")
    assert main([str(file)]) == 0
    out = capsys.readouterr().out
    assert "event" in out
    assert "«Apopa»" in out


@pytest.mark.skipif(not SHARED.exists(), reason="the shared development articles are not here")
def test_development_articles() -> None:
    told = right = events = known = 0
    for line in SHARED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        places = [m for m in find_places(f"{row['title']}\n{row['text']}") if m.role == "event"]
        gold = [i["district"] for i in row["incidents"] if i["country"] == "SV" and i["district"]]
        told += len(gold)
        right += sum(any(m.district == district for m in places) for district in gold)
        if gold:
            events += sum(m.district is not None for m in places)
            known += sum(m.district in gold for m in places)
    assert right / told >= 0.97
    assert known / events >= 0.95
