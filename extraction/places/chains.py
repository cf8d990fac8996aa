"""Joins units into chains, fine to coarse, and reads department, district and locality from each chain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extraction.gazetteer import Locality, Name, gazetteer, words
from extraction.lexicon import rows
from extraction.places.routes import town_of_road
from extraction.places.tokens import Tokens
from extraction.places.units import LEVELS, Unit
from extraction.text import fold

_SIGNS = re.compile(r"[,()«»“”\"—–\-:]")
_POINTS = r"(?:norte|sur|este|oeste|oriente|poniente|occidente|nor\w+|sur\w+|sudeste|sudoeste|north\w*|south\w*|east\w*|west\w*)"
_DIRECTION = re.compile(
    r"^,?\s*(?:ubicad[oa]s? |situad[oa]s? )?(?:unos |a )?(?P<far>\d+ (?:km|kilometros) )?"
    rf"(?:al|en el|hacia el|en la zona|zona)?\s*{_POINTS} (?:de|del|of)\s*$"
)
#: Longest text between two units of a chain, in characters; most units of a chain.
_MAX_GAP, _MAX_UNITS = 60, 8
#: Between a hospital and its town.
_OF_HOSPITAL = frozenset({"de", "del", "en", "en la", "de la", "en el"})
_CITY_LABELS = frozenset({"urban", "road", "point", "rural", "known"})


@dataclass(frozen=True, slots=True)
class Chain:
    """Units that tell one place. ``directed``: the last unit only gives a direction («Nejapa, al norte de San Salvador»)."""

    units: tuple[Unit, ...]
    directed: bool = False

    @property
    def start(self) -> int:
        return self.units[0].start

    @property
    def end(self) -> int:
        return self.units[-1].end

    @property
    def told(self) -> tuple[Unit, ...]:
        """The units that tell the place, without the point of reference of a direction."""
        return self.units[:-1] if self.directed else self.units


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chain says. ``candidates``: (district, department) pairs that are left; more than one is undecided.

    ``beside``: the one town, as such a pair, that a road leads from or to.
    """

    department: str | None = None
    district: str | None = None
    locality: str | None = None
    country: str = "SV"
    candidates: tuple[tuple[str, str], ...] = ()
    homonym: bool = False
    label: str | None = None
    institution: str | None = None
    sure: bool = False
    beside: tuple[str | None, str] | None = None


@cache
def _joiners() -> dict[str, str]:
    return {fold(row["term"]): row["label"] for row in rows("place_joiners")}


def chains(tokens: Tokens, units: Sequence[Unit]) -> list[Chain]:
    """The chains of ``units``, in order."""
    found: list[Chain] = []
    for position, unit in enumerate(units):
        after = units[position + 1] if position + 1 < len(units) else None
        joined = _join(tokens, found[-1], unit, after) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(Chain((_listed(tokens, found[-1] if found else None, unit),)))
    return found


def _listed(tokens: Tokens, before: Chain | None, unit: Unit) -> Unit:
    """In «municipios de Apopa y San Miguel» the second name is a municipio too."""
    if before and before.units[-1].many and not unit.explicit and unit.names:
        gap = _normal(tokens, before.end, unit.start)
        if gap in ("", "y", "e", "and"):
            kind = "department" if before.units[-1].level == "department" else "district"
            chosen = tuple(n for n in unit.names if n.kind == kind)
            if chosen:
                return Unit(
                    unit.start, unit.end, unit.first, unit.last, kind, names=chosen, explicit=True, many=True, key=unit.key
                )
    return unit


def _normal(tokens: Tokens, start: int, end: int) -> str:
    """The words between two units, without signs and without adjectives that say nothing («el nororiental departamento»)."""
    fillers = _joiners()
    return " ".join(word for word in _SIGNS.sub(" ", tokens.folded[start:end]).split() if fillers.get(word) != "filler")


def _join(tokens: Tokens, chain: Chain, unit: Unit, after: Unit | None) -> Chain | None:
    gap = tokens.folded[chain.end : unit.start]
    if len(gap) > _MAX_GAP or len(chain.units) >= _MAX_UNITS or "\n" in gap or chain.directed or unit.level == "institution":
        return None
    last = chain.units[-1]
    direction = _DIRECTION.match(gap)
    if direction and unit.names and last.level in ("district", "locality"):
        inside = not direction["far"] and not any(u.names for u in chain.units) and _is_town(unit)
        return Chain((*chain.units, unit), directed=not inside)
    normal = _normal(tokens, chain.end, unit.start)
    kind = _joiners().get(normal)
    if normal == "":
        kind = (
            "up"
            if "," in gap or "(" in gap or "-" in gap or "–" in gap or last.level in ("locality", "institution", "district")
            else None
        )
    if kind is None or (kind == "road" and not last.label == unit.label == "road"):
        return None
    if kind == "beside" and not last.level == unit.level == "locality":
        return None
    if not _climbs(tokens, chain, unit, after, gap):
        return None
    return Chain((*chain.units, unit)) if _consistent(chain, unit, tokens, after) else None


