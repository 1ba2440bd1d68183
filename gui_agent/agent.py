"""The loop: observe, plan, ground, approve, act, look again, reflect."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import cast

from actions.action import Action, Done, Fail, TypeText
from actions.computer import Computer, IdleWaiter, StopTeller
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
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.handover import STOPPED, Handover
from gui_agent.observer import QUIET_SECONDS, Sighting
from gui_agent.parts import Parts, embedded_parts
from gui_agent.recorder import NoRecorder, StepRecorder
from gui_agent.remembering import remember
from gui_agent.resolve import resolve
from gui_agent.scene import restore_scene
from gui_agent.stagnation import looping
from gui_agent.tools.action import TOOL_KINDS, AnyAction, ToolAction
from gui_agent.tools.errors import ToolError
from gui_agent.tools.toolbox import ToolOutcome
from gui_agent.types import (
    ActionKind,
    Approval,
    ApprovalRequest,
    Approver,
    Ending,
    Observation,
    PlannedAction,
    Reflection,
    SecondLook,
    Spender,
    Step,
    Timing,
)

TYPING_QUIET_SECONDS = 0.15
"""Programs complete, check and enable things a moment after the last letter; Enter must not come before."""
LAUNCH_QUIET_SECONDS = 0.3
READY_SECONDS = 15.0
"""How long a program may work after its window came, at most; what is typed meanwhile may be lost."""
CUT_SHORT = "CutShort"
"""The kind of error of a step that a person's taking over ended in its midst."""
BUSY_PATIENCE = 10.0
"""Seconds by which a working program can put off the end of a step's patience."""
FIRST_CHANGE_WITHIN = 0.25
"""Seconds an application is given to begin repainting after an action."""
_QUIET_AFTER: Mapping[ActionKind, float] = MappingProxyType(
    {"type": TYPING_QUIET_SECONDS, "launch": LAUNCH_QUIET_SECONDS}
)


