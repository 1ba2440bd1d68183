"""What a machine offers an agent beside screen, mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable

from evals.machines.current_computer import CurrentComputer
from evals.machines.machine import Machine
from evals.machines.snapshots import WalkedAgain, snapshots_of
from evals.machines.tool_runner import MachineRunner, runner_of
from gui_agent.machinery import NO_MACHINERY, Machinery
from gui_agent.planning.search.snapshots import NeedsSnapshots, Snapshots
from gui_agent.tools.errors import ToolUnavailable


def equipment_of(machine: Machine, begin_again: Callable[[], None]) -> Machinery:
    """Return what ``machine`` has; nothing where it is not walled off.

    ``begin_again`` brings it back to the task's beginning: a sandbox is searched by walking the way again.
    """
    try:
        runner: MachineRunner = runner_of(machine)
    except ToolUnavailable:
        return NO_MACHINERY
    computer = CurrentComputer(machine)
    snapshots: Snapshots
    try:
        snapshots = snapshots_of(machine)
    except NeedsSnapshots:
        snapshots = WalkedAgain(computer, begin_again)
    return Machinery(runner, snapshots, computer)
