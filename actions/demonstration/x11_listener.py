"""Hears mouse and keyboard of an X display through its RECORD extension, synthetic input included."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any

from actions.action import MouseButton
from actions.demonstration.events import ButtonMoved, Hear, KeyMoved, WheelTurned
from actions.errors import InputFailed, UnknownKey
from actions.geometry import Point
from actions.interrupts import signals_held_back
from actions.keys import canonical_key
from actions.x11.connection import BUTTON_PRESS, BUTTON_RELEASE, KEY_PRESS, KEY_RELEASE
from actions.x11.displays import close_display, open_display
from actions.x11.keysyms import character_of_keysym, name_of_keysym

_BUTTONS: dict[int, MouseButton] = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}
_WHEEL = {4: (-1, 0), 5: (1, 0), 6: (0, -1), 7: (0, 1)}
_SHIFT, _CAPS, _NUM, _LEVEL3 = 0x1, 0x2, 0x10, 0x80
_NUMBER_PAD = range(0xFFAA, 0xFFBA)
_START_SECONDS = 5.0


class X11Listener:
    """Tells ``hear`` about every button, wheel and key of ``display_name``, on a thread of its own.

    Raises `DisplayUnavailable`, and `InputFailed` where the display lacks the RECORD extension.
    """

    def __init__(self, hear: Hear, display_name: str | None = None) -> None:
        self._hear = hear
        self._control = open_display(display_name)
        if not self._control.has_extension("RECORD"):
            close_display(self._control)
            raise InputFailed(f"the X server {display_name or ''} lacks the RECORD extension; enable it")
        self._recording = open_display(display_name)
        self._context = self._create()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="x-record", daemon=True)
        self._thread.start()
        self._ready.wait(_START_SECONDS)

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        if not self._thread.is_alive() and self._context is None:
            return
        with contextlib.suppress(Exception), signals_held_back():
            self._control.record_disable_context(self._context)
            self._control.flush()
        self._thread.join(_START_SECONDS)
        self._context = None
        close_display(self._control)
        close_display(self._recording)

    def _create(self) -> Any:
        from Xlib.ext import record

        nothing = (0, 0)
        wanted = {
            "core_requests": nothing,
            "core_replies": nothing,
            "ext_requests": (0, 0, 0, 0),
            "ext_replies": (0, 0, 0, 0),
            "delivered_events": nothing,
            "device_events": (KEY_PRESS, BUTTON_RELEASE),
            "errors": nothing,
            "client_started": False,
            "client_died": False,
        }
        context = self._control.record_create_context(0, [record.AllClients], [wanted])
        self._control.sync()
        return context

    def _run(self) -> None:
        # A display that goes away ends the listening; whoever looks at the screen reports that.
        with contextlib.suppress(Exception):
            self._recording.record_enable_context(self._context, self._take)

    def _take(self, reply: Any) -> None:
        from Xlib.ext import record
        from Xlib.protocol import rq

        if reply.category == record.StartOfData:
            self._ready.set()
        if reply.category != record.FromServer or reply.client_swapped:
            return
        data = reply.data
        fields = rq.EventField(None)
        while len(data):
            event, data = fields.parse_binary_value(data, self._recording.display, None, None)
            self._tell(event)

    def _tell(self, event: Any) -> None:
        now, point = time.monotonic(), Point(event.root_x, event.root_y)
        match event.type:
            case 4 | 5 if event.detail in _BUTTONS:
                self._hear(ButtonMoved(now, point, _BUTTONS[event.detail], event.type == BUTTON_PRESS))
            case 4 if event.detail in _WHEEL:
                self._hear(WheelTurned(now, point, *_WHEEL[event.detail]))
            case 2 | 3:
                key, character = self._meaning(event.detail, event.state)
                self._hear(KeyMoved(now, key, event.type != KEY_RELEASE, character))

    def _meaning(self, keycode: int, state: int) -> tuple[str, str]:
        """Return the canonical name of a key and the character it types in this state.

        The map is asked anew each time: whoever types rare characters changes it under way.
        """
        symbols = [*self._control.get_keyboard_mapping(keycode, 1)[0], 0, 0, 0, 0, 0, 0]
        group = 2 if (state >> 13) & 3 and symbols[2] else 0
        shifted = bool(state & _SHIFT)
        plain = character_of_keysym(symbols[group])
        if state & _CAPS and plain.isalpha():
            shifted = not shifted
        if state & _NUM and symbols[1] in _NUMBER_PAD:
            shifted = not shifted
        level = (4 if state & _LEVEL3 and symbols[4] else group) + shifted
        symbol = symbols[level] or symbols[group]
        character = character_of_keysym(symbol)
        name = name_of_keysym(symbols[group])
        if name == "space":
            return name, " "
        with contextlib.suppress(UnknownKey):
            return canonical_key(name or plain), character or ""
        return "", character
