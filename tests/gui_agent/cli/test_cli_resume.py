"""A run whose process was killed goes on where it was."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gui_agent.journal import FILE_NAME, Journal, RunHeader, read_journal
from tests.gui_agent.cli.test_cli import gui_agent

TASK = 'Open xterm, type "echo one > one.txt", press Enter, then wait until the window Nowhere is open'
REST = "Open xterm, then wait 2 seconds, then wait 0.1 seconds"


def killed(runs: Path, task: str, at_step: int) -> Path:
    """Run ``task`` and kill the process in the middle of a step; return the run's folder."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "gui_agent.cli", "run", task, "--runs", str(runs), "--screen", "640x480"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wanted = f'"number":{at_step},'
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        journals = list(runs.glob(f"*/{FILE_NAME}"))
        text = journals[0].read_text() if journals else ""
        if any('"kind":"intent"' in line and wanted in line for line in text.splitlines()):
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.02)
    assert process.wait(30) == -signal.SIGKILL
    return journals[0].parent


@pytest.mark.x11
@pytest.mark.skipif(shutil.which("xterm") is None, reason="needs xterm")
def test_a_killed_run_goes_on_in_its_folder(tmp_path: Path) -> None:
    folder = killed(tmp_path, REST, at_step=2)
    done = gui_agent("resume", str(folder), "--json", GUI_AGENT_SCREEN="640x480")
    verdict = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, verdict["verdict"]) == (0, "accomplished"), done.stderr
    assert Path(verdict["folder"]) == folder
    contents = read_journal(folder)
    assert len(contents.taken_up) == 1
    assert [step.number for step in contents.steps()] == list(range(1, len(contents.steps()) + 1))
    again = gui_agent("resume", str(folder))
    assert again.returncode == 2
    assert "came to its end" in again.stderr


@pytest.mark.x11
@pytest.mark.skipif(shutil.which("xterm") is None, reason="needs xterm")
def test_what_was_done_for_good_is_not_done_twice_and_what_is_left_is_said(tmp_path: Path) -> None:
    folder = killed(tmp_path, TASK, at_step=4)
    written = folder / "home" / "one.txt"
    before = written.stat().st_mtime_ns
    done = gui_agent("resume", str(folder), GUI_AGENT_SCREEN="640x480")
    assert done.returncode == 2
    assert "wait until the window Nowhere is open" in done.stderr
    assert "Traceback" not in done.stderr
    assert written.stat().st_mtime_ns == before


def test_a_model_that_cannot_be_reached_changes_nothing(tmp_path: Path) -> None:
    with contextlib.closing(Journal(tmp_path / "run", RunHeader("do it", "virtual"))) as journal:
        (journal.folder / "home").mkdir()
    before = (tmp_path / "run" / FILE_NAME).read_bytes()
    done = gui_agent("resume", str(tmp_path / "run"), "--model", "http://127.0.0.1:9/v1#any")
    assert (done.returncode, "cannot reach the model" in done.stderr) == (2, True), done.stderr
    assert (tmp_path / "run" / FILE_NAME).read_bytes() == before
    assert [path.name for path in (tmp_path / "run").glob("home*")] == ["home"]


@pytest.mark.parametrize("command", ["resume", "report", "replay"])
def test_what_is_no_run_is_one_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00nonsense\n")
    done = gui_agent(command, str(tmp_path))
    assert done.returncode == 2
    assert "is not a journal record" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
