"""A private X display with a window manager, its screen readable as a file."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
NEEDED = ("Xvfb", "openbox")


@dataclass(frozen=True, slots=True)
class Display:
    """A running X server: its name, the environment for its programs, and its screen file."""

    name: str
    environment: dict[str, str]
    screen: Path

    def picture(self) -> Image:
        """Return the screen as BGR, height x width x 3 (the X server's own XWD file)."""
        data = np.fromfile(self.screen, np.uint8)
        header = struct.unpack(">25I", data[:100].tobytes())
        size, width, height, row = header[0], header[4], header[5], header[12]
        start = size + header[19] * 12
        pixels = data[start : start + row * height].reshape(height, row // 4, 4)
        return np.ascontiguousarray(pixels[:, :width, :3])

    def settled_picture(self, most: float = 1.5) -> Image:
        """Return the screen once two pictures 40 ms apart are alike, or after ``most`` seconds."""
        end, before = time.monotonic() + most, self.picture()
        while True:
            time.sleep(0.04)
            now = self.picture()
            if np.array_equal(now, before) or time.monotonic() > end:
                return now
            before = now


def missing() -> list[str]:
    """Return the programs a display needs and this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def display(size: tuple[int, int], home: Path, wm_configuration: str, composited: bool) -> Iterator[Display]:
    """Run Xvfb and openbox until left, with a compositor where asked for and installed.

    ``home`` is an own folder. Raises OSError when Xvfb does not start.
    """
    frames = home / "frames"
    frames.mkdir(parents=True)
    configuration = home / "openbox.xml"
    configuration.write_text(wm_configuration, encoding="utf-8")
    reading, writing = os.pipe()
    server = _start(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp",
         "-fbdir", str(frames)], pass_fds=(writing,)
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        raise OSError("Xvfb did not start")
    name = f":{number}"
    environment = {**_environment(home), "DISPLAY": name}
    running = [_start(["openbox", "--config-file", str(configuration)], env=environment), server]
    if composited and shutil.which("picom"):
        command = ["picom", "--backend", "xrender", "--config", "/dev/null", "--no-fading-openclose"]
        running.insert(0, _start(command, env=environment))
    try:
        yield Display(name, environment, frames / "Xvfb_screen0")
    finally:
        for process in running:
            process.terminate()
            process.wait(timeout=10)


def _environment(home: Path) -> dict[str, str]:
    runtime = home / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    kept = {k: os.environ[k] for k in ("PATH", "LD_LIBRARY_PATH") if k in os.environ}
    return {
        **kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "LANG": "C.UTF-8",
        "NO_AT_BRIDGE": "1", "GTK_A11Y": "none", "LIBGL_ALWAYS_SOFTWARE": "1", "PYTHONUNBUFFERED": "1",
        "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local", "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }  # fmt: skip


def _start(command: list[str], **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
