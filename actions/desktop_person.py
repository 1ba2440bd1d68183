"""Notices a person at the desktop of Windows or macOS, and tells their hands from injected input.

pynput says of every event whether a program injected it. What another program injects while nothing was sent
from here is somebody's, too: a remote desktop passes hands on that way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from actions.errors import InputFailed
from actions.geometry import Point
from actions.takeover import PersonActed, TakeOver

JITTER_PIXELS = 3.0
"""A pointer moved no farther than this was moved by a bump of the desk."""
_JITTER_SECONDS = 1.0
_OWN_SECONDS = 0.5
"""So long after the last event from here, injected input may still be it."""


class DesktopPerson:
    """Tells ``takeover`` what a person does at this desktop, from threads of pynput's.

    In which window a person is asked is not known here: while a question is open, nothing counts.
    Raises `InputFailed` where this system lets nobody listen.
    """

    def __init__(self, takeover: TakeOver, pointer_position: Callable[[], Point]) -> None:
        self._takeover, self._pointer_position = takeover, pointer_position
        try:
            # pynput connects on import, and each platform fails with errors of its own kind.
            from pynput import keyboard, mouse
        except Exception as error:
            raise InputFailed(f"mouse and keyboard cannot be heard here: {error}") from error
        self._down: set[Any] = set()
        self._sent_at = float("-inf")
        self.begin()
        self._listeners: tuple[Any, ...] = (
            mouse.Listener(on_move=self._moved, on_click=self._clicked, on_scroll=self._scrolled),
            keyboard.Listener(on_press=self._pressed, on_release=self._released),
        )
        for listener in self._listeners:
            listener.start()

    def begin(self) -> None:
        """Take the pointer as it is now for where it was left."""
        self._rest, self._rested_at = self._pointer_position(), time.monotonic()

    def sends(self) -> None:
        """Say, before it happens, that an event is sent from here."""
        self._sent_at = time.monotonic()

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        for listener in self._listeners:
            listener.stop()

    def _moved(self, x: float, y: float, injected: bool = False) -> None:
        here, now = Point(round(x), round(y)), time.monotonic()
        if self._is_ours(injected):
            self._rest, self._rested_at = here, now
        elif here.distance_to(self._rest) > JITTER_PIXELS:
            self._act("the mouse was moved")
        elif now - self._rested_at > _JITTER_SECONDS:
            self._rest, self._rested_at = here, now

    def _clicked(self, x: float, y: float, button: Any, down: bool, injected: bool = False) -> None:
        if down and not self._is_ours(injected):
            self._act("a mouse button was pressed")

    def _scrolled(self, x: float, y: float, dx: float, dy: float, injected: bool = False) -> None:
        if not self._is_ours(injected):
            self._act("the wheel was turned")

    def _pressed(self, key: Any, injected: bool = False) -> None:
        if not self._is_ours(injected) and key not in self._down:  # held keys repeat
            self._down.add(key)
            self._act("a key was pressed")

    def _released(self, key: Any, injected: bool = False) -> None:
        self._down.discard(key)

    def _is_ours(self, injected: bool) -> bool:
        return injected and time.monotonic() - self._sent_at < _OWN_SECONDS

    def _act(self, what: str) -> None:
        self._takeover.person_acted(PersonActed(what, on_the_way=True))
