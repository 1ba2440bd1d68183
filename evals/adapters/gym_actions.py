"""Actions as a space that Gymnasium can sample: one dictionary, of which ``kind`` says what counts."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from actions.action import (
    Action,
    Click,
    Done,
    Drag,
    Fail,
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.geometry import Point, Size

if TYPE_CHECKING:
    from gymnasium import spaces

KINDS = (
    "wait",
    "click",
    "double_click",
    "right_click",
    "move",
    "drag",
    "scroll",
    "type",
    "press",
    "done",
    "infeasible",
)
"""What ``kind`` counts. ``done`` and ``infeasible`` end the episode; the last says it cannot be done."""
MODIFIERS = ("ctrl", "shift", "alt", "super")
KEYS = (
    *("enter", "tab", "escape", "backspace", "delete", "home", "end", "pageup", "pagedown"),
    *("up", "down", "left", "right", "space", "menu"),
    *(f"f{number}" for number in range(1, 13)),
    *string.ascii_lowercase,
    *string.digits,
    *"-=[];',./`\\",
)
LONGEST_TEXT = 200
MOST_NOTCHES = 10
CHARACTERS = string.ascii_letters + string.digits + string.punctuation + " \n\t"
WAIT_SECONDS = 0.5


def action_space(screen: Size) -> spaces.Dict:
    """Return the space of `decode`'s dictionaries for a screen of that size."""
    from gymnasium import spaces

    place = [screen.width, screen.height]
    return spaces.Dict(
        {
            "kind": spaces.Discrete(len(KINDS)),
            "point": spaces.MultiDiscrete(place),
            "end": spaces.MultiDiscrete(place),
            "notches": spaces.Discrete(2 * MOST_NOTCHES + 1, start=-MOST_NOTCHES),
            "text": spaces.Text(LONGEST_TEXT, min_length=0, charset=CHARACTERS),
            "key": spaces.Discrete(len(KEYS)),
            "modifiers": spaces.MultiBinary(len(MODIFIERS)),
        }
    )


def decode(values: Mapping[str, Any]) -> Action:
    """Return the action that ``values`` of `action_space` stand for; what its kind does not need is ignored.

    A drag goes from ``point`` to ``end``; positive ``notches`` scroll down; ``modifiers`` are held while
    ``key`` is pressed. Raises `InvalidAction` for values outside an action's domain.
    """
    kind, point = KINDS[int(values["kind"])], _point(values["point"])
    match kind:
        case "wait":
            return Wait(WAIT_SECONDS)
        case "click":
            return Click(point)
        case "double_click":
            return Click(point, count=2)
        case "right_click":
            return Click(point, "right")
        case "move":
            return Move(point)
        case "drag":
            return Drag((point, _point(values["end"])))
        case "scroll":
            return Scroll(point, int(values["notches"]))
        case "type":
            return TypeText(str(values["text"]))
        case "press":
            held = [name for name, on in zip(MODIFIERS, values["modifiers"], strict=True) if on]
            return PressKeys((*held, KEYS[int(values["key"])]))
        case "done":
            return Done()
    return Fail("the agent says that the task cannot be done", infeasible=True)


def _point(pair: Any) -> Point:
    x, y = pair
    return Point(int(x), int(y))
