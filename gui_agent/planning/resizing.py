"""Making an area larger or smaller by the grip in its lower right corner."""

from __future__ import annotations

import numpy as np

from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from gui_agent.expectation import ScreenChanges
from gui_agent.planning.commands import ResizeArea
from gui_agent.planning.primitives import act
from gui_agent.planning.situation import Routine, Situation

_CORNER = 22
_RIM = 3
_DRAWN = 50
_LARGER, _SMALLER = 0.3, -0.35
_LEAST, _MOST = 16, 60
_MARGIN = 6
"""From the edge of the screen, where a pointer may mean something else."""


def resize_area(command: ResizeArea, now: Situation) -> Routine:
    """Rest on the area to see where it is, then drag its corner."""
    thought = f"resize {command.target}"
    now = yield act("move", {}, None, f"find {command.target}", target=command.target)
    found = now.last.grounding if now.last is not None else None
    if found is None:
        return now
    grip = grip_of(found.box, now.observation.screenshot)
    goal = _goal(grip, found.box, command, now.observation.screenshot.region)
    return (
        yield act(
            "drag",
            {"destination": f"point {goal.x}, {goal.y}"},
            ScreenChanges(),
            thought,
            target=f"point {grip.x}, {grip.y}",
        )
    )


def grip_of(area: Box, shot: Screenshot) -> Point:
    """Return the middle of what is drawn in the lower right corner of ``area``; just inside it, else."""
    corner = Box(area.x2 - _CORNER, area.y2 - _CORNER, area.x2 - _RIM, area.y2 - _RIM).clipped(shot.region)
    pixels = shot.crop(corner).astype(np.int16)
    if not pixels.size:
        return Point(area.x2 - _RIM, area.y2 - _RIM)
    drawn = np.abs(pixels - np.median(pixels, axis=(0, 1))).max(axis=2) > _DRAWN
    rows, columns = np.nonzero(drawn)
    if not len(rows):
        return Point(area.x2 - _RIM - 1, area.y2 - _RIM - 1)
    scale = shot.scale
    return Point(corner.x1 + round(np.median(columns) / scale), corner.y1 + round(np.median(rows) / scale))


def _goal(grip: Point, area: Box, command: ResizeArea, region: Box) -> Point:
    inside = region.expanded(-_MARGIN)
    x = grip.x + _distance(command.across, area.width)
    y = grip.y + _distance(command.down, area.height)
    return Point(min(max(x, inside.x1), inside.x2), min(max(y, inside.y1), inside.y2))


def _distance(way: int, side: int) -> int:
    """Return how far to go: a good part of ``side``, as far as a smaller area stays one."""
    if way > 0:
        return min(_MOST, max(_LEAST, round(_LARGER * side)))
    return max(-_MOST, min(-_LEAST, round(_SMALLER * side))) if way < 0 else 0
