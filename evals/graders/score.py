"""What a metric says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How well a state is as wanted: ``value`` from 0 to 1, and why. Raises ValueError beyond that range."""

    value: float
    explanation: str

    def __post_init__(self) -> None:
        # Sums of parts may miss 1 by the last bit; anything more is a mistake.
        if not -1e-9 <= self.value <= 1 + 1e-9:
            raise ValueError(f"a score lies between 0 and 1, not {self.value}")
        object.__setattr__(self, "value", min(1.0, max(0.0, float(self.value))))


def full(explanation: str) -> Score:
    """Return the score of a state that is as wanted."""
    return Score(1.0, explanation)


def none(explanation: str) -> Score:
    """Return the score of a state that is not as wanted."""
    return Score(0.0, explanation)


def verdict(holds: bool, explanation: str) -> Score:
    """Return full or no score; the explanation says what was compared."""
    return Score(1.0 if holds else 0.0, explanation)
