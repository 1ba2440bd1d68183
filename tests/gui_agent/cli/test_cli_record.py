"""``record`` and ``replay`` say in one line what is wrong with what they were given."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from actions.action import TypeText
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.journal import Journal, RunHeader
from gui_agent.recording.making import SECRET
from gui_agent.recording.writing import write_recording
from gui_agent.types import Ending, Observation, PlannedAction, Step

REGION = Box(0, 0, 40, 30)
SEEN = Observation(Screenshot(np.zeros((30, 40, 3), np.uint8), REGION), ParsedScreen((), REGION))
HIDDEN = "{password}"
TYPED = Step(1, SEEN, PlannedAction("type", arguments={"text": HIDDEN, SECRET: "password"}), TypeText(HIDDEN))


def gui_agent(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "gui_agent.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    return done.returncode, done.stderr


def test_a_recording_without_its_secret_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    write_recording(tmp_path / "out", "Log in", [TYPED])
    code, said = gui_agent("replay", str(tmp_path / "out"), "--computer", "virtual")
    assert (code, "GUI_AGENT_SECRET_PASSWORD" in said) == (2, True)


def test_only_a_recording_of_a_person_can_be_written_back(tmp_path: Path) -> None:
    with Journal(tmp_path / "run", RunHeader("a task")) as journal:
        journal.end(Ending.ACCOMPLISHED, "")
    code, said = gui_agent("replay", str(tmp_path / "run"), "--write-back")
    assert (code, "no recording of a person" in said) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--computer", "virtual"), 2, "on local or on a display"),
        (("--computer", ":9999"), 4, "cannot be opened"),
    ],
)
def test_a_computer_on_which_nobody_can_be_watched_is_told(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    told = gui_agent("record", str(tmp_path / "out"), *arguments)
    assert (told[0], said in told[1]) == (code, True)
