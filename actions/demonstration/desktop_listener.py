"""Hears mouse and keyboard of this desktop through pynput: Windows, macOS, and X displays."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from actions.action import MouseButton
from actions.demonstration.events import ButtonMoved, Hear, KeyMoved, WheelTurned
from actions.errors import InputFailed, UnknownKey
from actions.geometry import Point
from actions.keys import canonical_key

_BUTTONS: dict[str, MouseButton] = {
    "left": "left",
    "middle": "middle",
    "right": "right",
    "x1": "back",
    "x2": "forward",
    "button8": "back",
    "button9": "forward",
}


class DesktopListener:
    """Tells ``hear`` about every button, wheel and key of this desktop, on threads of its own.

    Raises `InputFailed` where this system lets nobody listen.
    """

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        try:
            # pynput connects on import, and each platform fails with errors of its own kind.
            from pynput import keyboard, mouse
        except Exception as error:
            raise InputFailed(f"mouse and keyboard cannot be heard here: {error}") from error
        self._listeners: tuple[Any, ...] = (
            mouse.Listener(on_click=self._clicked, on_scroll=self._scrolled),
            keyboard.Listener(on_press=self._pressed, on_release=self._released),
        )
        for listener in self._listeners:
            listener.start()
            listener.wait()

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        for listener in self._listeners:
            listener.stop()

    def _clicked(self, x: float, y: float, button: Any, down: bool, *_: object) -> None:
        if name := _BUTTONS.get(button.name):
            self._hear(ButtonMoved(time.monotonic(), Point(int(x), int(y)), name, down))

    def _scrolled(self, x: float, y: float, dx: float, dy: float, *_: object) -> None:
        # pynput counts upwards.
        self._hear(WheelTurned(time.monotonic(), Point(int(x), int(y)), round(-dy), round(dx)))

    def _pressed(self, key: Any, *_: object) -> None:
        self._key(key, True)

    def _released(self, key: Any, *_: object) -> None:
        self._key(key, False)

    def _key(self, key: Any, down: bool) -> None:
        character = getattr(key, "char", None) or ""
        name = getattr(key, "name", None) or character
        if len(character) == 1 and ord(character) < 0x20:
            # With Ctrl, Windows and macOS tell the control character of a letter.
            name, character = chr(ord(character) + 0x60), ""
        if name == "space":
            character = " "
        canonical = ""
        with contextlib.suppress(UnknownKey):
            canonical = canonical_key(name) if name else ""
        if canonical or character:
            self._hear(KeyMoved(time.monotonic(), canonical, down, character))
