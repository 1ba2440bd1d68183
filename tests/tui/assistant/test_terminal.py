"""The assistant in a real terminal, driven by its keyboard, as a new user would try it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("tmux", "Xvfb", "openbox", "xterm")),
    reason="needs tmux, xvfb, openbox and xterm",
)
ROOT = Path(__file__).parents[3]


class Tmux:
    """A terminal multiplexer of our own, with one window."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "tmux"
        self._folder = folder
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TMUX", "GUI_"))}
        self._environment = inherited | {
            "PYTHONPATH": str(ROOT),
            "GUI_AGENT_CONFIG": str(folder / "config.toml"),
            "GUI_AGENT_RUNS": str(folder / "runs"),
            "GUI_AGENT_SCREEN": "640x480",
            "LC_ALL": "C.UTF-8",
        }

    def open(self, *flags: str, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        command = f"{sys.executable} -m gui_agent.cli {' '.join(flags)}; echo left with $?; sleep 30"
        own = [each for name, value in environment.items() for each in ("-e", f"{name}={value}")]
        width, height = map(str, size)
        self._do("-f", "/dev/null", "new-session", "-d", "-x", width, "-y", height, *own, command)

    def press(self, *keys: str) -> None:
        self._do("send-keys", *keys)

    def say(self, text: str) -> None:
        self._do("send-keys", "-l", text)
        self.press("Enter")

    def resize(self, width: int, height: int) -> None:
        self._do("resize-window", "-x", str(width), "-y", str(height))

    def screen(self, *flags: str) -> str:
        return self._do("capture-pane", "-p", *flags)

    def until(self, holds: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if holds(seen := self.screen()):
                return seen
            time.sleep(0.1)
        pytest.fail(f"it did not come:\n{self.screen()}")

    def shows(self, *words: str) -> str:
        return self.until(lambda seen: all(word in seen for word in words))

    def close(self) -> None:
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True)

    def _do(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=self._environment,
            cwd=self._folder,
        )
        return done.stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path)
    yield tmux
    tmux.close()


def test_the_tour_runs_is_found_in_the_history_and_becomes_a_test(terminal: Tmux, tmp_path: Path) -> None:
    terminal.open()
    terminal.shows("What shall I do?", "ready", "F6 connects")
    terminal.say("/tour")
    terminal.shows("accomplished", "That was a whole run")
    terminal.press("F4")
    terminal.shows("When", "accomplished", "Open xterm")
    terminal.press("t")
    terminal.shows("gui-agent test")
    terminal.press("e")
    terminal.shows("run.json")
    terminal.press("Enter")
    terminal.until(lambda seen: "When" not in seen and "Open xterm, then type" in seen)
    terminal.press("C-q")
    terminal.shows("left with 0")
    assert len(list(tmp_path.glob("runs/*/*.steps.md"))) == 1


def test_commands_are_completed_settings_saved_and_small_terminals_told(
    terminal: Tmux, tmp_path: Path
) -> None:
    terminal.open(NO_COLOR="1")
    terminal.shows("What shall I do?", "ready")
    assert "\x1b[3" not in terminal.screen("-e").replace("\x1b[39m", "")
    terminal.press("/", "s", "e")
    terminal.shows("/settings")
    terminal.press("Right", "Enter")
    terminal.shows("Computer", "Grounder", "Check the model")
    terminal.say("http://nowhere")
    terminal.press("C-s")
    terminal.shows("lacks the model's name")
    terminal.press("C-u")
    terminal.say("http://127.0.0.1:9/v1#none")
    terminal.press("F7")
    terminal.shows("✗")
    terminal.press("C-s")
    terminal.shows("Saved in")
    assert "127.0.0.1:9/v1#none" in (tmp_path / "config.toml").read_text()
    terminal.resize(30, 8)
    terminal.shows("This terminal is 30×8")
    terminal.resize(80, 24)
    terminal.shows("What shall I do?")


def test_plain_lines_are_enough_for_a_task(terminal: Tmux) -> None:
    terminal.open("--plain")
    terminal.shows("Say what to do", "What shall I do?")
    terminal.say("make it prettier")
    terminal.shows("prettier")
    terminal.say("Open xterm")
    seen = terminal.shows("Step 1:", "worked:", "Done:", "Report:")
    assert not set(seen) & set("▀│─●")
    terminal.say("/quit")
    terminal.shows("left with 0")
