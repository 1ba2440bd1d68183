"""The joint to a machine's programs: nothing in this package can run one on the host."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: its exit code, negative for a signal, and what it said."""

    code: int
    output: bytes = b""
    errors: bytes = b""


class CommandRunner(Protocol):
    """Runs programs as the user of a sandbox or virtual machine without a network, never on the host.

    Every method raises `ToolFailed` for what the program or the request did, and
    `actions.errors.ComputerError` kinds where the machine broke.
    """

    def run(self, command: Sequence[str], *, seconds: float) -> Ran:
        """Run a program, ``command`` being its arguments and no line of a shell, in the home folder.

        Raises `ToolTimedOut` after ``seconds``, once the program was ended.
        """
        ...

    def start(self, command: Sequence[str]) -> None:
        """Start a program on the desktop and leave it running."""
        ...

    def put(self, content: bytes, path: str) -> None:
        """Write a file of the machine; its folders are made."""
        ...

    def get(self, path: str) -> bytes:
        """Read a file of the machine."""
        ...

    def connect(self, port: int) -> socket.socket:
        """Return a connection to ``port`` of the machine's own loopback."""
        ...
