"""Time against length, for texts that a rule could choke on: a megabyte of news, one trigger ten thousand times, signs only."""

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.bench_extraction import stories
from benchmarks.figures import Figure, growth, seconds
from extraction.pipeline import extract, load

#: Lengths in characters: each four times the one before, so that quadratic time would show as sixteen times.
LENGTHS = (16_000, 64_000, 256_000)
FULL = (*LENGTHS, 1_024_000)
ROUNDS = 2
DAY = "2018-03-14"


def _news(joint: str) -> str:
    bodies = [row["text"] for row in stories(40)]
    return joint.join(" ".join(body.split()) if joint == " " else body for body in bodies) + joint


#: What is repeated up to the length wanted.
SHAPES: dict[str, Callable[[], str]] = {
    "news, in paragraphs": lambda: _news("\n\n"),
    "news, in one line": lambda: _news(" "),
    "«asesinado» again and again": lambda: "asesinado ",
    "a killing in each sentence": lambda: "Un panadero fue asesinado ayer en Apopa. ",
    "one sentence of killings": lambda: "un panadero fue asesinado ayer en Apopa, ",
    "a list of people": lambda: "un policía, su esposa y sus dos hijos, ",
    "names": lambda: "Asesinado Juan Antonio Pérez Cortez, ",
    "numbers": lambda: "asesinados 1,405 2,724 18 13 ",
    "dates": lambda: "asesinado el 12 de junio de 2017 y el lunes ",
    "places": lambda: "asesinado en el cantón Santa Cruz, de San Miguel, ",
    "gangs": lambda: "asesinado por la MS y la 18 y los pandilleros, ",
    "signs only": lambda: "asesinado .,;:¿?¡!«»\"'()[]—–-…",
    "opened quotations": lambda: "asesinado «“(",
    "full stops and capitals": lambda: "Asesinado A. B. C. ",
    "no space at all": lambda: "asesinado",
    "line ends": lambda: "asesinado\n",
}


def measure(full: bool) -> Iterator[Figure]:
    """Seconds at the greatest length and the growth exponent of each shape."""
    nlp = load()
    lengths = FULL if full else LENGTHS
    extract(nlp, _news("\n\n"), DAY, "Nota", "es")
    for name, make in SHAPES.items():
        part = make()
        texts = {length: (part * (length // len(part) + 1))[:length] for length in lengths}
        times = {length: timed(partial(extract, nlp, text, DAY, "Nota", "es")) for length, text in texts.items()}
        yield Figure(f"{name}: {lengths[-1]:,} characters", times[lengths[-1]], "s")
        # From the second length on: what is done once a text weighs in the first.
        yield Figure("  growth exponent", growth({length: times[length] for length in lengths[1:]}), "", 1.2)


def timed(work: Callable[[], object]) -> float:
    """The best of some rounds."""
    return min(seconds(work) for _ in range(ROUNDS))
