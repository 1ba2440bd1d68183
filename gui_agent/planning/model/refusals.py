"""Actions that are refused before they are done, because they led nowhere before."""

from __future__ import annotations

from gui_agent.chat.structured import Unusable
from gui_agent.lessons import alike, forbids
from gui_agent.stagnation import cycling
from gui_agent.types import Observation, PlannedAction, Step

REPETITIONS = 3
"""So often a model may do the same in a row; those that go in circles do it until the budget is spent."""


def refuse_futile(planned: PlannedAction, history: tuple[Step, ...], now: Observation) -> None:
    """Raise `Unusable`, with what to do instead, for an action that history speaks against."""
    if planned.kind in ("wait", "done", "fail"):
        return
    _refuse_repetition(planned, history)
    if circle := cycling(history, planned, now):
        raise Unusable(f"{circle}; do something else, or say done or fail")
    if lesson := forbids(history, planned, now):
        instead = f": {lesson.instead}" if lesson.instead else ", or say done or fail"
        raise Unusable(
            f"you learnt on exactly this screen not to do that ({lesson.why}); do something else{instead}"
        )


def _refuse_repetition(planned: PlannedAction, history: tuple[Step, ...]) -> None:
    """Refuse what was just done several times: typed or started at all, or without effect."""
    last = history[-REPETITIONS:]
    if len(last) < REPETITIONS:
        return
    same = all(alike(step.planned, planned) for step in last)
    changed = any(step.after is not None and step.after.changes for step in last)
    if same and (planned.kind in ("type", "launch") or not changed):
        raise Unusable(
            f"you did exactly this {REPETITIONS} times in a row; do something else, or say done or fail"
        )
