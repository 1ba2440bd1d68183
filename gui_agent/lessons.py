"""What was learnt within a run: which action not to take where (structured reflection)."""

from __future__ import annotations

from gui_agent.observer import same_picture
from gui_agent.types import Lesson, Observation, PlannedAction, Step

TOLD = 4


def lessons_of(history: tuple[Step, ...]) -> tuple[Lesson, ...]:
    """Return what the steps of one run taught, newest last, each once: for the next step and for memory."""
    learnt = (s.reflection.lesson for s in history if s.reflection is not None)
    return tuple(dict.fromkeys(lesson for lesson in learnt if lesson is not None))


def forbids(history: tuple[Step, ...], planned: PlannedAction, now: Observation) -> Lesson | None:
    """Return the lesson that speaks against ``planned`` on exactly this screen, where there is one."""
    for step in reversed(history):
        lesson = step.reflection.lesson if step.reflection is not None else None
        same = lesson is not None and alike(step.planned, planned)
        if same and same_picture(step.observation.screenshot, now.screenshot):
            return lesson
    return None


def describe_lessons(history: tuple[Step, ...]) -> str:
    """Return the latest lessons as a part of a prompt; empty where there are none."""
    lines = [_line(lesson) for lesson in lessons_of(history)[-TOLD:]]
    return "\n".join(["Learnt in this run:", *lines]) if lines else ""


def alike(one: PlannedAction, other: PlannedAction) -> bool:
    """Say whether two planned actions do the same to the same."""
    return (one.kind, one.target, one.alternative, dict(one.arguments)) == (
        other.kind,
        other.target,
        other.alternative,
        dict(other.arguments),
    )


def _line(lesson: Lesson) -> str:
    instead = f"; instead: {lesson.instead}" if lesson.instead else ""
    return f"- in {lesson.where}, do not {lesson.avoid}: {lesson.why}{instead}"
