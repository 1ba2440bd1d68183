"""The plan as it stands: subgoals, the one under way, and how it was changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gui_agent.expectation import Expectation
from gui_agent.types import Plan, PlanChange
from gui_agent.words import describe_expectation

MAX_SUBGOALS = 12


@dataclass(frozen=True, slots=True)
class Subgoal:
    """A part of the task; ``reached_when`` is what the screen shows then, ``hint`` how to get there."""

    goal: str
    reached_when: Expectation | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """Subgoals in order; ``cursor`` is the index of the one under way.

    ``fillings`` counts how often that one was said again.
    """

    subgoals: tuple[Subgoal, ...]
    cursor: int = 0
    changes: tuple[PlanChange, ...] = ()
    fillings: int = 0

    @property
    def current(self) -> Subgoal:
        return self.subgoals[self.cursor]

    @property
    def rewrites(self) -> int:
        """How often the plan was written anew."""
        return sum(change.kind == "out_of_plan" for change in self.changes)

    @property
    def at_last(self) -> bool:
        return self.cursor == len(self.subgoals) - 1

    @property
    def plan(self) -> Plan:
        return Plan(tuple(s.goal for s in self.subgoals), self.cursor, self.changes)

    def advanced(self) -> Outline:
        """Return the outline with the next subgoal under way."""
        return replace(self, cursor=self.cursor + 1, fillings=0)

    def filled_in(self, better: Subgoal, reason: str) -> Outline:
        """Return the outline with the subgoal under way said again (in-plan refinement, AdaPlanner)."""
        subgoals = (*self.subgoals[: self.cursor], better, *self.subgoals[self.cursor + 1 :])
        changes = (*self.changes, PlanChange("in_plan", reason))
        return replace(self, subgoals=subgoals, changes=changes, fillings=self.fillings + 1)

    def rewritten(self, rest: tuple[Subgoal, ...], reason: str) -> Outline:
        """Return the outline with ``rest`` in place of what is not reached yet (out-of-plan refinement)."""
        subgoals = (*self.subgoals[: self.cursor], *rest)
        changes = (*self.changes, PlanChange("out_of_plan", reason))
        return replace(self, subgoals=subgoals, changes=changes, fillings=0)

    def describe(self) -> str:
        """Return the plan for a prompt: what is reached, and the subgoal under way with its condition."""
        lines = [self._line(number, each) for number, each in enumerate(self.subgoals)]
        return "\n".join(["Plan:", *lines])

    def _line(self, number: int, each: Subgoal) -> str:
        if number != self.cursor:
            return f"  {number + 1}. {'(reached) ' if number < self.cursor else ''}{each.goal}"
        shows = f" (reached when: {describe_expectation(each.reached_when)})" if each.reached_when else ""
        hint = f"\n  Hint: {each.hint}" if each.hint else ""
        return f"> {number + 1}. {each.goal}{shows}{hint}"
