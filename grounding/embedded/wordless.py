"""Controls without words, told by their outlines where the network took them for something else.

An empty field is taken for a box with an arrow or for a button; radio buttons without labels for buttons
with a ring on them; and words with some room around them for a tick box with its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.cues import Area, Edges
from grounding.embedded.detector import DetectedElement
from grounding.embedded.fusion import ReadText
from grounding.glyphs import shape_of
from grounding.neighbours import Neighbours
from grounding.ocr import ink_mask
from grounding.types import Role

SURE = 0.6
"""What the network believes this much stays what it says."""
_MISTAKEN: frozenset[Role] = frozenset({"combo box", "button", "cell", "list item", "menu item"})
_HOLDERS_OF_RINGS: frozenset[Role] = frozenset({"button", "icon", "image", "checkbox", "cell", "list item"})
_TICKS: frozenset[Role] = frozenset({"checkbox", "radio"})
_SAME = 0.35
DOUBTFUL = 0.5
_SAME_LIST, _LIST_SHAPE = 0.5, 3.0
_END = 40
_BEYOND = 10
_RIM = 3
_RINGS = 2
_ALIKE = 5
"""Pixels by which a chosen button is larger, whose accent colour is seen further out."""
_RING = (10, 24)
_RING_ROOM = 3.0
_SAME_COLOUR = 16
_NOTHING: frozenset[Role] = frozenset({"field", "combo box", "spin box", "tab", *_MISTAKEN})
_EDGE_BAND, _BESIDE = 4, 8
_DRAWN = 0.5
_RULED, _FENCED = 2, 3
_TICK_ROOM = 34
_CLOSE = 3


def may_hold_rings(boxes: NDArray[Any], found: Sequence[DetectedElement]) -> NDArray[np.bool_]:
    """Say which small areas [n, 4] lie in the middle of something that may be a radio button."""
    holders = [e.box for e in found if e.role in _HOLDERS_OF_RINGS]
    rows = np.array([(b.x1, b.y1, b.x2, b.y2) for b in holders], np.float64).reshape(-1, 4)[None]
    areas = boxes.astype(np.float64)[:, None]
    apart = np.abs(areas[..., :2] + areas[..., 2:] - rows[..., :2] - rows[..., 2:]).max(axis=2) / 2
    sides = (areas[..., 2:] - areas[..., :2]).max(axis=2)
    room = (rows[..., 2:] - rows[..., :2]).max(axis=2)
    return np.asarray(((apart <= 0.5 * sides) & (room <= _RING_ROOM * sides)).any(axis=1))


def retold(
    edges: Edges, found: Sequence[DetectedElement], areas: Sequence[Area], lines: Sequence[ReadText]
) -> list[DetectedElement]:
    """Return ``found`` (picture pixels) with what its outlines show to be fields, radio buttons or words."""
    rings = _rings(edges.image, areas)
    neighbours = Neighbours(areas)
    bars = [a.box for a in areas if _is_bare(edges, a, neighbours)]
    outlines = [a.box for a in areas]
    kept = [
        e
        for e in found
        if not _is_plain_words(edges, e, lines) and not _is_nothing(edges, e, lines, outlines)
    ]
    boxes = [a.box for a in areas if a.shape == "bar" and a.fenced >= 3]
    return [_as_list(edges.image, _as_field(edges, _as_ring(e, rings), bars), boxes) for e in kept]


def _is_bare(edges: Edges, area: Area, neighbours: Neighbours) -> bool:
    """Say whether ``area`` is fenced off, even, wider than high, and as empty as a field without words."""
    box = area.box
    plain = max(area.color) - min(area.color) <= 40
    wide = box.height >= 14 and box.width >= 1.5 * box.height
    fenced = area.shape == "bar" and area.fenced >= 3
    return fenced and plain and wide and not edges.count(box.expanded(-_RIM)) and not neighbours.is_cell(box)


def _as_field(edges: Edges, element: DetectedElement, bars: Sequence[Box]) -> DetectedElement:
    """Return what looks like an empty field as one: other things of its shape show an arrow or a word."""
    if element.role not in _MISTAKEN or element.score >= SURE:
        return element
    best = max(bars, key=element.box.iou, default=None)
    if best is None or element.box.iou(best) < _SAME or _goes_on(edges, element.box, best):
        return element
    return replace(element, role="field", box=best)


def _goes_on(edges: Edges, box: Box, bar: Box) -> bool:
    """Say whether something stands in ``box`` beside ``bar``: an arrow of its own."""
    right = Box(bar.x2 + 1, bar.y1 + _RIM, max(bar.x2 + 1, box.x2), bar.y2 - _RIM)
    left = Box(min(box.x1, bar.x1 - 1), bar.y1 + _RIM, bar.x1 - 1, bar.y2 - _RIM)
    return any(side.width >= _BEYOND and _holds_drawing(edges, side) for side in (left, right))


def _holds_drawing(edges: Edges, strip: Box) -> bool:
    """Say whether more is drawn in ``strip`` than the border of something higher that crosses it."""
    drawn = edges.count(strip)
    return drawn > 0 and drawn > min(edges.count(strip.offset(0, dy * strip.height)) for dy in (-1, 1)) + 2


def _as_list(image: Image, element: DetectedElement, boxes: Sequence[Box]) -> DetectedElement:
    """Return what looks like a button with an arrow down at its right end as the list that it opens."""
    if element.role != "button" or element.score >= DOUBTFUL:
        return element
    best = max(boxes, key=element.box.iou, default=None)
    if best is None or element.box.iou(best) < _SAME_LIST or best.width < _LIST_SHAPE * best.height:
        return element
    return replace(element, role="combo box", box=best) if ends_with_arrow(image, best) else element


def ends_with_arrow(image: Image, box: Box) -> bool:
    """Say whether the last thing drawn in ``box`` is an arrow down, apart from the words before it."""
    end = Box(max(box.x1, box.x2 - _END), box.y1 + _RIM, box.x2 - _RIM, box.y2 - _RIM)
    if min(end.width, end.height) < 8:
        return False
    ink = ink_mask(image[end.y1 : end.y2, end.x1 : end.x2])
    columns = np.flatnonzero(ink.any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > 1)
    first = int(columns[gaps[-1] + 1]) if len(gaps) else (int(columns[0]) if len(columns) else 0)
    return bool(len(columns)) and shape_of(ink[:, first:]) == "▼"


def _rings(image: Image, areas: Sequence[Area]) -> list[Area]:
    """Return the round outlines that stand in line: several as light inside as around, and chosen ones."""
    rings = [a for a in areas if a.shape == "circle" and _RING[0] <= a.box.width <= _RING[1]]
    hollow = [a for a in rings if _is_hollow(image, a)]
    chosen = [a for a in rings if a.marked and a not in hollow]
    in_line = [a for a in hollow if sum(_in_line(a.box, o.box) for o in (*hollow, *chosen)) >= _RINGS]
    return in_line + [a for a in chosen if any(_in_line(a.box, o.box) for o in in_line)]


def _is_hollow(image: Image, ring: Area) -> bool:
    around = image[max(0, ring.box.y1 - 3), ring.box.x1 : ring.box.x2].astype(np.int16)
    if not len(around):
        return False
    apart = np.abs(np.median(around, axis=0) - np.array(ring.color, np.int16))
    return float(apart.max()) <= _SAME_COLOUR


def _in_line(one: Box, other: Box) -> bool:
    """Say whether two outlines are as large as each other and one beside or below the other."""
    alike = abs(one.width - other.width) <= _ALIKE and abs(one.height - other.height) <= _ALIKE
    return alike and min(abs(one.center.x - other.center.x), abs(one.center.y - other.center.y)) <= 2


def _as_ring(element: DetectedElement, rings: Sequence[Area]) -> DetectedElement:
    """Return what stands around a ring and little else as the radio button that it is."""
    if element.role not in _HOLDERS_OF_RINGS or element.score >= SURE:
        return element
    box = element.box
    inside = [r for r in rings if box.contains(r.box.center)]
    if len(inside) != 1 or max(box.width, box.height) > _RING_ROOM * inside[0].box.width:
        return element
    ring = inside[0]
    return replace(element, role="radio", box=ring.box, state=_ticked(ring))


def _ticked(ring: Area) -> frozenset[Any]:
    return frozenset({"checked" if ring.marked else "unchecked"})


def _is_plain_words(edges: Edges, element: DetectedElement, lines: Sequence[ReadText]) -> bool:
    """Say whether what is taken for a tick box is words with nothing drawn before or behind them."""
    if element.role not in _TICKS or element.score >= SURE:
        return False
    own = [x.box for x in lines if element.box.contains(x.box.center)]
    if not own or Box.covering(own).width < 0.5 * element.box.width:
        return False
    words = Box.covering(own)
    left = Box(words.x1 - _TICK_ROOM, words.y1, words.x1 - _CLOSE, words.y2)
    right = Box(words.x2 + _CLOSE, words.y1, max(words.x2 + _CLOSE, element.box.x2), words.y2)
    return not edges.count(left) and not edges.count(right)


def _is_nothing(
    edges: Edges, element: DetectedElement, lines: Sequence[ReadText], outlines: Sequence[Box]
) -> bool:
    """Say whether a doubtful finding is blank ground: nothing in it, and no outline around it."""
    box = element.box
    if element.role not in _NOTHING or element.score >= SURE or min(box.width, box.height) < 3 * _EDGE_BAND:
        return False
    if edges.count(box.expanded(-_EDGE_BAND)) or any(box.contains(x.box.center) for x in lines):
        return False
    if any(box.iou(o) >= _SAME for o in outlines):
        return False
    sides = [
        (False, False) if _ends_there(box, dx, dy, outlines) else _side(edges, box, dx, dy)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1))
    ]
    drawn, apart = map(sum, zip(*sides, strict=True))
    underlined = sides[-1][0]
    return not underlined and drawn < _RULED and apart < _FENCED


def _ends_there(box: Box, dx: int, dy: int, outlines: Sequence[Box]) -> bool:
    """Say whether what is drawn along a side of ``box`` is the border of something beyond it."""
    for o in outlines:
        shared = min(box.y2, o.y2) - max(box.y1, o.y1) if dx else min(box.x2, o.x2) - max(box.x1, o.x1)
        near = (
            (box.x2 - o.x1 if dx > 0 else o.x2 - box.x1)
            if dx
            else (box.y2 - o.y1 if dy > 0 else o.y2 - box.y1)
        )
        if shared >= _DRAWN * (box.height if dx else box.width) and abs(near) <= _EDGE_BAND + 1:
            return True
    return False


def _side(edges: Edges, box: Box, dx: int, dy: int) -> tuple[bool, bool]:
    """Say whether a line is drawn along a side of ``box``, and whether another ground begins there."""
    image = edges.image
    x, y = box.center.x + dx * (box.width // 2), box.center.y + dy * (box.height // 2)
    out_x, out_y = x + dx * _BESIDE, y + dy * _BESIDE
    if not (0 <= out_x < image.shape[1] and 0 <= out_y < image.shape[0]):
        return False, False
    if dx:
        band, length = Box(x - _EDGE_BAND, box.y1 + 4, x + _EDGE_BAND + 1, box.y2 - 4), box.height - 8
    else:
        band, length = Box(box.x1 + 4, y - _EDGE_BAND, box.x2 - 4, y + _EDGE_BAND + 1), box.width - 8
    if edges.count(band) < _DRAWN * length:
        return False, False
    ground = image[box.center.y, box.center.x].astype(np.int16)
    apart = int(np.abs(image[out_y, out_x].astype(np.int16) - ground).max()) > _SAME_COLOUR
    return not apart, apart
