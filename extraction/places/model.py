"""What the reading of places hands to others."""

from dataclasses import dataclass

from db.models import PlacePrecision

#: Roles a mention may have; only ``event`` is a candidate for where an incident happened.
ROLES = (
    "event",
    "dateline",
    "hospital",
    "court",
    "origin",
    "institution",
    "destination",
    "foreign",
    "area",
    "capture",
    "burial",
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place expression, the whole chain: «cantón Santa Cruz Loma, en Santiago Nonualco, departamento de La Paz».

    ``start`` and ``end`` are offsets in the text, end exclusive. ``department`` and ``district`` are canonical names of the
    gazetteer, ``locality`` is as written. A district whose name two departments share has ``department`` None until the
    context tells. ``country`` is an ISO 3166 code. ``cue`` names the table row that decided the role, for explaining.

    ``homonym``: a bare name shared by a department and its capital («en San Miguel»): department only, but the district too
    where a street or colonia is told elsewhere. ``label`` is the kind of the locality or institution («rural», «urban»,
    «road», «highway», «wild», «point», «known», «prison», «hospital» …). ``sure``: the district follows from a well-known
    locality, it is not written. ``paragraph`` numbers the lines of the text. ``beside``: district and department of the one town
    that a road leads from or to, which is where it lies if nothing better is told.
    """

    start: int
    end: int
    department: str | None
    district: str | None
    locality: str | None
    role: str
    country: str = "SV"
    precision: PlacePrecision = PlacePrecision.UNKNOWN
    cue: str | None = None
    homonym: bool = False
    label: str | None = None
    sure: bool = False
    paragraph: int = 0
    beside: tuple[str | None, str] | None = None


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where one incident happened. ``evidence`` gives, for each field told, the offsets of the mention it was read from."""

    department: str | None = None
    district: str | None = None
    locality: str | None = None
    precision: PlacePrecision = PlacePrecision.UNKNOWN
    evidence: tuple[tuple[str, int, int], ...] = ()
    country: str = "SV"


def precision(department: str | None, district: str | None, locality: str | None) -> PlacePrecision:
    """The finest level that is told; a locality counts only when its department or district is known too."""
    if locality and (district or department):
        return PlacePrecision.LOCALITY
    if district:
        return PlacePrecision.DISTRICT
    return PlacePrecision.DEPARTMENT if department else PlacePrecision.UNKNOWN
