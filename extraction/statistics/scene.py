"""What one sentence holds while its figures are read."""

from dataclasses import dataclass

from extraction.statistics.areas import Area
from extraction.statistics.context import Choice, Context
from extraction.statistics.figure import Figure
from extraction.structure import Sentence


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence, folded, with all its figures, and what was said before it."""

    sentence: Sentence
    folded: str
    figures: list[Figure]
    context: Context


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with the period and the places chosen for it."""

    figure: Figure
    choice: Choice | None
    areas: list[Area]

    @property
    def departments(self) -> list[Area]:
        """The departments among its places."""
        return [area for area in self.areas if area.name]
