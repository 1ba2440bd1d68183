"""Programs of a machine for an agent's tools: only where the machine is walled off and has no network."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from actions.errors import DisplayLost
from evals.machines.errors import CommandFailed, CommandTimedOut, GuestFileError, MachineError
from evals.machines.machine import Machine
from gui_agent.tools.errors import ToolFailed, ToolTimedOut, ToolUnavailable
from gui_agent.tools.runner import Ran

if TYPE_CHECKING:
    from evals.machines.qemu.machine import VirtualMachine
    from evals.machines.sandbox.machine import Sandbox

    WalledOff: TypeAlias = Sandbox | VirtualMachine


class MachineRunner:
    """A `CommandRunner` of ``machine``, whichever state it is reset to."""

    def __init__(self, machine: WalledOff) -> None:
        self._machine = machine

    def run(self, command: Sequence[str], *, seconds: float) -> Ran:
        with _told():
            result = self._machine.run(command, timeout=seconds)
        return Ran(result.returncode, result.stdout, result.stderr)

    def start(self, command: Sequence[str]) -> None:
        with _told():
            self._machine.run(command, background=True)

    def put(self, content: bytes, path: str) -> None:
        with _told():
            self._machine.put(content, path)

    def get(self, path: str) -> bytes:
        with _told():
            return self._machine.get(path)

    def connect(self, port: int) -> socket.socket:
        with _told():
            return self._machine.connect(port)


def runner_of(machine: Machine) -> MachineRunner:
    """Return what runs programs in ``machine``. Raises `ToolUnavailable` where it may reach anything else."""
    from evals.machines.qemu.machine import VirtualMachine
    from evals.machines.sandbox.machine import Sandbox

    if isinstance(machine, Sandbox | VirtualMachine):
        return MachineRunner(machine)
    raise ToolUnavailable(
        "tools run programs only in a sandbox or a virtual machine of this host, which have no network; use "
        "--machine sandbox or qemu, or leave out tools"
    )


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn a machine's errors into those of tools, or of the computer where the machine is gone."""
    try:
        yield
    except CommandTimedOut as error:
        raise ToolTimedOut(str(error)) from error
    except (CommandFailed, GuestFileError) as error:
        raise ToolFailed(str(error)) from error
    except MachineError as error:
        raise DisplayLost(f"the machine broke: {error}") from error
