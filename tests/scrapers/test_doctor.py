"""The doctor finds what is wrong with an outlet, says what to do, and keeps nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scrapers.body import css
from scrapers.demoweb import DEMO_OUTLETS, DemoWeb
from scrapers.doctor import examine
from scrapers.run import spiders
from scrapers.sources import DatedArchive, Section
from sucesos import cli
from tests.scrapers.fakeweb import FakeWeb


@pytest.mark.parametrize("name", sorted(spiders()))
def test_every_selector_can_be_read(name: str) -> None:
    spider = spiders()[name]
    rules = spider.selectors
    for selector in (
        *rules.body,
        rules.title,
        rules.summary,
        rules.author,
        rules.date,
        rules.section,
        rules.tags,
        rules.drop,
        rules.stop,
    ):
        if selector:
            css(selector)
    for source in (source for chain in spider.chains for source in chain):
        if isinstance(source, Section):
            css(source.links)
            css(source.block or "a")
            assert not source.next_url or "{page}" in source.next_url
        if isinstance(source, DatedArchive):
            css(source.links)


def test_the_demo_web_is_examined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with DemoWeb() as web:
        found = {one.outlet: one for one in examine(DEMO_OUTLETS, web.url, progress=False)}
        asked = len(web.visits)
    assert set(found) == set(DEMO_OUTLETS)
    assert all(any(probe.entries for probe in one.probes) for one in found.values())
    assert all(one.story and one.story["words"] > 30 for one in found.values())
    refused = next(probe for probe in found["eldiariodehoy"].probes if probe.url.endswith("www.elsalvador.com/feed/"))
    assert "403" in (refused.problem or "")
    assert any("refuses us" in advice for advice in found["eldiariodehoy"].advice)
    # robots.txt, each source once or twice, and five stories: little for five outlets.
    assert asked < 90
    assert list(tmp_path.iterdir()) == []


def test_a_mirror_without_the_outlet() -> None:
    with FakeWeb() as web:
        result = CliRunner().invoke(cli, ["doctor", "elmundo", "--mirror", web.url, "--json"])
    assert result.exit_code == 1
    told = json.loads(next(line for line in result.output.splitlines() if line.startswith("{")))
    assert told["status"] == "absent"
    assert "is its address right" in result.output


def test_wrong_words() -> None:
    for words in (("elmundito",), ("--mirror", "nowhere")):
        refused = CliRunner().invoke(cli, ["doctor", *words])
        assert refused.exit_code == 2, refused.output
