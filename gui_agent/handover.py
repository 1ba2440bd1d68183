"""Between the agent and a person at the same computer: who has mouse and keyboard, and how they come back."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator
from types import TracebackType

from actions.action import Action, FocusWindow, Wait
from actions.computer import Computer, SharedComputer, Window, WindowLister
from actions.errors import Stopped, TakenOver, WindowNotFound
from gui_agent.chat.cancellation import Cancellation
from gui_agent.hold import Hold

STOPPED = "stopped by a person"
STOP_LOOK_SECONDS = 0.25
"""So often a wait looks whether the run was stopped."""
NOBODY_HANDS_BACK = "you took over ({what}), and this run has nobody who could let it go on"


class Handover:
    """Lets a person take over ``computer`` within its context; `wait` is where the agent stands aside."""

    def __init__(self, computer: Computer, hold: Hold, cancel: Cancellation) -> None:
        self._computer, self._hold, self._cancel = computer, hold, cancel
        self._what = self._note = ""

    def __enter__(self) -> Handover:
        self._hold.begin()
        if isinstance(self._computer, SharedComputer):
            self._computer.watch_person(self._taken)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(self._computer, SharedComputer):
            self._computer.watch_person(None)

    @property
    def what(self) -> str:
        """What the person did who has mouse and keyboard now; empty where the agent has them."""
        return self._what

    def wait(self, window: Window | None) -> float:
        """Stand aside while a person has mouse and keyboard, then bring ``window`` back to the front.

        Returns the seconds that took. Raises `Stopped` where the run is stopped meanwhile, or nobody could
        ever let it go on.
        """
        began, what = time.monotonic(), self._what
        while self._what:
            self._wait_once(window)
        seconds = time.monotonic() - began
        if what:
            self._note = f"before, you took over ({what}) for {seconds:.1f} s"
        return seconds

    def take_note(self) -> str:
        """Return what the record should say of the last `wait`, once; empty where nobody took over."""
        note, self._note = self._note, ""
        return note

    def asking(self) -> contextlib.AbstractContextManager[None]:
        """Return the context within which a person is asked: nothing is sent meanwhile."""
        if isinstance(self._computer, SharedComputer):
            return self._computer.question_open()
        return contextlib.nullcontext()

    def _wait_once(self, window: Window | None) -> None:
        if not self._hold.watched:
            raise Stopped(NOBODY_HANDS_BACK.format(what=self._what))
        with self._cancel.telling(self._hold.wake):
            self._hold.wait(lambda: self._cancel.cancelled)
        if self._cancel.cancelled or self._hold.abandoned:
            raise Stopped(STOPPED)
        self._what = ""
        assert isinstance(self._computer, SharedComputer)
        self._computer.hand_back()
        # The person may be at it again: then it is theirs again.
        with contextlib.suppress(TakenOver):
            bring_back(self._computer, window)

    def _taken(self, what: str) -> None:
        # In this order: who sees that the person has taken over must find the hold closed.
        self._hold.take_over(what)
        self._what = what
        if not self._hold.watched:
            self._cancel.cancel()


def bring_back(computer: Computer, window: Window | None) -> None:
    """Give the focus back to ``window``, as far as it is still there: what is typed is meant for it."""
    if window is None or not isinstance(computer, WindowLister):
        return
    there = computer.windows()
    if any(w.id == window.id and not w.active for w in there):
        with contextlib.suppress(WindowNotFound):
            computer.execute(FocusWindow(window.title))


def in_pieces(action: Action) -> Iterator[Action]:
    """Cut a wait into pieces, so that a run can be stopped in its midst; all else is one piece."""
    if isinstance(action, Wait):
        for _ in range(math.ceil(action.seconds / STOP_LOOK_SECONDS) - 1):
            yield Wait(STOP_LOOK_SECONDS)
            action = Wait(action.seconds - STOP_LOOK_SECONDS)
    yield action
