"""States of machines that search can go back to: real snapshots, or the way there walked again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from actions.action import Action
from actions.errors import ComputerError, DisplayLost
from actions.screenshot import Screenshot
from actions.settle import changed_boxes, wait_until_settled
from evals.machines.current_computer import CurrentComputer, Executed
from evals.machines.errors import MachineError, UnknownSnapshot
from evals.machines.machine import Machine
from gui_agent.planning.search.snapshots import NeedsSnapshots, Snapshots
from gui_agent.tools.errors import ToolFailed

SAME_SHARE = 0.01
"""The part of the screen that may look different after the way was walked again: clocks and carets."""
STEP_QUIET = 0.3
STEP_SETTLE = 10.0
WINDOW_SECONDS = 20.0
_POLL_SECONDS = 0.05


class SavesStates(Protocol):
    """A machine with snapshots of its own: memory, disk and screen."""

    def save(self, snapshot: str) -> None: ...

    def reset(self, snapshot: str = "") -> None: ...

    def forget(self, snapshot: str) -> None: ...


class MachineSnapshots:
    """`Snapshots` of a machine that has them; work its screen through a `CurrentComputer`."""

    def __init__(self, machine: SavesStates, prefix: str = "search") -> None:
        self._machine, self._prefix = machine, prefix
        self._saved = 0

    def save(self) -> str:
        self._saved += 1
        name = f"{self._prefix}-{self._saved}"
        try:
            self._machine.save(name)
        except MachineError as error:
            raise DisplayLost(f"the machine's state could not be kept: {error}") from error
        return name

    def restore(self, name: str) -> None:
        try:
            self._machine.reset(name)
        except UnknownSnapshot as error:
            raise ToolFailed(str(error)) from error
        except MachineError as error:
            raise DisplayLost(f"the machine could not be taken back: {error}") from error

    def forget(self, name: str) -> None:
        try:
            self._machine.forget(name)
        except MachineError as error:
            raise DisplayLost(f"the machine could not give up a state: {error}") from error


@dataclass(frozen=True, slots=True)
class _Way:
    done: tuple[Executed, ...]
    windows: tuple[str, ...]
    seen: Screenshot


class WalkedAgain:
    """`Snapshots` of a machine without any: it begins anew, and every action since then is done again.

    ``begin`` brings the machine to the task's beginning. That costs the whole way each time, and only leads
    back where programs do the same again; a screen that then looks different is reported as `ToolFailed`
    and nothing is tried from there. What tools did past mouse and keyboard is not done again, so this is
    not for runs with tools.
    """

    def __init__(self, computer: CurrentComputer, begin: Callable[[], None]) -> None:
        self._computer, self._begin = computer, begin
        self._ways: dict[str, _Way] = {}
        self._saved = 0

    def save(self) -> str:
        self._saved += 1
        name = f"way-{self._saved}"
        self._ways[name] = _Way(
            tuple(self._computer.executed), self._computer.open_applications(), self._settled()
        )
        return name

    def restore(self, name: str) -> None:
        way = self._ways.get(name)
        if way is None:
            raise ToolFailed(f"no state was saved as {name!r}")
        try:
            self._begin()
        except MachineError as error:
            raise DisplayLost(f"the machine could not begin anew: {error}") from error
        self._computer.executed.clear()
        self._settled()
        for done in way.done:
            self._await_windows(done.windows)
            self._again(done.action)
        self._await_windows(way.windows)
        self._compare(way)

    def forget(self, name: str) -> None:
        self._ways.pop(name, None)

    def _again(self, action: Action) -> None:
        try:
            self._computer.execute(action)
        except DisplayLost:
            raise
        except ComputerError as error:
            raise ToolFailed(f"an action of the way back went wrong: {error}") from error
        self._computer.wait_until_idle(STEP_SETTLE)
        self._settled(first_change_within=1.0)

    def _await_windows(self, wanted: tuple[str, ...]) -> None:
        """Wait until the windows are open that were open then: what is typed before that gets lost."""
        deadline = time.monotonic() + WINDOW_SECONDS
        while self._computer.open_applications() != wanted and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        self._computer.wait_until_idle(STEP_SETTLE)

    def _compare(self, way: _Way) -> None:
        now = self._settled().image
        if now.shape != way.seen.image.shape:
            raise ToolFailed("the screen has another size than it had in that state")
        different = sum(box.area for box in changed_boxes(way.seen.image, now))
        if different > SAME_SHARE * way.seen.region.area:
            raise ToolFailed(
                "the same actions led to another screen this time; machines with snapshots (qemu) do not "
                "have that trouble"
            )

    def _settled(self, first_change_within: float = 0.0) -> Screenshot:
        return wait_until_settled(
            self._computer.screenshot,
            quiet=STEP_QUIET,
            timeout=STEP_SETTLE,
            first_change_within=first_change_within,
        ).screenshot


def snapshots_of(machine: Machine) -> Snapshots:
    """Return the snapshots that ``machine`` has of its own. Raises `NeedsSnapshots` where it has none."""
    if callable(getattr(machine, "save", None)) and callable(getattr(machine, "forget", None)):
        return MachineSnapshots(machine)  # type: ignore[arg-type]
    raise NeedsSnapshots
