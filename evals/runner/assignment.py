"""What the runner hands to a slot, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from evals.agents.open_agent import AgentChoice
from evals.episodes.environment import EpisodeTask
from evals.episodes.result import EpisodeKey, EpisodeResult
from evals.episodes.run_folder import Trouble
from evals.suites.registry import EnvironmentKind


@dataclass(frozen=True, slots=True)
class SlotSettings:
    """What every slot of a run needs to know. ``root`` is the run folder, which all slots see.

    ``max_seconds`` limits the agent alone. ``video``: make a film of every episode's screens.
    """

    root: Path
    machine: str
    agent: AgentChoice
    max_steps: int
    max_seconds: float
    video: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One episode to play."""

    key: EpisodeKey
    task: EpisodeTask
    kind: EnvironmentKind


@dataclass(frozen=True, slots=True)
class Finished:
    """The episode is over, and its result is kept."""

    result: EpisodeResult


@dataclass(frozen=True, slots=True)
class Broken:
    """The episode broke; nothing of it counts. ``final``: trying again cannot help."""

    key: EpisodeKey
    trouble: Trouble
    final: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """Whoever played the episode is gone; a new one is in its place."""

    key: EpisodeKey
    message: str


SlotReport: TypeAlias = Finished | Broken | Lost


class Crew(Protocol):
    """Slots that play episodes at the same time, each one by one."""

    def idle(self) -> Sequence[int]:
        """Return the numbers of the slots that have nothing to do."""
        ...

    def assign(self, slot: int, assignment: Assignment) -> None:
        """Let an idle slot play an episode."""
        ...

    def wait(self, seconds: float) -> list[tuple[int, SlotReport]]:
        """Return what slots report, as soon as one does or ``seconds`` are over."""
        ...

    def discard(self, slot: int) -> None:
        """Kill whoever plays in a slot, at once, and put a new one in its place; nothing is reported."""
        ...

    def close(self) -> None:
        """End all slots and leave nothing behind; safe to call twice."""
        ...
