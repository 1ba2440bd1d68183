"""A real terminal that tests type into and read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


class Tmux:
    """A window of its own in a terminal multiplexer that all tests share."""

    def __init__(self, socket: Path, folder: Path) -> None:
        self._socket, self._folder = socket, folder
        self._window = ""
        # Sizes of another terminal would be believed before this one's.
        others = ("TMUX", "GUI_", "COLUMNS", "LINES")
        self._environment = {key: value for key, value in os.environ.items() if not key.startswith(others)}
        self._own = {
            "PYTHONPATH": str(ROOT),
            "GUI_AGENT_CONFIG": str(folder / "config.toml"),
            "GUI_AGENT_RUNS": str(folder / "runs"),
            "GUI_AGENT_SCREEN": "640x480",
            "LC_ALL": "C.UTF-8",
        }

    def open(self, *flags: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        command = f"{sys.executable} -m gui_agent.cli {' '.join(flags)}; echo left with $?; sleep 30"
        variables = {**self._own, **environment}
        own = [each for name, value in variables.items() for each in ("-e", f"{name}={value}")]
        width, height = map(str, size)
        ask = ["-P", "-F", "#{session_id}", "-c", str(self._folder)]
        opened = self._do("new-session", "-d", "-x", width, "-y", height, *ask, *own, command)
        self._window = opened.strip()

    def press(self, *keys: str) -> None:
        self._do("send-keys", "-t", self._window, *keys)

    def say(self, text: str) -> None:
        self._do("send-keys", "-t", self._window, "-l", text)
        self.press("Enter")

    def resize(self, width: int, height: int) -> None:
        self._do("resize-window", "-t", self._window, "-x", str(width), "-y", str(height))

    def screen(self, *flags: str) -> str:
        return self._do("capture-pane", "-p", "-t", self._window, *flags)

    def until(self, holds: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + 45
        while time.monotonic() < deadline:
            if holds(seen := self.screen()):
                return seen
            time.sleep(0.1)
        pytest.fail(f"it did not come:\n{self.screen()}")

    def shows(self, *words: str) -> str:
        return self.until(lambda seen: all(word in seen for word in words))

    def attaching(self) -> list[str]:
        """Return the command of a terminal window on this one."""
        attach = ["tmux", "-f", "/dev/null", "-S", str(self._socket), "attach", "-t", self._window]
        return ["xterm", "-e", *attach]

    def close(self) -> None:
        if self._window:
            self._do("kill-session", "-t", self._window)

    def _do(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-f", "/dev/null", "-S", str(self._socket), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=self._environment,
            cwd=self._folder,
        )
        return done.stdout
