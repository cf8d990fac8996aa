"""«En ese mismo municipio», «del mismo cantón»: the place told before."""

from collections.abc import Sequence
from dataclasses import replace

from extraction.gazetteer import gazetteer
from extraction.places.chains import Chain, Reading
from extraction.places.model import PlaceMention
from extraction.places.units import SAME

_ELSEWHERE = ("foreign", "destination", "court")


def points_back(chain: Chain) -> str | None:
    """The level (``locality``, ``district``, ``department``) that ``chain`` takes from a place told before; None if none."""
    return next((unit.level for unit in chain.units if unit.label == SAME), None)


def with_antecedent(level: str, reading: Reading, told: Sequence[PlaceMention]) -> Reading | None:
    """``reading`` with what it takes from the nearest mention of ``told`` that has it; None where no place was told."""
    before = next((m for m in reversed(told) if _has(level, m)), None)
    if before is None:
        return None
    department, district = before.department, before.district
    if level == "department":
        return replace(reading, department=department)
    if district is None and before.homonym and department and gazetteer().is_homonym(department):
        district = department
    locality = reading.locality or (before.locality if level == "locality" else None)
    label = before.label if reading.label in (None, SAME) else reading.label
    return replace(reading, department=department, district=district, locality=locality, label=label)


def _has(level: str, mention: PlaceMention) -> bool:
    if mention.role in _ELSEWHERE or mention.country != "SV":
        return False
    if level == "locality":
        return mention.locality is not None
    return bool(mention.department and (level == "department" or mention.district or mention.homonym))
