"""The generated schema, and what the store promises."""

from db.schema import SCHEMA, schema_text


def test_schema_file_is_what_the_migrations_make() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run `python -m db.schema`"
