"""Reads administrative places, localities and known points: a generic word with its name."""

from dataclasses import replace

from extraction.places.names import NameReader
from extraction.places.units import Unit, level_of


class LocalityReader(NameReader):
    """«municipio de X», «cantón X», «mercado de X»."""

    def placed(self, index: int, size: int, label: str) -> Unit | None:
        """The unit of a generic word of ``size`` words at ``index``; None for labels that others read."""
        if label in ("district", "districts", "department", "departments"):
            return self.administrative(index, size, label)
        if label in ("rural", "urban", "wild"):
            return self.locality(index, size, label)
        return self.point(index, size) if label == "point" else None

    def administrative(self, index: int, size: int, label: str) -> Unit | None:
        """«municipio de X», «distrito X», «ciudad oriental de X»: level, plural and readings of the name."""
        k = index + size
        while self.vocabulary.has("descriptor", self.word(k)) and self.tokens.near(k - 1) and not self.cap(k):
            k += 1
        if not self.tokens.near(k - 1):
            return None
        if self.word(k) in ("de", "del", "of"):
            k += 1
        elif not self.cap(k):
            return None
        found = self.name_at(k, relaxed=True) or (self.misspelt(k) if label.startswith("district") and size == 1 else None)
        if not found:
            return None
        length, names = found
        wanted = "department" if label.startswith("department") else "district"
        chosen = tuple(n for n in names if n.kind == wanted) or tuple(n for n in names if n.kind != "department") or names
        level = level_of(chosen)
        many = label.endswith("s")
        key = self.key(k, length)
        return self.unit(index, k + length - 1, level, names=chosen, explicit=level != "foreign", many=many, key=key)

    def locality(self, index: int, size: int, label: str) -> Unit | None:
        """«cantón El Níspero», «colonia 10 de Octubre»; None for «colonia de Apopa», which has no name of its own."""
        begin = index + size
        if begin >= len(self.items) or not (self.joined(begin - 1) or self.tokens.near(begin - 1)):
            return None
        if self.items[begin].word in ("de", "del", "en") and self.name_at(begin + 1) and not self._known(index, begin):
            return None
        last = self.name_end(begin)
        if last is None:
            return None
        return self.named(index, begin, last, label)

    def _known(self, index: int, begin: int) -> bool:
        last = self.name_end(begin)
        return last is not None and self.key(index, last + 1 - index) in self.places.localities

    def point(self, index: int, size: int) -> Unit | None:
        """«parque Cuscatlán», «terminal de buses de Sonsonate», «escuela del cantón X»."""
        k = self.descriptors(index + size)
        last = self.name_end(k) if self.joined(k - 1) and self.cap(k) else None
        if last is not None and (self.name_at(k) is None or not self.tokens.plain[k]):
            return self.named(index, k, last, "point")
        if self.place_follows(k) and self.items[k].word != "en":
            return replace(self.named(index, k - 1, k - 1, "point"), key=())
        return None

    def descriptors(self, k: int) -> int:
        """The first word at or after ``k`` that only describes («central», «de buses»)."""
        while k < len(self.items) and self.tokens.near(k - 1):
            word = self.items[k].word
            step = 2 if word == "de" and k + 1 < len(self.items) else 1
            described = self.items[k + step - 1]
            if described.cap or not self.vocabulary.has("descriptor", described.word):
                break
            k += step
        return k

    def place_follows(self, k: int) -> bool:
        """Whether a town or a locality comes next: «calle principal del cantón X», «camino vecinal de Tacuba»."""
        if k + 1 >= len(self.items) or self.items[k].word not in ("de", "del", "en") or not self.tokens.near(k - 1):
            return False
        return self.name_at(k + 1) is not None or self.head_unit(k + 1)

    def head_unit(self, k: int) -> bool:
        """Whether a town, department or locality with its generic word begins at ``k``, an article aside."""
        k += self.word(k) in ("el", "la", "los", "las")
        size = self.head_size(k) if k < len(self.items) else 0
        if not size:
            return False
        label = self.head_label(k, size)
        return label in ("district", "department", "rural", "urban", "wild") and self.placed(k, size, label) is not None
