"""Wait until a window's program has surely read every input event sent so far.

A program looks a key up in the map of the moment it reads the event. So a keycode must keep its meaning
until the program has read the presses of it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from actions.idleness import idles
from actions.interrupts import let_signals_through
from actions.x11.connection import X11Connection

_UNKNOWN_PROGRAM_SECONDS = 1.0
_POLL_SECONDS = 0.002
_PING_MARK = 0x67756961


class Consumption:
    """Answers for one connection whether a program is through with its events."""

    def __init__(self, connection: X11Connection) -> None:
        self._connection = connection
        self._display = connection.display
        self._protocols = self._display.intern_atom("WM_PROTOCOLS")
        self._ping = self._display.intern_atom("_NET_WM_PING")
        self._serial = 0

    def wait(self, window: Any, *, timeout: float = 10.0) -> bool:
        """Return True once the program behind ``window`` has read its events; False after ``timeout``.

        It is asked by ``_NET_WM_PING``; one that does not answer pings is watched until it idles; a
        program elsewhere gets a second.
        """
        self._connection.sync()
        if not self._exists(window):
            return True
        target = self._pinged_window(window)
        if target is not None:
            return self._answers(target, timeout)
        pid = _local_pid(self._display, window)
        if pid is None:
            time.sleep(_UNKNOWN_PROGRAM_SECONDS)
            return True
        return idles(pid, timeout)

    def adopts_map(self, window: Any, *, timeout: float = 2.0) -> None:
        """Give the program behind ``window`` the time to take over a changed map.

        Chromium fetches the new map in a task of its own after it was told of the change: the second answer
        comes after that. Programs without ping take it over before they read the next event.
        """
        self._connection.sync()
        target = self._pinged_window(window) if self._exists(window) else None
        if target is not None:
            for _ in range(2):
                self._answers(target, timeout)

    def _exists(self, window: Any) -> bool:
        from Xlib import error

        try:
            window.get_attributes()
        except error.XError:
            return False
        return bool(window.id != self._connection.root.id)

    def _pinged_window(self, window: Any) -> Any | None:
        """Return ``window`` or the nearest ancestor that takes part in the ping protocol."""
        from Xlib import error

        while window is not None and window.id != self._connection.root.id:
            try:
                listed = window.get_full_property(self._protocols, 0)
                if listed is not None and self._ping in listed.value:
                    return window
                window = window.query_tree().parent or None
            except error.XError:
                return None
        return None

    def _answers(self, window: Any, timeout: float) -> bool:
        from Xlib import X
        from Xlib.protocol import event

        root = self._connection.root
        self._serial = (self._serial + 1) & 0xFFFF
        mark = _PING_MARK + self._serial
        # No time: Qt would take an invented one for the server's clock. The mark comes back untouched.
        message = event.ClientMessage(
            window=window, client_type=self._protocols, data=(32, [self._ping, 0, window.id, mark, mark])
        )
        root.change_attributes(event_mask=X.SubstructureNotifyMask | X.StructureNotifyMask)
        try:
            window.send_event(message, event_mask=0)
            return self._pong_arrives(mark, time.monotonic() + timeout)
        finally:
            root.change_attributes(event_mask=0)
            self._connection.flush()

    def _pong_arrives(self, mark: int, deadline: float) -> bool:
        from Xlib import X

        while time.monotonic() < deadline:
            for _ in range(self._display.pending_events()):
                event = self._display.next_event()
                # Only a reply comes with the root as its window and our mark.
                if event.type & 0x7F == X.ClientMessage and event.client_type == self._protocols:
                    _, values = event.data
                    if values[0] == self._ping and mark in values[3:]:
                        return True
            let_signals_through()
            time.sleep(_POLL_SECONDS)
        return False


def _local_pid(display: Any, window: Any) -> int | None:
    """Return the number of the process behind ``window``; None where it runs elsewhere or is unknown."""
    from Xlib import error
    from Xlib.ext import res

    if not display.has_extension("X-Resource"):
        return None
    try:
        reply = display.res_query_client_ids([{"client": window.id, "mask": res.LocalClientPIDMask}])
    except error.XError:
        return None
    pids = [int(found.value[0]) for found in reply.ids if len(found.value)]
    return pids[0] if pids and Path(f"/proc/{pids[0]}/stat").exists() else None
