"""``gui-agent test`` as a tester meets it: a real application, a planted defect, a flaky start."""

import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.gui_agent.cli.test_cli import gui_agent
from tests.widgets.harness import SYSTEM_PYTHON, require, wait_until

FORM = Path(__file__).parents[2] / "widgets" / "gtk_form.py"
TESTS = f"""
- name: A name is saved
  launch: [{SYSTEM_PYTHON}, "{FORM}"]
  tags: [good]
  data: [{{name: Ana}}]
  steps:
    - Type "{{name}}" into the Name field
    - Click Save
    - Make sure that "Saved {{name}}, without newsletter" can be read
- name: The newsletter is kept
  launch: [{SYSTEM_PYTHON}, "{FORM}", --broken]
  steps:
    - Check Newsletter
    - Click Save
    - Make sure that "with newsletter" can be read
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    require("Xvfb", "openbox", "dbus-daemon", SYSTEM_PYTHON)
    (tmp_path / "form.steps.yaml").write_text(TESTS)
    return tmp_path


def test_a_defect_is_found_and_what_works_passes(folder: Path) -> None:
    xml = folder / "results.xml"
    done = gui_agent(
        *("test", str(folder), "--runs", str(folder / "runs"), "--workers", "2"),
        *("--junit", str(xml), "--html", str(folder / "results.html"), "--screen", "800x600"),
        timeout=240,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "✓ A name is saved [Ana]" in done.stdout
    assert 'failed: “Make sure that "with newsletter" can be read”' in done.stdout
    assert "1 passed, 1 failed" in done.stdout
    cases = {case.get("name"): [c.tag for c in case] for case in ElementTree.parse(xml).getroot()[0]}
    assert cases == {"A name is saved [Ana]": [], "The newsletter is kept": ["failure"]}
    assert (folder / "results.html").is_file()


def test_tests_are_chosen_by_tag_and_listed(folder: Path) -> None:
    done = gui_agent("test", str(folder), "--tag", "good", "--list")
    assert done.stdout.splitlines() == [f"{folder / 'form.steps.yaml'}::A name is saved [Ana]"]
    assert gui_agent("test", str(folder), "-k", "nothing like it").returncode == 2


def test_a_file_that_cannot_be_read_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "a.steps.md").write_text("# One\n1. Make it pretty\n")
    done = gui_agent("test", str(tmp_path))
    assert done.returncode == 2
    assert "a.steps.md:2:4: I do not understand" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stop_ends_everything_at_once_and_keeps_what_was_played(tmp_path: Path, workers: str) -> None:
    require("Xvfb", "openbox", "dbus-daemon")
    (tmp_path / "slow.steps.md").write_text("".join(f"# Test {n}\n1. Wait 40 seconds\n" for n in range(4)))
    xml = tmp_path / "results.xml"
    command = [sys.executable, "-m", "gui_agent.cli", "test", str(tmp_path), "--runs", str(tmp_path / "runs")]
    playing = subprocess.Popen(
        [*command, "--workers", workers, "--junit", str(xml)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: list(tmp_path.glob("runs/*/*/attempt-1/steps/journal.jsonl")), what="a test")
    playing.send_signal(signal.SIGTERM)
    _, errors = playing.communicate(timeout=30)
    assert playing.returncode == 3, errors
    assert "stopped after 0 of 4" in errors
    assert "Traceback" not in errors
    assert xml.is_file()


def test_a_stop_while_a_program_starts_is_no_failed_test(tmp_path: Path) -> None:
    require("Xvfb", "openbox", "dbus-daemon")
    head = "---\nlaunch: [sleep, '60']\n---\n"
    (tmp_path / "slow.steps.md").write_text(f"{head}# One\n1. Press Enter\n# Two\n1. Press Enter\n")
    command = [sys.executable, "-m", "gui_agent.cli", "test", str(tmp_path), "--runs", str(tmp_path / "runs")]
    playing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: list(tmp_path.glob("runs/*/*/attempt-1/*launch/journal.jsonl")), what="a start")
    playing.send_signal(signal.SIGTERM)
    _, errors = playing.communicate(timeout=30)
    assert (playing.returncode, "stopped after 0 of 2" in errors) == (3, True)
