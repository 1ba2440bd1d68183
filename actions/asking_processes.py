"""Which processes may own the window in which this process asks a person.

That is the terminal it runs in: an ancestor. In a multiplexer, whose server has none, it is the terminals of
all that are attached to it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
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


class AskingProcesses:
    """Lines of processes, each from one terminal's program upwards; any of them may own its window."""

    def __init__(self, pid: int | None = None, tmux: str | None = None) -> None:
        self._pid = pid or os.getpid()
        self._tmux = (os.environ.get("TMUX", "") if tmux is None else tmux).partition(",")[0]
        self._candidates: frozenset[int] = frozenset()
        self._clients: tuple[int, ...] = ()
        self._young: frozenset[int] = frozenset()

    def may_be_passing(self, line: Sequence[int]) -> bool:
        """Whether ``line`` is that of a program that only talks to the multiplexer and shows nothing.

        It may have come to type an answer, and must not pass for another place where a person sits.
        """
        return bool(line) and (line[0] in self._young or not _parent(line[0]))

    def lines(self) -> list[tuple[int, ...]]:
        """Return the present lines of ancestors: ours, or those of what is attached to our multiplexer."""
        own = ancestors(self._pid)
        multiplexer = next((pid for pid in own if _name(pid) in _MULTIPLEXERS), None)
        if multiplexer is None:
            return [own]
        return [(client, *ancestors(client)) for client in self._attached(own, multiplexer)]

    def _attached(self, own: Sequence[int], multiplexer: int) -> Iterator[int]:
        if _name(multiplexer) != "tmux: server":
            yield from (pid for pid in _named(_name(multiplexer)) if pid not in own)
            return
        # Asked anew only when there is another client: a program started each time would cost too much.
        candidates = frozenset(_named("tmux: client"))
        if candidates != self._candidates:
            listed = self._ask_tmux(candidates)
            # Who is just attaching is not listed yet.
            young = {pid for pid in candidates - listed if _age_seconds(pid) < _ATTACHING_SECONDS}
            self._clients, self._young = tuple(listed | young), frozenset(young)
            self._candidates = candidates - young
        yield from self._clients

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


def _age_seconds(pid: int) -> float:
    fields = _stat(pid)
    if not fields:
        return 0.0
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK")
