"""Finds the units of a text: one named place, generic place or institution each, without yet joining them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

from extraction.gazetteer import Gazetteer, Name, Words, foreign_first, gazetteer, words
from extraction.lexicon import rows
from extraction.places.tokens import Tokens
from extraction.places.vocabulary import Vocabulary, vocabulary

#: Levels from fine to coarse; a chain goes up. An institution may only open a chain.
LEVELS = ("institution", "locality", "district", "municipality", "department", "foreign")
_POSTFIX = {
    "department": "department",
    "municipality": "district",
    "district": "district",
    "province": "department",
    "city": "district",
}
_ROUTE = frozenset("conduce conducen lleva llevan va une unen comunica comunican dirige leads leading conectan conecta".split())
_MAX_NAME, _MAX_DESCRIPTORS = 9, 14
_MISSPELT = 86.0


@dataclass(frozen=True, slots=True)
class Unit:
    """One place word with its name. ``first``/``last`` are word indexes, both inclusive.

    ``level`` is one of :data:`LEVELS` or ``direction``; ``label`` the head's label («rural», «urban», «road», «point»,
    «hospital», «court», «prison», «institution») or empty for a bare name; ``names`` the gazetteer readings;
    ``locality`` the words as written; ``explicit``: a generic word says what it is; ``many``: the generic word is plural.
    """

    start: int
    end: int
    first: int
    last: int
    level: str
    label: str = ""
    names: tuple[Name, ...] = ()
    locality: str | None = None
    explicit: bool = False
    many: bool = False
    key: Words = ()


class Scanner:
    """One pass over the words of a text, left to right, longest match first."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.items = tokens.items
        self.places: Gazetteer = gazetteer()
        self.vocabulary: Vocabulary = vocabulary()

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
        size = self._head_size(index)
        name = self.name_at(index)
        if size and not (name and name[0] > size and not self.tokens.plain[index]):
            label = self.vocabulary.heads[tuple(t.word for t in self.items[index : index + size])]
            unit = self._headed(index, size, label)
            if unit:
                return unit
        return self._ordinal_road(index) or self._bare(index)

    def _sizes(self, index: int, longest: Mapping[str, int], above: int = 0) -> range:
        """The numbers of words to try at ``index``, longest first, each greater than ``above``."""
        most = min(longest.get(self.items[index].word, 0), len(self.items) - index)
        return range(most, above, -1)

    def _head_size(self, index: int) -> int:
        for size in self._sizes(index, self.vocabulary.longest_head):
            key = tuple(t.word for t in self.items[index : index + size])
            if key in self.vocabulary.heads and self.tokens.match(index, key) and self._spelled(index, size, key):
                return size
        return 0

    def _spelled(self, index: int, size: int, key: Words) -> bool:
        """Whether the accents fit, where the text has any: «cerró» is not «cerro»."""
        text = self.tokens.text[self.items[index].start : self.items[index + size - 1].end].lower()
        return text.isascii() or size > 1 or text in self.vocabulary.spellings[key]

    def _headed(self, index: int, size: int, label: str) -> Unit | None:
        if label == "blocked":
            return self._unit(index, index + size - 1, "blocked")
        if label in ("district", "districts", "department", "departments"):
            return self._administrative(index, size, label)
        if label in ("rural", "urban", "wild"):
            return self._locality(index, size, label)
        if label in ("road", "highway"):
            return self._road(index, size, label)
        if label == "point":
            return self._point(index, size)
        return self._institution(index, size, label)

    # --- names -------------------------------------------------------------------------------------------------

    def name_at(self, index: int, relaxed: bool = False) -> tuple[int, tuple[Name, ...]] | None:
        """The longest gazetteer name at ``index``: its number of words and its readings.

        Its proper words must be capitalised; a small article in front only where ``relaxed``.
        """
        if index >= len(self.items):
            return None
        for size in self._sizes(index, self.places.longest):
            key = tuple(t.word for t in self.items[index : index + size])
            if key in self.places.names and self.tokens.match(index, key) and self._capital(index, size, relaxed):
                return size, self.places.names[key]
        return None

    def _capital(self, index: int, size: int, relaxed: bool) -> bool:
        for k in range(index, index + size):
            token = self.items[k]
            if not token.cap and not self.vocabulary.has("connector", token.word):
                return self.items[index].word in ("la", "ciudad", "centro", "puerto") and self._is_alias(index, size)
        first = self.items[index]
        article = self.vocabulary.has("connector", first.word) and size > 1
        plain = tuple(t.word for t in self.items[index : index + size]) not in self.places.doubtful
        return not article or first.cap or relaxed or plain or self.tokens.plain[index] or self._is_alias(index, size)

    def _is_alias(self, index: int, size: int) -> bool:
        key = " ".join(t.word for t in self.items[index : index + size])
        return "capital" in key or key.startswith(("centro ", "puerto de la"))

    def _name_end(self, index: int) -> int | None:
        """The last word of a proper name that begins at ``index`` (after a generic word), or None."""
        last, k, opened, proper = None, index, False, False
        while k < len(self.items) and k - index < _MAX_NAME:
            if k > index and not self._joined(k - 1):
                break
            token = self.items[k]
            if proper and not opened and not self._hyphened(k - 1) and self._place_begins(k, index):
                break
            if token.cap or token.word[0].isdigit():
                opened = self.vocabulary.has("opening", token.word) if token.cap else opened
                last = k
                proper = proper or not self.vocabulary.has("connector", token.word)
            elif (
                token.word in ("y", "e") or not self.vocabulary.has("connector", token.word) or (last is None and k - index >= 2)
            ):
                break
            k += 1
        if last is not None and last + 1 < len(self.items) and self.vocabulary.has("direction", self.items[last + 1].word):
            last += self._joined(last) and self.items[last].word[0].isdigit()
        return last

    def _hyphened(self, index: int) -> bool:
        return self.tokens.gap(index).strip() in ("-", "–")

    def _joined(self, index: int) -> bool:
        gap = self.tokens.gap(index).strip(" \t\u00a0")
        if gap == "." and self.items[index].word.isdigit() and self.items[index + 1].word[0].isdigit():
            return True
        return gap in ("", "-", "#", "«", "“", '"', "‘", "'", "º", ".ª", ".º", "–")

    def _place_begins(self, index: int, begin: int) -> bool:
        """Whether a district or department begins at ``index``, after the locality that began at ``begin``."""
        connector = self.items[index].word in ("de", "del", "y", "e")
        found = self.name_at(index + 1 if connector else index)
        if not found or (connector and self.items[index].cap and not self.tokens.plain[index]):
            return False
        size, names = found
        whole = tuple(t.word for t in self.items[begin : index + connector + size])
        if whole in self.places.localities or all(name.kind == "foreign" for name in names):
            return False
        nxt = index + connector + size
        goes_on = nxt < len(self.items) and self.tokens.near(nxt - 1) and self.items[nxt].cap and not self.tokens.plain[nxt]
        return not goes_on

    # --- units -------------------------------------------------------------------------------------------------

    def _unit(self, first: int, last: int, level: str, **more: object) -> Unit:
        unit = Unit(self.items[first].start, self.items[last].end, first, last, level)
        return replace(unit, **more)  # type: ignore[arg-type]

    def _administrative(self, index: int, size: int, label: str) -> Unit | None:
        k = index + size
        while (
            k < len(self.items)
            and self.vocabulary.has("descriptor", self.items[k].word)
            and self.tokens.near(k - 1)
            and not self.items[k].cap
        ):
            k += 1
        if k < len(self.items) and self.items[k].word in ("de", "del", "of") and self.tokens.near(k - 1):
            k += 1
        elif not (k < len(self.items) and self.tokens.near(k - 1) and self.items[k].cap):
            return None
        found = self.name_at(k, relaxed=True) or (self._misspelt(k) if label.startswith("district") and size == 1 else None)
        if not found:
            return None
        length, names = found
        wanted = "department" if label.startswith("department") else "district"
        chosen = tuple(n for n in names if n.kind == wanted) or tuple(n for n in names if n.kind != "department") or names
        level = _level(chosen)
        many = label.endswith("s")
        key = tuple(t.word for t in self.items[k : k + length])
        return self._unit(index, k + length - 1, level, names=chosen, explicit=level != "foreign", many=many, key=key)

    def _misspelt(self, k: int) -> tuple[int, tuple[Name, ...]] | None:
        """After «municipio de» or «distrito de»: the one district whose name is spelled almost so."""
        if k >= len(self.items) or self.tokens.plain[k] or self.items[k - 1].word not in ("de", "del"):
            return None
        last = self._name_end(k)
        if last is None or not self.items[k].cap:
            return None
        written = " ".join(t.word for t in self.items[k : last + 1])
        best = process.extract(written, _district_names(), scorer=fuzz.ratio, limit=2, score_cutoff=_MISSPELT)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return last - k + 1, tuple(n for n in self.places.names[tuple(best[0][0].split())] if n.kind == "district")

    def _locality(self, index: int, size: int, label: str) -> Unit | None:
        begin = index + size
        if begin >= len(self.items) or not (self._joined(begin - 1) or self.tokens.near(begin - 1)):
            return None
        if self.items[begin].word in ("de", "del", "en") and self.name_at(begin + 1) and not self._known(index, begin):
            return None
        last = self._name_end(begin)
        if last is None:
            return None
        return self._named(index, begin, last, label)

    def _known(self, index: int, begin: int) -> bool:
        last = self._name_end(begin)
        return last is not None and tuple(t.word for t in self.items[index : last + 1]) in self.places.localities

    def _named(self, index: int, begin: int, last: int, label: str) -> Unit:
        text = self.tokens.text[self.items[index].start : self.items[last].end]
        while begin < last and self.items[begin].word in ("de", "del"):
            begin += 1
        return self._unit(
            index,
            last,
            "locality",
            label=label,
            locality=text,
            explicit=True,
            key=tuple(t.word for t in self.items[begin : last + 1]),
        )

    def _point(self, index: int, size: int) -> Unit | None:
        k = self._descriptors(index + size)
        last = self._name_end(k) if k < len(self.items) and self._joined(k - 1) and self.items[k].cap else None
        if last is not None and self.name_at(k) is None or last is not None and not self.tokens.plain[k]:
            return self._named(index, k, last, "point")
        if self._place_follows(k) and self.items[k].word != "en":
            return replace(self._named(index, k - 1, k - 1, "point"), key=())
        return None

    def _descriptors(self, k: int) -> int:
        """The first word at or after ``k`` that only describes («central», «de buses»)."""
        while k < len(self.items) and self.tokens.near(k - 1):
            word = self.items[k].word
            step = 2 if word == "de" and k + 1 < len(self.items) else 1
            described = self.items[k + step - 1]
            if described.cap or not self.vocabulary.has("descriptor", described.word):
                break
            k += step
        return k

    def _road(self, index: int, size: int, label: str) -> Unit | None:
        k = self._descriptors(index + size)
        last = k - 1
        end = self._route(k) or self._crossing(k)
        if end is None and k < len(self.items) and self._joined(k - 1):
            token = self.items[k]
            small = token.word in ("de", "del", "al", "a")
            if small and self.name_at(k + 1) and token.word in ("de", "del"):
                end = None
            elif token.cap or token.word[0].isdigit() or small or self.vocabulary.has("connector", token.word):
                begin = k + 1 if token.word in ("al", "a") else k
                end = self._name_end(begin) if begin < len(self.items) else None
        if end is None:
            single = self.tokens.text[self.items[index].start : self.items[last].end]
            if not (self.items[index].cap and size > 1) and not self._place_follows(last + 1):
                return None
            return self._unit(index, last, "locality", label=label, locality=single, explicit=True, key=())
        return self._continue_road(index, end, label)

    def _place_follows(self, k: int) -> bool:
        """Whether a town or a locality comes next: «calle principal del cantón X», «camino vecinal de Tacuba»."""
        if k + 1 >= len(self.items) or self.items[k].word not in ("de", "del", "en") or not self.tokens.near(k - 1):
            return False
        return self.name_at(k + 1) is not None or self._head_unit(k + 1)

    def _continue_road(self, index: int, end: int, label: str) -> Unit:
        """«kilómetro 82 de la carretera del Litoral», «17 avenida Norte y alameda Juan Pablo II» are one road."""
        end = self._route(end + 1) or end
        k = end + 1
        steps = 0
        while (
            steps < 5
            and k < len(self.items)
            and self.items[k].word in ("de", "y", "la", "el", "del", "medio", "con")
            and self.tokens.near(k - 1)
        ):
            k, steps = k + 1, steps + 1
        if steps and k < len(self.items) and self.tokens.near(k - 1):
            size = self._head_size(k)
            other = self.vocabulary.heads[tuple(t.word for t in self.items[k : k + size])] if size else ""
            if other in ("road", "highway"):
                more = self._road(k, size, other)
                if more:
                    return self._named(index, index, more.last, label)
            ordinal = self._ordinal_road(k)
            if ordinal:
                return self._named(index, index, ordinal.last, label)
        return self._named(index, index, end, label)

    def _ordinal_road(self, index: int) -> Unit | None:
        """«17 avenida Norte», «4a calle poniente»."""
        if not self.items[index].word[0].isdigit() or index + 1 >= len(self.items):
            return None
        if self.items[index + 1].word not in ("calle", "avenida", "av", "street", "diagonal", "pasaje"):
            return None
        if not self._joined(index):
            return None
        last = index + 1
        if index + 2 < len(self.items) and self._joined(last):
            token = self.items[index + 2]
            if self.vocabulary.has("direction", token.word):
                last = index + 2
        return self._continue_road(index, last, "road")

    def _route(self, k: int) -> int | None:
        """The last word of «que de A conduce a B», «de A a B», «entre A y B» after a road word; None if there is none."""
        items, goes, last = self.items, False, None
        limit = k + 18
        while k < min(len(items), limit) and (self.tokens.near(k - 1) or self._joined(k - 1)):
            word = items[k].word
            if word in ("que", "se") or word in _ROUTE:
                goes = goes or word in _ROUTE
                k += 1
            elif word in ("a", "al", "hacia", "hasta", "con", "desde", "entre", "to", "between") or (
                word in ("de", "del") and (goes or self._route_after(k))
            ):
                end = self._end_of_place(k + 1)
                if end is None:
                    break
                last, k = end, end + 1
                goes = True
            elif word in ("y", "e", "and") and last is not None and self._end_of_place(k + 1) and self.name_at(k + 1):
                last = self._end_of_place(k + 1)
                k = (last or k) + 1
            else:
                break
        return last if goes else None

    def _crossing(self, k: int) -> int | None:
        """«intersección de la 17 avenida Norte y …»"""
        while k < len(self.items) and self.items[k].word in ("de", "la", "del", "entre") and self.tokens.near(k - 1):
            k += 1
        road = self._ordinal_road(k) if k < len(self.items) and self.tokens.near(k - 1) else None
        return road.last if road else None

    def _route_after(self, k: int) -> bool:
        end = self._end_of_place(k + 1)
        return (
            end is not None
            and end + 1 < len(self.items)
            and self.items[end + 1].word in ("a", "al", "hacia", "hasta", *_ROUTE)
            and self.tokens.near(end)
        )

    def _end_of_place(self, k: int) -> int | None:
        """The last word of the place at ``k``: a headed locality, a name of the table, or a run of capitals."""
        if k < len(self.items) and self.items[k].word in ("el", "la", "los", "las") and not self.items[k].cap:
            k += 1
        if k >= len(self.items):
            return None
        size = self._head_size(k)
        if size and self.tokens.near(k - 1):
            label = self.vocabulary.heads[tuple(t.word for t in self.items[k : k + size])]
            unit = self._headed(k, size, label) if label not in ("road", "highway") else None
            if unit and unit.level != "blocked":
                return unit.last
        found = self.name_at(k, relaxed=True)
        if found:
            return k + found[0] - 1
        return self._name_end(k) if self.items[k].cap else None

    def _institution(self, index: int, size: int, label: str) -> Unit | None:
        """An institution up to the place it is named after; a name inside its own name is no place («hospital San Rafael»)."""
        known = self._known_institution(index, label)
        if known:
            return known
        k, own = index + size, False
        while k < len(self.items) and k - index < _MAX_DESCRIPTORS and self._inside(k - 1):
            token = self.items[k]
            connector = token.word in ("de", "del", "of") or (token.word == "en" and label == "hospital")
            if connector and (self.name_at(k + 1, relaxed=True) or self._head_unit(k + 1)):
                return self._unit(index, k - 1, "institution", label=label, explicit=True)
            if token.cap:
                found = self.name_at(k)
                if found and label in ("institution", "court", "prison") and not own and self._ends(k + found[0] - 1):
                    return self._unit(index, k - 1, "institution", label=label, explicit=True)
                own = True
            elif not (
                self.vocabulary.has("descriptor", token.word)
                or self.vocabulary.has("connector", token.word)
                or self.vocabulary.has("linking", token.word)
            ):
                break
            k += 1
        last = k - 1
        while last > index + size - 1 and not self.items[last].cap:
            last -= 1
        return (
            self._unit(index, max(last, index + size - 1), "institution", label=label) if own or label != "institution" else None
        )

    def _head_unit(self, k: int) -> bool:
        while k < len(self.items) and self.items[k].word in ("el", "la", "los", "las"):
            k += 1
        size = self._head_size(k) if k < len(self.items) else 0
        if not size:
            return False
        label = self.vocabulary.heads[tuple(t.word for t in self.items[k : k + size])]
        return label in ("district", "department", "rural", "urban", "wild") and self._headed(k, size, label) is not None

    def _ends(self, k: int) -> bool:
        return k + 1 >= len(self.items) or not (self.tokens.near(k) and self.items[k + 1].cap and not self.tokens.plain[k])

    def _inside(self, k: int) -> bool:
        gap = self.tokens.gap(k)
        return "\n" not in gap and len(gap) <= 3 and gap.strip(' \t\u00a0()“”"«»-.º') == "" and gap != ". "

    def _known_institution(self, index: int, label: str) -> Unit | None:
        if label not in ("hospital", "prison"):
            return None
        for size in self._sizes(index, self.places.longest, 1):
            key = tuple(t.word for t in self.items[index : index + size])
            if key in self.places.localities and self.tokens.match(index, key):
                unit = self._named(index, index, index + size - 1, label)
                return replace(unit, key=key)
        return None

    # --- bare names --------------------------------------------------------------------------------------------

    def _bare(self, index: int) -> Unit | None:
        found = self.name_at(index) or self._after_relaxed(index)
        known = self._bare_locality(index, found[0] if found else 0)
        if known:
            return known
        found = found or self._weak_name(index)
        if not found:
            return None
        size, names = found
        last = index + size - 1
        if self._is_person_or_team(index, last):
            return self._unit(index, last, "blocked")
        key = tuple(t.word for t in self.items[index : last + 1])
        level, explicit = _level(names), False
        if foreign_first(key) and not self._department_beside(last, names):
            level, names = "foreign", tuple(n for n in names if n.kind == "foreign") or names
        if last + 1 < len(self.items) and self.items[last + 1].word in _POSTFIX and self.tokens.near(last) and level != "foreign":
            wanted = _POSTFIX[self.items[last + 1].word]
            chosen = tuple(n for n in names if n.kind == wanted)
            if chosen:
                names, level, explicit, last = chosen, _level(chosen), True, last + 1
        return self._unit(index, last, level, names=names, explicit=explicit, key=key)

    def _weak_name(self, index: int) -> tuple[int, tuple[Name, ...]] | None:
        for size in self._sizes(index, self.places.longest):
            key = tuple(t.word for t in self.items[index : index + size])
            if key in self.places.weak and self.tokens.match(index, key) and self.items[index].cap:
                names = self.places.weak[key]
                return (size, names) if self._department_beside(index + size - 1, names) else None
        return None

    def _department_beside(self, last: int, names: tuple[Name, ...]) -> bool:
        """Whether the department of one of ``names`` follows after a comma, «en» or «departamento de»."""
        k = last + 1
        while k < min(last + 4, len(self.items)) and self.items[k].word in ("en", "de", "el", "departamento"):
            k += 1
        if self.tokens.gap(last).strip() not in ("", ",", "("):
            return False
        found = self.name_at(k, relaxed=True)
        return bool(found) and any(n.kind == "department" and n.department in {m.department for m in names} for n in found[1])

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
        for size in self._sizes(index, self.places.longest, beyond):
            key = tuple(t.word for t in self.items[index : index + size])
            if key not in self.places.written:
                continue
            known = [p for p in self.places.written[key] if p.curated]
            districts = {p.district for p in self.places.written[key]}
            if not known or len(districts) > 1 or not self.tokens.match(index, key):
                continue
            if (
                self.tokens.plain[index]
                and size == 1
                or not all(t.cap or self.vocabulary.has("connector", t.word) for t in self.items[index : index + size])
            ):
                continue
            if not self.items[index].cap or self._is_person_or_team(index, index + size - 1):
                continue
            label = {"penal": "prison", "hospital": "hospital", "carretera": "road"}.get(known[0].kind, "known")
            last = self._numbered(index + size - 1)
            return replace(self._named(index, index, last, label), explicit=False, key=key)
        return None

    def _numbered(self, last: int) -> int:
        """«Montes de San Bartolo III»: the number belongs to the name."""
        after = self.items[last + 1 : last + 2]
        return last + bool(
            after and self.tokens.near(last) and (after[0].word.isdigit() or after[0].word in ("i", "ii", "iii", "iv", "v"))
        )

    def _is_person_or_team(self, first: int, last: int) -> bool:
        """A capital word right before (a given name) or a team's or clica's word right after."""
        after = self.items[last + 1] if last + 1 < len(self.items) and self.tokens.near(last) else None
        if after and (self.vocabulary.has("notplace", after.word) or f"{after.word}" in ("f", "fc")):
            return True
        if first == last and self.items[first].word in _given_names() and self._like_a_given_name(first):
            return True
        doubtful = tuple(t.word for t in self.items[first : last + 1]) in self.places.doubtful
        if self.tokens.plain[first]:
            return doubtful and not self._after_place_word(first)
        if after and after.cap and doubtful and not self._head_size(last + 1) and not self._department_follows(first, last):
            return True
        if first == 0 or not self.tokens.near(first - 1) or "-" in self.tokens.gap(first - 1):
            return False
        before = self.items[first - 1]
        text = self.tokens.text[before.start : before.end]
        return (
            before.cap
            and len(text) > 1
            and not text.isupper()
            and not self.vocabulary.has("function", before.word)
            and not self._opens_sentence(first - 1)
        )

    def _after_place_word(self, index: int) -> bool:
        """In text without capitals a common word is a place only after «en», «de» or a comma, or alone."""
        gap = self.tokens.gap(index - 1) if index else "\n"
        return "\n" in gap or "," in gap or "(" in gap or self.items[index - 1].word in ("en", "de", "in", "of")

    def _department_follows(self, first: int, last: int) -> bool:
        """«Santa María Usulután»: the department right after, without a comma."""
        found, after = self.name_at(first), self.name_at(last + 1)
        if not found or not after:
            return False
        departments = {name.department for name in found[1]}
        return any(name.kind == "department" and name.department in departments for name in after[1])

    def _like_a_given_name(self, index: int) -> bool:
        """«Virginia de la Cruz», «murió Mercedes»: a surname after it, or no preposition before it."""
        words_ = [t.word for t in self.items[index + 1 : index + 4]]
        surname = words_[:1] in (["de"], ["del"]) and any(t.cap for t in self.items[index + 2 : index + 4])
        placed = index > 0 and self.items[index - 1].word in ("en", "de", "in", "of") and self.tokens.near(index - 1)
        return (
            not self.tokens.plain[index]
            and (surname and self.tokens.near(index) or not placed)
            and "," not in self.tokens.gap(index)
        )

    def _opens_sentence(self, index: int) -> bool:
        gap = self.tokens.gap(index - 1) if index else "\n"
        return "\n" in gap and self.vocabulary.has("function", self.items[index].word)


@cache
def _district_names() -> list[str]:
    return [" ".join(key) for key, names in gazetteer().names.items() if any(name.kind == "district" for name in names)]


@cache
def _given_names() -> frozenset[str]:
    return frozenset(" ".join(words(row["name"])) for row in rows("given_names"))


def _level(names: tuple[Name, ...]) -> str:
    kinds = {name.kind for name in names}
    for kind in ("district", "municipality", "department"):
        if kind in kinds:
            return kind
    return "foreign"
