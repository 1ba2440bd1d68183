"""From an action in words and its grounding to an action in coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast, get_args

from actions.action import (
    Action,
    Click,
    CloseWindow,
    Done,
    Drag,
    Fail,
    FocusWindow,
    HoldKeys,
    Launch,
    MouseButton,
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.errors import InvalidAction
from actions.geometry import Point
from actions.keys import canonical_key, order_keys
from grounding.types import Candidate, Grounding
from gui_agent.tools.action import TOOL_KINDS, AnyAction
from gui_agent.tools.planned import tool_action
from gui_agent.types import Observation, PlannedAction

DRAG_SECONDS = 0.3
Ground = Callable[[str], Grounding]
T = TypeVar("T")


def resolve(
    planned: PlannedAction, observation: Observation, ground: Ground
) -> tuple[AnyAction, Grounding | None]:
    """Turn ``planned`` into an action, asking ``ground`` where its targets are.

    Raises `InvalidAction` for arguments outside an action's domain, and whatever ``ground`` raises.
    """
    if planned.kind in TOOL_KINDS:
        return tool_action(planned), None
    grounding = ground(planned.target) if planned.target else None
    if grounding is not None:
        grounding = _pick(grounding, planned.alternative)
    match planned.kind:
        case "click" | "move" | "drag" | "scroll":
            return _pointer_action(planned, observation, grounding, ground), grounding
        case "type" | "press" | "hold" | "wait":
            return _keyboard_action(planned), grounding
        case _:
            return _other_action(planned), grounding


def _pointer_action(
    planned: PlannedAction, observation: Observation, grounding: Grounding | None, ground: Ground
) -> Action:
    modifiers = _keys(planned, "modifiers")
    point = grounding.point if grounding else _middle_of_attention(observation)
    match planned.kind:
        case "move":
            return Move(point)
        case "scroll":
            return Scroll(point, _argument(planned, "dy", 0), _argument(planned, "dx", 0), modifiers)
        case "drag":
            seconds = _argument(planned, "seconds", DRAG_SECONDS)
            return Drag(_drag_path(planned, grounding, ground), modifiers=modifiers, seconds=float(seconds))
        case _:
            button = _argument(planned, "button", "left")
            if button not in get_args(MouseButton):
                raise InvalidAction(f"unknown mouse button {button!r}")
            return Click(point, cast("MouseButton", button), _argument(planned, "count", 1), modifiers)


def _drag_path(planned: PlannedAction, grounding: Grounding | None, ground: Ground) -> tuple[Point, ...]:
    if grounding is None:
        raise InvalidAction("a drag needs a target to start from")
    destination = _argument(planned, "destination", "")
    if destination:
        via = _argument(planned, "via", cast("tuple[str, ...]", ()))
        return (grounding.point, *(ground(words).point for words in (*via, destination)))
    # No destination: along the target itself, as one selects a text with the mouse.
    box = grounding.box
    return (Point(box.x1 - 1, box.center.y), Point(box.x2 + 2, box.center.y))


def _keyboard_action(planned: PlannedAction) -> Action:
    keys = _keys(planned, "keys")
    match planned.kind:
        case "type":
            return TypeText(_argument(planned, "text", ""))
        case "press":
            return PressKeys(keys, _argument(planned, "count", 1))
        case "hold":
            return HoldKeys(keys, float(_argument(planned, "seconds", 1.0)))
        case _:
            return Wait(float(_argument(planned, "seconds", 0.0)))


def _other_action(planned: PlannedAction) -> Action:
    match planned.kind:
        case "launch":
            arguments = _argument(planned, "arguments", cast("tuple[str, ...]", ()))
            return Launch(_argument(planned, "application", ""), arguments)
        case "focus_window":
            return FocusWindow(_argument(planned, "title", ""))
        case "close_window":
            return CloseWindow(_argument(planned, "title", ""))
        case "shortcut":
            # Whoever remembers shortcuts plays their actions instead; one that comes here cannot be played.
            raise InvalidAction(_argument(planned, "why", "there is no memory that knows shortcuts"))
        case "done":
            return Done(_argument(planned, "answer", ""))
        case _:
            return Fail(_argument(planned, "reason", ""), _argument(planned, "infeasible", False))


def _keys(planned: PlannedAction, name: str) -> tuple[str, ...]:
    """Return the keys called so, by the names that policies know them by. Raises `UnknownKey`."""
    return order_keys(map(canonical_key, _argument(planned, name, cast("tuple[str, ...]", ()))))


def _argument(planned: PlannedAction, name: str, default: T) -> T:
    value = planned.arguments.get(name, default)
    expected = (int, float) if isinstance(default, float) else type(default)
    if not isinstance(value, expected):
        raise InvalidAction(f"{planned.kind}: {name} should be {type(default).__name__}, not {value!r}")
    return cast("T", value)


def _pick(grounding: Grounding, alternative: int) -> Grounding:
    """Promote candidate number ``alternative`` (0 is the one grounded) to be the target."""
    if alternative == 0 or alternative > len(grounding.alternatives):
        return grounding
    best = Candidate(grounding.point, grounding.box, grounding.score, grounding.label)
    others = [best, *grounding.alternatives]
    chosen = others.pop(alternative)
    return Grounding(chosen.point, chosen.box, chosen.score, chosen.label, tuple(others))


def _middle_of_attention(observation: Observation) -> Point:
    window = observation.active_window
    region = observation.screenshot.region
    visible = window.box.clipped(region) if window else region
    return (visible if visible.area else region).center
