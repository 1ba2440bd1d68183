"""Scrolling by an amount, to an end, or until something can be seen."""

from __future__ import annotations

from collections.abc import Mapping

from gui_agent.expectation import ScreenChanges, TextVisible
from gui_agent.planning.commands import ScrollBy, ScrollUntil
from gui_agent.planning.primitives import act, look_for, unquoted
from gui_agent.planning.situation import Routine, Situation
from gui_agent.planning.surveying import area_to_scroll, is_unseen_text_area
from gui_agent.types import Argument, PlannedAction

SCROLL_TRIES = 40
SCROLL_STEP = 5

_DIRECTIONS: Mapping[str, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def scroll_by(command: ScrollBy, now: Situation) -> Routine:
    """Turn the wheel by notches or pages, or until the screen no longer moves."""
    if command.unit != "end":
        notches = command.amount * (10 if command.unit == "pages" else 1)
        return (yield _scroll(command.direction, notches, command.target))
    # What looks like a text area may be a field of one line; a large one is known by its text.
    lost = bool(command.target) and is_unseen_text_area(command.target, now) and bool(area_to_scroll(now))
    target, situation = "" if lost else command.target, now
    for _ in range(SCROLL_TRIES):
        situation = yield _scroll(
            command.direction, 4 * SCROLL_STEP, area_to_scroll(situation) if lost else target, optional=True
        )
        if target and situation.last is not None and situation.last.error_kind == "TargetNotFound":
            # An area without a name of its own: the longest text in sight, or where the attention is.
            target, lost = "", True
        elif not situation.worked:
            break
    return situation


def scroll_until(command: ScrollUntil, now: Situation) -> Routine:
    """Scroll a little at a time until the target can be read, or nothing moves any more."""
    wanted = TextVisible(unquoted(command.target))
    situation = now
    for _ in range(SCROLL_TRIES):
        if situation.holds(wanted):
            break
        situation = yield _scroll(command.direction, SCROLL_STEP, "", optional=True)
        if not situation.worked:
            break
    return (yield look_for(wanted, f"see {command.target}"))


def _scroll(direction: str, notches: int, target: str, *, optional: bool = False) -> PlannedAction:
    dx, dy = _DIRECTIONS[direction]
    arguments: dict[str, Argument] = {"dx": dx * notches, "dy": dy * notches}
    return act(
        "scroll",
        arguments,
        ScreenChanges(),
        f"scroll {direction}",
        target=target,
        patience=1.0,
        optional=optional,
    )
