"""Says in a plain terminal that a person took over, and lets the agent go on at their word."""

from __future__ import annotations

import contextlib
import select
import sys
import threading
from typing import TextIO

from gui_agent.hold import Hold

_LOOK_SECONDS = 0.2


class ConsoleHold:
    """Attends to ``hold`` on a terminal, or on given streams: Enter lets the agent go on.

    ``reading`` is held by whoever reads the terminal, as for the answer to a question.
    """

    def __init__(
        self,
        hold: Hold,
        source: TextIO | None = None,
        out: TextIO | None = None,
        reading: threading.Lock | None = None,
    ) -> None:
        self._hold, self._source, self._out = hold, source or sys.stdin, out or sys.stderr
        self._reading = reading or threading.Lock()

    def attend(self) -> bool:
        """Attend from now on; False where there is no terminal, so that nobody could say anything."""
        if not self._source.isatty():
            return False
        self._hold.watch(self._changed)
        return True

    def _changed(self, hold: Hold) -> None:
        if hold.held == "taken over":
            threading.Thread(target=self._wait, args=(hold.what,), name="hold", daemon=True).start()

    def _wait(self, what: str) -> None:
        with self._reading:
            self._say(f"\nYou took over ({what}). Enter lets the agent go on, Ctrl-C stops it.\n")
            while self._hold.held == "taken over":
                # Canonical terminals are readable once there is a whole line.
                with contextlib.suppress(OSError, ValueError):
                    if select.select([self._source], [], [], _LOOK_SECONDS)[0]:
                        self._source.readline()
                        self._hold.resume()

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
