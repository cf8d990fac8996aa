"""Every read longer than a line, one question a file: ``query("export_incidents")`` is the text of ``export_incidents.sql``."""

from functools import cache
from importlib.resources import files


@cache
def query(name: str) -> str:
    """The SQL of ``db/queries/<name>.sql``."""
    return (files("db.queries") / f"{name}.sql").read_text(encoding="utf-8")
