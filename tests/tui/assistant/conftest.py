"""Terminals for tests of the assistant."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.assistant.tmux import Tmux


@pytest.fixture(scope="module")
def multiplexer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Start a terminal multiplexer of our own and return its socket."""
    socket = tmp_path_factory.mktemp("tmux") / "socket"
    command = ["tmux", "-f", "/dev/null", "-S", str(socket)]
    clean = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    subprocess.run([*command, "new-session", "-d", "-s", "first", "sleep", "3600"], check=True, env=clean)
    yield socket
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def terminal(multiplexer: Path, tmp_path: Path) -> Iterator[Tmux]:
    tmux = Tmux(multiplexer, tmp_path)
    yield tmux
    tmux.close()
