"""The joint between the agent and any computer: this desktop, a virtual one, a remote one, a fake."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

from actions.action import Action
from actions.geometry import Box, Size
from actions.screenshot import Screenshot


@runtime_checkable
class Computer(Protocol):
    """Something with a screen, a mouse and a keyboard.

    ``execute`` is the only way input reaches the machine. ``Done`` and ``Fail`` are the agent's words
    about the task and do nothing here. Leaving its ``with`` block closes it.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    @property
    def screen_size(self) -> Size: ...

    def screenshot(self, region: Box | None = None) -> Screenshot:
        """Capture now. Raises `CaptureFailed`, `DisplayLost`."""
        ...

    def execute(self, action: Action) -> None:
        """Carry out ``action`` and return once it has been sent, nothing left pressed.

        Raises `ComputerError` kinds; `Stopped` where a person used the fail-safe.
        """
        ...

    def close(self) -> None:
        """Release everything; safe to call twice."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window as the window manager knows it; ``box`` is in screen pixels.

    ``dialog``: it belongs to another window and asks or tells something. ``hidden``: it is minimised.
    """

    id: int
    title: str
    application: str
    box: Box
    active: bool = False
    pid: int | None = None
    dialog: bool = False
    hidden: bool = False


@runtime_checkable
class WindowLister(Protocol):
    """A computer that can also say which windows are open (an aid, never needed to act)."""

    def windows(self) -> list[Window]:
        """Return the open windows, bottom to top of the stack."""
        ...


@runtime_checkable
class IdleWaiter(Protocol):
    """A computer that can also say when the program in front is ready for what comes next."""

    def is_busy(self, window: Window) -> bool:
        """Say whether the program behind ``window`` works at this moment; False where that is unknown."""
        ...

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until the active window's program has nothing left to do; False after ``timeout`` seconds."""
        ...


@runtime_checkable
class StopTeller(Protocol):
    """A computer that tells at once when a person wants an end, and not only with the next input."""

    def when_stopped(self, tell: Callable[[], object]) -> None:
        """Call ``tell``, from any thread, when a person uses the fail-safe; it must not wait."""
        ...


@runtime_checkable
class SharedComputer(Protocol):
    """A computer whose mouse and keyboard a person uses too, and who goes first."""

    def watch_person(self, tell: Callable[[str], object] | None) -> None:
        """From now on a person's input ends the agent's; ``tell`` hears what they did. None: no more.

        It is called on whatever thread notices the person, and at once where they have not handed back since
        the last time. `execute` raises `TakenOver` until `hand_back`.
        """
        ...

    def hand_back(self) -> None:
        """Let the agent use mouse and keyboard again, because the person said so."""
        ...

    def question_open(self) -> AbstractContextManager[None]:
        """Return a context within which a person is asked something: nothing is sent meanwhile."""
        ...

    def answered_since(self, moment: float) -> bool | None:
        """Say whether a person used the window that asks since ``moment`` (`time.monotonic`).

        None where they are asked elsewhere than on this screen.
        """
        ...
