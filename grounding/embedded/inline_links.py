"""Links within running text: words that are underlined in a colour of their own.

The network finds links that stand alone; within a sentence they are a part of a line of text. An underline is
a thin level run of coloured pixels below coloured ink; letters that reach below it interrupt it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.embedded.fusion import ReadText
from grounding.types import UIElement

_LEAST_CHROMA = 70
"""How much the channels of a link's colour differ, of 255."""
_SHORTEST = 5
_THICKEST = 3
_LOWER_PART = 0.55
_BELOW = 4
_LEAST_INK, _MOST_INK = 0.08, 0.75
_BRIDGE = 0.9
_SPACE = 0.22
_ALONE = 0.97
"""A line that is all one link, as wide as it, is left to the network."""
LINK_SCORE = 0.6

Mask = NDArray[np.bool_]


def find_inline_links(image: Image, lines: Sequence[ReadText]) -> list[Box]:
    """Return the boxes (picture pixels) of the underlined coloured words within ``lines``."""
    if not lines:
        return []
    coloured = _coloured(image)
    runs = _thin_runs(coloured)
    if not len(runs):
        return []
    return [link for line in lines for link in _links_of(line.box, coloured, runs)]


def link_of(box: Box, text: str) -> UIElement:
    """Return the link at ``box`` with its words."""
    return UIElement(box, "link", text.strip().strip(".,;:"), score=LINK_SCORE)


def _coloured(image: Image) -> NDArray[np.uint8]:
    blue, green, red = cv2.split(image)
    most, least = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return np.asarray((cv2.subtract(most, least) >= _LEAST_CHROMA).view(np.uint8))


def _thin_runs(coloured: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return the level runs of coloured pixels [n, 4] (x1, y1, x2, y2) that are as thin as an underline."""
    opened = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, np.ones((1, _SHORTEST), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    rows = stats[1:]
    rows = rows[rows[:, cv2.CC_STAT_HEIGHT] <= _THICKEST]
    x, y, w, h = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3]
    return np.column_stack([x, y, x + w, y + h]).astype(np.int32).reshape(-1, 4)


def _links_of(line: Box, coloured: NDArray[np.uint8], runs: NDArray[np.int32]) -> list[Box]:
    lowest = line.y1 + int(_LOWER_PART * line.height)
    x1, y1, x2, y2 = runs.T
    here = runs[(x1 >= line.x1 - 2) & (x2 <= line.x2 + 2) & (y1 >= lowest) & (y2 <= line.y2 + _BELOW)]
    if not len(here):
        return []
    level = int(np.bincount(here[:, 1], weights=here[:, 2] - here[:, 0]).argmax())
    parts = sorted(here[np.abs(here[:, 1] - level) <= 1].tolist())
    joined = _joined(parts, coloured, line, level)
    boxes = [Box(a, line.y1, b, max(line.y2, level + 1)) for a, b in joined]
    if len(boxes) == 1 and boxes[0].width >= _ALONE * line.width:
        return []
    return [b for b in boxes if b.width >= _SHORTEST and _has_words(b, coloured, level)]


def _joined(
    parts: Sequence[Sequence[int]], coloured: NDArray[np.uint8], line: Box, level: int
) -> list[tuple[int, int]]:
    """Join runs between which letters reach down to the underline: there it is left out for them."""
    found: list[tuple[int, int]] = []
    for x1, _, x2, _ in parts:
        if found and x1 - found[-1][1] <= _BRIDGE * line.height:
            gap: Mask = np.asarray(coloured[level : line.y2 + 1, found[-1][1] : x1].any(axis=0))
            if _longest_blank(gap) <= _SPACE * line.height:
                found[-1] = (found[-1][0], max(x2, found[-1][1]))
                continue
        found.append((x1, x2))
    return found


def _longest_blank(inked: NDArray[np.bool_]) -> int:
    ends = np.flatnonzero(np.concatenate([[True], inked, [True]]))
    return int(np.diff(ends).max()) - 1


def _has_words(box: Box, coloured: NDArray[np.uint8], level: int) -> bool:
    """Say whether there is ink of a colour above the underline, as much of it as letters have."""
    above: NDArray[Any] = coloured[box.y1 : level - 1, box.x1 : box.x2]
    return bool(above.size) and _LEAST_INK <= float(above.mean()) <= _MOST_INK
