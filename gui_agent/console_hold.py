"""Says in a plain terminal that a person took over, and lets the agent go on at their word."""

from __future__ import annotations

import contextlib
import select
import sys
import threading
import time
from typing import TextIO

from gui_agent.hold import Hold
from gui_agent.witness import NOT_YOURS, Witness

_LOOK_SECONDS = 0.2


class ConsoleHold:
    """Attends to ``hold`` on a terminal, or on given streams: Enter lets the agent go on.

    ``reading`` is held by whoever reads the terminal, as for the answer to a question. ``witness`` vouches
    for the Enter.
    """

    def __init__(
        self,
        hold: Hold,
        source: TextIO | None = None,
        out: TextIO | None = None,
        reading: threading.Lock | None = None,
        witness: Witness | None = None,
    ) -> None:
        self._hold, self._source, self._out = hold, source or sys.stdin, out or sys.stderr
        self._reading, self._witness = reading or threading.Lock(), witness or Witness()

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
        taken_at = time.monotonic()
        with self._reading:
            self._say(f"\nYou took over ({what}). Enter lets the agent go on, Ctrl-C stops it.\n")
            while self._hold.held == "taken over":
                # Canonical terminals are readable once there is a whole line.
                with contextlib.suppress(OSError, ValueError):
                    if select.select([self._source], [], [], _LOOK_SECONDS)[0]:
                        self._hear(self._source.readline(), taken_at)

    def _hear(self, line: str, taken_at: float) -> None:
        if not line:
            time.sleep(_LOOK_SECONDS)  # the input ended, by Ctrl-D say: that lets nobody go on
        elif self._witness.vouches(taken_at):
            self._hold.resume()
        else:
            self._say(f"{NOT_YOURS}\n")

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
