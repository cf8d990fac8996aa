"""Synthetic accounts of realistic density: about ten killings a day over the districts, each told by one to four outlets."""

import csv
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db import open_database

MOMENT = "2026-01-01T00:00:00+00:00"
PER_DAY = 10
OUTLETS = ("eldiariodehoy", "laprensagrafica", "elmundo", "diariocolatino")
CLASSES = ("civilian", "civilian", "civilian", "gang_member", "police", "merchant", "relative_of_security_force")


def districts() -> list[tuple[str, str]]:
    """(department, district) of the gazetteer; the first of each department are drawn more often, as cities are."""
    text = (files("extraction") / "data/gazetteer/districts.csv").read_text(encoding="utf-8")
    return [(row["department"], row["district"]) for row in csv.DictReader(text.splitlines())]


def accounts(number: int, seed: int = 1, first_day: date = date(1990, 1, 1)) -> Iterator[dict[str, Any]]:
    """``number`` accounts, day by day: all that an article, its account and its victim need, and the true ``incident``."""
    rnd = random.Random(seed)
    places = districts()
    weights = [1 / (1 + index % 40) for index in range(len(places))]
    made, incident, day = 0, 0, first_day
    while True:
        for _ in range(PER_DAY):
            incident += 1
            department, district = rnd.choices(places, weights)[0]
            age = rnd.randint(15, 70)
            truth = {
                "incident": incident,
                "department": department,
                "deaths": rnd.choices([1, 2, 3], [85, 11, 4])[0],
                "class": rnd.choice(CLASSES),
                "age": age,
                "sex": rnd.choice(["male"] * 9 + ["female"]),
            }
            for outlet in rnd.sample(OUTLETS, rnd.choices([1, 2, 3, 4], [50, 30, 15, 5])[0]):
                told = truth | {"outlet": outlet, "day": day.isoformat(), "district": district if rnd.random() < 0.9 else None}
                if rnd.random() < 0.15:
                    told["age"] = age + 1
                yield told
                made += 1
                if made == number:
                    return
        day += timedelta(days=1)


def filled(path: Path, number: int, seed: int = 1) -> Database:
    """A new database at ``path`` with ``number`` synthetic accounts."""
    db = open_database(path)
    fill(db, accounts(number, seed))
    return db


def fill(db: Database, rows: Iterator[dict[str, Any]]) -> None:
    """Store synthetic accounts, each in an article of its own."""
    with db.atomic():
        outlets = "INSERT OR IGNORE INTO outlets (id, name, domains, updated_at) VALUES (?, ?, '[]', ?)"
        for outlet in OUTLETS:
            db.execute(outlets, [outlet, outlet, MOMENT])
        first = next(iter(db.query("SELECT coalesce(max(id), 0) + 1 AS id FROM articles")))["id"]
        for number, row in enumerate(rows, first):
            _store(db, number, row)


def _store(db: Database, number: int, row: dict[str, Any]) -> None:
    url = f"https://{row['outlet']}.example/{number}"
    db.execute(
        "INSERT INTO articles (id, outlet, url, published_day, first_seen_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
        [number, row["outlet"], url, row["day"], MOMENT, MOMENT],
    )
    db.execute(
        "INSERT INTO article_versions (id, article_id, version, fetched_at, title, body, text_digest)"
        " VALUES (?, ?, 1, ?, 't', '', ?)",
        [number, number, MOMENT, url],
    )
    db.execute(
        "INSERT INTO extractions (article_version_id, pipeline_version, kind, extracted_at) VALUES (?, 'synthetic', 'report', ?)",
        [number, MOMENT],
    )
    toll = [row["deaths"]] * 3
    db.execute(
        "INSERT INTO accounts (id, article_version_id, pipeline_version, position, event_type, date_start, date_end,"
        " date_precision, department, district, place_precision, deaths_low, deaths_best, deaths_high,"
        " injured_low, injured_best, injured_high)"
        " VALUES (?, ?, 'synthetic', 0, 'homicide', ?, ?, 'day', ?, ?, 'district', ?, ?, ?, 0, 0, 0)",
        [number, number, row["day"], row["day"], row["department"], row["district"], *toll],
    )
    db.execute(
        "INSERT INTO account_victims (account_id, position, types, count, outcome, sex, ages)"
        " VALUES (?, 0, ?, ?, 'killed', ?, ?)",
        [number, json.dumps([row["class"]]), row["deaths"], row["sex"], json.dumps([row["age"]])],
    )
