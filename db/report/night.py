"""The report of a night's run: what each stage did, how each outlet fared, which incidents are new or changed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.changes import story_changes, stubs
from db.queries import query

#: Counts of an outlet that the text form shows, in this order; the JSON form has all.
OUTLET_COUNTS = ("found", "fetched", "new", "changed", "unchanged", "stub", "failed", "gone", "skipped")
#: Commonest reasons for which pages were not stored, shown for each outlet.
REFUSED = 3
#: Incidents, and errors of a stage, listed in the text form; the JSON form has all.
LISTED = 40
#: Values of an incident whose change the text form tells, and their names there.
SHOWN_VALUES = {
    "deaths_best": "deaths",
    "injured_best": "injured",
    "event_type": "type",
    "date_start": "day",
    "department": "department",
    "district": "district",
}


def night_report(db: Database, run_id: int, errors: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The report of nightly run ``run_id``, as plain data.

    Keys: run, status, started_at, finished_at, stages (stage, status, counts, errors), outlets (outlet, status, reasons,
    counts), new_incidents and changed_incidents (rows of ``report_incidents.sql``, with ``changed``: column to before and after),
    changed_stories (rows of :meth:`db.changes.StoryChange.row`), stubs (stories taken back or cut down), unreadable (url, error),
    totals. A night that was cut short has told nothing; the next one tells what it did.
    """
    run = next(iter(db.query("SELECT * FROM runs WHERE id = ?", [run_id])))
    stages = list(db.query("SELECT * FROM runs WHERE id > ? ORDER BY id", [run_id]))
    reports = {row["stage"]: row for row in stages if row["stage"] in errors}
    since = next(iter(db.query(query("report_since"), {"run": run_id})))["since"]
    incidents = list(db.query(query("report_incidents"), {"since": since}))
    changed = _changed_values(db, since)
    return {
        "run": run_id,
        "status": run["status"],
        "started_at": run["started_at"],
        "finished_at": run["finished_at"],
        "stages": [_stage(name, reports.get(name), errors[name]) for name in errors],
        "outlets": [_outlet(row) for row in db.query(query("report_outlets"), {"run": run_id})],
        "new_incidents": [_incident(row) for row in incidents if row["created_at"] >= since],
        "changed_incidents": [
            _incident(row) | {"changed": changed.get(row["public_id"], {})} for row in incidents if row["created_at"] < since
        ],
        "changed_stories": [change.row() for change in story_changes(db, since)],
        "stubs": stubs(db, since),
        "unreadable": list(db.query(query("report_unreadable"))),
        "totals": next(iter(db.query(query("report_totals")))),
    }


def _changed_values(db: Database, since: str) -> dict[str, dict[str, list[Any]]]:
    """By public id: column to its value before and after all changes since the moment ``since``."""
    found: dict[str, dict[str, list[Any]]] = {}
    for row in db.query(query("report_changed_values"), {"since": since}):
        values = found.setdefault(row["public_id"], {})
        for name, (before, after) in json.loads(row["changed"]).items():
            values[name] = [values[name][0] if name in values else before, after]
    return {name: {k: v for k, v in values.items() if v[0] != v[1]} for name, values in found.items()}


def _stage(name: str, row: Mapping[str, Any] | None, errors: Sequence[str]) -> dict[str, Any]:
    return {
        "stage": name,
        "status": row["status"] if row else "failed",
        "started_at": row["started_at"] if row else None,
        "finished_at": row["finished_at"] if row else None,
        "counts": json.loads(row["counts"]) if row else {},
        "errors": list(errors),
    }


def _outlet(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "reasons": json.loads(row["reasons"]), "counts": json.loads(row["counts"])}


def _incident(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "outlets": json.loads(row["outlets"]), "conflicts": json.loads(row["conflicts"])}


