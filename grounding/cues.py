"""Boxes that a person would recognise as controls, found without a model.

A control is an evenly coloured area fenced off from its surroundings by a border or by its own colour.
So the picture is cut along its edges, and the areas between them are sorted by shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image

Boxes = NDArray[Any]
Shape = Literal["square", "circle", "bar", "panel"]

_EDGE = 8
_SMALL = (7, 22)
_BAR_HEIGHTS = (11, 96)
_LETTER = 32
_CLOSE = 4
_SAMPLE = 4096
"""Pixels that are enough to tell an area's colour."""


@dataclass(frozen=True, slots=True)
class Area:
    """An evenly coloured area; ``box`` includes its border, ``color`` is BGR.

    ``marked``: a small square or circle holds a tick or dot. ``fenced`` counts the sides (0-4) on which
    the surroundings are even, so that the area stands alone there.
    """

    box: Box
    shape: Shape
    color: tuple[int, int, int]
    marked: bool = False
    fenced: int = 0


class Edges:
    """The edges of one picture; counting them inside a box takes constant time."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.mask = edge_mask(image)
        self._sums = cv2.integral(self.mask.astype(np.uint8))

    def count(self, box: Box) -> int:
        """Return the number of edge pixels in ``box``."""
        b = box.clipped(Box(0, 0, self.image.shape[1], self.image.shape[0]))
        if b.width == 0 or b.height == 0:
            return 0
        s = self._sums
        return int(s[b.y2, b.x2] - s[b.y1, b.x2] - s[b.y2, b.x1] + s[b.y1, b.x1])


def find_areas(edges: Edges, is_wanted: Callable[[Boxes], NDArray[np.bool_]] | None = None) -> list[Area]:
    """Return the areas of a picture, small ones first; only those whose boxes [n, 4] are wanted, if asked."""
    image = edges.image
    _, found, rows, _ = cv2.connectedComponentsWithStats((~edges.mask).astype(np.uint8), connectivity=4)
    labels, stats = found.astype(np.int32, copy=False), rows.astype(np.int32, copy=False)
    keep = _kept(stats)
    if is_wanted is not None:
        boxes = np.column_stack([stats[keep, :2] - 1, stats[keep, :2] + stats[keep, 2:4] + 2])
        keep = keep[is_wanted(boxes)]
    areas = [_area_of(image, labels, stats, int(i)) for i in keep if i != 0]
    return sorted((a for a in areas if a is not None), key=lambda a: a.box.area)


def _kept(stats: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return which components have the size and the filling of a control or a panel."""
    wide, high, covered = stats[:, 2], stats[:, 3], stats[:, 4]
    small = (wide >= _SMALL[0]) & (high >= _SMALL[0]) & (wide <= _SMALL[1]) & (high <= _SMALL[1])
    # A bold letter is as even as a small button, but fills less of its box.
    letter_sized = (wide <= _LETTER) & (high <= _LETTER)
    square = small & (abs(wide - high) <= 3)
    share = np.where(square, 0.25, np.where(letter_sized, 0.72, 0.42))
    filled = covered >= share * wide * high
    large_enough = (small & (abs(wide - high) <= 3)) | ((wide >= 12) & (high >= _BAR_HEIGHTS[0]))
    panel = (wide >= 120) & (high > _BAR_HEIGHTS[1])
    return np.flatnonzero((filled & large_enough) | panel)


def edge_mask(image: Image) -> NDArray[np.bool_]:
    """Mark pixels that differ clearly from their right or lower neighbour in some channel."""
    mask = np.zeros(image.shape[:2], dtype=np.bool_)
    mask[:, :-1] |= _largest_difference(image[:, 1:], image[:, :-1]) > _EDGE
    mask[:-1] |= _largest_difference(image[1:], image[:-1]) > _EDGE
    return mask


def _largest_difference(one: Image, other: Image) -> NDArray[np.uint8]:
    """Return per pixel how far the channel differs that differs most."""
    blue, green, red = cv2.split(cv2.absdiff(one, other)) if one.size else (one[..., i] for i in range(3))
    return np.maximum(np.maximum(blue, green), red)


