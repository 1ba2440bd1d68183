"""What this process has sent through XTEST and the server has not told back yet.

Every program's XTEST input comes from the same device. What comes from it and is not on this list was sent
by another program: a remote desktop's server, say, which passes on a person's hands.
"""

from __future__ import annotations

import threading
import time
from collections import deque

from actions.geometry import Point
from actions.x11.connection import MOTION

_REMEMBERED_POSITIONS = 32
_POSITION_SECONDS = 0.5


class SentEvents:
    """A list that one thread writes on before it sends, and another crosses off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, int, int, int]] = deque()
        self._positions: deque[tuple[float, Point]] = deque(maxlen=_REMEMBERED_POSITIONS)

    def note(self, kind: int, detail: int, x: int, y: int) -> None:
        """Note an event that is about to be sent."""
        entry = (kind, 0, x, y) if kind == MOTION else (kind, detail, 0, 0)
        with self._lock:
            self._waiting.append(entry)
            if kind == MOTION:
                self._positions.append((time.monotonic(), Point(x, y)))

    def cross_off(self, kind: int, detail: int, position: tuple[int, int] | None) -> bool:
        """Say whether an event that came back is ours; those before it, which never came, are forgotten."""
        x, y = position or (0, 0)
        entry = (kind, 0, x, y) if kind == MOTION else (kind, detail, 0, 0)
        with self._lock:
            for index, waiting in enumerate(self._waiting):
                if waiting == entry:
                    for _ in range(index + 1):
                        self._waiting.popleft()
                    return True
        return False

    def positions(self) -> tuple[Point, ...]:
        """Return where the pointer was sent last, and where it was sent within the last half second."""
        since = time.monotonic() - _POSITION_SECONDS
        with self._lock:
            noted = tuple(self._positions)
        return tuple(point for at, point in noted if at >= since) or tuple(p for _, p in noted[-1:])

    def forget_positions(self) -> None:
        """Forget where the pointer was sent: a person has moved it since."""
        with self._lock:
            self._positions.clear()
