"""What the literal planner's routines get back after each action they ask for."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeAlias

from gui_agent.expectation import Expectation
from gui_agent.types import Observation, PlannedAction, Step


@dataclass(slots=True)
class Ledger:
    """What is remembered from one sentence to the next.

    ``windows_before``: the windows that were open when the last sentence that did something began.
    ``questions``: the windows that came up instead of an end, by number, with what had been asked for.
    """

    windows_before: frozenset[int] = frozenset()
    questions: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """The screen now, the step just made, a way to check conditions on the screen, and the task's words."""

    observation: Observation
    last: Step | None
    check: Callable[[Expectation, Observation], bool]
    ledger: Ledger = field(default_factory=Ledger)
    task: str = ""

    def holds(self, condition: Expectation) -> bool:
        return self.check(condition, self.observation)

    @property
    def window_numbers(self) -> frozenset[int]:
        return frozenset(w.id for w in self.observation.windows)

    @property
    def worked(self) -> bool:
        """Whether the step just made did what was expected of it."""
        if self.last is None or self.last.error or self.last.reflection is None:
            return False
        return self.last.reflection.verdict == "success"


Routine: TypeAlias = Generator[PlannedAction, Situation, Situation]
"""Yields actions, gets the situation after each, returns the situation at its end."""
