"""Turns areas and the text in and beside them into buttons, fields, combo boxes and tick boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.cues import Area, Edges
from grounding.glyphs import ARROWS, shape_of
from grounding.neighbours import Neighbours, is_within
from grounding.ocr import TextLine, ink_mask
from grounding.types import Role, State, UIElement

_MOST_LABEL_GAP = 14


@dataclass(frozen=True, slots=True)
class Control:
    """An element made of an area, and the lines of text that are inside of it."""

    element: UIElement
    lines: tuple[TextLine, ...]


def tick_elements(areas: Sequence[Area], lines: Sequence[TextLine]) -> tuple[list[UIElement], list[TextLine]]:
    """Return check boxes and radio buttons with their labels, and the lines used as labels.

    An element's box covers the tick box only; its text is the label to its right.
    """
    elements, used = [], []
    places = np.array([(x.box.x1, x.box.y1, x.box.x2, x.box.y2) for x in lines]).reshape(-1, 4)
    for area in areas:
        if area.shape not in ("square", "circle") or area.fenced < 3 or area.box.width > 24:
            continue
        near = [lines[i] for i in _near(area.box, places)]
        label = _label_read_with(area, near)
        if label is None:
            label = _label_right_of(area.box, near)
            if label is None or _is_inside_text(area.box, near):
                continue
        role: Role = "checkbox" if area.shape == "square" else "radio"
        state: State = "checked" if area.marked else "unchecked"
        elements.append(UIElement(area.box, role, label.text, frozenset([state]), label.score))
        used.append(label)
    return elements, used


def _near(box: Box, places: NDArray[Any]) -> list[int]:
    """Return which ``places`` [n, 4] lie on ``box`` or begin right of it, on about its level."""
    x1, y1, x2, y2 = places.T
    across = (x2 > box.x1) & (x1 <= box.x2 + _MOST_LABEL_GAP)
    return [int(i) for i in np.flatnonzero(across & (y1 < box.y2 + box.height) & (y2 > box.y1 - box.height))]


def _label_right_of(box: Box, lines: Sequence[TextLine]) -> TextLine | None:
    near = [
        line
        for line in lines
        if -2 <= line.box.x1 - box.x2 <= _MOST_LABEL_GAP
        and abs(line.box.center.y - box.center.y) <= max(6, box.height // 2)
        and line.box.height <= 2.2 * box.height
        and len(line.text) > 1
    ]
    return min(near, key=lambda line: line.box.x1, default=None)


def _label_read_with(area: Area, lines: Sequence[TextLine]) -> TextLine | None:
    """Return the words whose line begins at a ticked box itself, as if the box were their first letter."""
    if area.shape != "square" or not area.marked:
        return None
    box = area.box
    near = [
        line
        for line in lines
        if abs(line.box.x1 - box.x1) <= 4
        and abs(line.box.center.y - box.center.y) <= 4
        and line.box.height <= box.height + 2
        and line.box.width >= 2.5 * box.width
    ]
    return near[0] if len(near) == 1 else None


def _is_inside_text(box: Box, lines: Sequence[TextLine]) -> bool:
    over = (line.box for line in lines if line.box.overlaps(box))
    return any(other.intersection(box).area > 0.4 * box.area for other in over)


def control_of(edges: Edges, area: Area, neighbours: Neighbours, lines: Sequence[TextLine]) -> Control | None:
    """Return what ``area`` is, judged by its shape and by the text inside; None where it is no control."""
    box = area.box
    if area.shape == "panel" or box.height > max(72, 2 * box.width):
        return _text_area(edges, area)
    if box.width > 60 and edges.count(box.expanded(-3)) == 0:
        return _empty_control(area, neighbours)
    nested = neighbours.inside(box)
    chips = [o.box for o in nested if o.shape == "bar"]
    inner = [
        line
        for line in lines
        if box.contains(line.box.center)
        and line.box.width <= box.width + 4
        and not any(is_within(line.box, chip) for chip in chips)
    ]
    if not inner and (area.shape in ("square", "circle") or box.width < 14):
        return None
    if any(o.box.area > 0.2 * box.area for o in nested):
        return None
    words = _together([line for line in inner if line.text not in ARROWS])
    if words is None:
        return None
    arrow = any(x.text in ARROWS and box.x2 - x.box.x2 <= 40 for x in inner) or _has_arrow(
        edges.image, box, words
    )
    role = _role(edges, area, neighbours, words, arrow)
    if role is None:
        return None
    text = " ".join(line.text for line in words)
    score = min((line.score for line in words), default=0.8)
    return Control(UIElement(box, role, text, _state(edges.image, area, words), score), tuple(inner))


def _together(words: list[TextLine]) -> list[TextLine] | None:
    """Return ``words`` from left to right where they form one phrase, else None."""
    ordered = sorted(words, key=lambda w: w.box.x1)
    # Drawings at either end are read as a letter or two.
    if len(ordered) > 1 and len(ordered[0].text) == 1:
        ordered = ordered[1:]
    if len(ordered) > 1 and len(ordered[-1].text) == 1 and not ordered[-1].text.isalnum():
        ordered = ordered[:-1]
    for left, right in pairwise(ordered):
        apart = right.box.x1 - left.box.x2 > max(7, 0.5 * left.box.height)
        if apart or abs(left.box.center.y - right.box.center.y) > 8:
            return None
    return ordered


def _empty_control(area: Area, neighbours: Neighbours) -> Control | None:
    if not _looks_empty_field(area) or neighbours.is_cell(area.box):
        return None
    return Control(UIElement(area.box, "field", score=0.8), ())


def _looks_empty_field(area: Area) -> bool:
    """Fields stand alone, are wider than high, and are white, grey or black."""
    box = area.box
    plain = max(area.color) - min(area.color) <= 40
    return plain and area.fenced >= 3 and box.height >= 14 and box.width >= 1.5 * box.height


def _role(
    edges: Edges, area: Area, neighbours: Neighbours, words: list[TextLine], arrow: bool
) -> Role | None:
    box = area.box
    if neighbours.is_cell(box):
        return "cell" if words else None
    if not words:
        return _role_without_words(edges, area, arrow)
    left, right = words[0].box.x1 - box.x1, box.x2 - words[-1].box.x2
    if arrow:
        return "combo box"
    if abs(left - right) <= max(5, 0.12 * box.width) and box.width <= 14 * box.height:
        return "button" if min(left, right) >= 3 and box.height >= 14 else None
    if area.fenced >= 3 and (
        (left <= max(40, box.width // 8) and right > left) or (right <= 24 and left > right)
    ):
        return "field"
    return None


def _role_without_words(edges: Edges, area: Area, arrow: bool) -> Role | None:
    box = area.box
    if arrow and box.width >= 60:
        return "combo box"
    inked = edges.count(box.expanded(-3))
    if inked <= 60 and box.width >= 48 and _looks_empty_field(area):
        return "field"
    if 14 <= box.width <= 64 and 14 <= box.height <= 64 and 0.4 <= box.width / box.height <= 2.5:
        return "icon"
    return None


def _text_area(edges: Edges, area: Area) -> Control | None:
    box = area.box
    if not (100 <= box.width <= 1000 and 30 <= box.height <= 420) or not _looks_empty_field(area):
        return None
    # A text cursor or a grip for resizing does not make a field full.
    if edges.count(box.expanded(-3)) > 80:
        return None
    return Control(UIElement(box, "field", score=0.7), ())


def _has_arrow(image: Image, box: Box, words: list[TextLine]) -> bool:
    start = max([w.box.x2 + 2 for w in words], default=box.x2 - 40)
    strip = Box(max(start, box.x2 - 40), box.y1 + 3, box.x2 - 3, box.y2 - 3)
    if strip.width < 8 or strip.height < 8:
        return False
    return shape_of(ink_mask(image[strip.y1 : strip.y2, strip.x1 : strip.x2])) == "▼"


def _state(image: Image, area: Area, words: list[TextLine]) -> frozenset[State]:
    if not words:
        return frozenset()
    b = words[0].box
    letters = image[b.y1 : b.y2, b.x1 : b.x2].astype(np.int16)
    if not letters.size:
        return frozenset()
    contrast = float(np.abs(letters - np.array(area.color, dtype=np.int16)).max())
    return frozenset(["disabled"]) if contrast < 125 else frozenset()
