"""Places in a text and the place of one incident.

``python -m extraction.components.places FILE|-`` prints the mentions of a text, one a line.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from extraction.places.anaphors import points_back, with_antecedent
from extraction.places.chains import Chain, Reading, chains, read
from extraction.places.context import Pairs, settle
from extraction.places.merge import resolve
from extraction.places.model import PlaceMention, ResolvedPlace, precision
from extraction.places.roles import Roles
from extraction.places.scanner import Scanner
from extraction.places.tokens import tokenize
from extraction.structure import sentences

__all__ = ["PlaceMention", "ResolvedPlace", "find_places", "main", "resolve"]


def find_places(text: str, language: str = "es") -> list[PlaceMention]:
    """All place mentions of ``text`` in order, not overlapping, each the whole chain with its role.

    Names and cues of Spanish and English are known whatever ``language`` says. Linear in the length of the text; never raises.
    """
    tokens = tokenize(text)
    if not tokens.items:
        return []
    joined = chains(tokens, Scanner(tokens).scan())
    roles = Roles(tokens, sentences(text))
    found: list[tuple[PlaceMention, Pairs]] = []
    for chain in joined:
        if roles.in_boilerplate(chain):
            continue
        back = points_back(chain)
        reading = with_antecedent(back, read(chain), [m for m, _ in found]) if back else read(chain)
        if reading is None:
            continue
        role, cue = roles.role(chain, reading)
        if _tells(chain, reading):
            found.append((_mention(chain, reading, role, cue, roles.paragraph(chain)), reading.candidates))
    return settle(text, found)


def _tells(chain: Chain, reading: Reading) -> bool:
    """An institution with no known place («la Fiscalía») is not a mention."""
    if reading.department or reading.district or reading.country != "SV" or reading.candidates:
        return True
    return reading.locality is not None and reading.institution is None


def _mention(chain: Chain, reading: Reading, role: str, cue: str | None, paragraph: int) -> PlaceMention:
    return PlaceMention(
        chain.start,
        chain.end,
        reading.department,
        reading.district,
        reading.locality,
        role,
        reading.country,
        precision(reading.department, reading.district, reading.locality),
        cue,
        reading.homonym,
        reading.institution or reading.label,
        reading.sure,
        paragraph,
        reading.beside,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the mentions of a file (or of standard input for ``-``)."""
    name = (list(arguments) if arguments is not None else sys.argv[1:] or ["-"])[0]
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    for mention in find_places(text):
        place = " / ".join(part or "-" for part in (mention.locality, mention.district, mention.department))
        quote = text[mention.start : mention.end]
        print(f"{mention.start:5}-{mention.end:<5} {mention.role:11} {mention.country} {place}   «{quote}»   [{mention.cue}]")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
