"""Where a figure holds: the country, a department, or somewhere that is not coded (a district, abroad)."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extraction.lexicon import rows
from extraction.statistics.tables import cue, foreign
from extraction.text import fold

COUNTRY, DEPARTMENT, DISTRICT, FOREIGN = "country", "department", "district", "foreign"

#: Places and the figures paired with them stand at most so many characters apart.
_PAIRED = 60


@dataclass(frozen=True, slots=True)
class Area:
    """A place name at ``start:end`` of a sentence; ``name`` is a department's, or empty."""

    start: int
    end: int
    kind: str
    name: str


@cache
def _departments() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {fold(row["name"]): row["name"] for row in rows("departments", "gazetteer")}
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(names, key=len, reverse=True)) + r")(?!\w)"), names


@cache
def _districts() -> re.Pattern[str]:
    known = _departments()[1]
    names = {row["district"] for row in rows("districts", "gazetteer")} - set(known.values())
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)")


def find_areas(sentence: str, folded: str) -> list[Area]:
    """The places of a sentence that can bound a figure, in order; datelines and court seats are left out."""
    dateline = cue("dateline").match(folded)
    skip = dateline.end() if dateline else 0
    pattern, names = _departments()
    found = [Area(m.start(), m.end(), COUNTRY, "") for m in cue("national").finditer(folded)]
    lower = sentence.islower()  # typed without capitals: none of its names has one
    for match in pattern.finditer(folded, skip):
        capital = lower or sentence[match.start()].isupper()
        if not capital or "el salvador" in folded[max(0, match.start() - 3) : match.end()]:
            continue
        before = folded[max(0, match.start() - 45) : match.start()]
        kind = DISTRICT if cue("local_head").search(before) else DEPARTMENT
        found.append(Area(match.start(), match.end(), kind, names[match.group()]))
    for match in _districts().finditer(sentence, skip):
        if not any(a.start <= match.start() < a.end for a in found):
            found.append(Area(match.start(), match.end(), DISTRICT, ""))
    for match in foreign().finditer(folded, skip):
        if not cue("moves").search(folded[max(0, match.start() - 40) : match.start()]) and _is_place(folded, match):
            found.append(Area(match.start(), match.end(), FOREIGN, ""))
    return sorted(found, key=lambda area: area.start)


def _is_place(folded: str, match: "re.Match[str]") -> bool:
    """A wider region bounds a figure only as «en Centroamérica», where the country is not named too."""
    region = cue("wider_region").match(match.group())
    if not region:
        return True
    return cue("region_before").search(folded[max(0, match.start() - 5) : match.start()]) is not None and not cue(
        "national"
    ).search(folded)


def areas_of(folded: str, areas: list[Area], start: int, end: int, next_start: int) -> list[Area]:
    """The places that the figure whose words span ``start:end`` is told of; empty when none is linked to it.

    ``next_start`` is where the next figure begins. More than one only for «Ahuachapán y Sonsonate, 11 cada uno».
    """
    right = next((a for a in areas if end <= a.start < next_start), None)
    listed = False
    zero = cue("zero_word").match(folded[start:end]) is not None
    if right is not None:
        if right.kind == FOREIGN and not re.search(r"[,;.:]", folded[end : right.start]):
            return [right]
        gap = cue("area_after").fullmatch(folded, end, right.start)
        listed = re.fullmatch(r",? (?:y |e )?", re.sub(r" ?\x00+", "", folded[end : right.start])) is not None
        if gap and not listed and not cue("area_left_stop").search(gap.group()):
            return _run_from(folded, areas, right) if zero else [right]
    left = [a for a in areas if a.end <= start]
    if not left or (listed and not _linked_left(folded[left[-1].end : start])):
        return [right] if right is not None and listed else []
    last = left[-1]
    if not _linked_left(folded[last.end : start]):
        return [last] if last.kind == FOREIGN and not re.search(r"[;]", folded[last.end : start]) else []
    chain = [last]
    for area in reversed(left[:-1]):
        if re.fullmatch(r",? (?:y )?|, ", folded[area.end : chain[-1].start]):
            chain.append(area)
        else:
            break
    if len(chain) > 1 and not zero and not re.match(r"[^,.;]{0,40}\bcada un[oa]", folded[end:]):
        return [last] if re.search(r"[(:]\s?$", folded[last.end : start]) else []
    return chain


def _run_from(folded: str, areas: list[Area], first: Area) -> list[Area]:
    """«ni uno en Morazán, Cabañas y La Unión»: the places listed from one on."""
    run = [first]
    for area in areas[areas.index(first) + 1 :]:
        if not re.fullmatch(r",? (?:y |e |ni )?(?:en )?", folded[run[-1].end : area.start]):
            break
        run.append(area)
    return run


def _linked_left(gap: str) -> bool:
    """Whether only words of counting stand between a place and its figure."""
    gap = cue("attribution_aside").sub(" ", gap)
    if len(gap) > 110 or ";" in gap or cue("resumes").search(gap):
        return False
    told = re.sub(r"\x00+", " ", gap)
    return not cue("area_left_stop").search(told) and not re.search(r"\d", told)


def respective_areas(folded: str, areas: list[Area], spans: list[tuple[int, int]]) -> dict[int, Area]:
    """Places and figures paired in order, by the index of the figure.

    «San Salvador y La Libertad, con nueve y ocho, respectivamente», «Usulután y La Paz suman 14 y 9», «el primero cerró
    con 978; el segundo, con 403».
    """
    found: dict[int, Area] = {}
    words = "{0,4}" if cue("respectively").search(folded) else "{0,0}"
    for places in _runs(folded, areas, r",? ?(?:y |e |and )?(?:(?:en|el) )?(?:departamento de )?"):
        named = [area for area in places if area.name]
        if len(named) < 2 or len(named) != len(places):
            continue
        for start in range(len(spans) - len(named) + 1):
            run = spans[start : start + len(named)]
            gaps = [folded[one[1] : two[0]] for one, two in pairwise(run)]
            listed = all(re.fullmatch(rf"(?:,| y| and| \w+){words} ?|,? (?:y|e|and) ", gap) for gap in gaps)
            ends = start + len(named) == len(spans) or run[-1][1] + 12 < spans[start + len(named)][0]
            between = folded[named[-1].end : run[0][0]]
            if listed and ends and 0 < len(between) < _PAIRED and not re.search(r"[.;\d]", between):
                found = {start + offset: area for offset, area in enumerate(named)}
                break
    return found | _ordered_areas(folded, [area for area in areas if area.name], spans)


def _runs(folded: str, areas: list[Area], joint: str) -> list[list[Area]]:
    """Places listed one after the other."""
    runs: list[list[Area]] = []
    for area in areas:
        if runs and re.fullmatch(joint, folded[runs[-1][-1].end : area.start]):
            runs[-1].append(area)
        else:
            runs.append([area])
    return runs


def _ordered_areas(folded: str, named: list[Area], spans: list[tuple[int, int]]) -> dict[int, Area]:
    """«el primero cerró con 978; el segundo, con 403»."""
    found: dict[int, Area] = {}
    for index, (start, _) in enumerate(spans):
        orders = list(cue("nth_area").finditer(folded[:start]))
        place = ("primer", "segund", "tercer").index(orders[-1].group(1)) if orders else -1
        if orders and place < len(named) and named[place].end <= orders[-1].start():
            found[index] = named[place]
    return found
