"""What came of a step, in words for the model that asked for it."""

from __future__ import annotations

from gui_agent.finding import shortened
from gui_agent.types import PlannedAction, Step


def last_of(planned: PlannedAction, history: tuple[Step, ...]) -> tuple[Step | None, bool]:
    """Return the step that carried out ``planned``, and whether others came behind it."""
    for behind, step in enumerate(reversed(history)):
        if step.planned is planned:
            return step, behind > 0
    return None, bool(history)


def verdict_of(step: Step) -> tuple[str, bool]:
    """Return what to tell the model (nothing where all is well), and whether the step failed."""
    if step.error:
        return f"did not work: {shortened(step.error, 300)}", True
    if step.reflection is not None and step.reflection.verdict != "success":
        return f"done, but {shortened(step.reflection.feedback, 300)}", True
    if step.approval is not None and step.approval.decision == "modify":
        return f"done, changed by a person to {type(step.action).__name__}", False
    return "", False


def was_approved(step: Step) -> bool:
    """Say whether somebody let the step's action through, and its safety checks with it."""
    return step.approval is not None and step.approval.decision in ("approve", "modify")


def outcome_words(step: Step) -> str:
    """Return the step and its outcome on one short line."""
    planned = step.planned
    details = [str(v) for k, v in planned.arguments.items() if v and k in ("text", "keys", "application")]
    what = " ".join([planned.kind, planned.target, *(shortened(d, 60) for d in details)]).strip()
    words, failed = verdict_of(step)
    return f"{what} ({words})" if failed else what
