"""``scrapy genspider -t outlet`` writes a spider that is an outlet, small enough to read."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from scrapers.outlet import OutletSpider
from scrapers.run import spiders

ROOT = Path(__file__).parents[2]


def test_template_makes_an_outlet(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "__init__.py").touch()
    command = [sys.executable, "-m", "scrapy", "genspider", "-t", "outlet", "noticias", "noticias.example"]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]), "SCRAPY_SETTINGS_MODULE": "scrapers.settings"}
    done = subprocess.run(
        [*command, "-s", "NEWSPIDER_MODULE=drafts"], cwd=tmp_path, env=os.environ | paths, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    file = tmp_path / "drafts" / "noticias.py"
    spec = importlib.util.spec_from_file_location("noticias", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    spider = module.NoticiasSpider
    assert issubclass(spider, OutletSpider)
    assert spider.name == "noticias"
    assert spider.rules.is_article("https://noticias.example/una-nota-de-hoy/")


def test_spiders_stay_descriptions() -> None:
    lengths = sorted(len((ROOT / "scrapers" / "spiders" / f"{name}.py").read_text("utf-8").splitlines()) for name in spiders())
    assert lengths[-1] <= 60
    assert lengths[len(lengths) // 2] <= 48
