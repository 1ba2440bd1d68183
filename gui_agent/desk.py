"""A computer that a program works one action at a time, through the same loop that tasks go through.

Other programs' doors and tests of applications stand on it: every action is grounded, approved, carried out,
compared with what was expected and recorded, exactly as if a planner had proposed it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from actions.computer import Computer, SharedComputer
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.types import Grounding, GroundingModel, UIElement
from gui_agent.agent import Agent
from gui_agent.approval import default_approver
from gui_agent.attention import ground_attentively
from gui_agent.budget import Budget
from gui_agent.desk_record import DeskRecord
from gui_agent.errors import AgentError
from gui_agent.expectation import Expectation
from gui_agent.hold import Hold
from gui_agent.observer import same_picture
from gui_agent.parts import Parts, embedded_parts
from gui_agent.planning.commands import Command, Sentence
from gui_agent.planning.literal import LiteralPlanner
from gui_agent.planning.model.numbers import element_number, numbered_element
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.screen_words import named
from gui_agent.planning.repair import RepairingPlanner, after_take_over
from gui_agent.recorder import StepRecorder
from gui_agent.reflection import ScreenReflector
from gui_agent.report import render_report
from gui_agent.session import Outcome, Recorders, new_run_folder, perform
from gui_agent.types import Approver, Ending, Observation, Plan, PlannedAction, Planner, Step

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

    Records go below ``runs``, one folder from the first action to the close. Without ``approver`` it is as
    careful as `Agent` is. One thread at a time may use it.
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
        self.runs, self._name, self._computer_name = runs, name, computer_name
        self._parts = parts or embedded_parts(computer)
        self._approver = approver or default_approver(computer)
        self._budget, self._watchers = budget or _LONG, tuple(watchers)
        self._seen: Observation | None = None
        self._numbered: Observation | None = None
        self._record: DeskRecord | None = None

    def look(self) -> Observation:
        """Wait until the screen has settled and return what is on it."""
        self._seen = self._parts.observer.look(0, self._seen).observation
        return self._seen

    def look_numbered(self) -> Observation:
        """Look as `look` does; numbers in targets mean the elements of this screen from now on."""
        self._numbered = self.look()
        return self._numbered

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

        A target may be the number of an element on the screen that `look_numbered` saw last; raises
        `TargetNotFound` for a number it does not have. Raises `NotDone` where that element cannot be told
        any more, the action was refused, could not be done, or its expectation did not come true;
        `JournalError` where nothing can be recorded.
        """
        pointing = PointingGrounder(self._parts.grounder)
        planner = _OneAction(planned, self._numbered or self._seen or self.look(), pointing)
        going_on = RepairingPlanner(planner, after_take_over, hears_failures=True)
        steps = self._play(going_on, planned.thought or planned.kind, pointing)
        step = next((step for step in reversed(steps) if step.ending is None), steps[0])
        if trouble := _trouble(step):
            raise NotDone(trouble, step)
        return step

    def carry_out(self, command: Command, said: str) -> tuple[Step, ...]:
        """Carry out a command of the step language, mending what fails, and return the records.

        ``said`` is what the person is shown. Raises `NotDone` and `JournalError` as `do` does.
        """
        planner = LiteralPlanner(self._holds, sentences=(Sentence(command, said),))
        steps = self._play(RepairingPlanner(planner), said)
        if steps[-1].ending is not Ending.ACCOMPLISHED:
            raise NotDone(steps[-1].explanation, steps[-1])
        return steps

    def run_task(self, task: str) -> Outcome:
        """Let the agent's own planner do ``task``; what was recorded here so far ends first."""
        self.close()
        self._numbered = None  # the task leaves another screen
        folder = new_run_folder(self.runs, task)
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

    def stop(self) -> None:
        """End for good what is under way, from any thread: nothing is done at this desk any more."""
        self._parts.cancel.cancel()

    @property
    def hold(self) -> Hold:
        """How a person holds what is done at this desk, and lets it go on."""
        return self._parts.hold

    @property
    def taken_over(self) -> str:
        """What a person did to take over, who has mouse and keyboard still; empty where nobody did."""
        return self.hold.what if self.hold.held == "taken over" else ""

    def hand_back(self) -> None:
        """Let this desk be worked again after a person took over: only ever because they say so."""
        if isinstance(self.computer, SharedComputer):
            self.computer.hand_back()
        self.hold.resume()

    @property
    def folder(self) -> Path | None:
        """Where the actions are being recorded; None before the first."""
        return self._record.folder if self._record else None

    def close(self) -> Path | None:
        """End the record and return its report; None where nothing was done. The computer stays open."""
        folder = self.end_record()
        return render_report(folder) if folder else None

    def end_record(self) -> Path | None:
        """End the record without a report and return its folder; None where nothing was done."""
        record, self._record = self._record, None
        if record is None:
            return None
        record.close()
        return record.folder

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _holds(self, expectation: Expectation, observation: Observation) -> bool:
        reflector = self._parts.reflector
        own = reflector if isinstance(reflector, ScreenReflector) else ScreenReflector(self._parts.grounder)
        return own.holds(expectation, observation)

    def _play(self, planner: Planner, what: str, grounder: GroundingModel | None = None) -> tuple[Step, ...]:
        """Let ``planner`` act until it ends, in the record that everything here goes into."""
        if self._record is None:
            self._record = DeskRecord(new_run_folder(self.runs, self._name), self._name, self._computer_name)
        agent = Agent(
            self.computer,
            replace(self._parts, planner=planner, grounder=grounder or self._parts.grounder),
            approver=self._approver,
            budget=self._budget,
            recorder=Recorders(self._record, *self._watchers),
            seen=self._seen,
        )
        steps = tuple(agent.run(what))
        self._record.goes_on()
        last = steps[-1]
        self._seen = last.after or last.observation
        return steps


class _OneAction:
    """Proposes one action, then says that it is done; numbers are those of the screen ``seen``.

    Raises `TargetNotFound` for a number that screen does not have.
    """

    def __init__(self, planned: PlannedAction, seen: Observation, pointing: PointingGrounder) -> None:
        self._planned, self._seen, self._pointing = planned, seen, pointing
        number = element_number(planned.target)
        self._element = None if number is None else numbered_element(seen.screen, number)

    @property
    def plan(self) -> Plan | None:
        return None

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if history:
            trouble = _trouble(history[-1])
            return PlannedAction("fail", arguments={"reason": trouble}) if trouble else PlannedAction("done")
        if self._element is None:
            return self._planned
        words = self._said(self._element, observation)
        if words is None:
            reason = f"the screen changed since element {self._planned.target} was numbered: look at it again"
            return PlannedAction("fail", arguments={"reason": reason})
        return replace(self._planned, target=words)

    def _said(self, element: UIElement, now: Observation) -> str | None:
        """Say which element is meant: where the screen became another one, its words must find it again.

        None where they could mean another element as well.
        """
        if not same_picture(self._seen.screenshot, now.screenshot):
            alike = sum(named(each) == named(element) for each in self._seen.screen.elements)
            return named(element) if element.text.strip() and alike == 1 else None
        words = f"{named(element)} [{self._planned.target.strip('[]#* ')}]"
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
