"""Puts what `Work` tells into the words that go to the interface."""

from __future__ import annotations

from actions.action import TypeText
from gui_agent.approval import likeness
from gui_agent.journal import JournalContents
from gui_agent.types import ApprovalRequest, Plan, Step
from gui_agent.wording import shown
from gui_agent.words import describe_action, describe_expectation
from tui.assistant.messages import Asked, Ended
from tui.assistant.protocol import Finished, Mark, Question, StepShown
from tui.progress import intention


def step_shown(step: Step, *, over: bool, paused: bool = False, heard: int = 0) -> StepShown:
    """Return ``step`` in words: about to be carried out, or over; the rest as in `StepShown`."""
    expectation = step.planned.expectation
    plan = step.plan or Plan(())
    return StepShown(
        step.number,
        shown(intention(step)),
        over,
        _mark(step),
        shown(describe_action(step.action)) if step.action is not None else "",
        shown(describe_expectation(expectation)) if expectation is not None else "",
        shown(step.error or (step.reflection.feedback if step.reflection else "")),
        step.timing.total,
        step.usage.input_tokens + step.usage.output_tokens,
        step.usage.model_calls,
        step.usage.cost,
        tuple(shown(" ".join(subgoal.split())) for subgoal in plan.subgoals),
        plan.cursor,
        step.ending.name if step.ending else "",
        paused,
        heard,
    )


def question(asked: Asked) -> Question:
    """Return a question as the person reads it."""
    request = asked.request
    return Question(
        request.step_number,
        shown(describe_action(request.action)),
        shown(request.planned.target),
        shown(asked.reason),
        _typed(request),
        likeness(request, asked.reason),
    )


def finished(ended: Ended) -> Finished:
    """Return how a task came out."""
    outcome = ended.outcome
    explanation = shown(outcome.explanation)
    return Finished(outcome.ending.name, explanation, str(outcome.report), outcome.steps, outcome.seconds)


def ended_as(contents: JournalContents) -> Finished | None:
    """Return how a recorded run came out; None where it broke off."""
    if contents.ending is None:
        return None
    steps = [record for record in contents.records if record.kind == "step"]
    end = contents.end.payload if contents.end else steps[-1].payload
    report = str(contents.folder / "report.html")
    said = shown(str(end.get("explanation", "")))
    return Finished(contents.ending.name, said, report, len(steps), contents.seconds)


def _typed(request: ApprovalRequest) -> str | None:
    return request.action.text if isinstance(request.action, TypeText) else None


def _mark(step: Step) -> Mark:
    if step.error:
        return "bad"
    verdict = step.reflection.verdict if step.reflection else "success"
    return "good" if verdict == "success" else "unsure"
