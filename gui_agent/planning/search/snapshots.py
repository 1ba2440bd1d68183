"""States of the machine that can be gone back to: the joint between search and machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from gui_agent.errors import SettingsError
from gui_agent.tools.action import RestoreSnapshot, ToolAction
from gui_agent.tools.errors import ToolFailed
from gui_agent.tools.toolbox import ToolOutcome

T = TypeVar("T")


class NeedsSnapshots(SettingsError):
    """Search was asked for on a computer that cannot be taken back."""

    def __init__(self) -> None:
        super().__init__(
            "tree_search tries actions out and takes them back, which needs a machine with snapshots: use a "
            "virtual machine (gui-agent eval run --machine qemu), or leave out tree_search"
        )


class Snapshots(Protocol):
    """A machine whose state can be kept and brought back, as often as wanted.

    Every method raises `actions.errors.ComputerError` kinds where the machine broke.
    """

    def save(self) -> str:
        """Keep the machine as it is now; return the name to restore it by."""
        ...

    def restore(self, name: str) -> None:
        """Bring the machine back to ``name``. Raises `ToolFailed` where that state is not to be had."""
        ...

    def forget(self, name: str) -> None:
        """Give up what ``name`` takes; unknown names are passed over."""
        ...


class SnapshotTool:
    """Lets the loop restore snapshots like every other action: decided on by an approver, journaled."""

    kinds: frozenset[type[ToolAction]] = frozenset({RestoreSnapshot})

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots

    def use(self, action: ToolAction) -> ToolOutcome:
        if not isinstance(action, RestoreSnapshot):
            raise ToolFailed(f"snapshots do not do {type(action).__name__}")
        self._snapshots.restore(action.name)
        return ToolOutcome(True, "the machine is as it was then")


class MemorySnapshots(Generic[T]):
    """`Snapshots` of anything whose state can be read and written as a value: fakes and simulations."""

    def __init__(self, read: Callable[[], T], write: Callable[[T], None]) -> None:
        self._read, self._write = read, write
        self._kept: dict[str, T] = {}
        self._saved = 0
        self.restored: list[str] = []

    def save(self) -> str:
        self._saved += 1
        name = f"state-{self._saved}"
        self._kept[name] = self._read()
        return name

    def restore(self, name: str) -> None:
        if name not in self._kept:
            raise ToolFailed(f"no state was saved as {name!r}")
        self._write(self._kept[name])
        self.restored.append(name)

    def forget(self, name: str) -> None:
        self._kept.pop(name, None)
