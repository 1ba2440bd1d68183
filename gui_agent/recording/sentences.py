"""What was done, as sentences of the step language that mean exactly that."""

from __future__ import annotations

from collections.abc import Mapping

from actions.action import Click, Drag, Launch, PressKeys, Scroll, TypeText
from actions.keys import describe_combination
from gui_agent.errors import NotUnderstood
from gui_agent.planning.commands import (
    ClickOn,
    Command,
    DragOnto,
    EnterText,
    OpenApplication,
    PressKeyCombination,
    ScrollBy,
)
from gui_agent.planning.language import parse_task
from gui_agent.planning.language.quotes import quote
from gui_agent.tools.action import AnyAction

_MARKS = '"“”'
_VERBS = {
    ("left", 1): "Click",
    ("left", 2): "Double-click",
    ("left", 3): "Triple-click",
    ("right", 1): "Right-click",
    ("middle", 1): "Middle-click",
}


def sentence(action: AnyAction, target: str, destination: str = "") -> str:
    """Return a sentence that is read as ``action`` on ``target``; empty where the language has none."""
    said, meant = _said(action, target, destination)
    return said if said and _is_read_as(said, meant) else ""


def in_other_words(action: AnyAction, target: str, destination: str = "") -> str:
    """Return ``action`` in words for people where the step language has no sentence for it."""
    match action:
        case Click(button=button, count=count):
            times = {1: "", 2: "double-", 3: "triple-"}[count]
            return f"{button} {times}click on {target or 'a place without a name'}"
        case Drag():
            return f"drag {target or 'a place without a name'} to {destination or 'another place'}"
        case Scroll(dy=dy, dx=dx):
            return f"turn the wheel by {dy} down, {dx} right"
        case PressKeys(keys, count):
            return f"press {describe_combination(keys)}" + (f" {count} times" if count > 1 else "")
        case TypeText(text):
            return f"type {text!r}"
    return type(action).__name__


def _said(action: AnyAction, target: str, destination: str) -> tuple[str, Command | None]:
    match action:
        case Click(_, button, count, modifiers) if target and (button, count) in _VERBS:
            held = f" holding {describe_combination(modifiers)}" if modifiers else ""
            said = f"{_VERBS[button, count]} {_the(target)}{held}"
            return said, ClickOn(target, button, count, modifiers)
        case Drag(button="left", modifiers=()) if target and destination:
            return f"Drag {_the(target)} to {_the(destination)}", DragOnto(target, destination)
        case TypeText(text):
            return f"Type {quote(text)}", EnterText(text)
        case PressKeys(keys, count):
            times = f" {count} times" if count > 1 else ""
            return f"Press {describe_combination(keys)}{times}", PressKeyCombination(keys, count)
        case Launch(name, arguments):
            files = f"{quote(arguments[0])} in " if len(arguments) == 1 else ""
            return f'Open {files}"{name}"' if len(arguments) <= 1 else "", OpenApplication(name, arguments)
        case Scroll(_, dy, dx, ()):
            return _scrolled(dy, dx, target)
    return "", None


def _scrolled(dy: int, dx: int, target: str) -> tuple[str, Command | None]:
    if bool(dy) == bool(dx):
        return "", None
    ways: Mapping[bool, str] = {True: "down", False: "up"} if dy else {True: "right", False: "left"}
    amount = dy or dx
    where = f" in {_the(target)}" if target else ""
    direction = ways[amount > 0]
    said = f"Scroll {direction} by {abs(amount)} lines{where}"
    match direction:
        case "down" | "up" | "left" | "right":
            return said, ScrollBy(direction, abs(amount), "notches", target)
    return "", None


def _the(target: str) -> str:
    alone = target[0] in _MARKS and target[-1] in _MARKS and not set(target[1:-1]) & set(_MARKS)
    return target if alone else f"the {target}"


def _is_read_as(said: str, meant: Command | None) -> bool:
    try:
        read = parse_task(said)
    except NotUnderstood:
        return False
    return len(read) == 1 and _same(read[0].command, meant)


def _same(read: Command, meant: Command | None) -> bool:
    """Compare commands; targets may differ in an article."""
    match read, meant:
        case OpenApplication(name, arguments), OpenApplication(wanted, given):
            return name.casefold() == wanted.casefold() and arguments == given
    return read == meant
