"""A task done on a real private desktop with a model behind a real server that says what to do."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gui_agent.chat.script import Answer, Asked, Reply
from gui_agent.chat.scripted_server import ScriptedServer

TASK = "make a note about the meeting on Monday"
NOTE = "Meeting on Monday at ten"


def say(thought: str, action: dict[str, object], expect: dict[str, object] | None = None) -> Reply:
    return Answer(json.dumps({"thought": thought, "action": action} | ({"expect": expect} if expect else {})))


class Secretary:
    """Decides from what it is shown: starts the editor, writes the note, and stops when it stands there."""

    def __call__(self, asked: Asked) -> Reply:
        if "Break the task down" in asked.text:
            return Answer(json.dumps({"subgoals": [{"goal": TASK, "reached_when": {"see": NOTE}}]}))
        if TASK not in asked.text:
            return Answer('{"colour": "red", "count": 3}')  # Asked what it can do.
        screen = asked.text[asked.text.index("\nScreen ") :]
        if f"worked, “{NOTE}” is on the screen" in asked.text:
            return say("it is written", {"do": "done", "answer": "the note is written"})
        if "Mousepad" not in screen:
            return say("open an editor", {"do": "launch", "application": "mousepad"}, {"opens": "Mousepad"})
        if "1. launch" in asked.text and "2. click" not in asked.text and (menu := self._number(screen)):
            return say("show the menu", {"do": "click", "target": menu}, {"changes": "screen"})
        if "2. click" in asked.text and "3. press" not in asked.text:
            return say("close the menu", {"do": "press", "keys": ["escape"]}, {"changes": "screen"})
        return say("write it", {"do": "type", "text": NOTE}, {"see": NOTE})

    def _number(self, screen: str) -> int | None:
        found = re.search(r'\[(\d+)\] (?:[a-z ]+ )?"Edit"', screen)
        return int(found[1]) if found else None


@pytest.mark.app
@pytest.mark.x11
def test_a_task_in_free_words_is_done_by_a_served_model(tmp_path: Path) -> None:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    missing = [p for p in ("Xvfb", "openbox", "dbus-daemon", "mousepad") if shutil.which(p) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    with ScriptedServer(Secretary()) as server:
        command = [sys.executable, "-m", "gui_agent.cli", "run", TASK, "--json"]
        command += [
            "--model",
            f"{server.address}#secretary",
            "--runs",
            str(tmp_path / "runs"),
            "--max-steps",
            "8",
        ]
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache")}
        environment |= {"XDG_DATA_HOME": str(tmp_path / "data")}
        done = subprocess.run(command, capture_output=True, text=True, timeout=170, env=environment)
    assert done.returncode == 0, done.stderr + done.stdout[-2000:]
    *steps, verdict = (json.loads(line) for line in done.stdout.splitlines())
    assert verdict["verdict"] == "accomplished"
    assert steps[0]["planned"]["kind"] == "launch"
    assert [s["planned"]["kind"] for s in steps][-2:] == ["type", "done"]
    assert [s["usage"]["model_calls"] for s in steps] == [2, *[1] * (len(steps) - 1)]
    assert all(s["usage"]["input_tokens"] > 0 for s in steps)
    assert steps[-1]["plan"]["subgoals"] == [TASK]


def test_a_task_the_step_language_does_not_have_says_how_to_connect_a_model(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gui_agent.cli", "run", "make my document look prettier"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=Path.cwd())
    assert done.returncode == 2
    assert "--model openai:NAME" in done.stderr


def test_a_model_that_cannot_be_named_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gui_agent.cli", "run", "tidy up", "--model", "gpt", "--runs"]
    done = subprocess.run([*command, str(tmp_path / "runs")], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "names no model" in done.stderr
    assert not (tmp_path / "runs").exists()
