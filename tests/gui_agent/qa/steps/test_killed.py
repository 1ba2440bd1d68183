"""Whatever ends a run of tests, no desktop and no process of it stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb (apt-get install xvfb)")


def below(pid: int) -> dict[int, str]:
    """Return the command lines of all processes that ``pid`` started, and those in turn."""
    found: dict[int, str] = {}
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in map(int, children):
            found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            found |= below(child)
    except OSError:
        pass  # ended meanwhile
    return found


def comes(condition: object, seconds: float = 40.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:  # type: ignore[operator]
        time.sleep(0.05)
    return bool(condition())  # type: ignore[operator]


def desktops(processes: dict[int, str]) -> list[int]:
    return [pid for pid, command in processes.items() if command.startswith("Xvfb ")]


def playing(folder: Path) -> subprocess.Popen[str]:
    """Start two tests side by side and return once both have their desktops."""
    (folder / "a.steps.md").write_text("# One\n1. wait 60 seconds\n# Two\n1. wait 60 seconds\n")
    command = [sys.executable, "-m", "gui_agent.cli", "test", str(folder / "a.steps.md")]
    options = ["--workers", "2", "--runs", str(folder / "runs"), "--junit", str(folder / "results.xml")]
    run = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert comes(lambda: len(desktops(below(run.pid))) == 2)
    return run


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    run = playing(tmp_path)
    processes = below(run.pid)
    run.send_signal(how)
    run.communicate(timeout=40)
    assert comes(lambda: not [pid for pid in processes if Path(f"/proc/{pid}").exists()])


def test_a_worker_that_is_killed_is_a_broken_test_and_no_failed_one(tmp_path: Path) -> None:
    run = playing(tmp_path)
    worker = next(pid for pid, command in below(run.pid).items() if "spawn_main" in command)
    os.kill(worker, signal.SIGKILL)
    told, _ = run.communicate(timeout=40)
    assert run.returncode == 4
    assert "a process was killed" in told
    assert "2 broken" in told
    assert (tmp_path / "results.xml").read_text("utf-8").count("<error") == 2
