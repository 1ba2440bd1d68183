"""What of a run counts: what worked, also where that was seen late, without the ways there and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gui_agent.expectation import NothingChanges, TextVisible
from gui_agent.observer import same_picture
from gui_agent.screen_text import find_text
from gui_agent.types import Reflection, Step

_UNSEEN = frozenset({"c", "x", "insert", "printscreen"})
"""Keys that, with Ctrl, do something that no screen shows."""


def with_late_outcomes(steps: Sequence[Step]) -> list[Step]:
    """Return the steps that did something; those whose outcome came late count as having worked."""
    kept: list[Step] = []
    for at, step in enumerate(steps[:-1]):
        if step.planned.kind == "wait" and step.planned.repairs is not None:
            continue
        later = steps[at + 1]
        if _came_late(step, later):
            kept.append(replace(step, reflection=Reflection("success", "it came late")))
        elif _did_something(step) or _may_have_acted(step, later):
            kept.append(step)
    return kept


def _came_late(step: Step, later: Step) -> bool:
    """Say whether an outcome that was missed was there afterwards: waited for, or read on the next screen."""
    if step.action is None or step.error or step.reflection is None or step.reflection.verdict == "success":
        return False
    waited = later.planned.kind == "wait" and later.planned.repairs == step.number
    if waited and later.reflection is not None and later.reflection.verdict == "success":
        return True
    expected = step.planned.expectation
    return isinstance(expected, TextVisible) and bool(find_text(later.observation.screen, expected.text))


def _may_have_acted(step: Step, later: Step) -> bool:
    """Say whether the screen changed after all once nobody looked any more."""
    acted = step.action is not None and not step.error and step.planned.kind != "wait"
    return acted and bool(later.observation.changes)


def without_detours(steps: Sequence[Step]) -> list[Step]:
    """Leave out what led back to the very same picture, as a menu opened and closed; copying stays."""
    kept: list[Step] = []
    for step in steps:
        for at, earlier in enumerate(kept):
            detour = kept[at:]
            if len(detour) > 1 and not any(map(_unseen, detour)) and _same_sight(earlier, step):
                kept = kept[:at]
                break
        kept.append(step)
    return kept


def _same_sight(one: Step, other: Step) -> bool:
    first, second = one.observation, other.observation
    if not first.screenshot.image.size or first.windows != second.windows:
        return False
    return same_picture(first.screenshot, second.screenshot)


def _unseen(step: Step) -> bool:
    keys = step.planned.arguments.get("keys", ())
    copies = isinstance(keys, tuple) and "ctrl" in map(str.casefold, keys) and bool(_UNSEEN & set(keys))
    return copies or isinstance(step.planned.expectation, NothingChanges) or step.planned.kind == "launch"


def _did_something(step: Step) -> bool:
    """Say whether a step acted and brought something, whether or not that was what was expected."""
    if step.action is None or step.error or step.reflection is None:
        return False
    if step.planned.kind == "wait" and step.planned.expectation is None:
        return False
    return step.reflection.verdict == "success" or bool(step.after is not None and step.after.changes)
