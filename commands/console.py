"""What a person or a log file sees: progress and tables on a terminal, plain lines under cron, JSON by option."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
import rich.console
import rich.progress
import rich.table

from db.store import now


class BadInput(click.ClickException):
    """The command or its input is wrong: exit status 2."""

    exit_code = 2


class CannotRun(click.ClickException):
    """Nothing could run: exit status 3."""

    exit_code = 3


class Console:
    """Messages go to standard error, results to standard output."""

    def __init__(self, log_json: bool = False) -> None:
        self.log_json = log_json
        self._err = rich.console.Console(stderr=True, highlight=False)
        self._out = rich.console.Console(highlight=False)

    def say(self, message: str, level: str = "info", **fields: Any) -> None:
        """One line about what happens; ``fields`` only appear in the JSON form."""
        if self.log_json:
            line = {"time": now(), "level": level, "message": message, **fields}
            print(json.dumps(line, ensure_ascii=False, default=str), file=sys.stderr, flush=True)
        elif self._err.is_terminal:
            style = {"warning": "yellow", "error": "bold red"}.get(level, "")
            self._err.print(message, style=style, markup=False)
        else:
            print(message if level == "info" else f"{level}: {message}", file=sys.stderr, flush=True)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A result as a table; tab-separated lines where nobody watches, one JSON object a row in JSON form."""
        cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
        if self.log_json:
            for row in rows:
                print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str), flush=True)
        elif self._out.is_terminal:
            table = rich.table.Table(title=title, title_justify="left", header_style="bold")
            for column in columns:
                table.add_column(column, overflow="fold")
            for line in cells:
                table.add_row(*[rich.markup.escape(cell) for cell in line])
            self._out.print(table)
        else:
            print("\n".join([title, "\t".join(columns), *["\t".join(line) for line in cells]]), flush=True)

    @contextmanager
    def progress(self, label: str, total: int | None) -> Iterator[Callable[[], None]]:
        """Progress of ``total`` things (None: unknown); gives a function to call after each."""
        if self.log_json or not self._err.is_terminal:
            yield lambda: None
            return
        columns = (
            rich.progress.TextColumn("{task.description}"),
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            rich.progress.TimeRemainingColumn(),
        )
        with rich.progress.Progress(*columns, console=self._err, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda: bar.advance(task)


def log_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--log-json``, given to the command as ``console``."""
    return click.option(
        "--log-json",
        "console",
        is_flag=True,
        callback=lambda _context, _option, value: Console(log_json=value),
        help="One JSON object a line, for machines.",
    )(command)
