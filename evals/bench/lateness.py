"""How late a machine lets its programs wake up, to tell a slow program from a crowded machine."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

TICK = 0.02
"""Seconds between two looks at the clock."""
WORTH_NOTING = 0.03

_PROGRAM = f"""
import sys, time
due = time.monotonic() + {TICK}
while True:
    time.sleep(max(0.0, due - time.monotonic()))
    now = time.monotonic()
    if now - due > {WORTH_NOTING}:
        print(due, now, flush=True)
    due = now + {TICK}
"""


class Lateness:
    """Runs, while it is open, a process of its own that only sleeps and notes when it woke too late."""

    def __enter__(self) -> Lateness:
        self._notes = tempfile.NamedTemporaryFile("r")
        command = [sys.executable, "-S", "-c", _PROGRAM]
        # Opened apart: a shared file would share its position too.
        with Path(self._notes.name).open("wb") as file:
            self._sleeper = subprocess.Popen(command, stdout=file, stdin=subprocess.DEVNULL)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sleeper.kill()
        self._sleeper.wait()
        self._notes.close()

    def between(self, begin: float, end: float) -> float:
        """Return how many seconds from ``begin`` to ``end`` (monotonic) the sleeper was kept waiting."""
        self._notes.seek(0)
        waits = [line.split() for line in self._notes.read().splitlines()]
        spans = [(float(pair[0]), float(pair[1])) for pair in waits if len(pair) == 2]
        return sum(max(0.0, min(end, woke) - max(begin, due)) for due, woke in spans)
