"""Where a person is asked, by the processes that may own the window."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.asking_processes import AskingProcesses, ancestors

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    command = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "socket")]
    subprocess.run([*command, "new-session", "-d", "-s", "asks", "sleep", "600"], check=True)
    yield command
    subprocess.run([*command, "kill-server"], check=True)


@pytest.fixture
def attached(tmux: list[str]) -> Iterator[int]:
    far, near = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    client = subprocess.Popen(
        [*tmux, "attach", "-t", "asks"], stdin=near, stdout=near, stderr=near, env=environment
    )
    os.close(near)
    yield client.pid
    client.terminate()
    client.wait(10)
    os.close(far)


def within(tmux: list[str]) -> AskingProcesses:
    asked = subprocess.run(
        [*tmux, "list-panes", "-t", "asks", "-F", "#{pane_pid}"], check=True, capture_output=True, text=True
    )
    return AskingProcesses(int(asked.stdout), tmux[-1])


def test_without_a_multiplexer_it_is_the_line_of_our_ancestors() -> None:
    process = subprocess.Popen(["sleep", "60"])
    try:
        lines = AskingProcesses(process.pid, tmux="").lines()
        assert lines.known[0][0] == os.getpid()
        assert lines.known == (ancestors(process.pid),)
        assert not lines.maybe
    finally:
        process.kill()
        process.wait()


@needs_tmux
def test_within_tmux_it_is_what_is_attached_and_a_command_that_passes_is_not(
    tmux: list[str], attached: int
) -> None:
    asking = within(tmux)
    until(lambda: [line[0] for line in asking.lines().known] == [attached])
    passing = subprocess.Popen([*tmux, "wait-for", "nobody"])
    try:
        until(lambda: [line[0] for line in asking.lines().maybe] == [passing.pid])
        assert [line[0] for line in asking.lines().known] == [attached]
    finally:
        passing.kill()
        passing.wait()
