"""The place of one incident, from its event mentions and the other mentions of the article."""

from collections.abc import Sequence
from dataclasses import replace

from extraction.gazetteer import gazetteer
from extraction.places.model import PlaceMention, ResolvedPlace, precision

#: Kinds of a locality that lie in the town when only the bare name of a department's capital is told.
_CITY_LABELS = frozenset({"urban", "rural", "road", "point", "known"})
#: What may stand in for the place when nothing better is told, best first.
#: Datelines of the capital say where the newsroom is, not where it happened.
_PRESS_CITY = "San Salvador"
_FALLBACK = ("area",)
#: Roles of a town that may hold a locality told without one, where the article names no other town.
_LOOSE = ("event", "area", "origin", "burial")


def resolve(mentions: Sequence[PlaceMention], context: Sequence[PlaceMention] = ()) -> ResolvedPlace:
    """Department, district and locality of one incident.

    ``mentions`` are those of its own passages, the weightiest first; only the role ``event`` counts unless there is none.
    ``context`` are all mentions of the article: it decides shared names and gives the town of a locality told without one.
    """
    events = [m for m in mentions if m.role == "event"]
    if not events:
        return _without_event(mentions)
    best = _best(events)
    locality = next((m for m in events if m.locality and _agree(m, best)), None)
    place = _place(best, locality)
    if place.district is None:
        place = _from_context(place, locality or best, context)
    return place


def _best(events: Sequence[PlaceMention]) -> PlaceMention:
    """The weightiest mention with a written district; else with any district, a department, or the first.

    Only those of the department told first: the others belong to something else that the passages mention.
    """
    home = next((m.beside[1] if m.beside else m.department for m in events if m.department or m.beside), None)
    events = [m for m in events if home is None or m.department in (None, home)]
    for told in (
        [m for m in events if m.district and m.department and not m.sure],
        [m for m in events if m.district],
        [m for m in events if m.department and m.country == "SV"],
    ):
        if told:
            return told[0]
    return events[0]


def _capital(department: str | None) -> str | None:
    """The capital where it bears the department's name. La Libertad is a town too, but not its department's capital."""
    return department if department and gazetteer().is_homonym(department) else None


def _agree(mention: PlaceMention, best: PlaceMention) -> bool:
    if mention.country != best.country:
        return False
    if mention.district and best.district:
        return mention.district == best.district
    return not (mention.department and best.department) or mention.department == best.department


def _place(best: PlaceMention, locality: PlaceMention | None) -> ResolvedPlace:
    department, district = best.department, best.district
    city = locality is not None and not locality.district and locality.label in _CITY_LABELS
    if district is None and best.homonym and city:
        district = _capital(department)
    written = locality.locality if locality else None
    evidence = [(name, best.start, best.end) for name, value in (("department", department), ("district", district)) if value]
    if locality and written:
        evidence.append(("locality", locality.start, locality.end))
    return ResolvedPlace(department, district, written, precision(department, district, written), tuple(evidence), best.country)


def _from_context(place: ResolvedPlace, mention: PlaceMention, context: Sequence[PlaceMention]) -> ResolvedPlace:
    """A locality told without its town: told in full elsewhere, a town just before it, or the one town of the article."""
    if mention.locality is None or place.country != "SV":
        return place
    if place.department is None:
        local = [m for m in context if m.cue == "dateline:local" and m.department and m.department != _PRESS_CITY]
        if local:
            place = replace(
                place, department=local[0].department, evidence=(("department", local[0].start, local[0].end), *place.evidence)
            )
    fitting = [m for m in context if (m.district or m.homonym) and m.country == "SV" and place.department in (None, m.department)]
    same = [m for m in fitting if m.district and m.locality and m.locality.lower() == mention.locality.lower()]
    if not same and mention.beside:
        return _in(place, mention.beside, mention)
    events = [m for m in fitting if m.role == "event"]
    towns = [m for m in events if m.district]
    loose = [m for m in fitting if m.district and m.role in _LOOSE]
    chosen = same or _just_before(mention, events) or _only(towns) or _only(loose)
    return _told_by(place, mention, chosen[0]) if chosen else place


def _only(towns: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    return towns if len({m.district for m in towns}) == 1 else ()


def _in(place: ResolvedPlace, town: tuple[str | None, str], mention: PlaceMention) -> ResolvedPlace:
    """``place`` in the district and department of ``town``, which the words of ``mention`` name."""
    district, department = town
    told = tuple((name, mention.start, mention.end) for name in ("department", "district") if name == "department" or district)
    kept = tuple(e for e in place.evidence if e[0] == "locality")
    return replace(
        place,
        department=department,
        district=district,
        precision=precision(department, district, place.locality),
        evidence=(*told, *kept),
    )


def _told_by(place: ResolvedPlace, mention: PlaceMention, found: PlaceMention) -> ResolvedPlace:
    """``place`` with the town of ``found``."""
    district = found.district
    if district is None and mention.label in _CITY_LABELS:
        district = _capital(found.department)
    told = [("department", found.start, found.end)] + ([("district", found.start, found.end)] if district else [])
    return replace(
        place,
        department=found.department,
        district=district,
        precision=precision(found.department, district, place.locality),
        evidence=(*told, *(e for e in place.evidence if e[0] == "locality")),
    )


def _just_before(mention: PlaceMention, events: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The town told before ``mention`` in its paragraph, or the sub-head above it."""
    near = [m for m in events if m.end <= mention.start and mention.paragraph - m.paragraph <= (m.cue == "sub-head")]
    return near[-1:]


def _without_event(mentions: Sequence[PlaceMention]) -> ResolvedPlace:
    """No place of the event is told: a place abroad, the town of a juzgado de paz, or the department of the clica's area."""
    abroad = [m for m in mentions if m.role == "foreign"]
    if abroad:
        return ResolvedPlace(country=abroad[0].country)
    courts = [m for m in mentions if m.role == "court" and m.district and m.cue and "paz" in m.cue]
    if courts:
        return _place(courts[0], None)
    for role in _FALLBACK:
        here = [m for m in mentions if m.role == role and m.country == "SV" and m.department]
        departments = {m.department for m in here}
        if len(departments) == 1:
            found = here[0]
            return ResolvedPlace(
                found.department, None, None, precision(found.department, None, None), (("department", found.start, found.end),)
            )
    return ResolvedPlace()
