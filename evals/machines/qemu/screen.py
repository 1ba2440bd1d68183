"""The agent's side of a virtual machine: its screen and input, through QEMU alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import cast

import cv2
import numpy as np

from actions.action import Move
from actions.capture import Monitor
from actions.errors import CaptureFailed, DisplayLost
from actions.geometry import Box, Point, Size
from actions.local import LocalComputer, ProgramLauncher, WindowManager
from actions.screenshot import Image, Screenshot
from evals.machines.errors import CommandFailed, MachineFailed, MachineLost
from evals.machines.qemu.input import QmpInput
from evals.machines.qemu.process import QemuProcess
from evals.machines.sandbox.panel import COLOUR, HEIGHT

_PICTURE = "screen.ppm"
_POLL_SECONDS = 0.05
_POINTER_MARGIN = 4
_HEADER_BYTES = 32


class ScreenDumps:
    """The eyes: pictures that QEMU writes of the emulated screen. Raises `CaptureFailed`, `DisplayLost`."""

    def __init__(self, process: QemuProcess, size: Size) -> None:
        self._process = process
        self._region = Box(0, 0, size.width, size.height)
        self._lock = threading.Lock()

    @property
    def region(self) -> Box:
        """The whole screen in screen pixels; its origin is (0, 0)."""
        return self._region

    def monitors(self) -> tuple[Monitor, ...]:
        return (Monitor(self._region, primary=True),)

    def screenshot(self, region: Box | None = None) -> Screenshot:
        wanted = self._region if region is None else region.clipped(self._region)
        if not wanted.area:
            raise CaptureFailed(f"the region {region} holds nothing of the screen {self._region}")
        with self._lock:
            taken = time.monotonic()
            raw = self._dump()
        image = _picture(raw, self._region)
        part = image[wanted.y1 : wanted.y2, wanted.x1 : wanted.x2]
        return Screenshot(cast(Image, cv2.cvtColor(part, cv2.COLOR_RGB2BGR)), wanted, 1.0, taken)

    def _dump(self) -> bytes:
        path = self._process.folder / _PICTURE
        try:
            self._process.qmp.ask("screendump", {"filename": str(path), "format": "ppm"})
            return path.read_bytes()
        except MachineLost as error:
            raise DisplayLost(str(error)) from error
        except (MachineFailed, OSError) as error:
            raise CaptureFailed(f"the virtual machine's screen cannot be read: {error}") from error


def _picture(raw: bytes, region: Box) -> Image:
    """Return the pixels, red first, of a PPM file as large as the screen."""
    header = raw[:_HEADER_BYTES].split(None, 4)
    if len(header) < 4 or (header[1], header[2]) != (b"%d" % region.width, b"%d" % region.height):
        raise CaptureFailed(
            "the virtual machine's screen has another size than it was made with; reset the machine"
        )
    length = 3 * region.area
    return cast(
        Image, np.frombuffer(raw, np.uint8, length, len(raw) - length).reshape(region.height, region.width, 3)
    )


def nobody_types(text: str) -> None:
    raise CommandFailed("no program of the guest is there to type it")


class VirtualScreen:
    """A computer on ``process``: ``windows`` and ``launcher`` need programs of the guest, all else none."""

    def __init__(
        self,
        process: QemuProcess,
        size: Size,
        *,
        type_elsewhere: Callable[[str], None] = nobody_types,
        windows: WindowManager | None = None,
        launcher: ProgramLauncher | None = None,
    ) -> None:
        self._eyes = ScreenDumps(process, size)
        hands = QmpInput(process.qmp, size, type_elsewhere)
        self.computer = LocalComputer(
            self._eyes, hands, windows=windows, launcher=launcher, closer=hands.close
        )

    def await_desktop(self, seconds: float) -> None:
        """Wait until the panel is drawn, and put the pointer out of the way. Raises `MachineFailed`."""
        screen = self._eyes.region
        self.computer.execute(Move(Point(screen.width // 2, _POINTER_MARGIN)))
        free_end = Box(screen.x2 - 8, screen.y2 - HEIGHT + 2, screen.x2, screen.y2)
        drawn = (COLOUR & 255, COLOUR >> 8 & 255, COLOUR >> 16)
        deadline = time.monotonic() + seconds
        while not (self._eyes.screenshot(free_end).image == drawn).all():
            if time.monotonic() > deadline:
                raise MachineFailed("the virtual machine's panel was not drawn; reset the machine")
            time.sleep(_POLL_SECONDS)
