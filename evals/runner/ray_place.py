"""The folder of a Ray that was started here, and the process that clears up after it, however its owner ends.

Ray's helpers outlive an owner that was killed by a minute. Whatever has a file of it open is one of them.
Standard library only: the process is started as ``python -I -S``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

_LOOK_SECONDS = 0.2
_CLEAR_SECONDS = 10.0
_LOOKS_WITHOUT = 3
"""Helpers that are just being started may show up after the others have gone."""


class RayPlace:
    """A new folder ``path`` for Ray's files; at its end processes and files of it are gone."""

    def __init__(self) -> None:
        # Sockets lie in it, whose paths must be short.
        self.path = tempfile.mkdtemp(prefix="ray-", dir="/tmp")
        end, self._lifeline = os.pipe()
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(end), str(os.getpid()), self.path],
            pass_fds=(end,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in our terminal must not reach it
        )
        os.close(end)

    def close(self) -> None:
        """End what is left and remove the folder; safe to call twice."""
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
            self._keeper.wait()


def main(arguments: Sequence[str]) -> None:
    """Wait for the end of descriptor LIFELINE of the process OWNER, then clear FOLDER."""
    lifeline, owner, place = int(arguments[0]), int(arguments[1]), os.path.realpath(arguments[2])
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    while os.read(lifeline, 1):
        pass
    deadline, without = time.monotonic() + _CLEAR_SECONDS, 0
    while without < _LOOKS_WITHOUT and time.monotonic() < deadline:
        left = [pid for pid in _working_in(place) if pid != owner]
        without = 0 if left else without + 1
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_LOOK_SECONDS)
    shutil.rmtree(place, ignore_errors=True)


def _working_in(place: str) -> Iterator[int]:
    """Yield the processes that have a file in the folder open; others' processes cannot be looked into."""
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            if any(os.path.realpath(each).startswith(place + os.sep) for each in folder.iterdir()):
                yield int(folder.parent.name)


if __name__ == "__main__":
    main(sys.argv[1:])
