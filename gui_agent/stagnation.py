"""Recognising that the agent goes in circles."""

from __future__ import annotations

import numpy as np

from actions.screenshot import Screenshot
from gui_agent.lessons import alike
from gui_agent.observer import same_picture
from gui_agent.types import Observation, PlannedAction, Step

TRIES = 3
"""The same action on the same screen may fail so often before it counts as a loop."""
ROUNDS = 2
"""A row of actions may be made so often on the same screens; beginning it once more is going in circles."""
LONGEST_CYCLE = 4
VISITS = 3
"""Coming to the same screen so often is standing still, whatever was done in between."""
_GRID = 8
"""Every eighth pixel each way is compared first."""


def looping(history: tuple[Step, ...], planned: PlannedAction, now: Observation) -> str:
    """Say why ``planned`` would fail on the screen ``now`` once more; empty where that is not known."""
    if planned.kind in ("wait", "done", "fail"):
        return ""
    same = [step for step in history if _failed(step) and alike(step.planned, planned)]
    here = [step for step in same if same_picture(step.observation.screenshot, now.screenshot)]
    if len(here) < TRIES:
        return ""
    return f"going in circles: “{_words(planned)}” failed {TRIES} times on the same screen"


def cycling(history: tuple[Step, ...], planned: PlannedAction, now: Observation) -> str:
    """Say which row of actions ``planned`` would begin again (A, B, A, B, A …); empty where it is none.

    Each of them worked, perhaps, and yet the screens come back.
    """
    if planned.kind in ("done", "fail"):
        return ""
    made = [(step.planned, step.observation.screenshot) for step in history]
    made.append((planned, now.screenshot))
    for length in range(2, LONGEST_CYCLE + 1):
        needed = length * ROUNDS + 1
        if len(made) < needed or alike(made[-1][0], made[-2][0]):
            continue
        pairs = zip(made[-needed + length :], made[-needed:-length], strict=True)
        if all(alike(a, b) and same_screen(x, y) for (a, x), (b, y) in pairs):
            row = ", ".join(f"“{_words(action)}”" for action, _ in made[-length - 1 : -1])
            return f"going in circles: {row} again and again, and the same screens come back"
    return ""


def visits(history: tuple[Step, ...], now: Observation) -> tuple[int, ...]:
    """Return the numbers of the steps before which the screen looked exactly as it does now.

    Only where it was left in between: steps without effect are no visits of their own.
    """
    found: list[int] = []
    was_here = True
    for step in reversed(history):
        here = same_screen(step.observation.screenshot, now.screenshot)
        if here and not was_here:
            found.append(step.number)
        was_here = here
    return tuple(reversed(found))


def same_screen(one: Screenshot, other: Screenshot) -> bool:
    """Say whether two screenshots look the same; quick where they do not."""
    if one.region != other.region or one.image.shape != other.image.shape:
        return False
    if one.image is other.image:
        return True
    alike_at_a_glance = np.array_equal(one.image[::_GRID, ::_GRID], other.image[::_GRID, ::_GRID])
    return alike_at_a_glance and same_picture(one, other)


def _words(planned: PlannedAction) -> str:
    return planned.thought or f"{planned.kind} {planned.target}".strip()


def _failed(step: Step) -> bool:
    return bool(step.error) or (step.reflection is not None and step.reflection.verdict != "success")
