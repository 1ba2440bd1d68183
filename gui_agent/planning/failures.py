"""Which steps worked, and which failed in a row."""

from __future__ import annotations

from gui_agent.types import Step


def worked(step: Step) -> bool:
    """Say whether a step did what was expected of it."""
    return not step.error and step.reflection is not None and step.reflection.verdict == "success"


def failing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the failed steps since the last one that worked.

    Optional steps, such as those on the way back to a known state, count neither way, nor do remedies that
    were no help.
    """
    streak: list[Step] = []
    for step in reversed(steps):
        if step.planned.optional:
            continue
        if worked(step):
            break
        if step.planned.repairs is None:
            streak.append(step)
    return tuple(reversed(streak))


def why_failed(step: Step) -> str:
    """Say what came of a step that failed."""
    return step.error or (step.reflection.feedback if step.reflection is not None else "nothing came of it")