def _area_of(image: Image, labels: NDArray[np.int32], stats: NDArray[np.int32], i: int) -> Area | None:
    x, y, w, h = stats[i][:4].tolist()
    core = Box(x, y, x + w, y + h)
    box = Box(x - 1, y - 1, x + w + 2, y + h + 2).clipped(Box(0, 0, image.shape[1], image.shape[0]))
    color = _color_of(image, labels, core, i)
    if w <= _SMALL[1] and h <= _SMALL[1] and abs(w - h) <= 3 and w >= _SMALL[0]:
        mine = labels[y : y + h, x : x + w] == i
        return _small_area(image, core, box, mine, color)
    if h <= _BAR_HEIGHTS[1]:
        return Area(box, "bar", color, fenced=_even_sides(image, core))
    return Area(box, "panel", color, fenced=_even_sides(image, core))


def _color_of(image: Image, labels: NDArray[np.int32], core: Box, i: int) -> tuple[int, int, int]:
    """Return the usual colour of area ``i``; a sample of a large one is enough, unless it is all gaps."""
    for step in (max(1, int((core.area / _SAMPLE) ** 0.5)), 1):
        here = (slice(core.y1, core.y2, step), slice(core.x1, core.x2, step))
        mine = labels[here] == i
        if mine.any():
            break
    return _median_color(image[here][mine])


def _small_area(
    image: Image, core: Box, box: Box, mine: NDArray[np.bool_], color: tuple[int, int, int]
) -> Area | None:
    if not _stands_alone(image, core):
        return None
    corner = max(2, round(0.2 * core.width))
    corners = [
        mine[:corner, :corner],
        mine[:corner, -corner:],
        mine[-corner:, :corner],
        mine[-corner:, -corner:],
    ]
    square = sum(float(c.mean()) for c in corners) / 4 > 0.4
    inner = image[core.y1 + 2 : core.y2 - 2, core.x1 + 2 : core.x2 - 2].astype(np.int16)
    marks = (np.abs(inner - np.array(color, dtype=np.int16)).max(axis=2) > 60).mean() if inner.size else 0.0
    return Area(box, "square" if square else "circle", color, bool(marks > 0.07), 4)


