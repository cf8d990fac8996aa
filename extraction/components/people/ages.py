"""Ages behind a mention: «de 18 y 20 años», «(34)», «, de 20», «de ocho meses»."""

import re

from extraction.expressions import parse_number

AGE = re.compile(
    r",?\s*(?:(?:con|y)\s+)?(?:quien tenia |que tenia |tenia |de unos |de aproximadamente |de |y |unos )*"
    r"(\d{1,2}|[a-z]+(?: y [a-z]+)?)(?:\s*(?:y|e|,|o)\s*(\d{1,2}))?(?:\s*(?:y|e)\s*(\d{1,2}))?\s+(anos|meses)"
    r"(?: de edad| de vida| de nacid[oa])?"
)
#: «de un año», «de año y medio».
ONE_YEAR = re.compile(
    r",?\s*(?:de|con) (?:apenas |solo )?(?:un )?ano\b(?! de (?:servicio|alta|trabaj|casad|relacion))(?: y medio)?(?: de edad)?"
)
BARE_AGE = re.compile(
    r",?\s*(?:quien tenia |de )(\d{1,2})(?:\s*,?\s*y\s*(?:de )?(\d{1,2}))?"
    r"(?=\s*[,;.)]|\s+y\b|\s+e\b|\s*$|\s+(?:que|quien|cuando|fue|fueron|murio|murieron|resulto|resultaron)\b)"
)
#: «Elmer Rivas, 24; Josué Mena, 31»: only behind a name.
NAME_AGE = re.compile(r",\s*(\d{1,2})(?=\s*[,;.)]|\s+y\b|\s+e\b|\s*$)")
#: «él de 33 y ella de 30», «uno de 22 y el otro de 40 años», «ambos de 25 años».
EACH_AGE = re.compile(
    r",?\s*(?:(?:el|ella|uno|una|la primera|el primero|el mayor|la mayor) (?:de|tenia) (\d{1,2})(?: anos)?(?: de edad)?,?"
    r" (?:y|e|mientras que) (?:el|ella|otro|otra|el otro|la otra|la segunda|el segundo|el menor|la menor) (?:de|tenia) (\d{1,2})"
    r"|(?:ambos|ambas),? de (?P<both>\d{1,2}))(?: anos)?(?: de edad)?"
)
PAREN_AGE = re.compile(r"\s*\((\d{1,2})(?: anos)?\)")
AGE_RANGE = re.compile(r",?\s*(?:(?:de )?entre (?:los )?\d{1,2} y|(?:de )?de (?:los )?\d{1,2} a) (?:los )?\d{1,2} anos")


def ages_of(match: re.Match[str]) -> tuple[int, ...]:
    """The ages in years of a match of these patterns, whole years of months; empty when a word is no age up to 110."""
    if match.re is ONE_YEAR:
        return (1,)
    both = match.groupdict().get("both")
    groups = [both, both] if both else [g for g in match.groups() if g and g not in ("anos", "meses")]
    months = "meses" in match.groups()
    ages = []
    for group in groups:
        value = parse_number(group)
        if value is None or value > 110:
            return ()
        ages.append(int(value) // 12 if months else int(value))
    return tuple(ages)
