"""The pytest plugin as a tester uses it: a pytest of its own, a real application on a private desktop."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gui_agent.journal import read_journal
from tests.widgets.harness import SYSTEM_PYTHON, require

FORM = Path(__file__).parents[2] / "widgets" / "gtk_form.py"
GOOD = f"""
from gui_agent.qa import expect

def test_a_customer_is_saved(agent):
    agent.launch("{SYSTEM_PYTHON}", "{FORM}", "--slow")
    agent.locate("Name field").fill("Ana")
    news = agent.locate("Newsletter checkbox")
    news.check()
    expect(news).to_be_checked()
    expect(agent.locate("Name field")).to_hold("Ana")
    agent.locate("Save button").click()
    expect(agent.screen).to_show("Saved Ana, with newsletter")
    expect(agent.screen).not_to_show("Nothing saved yet")
    expect(agent.locate("Cancel button")).not_to_be_visible(timeout=0)
    assert "Save" in agent.locate("Save button").text

def test_a_task_in_words(agent, computer, tmp_path):
    agent.launch("{SYSTEM_PYTHON}", "{FORM}")
    agent.do('type "Bo" into the Name field, then click Save')
    expect(agent.screen).to_show("Saved Bo, without newsletter")
    assert (tmp_path / "home").is_dir()
    assert computer.screen_size.width == 800
"""
BAD = f"""
from gui_agent.qa import expect

def test_the_newsletter_is_kept(agent):
    agent.launch("{SYSTEM_PYTHON}", "{FORM}", "--broken")
    agent.locate("Newsletter").check()
    agent.locate("Save button").click()
    expect(agent.screen).to_show("with newsletter")
"""


def run_tests(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    require("Xvfb", "openbox", "dbus-daemon", SYSTEM_PYTHON)
    (folder / "test_customer.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "gui_agent.qa.plugin", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "--gui-screen", "800x600", "--gui-runs", str(folder / "runs"), *options, str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_locators_expectations_and_tasks_wait_and_pass(tmp_path: Path) -> None:
    done = run_tests(tmp_path, GOOD, "--gui-video")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
    assert list((tmp_path / "runs").rglob("video.mp4"))


def test_a_failure_shows_the_screen_and_the_record(tmp_path: Path) -> None:
    done = run_tests(tmp_path, BAD, "--gui-timeout", "3")
    assert done.returncode == 1, done.stdout
    assert "expected within 3 s that “with newsletter” can be read" in done.stdout
    (record,) = (line for line in done.stdout.splitlines() if line.startswith("record: "))
    folder = Path(record.removeprefix("record: ")).parent
    assert (folder / "report.html").is_file()
    assert read_journal(folder).steps()[0].planned.kind == "launch"
    (picture,) = (line for line in done.stdout.splitlines() if line.startswith("screenshot: "))
    assert Path(picture.removeprefix("screenshot: ")).is_file()
    assert "without newsletter" in done.stdout


@pytest.mark.parametrize("option", ["--gui-headed", "--gui-video", "--gui-runs", "--gui-screen"])
def test_the_options_are_explained(tmp_path: Path, option: str) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "gui_agent.qa.plugin", "--help"]
    assert option in subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout


def test_the_plugin_costs_other_tests_nothing() -> None:
    """It is loaded in every pytest run, also where no picture can be read."""
    program = (
        "import sys; sys.modules['cv2'] = None; import gui_agent.qa.plugin\n"
        "print([m for m in ('cv2', 'numpy', 'gui_agent.desk') if sys.modules.get(m)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("wrong", ["nan", "-1"])
def test_a_time_that_nobody_can_wait_is_refused(tmp_path: Path, wrong: str) -> None:
    done = run_tests(tmp_path, GOOD, f"--gui-timeout={wrong}")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"give seconds from 0 to 86400, not '{wrong}'" in done.stderr