def _climbs(tokens: Tokens, chain: Chain, unit: Unit, after: Unit | None, gap: str) -> bool:
    last = chain.units[-1]
    rank, before = LEVELS.index(unit.level), LEVELS.index(last.level)
    if last.level == "institution":
        named_after = last.label == "hospital" and _normal(tokens, chain.end, unit.start) in _OF_HOSPITAL
        return named_after or (last.explicit and ("," not in gap or "(" in gap))
    if unit.level == last.level == "foreign":
        return {n.country for n in unit.names} == {n.country for n in last.names} and ("," in gap or "(" in gap or " en " in gap)
    if unit.level == last.level == "locality":
        return True
    if rank > before:
        return not (last.many and "," not in gap)
    if rank == before == LEVELS.index("district") and _is_homonym(unit):
        return not last.explicit or not last.many or "," in gap
    if not unit.explicit or unit.level == "foreign" or last.level == "foreign":
        return False
    if unit.label in ("road", "highway") and "," not in gap:
        return False
    return not _belongs_to_next(tokens, unit, after)


def _belongs_to_next(tokens: Tokens, unit: Unit, after: Unit | None) -> bool:
    """Going down («en Apopa, en la colonia X»): not when the colonia's own town follows."""
    if after is None or after.level not in ("district", "municipality") or unit.level != "locality":
        return False
    gap = tokens.folded[unit.end : after.start]
    return len(gap) <= _MAX_GAP and "\n" not in gap and _normal(tokens, unit.end, after.start) in {"", *_joiners()} - {"y"}


def _is_town(unit: Unit) -> bool:
    return unit.level == "district" and not _is_homonym(unit)


def _is_homonym(unit: Unit) -> bool:
    return {"district", "department"} <= {name.kind for name in unit.names}


def _departments(units: Sequence[Unit]) -> set[str] | None:
    """The departments the units allow; None when they say nothing."""
    allowed: set[str] | None = None
    for unit in units:
        if not unit.names:
            continue
        here = {name.department for name in unit.names if name.department}
        allowed = here if allowed is None else allowed & here
    return allowed


def _consistent(chain: Chain, unit: Unit, tokens: Tokens, after: Unit | None) -> bool:
    if unit.level == "foreign":
        named = [u for u in chain.units if u.names]
        if after and after.level == "foreign" and _normal(tokens, unit.end, after.start) in ("y", "e", "and", ""):
            return not named
        places = gazetteer()
        return all(u.key in places.shared and not u.explicit for u in named) or any(u.level == "foreign" for u in named)
    if any(u.level == "foreign" for u in chain.units):
        return False
    if not unit.names:
        return True
    return _departments((*chain.units, unit)) != set()


def read(chain: Chain) -> Reading:
    """Department, district, locality and what is undecided."""
    told = chain.told
    foreign = [u for u in told if u.level == "foreign"]
    local = [u for u in told if u.level == "locality"]
    institution = next((u.label for u in told if u.level == "institution"), None)
    institution = institution or next((u.label for u in local if u.label in ("hospital", "prison")), None)
    if any(u.key for u in local):
        local = [u for u in local if u.key]
    locality = ", ".join(u.locality for u in local if u.locality) or None
    label = local[0].label if local else None
    if foreign:
        country = foreign[-1].names[0].country
        return Reading(locality=locality, country=country, label=label, institution=institution)
    named = [u for u in told if u.names]
    departments = _departments(named)
    if not named:
        return _by_road(local, _well_known(local, Reading(locality=locality, label=label, institution=institution)))
    return _named_reading(named, local, departments or set(), Reading(locality=locality, label=label, institution=institution))


def _named_reading(named: list[Unit], local: list[Unit], departments: set[str], base: Reading) -> Reading:
    districts = [u for u in named if any(n.kind == "district" for n in u.names)]
    one = next(iter(departments)) if len(departments) == 1 else None
    finest = next((u for u in districts if u.explicit or not _is_homonym(u)), None)
    if finest is None and len(districts) > 1:
        finest = districts[0]
    if finest is not None and any(n.kind == "district" for n in finest.names):
        pairs = _pairs(finest.names, departments)
        return _decided(pairs, base)
    homonym = next((u for u in named if _is_homonym(u)), None)
    if homonym is None:
        return _within_department(local, one, base)
    if local and base.institution is None:
        return _of_the_city(local, homonym, one, base)
    known = _table_district(local, one)
    return Reading(
        one, known, base.locality, homonym=known is None, label=base.label, institution=base.institution, sure=known is not None
    )


