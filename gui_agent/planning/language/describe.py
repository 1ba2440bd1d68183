"""Commands and conditions back into one plain sentence that the language reads as the same command."""

from __future__ import annotations

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
from gui_agent.planning.commands import (
    ChooseFrom,
    ClearField,
    ClickOn,
    CloseWindowNamed,
    Command,
    DragOnto,
    Edit,
    EnterText,
    HoverOver,
    If,
    OpenApplication,
    PressKeyCombination,
    Repeat,
    ReplaceText,
    SaveAs,
    ScrollBy,
    ScrollUntil,
    SelectText,
    Sentence,
    SetChecked,
    SwitchTo,
    Verify,
    WaitSeconds,
    WaitUntil,
)
from gui_agent.planning.language.numbers import plain_number
from gui_agent.planning.language.quotes import quote
from gui_agent.planning.language.waiting import PATIENCE


def describe(command: Command) -> str:
    """Return ``command`` as one sentence of the step language.

    `parse_task` reads it as ``command`` again wherever the command could have been said in one sentence:
    an ``if`` or ``repeat`` inside another is written the same way but may be read differently.
    """
    sentence = _control(command) or _pointing(command) or _typing(command) or _other(command)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _control(command: Command) -> str:
    match command:
        case If(condition, then, otherwise):
            tail = f"; otherwise, {_steps(otherwise)}" if otherwise else ""
            return f"if {describe_condition(condition)}, {_steps(then)}{tail}"
        case Repeat(times, body):
            return f"repeat {times} times: {_steps(body)}"
        case Verify(condition):
            return f"verify that {describe_condition(condition)}"
        case WaitUntil(condition, timeout):
            limit = "" if timeout == PATIENCE else f", at most {plain_number(timeout)} seconds"
            return f"wait until {describe_condition(condition)}{limit}"
        case WaitSeconds(seconds):
            return f"wait {plain_number(seconds)} seconds"
        case _:
            return ""


def _steps(sentences: tuple[Sentence, ...]) -> str:
    parts = [describe(sentence.command).removesuffix(".") for sentence in sentences]
    return ", then ".join(part[0].lower() + part[1:] for part in parts)


def _pointing(command: Command) -> str:
    match command:
        case ClickOn(target, button, count, modifiers):
            return _click(target, button, count, modifiers)
        case HoverOver(target):
            return f"hover over {_the(target)}"
        case DragOnto(source, destination):
            return f"drag {_the(source)} onto {_the(destination)}"
        case SetChecked(target, checked):
            verb = {True: "tick", False: "untick", None: "toggle"}[checked]
            return f"{verb} {_the(target)}"
        case ScrollBy():
            return _scroll(command)
        case ScrollUntil(target, direction):
            return f"scroll {direction} until {_the(target)} is visible"
        case _:
            return ""


def _click(target: str, button: str, count: int, modifiers: tuple[str, ...]) -> str:
    verb = {1: "click", 2: "double-click", 3: "triple-click"}[count]
    if button in ("right", "middle"):
        verb = f"{button}-click"
    held = f" holding {describe_combination(modifiers)}" if modifiers else ""
    return f"{verb} {_the(target)}{held}"


def _scroll(command: ScrollBy) -> str:
    place = f" in {_the(command.target)}" if command.target else ""
    if command.unit == "end":
        ends = {"up": "to the top", "down": "to the bottom"}
        tail = place.replace(" in ", " of ", 1)
        if command.direction in ends:
            return f"scroll {ends[command.direction]}{tail}"
        return f"scroll all the way {command.direction}{place}"
    unit = "pages" if command.unit == "pages" else "lines"
    return f"scroll {command.direction} by {command.amount} {unit}{place}"


def _typing(command: Command) -> str:
    match command:
        case EnterText(text, "", replacing):
            return f"fill in {quote(text)}" if replacing else f"type {quote(text)}"
        case EnterText(text, target, replacing):
            if replacing:
                return f"fill {_the(target)} with {quote(text)}"
            return f"type {quote(text)} into {_the(target)}"
        case ClearField(target):
            return f"clear {_the(target) if target else 'the field'}"
        case ReplaceText(old, new):
            return f"replace {quote(old)} with {quote(new)}"
        case PressKeyCombination(keys, count):
            return f"press {describe_combination(keys)}" + (f" {count} times" if count != 1 else "")
        case SelectText(text):
            return f"select the text {quote(text)}" if text else "select all"
        case Edit(operation):
            return operation
        case SaveAs(name):
            return f"save it as {quote(name)}"
        case _:
            return ""


def _other(command: Command) -> str:
    match command:
        case OpenApplication(name, ()):
            return f"open the application {quote(name)}"
        case OpenApplication(name, arguments):
            files = " and ".join(f"the file {quote(argument)}" for argument in arguments)
            return f"open {files}" + (f" in {quote(name)}" if name else "")
        case SwitchTo(window):
            return f"switch to the window {quote(window)}"
        case CloseWindowNamed(window):
            return f"close the window {quote(window)}" if window else "close the window"
        case ChooseFrom(path, container):
            place = f" from {_the(container)}" if container else ""
            return f"choose {' > '.join(map(quote, path))}{place}"
        case _:
            return str(command)


def _the(target: str) -> str:
    """Return ``target`` ready to follow a verb; a label in quotes needs no article."""
    return target if target[:1] in '"“«「`' or target[:1].isupper() or len(target) < 2 else f"the {target}"


def describe_condition(condition: Expectation) -> str:
    """Return ``condition`` as it can be said after "if", "wait until" or "verify that"."""
    match condition:
        case AnyOf((WindowOpen(title, True), TextVisible(text))) if title == text:
            return f"the dialog {quote(title)} appears"
        case AllOf((WindowOpen(title, False), TextGone(text))) if title == text:
            return f"the dialog {quote(title)} is closed"
        case AnyOf(parts):
            return " or ".join(map(describe_condition, parts))
        case AllOf(parts):
            return " and ".join(map(describe_condition, parts))
        case FieldHolds() | CheckboxIs():
            return _value(condition)
        case TextVisible() | TextGone() | TextAppears():
            return _text(condition)
        case PictureVisible(target, visible):
            return f"{target} is {'' if visible else 'not '}visible"
        case NothingChanges():
            return "nothing changes"
        case ScreenChanges():
            return "the screen changes"
        case TargetChanges():
            return "something changes there"
        case _:
            return _window(condition)


def _text(condition: TextVisible | TextGone | TextAppears) -> str:
    verb = {TextVisible: "is visible", TextGone: "is not visible", TextAppears: "appears"}[type(condition)]
    return f"{quote(condition.text)} {verb}"


def _value(condition: FieldHolds | CheckboxIs) -> str:
    if isinstance(condition, CheckboxIs):
        return f"{_the(condition.target)} is {'checked' if condition.checked else 'unchecked'}"
    field = _the(condition.field) if condition.field else "the field"
    return f"{field} {'is exactly' if condition.exactly else 'contains'} {quote(condition.text)}"


def _window(condition: WindowOpen | WindowOpens | WindowCloses | WindowActive) -> str:
    title = f"the window {quote(condition.title)}"
    match condition:
        case WindowOpen(is_open=is_open):
            return f"{title} is {'open' if is_open else 'closed'}"
        case WindowActive():
            return f"{title} is active"
        case WindowOpens(""):
            return "a new window opens"
        case WindowCloses(""):
            return "a window closes"
        case WindowOpens():
            return f"a new window {quote(condition.title)} opens"
        case WindowCloses():
            return f"a new window {quote(condition.title)} closes"
