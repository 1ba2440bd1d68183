"""``record`` and ``replay`` say in one line what is wrong with what they were given."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from actions.action import PressKeys, TypeText
from actions.geometry import Box
from actions.local import open_x11
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.journal import Journal, RunHeader, read_journal
from gui_agent.recording.making import SECRET
from gui_agent.recording.writing import write_recording
from gui_agent.types import Ending, Observation, PlannedAction, Step
from tests.conftest import XServer

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


def test_what_was_done_before_the_display_went_away_is_kept(tmp_path: Path, x_server: XServer) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "gui_agent.cli", "record", str(out), "--computer", x_server.name]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as recording:
        assert recording.stderr is not None
        assert any(line.startswith("Recording.") for line in recording.stderr)
        with open_x11(x_server.name) as hands:
            hands.execute(PressKeys(("ctrl", "s")))
            hands.execute(PressKeys(("tab",)))
        assert "press Ctrl+S" in recording.stderr.readline()
        x_server.process.terminate()
        _, said = recording.communicate(timeout=60)
    assert (recording.returncode, "the display" in said) == (4, True)
    assert [step.action for step in read_journal(out).steps()] == [
        PressKeys(("ctrl", "s")),
        PressKeys(("tab",)),
    ]


def test_a_folder_with_other_files_is_refused_before_anything_is_shown(
    tmp_path: Path, x_display: str
) -> None:
    (tmp_path / "mine.txt").touch()
    code, said = gui_agent("record", str(tmp_path), "--computer", x_display)
    assert (code, said.count("\n")) == (2, 1)
    assert "already holds other files; choose another one" in said
