"""The command ``doctor``: do the outlets' descriptions still fit their sites?"""

import json

import click

from commands.console import BadInput, Console, log_option
from commands.options import mirror_option


@click.command()
@click.argument("outlets", nargs=-1, metavar="[OUTLET]…")
@mirror_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object an outlet.")
@log_option
def doctor(outlets: tuple[str, ...], mirror: str | None, as_json: bool, console: Console) -> None:
    """Ask each source of the outlets once, read the newest story, and say what to do.

    A few requests to each outlet, with the manners of the crawl; nothing is stored. Exit status 1 if some outlet would bring no
    news tonight.

    \b
    Examples:
      sucesos doctor
      sucesos doctor elmundo elfaro
      sucesos doctor --mirror http://127.0.0.1:8000
    """
    from scrapers.doctor import Examination, examine
    from scrapers.mirror import MirrorError
    from scrapers.run import UnknownOutlet

    try:
        found = examine(outlets or None, mirror)
    except (MirrorError, UnknownOutlet) as error:
        raise BadInput(str(error)) from error

    def show(one: Examination) -> None:
        if one.status == "absent":
            click.echo(f"{one.outlet}: absent, the mirror does not hold it")
            return
        click.echo(f"{one.outlet}: {'well' if one.well and one.status == 'ok' else one.status}")
        for probe in one.probes:
            told = f"{probe.entries} stories{f', newest {probe.newest}' if probe.newest else ''}" if probe.entries else "no story"
            click.echo(f"  {probe.kind:10} {probe.url}\n             {told}{f'; {probe.problem}' if probe.problem else ''}")
        if one.story:
            known = ", ".join(f"{name} by {how}" for name, how in sorted(one.story["sources"].items()))
            click.echo(f"  story      {one.story['url']}\n             {one.story['words']} words; {known}")
            if one.missing or one.story["flags"]:
                click.echo(f"             {'; '.join([*(f'no {name}' for name in one.missing), *one.story['flags']])}")
        for advice in one.advice:
            click.echo(f"  -> {advice}")

    for one in found:
        if as_json:
            click.echo(json.dumps(one.row(), ensure_ascii=False))
        else:
            show(one)
    if all(one.status == "absent" for one in found):
        click.echo("the mirror holds none of these outlets: is its address right?")
        raise SystemExit(1)
    raise SystemExit(0 if all(one.well for one in found) else 1)
