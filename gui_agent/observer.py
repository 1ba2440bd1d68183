"""Looking: capture, let the screen settle, read it, and say what changed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from actions.computer import Computer, IdleWaiter, Window, WindowLister
from actions.geometry import Box
from actions.screenshot import Screenshot
from actions.settle import Settled, changed_boxes, wait_until_settled
from grounding.types import ParsedScreen, ScreenParser
from gui_agent.types import Observation

MAX_READINGS = 3
"""A screen that changes while it is read is read again, at most so often."""
BUSY_SECONDS = 2.0
"""How long a program that works without showing it is waited for, at most."""
UNEXPECTED_QUIET_SECONDS = 0.3
"""How long a screen must rest that is not what was known to come: it may be on its way there."""
LISTENING_SAMPLES, LISTENING_INTERVAL_SECONDS = 5, 0.01
"""How often, and how far apart, a program must be found asleep that shows what it is known to begin with."""
LOOKING_INTERVAL_SECONDS, AWAITED_INTERVAL_SECONDS = 0.01, 0.005
"""The pause between two looks at a screen that is to settle; shorter for what is known to come."""
QUIET_SECONDS = 0.02
"""How long the screen must rest before it is read; reading takes longer, and notices what comes later."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An observation with the seconds it took: until the last repaint, waiting after it, and reading.

    ``busy`` are the seconds of ``settle`` for which the program in front worked without showing it.
    ``foreknown``: exactly this screen was known to come; ``nothing_more``: waiting longer on it is known to
    bring nothing.
    """

    observation: Observation
    settle: float
    quiet: float
    reading: float
    busy: float = 0.0
    foreknown: bool = False
    nothing_more: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """How what is known to come is waited for, in seconds.

    It counts ``after`` so long, and where it has stood still for ``rest``; any other screen must rest
    ``otherwise`` before it counts.
    """

    after: float = 0.0
    rest: float = 0.0
    otherwise: float = UNEXPECTED_QUIET_SECONDS


class Foreknowledge(Protocol):
    """Knows from an earlier run what comes of the action under way."""

    @property
    def awaited(self) -> Awaited | None:
        """How what comes of this action is to be waited for; None where that is not known."""
        ...

    def recalls(self, screenshot: Screenshot) -> bool:
        """Say whether exactly this screen was at rest once."""
        ...

    def is_outcome(self, screenshot: Screenshot) -> bool:
        """Say whether this is exactly the screen that came to rest after the action."""
        ...

    def nothing_more(self, screenshot: Screenshot) -> bool:
        """Say whether waiting longer on exactly this screen brought nothing."""
        ...


class Observer:
    """Turns a computer's screen into observations; reads again only what changed."""

    def __init__(
        self,
        computer: Computer,
        parser: ScreenParser,
        *,
        settle_timeout: float = 5.0,
        foreknowledge: Foreknowledge | None = None,
    ) -> None:
        self._computer = computer
        self._foreknowledge = foreknowledge
        self._parser = parser
        self._settle_timeout = settle_timeout
        self._resting_since: float | None = None

    def look(
        self,
        step_number: int,
        previous: Observation | None,
        *,
        since: Observation | None = None,
        first_change_within: float = 0.0,
        quiet: float = QUIET_SECONDS,
    ) -> Sighting:
        """Observe the settled screen; what still looks as in ``previous`` is not read again.

        ``since``: what changes are relative to (``previous`` where None). ``first_change_within``: seconds
        to wait for the screen to begin to change, after an action; ``quiet``: how long it must then rest.
        """
        if since is None and previous is not None and (still := self._still(step_number, previous)):
            return still
        looked_up = time.monotonic()
        before = previous.screenshot if previous else None
        acted = since is not None
        settled = self._settled(before, quiet, first_change_within, acted)
        busy = self._wait_while_busy()
        if busy:
            settled = self._settled(before, quiet, 0.0, acted)
        shot, quiet = settled.screenshot, settled.quiet_seconds
        began = time.monotonic()
        if settled.changed or previous is None:
            self._resting_since = began - quiet
        settle = max(0.0, began - looked_up - quiet)
        if previous is not None and same_picture(shot, previous.screenshot):
            shot, screen = previous.screenshot, previous.screen
        else:
            shot, screen = self._read(shot)
        baseline = since or previous
        changes = changed_boxes(baseline.screenshot.image, shot.image) if baseline else ()
        observation = Observation(shot, screen, changes, self._windows(), step_number)
        more = self._foreknowledge is None or not self._foreknowledge.nothing_more(shot)
        return Sighting(observation, settle, quiet, time.monotonic() - began, busy, settled.known, not more)

    def _settled(
        self, before: Screenshot | None, quiet: float, first_change_within: float, acted: bool
    ) -> Settled:
        """Wait for rest, or for what is known: as the end of an action, else as a screen that rested once."""
        foreknowledge, known, awaited = self._foreknowledge, None, None
        if foreknowledge is not None and not acted:
            known = foreknowledge.recalls
        elif foreknowledge is not None and (awaited := foreknowledge.awaited) is not None:
            known, quiet = foreknowledge.is_outcome, max(quiet, awaited.otherwise)
        return wait_until_settled(
            self._computer.screenshot,
            quiet=quiet,
            timeout=self._settle_timeout,
            first_change_within=first_change_within,
            before=before,
            known=known,
            interval=AWAITED_INTERVAL_SECONDS if awaited else LOOKING_INTERVAL_SECONDS,
            known_after=awaited.after if awaited else 0.0,
            known_rest=awaited.rest if awaited else 0.0,
            resting_since=self._resting_since,
        )

    def _wait_while_busy(self) -> float:
        """Wait for the program in front where it works, though nothing moves; return for how long."""
        if not isinstance(self._computer, IdleWaiter):
            return 0.0
        if not any(w.active and self._computer.is_busy(w) for w in self._windows()):
            return 0.0
        began = time.monotonic()
        self._computer.wait_until_idle(BUSY_SECONDS)
        return time.monotonic() - began

    def _still(self, step_number: int, previous: Observation) -> Sighting | None:
        """Return ``previous`` again where nothing has happened since: no need to wait for quiet."""
        began = time.monotonic()
        if not same_picture(self._computer.screenshot(), previous.screenshot):
            return None
        windows = self._windows()
        observation = Observation(previous.screenshot, previous.screen, (), windows, step_number)
        return Sighting(observation, 0.0, 0.0, time.monotonic() - began)

    def is_listening(self, seen: Observation) -> bool:
        """Say whether the program in front of ``seen`` sleeps, as one does that waits for input."""
        window = seen.active_window
        if window is None or not isinstance(self._computer, IdleWaiter):
            return False
        for _ in range(LISTENING_SAMPLES):
            if self._computer.is_busy(window):
                return False
            time.sleep(LISTENING_INTERVAL_SECONDS)
        return not self._computer.is_busy(window)

    def has_moved_on(self, seen: Observation) -> bool:
        """Say whether the screen shows something else than ``seen`` by now."""
        return not same_picture(self._computer.screenshot(), seen.screenshot)

    def blank(self) -> Observation:
        """Return an observation of nothing, for a record made where the screen cannot be read."""
        image = np.zeros((1, 1, 3), np.uint8)
        region = Box(0, 0, 1, 1)
        return Observation(Screenshot(image, region), ParsedScreen((), region))

    def _read(self, shot: Screenshot) -> tuple[Screenshot, ParsedScreen]:
        """Read ``shot``; a screen that moved on meanwhile is read again: reading doubles as waiting."""
        for _ in range(MAX_READINGS):
            screen = self._parser.parse(shot)
            now = wait_until_settled(
                self._computer.screenshot, before=shot, quiet=0.0, timeout=self._settle_timeout
            )
            if not now.changed:
                return shot, screen
            shot = now.screenshot
        return shot, self._parser.parse(shot)

    def _windows(self) -> tuple[Window, ...]:
        return tuple(self._computer.windows()) if isinstance(self._computer, WindowLister) else ()


def same_picture(one: Screenshot, other: Screenshot) -> bool:
    """Say whether two screenshots show the same pixels of the same region."""
    if one.region != other.region or one.image.shape != other.image.shape:
        return False
    return one.image is other.image or not changed_boxes(one.image, other.image)
