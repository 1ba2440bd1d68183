"""The agent's side of a container: its frame buffer read over the line, its X server reached through it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from actions.action import Move
from actions.capture import Monitor
from actions.desktop_settings import BACKGROUND
from actions.errors import CaptureFailed, DisplayLost, DisplayUnavailable
from actions.geometry import Box, Point
from actions.local import LocalComputer
from actions.screenshot import Image, Screenshot
from evals.machines.errors import MachineError, MachineLost
from evals.machines.qemu.connections import GuestDisplay
from evals.machines.qemu.line import Line
from evals.machines.qemu.programs import guest_launcher, request_to_run
from evals.machines.sandbox import panel
from evals.machines.sandbox.framebuffer import layout
from evals.machines.sandbox.rooms import SCREEN_FOLDER

_FRAMES = f"{SCREEN_FOLDER}/Xvfb_screen0"
_MOST_BYTES = 1 << 28
_DRAWN_SECONDS = 30.0
_POINTER_MARGIN = 4
_POLL_SECONDS = 0.02


class LineCapture:
    """Reads the frame buffer's file through ``line``. Raises `CaptureFailed`, `DisplayLost`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lock = threading.Lock()
        self._region = layout(self._read())[2]

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
            raw = self._read()
        start, stride, size = layout(raw)
        if size != self._region or len(raw) < start + stride * size.height:
            raise CaptureFailed("the frame buffer of the machine has been changed; reset the machine")
        rows = np.frombuffer(raw, np.uint8, stride * size.height, start).reshape(size.height, stride // 4, 4)
        part = rows[wanted.y1 : wanted.y2, wanted.x1 : wanted.x2]
        return Screenshot(cast(Image, cv2.cvtColor(part, cv2.COLOR_BGRA2BGR)), wanted, 1.0, taken)

    def _read(self) -> bytes:
        try:
            return self._line.ask({"do": "read", "path": _FRAMES, "most": _MOST_BYTES})
        except MachineLost as error:
            raise DisplayLost(str(error)) from error
        except MachineError as error:
            raise CaptureFailed(f"the frame buffer of the machine cannot be read: {error}") from error


class ContainerScreen:
    """A computer on the container behind ``line`` and ``display``. Raises `ComputerError` kinds."""

    def __init__(self, line: Line, display: GuestDisplay, root: Path, environment: Mapping[str, str]) -> None:
        self._line = line
        self._display = display
        self._capture = LineCapture(line)
        display.paint_background(BACKGROUND)
        launcher = guest_launcher(line, root, environment, display.ids)
        hands = display.hands()
        self.computer = LocalComputer(
            self._capture, hands, windows=display, launcher=launcher, closer=display.disconnect
        )

    def await_desktop(self) -> None:
        """Start the panel, wait until it is drawn, and put the pointer out of the way."""
        self._line.ask(request_to_run(panel.COMMAND, background=True))
        screen = self._capture.region
        self.computer.execute(Move(Point(screen.width // 2, _POINTER_MARGIN)))
        free_end = Box(screen.x2 - 8, screen.y2 - panel.HEIGHT + 2, screen.x2, screen.y2)
        drawn = (panel.COLOUR & 255, panel.COLOUR >> 8 & 255, panel.COLOUR >> 16)
        deadline = time.monotonic() + _DRAWN_SECONDS
        while not (self._capture.screenshot(free_end).image == drawn).all():
            if time.monotonic() > deadline:
                raise DisplayUnavailable("the panel was not drawn")
            time.sleep(_POLL_SECONDS)
