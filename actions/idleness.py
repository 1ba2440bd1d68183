"""Is the program behind a window through with its work?  Asked of its process, where it runs here."""

from __future__ import annotations

import time
from pathlib import Path

from actions.interrupts import let_signals_through

_IDLE_SAMPLES = 4
_IDLE_INTERVAL_SECONDS = 0.03


def idles(pid: int, timeout: float) -> bool:
    """Watch until the process sleeps in several samples running; False where it works on for ``timeout`` s.

    One with unread events would run; on a busy machine it would wait for a processor, which is no sleep.
    """
    deadline = time.monotonic() + timeout
    idle, ticks = 0, -1
    while time.monotonic() < deadline:
        let_signals_through()
        time.sleep(_IDLE_INTERVAL_SECONDS)
        sample = _process_sample(pid)
        if sample is None:
            return True
        idle = idle + 1 if sample[0] == "S" and sample[1] == ticks else 0
        ticks = sample[1]
        if idle >= _IDLE_SAMPLES:
            return True
    return False


def works(pid: int) -> bool:
    """Say whether the process computes, or waits for a processor or a disk, at this very moment."""
    sample = _process_sample(pid)
    return sample is not None and sample[0] in "RD"


def _process_sample(pid: int) -> tuple[str, int] | None:
    """Return the state letter and the CPU ticks used, or None where the process has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[11]) + int(fields[12])
