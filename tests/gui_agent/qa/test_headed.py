"""Tests on a person's own desktop, who uses mouse and keyboard meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.geometry import Point
from evals.bench.nested_display import Person, nested_display
from evals.bench.pseudo_terminal import open_terminal

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in ("Xvfb", "Xephyr", "openbox")),
        reason="needs xvfb, xserver-xephyr and openbox",
    ),
]
SUITE = """
import pathlib
from gui_agent.expectation import TextVisible
from gui_agent.types import PlannedAction

def test_it(agent, gui_desk):
    pathlib.Path("begun").touch()
    gui_desk.do(PlannedAction("wait", arguments={"seconds": 8.0}))
    agent.press("f7")
    pathlib.Path("over").touch()
"""
COMMAND = [sys.executable, "-m", "pytest", "-q", "-p", "gui_agent.qa.plugin", "-p", "no:cacheprovider"]


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[tuple[dict[str, str], Person]]:
    (tmp_path / "test_it.py").write_text(SUITE)
    with nested_display() as (display, person):
        roots = os.pathsep.join(sys.path)
        yield {"DISPLAY": display, "PYTHONPATH": roots, "TERM": "xterm"}, person


def take_over(person: Person, folder: Path) -> None:
    until = time.monotonic() + 60
    while not (folder / "begun").exists() and time.monotonic() < until:
        time.sleep(0.1)
    for at in (200, 400, 300):
        person.move_to(Point(at, at))
        time.sleep(0.3)


def test_the_terminal_says_so_and_enter_goes_on(
    tmp_path: Path, desktop: tuple[dict[str, str], Person]
) -> None:
    environment, person = desktop
    command = [*COMMAND, "--gui-headed", "--rootdir", str(tmp_path), str(tmp_path)]
    changed = ["sh", "-c", f'cd "{tmp_path}" && exec "$@"', "sh", *command]
    with open_terminal(changed, tmp_path, **environment) as terminal:
        take_over(person, tmp_path)
        terminal.wait_for(b"You took over (the mouse was moved). Enter lets the agent go on")
        assert not (tmp_path / "over").exists()
        terminal.type(b"\r")
        terminal.wait_for(b"1 passed")
    assert (tmp_path / "over").exists()


def test_without_a_terminal_the_test_fails_and_says_why(
    tmp_path: Path, desktop: tuple[dict[str, str], Person]
) -> None:
    environment, person = desktop
    running = subprocess.Popen(
        [*COMMAND, "--gui-headed", str(tmp_path)],
        env={**os.environ, **environment},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    take_over(person, tmp_path)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 1
    assert re.search(r"You used mouse or keyboard \(the mouse was moved\) while the test worked", said)
    assert not (tmp_path / "over").exists()
