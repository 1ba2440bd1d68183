"""``gui-agent machine`` tells what there is, and what to do where there is nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evals.machines.errors import ImageError
from evals.machines.images.store import find_image


def run(*arguments: str, machines: Path | None = None, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    if machines is not None:
        environment["GUI_AGENT_MACHINES"] = str(machines)
    command = [sys.executable, "-m", "gui_agent.cli", "machine", *arguments]
    return subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, timeout=120)


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    done = run("list", machines=tmp_path)
    assert done.returncode == 0
    assert "gui-agent machine build" in done.stdout
    done = run("screenshot", str(tmp_path / "x.png"), machines=tmp_path)
    assert done.returncode == 4
    assert done.stderr.startswith("gui-agent: the root filesystem is not built yet")
    for command in ("shell", "screenshot"):
        done = run(
            command, *([str(tmp_path / "x.png")] * (command == "screenshot")), "--qemu", machines=tmp_path
        )
        assert done.returncode == 4
        assert "run gui-agent machine build --qemu" in done.stderr


def test_older_images_are_listed_and_cleaned_away(tmp_path: Path) -> None:
    (tmp_path / "lean-0123456789ab").mkdir()
    (tmp_path / "lean-0123456789ab/image.json").write_text('{"installed": {"bash": "5"}}')
    assert "older: machine clean removes it" in run("list", machines=tmp_path).stdout
    assert str(tmp_path / "lean-0123456789ab") in run("clean", machines=tmp_path).stdout
    assert not (tmp_path / "lean-0123456789ab").exists()


@pytest.fixture
def built() -> None:
    try:
        find_image()
    except ImageError:
        pytest.skip("no root filesystem is built here (gui-agent machine build --lean)")


@pytest.mark.x11
def test_a_picture_of_a_fresh_machine(built: None, tmp_path: Path) -> None:
    import cv2

    done = run("screenshot", str(tmp_path / "desk.png"))
    assert done.returncode == 0, done.stderr
    picture = cv2.imread(str(tmp_path / "desk.png"))
    assert picture is not None
    assert picture.shape == (800, 1280, 3)


@pytest.mark.x11
def test_a_shell_in_a_machine_hands_its_exit_code_on(built: None) -> None:
    done = run("shell", typed="id -un; exit 7\n")
    assert done.returncode == 7, done.stderr
    assert "\nuser\n" in done.stdout
