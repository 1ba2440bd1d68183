"""What a computer has around its screen, mouse and keyboard, where it is a machine of evaluations."""

from __future__ import annotations

from dataclasses import dataclass

from actions.computer import Computer
from gui_agent.errors import SettingsError
from gui_agent.mechanisms import Mechanism, Mechanisms
from gui_agent.planning.search.snapshots import NeedsSnapshots, Snapshots
from gui_agent.tools.runner import CommandRunner


class NeedsMachine(SettingsError):
    """Tools were asked for on a computer without a machine around it."""

    def __init__(self) -> None:
        super().__init__(
            "tools run programs only in a sandbox or a virtual machine, never on this desktop: use "
            "gui-agent eval run --agent model --machine sandbox (or qemu), or leave out tools"
        )


@dataclass(frozen=True, slots=True)
class Machinery:
    """What tools and search work with; nothing of it on a person's desktop.

    ``computer`` outlives the restoring of snapshots, where there are any.
    """

    runner: CommandRunner | None = None
    snapshots: Snapshots | None = None
    computer: Computer | None = None


NO_MACHINERY = Machinery()


def require_machinery(on: Mechanisms, there: Machinery = NO_MACHINERY) -> None:
    """Refuse mechanisms that this computer cannot have. Raises `NeedsSnapshots`, `NeedsMachine`."""
    if Mechanism.TREE_SEARCH in on and there.snapshots is None:
        raise NeedsSnapshots
    if Mechanism.TOOLS in on and there.runner is None:
        raise NeedsMachine
