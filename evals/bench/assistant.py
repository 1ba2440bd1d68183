"""The terminal assistant on a pseudo-terminal: its start, keys during runs, many steps, and what it sends.

Keys are measured twice: while made-up steps come 50 a second, each with another screen, and while a task
really runs on a private desktop.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from evals.bench.pseudo_terminal import Terminal, open_terminal
from evals.bench.result import BenchmarkResult, Bound, Figure

START_BOUND_SECONDS = 1.5
PAINT_BOUND_MS = 50.0
MEMORY_BOUND_MB = 40.0
STARTS, ROUNDS, REAL_ROUNDS = 7, 5, 3
PER_SECOND, PLAIN_STEPS = 50, 250
FEW_STEPS, MANY_STEPS = 1000, 10_000
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
"""Letters that no step shows: what comes out is the echo of the key."""
_FEED = "evals.bench.assistant_feed"
_TASK = "Open xterm, " + ", ".join(f'type "echo {number} apples", press Enter' for number in range(60))
_NEEDED = ("Xvfb", "openbox", "dbus-daemon", "xterm")
_PROMPT = b"hat shall I do?"
"""Without its first letter, which is under the cursor, in other colours."""
_CLEAR, _LEAVE, _ENTER, _STOP = b"\x15", b"\x11", b"\r", b"\x03"
_IDLE_SECONDS = 5.0


def run() -> BenchmarkResult:
    """Measure one after another: starts, keys, steps, memory and bytes."""
    figures: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures["start_to_prompt"] = Figure.median([_start(folder) for _ in range(STARTS)], "s")
        figures |= _fed(folder) | _plain(folder) | _long(folder)
        if all(shutil.which(program) for program in _NEEDED):
            figures |= _real(folder)
    bounds = {
        "start_to_prompt": Bound(START_BOUND_SECONDS),
        "key_to_paint_p95": Bound(PAINT_BOUND_MS),
        "key_to_paint_in_a_run_p95": Bound(PAINT_BOUND_MS),
        "steps_dropped": Bound(0),
        "steps_shown_a_second": Bound(PER_SECOND / 2, "min"),
        "steps_dropped_plain": Bound(0),
        "memory_of_9000_more_steps": Bound(MEMORY_BOUND_MB),
        "bytes_idle": Bound(0),
    }
    return BenchmarkResult(
        "assistant", figures, {name: bound for name, bound in bounds.items() if name in figures}
    )


def _start(folder: Path) -> float:
    began = time.perf_counter()
    with open_terminal([sys.executable, "-m", "gui_agent.cli"], folder) as terminal:
        terminal.wait_for(_PROMPT)
        terminal.type(LETTERS[0].encode())
        terminal.wait_for(LETTERS[0].encode())
        spent = time.perf_counter() - began
        terminal.type(_LEAVE)
    return spent


def _fed(folder: Path) -> dict[str, Figure]:
    """Type while made-up steps come, and count what was shown of them."""
    told = folder / "told.json"
    pace = {"ASSISTANT_FEED_STEPS": "1000000", "ASSISTANT_FEED_PER_SECOND": str(PER_SECOND)}
    with open_terminal([sys.executable, "-m", _FEED, str(told)], folder, **pace) as terminal:
        terminal.wait_for(_PROMPT)
        terminal.drain(2.0)
        began, before = time.perf_counter(), terminal.received
        paints = _paints(terminal, ROUNDS)
        seconds, received = time.perf_counter() - began, terminal.received - before
        terminal.type(_LEAVE)
        terminal.drain(3.0)
    shown = json.loads(told.read_text())
    return {
        "key_to_paint_p95": Figure(_p95(paints), "ms", len(paints)),
        "key_to_paint": Figure.median(paints, "ms"),
        "bytes_fed": Figure(received / seconds / 1000, "kB/s"),
        "steps_dropped": Figure(shown["last"] - shown["shown"], "steps", shown["last"]),
        # A feed that stands still drops nothing either.
        "steps_shown_a_second": Figure(shown["last"] / seconds, "1/s"),
    }


def _plain(folder: Path) -> dict[str, Figure]:
    """Count the steps that plain lines show of those that were told."""
    pace = {"ASSISTANT_FEED_STEPS": str(PLAIN_STEPS), "ASSISTANT_FEED_PER_SECOND": str(PER_SECOND)}
    with open_terminal([sys.executable, "-m", _FEED, "plain"], folder, **pace) as terminal:
        text = terminal.drain(PLAIN_STEPS / PER_SECOND + 5.0).decode()
    shown = len(set(re.findall(r"press button (\d+)", text)))
    return {"steps_dropped_plain": Figure(PLAIN_STEPS - shown, "steps", PLAIN_STEPS)}


def _long(folder: Path) -> dict[str, Figure]:
    """Return what many steps, as quickly as they come, leave in the interface's memory."""
    sizes = {}
    for steps in (FEW_STEPS, MANY_STEPS):
        told = folder / f"told-{steps}.json"
        pace = {"ASSISTANT_FEED_STEPS": str(steps), "ASSISTANT_FEED_PER_SECOND": "1e9"}
        began = time.perf_counter()
        with open_terminal([sys.executable, "-m", _FEED, str(told)], folder, **pace) as terminal:
            terminal.wait_for(_PROMPT)
            terminal.drain_until_still(3.0)
            seconds = time.perf_counter() - began - 3.0
            terminal.type(_LEAVE)
            terminal.drain(3.0)
        sizes[steps] = json.loads(told.read_text())["megabytes"]
    return {
        "memory_of_9000_more_steps": Figure(sizes[MANY_STEPS] - sizes[FEW_STEPS], "MB"),
        "memory": Figure(sizes[MANY_STEPS], "MB"),
        "steps_a_second": Figure(MANY_STEPS / seconds, "1/s"),
    }


def _real(folder: Path) -> dict[str, Figure]:
    """Type while a task really runs; then count what is sent while nothing happens."""
    with open_terminal([sys.executable, "-m", "gui_agent.cli"], folder) as terminal:
        terminal.wait_for(_PROMPT)
        terminal.drain_until_still(1.0)
        before = terminal.received
        terminal.drain(_IDLE_SECONDS)
        idle = (terminal.received - before) / _IDLE_SECONDS
        terminal.type(_TASK.encode() + _ENTER)
        terminal.wait_for("✓".encode())
        began, before = time.perf_counter(), terminal.received
        paints = _paints(terminal, REAL_ROUNDS)
        seconds, received = time.perf_counter() - began, terminal.received - before
        terminal.type(_STOP)
        terminal.wait_for(b"stopped")
        terminal.type(_LEAVE)
    return {
        "key_to_paint_in_a_run_p95": Figure(_p95(paints), "ms", len(paints)),
        "key_to_paint_in_a_run": Figure.median(paints, "ms"),
        "bytes_in_a_run": Figure(received / seconds / 1000, "kB/s"),
        "bytes_idle": Figure(idle, "B/s"),
    }


def _paints(terminal: Terminal, rounds: int) -> list[float]:
    """Return milliseconds from key to paint for letters that are typed one after another."""
    paints = []
    chance = random.Random(6)
    for _ in range(rounds):
        for letter in LETTERS:
            terminal.type(letter.encode())
            paints.append(1000 * terminal.wait_for(letter.encode()))
            terminal.drain(0.03 + chance.random() / 20)
        terminal.type(_CLEAR)
        terminal.drain(0.5)
    return paints


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
