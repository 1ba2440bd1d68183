"""The eyes of a sandbox: frames read from the X server's frame buffer file, from outside.

The file is a window dump (XWD): a header of big-endian words, a colour table, then the rows. It is read,
never mapped: a guest that cuts it short must not take us down with a bus error.
"""

from __future__ import annotations

import os
import struct
import threading
import time
from typing import Any, cast

import cv2
import numpy as np

from actions.capture import Monitor
from actions.errors import CaptureFailed, DisplayLost
from actions.geometry import Box
from actions.interrupts import signals_held_back
from actions.screenshot import Image, Screenshot

_WORDS = struct.Struct(">25I")
HEADER_BYTES = _WORDS.size
_COLOUR_BYTES = 12
_MOST_PIXELS = 1 << 26


def layout(header: bytes) -> tuple[int, int, Box]:
    """Return where the pixels start, the bytes of a row, and the size. Raises `CaptureFailed`."""
    words = _WORDS.unpack(header[:HEADER_BYTES])
    start, width, height, depth, stride, colours = (words[n] for n in (0, 4, 5, 11, 12, 19))
    if depth != 32 or not 0 < width * height <= _MOST_PIXELS or stride < 4 * width:
        raise CaptureFailed(f"the frame buffer of the machine has an unknown form ({depth} bits a pixel)")
    return start + colours * _COLOUR_BYTES, stride, Box(0, 0, width, height)


class FramebufferCapture:
    """Reads the frame buffer open as ``descriptor``, whose server listens at ``display_name``.

    The server is asked for its size before every frame: an answer proves that it lives. Takes ownership of
    ``descriptor``. Raises `CaptureFailed`, `DisplayUnavailable`.
    """

    def __init__(self, descriptor: int, display_name: str) -> None:
        from actions.x11.displays import open_display

        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._closed = False
        self._display: Any = None
        try:
            self._start, self._stride, self._region = self._layout()
            self._display = open_display(display_name)
        except BaseException:
            self.close()
            raise

    @property
    def region(self) -> Box:
        """The whole screen in screen pixels; its origin is (0, 0)."""
        return self._region

    def screenshot(self, region: Box | None = None) -> Screenshot:
        """Read ``region`` (clipped to the screen), or all of it."""
        wanted = self._region if region is None else region.clipped(self._region)
        if not wanted.area:
            raise CaptureFailed(f"the region {region} holds nothing of the screen {self._region}")
        with self._lock:
            self._knock()
            taken = time.monotonic()
            raw = self._read(wanted.height * self._stride, self._start + wanted.y1 * self._stride)
        rows = np.frombuffer(raw, np.uint8).reshape(wanted.height, self._stride // 4, 4)
        part = rows[:, wanted.x1 : wanted.x2]
        return Screenshot(cast(Image, cv2.cvtColor(part, cv2.COLOR_BGRA2BGR)), wanted, 1.0, taken)

    def monitors(self) -> tuple[Monitor, ...]:
        return (Monitor(self._region, primary=True),)

    def close(self) -> None:
        """Release the file and the display; safe to call twice."""
        from actions.x11.displays import close_display

        with self._lock:
            if not self._closed:
                self._closed = True
                os.close(self._descriptor)
                if self._display is not None:
                    close_display(self._display)

    def _layout(self) -> tuple[int, int, Box]:
        return layout(self._read(HEADER_BYTES, 0))

    def _knock(self) -> None:
        if self._closed:
            raise CaptureFailed("this screen has been closed; open the machine again")
        try:
            with signals_held_back():
                self._display.screen().root.get_geometry()
        except Exception as error:
            raise DisplayLost("the sandbox's X server went away; reset the machine") from error

    def _read(self, length: int, position: int) -> bytes:
        data = os.pread(self._descriptor, length, position)
        if len(data) != length:
            raise CaptureFailed("the frame buffer of the sandbox has been cut short; reset the machine")
        return data
