"""What the explorer can do on a screen, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from actions.action import Action, Click, CloseWindow, PressKeys, TypeText
from gui_agent.exploring.scenes import Control, Scene, same_control
from gui_agent.types import PlannedAction


@dataclass(frozen=True, slots=True)
class Press:
    """Click a control."""

    control: Control


@dataclass(frozen=True, slots=True)
class OpenContextMenu:
    """Click with the right button."""

    control: Control


@dataclass(frozen=True, slots=True)
class FillIn:
    """Click a field and type ``text``."""

    control: Control
    text: str


@dataclass(frozen=True, slots=True)
class Escape:
    """Press Escape."""


@dataclass(frozen=True, slots=True)
class CloseFront:
    """Close the window in front, as its title bar would."""


Doing: TypeAlias = Press | OpenContextMenu | FillIn | Escape | CloseFront


def control_of(doing: Doing) -> Control | None:
    """Return the control that ``doing`` is done to."""
    match doing:
        case Press(control) | OpenContextMenu(control) | FillIn(control):
            return control
    return None


def words_of(doing: Doing) -> str:
    """Say ``doing`` as a step for people."""
    match doing:
        case Press(control):
            return f"Click {control.name}"
        case OpenContextMenu(control):
            return f"Right-click {control.name}"
        case FillIn(control, text):
            return f"Type “{text}” into {control.name}"
        case Escape():
            return "Press Escape"
        case CloseFront():
            return "Close the window in front"


def planned(doing: Doing, scene: Scene) -> tuple[tuple[PlannedAction, Action], ...]:
    """Return ``doing`` as the loop's own actions, for an approver; a field is filled after it was clicked."""
    match doing:
        case Press(control):
            return ((PlannedAction("click", control.label), Click(control.aim)),)
        case FillIn(control, text):
            typing = PlannedAction("type", control.label, {"text": text}), TypeText(text)
            return ((PlannedAction("click", control.label), Click(control.aim)), typing)
        case OpenContextMenu(control):
            arguments = {"button": "right"}
            return ((PlannedAction("click", control.label, arguments), Click(control.aim, "right")),)
        case Escape():
            return ((PlannedAction("press", arguments={"keys": ("escape",)}), PressKeys(("escape",))),)
        case CloseFront():
            return ((PlannedAction("close_window", arguments={"title": scene.title}), CloseWindow("")),)


def same_doing(one: Doing, one_scene: Scene, other: Doing, other_scene: Scene) -> bool:
    """Say whether two actions are the same one, whatever scenes they are done in."""
    if type(one) is not type(other):
        return False
    first, second = control_of(one), control_of(other)
    if first is None or second is None:
        return True
    return same_control(first, one_scene.origin, second, other_scene.origin)
