"""What a door tells of the screen and of a step, in words."""

from __future__ import annotations

from gui_agent.types import Step
from gui_agent.words import describe_action


def told(step: Step) -> str:
    """Return what was done and what came of it, in a few lines."""
    done = describe_action(step.action) if step.action else step.planned.kind
    lines = [done + (f" ({step.planned.target})" if step.planned.target else "")]
    if step.reflection is not None and step.reflection.feedback:
        lines.append(step.reflection.feedback)
    if step.after is not None:
        lines.append(_change(step))
    return "\n".join(lines)


def _change(step: Step) -> str:
    assert step.after is not None
    window = step.after.active_window
    where = f"; the window in front is “{window.title}”" if window and window.title else ""
    count = len(step.after.changes)
    return f"{count or 'No'} part{'' if count == 1 else 's'} of the screen changed{where}."