def _by_road(local: Sequence[Unit], base: Reading) -> Reading:
    """``base`` with the town of a road, where it has none."""
    town = town_of_road(local, base.department) if base.district is None and base.institution is None else None
    return replace(base, beside=town) if town else base


def _pairs(names: Sequence[Name], departments: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((n.district, n.department) for n in names if n.kind == "district" and n.district and n.department in departments)


def _decided(pairs: tuple[tuple[str, str], ...], base: Reading) -> Reading:
    names = {d for d, _ in pairs}
    departments = {p for _, p in pairs}
    return Reading(
        next(iter(departments)) if len(departments) == 1 else None,
        next(iter(names)) if len(names) == 1 else None,
        base.locality,
        candidates=pairs,
        label=base.label,
        institution=base.institution,
    )


def _of_the_city(local: list[Unit], homonym: Unit, department: str | None, base: Reading) -> Reading:
    """«colonia X, San Miguel»: of the city, unless the table puts the locality into one other district of the department."""
    road = town_of_road(local, department)
    if road:
        return Reading(department, None, base.locality, label=base.label, beside=road)
    elsewhere = _table_district(local, department)
    if department and not gazetteer().is_homonym(department) and local[0].label == "rural":
        return _of_la_libertad(local, department, base)
    city = next(n.district for n in homonym.names if n.kind == "district")
    label = local[0].label
    if elsewhere and (elsewhere != city or label in ("wild", "highway")):
        return Reading(department, elsewhere, base.locality, label=base.label, sure=True)
    district = city if any(u.label in _CITY_LABELS for u in local) else None
    return Reading(department, district, base.locality, homonym=district is None, label=base.label)


def _of_la_libertad(local: list[Unit], department: str, base: Reading) -> Reading:
    """La Libertad is a town but not the capital: «cantón X, La Libertad» is the town's only where the table has it there."""
    inside = any(department in gazetteer().districts_of_locality(" ".join(u.key), department) for u in local if u.key)
    district = _table_district(local, department) or (department if inside else None)
    return Reading(department, district, base.locality, homonym=district is None, label=base.label, sure=district is not None)


def _within_department(local: list[Unit], department: str | None, base: Reading) -> Reading:
    district = _table_district(local, department) if department else None
    told = Reading(department, district, base.locality, label=base.label, institution=base.institution, sure=district is not None)
    return _by_road(local, told)


def _table_district(local: list[Unit], department: str | None) -> str | None:
    """The one district of ``department`` where the table has a well-known locality of that name."""
    for unit in local:
        fitting = [p for p in _rows_of(unit) if p.department == department and _fits(unit, p)] if unit.key else []
        districts = {p.district for p in fitting}
        if len(districts) == 1 and any(p.curated for p in fitting):
            return districts.pop()
    return None


#: Kinds of the table that a generic word may stand for; any other label takes any kind.
_KINDS = {
    "urban": frozenset({"colonia", "comunidad", "barrio", "lugar"}),
    "rural": frozenset(
        {"cantón", "caserío", "poblado", "hacienda", "finca", "beneficio", "comunidad", "valle", "frontera", "puerto"}
    ),
    "road": frozenset({"carretera"}),
    "highway": frozenset({"carretera"}),
}


def _fits(unit: Unit, place: Locality) -> bool:
    """Whether a row of the table can be the unit: a colonia is not the cantón of the same name."""
    return unit.label not in _KINDS or place.kind in _KINDS[unit.label]


def _well_known(local: list[Unit], base: Reading) -> Reading:
    """A locality told without its town: known only when the table has the name once in the country."""
    for unit in local:
        rows_ = [p for p in _rows_of(unit) if _fits(unit, p)]
        districts = {p.district for p in rows_ if p.district}
        departments = {p.department for p in rows_ if p.department}
        if any(p.curated for p in rows_) and _is_unique(unit) and len(departments) == 1 and len(districts) <= 1:
            return Reading(
                departments.pop(),
                districts.pop() if districts else None,
                base.locality,
                label=base.label,
                institution=base.institution,
                sure=True,
            )
    return base


def _is_unique(unit: Unit) -> bool:
    """Whether no other district has such a locality of that name, and no district bears it: «colonia Santa Elena» is anywhere."""
    places = gazetteer()
    districts = {p.district for p in places.localities.get(unit.key, ()) if p.district and (_fits(unit, p) or p.curated)}
    return len(districts) <= 1 and not any(name.kind == "district" for name in places.names.get(unit.key, ()))


def _rows_of(unit: Unit) -> tuple[Locality, ...]:
    places = gazetteer()
    written = words(unit.locality or "")
    return places.written.get(written, ()) or places.localities.get(unit.key, ())
