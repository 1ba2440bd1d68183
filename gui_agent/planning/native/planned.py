"""From an action with points to a planned action in words, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    Move,
    PressKeys,
    Scroll,
    TypeText,
    Wait,
)
from actions.errors import InvalidAction
from actions.geometry import Point
from gui_agent.expectation import Expectation, ScreenChanges
from gui_agent.planning.native.turn import NextAction
from gui_agent.types import Argument, PlannedAction

InWords = Callable[[Point], str]
PATIENCE, PATIENCE_TO_OPEN = 1.0, 10.0


def planned_action(wanted: NextAction, words: InWords, thought: str) -> PlannedAction:
    """Return ``wanted`` in words; resolved again on the same screen it is the same action."""
    planned = _planned(wanted.action, words)
    if planned.kind == "click" and wanted.before_keys:
        # Such a click may change nothing to be seen; what is typed next shows where it went.
        planned = replace(planned, expectation=None)
    patience = PATIENCE_TO_OPEN if planned.kind == "launch" else PATIENCE
    return replace(planned, thought=thought, patience=patience, safety_checks=wanted.checks)


def _planned(action: Action, words: InWords) -> PlannedAction:
    match action:
        case Click(point, button, count, modifiers):
            clicked: dict[str, Argument] = {"button": button, "count": count}
            return PlannedAction("click", words(point), clicked | _held(modifiers), _SHOWS)
        case Move(point):
            return PlannedAction("move", words(point))
        case Drag(path, "left", modifiers, seconds):
            return _planned_drag(path, modifiers, seconds, words)
        case Drag(button=button):
            raise InvalidAction(f"a drag with the {button} button is not carried out; use the left one")
        case Scroll(point, dy, dx, modifiers):
            return PlannedAction("scroll", words(point), {"dy": dy, "dx": dx} | _held(modifiers))
        case _:
            return _without_place(action)


def _planned_drag(
    path: tuple[Point, ...], modifiers: tuple[str, ...], seconds: float, words: InWords
) -> PlannedAction:
    start, *between, end = (words(point) for point in path)
    said: dict[str, Argument] = {"destination": end, "seconds": seconds}
    via: dict[str, Argument] = {"via": tuple(between)} if between else {}
    return PlannedAction("drag", start, said | via | _held(modifiers), _SHOWS)


def _without_place(action: Action) -> PlannedAction:
    match action:
        case TypeText(text):
            return PlannedAction("type", "", {"text": text}, _SHOWS)
        case PressKeys(keys, count):
            return PlannedAction("press", "", {"keys": keys, "count": count})
        case HoldKeys(keys, seconds):
            return PlannedAction("hold", "", {"keys": keys, "seconds": seconds})
        case Wait(seconds):
            return PlannedAction("wait", "", {"seconds": seconds})
        case Launch(application, arguments):
            return PlannedAction("launch", "", {"application": application, "arguments": arguments}, _SHOWS)
        case FocusWindow(title):
            return PlannedAction("focus_window", "", {"title": title})
        case CloseWindow(title):
            return PlannedAction("close_window", "", {"title": title})
        case Done(answer):
            return PlannedAction("done", "", {"answer": answer})
        case Fail(reason, infeasible):
            return PlannedAction("fail", "", {"reason": reason, "infeasible": infeasible})
    raise AssertionError(f"{type(action).__name__} has a place")


def _held(modifiers: tuple[str, ...]) -> dict[str, Argument]:
    return {"modifiers": modifiers} if modifiers else {}


_SHOWS: Expectation = ScreenChanges()
