"""The link between a person's fail-safe and the hands: asked before each event, told what is our doing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Protocol

from actions.geometry import Point
from actions.takeover import TakeOver

POINTER_SECONDS = 0.01
"""The fail-safe sees the pointer where it was at most this long ago."""


class StopSwitch(Protocol):
    """A person's way to stop the run (`actions.failsafe.FailSafe`)."""

    def check(self, pointer: Point | None = None) -> None:
        """Raise `Stopped` where the person asked for it; ``pointer`` is where the pointer is now."""
        ...

    def agent_moves_to(self, point: Point) -> None: ...

    def agent_presses(self, keys: Collection[str]) -> None: ...

    def when_stopped(self, tell: Callable[[], object]) -> None:
        """Call ``tell``, from any thread, when the person asks for an end."""
        ...


class Guard:
    """Asks ``takeover`` and ``switch`` whether to go on; without them it always does.

    Reading the pointer costs a round trip, so it is read at most every `POINTER_SECONDS`.
    """

    def __init__(
        self,
        switch: StopSwitch | None,
        pointer_position: Callable[[], Point],
        takeover: TakeOver | None = None,
    ) -> None:
        self._switch, self._takeover = switch, takeover
        self._pointer_position = pointer_position
        self._pointer = Point(0, 0)
        self._read_at = float("-inf")

    def __call__(self) -> None:
        """Raise `Stopped` where a person wants an end, `TakenOver` where they act themselves."""
        if self._takeover is not None:
            self._takeover.check()
        if self._switch is None:
            return
        now = time.monotonic()
        if now - self._read_at > POINTER_SECONDS:
            self._pointer = self._pointer_position()
            self._read_at = now
        self._switch.check(self._pointer)

    def moves_to(self, point: Point) -> None:
        """Say, before it happens, that the pointer goes to ``point`` by our own doing."""
        if self._switch is not None:
            self._switch.agent_moves_to(point)

    def presses(self, keys: Collection[str]) -> None:
        """Say, before it happens, that ``keys`` are pressed by our own doing."""
        if self._switch is not None:
            self._switch.agent_presses(keys)

    def when_stopped(self, tell: Callable[[], object]) -> None:
        """Call ``tell``, from any thread, when a person wants an end."""
        if self._switch is not None:
            self._switch.when_stopped(tell)
