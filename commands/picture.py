"""``python -m commands.picture DATABASE OUT.svg``: the README's picture, the incidents of a database as a terminal shows them."""

import io
import re
import sys
from pathlib import Path

import rich.console
import rich.table
from rich.terminal_theme import MONOKAI

from commands.nightly import incident_rows
from db import open_database

#: Which columns of the incident table are shown, and the most rows.
SHOWN = {"id": 0, "when": 1, "where": 2, "dead": 4, "victims": 5, "blamed": 6, "told by": 7, "outlets disagree on": 8}
ROWS = 12


def picture(database: Path) -> str:
    """An SVG of the incidents of which most outlets tell and differ; it loads no font from elsewhere."""
    table = rich.table.Table(title="$ sucesos demo", title_justify="left", header_style="bold")
    for column in SHOWN:
        table.add_column(column)
    told = sorted(incident_rows(open_database(database)), key=lambda row: -(row[7] + row[8]).count(","))
    for row in sorted(told[:ROWS]):
        table.add_row(*[str(row[at] or "") for at in SHOWN.values()])
    console = rich.console.Console(record=True, width=170, file=io.StringIO())
    console.print(table)
    svg = console.export_svg(title="sucesos", theme=MONOKAI)
    return re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(picture(Path(sys.argv[1])), encoding="utf-8")