def _median_color(pixels: NDArray[np.uint8]) -> tuple[int, int, int]:
    b, g, r = _middle(pixels[:: max(1, len(pixels) // 400)]).tolist()
    return (b, g, r)


def _even_sides(image: Image, core: Box) -> int:
    """Count the sides with an even strip just outside the border."""
    height, width = image.shape[:2]
    top, bottom = max(core.y1 - 5, 0), min(core.y2 + 5, height - 1)
    left, right = max(core.x1 - 5, 0), min(core.x2 + 5, width - 1)
    x1, x2, y1, y2 = core.x1, core.x2, core.y1, core.y2
    strips = (image[top, x1:x2], image[bottom, x1:x2], image[y1:y2, left], image[y1:y2, right])
    return sum(_is_even(strip) for strip in strips)


def _stands_alone(image: Image, core: Box) -> bool:
    """Tell a tick box from the hole of a letter: one even colour on all four sides, close by."""
    height, width = image.shape[:2]
    ring = core.expanded(4)
    if ring.x1 < 0 or ring.y1 < 0 or ring.x2 > width or ring.y2 > height:
        return False
    strips = (
        image[ring.y1, ring.x1 : ring.x2],
        image[ring.y2 - 1, ring.x1 : ring.x2],
        image[ring.y1 : ring.y2, ring.x1],
        image[ring.y1 : ring.y2, ring.x2 - 1],
    )
    return _is_even(np.concatenate(strips)) and all(_is_even(s) for s in strips)


def find_ticked(edges: Edges) -> list[Area]:
    """Return ticked boxes and chosen radio buttons.

    They are filled with an accent colour, or outlined and their tick cuts the paper inside.
    """
    image = edges.image
    joined = cv2.morphologyEx(edges.mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for x, y, w, h, n in stats[1:].tolist():
        if 9 <= w <= 24 and 9 <= h <= 24 and abs(w - h) <= 2 and n >= 0.5 * w * h:
            area = _ticked_area(image, Box(x + 1, y + 1, x + w, y + h))
            if area is not None:
                found.append(area)
    return found


def _ticked_area(image: Image, core: Box) -> Area | None:
    if not _stands_alone(image, core.expanded(-2)):
        return None
    inside = image[core.y1 : core.y2, core.x1 : core.x2].astype(np.int16)
    around = np.median(image[core.y1 - 3, core.x1 : core.x2], axis=0)
    ink = np.abs(inside - around).max(axis=2) > 40
    if _is_outlined_tick(inside, ink):
        # Light paper on dark ground is all ink, seen from outside.
        paper = inside.reshape(-1, 3) if ink.all() else inside[~ink]
        return Area(core.expanded(1), "square", _median_color(paper.astype(np.uint8)), True, 4)
    rows, columns = np.flatnonzero(ink.mean(axis=1) > 0.3), np.flatnonzero(ink.mean(axis=0) > 0.3)
    if len(rows) < 8 or len(columns) < 8:
        return None
    if _has_neighbour(image, core, columns, around):
        return None
    # A shadow below the box is not part of it.
    kept = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    ink, inside = ink[kept], inside[kept]
    borders = (ink[0, 2:-2], ink[-1, 2:-2], ink[2:-2, 0], ink[2:-2, -1])
    fill = ink & (np.abs(inside - np.median(inside[ink], axis=0)).max(axis=2) < 60) if ink.any() else ink
    if fill.mean() < 0.4:
        return None
    if all(b.mean() >= 0.7 for b in borders):
        shape: Shape = "square"
    elif _is_round(ink):
        shape = "circle"
    else:
        return None
    # A plain box, white on a dark page, is filled as well: only what stands out inside it is a tick.
    marks = (ink & ~fill)[2:-2, 2:-2] | ~ink[2:-2, 2:-2]
    marked = bool(marks.mean() > 0.07) if marks.size else False
    return Area(core.expanded(1), shape, _median_color(inside.astype(np.uint8)[fill]), marked, 4)


def _is_outlined_tick(inside: NDArray[np.int16], ink: NDArray[np.bool_]) -> bool:
    """Tell a tick on plain paper within a thin border of one colour that closes all around."""
    if min(ink.shape) < 9:
        return False
    sides = [(x[0, 2:-2], x[-1, 2:-2], x[2:-2, 0], x[2:-2, -1]) for x in (ink, inside)]
    if not all(side.all() for side in sides[0]) or not _is_even(np.concatenate(sides[1]).astype(np.uint8)):
        return False
    paper = np.median(inside[1:-1, 1:-1].reshape(-1, 3), axis=0)
    drawn = np.abs(inside - paper).max(axis=2) > 60
    margin = np.concatenate([drawn[1, 2:-2], drawn[-2, 2:-2], drawn[2:-2, 1], drawn[2:-2, -2]])
    return bool(margin.mean() <= 0.2 and 0.07 < drawn[2:-2, 2:-2].mean() < 0.5)


def _has_neighbour(image: Image, core: Box, columns: NDArray[np.intp], around: NDArray[np.float64]) -> bool:
    """Tell a letter from a tick box: the next letter of its word follows close by."""
    left, right = core.x1 + int(columns[0]), core.x1 + int(columns[-1]) + 1
    for x1, x2 in ((left - _CLOSE, left - 1), (right + 1, right + _CLOSE)):
        strip = image[core.y1 : core.y2, max(0, x1) : x2].astype(np.int16)
        if strip.size and (np.abs(strip - around).max(axis=2) > 60).mean() > 0.1:
            return True
    return False


def _is_round(ink: NDArray[np.bool_]) -> bool:
    mirrored = (ink == ink[::-1]).mean() + (ink == ink[:, ::-1]).mean()
    corner = max(2, round(0.16 * len(ink)))
    hollow = [ink[:corner, :corner], ink[:corner, -corner:], ink[-corner:, :corner], ink[-corner:, -corner:]]
    return bool(mirrored >= 1.8 and sum(float(c.mean()) for c in hollow) / 4 < 0.4)


def _is_even(strip: NDArray[np.uint8]) -> bool:
    if not len(strip):
        return False
    middle = _middle(strip)
    return bool((np.abs(strip.astype(np.int16) - middle).max(axis=1) <= 12).mean() >= 0.9)


def _middle(pixels: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Return the upper median of each channel of pixels [n, 3]: several times faster than the median."""
    half = len(pixels) // 2
    middle: NDArray[np.int16] = np.partition(pixels, half, axis=0)[half].astype(np.int16)
    return middle


def find_blobs(edges: Edges, taken: list[Box], smallest: int = 6) -> list[Box]:
    """Return boxes of icon-sized drawings outside of ``taken``."""
    mask = edges.mask.astype(np.uint8)
    for box in taken:
        mask[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2] = 0
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        Box(x, y, x + w + 1, y + h + 1)
        for x, y, w, h, n in stats[1:].tolist()
        if smallest <= w <= 72 and smallest <= h <= 72 and max(w, h) <= 4 * min(w, h) and n >= 0.2 * w * h
    ]
