"""Taking back a question while its answer is on the way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator


class Cancellation:
    """A switch that is thrown once, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thrown = False
        self._waiting: dict[int, Callable[[], object]] = {}

    @property
    def cancelled(self) -> bool:
        return self._thrown

    def cancel(self) -> None:
        """Take the question back; everybody who waits for its answer is told at once."""
        with self._lock:
            self._thrown = True
            waiting = tuple(self._waiting.values())
        for tell in waiting:
            tell()

    @contextlib.contextmanager
    def telling(self, tell: Callable[[], object]) -> Iterator[None]:
        """Within the block, call ``tell`` when the switch is thrown; at once where it was already."""
        with self._lock:
            self._waiting[id(tell)] = tell
            thrown = self._thrown
        try:
            if thrown:
                tell()
            yield
        finally:
            with self._lock:
                self._waiting.pop(id(tell), None)
