"""A computer that a program works one action at a time, through the same loop that tasks go through.

Other programs' doors and tests of applications stand on it: every action is grounded, approved, carried out,
compared with what was expected and recorded, exactly as if a planner had proposed it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from actions.computer import Computer
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.types import Grounding
from gui_agent.agent import Agent
from gui_agent.approval import default_approver
from gui_agent.attention import ground_attentively
from gui_agent.budget import Budget
from gui_agent.errors import AgentError
from gui_agent.journal import Journal, RunHeader
from gui_agent.observer import same_picture
from gui_agent.parts import Parts, embedded_parts
from gui_agent.planning.model.numbers import element_number, numbered_element
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.screen_words import named
from gui_agent.recorder import StepRecorder
from gui_agent.report import render_report
from gui_agent.session import Outcome, Recorders, new_run_folder, perform
from gui_agent.types import Approver, Ending, Observation, Plan, PlannedAction, Step

_BETWEEN_LOOKS = 0.1
_LONG = Budget(max_steps=100_000, seconds=86_400.0)
"""Whoever works a desk decides when it is enough; this only ends what was forgotten."""


class NotDone(AgentError):
    """An action was not done, or what was expected of it did not come; ``step`` is its record."""

    def __init__(self, message: str, step: Step) -> None:
        super().__init__(message)
        self.step = step


class Desk:
    """Works ``computer`` action by action; close it, or use it as a context.

    Records go below ``runs``, one folder from the first action to the close or to a refusal. Without
    ``approver`` it is as careful as `Agent` is. One thread at a time may use it.
    """

    def __init__(
        self,
        computer: Computer,
        runs: Path,
        *,
        name: str = "desk",
        parts: Parts | None = None,
        approver: Approver | None = None,
        budget: Budget | None = None,
        watchers: Sequence[StepRecorder] = (),
        computer_name: str = "",
    ) -> None:
        self.computer = computer
        self._runs, self._name, self._computer_name = runs, name, computer_name
        self._parts = parts or embedded_parts(computer)
        self._approver = approver or default_approver(computer)
        self._budget, self._watchers = budget or _LONG, tuple(watchers)
        self._seen: Observation | None = None
        self._handed: _HandedPlanner | None = None
        self._journal: Journal | None = None
        self._steps: Iterator[Step] = iter(())

    def look(self) -> Observation:
        """Wait until the screen has settled and return what is on it."""
        self._seen = self._parts.observer.look(0, self._seen).observation
        return self._seen

    def find(self, target: str, patience: float = 0.0) -> Grounding:
        """Return where ``target`` is, looking again for ``patience`` seconds.

        Raises `grounding.errors.TargetNotFound` or `AmbiguousTarget` where it is not, or not one, by then.
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                return ground_attentively(self._parts.grounder, self.look(), target)
            except (TargetNotFound, AmbiguousTarget):
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_BETWEEN_LOOKS)

    def do(self, planned: PlannedAction) -> Step:
        """Carry out one action and return its record.

        A target may be the number of an element on the screen that was looked at last; raises
        `TargetNotFound` for a number it does not have. Raises `NotDone` where the action was refused, could
        not be done, or its expectation did not come true; after a refusal the next action starts a new
        record. `JournalError` where nothing can be recorded.
        """
        if self._handed is None:
            self._open()
        assert self._handed is not None
        self._handed.hand(planned, self._seen or self.look())
        step = next(self._steps)
        if step.after is not None:
            self._seen = step.after
        if trouble := _trouble(step):
            if step.ending is not None:
                self._close()
            raise NotDone(trouble, step)
        return step

    def run_task(self, task: str) -> Outcome:
        """Let the agent's own planner do ``task``; what was recorded here so far ends first."""
        self.close()
        folder = new_run_folder(self._runs, task)
        return perform(
            task,
            self.computer,
            folder=folder,
            approver=self._approver,
            budget=self._budget,
            watchers=self._watchers,
            parts=self._parts,
            computer_name=self._computer_name,
        )

    @property
    def folder(self) -> Path | None:
        """Where the actions are being recorded; None before the first and after a refusal."""
        return self._journal.folder if self._journal else None

    def close(self) -> Path | None:
        """End the record and return its report; None where nothing was done. The computer stays open."""
        if self._handed is None:
            return None
        with contextlib.suppress(StopIteration):
            next(self._steps)  # with nothing handed over, the planner says that it is done
        return self._close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> None:
        folder = new_run_folder(self._runs, self._name)
        pointing = PointingGrounder(self._parts.grounder)
        self._handed = _HandedPlanner(pointing)
        self._journal = Journal(folder, RunHeader(self._name, self._computer_name))
        agent = Agent(
            self.computer,
            replace(self._parts, planner=self._handed, grounder=pointing),
            approver=self._approver,
            budget=self._budget,
            recorder=Recorders(self._journal, *self._watchers),
        )
        self._steps = agent.run(self._name)

    def _close(self) -> Path | None:
        journal, self._journal, self._handed, self._steps = self._journal, None, None, iter(())
        if journal is None:
            return None
        journal.__exit__(None, None, None)
        return render_report(journal.folder)


class _HandedPlanner:
    """Proposes the one action it was handed, and says done where it was handed none."""

    def __init__(self, pointing: PointingGrounder) -> None:
        self._pointing = pointing
        self._next: tuple[PlannedAction, Observation] | None = None

    @property
    def plan(self) -> Plan | None:
        return None

    def hand(self, planned: PlannedAction, seen: Observation) -> None:
        """Take ``planned``; numbers of elements are those of ``seen``. Raises `TargetNotFound`."""
        number = element_number(planned.target)
        if number is not None:
            numbered_element(seen.screen, number)
        self._next = planned, seen

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        handed, self._next = self._next, None
        if handed is None:
            return PlannedAction("done", arguments={"answer": "everything asked for was done"})
        planned, seen = handed
        number = element_number(planned.target)
        return planned if number is None else replace(planned, target=self._said(number, seen, observation))

    def _said(self, number: int, seen: Observation, now: Observation) -> str:
        """Say which element is meant: where the screen became another one, its words must find it again."""
        element = numbered_element(seen.screen, number)
        if not same_picture(seen.screenshot, now.screenshot):
            return named(element)
        words = f"{named(element)} [{number}]"
        self._pointing.point(now.screenshot, words, element)
        return words


def _trouble(step: Step) -> str:
    """Say why ``step`` is not what was asked for; empty where it is."""
    if step.error:
        return step.error
    if step.ending not in (None, Ending.ACCOMPLISHED):
        return step.explanation
    if step.planned.expectation is not None and step.reflection and step.reflection.verdict != "success":
        return step.reflection.feedback
    return ""
