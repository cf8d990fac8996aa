"""``python -m db.schema`` writes db/schema.sql, the schema that all migrations make; a test compares the two."""

from pathlib import Path

from sqlite_utils import Database

from db.migrations import migrations

SCHEMA = Path(__file__).with_name("schema.sql")


def schema_text() -> str:
    """The schema that all migrations make on an empty database, as SQL."""
    db = Database(memory=True)
    migrations.apply(db)
    rows = db.query(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT GLOB '_sqlite_*'"
        " AND tbl_name NOT GLOB 'articles_fts_*' ORDER BY rowid"
    )
    return "-- Made by `python -m db.schema`; do not edit.\n" + "".join(f"{row['sql']};\n" for row in rows)


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
