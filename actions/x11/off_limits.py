"""Keeps the agent's input away from the windows in which a person is asked, up to the moment it is sent.

Look and event are one: in between the server serves nobody else, so that no window comes in the way.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from actions.errors import OffLimits
from actions.geometry import Point
from actions.idleness import idles
from actions.x11.asking_windows import Asking, AskingWindows
from actions.x11.connection import MOTION, X11Connection

WINDOW_SWITCHING = frozenset({"alt", "super", "ctrl"})
"""What is pressed while one of these is held may be meant for the window manager."""
_MANAGER_SECONDS = 1.0
_SWITCHED_LONG_AGO = 0.5


class OffLimitsWindows:
    """Gives contexts within which an event may be sent.

    Each raises `OffLimits` where it would go to a window of ``asking``; where that is None, none does.
    """

    def __init__(self, connection: X11Connection, asking: Asking | None) -> None:
        self._connection = connection
        self._windows = AskingWindows(connection.display, asking) if asking else None
        self._switched_at = float("-inf")

    @contextlib.contextmanager
    def point_free(self, point: Point) -> Iterator[None]:
        """Allow a motion to ``point``."""
        if self._windows is None:
            yield
            return
        with self._connection.alone():
            if self._windows.at(point):
                raise OffLimits
            yield

    @contextlib.contextmanager
    def pointer_free(self) -> Iterator[None]:
        """Allow buttons and wheel where the pointer is."""
        if self._windows is None:
            yield
            return
        with self._connection.alone():
            if self._windows.at_pointer():
                raise OffLimits
            yield

    @contextlib.contextmanager
    def keyboard_free(self) -> Iterator[None]:
        """Allow keys to the window that has the focus."""
        if self._windows is None:
            yield
            return
        self._wait_for_manager()
        with self._connection.alone():
            if self._windows.have_keyboard():
                raise OffLimits
            yield

    @contextlib.contextmanager
    def released_elsewhere(self, pressed_at: Point | None) -> Iterator[None]:
        """Let go of a button, back where it was pressed rather than over a window that asks."""
        if self._windows is None or pressed_at is None:
            yield
            return
        with self._connection.alone():
            if self._windows.at_pointer():
                self._connection.fake(MOTION, 0, pressed_at.x, pressed_at.y)
            yield

    def windows_may_switch(self) -> None:
        """Say that the window manager may have been asked for another window just now."""
        self._switched_at = time.monotonic()

    def _wait_for_manager(self) -> None:
        """Let the window manager do what it was asked for: until then the focus is not what it will be."""
        if self._windows is None or time.monotonic() - self._switched_at > _SWITCHED_LONG_AGO:
            return
        self._switched_at = float("-inf")
        if manager := self._windows.manager():
            idles(manager, _MANAGER_SECONDS)
