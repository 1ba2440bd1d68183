"""What is written where an action goes, and around it: the words a policy looks at."""

from __future__ import annotations

from typing import cast

from actions.action import Click, CloseWindow, Drag, FocusWindow, Launch, Move, Scroll
from actions.computer import Window
from actions.geometry import Box, Point
from actions.matching import best_match
from grounding.types import UIElement
from gui_agent.tools.action import TOOL_KINDS, AnyAction, ToolAction, kind_of
from gui_agent.tools.words import describe_tool_action
from gui_agent.types import ApprovalRequest

_AT = 6
_NEAR_X, _NEAR_Y = 160, 90
_DIALOG_SHARE = 0.4
"""A window smaller than this share of the screen is taken for a dialog: all of it is near."""


def points_of(action: AnyAction) -> tuple[Point, ...]:
    """Return the places on the screen that ``action`` touches."""
    match action:
        case Click(point) | Move(point) | Scroll(point):
            return (point,)
        case Drag(path):
            return path
    return ()


def acted_on_windows(request: ApprovalRequest) -> tuple[Window | None, ...]:
    """Return the window each end of the action acts on: the top one at that point, or the one it names.

    Keys, and points where no window is, go to the one with the focus; None where there is none.
    """
    active = request.observation.active_window
    shown = [w for w in request.observation.windows if not w.hidden]
    match request.action:
        case FocusWindow(title) | CloseWindow(title) if title:
            return (best_match(request.observation.windows, title),)
    tops = [
        next((w for w in reversed(shown) if w.box.contains(p)), active) for p in points_of(request.action)
    ]
    return tuple(tops) or (active,)


def target_texts(request: ApprovalRequest) -> list[str]:
    """Return the words of the target: as planned, as found, and as they stand on the screen there.

    Keys go to what has the focus; where that cannot be seen, to any button of a small window.
    """
    planned, grounding = request.planned, request.grounding
    texts = [planned.target, str(planned.arguments.get("destination", ""))]
    if grounding is not None:
        texts.append(grounding.label)
    match request.action:
        case Launch(application, arguments):
            texts += [application, *arguments]
        case FocusWindow(title) | CloseWindow(title):
            texts.append(title)
        case action if kind_of(action) in TOOL_KINDS:
            return [describe_tool_action(cast(ToolAction, action))]
    points = points_of(request.action)
    elements = request.observation.screen.elements
    if points:
        texts += [e.text for e in elements if any(e.box.expanded(_AT).contains(p) for p in points)]
    else:
        focused = [e for e in elements if "focused" in e.state]
        texts += [e.text for e in focused or _in_dialog(request, None)]
    return [text for text in texts if text]


def texts_near(request: ApprovalRequest) -> list[str]:
    """Return what is written around the places an action touches, or in the dialog they are in."""
    elements = request.observation.screen.elements
    places = list(points_of(request.action)) or [e.box.center for e in elements if "focused" in e.state]
    if not places and request.grounding is not None:
        places = [request.grounding.point]
    near = [e for e in elements if any(_reaches(e.box, place) for place in places)]
    around: list[Point | None] = [*places] or [None]
    near += [element for place in around for element in _in_dialog(request, place)]
    whole = " ".join(element.text for element in dict.fromkeys(near))
    return [*dict.fromkeys(e.text for e in near if e.text), whole]


def _reaches(box: Box, place: Point) -> bool:
    return box.x1 - _NEAR_X <= place.x < box.x2 + _NEAR_X and box.y1 - _NEAR_Y <= place.y < box.y2 + _NEAR_Y


def _in_dialog(request: ApprovalRequest, place: Point | None) -> list[UIElement]:
    """Return the elements of the smallest dialog around ``place``, or of the active one."""
    screen, active = request.observation.screen, request.observation.active_window
    boxes = [e.box for e in screen.elements if e.role in ("dialog", "window")]
    boxes += [w.box for w in request.observation.windows] if place is not None else []
    boxes += [active.box] if active is not None else []
    small = [
        box
        for box in boxes
        if 0 < box.area < screen.region.area * _DIALOG_SHARE and (place is None or box.contains(place))
    ]
    if not small:
        return []
    dialog = min(small, key=lambda box: box.area)
    return [e for e in screen.elements if e.text and dialog.contains(e.box.center)]
