"""Input that programs send which came to the display after us.

A remote desktop's server that was there before passes a person's hands on. A program that was started since,
maybe by the agent, may do what a person does, but is nobody who could answer a question.
"""

from __future__ import annotations

import threading
import time
from collections import deque

from actions.x11.recorded_traffic import RecordedTraffic

_REQUEST_BYTES = 36
_KEPT = 64


class LatePrograms:
    """Hears the XTEST requests of programs that connect to ``display_name`` from now on (RECORD extension).

    Raises `DisplayUnavailable`, and `InputFailed` where the server lacks RECORD.
    """

    def __init__(self, display_name: str) -> None:
        self._sent: deque[tuple[float, int, int]] = deque(maxlen=_KEPT)
        self._news = threading.Condition()
        self._traffic = RecordedTraffic(display_name, self._take, "late XTEST requests")

    def sent(self, kind: int, detail: int, patience: float) -> bool:
        """Say whether one of them sent this event in the last second, as far as is told in ``patience``."""
        deadline = time.monotonic() + patience
        with self._news:
            while not self._has(kind, detail):
                left = deadline - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    return self._has(kind, detail)
        return True

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._traffic.close()

    def _has(self, kind: int, detail: int) -> bool:
        since = time.monotonic() - 1.0
        return any(at >= since and (sent, what) == (kind, detail) for at, sent, what in self._sent)

    def _take(self, data: bytes) -> None:
        with self._news:
            while len(data) >= _REQUEST_BYTES:
                self._sent.append((time.monotonic(), data[4], data[5]))
                data = data[_REQUEST_BYTES:]
            self._news.notify_all()