@dataclass(slots=True)
class _Clock:
    """Seconds per phase of the step under way."""

    began: float
    last: float
    timing: Timing = field(default_factory=Timing)

    @classmethod
    def start(cls) -> _Clock:
        now = time.monotonic()
        return cls(now, now)

    def lap(self, phase: str) -> None:
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
        self._grounder, self._reflector = parts.grounder, parts.reflector
        self._tools = parts.tools
        self._approver = approver or default_approver(computer)
        self._budget = budget or Budget()
        self._recorder = recorder or NoRecorder()
        self._seen = seen
        self._cancel = parts.cancel
        self._handover = Handover(computer, parts.hold, parts.cancel)
        if isinstance(computer, StopTeller):
            computer.when_stopped(parts.cancel.cancel)

    def stop(self) -> None:
        """End the run from any thread: at once where a model is being asked, else before the next action."""
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
                step = self._cut_off(history, spent) if spent else self._step(task, history)
            except (Stopped, KeyboardInterrupt) as stop:
                step = self._broken(history, Ending.STOPPED, str(stop) or "stopped by the keyboard (Ctrl-C)")
            except (ComputerError, ChatModelError, MemoryError) as error:
                step = self._broken(history, *_ending_of(error))
            step = self._billed(step)
            self._recorder.complete(step)
            history = remember(history, step)
            yield step
            if step.ending is not None:
                return

    def _step(self, task: str, history: tuple[Step, ...]) -> Step:
        clock, number = _Clock.start(), len(history) + 1
        before = self._observe(number, clock)
        planned = self._planner.next_action(task, before, history)
        if (reason := looping(history, planned, before)) and planned.kind != "fail":
            planned = PlannedAction("fail", arguments={"reason": reason}, subgoal=planned.subgoal)
        clock.lap("plan")
        step = Step(number, before, planned, plan=self._planner.plan)
        try:
            fresh = _came_up(history)
            action, grounding = resolve(
                planned, before, lambda words: ground_attentively(self._grounder, before, words, task, fresh)
            )
        except (GroundingError, InvalidAction) as error:
            clock.lap("ground")
            return _failed(step, error, clock)
        clock.lap("ground")
        step = replace(step, action=action, grounding=grounding)
        return self._act(task, step, action, grounding, clock)

    def _act(
        self, task: str, step: Step, action: AnyAction, grounding: Grounding | None, clock: _Clock
    ) -> Step:
        if isinstance(action, Done | Fail):
            return self._finish(step, action, clock)
        if self._handover.what:  # planned for a screen that the person has used since
            return _failed(step, TakenOver(self._handover.what), clock)
        request = ApprovalRequest(task, step.number, step.observation, step.planned, action, grounding)
        with self._handover.asking():
            approval = self._approver.review(request)
        step = replace(step, approval=approval)
        clock.lap("approve")
        if refusal := self._refused(step, approval, clock):
            return refusal
        try:
            difference = restore_scene(self._computer, step) if approval.by == "person" else ""
        except TakenOver as taken:
            return _failed(step, taken, clock)
        if difference:
            return replace(step, error=difference, error_kind="SceneChanged", timing=clock.stop())
        if self._cancel.cancelled:
            raise Stopped(STOPPED)
        action = approval.modified or action
        step = replace(step, action=action)
        self._recorder.intent(step)
        clock.lap("record")
        try:
            came = self._carry_out(action)
        except (InvalidAction, LaunchFailed, TakenOver, WindowNotFound, ToolError) as error:
            self._recorder.acknowledge(step.number, str(error))
            clock.lap("execute")
            return _failed(_as_far_as_done(step, error), error, clock)
        self._recorder.acknowledge(step.number, "")
        clock.lap("execute")
        after, reflection = self._await_outcome(step, grounding, clock)
        if came is not None:
            reflection = Reflection("success" if came.worked else "unexpected", came.text)
        return replace(step, after=after, reflection=reflection, timing=clock.stop())

    def _carry_out(self, action: AnyAction) -> ToolOutcome | None:
        """Do ``action``; what a tool said about it, None where it went to mouse and keyboard."""
        if type(action) in TOOL_KINDS.values():
            return self._tools.use(cast(ToolAction, action))
        self._computer.execute(cast(Action, action))
        return None

    def _await_outcome(
        self, step: Step, grounding: Grounding | None, clock: _Clock
    ) -> tuple[Observation, Reflection]:
        """Look until the expectation has come true or the step's patience is over.

        Patience is for programs that rest: while one works, its clock stands still for a while. Where it ends
        while the screen is read, what came up meanwhile is looked at once more.
        """
        deadline = time.monotonic() + step.planned.patience
        latest = deadline + BUSY_PATIENCE
        before = after = step.observation
        quiet = _QUIET_AFTER.get(step.planned.kind, QUIET_SECONDS)
        first_change = FIRST_CHANGE_WITHIN if _should_show(step.planned) else 0.0
        last = False
        while True:
            if self._cancel.cancelled:
                raise Stopped(STOPPED)
            waited = self._handover.wait(before.active_window)
            deadline, latest = deadline + waited, latest + waited
            sighting = self._observer.look(
                step.number, after, since=before, first_change_within=first_change, quiet=quiet
            )
            clock.book(sighting)
            deadline = min(deadline + sighting.busy, latest)
            after = self._seen = sighting.observation
            reflection = self._reflector.judge(step.planned, before, after, grounding)
            clock.lap("reflect")
            late = sighting.nothing_more or time.monotonic() >= deadline
            if reflection.verdict == "success" or last or (late and not self._observer.has_moved_on(after)):
                self._let_it_listen(step.planned.kind, sighting)
                return after, self._look_again(step, after, reflection, clock)
            last = late
            first_change = min(1.0, max(0.0, deadline - time.monotonic()))

    def _look_again(
        self, step: Step, after: Observation, reflection: Reflection, clock: _Clock
    ) -> Reflection:
        """Let a reflector that can think have a second look, once nothing more is waited for."""
        if reflection.verdict != "success" and isinstance(self._reflector, SecondLook):
            reflection = self._reflector.look_again(step, after, reflection)
            clock.lap("reflect")
        return reflection

    def _let_it_listen(self, kind: ActionKind, sighting: Sighting) -> None:
        """Give a program that was just started the time it takes to listen: a window is drawn before that."""
        if kind != "launch" or not isinstance(self._computer, IdleWaiter):
            return
        if not (sighting.foreknown and self._observer.is_listening(sighting.observation)):
            self._computer.wait_until_idle(READY_SECONDS)

    def _observe(self, number: int, clock: _Clock) -> Observation:
        sighting = self._observer.look(number, self._seen)
        clock.book(sighting)
        self._seen = sighting.observation
        return sighting.observation

    def _refused(self, step: Step, approval: Approval, clock: _Clock) -> Step | None:
        match approval.decision:
            case "approve" | "modify":
                return None
            case "redirect":
                why = f"left out: {approval.reason}"
                return replace(step, error=why, error_kind="Redirected", timing=clock.stop())
            case "reject" | "terminate":
                why = approval.reason or "the action was not approved"
                return replace(step, timing=clock.stop(), ending=Ending.STOPPED, explanation=why)

    def _finish(self, step: Step, action: Done | Fail, clock: _Clock) -> Step:
        match action:
            case Done(answer):
                ending, words = Ending.ACCOMPLISHED, answer or "every step was carried out and checked"
                verdict = Reflection("finished", words)
            case Fail(reason, infeasible):
                ending, words = Ending.NOT_ACCOMPLISHED, reason
                verdict = Reflection("infeasible" if infeasible else "finished", words)
        return replace(step, reflection=verdict, timing=clock.stop(), ending=ending, explanation=words)

    def _billed(self, step: Step) -> Step:
        planner = self._planner
        return replace(step, usage=planner.take_usage()) if isinstance(planner, Spender) else step

    def _cut_off(self, history: tuple[Step, ...], why: str) -> Step:
        return self._broken(history, Ending.BUDGET_SPENT, why)

    def _broken(self, history: tuple[Step, ...], ending: Ending, why: str) -> Step:
        seen = self._seen or self._observer.blank()
        planned = PlannedAction("fail", arguments={"reason": why})
        return Step(len(history) + 1, seen, planned, error=why, ending=ending, explanation=why)


