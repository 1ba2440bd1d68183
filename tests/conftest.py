"""Displays for tests: private ones, on numbers the X server chooses."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from actions.virtual_desktop import VirtualDesktop


def pytest_configure() -> None:
    """Heed Ctrl-C: a suite started in the background ignores it, and so would all that the tests start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class XServer:
    name: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def x_server() -> Iterator[XServer]:
    """Start a bare X server of 1280x800 pixels: no window manager, nothing on it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (apt-get install xvfb)")
    answer, says = os.pipe()
    command = ["Xvfb", "-displayfd", str(says), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, pass_fds=(says,), stdin=quiet, stdout=quiet, stderr=quiet)
    os.close(says)
    try:
        readable, _, _ = select.select([answer], [], [], 20)
        assert readable, "Xvfb did not start"
        yield XServer(":" + os.read(answer, 16).decode().strip(), process)
    finally:
        os.close(answer)
        process.terminate()
        process.wait(10)


@pytest.fixture
def x_display(x_server: XServer) -> str:
    """Name a bare X display of 1280x800 pixels."""
    return x_server.name


@pytest.fixture
def virtual_desktop() -> Iterator[VirtualDesktop]:
    """Open a private desktop of 1280x800 pixels with a window manager and a fresh home folder."""
    missing = [program for program in ("Xvfb", "openbox", "dbus-daemon") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"a private desktop needs {', '.join(missing)}")
    with VirtualDesktop() as desktop:
        yield desktop
