"""The town of a road: «la calle que va de X al cantón Y» lies in X."""

from collections.abc import Sequence

from extraction.places.units import Unit


def town_of_road(local: Sequence[Unit], department: str | None) -> tuple[str | None, str] | None:
    """District and department of the one town that a road leads from or to; None where nothing is sure.

    A road between two towns lies in neither for sure, but in their department. A highway to one town passes others, and the
    capital of a department gives its name to roads far from it: both only where the other end is a cantón, a beach and the like.
    """
    for road in local:
        towns = [u for u in road.along if u.names and any(n.kind == "district" for n in u.names)]
        ends = [u for u in road.along if not u.names]
        found = {(n.district, n.department) for u in towns for n in u.names if n.kind == "district" and n.district}
        if department:
            found = {pair for pair in found if pair[1] == department}
        homes = {home for _, home in found if home}
        if len(towns) > 1 and len(found) == len(towns) and len(homes) == 1:
            return None, homes.pop()
        if len(towns) != 1 or len(found) != 1:
            continue
        homonym = any(n.kind == "department" for n in towns[0].names)
        if ends or (not homonym and road.label == "road"):
            district, home = found.pop()
            return (district, home) if district and home else None
    return None
