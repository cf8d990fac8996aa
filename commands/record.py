"""The command ``record``: keep a page of an outlet for the tests."""

from pathlib import Path

import click

from commands.console import BadInput, CannotRun, Console, log_option
from commands.options import mirror_option


@click.command()
@click.argument("url")
@click.option("--case", metavar="NAME", help="Name of the case, such as 2016_articulo.  [default: from the URL]")
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/scrapers/pages"),
    show_default=True,
    help="Folder of the recorded pages.",
)
@mirror_option
@log_option
def record(url: str, case: str | None, pages: Path, mirror: str | None, console: Console) -> None:
    """Fetch one story as the crawl would, robots.txt included, and keep it as a recorded page for the tests.

    The page is the outlet's work: rewrite its words and invent its names before you commit it (docs/add_an_outlet.md).

    \b
    Examples:
      sucesos record https://www.diariocolatino.com/una-nota-de-hoy/
      sucesos record URL --case 2024_new_theme
    """
    from scrapers.mirror import MirrorError
    from scrapers.record import CannotRecord
    from scrapers.record import record as keep
    from scrapers.single import NoStory

    try:
        folder = keep(url, pages, case=case, mirror=mirror)
    except MirrorError as error:
        raise BadInput(str(error)) from error
    except (CannotRecord, NoStory) as error:
        raise CannotRun(str(error)) from error
    console.say(f"{folder}: now rewrite its words, then run pytest tests/scrapers/test_pages.py")
