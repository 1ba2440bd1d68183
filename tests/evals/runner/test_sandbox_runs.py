"""Runs in real sandboxes, with real applications and real graders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evals.bench.killing import Victim, kill
from evals.bench.runner_tasks import write_tasks
from evals.episodes.result import Ending
from evals.episodes.run_folder import RunFolder
from evals.machines.errors import ImageError, MachineFailed
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox

pytestmark = [pytest.mark.app, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def machine() -> str:
    """Name the leanest sandbox that starts here."""
    for name in ("lean", "full"):
        try:
            with Sandbox(find_image(name)):
                return f"sandbox:{name}"
        except ImageError:
            continue
        except MachineFailed as error:
            if "namespaces" not in str(error):
                raise
            pytest.skip(str(error))
    pytest.skip("no root filesystem is built here (gui-agent machine build --lean)")


def start(tasks: Path, out: Path, machine: str, agent: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gui_agent.cli", "eval", "run", str(tasks), "--out", str(out)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, "--machine", machine, "--agent", agent],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=pipe,
        stderr=pipe,
        text=True,
    )


def endings(out: Path) -> list[Ending]:
    return [result.ending for result in RunFolder(out).results()]


def test_oracles_solve_and_a_killed_guest_server_is_no_failure(tmp_path: Path, machine: str) -> None:
    write_tasks(tmp_path / "tasks")
    process = start(tmp_path / "tasks", tmp_path / "run", machine, "oracle")
    # Where the server cannot be seen from here (no root) the run is undisturbed.
    kill(Victim.GUEST_SERVER, process.pid, 60)
    said = process.communicate(timeout=150)
    assert process.returncode == 0, said
    assert endings(tmp_path / "run") == [Ending.SOLVED] * 3


def test_doing_nothing_solves_nothing(tmp_path: Path, machine: str) -> None:
    write_tasks(tmp_path / "tasks")
    process = start(tmp_path / "tasks", tmp_path / "run", machine, "nothing")
    said = process.communicate(timeout=150)
    assert process.returncode == 0, said
    assert endings(tmp_path / "run") == [Ending.FAILED] * 3
