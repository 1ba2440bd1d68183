"""How much a place on today's screen is like a recorded one: by text, by picture, by what is around."""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.computer import Window
from actions.geometry import Box, Point
from actions.screenshot import Image
from grounding.types import UIElement
from gui_agent.recording.naming import HOLDERS, same_texts
from gui_agent.recording.siblings import Row, row_of, window_at
from gui_agent.screen_text import fold
from gui_agent.types import Observation, Step

NEIGHBOURS = 8
_SIDE = 32
_SMALLEST_PATCH = 6
_SCALES = (1.0, 0.85, 1.2, 0.7, 1.4)
_LONGEST_TEXT = 60
_SHORT_TEXT = 4
_PLAIN = 4.0
"""The spread of grey levels below which a picture shows nothing."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Each part in 0-1; ``text`` is 0 where the recorded place says nothing."""

    text: float
    picture: float
    around: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What is remembered of a recorded place; boxes and points in screen pixels of that time."""

    label: str
    role: str
    box: Box
    point: Point
    patch: Image
    neighbours: tuple[UIElement, ...]
    window: Window | None = None
    row: Row | None = None


def marks_of(step: Step, point: Point | None = None) -> Marks | None:
    """Return what a recorded step remembers of its place; None where it has none."""
    if step.grounding is None:
        return None
    seen, box = step.observation, step.grounding.box
    at = point or step.grounding.point
    element = next((e for e in seen.screen.elements if e.box == box), None)
    # Around a whole window stands nothing; what is in it does.
    near = Box.around(at, 24, 24) if element is not None and element.role in HOLDERS else box
    texts = [e for e in seen.screen.elements if _tells(e) and not e.box.overlaps(near)]
    nearest = apart(sorted(texts, key=lambda e: e.box.center.distance_to(near.center)))[:NEIGHBOURS]
    patch = seen.screenshot.crop(box)
    role = element.role if element else ""
    row = row_of(element, seen) if element else None
    window = window_at(seen.windows, at)
    return Marks(step.grounding.label, role, box, at, patch, tuple(nearest), window, row)


def apart(elements: list[UIElement]) -> list[UIElement]:
    """Return the elements without those that stand where an earlier one does."""
    kept: list[UIElement] = []
    for element in elements:
        if not any(other.box.overlaps(element.box) for other in kept):
            kept.append(element)
    return kept


def likeness(marks: Marks, element: UIElement, now: Observation) -> Likeness:
    """Compare the recorded place with ``element``."""
    return Likeness(
        text_likeness(marks.label, element.text),
        picture_likeness(marks.patch, now.screenshot.crop(element.box)),
        around_likeness(marks, element.box, now),
    )


def text_likeness(one: str, other: str) -> float:
    """Return how alike two labels are, in 0-1."""
    a, b = fold(one)[:_LONGEST_TEXT], fold(other)[:_LONGEST_TEXT]
    if not (a and b):
        return 0.0
    # Single letters in common say nothing: O and K also stand in “Format disk”.
    least = 1 if max(len(a), len(b)) <= _SHORT_TEXT else 2
    blocks = SequenceMatcher(None, a, b).get_matching_blocks()
    return 2.0 * sum(block.size for block in blocks if block.size >= least) / (len(a) + len(b))


def picture_likeness(one: Image, other: Image) -> float:
    """Return how alike the shapes on two pictures are, in 0-1; light on dark is like dark on light."""
    if min(*one.shape[:2], *other.shape[:2]) < _SMALLEST_PATCH:
        return 0.0
    a, b = _shapes(one), _shapes(other)
    if not a.any() and not b.any():
        return 1.0
    return abs(float((a * b).mean()))


def around_likeness(marks: Marks, box: Box, now: Observation) -> float:
    """Return how many of the recorded neighbours stand where they stood, seen from ``box``, in 0-1."""
    if not marks.neighbours:
        return 0.0
    agreed = [_agreement(marks, neighbour, box, now) for neighbour in marks.neighbours]
    return sum(agreed) / len(agreed)


def predicted_point(marks: Marks, now: Observation) -> Point | None:
    """Return where the recorded neighbours say that the place is; None where fewer than two can be seen."""
    at = [
        element.box.center.offset(
            marks.point.x - neighbour.box.center.x, marks.point.y - neighbour.box.center.y
        )
        for neighbour in marks.neighbours
        if len(same := same_texts(neighbour.text, now.screen)) == 1
        for element in same
    ]
    if len(at) < 2:
        return None
    return Point(int(np.median([p.x for p in at])), int(np.median([p.y for p in at])))


def picture_place(marks: Marks, now: Observation) -> tuple[Box, float] | None:
    """Return where the recorded patch fits best on today's screen, and how well in 0-1."""
    if min(marks.patch.shape[:2]) < _SMALLEST_PATCH:
        return None
    screen = cv2.cvtColor(now.screenshot.image, cv2.COLOR_BGR2GRAY)
    patch = cv2.cvtColor(marks.patch, cv2.COLOR_BGR2GRAY)
    if float(patch.std()) < _PLAIN:
        return None  # one colour is everywhere
    best: tuple[Box, float] | None = None
    for scale in _SCALES:
        sized = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height, width = sized.shape
        if height >= screen.shape[0] or width >= screen.shape[1]:
            continue
        _, score, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(screen, sized, cv2.TM_CCOEFF_NORMED))
        if best is None or score > best[1]:
            best = Box(x, y, x + width, y + height), float(score)
    if best is None:
        return None
    box, score = best
    region = now.screenshot.region
    return box.offset(region.x1, region.y1), score


def _tells(element: UIElement) -> bool:
    return element.role not in HOLDERS and 1 < len(element.text.strip()) <= _LONGEST_TEXT


def _agreement(marks: Marks, neighbour: UIElement, box: Box, now: Observation) -> float:
    was = _way(marks.box, neighbour.box)
    ways = [_way(box, element.box) for element in same_texts(neighbour.text, now.screen)]
    off = (math.dist(was, way) / max(20.0, math.hypot(*was), math.hypot(*way)) for way in ways)
    return max((1.0 - each for each in off if each < 1.0), default=0.0)


def _way(start: Box, end: Box) -> tuple[int, int]:
    return end.center.x - start.center.x, end.center.y - start.center.y


def _shapes(image: Image) -> NDArray[np.float32]:
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(gray, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    spread = float(small.std())
    if spread < 1.0:
        return np.zeros_like(small)
    return np.asarray((small - small.mean()) / spread, np.float32)
