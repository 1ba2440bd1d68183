"""``gui-agent machine --qemu``: a shell and a picture of a virtual machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from evals.machines.images.disk import Disk

pytestmark = pytest.mark.timeout(900)


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gui_agent.cli", "machine", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, timeout=600)


def test_a_picture(disk: Disk, tmp_path: Path) -> None:
    done = run("screenshot", str(tmp_path / "desk.png"), "--qemu", "--image", disk.image.name)
    assert done.returncode == 0, done.stderr
    picture = cv2.imread(str(tmp_path / "desk.png"))
    assert picture is not None
    assert picture.shape == (800, 1280, 3)


def test_a_shell_hands_its_exit_code_on(disk: Disk) -> None:
    done = run("shell", "--qemu", "--image", disk.image.name, typed="id -un; tty; exit 7\n")
    assert done.returncode == 7, done.stderr
    assert "\nuser\n" in done.stdout.replace("\r", "")
    assert "/dev/pts/" in done.stdout
