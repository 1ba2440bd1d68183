"""A note written and saved in a real editor by models with a computer tool, behind a real server."""

import base64
import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from actions.codecs.frame import Frame
from actions.geometry import Box, Size
from gui_agent.chat.script import Answer, Asked, Reply
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import ToolCall
from gui_agent.safety import SafetyCheck

TASK = "make a note about the meeting on Monday and keep it"
NOTE = "Meeting on Monday at ten"
SCREEN = Size(1920, 1080)
DOUBT = SafetyCheck("sc_1", "sensitive", "Saving may overwrite a file.")


def size_of_picture(body: Any) -> Size:
    """Return the size of the last screenshot in a request."""
    text = json.dumps(body)
    start = text.rindex("iVBORw0KGgo")
    header = base64.b64decode(text[start : start + 64])
    return Size(*struct.unpack(">II", header[16:24]))


class Secretary:
    """Writes the note in a few turns, with the calls of one provider or the other."""

    def __init__(self, provider: str, file: Path) -> None:
        self._provider, self._file = provider, file
        self.sent = Size(0, 0)

    def __call__(self, asked: Asked) -> Reply:
        self.sent = size_of_picture(asked.body)
        middle = [self.sent.width // 2, self.sent.height // 2]
        match asked.number:
            case 1:
                call = ToolCall("l1", "launch", {"application": "mousepad"})
                return Answer("I open an editor.", (call,), "tools")
            case 2:
                return self._turn(
                    2,
                    {"action": "left_click", "coordinate": middle},
                    {"action": "type", "text": NOTE},
                    {"action": "key", "text": "ctrl+s"},
                    {"action": "type", "text": "THIS MUST NOT BE TYPED"},
                )
            case 3:
                assert "a window opened" in asked.text or "another window is in front" in asked.text
                return self._turn(
                    3,
                    {"action": "key", "text": "ctrl+a"},
                    {"action": "type", "text": str(self._file)},
                    {"action": "key", "text": "Return"},
                    {"action": "screenshot"},
                )
        if not self._file.exists():  # in place of looking: the editor is still at it
            return self._turn(asked.number, {"action": "wait", "duration": 1})
        return Answer("The note is saved.")

    def _turn(self, number: int, *wanted: dict[str, Any]) -> Answer:
        if self._provider == "openai":
            actions = [_as_openai(action) for action in wanted]
            checks = (DOUBT,) if number == 3 else ()
            calls = [ToolCall(f"c{number}", "computer", {"actions": actions}, "computer", checks)]
        else:
            calls = [_member(f"t{number}{place}", dict(one)) for place, one in enumerate(wanted)]
        return Answer("I go on.", tuple(calls), "tools")


def _member(name: str, wanted: dict[str, Any]) -> ToolCall:
    return ToolCall(name, str(wanted.pop("action")), wanted, "computer")


def _as_openai(wanted: dict[str, Any]) -> dict[str, Any]:
    match wanted:
        case {"action": "left_click", "coordinate": [x, y]}:
            return {"type": "click", "button": "left", "x": x, "y": y}
        case {"action": "type", "text": text}:
            return {"type": "type", "text": text}
        case {"action": "key", "text": text}:
            return {"type": "keypress", "keys": text.upper().split("+")}
        case {"action": "wait"}:
            return {"type": "wait"}
    return {"type": "screenshot"}


@pytest.mark.app
@pytest.mark.x11
@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_note_is_written_and_saved(provider: str, tmp_path: Path) -> None:
    pytest.importorskip(provider, reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    missing = [p for p in ("Xvfb", "openbox", "dbus-daemon", "mousepad") if shutil.which(p) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    note = tmp_path / "note.txt"
    secretary = Secretary(provider, note)
    with ScriptedServer(secretary) as server:
        address = server.address if provider == "openai" else server.root
        command = [sys.executable, "-m", "gui_agent.cli", "run", TASK, "--json", "--max-steps", "12"]
        command += ["--model", f"{provider}-computer+{address}#secretary", "--runs", str(tmp_path / "runs")]
        command += ["--screen", f"{SCREEN.width}x{SCREEN.height}"]
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache")}
        done = subprocess.run(command, capture_output=True, text=True, timeout=170, env=environment)
    assert done.returncode == 0, done.stderr + done.stdout[-3000:]
    assert note.read_text().strip() == NOTE
    *steps, verdict = (json.loads(line) for line in done.stdout.splitlines())
    assert verdict["explanation"] == "The note is saved."
    kinds = [step["planned"]["kind"] for step in steps]
    waits = kinds.count("wait")
    assert [kind for kind in kinds if kind != "wait"] == [
        "launch",
        "click",
        "type",
        "press",
        "press",
        "type",
        "press",
        "done",
    ]
    assert len(server.asked) == 4 + waits
    clicked = steps[1]["action"]["point"]
    frame = Frame.resized(secretary.sent, Box(0, 0, SCREEN.width, SCREEN.height))
    exactly = frame.to_screen(secretary.sent.width // 2, secretary.sent.height // 2)
    assert clicked == [exactly.x, exactly.y]
    assert (secretary.sent == SCREEN) is (provider == "openai")
    if provider == "openai":
        assert steps[4]["planned"]["safety_checks"][0]["message"] == DOUBT.message
