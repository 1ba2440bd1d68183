"""Pictures of the screen as it was before each movement of the hands."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from actions.computer import Computer, Window, WindowLister
from actions.errors import ComputerError
from actions.screenshot import Screenshot
from actions.settle import changed_boxes

BETWEEN_FRAMES = 0.08
"""Seconds; nobody points at what has been visible for less."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A screen and the windows on it."""

    screenshot: Screenshot
    windows: tuple[Window, ...] = ()


class Camera:
    """Watches a computer's screen on a thread of its own; no other thread may use ``computer`` meanwhile.

    ``pin`` keeps the frame before a moment until ``frame_at`` takes it.
    """

    def __init__(self, computer: Computer) -> None:
        self._computer = computer
        self._lock = threading.Lock()
        self._latest = self._look()
        self._pinned: dict[float, Frame] = {}
        self._ended = threading.Event()
        self._error: ComputerError | None = None
        self._thread = threading.Thread(target=self._watch, name="camera", daemon=True)
        self._thread.start()

    def pin(self, at: float) -> None:
        """Keep what the screen shows now as the frame of the moment ``at``."""
        with self._lock:
            self._pinned[at] = self._latest

    def frame_at(self, began: float, ended: float) -> Frame:
        """Return the frame pinned at ``began`` and let go of those up to ``ended``."""
        with self._lock:
            frame = self._pinned.get(began, self._latest)
            self._pinned = {at: kept for at, kept in self._pinned.items() if at > ended}
        return frame

    @property
    def latest(self) -> Frame:
        """The newest frame."""
        return self._latest

    @property
    def error(self) -> ComputerError | None:
        """What ended the watching, if something did."""
        return self._error

    def close(self) -> None:
        """Stop watching; the computer stays open."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        try:
            while not self._ended.wait(BETWEEN_FRAMES):
                frame = self._look()
                with self._lock:
                    self._latest = _newest(self._latest, frame)
        except ComputerError as error:
            self._error = error

    def _look(self) -> Frame:
        windows = tuple(self._computer.windows()) if isinstance(self._computer, WindowLister) else ()
        return Frame(self._computer.screenshot(), windows)


def _newest(old: Frame, new: Frame) -> Frame:
    """Return ``new``, with the old picture where nothing moved: frames then share their memory."""
    if changed_boxes(old.screenshot.image, new.screenshot.image):
        return new
    return Frame(old.screenshot, new.windows)
