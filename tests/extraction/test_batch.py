"""Worker processes do not outlive the run that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]


def test_workers_end_when_the_run_is_killed(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "a", "text": "Un hombre fue asesinado ayer en Apopa."}\n' * 3000)
    command = [sys.executable, str(ROOT / "sucesos.py"), "extract", "--workers", "2", "--articles", str(source)]
    run = subprocess.Popen([*command, "--out", str(tmp_path / "out.jsonl")], cwd=ROOT)
    children: list[psutil.Process] = []
    deadline = time.monotonic() + 30
    while len(children) < 3 and time.monotonic() < deadline:  # two workers and the resource tracker
        time.sleep(0.1)
        children = psutil.Process(run.pid).children(recursive=True)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
    assert not (tmp_path / "out.jsonl").exists()
