"""Hears mouse and keyboard of an X display through its RECORD extension, synthetic input included."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from actions.action import MouseButton
from actions.demonstration.events import ButtonMoved, Hear, KeyMoved, WheelTurned
from actions.errors import DisplayUnavailable, InputFailed, UnknownKey
from actions.geometry import Point
from actions.keys import canonical_key
from actions.x11.composing import Composer
from actions.x11.connection import BUTTON_PRESS, BUTTON_RELEASE, KEY_PRESS, X11Connection
from actions.x11.key_meaning import ALT, CONTROL, SUPER, key_meaning
from actions.x11.keysyms import character_of_keysym, name_of_keysym
from actions.x11.recorded_traffic import RecordedTraffic
from actions.x11.xkb import Xkb
from actions.x11.xkb_map import groups_of_key

_BUTTONS: dict[int, MouseButton] = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}
_WHEEL = {4: (-1, 0), 5: (1, 0), 6: (0, -1), 7: (0, 1)}
_COMMANDING = CONTROL | ALT | SUPER
_START_SECONDS = 5.0


class X11Listener:
    """Tells ``hear`` about every button, wheel and key of ``display_name``, on a thread of its own.

    Raises `DisplayUnavailable`, and `InputFailed` where the display lacks the RECORD extension.
    """

    def __init__(self, hear: Hear, display_name: str | None = None) -> None:
        self._hear = hear
        self._keyboard = X11Connection(display_name)
        self._composer = Composer()
        try:
            self._xkb = Xkb(self._keyboard)
            self._traffic = RecordedTraffic(
                display_name, self._take, "device events", first=KEY_PRESS, last=BUTTON_RELEASE
            )
        except (DisplayUnavailable, InputFailed):
            self._keyboard.close()
            raise

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._traffic.close()
        self._keyboard.close()

    def _take(self, data: bytes) -> None:
        from Xlib.protocol import rq

        fields = rq.EventField(None)
        while len(data):
            event, data = fields.parse_binary_value(data, self._keyboard.display.display, None, None)
            self._tell(event)

    def _tell(self, event: Any) -> None:
        now, point = time.monotonic(), Point(event.root_x, event.root_y)
        match event.type:
            case 4 | 5 if event.detail in _BUTTONS:
                self._composer.forget()
                self._hear(ButtonMoved(now, point, _BUTTONS[event.detail], event.type == BUTTON_PRESS))
            case 4 if event.detail in _WHEEL:
                self._hear(WheelTurned(now, point, *_WHEEL[event.detail]))
            case 2:
                self._hear(self._pressed(now, event.detail, event.state))
            case 3:
                key, _ = self._meaning(event.detail, event.state)
                self._hear(KeyMoved(now, key, False))

    def _pressed(self, now: float, keycode: int, state: int) -> KeyMoved:
        """Return what a key that went down means; a dead key alone means nothing yet."""
        key, keysym = self._meaning(keycode, state)
        composed = None if state & _COMMANDING else self._composer.hear(keysym)
        if composed is not None:
            return KeyMoved(now, "", True, composed)
        return KeyMoved(now, key, True, " " if key == "space" else character_of_keysym(keysym))

    def _meaning(self, keycode: int, state: int) -> tuple[str, int]:
        """Return the canonical name of a key, empty where it has none, and the symbol it types in this state.

        The map is asked anew each time: whoever types rare characters changes it under way.
        """
        meaning = key_meaning(groups_of_key(self._xkb, keycode), state)
        name = name_of_keysym(meaning.plain)
        shortcut = meaning.latin if state & _COMMANDING and meaning.latin else meaning.plain
        with contextlib.suppress(UnknownKey):
            return canonical_key(name or character_of_keysym(shortcut)), meaning.typed
        return "", meaning.typed
