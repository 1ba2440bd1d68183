"""Where the time of a step goes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from gui_agent.observer import Sighting
from gui_agent.types import Timing


@dataclass(slots=True)
class StepClock:
    """Seconds per phase of the step under way."""

    began: float
    last: float
    timing: Timing = field(default_factory=Timing)

    @classmethod
    def start(cls) -> StepClock:
        now = time.monotonic()
        return cls(now, now)

    def lap(self, phase: str) -> None:
        """Book the time since the last lap to ``phase``."""
        now = time.monotonic()
        spent = getattr(self.timing, phase) + now - self.last
        self.timing = replace(self.timing, **{phase: spent})
        self.last = now

    def book(self, sighting: Sighting) -> None:
        """Split the time since the last lap into settling, quiet and reading."""
        t, self.last = self.timing, time.monotonic()
        self.timing = replace(
            t,
            settle=t.settle + sighting.settle,
            quiet=t.quiet + sighting.quiet,
            observe=t.observe + sighting.reading,
        )

    def stop(self) -> Timing:
        return replace(self.timing, total=time.monotonic() - self.began)