def _ending_of(error: Exception) -> tuple[Ending, str]:
    if isinstance(error, ChatModelError) and error.trouble is Trouble.CANCELLED:
        return Ending.STOPPED, STOPPED
    return Ending.MACHINE_FAILED, str(error) or type(error).__name__


def _came_up(history: tuple[Step, ...]) -> tuple[Box, ...]:
    """Return what the last click or motion made come up, as a menu does."""
    last = history[-1] if history else None
    if last is None or last.after is None or last.planned.kind not in ("click", "move"):
        return ()
    return last.after.changes


def _should_show(planned: PlannedAction) -> bool:
    """Say whether an action changes the screen: a click into a field does, and keys must wait for it."""
    return planned.kind in ("click", "drag") or (planned.expectation is not None and planned.kind != "wait")


def _as_far_as_done(step: Step, error: Exception) -> Step:
    """Let the record say what was typed of a text before a person took over."""
    if isinstance(error, TakenOver) and isinstance(step.action, TypeText) and error.begun:
        return replace(step, action=replace(step.action, text=step.action.text[: error.typed]))
    return step


def _failed(step: Step, error: Exception, clock: _Clock) -> Step:
    kind = CUT_SHORT if isinstance(error, TakenOver) and error.begun else type(error).__name__
    return replace(step, error=str(error), error_kind=kind, timing=clock.stop())
