"""Finds the units of a text in one pass, left to right, longest match first."""

from dataclasses import replace

from extraction.gazetteer import Name, foreign_first
from extraction.places.people import PersonReader
from extraction.places.units import SAME, Unit, level_of

#: English puts the generic word after the name.
_POSTFIX = {"department": "department", "province": "department", "municipality": "district", "district": "district"}
_MAX_DESCRIPTORS = 20
#: The level of the place told before that a generic word with a demonstrative means.
_LEVELS_BACK = {"district": "district", "department": "department", "rural": "locality", "urban": "locality"}


class Scanner(PersonReader):
    """Reads the units of ``tokens``; see :meth:`scan`."""

    def scan(self) -> list[Unit]:
        """All units in order, not overlapping."""
        found: list[Unit] = []
        index = 0
        while index < len(self.items):
            unit = self._at(index)
            if unit is None:
                index += 1
                continue
            if unit.level != "blocked":
                found.append(unit)
            index = unit.last + 1
        return found

    def _at(self, index: int) -> Unit | None:
        size = self.head_size(index)
        name = self.name_at(index)
        if size and not (name and name[0] > size and not self.tokens.plain[index]):
            label = self.head_label(index, size)
            unit = self._headed(index, size, label) or self._pointing_back(index, size, label)
            if unit:
                return unit
        return self.ordinal_road(index) or self._bare(index)

    def _headed(self, index: int, size: int, label: str) -> Unit | None:
        if label == "blocked":
            return self.unit(index, index + size - 1, "blocked")
        if label in ("road", "highway"):
            return self.road(index, size, label)
        if label in ("institution", "hospital", "court", "prison"):
            return self._institution(index, size, label)
        return self.placed(index, size, label)

    def _pointing_back(self, index: int, size: int, label: str) -> Unit | None:
        """«Ese municipio», «la misma colonia»: a generic word with a demonstrative instead of a name."""
        level = _LEVELS_BACK.get(label)
        if level is None or not index or not self.tokens.near(index - 1):
            return None
        if not self.vocabulary.has("demonstrative", self.word(index - 1)):
            return None
        return self.unit(index, index + size - 1, level, label=SAME, explicit=True)

    def _institution(self, index: int, size: int, label: str) -> Unit | None:
        """An institution up to the place it is named after; a name inside its own name is no place («hospital San Rafael»)."""
        known = self._known_institution(index, label)
        if known:
            return known
        k, own = index + size, index + size - 1
        while k < len(self.items) and k - index < _MAX_DESCRIPTORS and self._inside(k - 1):
            if self._place_of_institution(k, label, own >= index + size):
                return self.unit(index, k - 1, "institution", label=label, explicit=True)
            if self.cap(k):
                own = k
            elif not any(self.vocabulary.has(kind, self.word(k)) for kind in ("descriptor", "connector", "linking")):
                break
            k += 1
        return self.unit(index, own, "institution", label=label) if own >= index + size or label != "institution" else None

    def _place_of_institution(self, k: int, label: str, has_name: bool) -> bool:
        """Whether the place of an institution begins at ``k``: «de Apopa», or «Apopa» right after the generic word."""
        if self.word(k) in ("de", "del", "of") or (self.word(k) == "en" and label == "hospital"):
            return self.name_at(k + 1, relaxed=True) is not None or self.head_unit(k + 1)
        found = self.name_at(k) if self.cap(k) and not has_name and label != "hospital" else None
        return found is not None and self._ends(k + found[0] - 1)

    def _ends(self, k: int) -> bool:
        return k + 1 >= len(self.items) or not (self.tokens.near(k) and self.items[k + 1].cap and not self.tokens.plain[k])

    def _inside(self, k: int) -> bool:
        gap = self.tokens.gap(k)
        return "\n" not in gap and len(gap) <= 3 and gap.strip(' \t\u00a0()“”"«»-.º') == "" and gap != ". "

    def _known_institution(self, index: int, label: str) -> Unit | None:
        if label not in ("hospital", "prison"):
            return None
        for size in self.sizes(index, self.places.longest, 1):
            key = self.key(index, size)
            if key in self.places.localities and self.tokens.match(index, key):
                unit = self.named(index, index, index + size - 1, label)
                return replace(unit, key=key)
        return None

    def _bare(self, index: int) -> Unit | None:
        """A name without generic word before it («en Apopa», «San Salvador department»)."""
        found = self.name_at(index) or self._after_relaxed(index)
        known = self._bare_locality(index, found[0] if found else 0)
        if known:
            return known
        found = found or self._weak_name(index)
        if not found:
            return None
        size, names = found
        last = index + size - 1
        if self.is_person_or_team(index, last):
            return self.unit(index, last, "blocked")
        key = self.key(index, last + 1 - index)
        level, explicit = level_of(names), False
        if foreign_first(key) and not self.department_beside(last, names):
            level, names = "foreign", tuple(n for n in names if n.kind == "foreign") or names
        wanted = _POSTFIX.get(self.word(last + 1)) if self.tokens.near(last) else None
        chosen = tuple(n for n in names if n.kind == wanted)
        if chosen:
            names, level, explicit, last = chosen, level_of(chosen), True, last + 1
        return self.unit(index, last, level, names=names, explicit=explicit, key=key)

    def _weak_name(self, index: int) -> tuple[int, tuple[Name, ...]] | None:
        for size in self.sizes(index, self.places.longest):
            key = self.key(index, size)
            if key in self.places.weak and self.tokens.match(index, key) and self.items[index].cap:
                names = self.places.weak[key]
                return (size, names) if self.department_beside(index + size - 1, names) else None
        return None

    def _after_relaxed(self, index: int) -> tuple[int, tuple[Name, ...]] | None:
        """«Conchagua, la Unión»: a small article after a comma that follows a name."""
        before = index - 1
        if before > 0 and self.items[before].word in ("en", "de") and self.tokens.near(before - 1) and self.tokens.near(before):
            before -= 1
        elif before < 0 or self.tokens.gap(before).strip() != ",":
            return None
        if not self.items[before].cap or self.tokens.plain[index]:
            return None
        return self.name_at(index, relaxed=True)

    def _bare_locality(self, index: int, beyond: int) -> Unit | None:
        """A well-known locality without its generic word («en Lourdes», «Zacatraz»); it must be longer than any name there."""
        for size in self.sizes(index, self.places.longest, beyond):
            key = self.key(index, size)
            known = [p for p in self.places.written.get(key, ()) if p.curated]
            districts = {p.district for p in self.places.written.get(key, ())}
            if not known or len(districts) > 1 or not self.tokens.match(index, key) or not self._written_as_name(index, size):
                continue
            label = {"penal": "prison", "hospital": "hospital", "carretera": "road"}.get(known[0].kind, "known")
            last = self._numbered(index + size - 1)
            return replace(self.named(index, index, last, label), explicit=False, key=key)
        return None

    def _written_as_name(self, index: int, size: int) -> bool:
        if not self.cap(index) or (self.tokens.plain[index] and size == 1):
            return False
        capitals = all(t.cap or self.vocabulary.has("connector", t.word) for t in self.items[index : index + size])
        return capitals and not self.is_person_or_team(index, index + size - 1)

    def _numbered(self, last: int) -> int:
        """«Montes de San Bartolo III»: the number belongs to the name."""
        after = self.items[last + 1 : last + 2]
        return last + bool(
            after and self.tokens.near(last) and (after[0].word.isdigit() or after[0].word in ("i", "ii", "iii", "iv", "v"))
        )
