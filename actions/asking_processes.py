"""Which processes may own the window in which this process asks a person.

That is the terminal it runs in: an ancestor. In a multiplexer, whose server has none, it is the terminals of
all that are attached to it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_DEEPEST = 64
_TMUX_SECONDS = 2.0
_ATTACHING_SECONDS = 1.0
_MULTIPLEXERS = ("tmux: server", "screen", "SCREEN", "zellij", "dtach", "abduco")


def ancestors(pid: int) -> tuple[int, ...]:
    """Return the parents of process ``pid``, the nearest first; what cannot be read ends the line."""
    found: list[int] = []
    while len(found) < _DEEPEST and (parent := _parent(pid)) > 1:
        found.append(parent)
        pid = parent
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of processes, each from one terminal's program upwards; any of them may own its window.

    ``known`` are where a person is asked; ``maybe`` may only be passing, as a command of tmux is.
    """

    known: tuple[tuple[int, ...], ...]
    maybe: tuple[tuple[int, ...], ...] = ()


class AskingProcesses:
    """Finds the processes that belong to where this process, or process ``pid``, asks a person."""

    def __init__(self, pid: int | None = None, tmux: str | None = None) -> None:
        self._pid = pid or os.getpid()
        self._tmux = (os.environ.get("TMUX", "") if tmux is None else tmux).partition(",")[0]
        self._candidates: frozenset[int] = frozenset()
        self._listed: frozenset[int] = frozenset()

    def lines(self) -> Lines:
        """Return the present lines of ancestors: ours, or those of what is attached to our multiplexer."""
        own = ancestors(self._pid)
        multiplexer = next((pid for pid in own if _name(pid) in _MULTIPLEXERS), None)
        if multiplexer is None:
            return Lines((own,))
        known, maybe = self._attached(own, _name(multiplexer))
        # One that has ended since it was listed is no place where a person sits.
        return Lines(
            *(tuple((pid, *ancestors(pid)) for pid in pids if _stat(pid)) for pids in (known, maybe))
        )

    def _attached(self, own: Sequence[int], multiplexer: str) -> tuple[frozenset[int], frozenset[int]]:
        """Return what is attached to ``multiplexer``, and what may be attaching or only passing."""
        if multiplexer != "tmux: server":
            candidates = frozenset(_named(multiplexer)) - frozenset(own)
            young = _young(candidates)
            return candidates - young, young
        candidates = frozenset(_named("tmux: client"))
        young = _young(candidates)
        # Asked anew only when there is another client: a program started each time would cost too much.
        if candidates != self._candidates:
            self._listed = self._ask_tmux(candidates)
            # Who is just attaching is not listed yet.
            self._candidates = candidates - (young - self._listed)
        return self._listed, young - self._listed

    def _ask_tmux(self, candidates: frozenset[int]) -> frozenset[int]:
        socket = ["-S", self._tmux] if self._tmux else []
        command = ["tmux", *socket, "list-clients", "-F", "#{client_pid}"]
        try:
            said = subprocess.run(command, capture_output=True, text=True, timeout=_TMUX_SECONDS, check=True)
        except (OSError, subprocess.SubprocessError):
            return candidates  # rather too many than the one that matters left out
        return frozenset(int(word) for word in said.stdout.split() if word.isdigit())


def _named(name: str) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _name(pid := int(folder.name)) == name and _stat(pid)[:1] != ["Z"]:
            found.append(pid)
    return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _young(pids: frozenset[int]) -> frozenset[int]:
    return frozenset(pid for pid in pids if _age_seconds(pid) < _ATTACHING_SECONDS)


def _age_seconds(pid: int) -> float:
    fields = _stat(pid)
    if not fields:
        return 0.0
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK")
