"""The command line and the nightly job; above all."""

import click

from commands import reading, stages


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


for command in (stages.extract, reading.evaluate, reading.explain, reading.expressions):
    cli.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    cli()


if __name__ == "__main__":
    main()
