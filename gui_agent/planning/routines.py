"""How each command of the step language is carried out, as a routine of planned actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    FieldHolds,
    NothingChanges,
    ScreenChanges,
    TargetChanges,
    TextGone,
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
    DragOnto,
    Edit,
    EnterText,
    HoverOver,
    OpenApplication,
    PressKeyCombination,
    ReplaceText,
    ResizeArea,
    SaveAs,
    ScrollBy,
    ScrollUntil,
    SelectText,
    SetChecked,
    SimpleCommand,
    SwitchTo,
    Verify,
    WaitSeconds,
    WaitUntil,
)
from gui_agent.planning.filling import clear_field, enter_text, select_whole
from gui_agent.planning.find_replace import replace_text
from gui_agent.planning.picking import choose
from gui_agent.planning.primitives import act, look_for, press, type_text
from gui_agent.planning.resizing import resize_area
from gui_agent.planning.scrolling import scroll_by, scroll_until
from gui_agent.planning.situation import Routine, Situation
from gui_agent.planning.surveying import covered_instead, meant_instead
from gui_agent.types import Argument

LAUNCH_PATIENCE = 30.0
DOCUMENT_PATIENCE = 12.0
UNREACHABLE = ("This site can’t be reached", "Unable to connect", "having trouble finding that site")
"""What Chromium and Firefox show instead of a page."""


def routine_for(command: SimpleCommand, now: Situation) -> Routine:
    """Return the routine that carries out ``command``, starting from the situation ``now``."""
    match command:
        case OpenApplication() | SwitchTo() | CloseWindowNamed():
            return _window_command(command, now)
        case ClickOn() | HoverOver() | DragOnto() | SelectText():
            return _pointer_command(command, now)
        case EnterText() | ClearField():
            return _text_command(command, now)
        case ChooseFrom():
            return choose(command, now)
        case SetChecked():
            return set_checked(command, now)
        case ResizeArea():
            return resize_area(command, now)
        case ReplaceText(old, new):
            return replace_text(old, new, now)
        case SaveAs(name):
            return save_as(name, now)
        case ScrollBy():
            return scroll_by(command, now)
        case ScrollUntil():
            return scroll_until(command, now)
        case Edit(operation):
            return edit(operation, now)
        case _:
            return _keys_or_waiting(command)


def _window_command(command: OpenApplication | SwitchTo | CloseWindowNamed, now: Situation) -> Routine:
    match command:
        case OpenApplication(name, arguments):
            return (yield from _open(name, arguments))
        case SwitchTo(window):
            return (yield act("focus_window", {"title": window}, WindowActive(window), f"switch to {window}"))
        case CloseWindowNamed(window):
            thought = f"close {window or 'the active window'}"
            # What is not saved is asked about first: that question may be answered by the next sentence.
            expectation = AnyOf((WindowCloses(window), WindowOpens()))
            situation = yield act("close_window", {"title": window}, expectation, thought)
            return _noting_questions(situation, now, thought)


def _open(name: str, arguments: tuple[str, ...]) -> Routine:
    """Start an application; a page that is opened must not be the browser's own complaint."""
    addresses = [a for a in arguments if a.startswith(("http://", "https://"))]
    # With no application named, whatever this desktop opens such things with.
    name = name or ("web browser" if addresses else "xdg-open")
    launch: dict[str, Argument] = {"application": name, "arguments": arguments}
    opened = AnyOf((WindowOpens(), WindowActive(name)))
    situation = yield act("launch", launch, opened, f"start {name}", patience=LAUNCH_PATIENCE)
    if addresses:
        loaded = AllOf(tuple(TextGone(complaint) for complaint in UNREACHABLE))
        situation = yield look_for(loaded, "see that the page could be reached", patience=1.0)
    elif names := [PurePath(each).stem for each in arguments if "://" not in each]:
        # Some programs show a window long before they have the document: then its title names it. Others
        # never name it, so this may fail; keys that come too early would be lost.
        there = AnyOf(tuple(WindowOpen(each) for each in names if each))
        yield replace(look_for(there, "wait for the document", patience=DOCUMENT_PATIENCE), optional=True)
    return situation


def click_on(command: ClickOn, now: Situation) -> Routine:
    """Click; where no such thing is found, what else alone on the screen can be meant."""
    target = command.target
    arguments: dict[str, Argument] = {
        "button": command.button,
        "count": command.count,
        "modifiers": command.modifiers,
    }
    planned = act("click", arguments, ScreenChanges(), f"click {target}", target=target, patience=3.0)
    if covered := covered_instead(target, now):
        return (yield replace(planned, target=covered))
    if other := meant_instead(target, now):
        situation = yield replace(planned, optional=True)
        if situation.worked or situation.last is None or situation.last.error_kind != "TargetNotFound":
            return situation
        planned = replace(planned, target=other)
    return (yield planned)


