"""What goes over an X display between its server and its programs, through the RECORD extension."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Literal

from actions.errors import DisplayUnavailable, InputFailed
from actions.interrupts import signals_held_back
from actions.x11.displays import close_display, open_display

_START_SECONDS = 5.0
_FAKE_INPUT = 2


class RecordedTraffic:
    """Tells ``hear`` the bytes of what is recorded, on a thread of its own.

    ``what`` is told: the device events from code ``first`` to ``last`` that any program gets, or the XTEST
    requests of programs that connect from now on. Raises `DisplayUnavailable`, and `InputFailed` where the
    server lacks RECORD. X Record Extension Protocol, version 1.13.
    """

    def __init__(
        self,
        display_name: str | None,
        hear: Callable[[bytes], object],
        what: Literal["device events", "late XTEST requests"],
        *,
        first: int = 0,
        last: int = 0,
    ) -> None:
        self._hear, self._ready = hear, threading.Event()
        self._control: Any = open_display(display_name)
        if not self._control.has_extension("RECORD"):
            close_display(self._control)
            raise InputFailed(f"the X server {display_name or ''} lacks the RECORD extension; enable it")
        try:
            self._recording: Any = open_display(display_name)
        except DisplayUnavailable:
            close_display(self._control)
            raise
        with signals_held_back():
            self._context = (
                self._late_requests() if what == "late XTEST requests" else self._events(first, last)
            )
            self._control.sync()
        self._thread = threading.Thread(target=self._run, name="x-record", daemon=True)
        self._thread.start()
        self._ready.wait(_START_SECONDS)

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        with contextlib.suppress(Exception), signals_held_back():
            self._control.record_disable_context(self._context)
            self._control.flush()
        self._thread.join(_START_SECONDS)
        close_display(self._control)
        close_display(self._recording)

    def _events(self, first: int, last: int) -> Any:
        from Xlib.ext import record

        return self._create(record.AllClients, device_events=(first, last))

    def _late_requests(self) -> Any:
        from Xlib.ext import record

        xtest = self._control.query_extension("XTEST").major_opcode
        return self._create(record.FutureClients, ext_requests=(xtest, xtest, _FAKE_INPUT, _FAKE_INPUT))

    def _create(self, of: int, **wanted: tuple[int, ...]) -> Any:
        nothing = {
            "core_requests": (0, 0),
            "core_replies": (0, 0),
            "ext_requests": (0, 0, 0, 0),
            "ext_replies": (0, 0, 0, 0),
            "delivered_events": (0, 0),
            "device_events": (0, 0),
            "errors": (0, 0),
            "client_started": False,
            "client_died": False,
        }
        return self._control.record_create_context(0, [of], [nothing | wanted])

    def _run(self) -> None:
        # A display that goes away ends the listening; whoever looks at the screen reports that.
        with contextlib.suppress(Exception):
            self._recording.record_enable_context(self._context, self._take)

    def _take(self, reply: Any) -> None:
        from Xlib.ext import record

        if reply.category == record.StartOfData:
            self._ready.set()
        elif reply.category in (record.FromServer, record.FromClient) and not reply.client_swapped:
            self._hear(bytes(reply.data))
