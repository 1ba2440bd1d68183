"""Input that programs send which came to the display after us.

A remote desktop's server that was there before passes a person's hands on. A program that was started since,
maybe by the agent, may do what a person does, but is nobody who could answer a question.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from typing import Any

from actions.errors import InputFailed
from actions.interrupts import signals_held_back
from actions.x11.displays import close_display, open_display

_FAKE_INPUT = 2
_KEPT = 64
_START_SECONDS = 5.0


class LatePrograms:
    """Hears the XTEST requests of programs that connect to ``display_name`` from now on (RECORD extension).

    Raises `DisplayUnavailable`, and `InputFailed` where the server lacks RECORD.
    """

    def __init__(self, display_name: str) -> None:
        self._control: Any = open_display(display_name)
        if not self._control.has_extension("RECORD"):
            close_display(self._control)
            raise InputFailed(f"the X server {display_name} lacks the RECORD extension; enable it")
        self._recording: Any = open_display(display_name)
        self._sent: deque[tuple[float, int, int]] = deque(maxlen=_KEPT)
        self._news, self._ready = threading.Condition(), threading.Event()
        with signals_held_back():
            self._context = self._create()
        self._thread = threading.Thread(target=self._run, name="late-programs", daemon=True)
        self._thread.start()
        self._ready.wait(_START_SECONDS)

    def sent(self, kind: int, detail: int, patience: float) -> bool:
        """Say whether one of them sent this event in the last second, as far as is told in ``patience``."""
        deadline = time.monotonic() + patience
        with self._news:
            while not self._has(kind, detail):
                left = deadline - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    return self._has(kind, detail)
        return True

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        with contextlib.suppress(Exception), signals_held_back():
            self._control.record_disable_context(self._context)
            self._control.flush()
        self._thread.join(_START_SECONDS)
        close_display(self._control)
        close_display(self._recording)

    def _has(self, kind: int, detail: int) -> bool:
        since = time.monotonic() - 1.0
        return any(at >= since and (sent, what) == (kind, detail) for at, sent, what in self._sent)

    def _create(self) -> Any:
        from Xlib.ext import record

        xtest = self._control.query_extension("XTEST").major_opcode
        nothing = (0, 0)
        wanted = {
            "core_requests": nothing,
            "core_replies": nothing,
            "ext_requests": (xtest, xtest, _FAKE_INPUT, _FAKE_INPUT),
            "ext_replies": (0, 0, 0, 0),
            "delivered_events": nothing,
            "device_events": nothing,
            "errors": nothing,
            "client_started": False,
            "client_died": False,
        }
        context = self._control.record_create_context(0, [record.FutureClients], [wanted])
        self._control.sync()
        return context

    def _run(self) -> None:
        # A display that goes away ends the listening; whoever looks at the screen reports that.
        with contextlib.suppress(Exception):
            self._recording.record_enable_context(self._context, self._take)

    def _take(self, reply: Any) -> None:
        from Xlib.ext import record

        if reply.category == record.StartOfData:
            self._ready.set()
        if reply.category != record.FromClient or reply.client_swapped:
            return
        data = bytes(reply.data)
        with self._news:
            while len(data) >= 36:
                self._sent.append((time.monotonic(), data[4], data[5]))
                data = data[36:]
            self._news.notify_all()
