"""Serve the demo web by hand: ``python -m scrapers.demoweb --port 8000 --night 1``."""

import time

import click

from scrapers.demoweb.server import DemoWeb


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--night", type=click.IntRange(1, 2), default=1, show_default=True, help="Which crawl night to show.")
@click.option("--delay", type=click.FloatRange(0), default=0.0, help="Seconds that every answer waits.")
def main(port: int, night: int, delay: float) -> None:
    """Serve the five outlets of the demo web until interrupted."""
    with DemoWeb(night=night, port=port, delay=delay) as web:
        click.echo(f"{web.url}, night {night}. Ask for a host in the Host header, for example:")
        click.echo(f"curl -H 'Host: www.laprensagrafica.com' {web.url}/sitemaps/news-daily.xml")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("stopped")


if __name__ == "__main__":
    main()
