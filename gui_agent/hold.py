"""The one way to hold an agent: a person pauses it, or takes over mouse and keyboard, and lets it go on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

Held = Literal["", "paused", "taken over"]


class Hold:
    """Keeps an agent from acting while a person wants it; any thread may use it.

    It never lets go by itself. Nobody can let go of a hold that nobody watches: taking over ends such a run.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: Held = ""
        self._what = ""
        self._abandoned = False
        self._watchers: list[Callable[[Hold], object]] = []

    @property
    def held(self) -> Held:
        """Whether the agent is held, and how."""
        return self._held

    @property
    def what(self) -> str:
        """What the person did to take over; empty where they did not."""
        return self._what

    @property
    def watched(self) -> bool:
        """Whether somebody is there who can let the agent go on."""
        return bool(self._watchers)

    def watch(self, tell: Callable[[Hold], object]) -> None:
        """Call ``tell`` whenever the hold changes, on whatever thread changes it; it must not wait."""
        self._watchers.append(tell)

    def pause(self) -> None:
        """Hold the next action, and those after it."""
        if not self._held:
            self._change("paused", "")

    def take_over(self, what: str) -> None:
        """Hold because the person uses mouse and keyboard: ``what`` they did, in words."""
        self._change("taken over", what)

    def resume(self) -> None:
        """Let the agent go on: only ever because a person says so."""
        if self._held:
            self._change("", "")

    @property
    def abandoned(self) -> bool:
        """Whether what was held is given up, though the agent is not let go on."""
        return self._abandoned

    def abandon(self) -> None:
        """Give up what is under way without letting the agent go on."""
        self._abandoned = True
        self.wake()

    def begin(self) -> None:
        """Begin something new; a hold that is on stays on."""
        self._abandoned = False

    def wake(self) -> None:
        """Let those who wait look again whether they should."""
        with self._changed:
            self._changed.notify_all()

    def wait(self, given_up: Callable[[], bool]) -> Held:
        """Wait while the agent is held or until ``given_up`` holds after a `wake`; say how it was held."""
        was: Held = ""
        with self._changed:
            while self._held and not self._abandoned and not given_up():
                was = "taken over" if was == "taken over" else self._held
                self._changed.wait()
        return was

    def _change(self, held: Held, what: str) -> None:
        with self._changed:
            self._held, self._what = held, what
            self._changed.notify_all()
        for tell in tuple(self._watchers):
            tell(self)
