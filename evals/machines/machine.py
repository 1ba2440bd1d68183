"""The joint between evaluation and any machine: a sandbox, a virtual machine, a remote host, a container."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, Self, runtime_checkable

from actions.computer import Computer

NOTHING: Mapping[str, str] = MappingProxyType({})
COMMAND_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command in the guest ended; a negative ``returncode`` is the signal that ended it.

    A command left running in the background has the code 0 and said nothing.
    """

    returncode: int
    stdout: bytes = b""
    stderr: bytes = b""

    @property
    def text(self) -> str:
        """The output as text; what is no UTF-8 is replaced."""
        return self.stdout.decode("utf-8", "replace")


@runtime_checkable
class Machine(Protocol):
    """A desktop that tasks are set up on and graded on.

    An agent only ever gets ``computer``; everything else belongs to setup and grading. Every method raises
    `MachineError` kinds. Leaving its ``with`` block closes it; entering the block starts it.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    @property
    def computer(self) -> Computer:
        """The screen, mouse and keyboard of the running machine; a new one after every reset."""
        ...

    def start(self) -> None:
        """Start the machine and return when its desktop is drawn; does nothing where it runs."""
        ...

    def reset(self, snapshot: str = "") -> None:
        """Go back to ``snapshot`` (the clean state where empty); everything since then is gone."""
        ...

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float = COMMAND_SECONDS,
        cwd: str = "",
        environment: Mapping[str, str] = NOTHING,
        background: bool = False,
    ) -> CommandResult:
        """Run a program of the guest as the guest's user, on its desktop.

        ``timeout`` is in seconds; ``background`` returns as soon as the program has started. The home
        folder is where it starts unless ``cwd`` says otherwise. Raises `CommandFailed`, `CommandTimedOut`.
        """
        ...

    def put(self, content: bytes | Path, path: str) -> None:
        """Write a file of the guest (its folders are made), owned by the guest's user."""
        ...

    def get(self, path: str) -> bytes:
        """Read a file of the guest. Raises `GuestFileMissing`, `GuestFileError`."""
        ...

    def accessibility_tree(self) -> str:
        """Return what the guest's applications say about their widgets, as OSWorld's XML."""
        ...

    def close(self) -> None:
        """End the machine and leave nothing behind; safe to call twice."""
        ...
