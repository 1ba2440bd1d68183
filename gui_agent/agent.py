"""The loop: observe, plan, ground, approve, act, look again, reflect."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from actions.action import Action, Done, Fail
from actions.computer import Computer, StopTeller
from actions.errors import (
    ComputerError,
    InvalidAction,
    LaunchFailed,
    Stopped,
    TakenOver,
    WindowNotFound,
)
from actions.geometry import Box
from grounding.errors import GroundingError
from grounding.types import Grounding
from gui_agent.approval import default_approver
from gui_agent.attention import ground_attentively
from gui_agent.budget import Budget
from gui_agent.chat.errors import ChatModelError
from gui_agent.edited import as_approved
from gui_agent.handover import STOPPED, Handover, in_pieces
from gui_agent.parts import Parts, embedded_parts
from gui_agent.recorder import NoRecorder, StepRecorder
from gui_agent.remembering import remember
from gui_agent.resolve import resolve
from gui_agent.scene import restore_scene
from gui_agent.stagnation import looping
from gui_agent.step_clock import StepClock
from gui_agent.step_endings import broken_off, ending_of, failed, finished, refused
from gui_agent.tools.action import TOOL_KINDS, AnyAction, ToolAction
from gui_agent.tools.errors import ToolError
from gui_agent.tools.toolbox import ToolOutcome
from gui_agent.types import (
    Approval,
    ApprovalRequest,
    Approver,
    Ending,
    Observation,
    PlannedAction,
    Reflection,
    Spender,
    Step,
)
from gui_agent.waiting import OutcomeWaiter


class Agent:
    """Works a computer until a task is done; see `run`.

    Without ``parts`` it follows the step language with the embedded eyes. Without ``approver`` everything is
    allowed on a private desktop, and nothing consequential on a person's own. ``seen`` is what the caller saw
    last: where the screen is still the same, it is not read again.
    """

    def __init__(
        self,
        computer: Computer,
        parts: Parts | None = None,
        *,
        approver: Approver | None = None,
        budget: Budget | None = None,
        recorder: StepRecorder | None = None,
        seen: Observation | None = None,
    ) -> None:
        parts = parts or embedded_parts(computer)
        self._computer = computer
        self._planner, self._observer = parts.planner, parts.observer
        self._grounder, self._tools = parts.grounder, parts.tools
        self._approver = approver or default_approver(computer)
        self._budget = budget or Budget()
        self._recorder = recorder or NoRecorder()
        self._seen = seen
        self._cancel = parts.cancel
        self._handover = Handover(computer, parts.hold, parts.cancel)
        self._waiter = OutcomeWaiter(
            computer, parts.observer, parts.reflector, self._handover, parts.cancel, self._saw
        )
        if isinstance(computer, StopTeller):
            computer.when_stopped(parts.cancel.cancel)

    def stop(self) -> None:
        """End the run from any thread: at once while it waits or asks a model, else before it acts next."""
        self._cancel.cancel()

    def run(self, task: str, history: tuple[Step, ...] = ()) -> Iterator[Step]:
        """Yield one `Step` after another; the last one carries the `Ending`.

        ``history`` are the steps of a run that is taken up again; they count against the budget.
        Raises `NotUnderstood` before anything moves where the planner cannot read ``task``, and
        `JournalError` where the run cannot be recorded; a broken machine ends the episode instead.
        """
        with self._handover:
            yield from self._steps(task, history)

    def _steps(self, task: str, history: tuple[Step, ...]) -> Iterator[Step]:
        began = time.monotonic()
        while True:
            try:
                began += self._handover.wait(self._seen.active_window if self._seen else None)
                spent = self._budget.spent(len(history), time.monotonic() - began)
                step = (
                    self._broken(history, Ending.BUDGET_SPENT, spent) if spent else self._step(task, history)
                )
            except (Stopped, KeyboardInterrupt) as stop:
                step = self._broken(history, Ending.STOPPED, str(stop) or "stopped by the keyboard (Ctrl-C)")
            except (ComputerError, ChatModelError, MemoryError) as error:
                step = self._broken(history, *ending_of(error))
            step = replace(self._billed(step), explanation=step.explanation or self._handover.take_note())
            self._recorder.complete(step)
            history = remember(history, step)
            yield step
            if step.ending is not None:
                return

    def _step(self, task: str, history: tuple[Step, ...]) -> Step:
        """Observe, plan and ground; then act."""
        clock = StepClock.start()
        before = self._observe(len(history) + 1, clock)
        step = self._plan(task, before, history, clock)
        try:
            action, grounding = self._ground(task, step, history)
        except (GroundingError, InvalidAction) as error:
            clock.lap("ground")
            return failed(step, error, clock)
        clock.lap("ground")
        step = replace(step, action=action, grounding=grounding)
        if isinstance(action, Done | Fail):
            return finished(step, action, clock)
        return self._act(task, step, action, clock)

    def _act(self, task: str, step: Step, action: AnyAction, clock: StepClock) -> Step:
        """Have ``action`` approved and carry it out; then look again, and reflect."""
        if self._handover.what:  # planned for a screen that the person has used since
            return failed(step, TakenOver(self._handover.what), clock)
        approval = self._approve(task, step, action)
        step = as_approved(step, approval)
        clock.lap("approve")
        if (left_out := refused(step, approval, clock)) is not None:
            return left_out
        try:
            difference = restore_scene(self._computer, step) if approval.by == "person" else ""
        except TakenOver as taken:
            return failed(step, taken, clock)
        if difference:
            return replace(step, error=difference, error_kind="SceneChanged", timing=clock.stop())
        if self._cancel.cancelled:
            raise Stopped(STOPPED)
        self._recorder.intent(step)
        clock.lap("record")
        try:
            came = self._carry_out(approval.modified or action)
        except (InvalidAction, LaunchFailed, TakenOver, WindowNotFound, ToolError) as error:
            self._recorder.acknowledge(step.number, str(error))
            clock.lap("execute")
            return failed(step, error, clock)
        self._recorder.acknowledge(step.number, "")
        clock.lap("execute")
        after, reflection = self._waiter.wait(step, step.grounding, clock)
        if came is not None:
            reflection = Reflection("success" if came.worked else "unexpected", came.text)
        return replace(step, after=after, reflection=reflection, timing=clock.stop())

    def _observe(self, number: int, clock: StepClock) -> Observation:
        sighting = self._observer.look(number, self._seen)
        clock.book(sighting)
        self._seen = sighting.observation
        return sighting.observation

    def _plan(self, task: str, before: Observation, history: tuple[Step, ...], clock: StepClock) -> Step:
        planned = self._planner.next_action(task, before, history)
        if (reason := looping(history, planned, before)) and planned.kind != "fail":
            planned = PlannedAction("fail", arguments={"reason": reason}, subgoal=planned.subgoal)
        clock.lap("plan")
        return Step(len(history) + 1, before, planned, plan=self._planner.plan)

    def _ground(self, task: str, step: Step, history: tuple[Step, ...]) -> tuple[AnyAction, Grounding | None]:
        seen, fresh = step.observation, _came_up(history)
        return resolve(
            step.planned, seen, lambda words: ground_attentively(self._grounder, seen, words, task, fresh)
        )

    def _approve(self, task: str, step: Step, action: AnyAction) -> Approval:
        request = ApprovalRequest(task, step.number, step.observation, step.planned, action, step.grounding)
        with self._handover.asking():
            return self._approver.review(request)

    def _carry_out(self, action: AnyAction) -> ToolOutcome | None:
        """Do ``action``; what a tool said about it, None where it went to mouse and keyboard."""
        if type(action) in TOOL_KINDS.values():
            return self._tools.use(cast(ToolAction, action))
        for piece in in_pieces(cast(Action, action)):
            if self._cancel.cancelled:
                raise Stopped(STOPPED)
            self._computer.execute(piece)
        return None

    def _saw(self, observation: Observation) -> None:
        self._seen = observation

    def _billed(self, step: Step) -> Step:
        planner = self._planner
        return replace(step, usage=planner.take_usage()) if isinstance(planner, Spender) else step

    def _broken(self, history: tuple[Step, ...], ending: Ending, why: str) -> Step:
        return broken_off(len(history) + 1, self._seen or self._observer.blank(), ending, why)


def _came_up(history: tuple[Step, ...]) -> tuple[Box, ...]:
    """Return what the last click or motion made come up, as a menu does."""
    last = history[-1] if history else None
    if last is None or last.after is None or last.planned.kind not in ("click", "move"):
        return ()
    return last.after.changes
