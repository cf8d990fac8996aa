"""Which fields of predicted incidents a hand coding bears out: what confidence is fitted on and held against.

Rows are plain dictionaries in the exchange format (codebook section 6), as in :mod:`extraction.pairing`.
"""

from collections.abc import Callable, Iterator

from extraction.pairing import Row, best, gangs, killed, pair, span

#: Fields with a confidence, in printing order.
FIELDS = ("incident", "date", "place", "deaths", "victims", "gangs", "attribution", "record")


def outcomes(gold_row: Row, pred_row: Row) -> Iterator[tuple[int, str, bool]]:
    """Index of a predicted incident, a field, and whether it is right.

    ``incident`` and ``record`` are told of every predicted incident; the other fields only of those that answer a coded one,
    ``attribution`` only where the prediction blames somebody.
    """
    gold = [i for i in gold_row.get("incidents") or [] if (i.get("country") or "SV") == "SV"]
    pred = [i for i in pred_row.get("incidents") or [] if (i.get("country") or "SV") == "SV"]
    answered = {p: g for g, p in pair(gold, pred)}
    for index, incident in enumerate(pred):
        coded = gold[answered[index]] if index in answered else None
        yield index, "incident", coded is not None
        yield index, "record", coded is not None and all(_CHECKS[field](coded, incident) for field in _RECORD)
        if coded is not None:
            for field, check in _CHECKS.items():
                if field != "attribution" or incident.get("perpetrators"):
                    yield index, field, check(coded, incident)


def _place(gold: Row, pred: Row) -> bool:
    """The district, and where none is coded the department alone."""
    return (gold.get("district"), gold.get("department")) == (pred.get("district"), pred.get("department"))


def _claims(row: Row) -> set[tuple[str, str | None]]:
    return {(claim["actor"], claim.get("attribution")) for claim in row.get("perpetrators") or []}


_CHECKS: dict[str, Callable[[Row, Row], bool]] = {
    "date": lambda gold, pred: span(gold) == span(pred),
    "place": _place,
    "deaths": lambda gold, pred: bool(best(gold) == best(pred)),
    "victims": lambda gold, pred: killed(gold) == killed(pred),
    "gangs": lambda gold, pred: gangs(gold) == gangs(pred),
    "attribution": lambda gold, pred: _claims(gold) == _claims(pred),
}
_RECORD = ("date", "deaths", "victims", "gangs")
