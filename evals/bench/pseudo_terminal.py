"""A pseudo-terminal with a program on it: what comes out, when, and how much."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 60.0
_UNSET = ("NO_COLOR", "GUI_AGENT_PLAIN", "TMUX")


@dataclass(slots=True)
class Terminal:
    """The far end of a pseudo-terminal."""

    handle: int
    received: int = 0
    """Bytes that came out so far."""

    def type(self, keys: bytes) -> None:
        os.write(self.handle, keys)

    def wait_for(self, wanted: bytes) -> float:
        """Return the seconds until ``wanted`` comes out. Raises TimeoutError."""
        began, seen = time.perf_counter(), b""
        while (spent := time.perf_counter() - began) < _LONGEST:
            seen = (seen + self._read(0.2))[-65_536:]
            if wanted in seen:
                return time.perf_counter() - began
        raise TimeoutError(f"after {spent:.0f} s it had not shown {wanted.decode()!r}")

    def drain(self, seconds: float) -> bytes:
        """Read what comes for so long, and return it."""
        until, seen = time.perf_counter() + seconds, b""
        while (left := until - time.perf_counter()) > 0:
            seen += self._read(left)
        return seen

    def drain_until_still(self, seconds: float) -> bytes:
        """Read until nothing has come for so long, and return what came."""
        seen = b""
        while came := self._read(seconds):
            seen += came
        return seen

    def _read(self, patience: float) -> bytes:
        if not select.select([self.handle], [], [], patience)[0]:
            return b""
        try:
            came = os.read(self.handle, 65_536)
        except OSError:
            return b""  # the program has gone
        self.received += len(came)
        return came


@contextlib.contextmanager
def open_terminal(command: Sequence[str], folder: Path, **given: str) -> Iterator[Terminal]:
    """Run ``command`` on 160 by 50 cells, its runs in ``folder``; what is ``given`` is in its environment."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "GUI_AGENT_RUNS": str(folder), **given}
    environment = {k: v for k, v in os.environ.items() if k not in _UNSET} | own
    # As its controlling terminal: a program whose terminal goes away is hung up on.
    process = subprocess.Popen(command, env=environment, preexec_fn=lambda: os.login_tty(theirs))
    os.close(theirs)
    try:
        terminal = Terminal(ours)
        yield terminal
        until = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < until:
            terminal.drain(0.1)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(ours)