def _text_command(command: EnterText | ClearField, now: Situation) -> Routine:
    match command:
        case EnterText():
            return enter_text(command, now)
        case ClearField():
            return clear_field(command, now)


def _pointer_command(command: ClickOn | HoverOver | DragOnto | SelectText, now: Situation) -> Routine:
    match command:
        case ClickOn():
            return (yield from click_on(command, now))
        case SelectText(within=place) if place:
            return (yield from select_whole(place, now))
        case HoverOver(target):
            return (yield act("move", {}, None, f"point at {target}", target=target))
        case DragOnto(source, destination):
            thought = f"drag {source} to {destination}"
            return (yield act("drag", {"destination": destination}, ScreenChanges(), thought, target=source))
        case SelectText(text) if text.isalnum():
            # A double click selects a word to the letter, wherever the reader believes its ends to be.
            arguments: dict[str, Argument] = {"button": "left", "count": 2}
            target = f'the text "{text}"'
            return (yield act("click", arguments, TargetChanges(), f"select “{text}”", target=target))
        case SelectText(text) if text:
            return (yield act("drag", {}, TargetChanges(), f"select “{text}”", target=f'the text "{text}"'))
        case SelectText():
            return (yield press("ctrl", "a", expectation=None, thought="select everything"))


def _keys_or_waiting(command: SimpleCommand) -> Routine:
    match command:
        case PressKeyCombination(keys, count):
            # Many keys change nothing visible, so what follows decides whether they worked.
            return (yield press(*keys, count=count, expectation=ScreenChanges(), patience=1.0, optional=True))
        case WaitSeconds(seconds):
            return (yield act("wait", {"seconds": seconds}, None, f"wait {seconds:g} s"))
        case WaitUntil(condition, timeout):
            return (yield look_for(condition, "wait for it", patience=timeout))
        case Verify(condition):
            return (yield look_for(condition, "check it", patience=4.0))
        case _:
            raise AssertionError(f"no routine for {command}")


_SHORTCUTS: Mapping[str, tuple[str, ...]] = {
    "copy": ("ctrl", "c"),
    "cut": ("ctrl", "x"),
    "paste": ("ctrl", "v"),
    "undo": ("ctrl", "z"),
    "redo": ("ctrl", "y"),
    "save": ("ctrl", "s"),
    "select all": ("ctrl", "a"),
    "find": ("ctrl", "f"),
}


def edit(operation: str, now: Situation) -> Routine:
    """Press the shortcut that nearly every application has for ``operation``."""
    keys = _SHORTCUTS[operation]
    if operation == "copy":
        return (yield press(*keys, expectation=NothingChanges(), thought="copy the selection"))
    situation = yield press(
        *keys, expectation=ScreenChanges(), thought=operation, patience=2.0, optional=True
    )
    return _noting_questions(situation, now, "save") if operation == "save" else situation


def _noting_questions(after: Situation, before: Situation, thought: str) -> Situation:
    """Remember dialogs that came up instead of an end; the task is not done while one is open."""
    fresh = (w for w in after.observation.windows if w.id not in before.window_numbers)
    after.ledger.questions.update({w.id: thought for w in fresh})
    return after


def set_checked(command: SetChecked, now: Situation) -> Routine:
    """Click the box only where its state is not yet the one asked for."""
    if command.checked is None:
        thought = f"toggle {command.target}"
        return (yield act("click", {}, TargetChanges(), thought, target=command.target))
    wanted = CheckboxIs(command.target, command.checked)
    thought = f"{'check' if command.checked else 'uncheck'} {command.target}"
    if now.holds(wanted):
        return (yield look_for(wanted, f"{thought}: it already is"))
    return (yield act("click", {}, wanted, thought, target=command.target, patience=3.0))


def save_as(name: str, now: Situation) -> Routine:
    """Use the common shortcut and the name field that file dialogs focus first."""
    yield press(
        "ctrl", "shift", "s", expectation=WindowOpens(), thought="open the Save As dialog", patience=8.0
    )
    yield press("ctrl", "a", expectation=None, thought="select the suggested name")
    yield type_text(name, FieldHolds("", PurePath(name).name))
    thought = f"save as {name}"
    # A file of that name may exist, or the format be questioned: the next sentence may answer.
    expectation = AnyOf((WindowCloses(), WindowOpens()))
    situation = yield press("enter", expectation=expectation, thought=thought, patience=4.0, optional=True)
    active = situation.observation.active_window
    if not situation.worked and (active is None or active.id not in now.window_numbers):
        # A dialog that is still reading its folder lets the key pass; its window is still in front.
        situation = yield press("enter", expectation=expectation, thought=thought, patience=8.0)
    return _noting_questions(situation, now, thought)
