"""Killing parts of a run without warning, as a crash would, and seeing who there is to kill."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

_LOOK_SECONDS = 0.05


class Victim(StrEnum):
    """What is killed; the value is what its command line holds."""

    RUNNER = "gui_agent.cli"
    WORKER = "evals.runner.worker"
    ACTOR = "ray::_EpisodeSlot"
    GUEST_SERVER = "evals.guest"
    QEMU = "qemu-system"


def kill(victim: Victim, runner: int, within: float, after: float = 0.0) -> bool:
    """Kill one ``victim`` that descends from the process ``runner`` with SIGKILL, ``after`` seconds of sight.

    False where none came up ``within`` so many seconds, or the runner ended by itself.
    """
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        for pid in [runner] if victim is Victim.RUNNER else descendants(runner):
            if victim.value in command_line(pid):
                time.sleep(after)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    return True
        if not command_line(runner):
            return False
        time.sleep(_LOOK_SECONDS)
    return False


def descendants(pid: int) -> Iterator[int]:
    """Yield the living descendants of a process, in no order; those that end meanwhile are left out."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text("ascii").split()):
                yield child
                yield from descendants(child)


def identity(pid: int) -> tuple[int, str]:
    """Return what tells a process from a later one of its number; the second part is empty if it ended."""
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        # A process that ended and was not collected yet is no process any more.
        return pid, "" if stat[0] == "Z" else stat[19]
    return pid, ""


def state(pid: int) -> str:
    """Return the letter of what a process does and who its parent is; empty where it has ended."""
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return f"{stat[0]} of {stat[1]}"
    return ""


def command_line(pid: int) -> str:
    """Return the words of a process's command line with spaces between; empty where it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""
