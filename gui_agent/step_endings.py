"""The records of steps that were not carried out to the end: failed, refused, cut short, or the last one."""

from __future__ import annotations

from dataclasses import replace

from actions.action import Done, Fail, TypeText
from actions.errors import TakenOver
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.handover import STOPPED
from gui_agent.step_clock import StepClock
from gui_agent.types import Approval, Ending, Observation, PlannedAction, Reflection, Step

CUT_SHORT = "CutShort"
"""The kind of error of a step that a person's taking over ended in its midst."""


def failed(step: Step, error: Exception, clock: StepClock) -> Step:
    """Return ``step`` with what went wrong; of a text that a person cut short, what was typed."""
    cut_short = isinstance(error, TakenOver) and error.begun
    if isinstance(error, TakenOver) and cut_short and isinstance(step.action, TypeText):
        step = replace(step, action=replace(step.action, text=step.action.text[: error.typed]))
    kind = CUT_SHORT if cut_short else type(error).__name__
    return replace(step, error=str(error), error_kind=kind, timing=clock.stop())


def refused(step: Step, approval: Approval, clock: StepClock) -> Step | None:
    """Return ``step`` as it is left out, or ends the run; None where it was approved."""
    match approval.decision:
        case "approve" | "modify":
            return None
        case "redirect":
            why = f"left out: {approval.reason}"
            return replace(step, error=why, error_kind="Redirected", timing=clock.stop())
        case "reject" | "terminate":
            why = approval.reason or "the action was not approved"
            return replace(step, timing=clock.stop(), ending=Ending.STOPPED, explanation=why)


def finished(step: Step, action: Done | Fail, clock: StepClock) -> Step:
    """Return ``step`` as the one in which the planner says that it is over."""
    match action:
        case Done(answer):
            ending, words = Ending.ACCOMPLISHED, answer or "every step was carried out and checked"
            verdict = Reflection("finished", words)
        case Fail(reason, infeasible):
            ending, words = Ending.NOT_ACCOMPLISHED, reason
            verdict = Reflection("infeasible" if infeasible else "finished", words)
    return replace(step, reflection=verdict, timing=clock.stop(), ending=ending, explanation=words)


def broken_off(number: int, seen: Observation, ending: Ending, why: str) -> Step:
    """Return the step ``number`` that a run ends with which was not ended by its planner."""
    planned = PlannedAction("fail", arguments={"reason": why})
    return Step(number, seen, planned, error=why, ending=ending, explanation=why)


def ending_of(error: Exception) -> tuple[Ending, str]:
    """Say how a run ends that ``error`` broke off."""
    if isinstance(error, ChatModelError) and error.trouble is Trouble.CANCELLED:
        return Ending.STOPPED, STOPPED
    return Ending.MACHINE_FAILED, str(error) or type(error).__name__
