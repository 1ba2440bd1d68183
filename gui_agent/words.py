"""Actions and expectations in a person's words."""

from __future__ import annotations

from actions.action import (
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
from actions.geometry import Point
from actions.keys import describe_combination
from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    Expectation,
    FieldHolds,
    NothingChanges,
    PictureVisible,
    ScreenChanges,
    TargetChanges,
    TextAppears,
    TextGone,
    TextVisible,
    WindowActive,
    WindowCloses,
    WindowOpen,
    WindowOpens,
)
from gui_agent.tools.action import AnyAction
from gui_agent.tools.words import describe_tool_action

_TIMES = {1: "", 2: "Double-", 3: "Triple-"}


def describe_action(action: AnyAction) -> str:
    """Return what ``action`` does, with its places: ``Double-click at (72, 352)``."""
    match action:
        case Click() | Move() | Drag() | Scroll():
            return _describe_pointer(action)
        case TypeText() | PressKeys() | HoldKeys():
            return _describe_keyboard(action)
        case Wait(seconds):
            return f"Wait {seconds:g} s"
        case Launch(application, arguments):
            return f"Launch {' '.join([application, *arguments])}"
        case FocusWindow(title):
            return f"Switch to the window “{title}”"
        case CloseWindow(title):
            return f"Close the window “{title}”" if title else "Close the active window"
        case Done() | Fail():
            return "Report success" if isinstance(action, Done) else "Give up"
        case _:
            return describe_tool_action(action)


def describe_expectation(expectation: Expectation) -> str:
    """Return what should come true: ``the field Name shows exactly “Ana”``."""
    match expectation:
        case TextVisible() | TextGone() | TextAppears() | FieldHolds() | CheckboxIs():
            return _describe_text(expectation)
        case PictureVisible(target, visible):
            return f"{target} can{'' if visible else 'not'} be seen"
        case WindowOpen() | WindowOpens() | WindowCloses() | WindowActive():
            return _describe_window(expectation)
        case TargetChanges():
            return "something changes at the target"
        case ScreenChanges():
            return "something on the screen changes"
        case NothingChanges():
            return "the screen stays as it is"
        case AnyOf(several):
            return " or ".join(describe_expectation(one) for one in several) or "nothing in particular"
        case AllOf(several):
            return " and ".join(describe_expectation(one) for one in several) or "nothing in particular"


def _describe_pointer(action: Click | Move | Drag | Scroll) -> str:
    match action:
        case Click(point, button, count, modifiers):
            name = "" if button == "left" else f"{button}-"
            words = f"{_held(modifiers)}{_TIMES[count]}{name}click at {_at(point)}"
            return words[0].upper() + words[1:]
        case Move(point):
            return f"Move the pointer to {_at(point)}"
        case Drag(path, button, modifiers):
            name = "" if button == "left" else f" with the {button} button"
            return f"{_held(modifiers)}Drag from {_at(path[0])} to {_at(path[-1])}{name}"
        case Scroll(point, dy, dx, modifiers):
            ways = [_way(dy, "down", "up"), _way(dx, "right", "left")]
            return (
                f"{_held(modifiers)}Scroll {' and '.join(w for w in ways if w) or 'nowhere'} at {_at(point)}"
            )


def _describe_keyboard(action: TypeText | PressKeys | HoldKeys) -> str:
    match action:
        case TypeText(text):
            return f"Type “{text}”"
        case PressKeys(keys, count):
            return f"Press {describe_combination(keys)}" + (f" {count} times" if count > 1 else "")
        case HoldKeys(keys, seconds):
            return f"Hold {describe_combination(keys)} for {seconds:g} s"


def _describe_text(expectation: TextVisible | TextGone | TextAppears | FieldHolds | CheckboxIs) -> str:
    match expectation:
        case TextVisible(text):
            return f"“{text}” can be read"
        case TextGone(text):
            return f"“{text}” is gone"
        case TextAppears(text):
            return f"“{text}” appears"
        case FieldHolds(field, text, exactly):
            name = f"“{field}”" if field else "the field"
            return f"{name} shows {'exactly ' if exactly else ''}“{text}”"
        case CheckboxIs(target, checked):
            return f"{target} is {'checked' if checked else 'not checked'}"


def _describe_window(expectation: WindowOpen | WindowOpens | WindowCloses | WindowActive) -> str:
    match expectation:
        case WindowOpen(title, is_open):
            return f"the window “{title}” is {'open' if is_open else 'not open'}"
        case WindowOpens(title):
            return f"the window “{title}” opens" if title else "a window opens"
        case WindowCloses(title):
            return f"the window “{title}” closes" if title else "a window closes"
        case WindowActive(title):
            return f"the window “{title}” has the focus"


def _held(modifiers: tuple[str, ...]) -> str:
    return f"{describe_combination(modifiers)} + " if modifiers else ""


def _way(amount: int, forward: str, backward: str) -> str:
    way = forward if amount > 0 else backward
    return f"{way} {abs(amount)}" if amount else ""


def _at(point: Point) -> str:
    return f"({point.x}, {point.y})"
