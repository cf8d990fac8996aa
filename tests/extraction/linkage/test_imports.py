"""Linkage runs where spaCy is not wanted."""

import subprocess
import sys


def test_linkage_does_not_load_spacy() -> None:
    code = "import sys, extraction.linkage; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
