"""The screen and hands of a machine, whichever it has after the last reset."""

from __future__ import annotations

from dataclasses import dataclass

from actions.action import Action
from actions.computer import Computer, IdleWaiter, Window, WindowLister
from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from evals.machines.machine import Machine


@dataclass(frozen=True, slots=True)
class Executed:
    """An action with the windows that were open when it was done: applications, the active one marked."""

    action: Action
    windows: tuple[str, ...]


class CurrentComputer:
    """A `Computer` that outlives resets of ``machine``; closing it leaves the machine alone.

    ``executed`` are the actions since the machine was last taken back, in order.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.executed: list[Executed] = []

    def __enter__(self) -> CurrentComputer:
        return self

    def __exit__(self, *error: object) -> None: ...

    @property
    def screen_size(self) -> Size:
        return self._now.screen_size

    def screenshot(self, region: Box | None = None) -> Screenshot:
        return self._now.screenshot(region)

    def execute(self, action: Action) -> None:
        # Noted first: what broke half way was done half way.
        self.executed.append(Executed(action, self.open_applications()))
        self._now.execute(action)

    def windows(self) -> list[Window]:
        now = self._now
        return now.windows() if isinstance(now, WindowLister) else []

    def open_applications(self) -> tuple[str, ...]:
        """Return the applications of the open windows, sorted; the active one has a star."""
        return tuple(sorted(f"{w.application}{'*' if w.active else ''}" for w in self.windows()))

    def is_busy(self, window: Window) -> bool:
        now = self._now
        return now.is_busy(window) if isinstance(now, IdleWaiter) else False

    def wait_until_idle(self, timeout: float) -> bool:
        now = self._now
        return now.wait_until_idle(timeout) if isinstance(now, IdleWaiter) else True

    def close(self) -> None: ...

    @property
    def _now(self) -> Computer:
        return self._machine.computer
