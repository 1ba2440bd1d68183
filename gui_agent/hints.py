"""What the person who watches a run says to the planner while it goes on."""

from __future__ import annotations

import threading

_HEADING = "The person who gave you the task watches, and said meanwhile (heed it):"


class Hints:
    """Hints of one run, oldest first; `tell` may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: list[str] = []

    def tell(self, text: str) -> None:
        """Keep ``text`` for every step from the next one on."""
        with self._lock:
            self._told.append(" ".join(text.split()))

    def sections(self) -> tuple[str, ...]:
        """Return the hints as a part of a prompt; empty where there is none."""
        with self._lock:
            told = tuple(self._told)
        return ("\n".join([_HEADING, *(f"- {hint}" for hint in told)]),) if told else ()
