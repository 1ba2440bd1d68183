"""What is found when an expectation is checked, and what it is checked against."""

from __future__ import annotations

from dataclasses import dataclass

from actions.geometry import Box
from grounding.types import Grounding
from gui_agent.types import Observation


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an expectation holds, in words, and where that was seen."""

    holds: bool
    words: str
    evidence: Box | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expectation is checked against; ``acted`` where an action came in between, not mere waiting."""

    before: Observation
    after: Observation
    grounding: Grounding | None = None
    acted: bool = False


def shortened(text: str, limit: int = 60) -> str:
    """Return ``text`` on one line of at most ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
