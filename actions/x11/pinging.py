"""Asks windows whether their programs still answer (_NET_WM_PING), as window managers do."""

from __future__ import annotations

import contextlib
import itertools
import time
from typing import Any, Literal

from actions.interrupts import let_signals_through, signals_held_back
from actions.x11.displays import close_display, open_display

_POLL_SECONDS = 0.01

Answer = Literal["answers", "silent", "unable", "gone"]
"""``silent`` did not answer in time; ``unable`` never does; ``gone`` is a window that was closed."""


class WindowPinger:
    """Asks over a connection of its own; close it. Raises `DisplayUnavailable`."""

    def __init__(self, display_name: str) -> None:
        from Xlib import X

        self._display = open_display(display_name)
        self._display.set_error_handler(lambda error, request: None)
        self._root = self._display.screen().root
        # Answers go to the root window, to whoever listens for what happens below it.
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._numbers = itertools.count(1)
        self._ping = self._display.intern_atom("_NET_WM_PING")
        self._protocols = self._display.intern_atom("WM_PROTOCOLS")

    def ask(self, window: int, seconds: float) -> Answer:
        """Ask the program behind ``window`` and wait up to ``seconds``: it answers between two events.

        So what was sent to it before has been dealt with when it answers.
        """
        from Xlib.error import BadDrawable, BadWindow, ConnectionClosedError

        try:
            with signals_held_back():
                return self._ask(window, seconds)
        except (BadWindow, BadDrawable):
            return "gone"
        except (ConnectionClosedError, OSError):
            return "gone"

    def close(self) -> None:
        """Release the display; safe to call twice."""
        close_display(self._display)

    def _ask(self, window: int, seconds: float) -> Answer:
        from Xlib.protocol import event

        handle = self._display.create_resource_object("window", window)
        protocols = handle.get_wm_protocols()
        if self._ping not in (protocols or ()):
            return "unable" if self._exists(handle) else "gone"
        number = next(self._numbers)
        message = event.ClientMessage(
            window=handle, client_type=self._protocols, data=(32, [self._ping, number, window, 0, 0])
        )
        handle.send_event(message, event_mask=0)
        self._display.flush()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._heard(number, window):
                return "answers"
            if not self._exists(handle):
                return "gone"
            let_signals_through()
            time.sleep(_POLL_SECONDS)
        return "silent"

    def _heard(self, number: int, window: int) -> bool:
        heard = False
        while self._display.pending_events():
            said = self._display.next_event()
            with contextlib.suppress(AttributeError, IndexError):
                data: Any = said.data[1]
                heard |= said.client_type == self._protocols and (data[0], data[1], data[2]) == (
                    self._ping,
                    number,
                    window,
                )
        return heard

    def _exists(self, handle: Any) -> bool:
        from Xlib.error import BadDrawable, BadWindow

        try:
            return handle.get_attributes() is not None
        except (BadWindow, BadDrawable):
            return False
