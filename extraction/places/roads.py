"""Reads streets, roads and routes: «kilómetro 82 de la carretera que de A conduce a B», «17 avenida Norte y alameda X»."""

from dataclasses import replace

from extraction.places.localities import LocalityReader
from extraction.places.units import Unit, level_of

_TOWARDS = frozenset({"a", "al", "hacia", "hasta", "con", "desde", "entre", "to", "between"})
_BETWEEN_ROADS = frozenset({"de", "y", "la", "el", "del", "medio", "con"})
_STREETS = frozenset({"calle", "avenida", "av", "street", "diagonal", "pasaje"})
#: The raised letters of «6.ª calle», parted from their number.
_ORDINALS = frozenset({"a", "o", "ª", "º"})
_ROADS = ("road", "highway")
#: A road may go on into another so often («A y B», «kilómetro 5 de A»), and a route has at most so many words.
_MAX_PARTS, _MAX_ROUTE = 3, 18


class RoadReader(LocalityReader):
    """Roads swallow the towns they lead to: these are not where the event was."""

    def road(self, index: int, size: int, label: str, parts: int = 0) -> Unit | None:
        """The road whose generic word has ``size`` words at ``index``. ``parts``: roads already joined before it."""
        k = self.descriptors(index + size)
        end = self._route(k) or self._crossing(k, parts)
        if end is None and k < len(self.items) and self.joined(k - 1):
            end = self._road_name(k)
        if end is not None:
            return self._continued(index, end, label, parts)
        named = self.cap(index) and size > 1
        if not named and not self.place_follows(k):
            return None
        return replace(self.named(index, index, k - 1, label), key=())

    def _along(self, k: int, last: int) -> tuple[Unit, ...]:
        """The towns and localities that a road leads from or to; its words go from ``k`` to ``last``."""
        if not any(word in _TOWARDS or self.vocabulary.has("route", word) for word in self.key(k, last + 1 - k)):
            return ()
        found: list[Unit] = []
        while k <= last:
            size = self.head_size(k)
            unit = self.placed(k, size, self.head_label(k, size)) if size else None
            named = None if unit else self.name_at(k, relaxed=True)
            if named:
                unit = self.unit(k, k + named[0] - 1, level_of(named[1]), names=named[1], key=self.key(k, named[0]))
            if unit and unit.last <= last and unit.level != "foreign":
                found.append(unit)
            k = max(unit.last if unit else k + size - 1, k) + 1
        return tuple(found)

    def _road_name(self, k: int) -> int | None:
        """The last word of «del Litoral», «a Mariona», «Arce»; None for «de Tacuba», which is a town."""
        word = self.word(k)
        if word in ("de", "del") and self.name_at(k + 1):
            return None
        if self.cap(k) or word[:1].isdigit() or word in ("a", "al") or self.vocabulary.has("connector", word):
            begin = k + 1 if word in ("a", "al") else k
            return self.name_end(begin) if begin < len(self.items) else None
        return None

    def _continued(self, index: int, end: int, label: str, parts: int) -> Unit:
        """«kilómetro 82 de la carretera del Litoral», «17 avenida Norte y alameda Juan Pablo II» are one road."""
        end = self._route(end + 1) or end
        k = end + 1
        while k - end < 6 and self.word(k) in _BETWEEN_ROADS and self.tokens.near(k - 1):
            k += 1
        more = self._next_road(k, parts + 1) if k > end + 1 and parts < _MAX_PARTS and self.tokens.near(k - 1) else None
        along = self._along(index + 1, end) + (more.along if more else ())
        return replace(self.named(index, index, more.last if more else end, label), along=along)

    def _next_road(self, k: int, parts: int) -> Unit | None:
        if k >= len(self.items):
            return None
        size = self.head_size(k)
        label = self.head_label(k, size) if size else ""
        found = self.road(k, size, label, parts) if label in _ROADS else None
        return found or self.ordinal_road(k, parts)

    def ordinal_road(self, index: int, parts: int = 0) -> Unit | None:
        """«17 avenida Norte», «4a calle poniente»."""
        last = index + 1 + (self.word(index + 1) in _ORDINALS)
        if not self.word(index)[:1].isdigit() or self.word(last) not in _STREETS:
            return None
        if not (self.joined(last - 1) or self.tokens.near(last - 1)):
            return None
        if self.joined(last) and self.vocabulary.has("direction", self.word(last + 1)):
            last += 1
        return self._continued(index, last, "road", parts)

    def _route(self, k: int) -> int | None:
        """The last word of «que de A conduce a B», «de A a B», «entre A y B» after a road word; None if there is none."""
        goes, last = False, None
        limit = min(len(self.items), k + _MAX_ROUTE)
        while k < limit and (self.tokens.near(k - 1) or self.joined(k - 1)):
            word = self.word(k)
            route = self.vocabulary.has("route", word)
            if word in ("que", "se") or route:
                goes = goes or route
                k += 1
                continue
            end = self._route_place(k, goes, last is not None)
            if end is None:
                break
            goes, last, k = True, end, end + 1
        return last if goes else None

    def _route_place(self, k: int, goes: bool, begun: bool) -> int | None:
        """The last word of the next place of a route, after its preposition at ``k``."""
        word = self.word(k)
        if word in _TOWARDS or (word in ("de", "del") and (goes or self._route_after(k))):
            return self._end_of_place(k + 1)
        if word in ("y", "e", "and") and begun and self.name_at(k + 1):
            return self._end_of_place(k + 1)
        return None

    def _route_after(self, k: int) -> bool:
        end = self._end_of_place(k + 1)
        return (
            end is not None
            and self.tokens.near(end)
            and (self.word(end + 1) in _TOWARDS or self.vocabulary.has("route", self.word(end + 1)))
        )

    def _crossing(self, k: int, parts: int) -> int | None:
        """«intersección de la 17 avenida Norte y …»"""
        start = k
        while self.word(k) in ("de", "la", "del", "entre") and self.tokens.near(k - 1) and k - start < 3:
            k += 1
        road = self.ordinal_road(k, parts) if self.tokens.near(k - 1) else None
        return road.last if road else None

    def _end_of_place(self, k: int) -> int | None:
        """The last word of the place at ``k``: a headed locality, a name of the table, or a run of capitals."""
        if self.word(k) in ("el", "la", "los", "las") and not self.cap(k):
            k += 1
        if k >= len(self.items):
            return None
        size = self.head_size(k)
        label = self.head_label(k, size) if size and self.tokens.near(k - 1) else ""
        if label in _ROADS:
            return self._road_name(k + size)
        unit = self.placed(k, size, label) if label else None
        if unit:
            return unit.last
        found = self.name_at(k, relaxed=True)
        if found:
            return k + found[0] - 1
        return self.name_end(k) if self.cap(k) else None
