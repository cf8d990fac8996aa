"""The command line and the nightly job; above all."""

import signal
import sqlite3
import sys
from typing import Any

import click

from commands import archive, backfill, calibration, changes, doctor, duplicates, explain, nightly, reading, record, stages, store
from commands.console import CannotRun


class _Group(click.Group):
    """Lists its commands in the order in which they are given; tells in a sentence that a database is unusable."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except sqlite3.Error as error:
            raise CannotRun(f"the database cannot be used: {error}. Is it whole, up to date, and is the disk free?") from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sucesos")
def cli() -> None:
    """Read Salvadoran news and build a database of violent incidents.

    \b
    First look:      sucesos demo
    Every night:     sucesos nightly
    One text:        sucesos explain article.txt --published 2017-06-13
    Files of texts:  sucesos extract --articles in.jsonl --out out.jsonl

    Exit status: 0 all well, 1 some outlet failed or degraded, 2 wrong use or bad input, 3 nothing could run.
    """


for command in (
    nightly.demo,
    nightly.nightly,
    stages.crawl,
    backfill.backfill,
    stages.extract,
    stages.link,
    stages.export,
    changes.changes,
    duplicates.duplicates,
    reading.evaluate,
    calibration.calibrate,
    explain.explain,
    reading.expressions,
    store.health,
    store.outlets,
    doctor.doctor,
    record.record,
    store.migrate,
    archive.reparse,
):
    cli.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    # Ended by the system, we end as an error does: what is open is closed, and processes that we started are ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # A reader of our output that stops early (sucesos explain … | head) is no error.
    try:
        cli()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
