"""The terminal assistant on a pseudo-terminal: start to a usable prompt, and key to paint during a run."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import random
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.bench.result import BenchmarkResult, Bound, Figure

START_BOUND_SECONDS = 1.5
PAINT_BOUND_MS = 50.0
STARTS, ROUNDS = 7, 5
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
"""Letters that no step shows: what comes out is the echo of the key."""
_PROMPT = b"hat shall I do?"
"""The letter before it is under the cursor, in other colours."""
_CLEAR = b"\x15"
_LEAVE = b"\x11"
_LONGEST = 60.0


@dataclass(slots=True)
class Terminal:
    """The far end of a pseudo-terminal."""

    handle: int

    def type(self, keys: bytes) -> None:
        os.write(self.handle, keys)

    def wait_for(self, wanted: bytes) -> float:
        """Return the seconds until ``wanted`` comes out. Raises TimeoutError."""
        began, seen = time.perf_counter(), b""
        while (spent := time.perf_counter() - began) < _LONGEST:
            seen = (seen + self._read(0.2))[-65_536:]
            if wanted in seen:
                return time.perf_counter() - began
        raise TimeoutError(f"after {spent:.0f} s the assistant had not shown {wanted.decode()!r}")

    def drain(self, seconds: float) -> None:
        """Read what comes for so long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)

    def _read(self, patience: float) -> bytes:
        if not select.select([self.handle], [], [], patience)[0]:
            return b""
        try:
            return os.read(self.handle, 65_536)
        except OSError:
            return b""  # the program has gone


def run() -> BenchmarkResult:
    """Measure starts one after another, then keys while 50 steps arrive each second."""
    with tempfile.TemporaryDirectory() as folder:
        starts = [_start(Path(folder)) for _ in range(STARTS)]
        paints, told = _paints(Path(folder))
    slow = statistics.quantiles(paints, n=20)[-1]
    figures = {
        "start_to_prompt": Figure.median(starts, "s"),
        "key_to_paint_p95": Figure(slow, "ms", len(paints)),
        "key_to_paint": Figure.median(paints, "ms"),
        "steps_a_second": Figure(told["told"] / told["seconds"], "1/s"),
        "steps_dropped": Figure(told["told"] - told["shown"], "steps", int(told["told"])),
    }
    bounds = {
        "start_to_prompt": Bound(START_BOUND_SECONDS),
        "key_to_paint_p95": Bound(PAINT_BOUND_MS),
        "steps_dropped": Bound(0),
    }
    return BenchmarkResult("assistant", figures, bounds)


def _start(folder: Path) -> float:
    began = time.perf_counter()
    with _terminal([sys.executable, "-m", "gui_agent.cli"], folder) as terminal:
        terminal.wait_for(_PROMPT)
        terminal.type(LETTERS[0].encode())
        terminal.wait_for(LETTERS[0].encode())
        spent = time.perf_counter() - began
        terminal.type(_LEAVE)
    return spent


def _paints(folder: Path) -> tuple[list[float], dict[str, float]]:
    """Return milliseconds from key to paint, and what the program says of its steps."""
    told = folder / "told.json"
    paints = []
    chance = random.Random(6)
    with _terminal([sys.executable, "-m", "evals.bench.assistant_feed", str(told)], folder) as terminal:
        terminal.wait_for(_PROMPT)
        terminal.drain(2.0)
        for _ in range(ROUNDS):
            for letter in LETTERS:
                terminal.type(letter.encode())
                paints.append(1000 * terminal.wait_for(letter.encode()))
                terminal.drain(0.03 + chance.random() / 20)
            terminal.type(_CLEAR)
            terminal.drain(0.5)
        terminal.type(_LEAVE)
        terminal.drain(3.0)
    return paints, json.loads(told.read_text())


@contextlib.contextmanager
def _terminal(command: Sequence[str], folder: Path) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "GUI_AGENT_RUNS": str(folder)}
    unset = ("NO_COLOR", "GUI_AGENT_PLAIN")
    environment = {k: v for k, v in os.environ.items() if k not in unset} | own
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
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