def report_text(report: Mapping[str, Any]) -> str:
    """The report as a page of text."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"Nightly run {report['run']}: {report['status']}"
    yield f"{report['started_at']} to {report['finished_at']}"
    yield "\nStages"
    for stage in report["stages"]:
        counts = ", ".join(f"{value} {key}" for key, value in stage["counts"].items() if isinstance(value, int))
        yield f"  {stage['stage']:8} {stage['status']:9} {counts}"
        yield from (f"           {error}" for error in stage["errors"][:LISTED] if not _told_below(error, report["outlets"]))
    yield "\nOutlets"
    for outlet in report["outlets"]:
        if outlet["status"] == "absent":
            continue
        counts = ", ".join(f"{outlet['counts'][key]} {key}" for key in OUTLET_COUNTS if outlet["counts"].get(key))
        yield f"  {outlet['outlet']:18} {outlet['status']:9} {counts}"
        yield from (f"{'':21}{reason}" for reason in outlet["reasons"])
        # A reason that names another address is a redirect or a twin: in order, and only in the JSON form.
        reasons = {key: value for key, value in outlet["counts"].get("pages_failed", {}).items() if "://" not in key}
        refused = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        yield from (f"{'':21}{number} × {reason}" for reason, number in refused[:REFUSED])
    if absent := [outlet["outlet"] for outlet in report["outlets"] if outlet["status"] == "absent"]:
        yield f"  not held by the mirror: {', '.join(absent)}"
    for key, title in (("new_incidents", "New incidents"), ("changed_incidents", "Changed incidents")):
        yield f"\n{title}: {len(report[key])}"
        yield from _incident_lines(report[key])
    yield from _story_lines(report["changed_stories"], report["stubs"])
    if report["unreadable"]:
        yield f"\nArticles that could not be read: {len(report['unreadable'])}"
        yield from (f"  {row['url']}: {row['error']}" for row in report["unreadable"][:LISTED])
    yield "\nIn the database: " + ", ".join(f"{value} {key}" for key, value in report["totals"].items())


def _told_below(error: str, outlets: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the crawl's ``error`` is an outlet's reason, which stands beside the outlet."""
    return any(error.startswith(f"{one['outlet']} {one['status']}: ") for one in outlets)


def _incident_lines(incidents: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    incidents = list(incidents)
    for row in incidents[:LISTED]:
        where = ", ".join(filter(None, (row["district"], row["department"]))) or "place not told"
        when = row["date_start"] or "day not told"
        conflict = f"; outlets disagree on {', '.join(row['conflicts'])}" if row["conflicts"] else ""
        merged = f"; merged into {row['merged_into']}" if row["merged_into"] else ""
        changed = "".join(f"; {told}" for told in _values_told(row.get("changed", {})))
        withdrawn = "; withdrawn" if row["status"] == "withdrawn" else ""
        yield (
            f"  {row['public_id']}  {when}  {where}: {row['event_type']}, {row['deaths_best']} dead"
            f" ({', '.join(row['outlets'])}{conflict}{merged}{withdrawn}{changed})"
        )
    if len(incidents) > LISTED:
        yield f"  … and {len(incidents) - LISTED} more (see the JSON file)"


def _values_told(changed: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    """«deaths 2 -> 3»: what an incident's values were and are, in the order of :data:`SHOWN_VALUES`."""
    for column, name in SHOWN_VALUES.items():
        if column in changed:
            before, after = ("not told" if value is None else str(value).replace("_", " ") for value in changed[column])
            yield f"{name} {before} -> {after}"


def _story_lines(stories: Sequence[Mapping[str, Any]], taken: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"\nChanged stories: {len(stories)}"
    for row in stories[:LISTED]:
        title = "" if row["title"] == row["title_before"] else f" (before: {row['title_before']})"
        yield f"  {row['outlet']}: {row['title']}{title}"
        told = "; ".join(row["told"]) or "nothing that is counted"
        yield f"    {told}; {row['words_added']} words came, {row['words_removed']} went  {' '.join(row['incidents'])}".rstrip()
    if len(stories) > LISTED:
        yield f"  … and {len(stories) - LISTED} more (see `sucesos changes`)"
    if taken:
        yield f"\nStories taken back or cut down to a stub, whose text is kept: {len(taken)}"
        yield from (f"  {row['outlet']}: {row['title']}  {row['url']}\n    now: «{row['words']}»" for row in taken[:LISTED])


def save_report(report: Mapping[str, Any], folder: Path) -> Path:
    """Write ``nightly-<run>.txt`` and ``.json`` aside, then rename them; returns the text file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"nightly-{report['started_at'][:10]}-{report['run']:06d}"
    text, data = folder / f"{name}.txt", folder / f"{name}.json"
    for path, content in ((data, json.dumps(report, ensure_ascii=False, indent=2) + "\n"), (text, report_text(report))):
        aside = path.with_name(f".{path.name}.part")
        aside.write_text(content, encoding="utf-8", errors="replace")
        aside.replace(path)
    return text
