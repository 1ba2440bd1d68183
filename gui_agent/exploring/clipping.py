"""Labels that do not fit: cut off at the edge of their control, or ended by dots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Screenshot

_TOUCHING = 2
"""Words that fit keep a larger distance, in pixels, from the edge of what they stand on."""
_EDGE_HEIGHT = 1.7
"""An edge is a line this many times as high as the words."""
_INK = 60
_LINE = 14
_LEAST_HEIGHT = 7
_ELLIPSES = ("…", "...", "..")


def is_cut(screenshot: Screenshot, text: Box) -> bool:
    """Say whether the words in ``text`` (screen pixels) run into an edge on their right.

    An edge is a straight upright line, or a border of two surfaces, clearly higher than the words.
    """
    if text.height < _LEAST_HEIGHT:
        return False
    reach = round(text.height * 0.6)
    around = Box(text.x1 - 4, text.y1 - reach, text.x2 + 8, text.y2 + reach).clipped(screenshot.region)
    gray = screenshot.crop(around).mean(axis=2)
    top, bottom = text.y1 - around.y1, text.y2 - around.y1
    ink = _ink_columns(gray[top:bottom])
    if not ink.size:
        return False
    last = int(ink[-1])
    return any(_is_edge(gray, column) for column in range(last + 1, min(last + 2 + _TOUCHING, gray.shape[1])))


def ends_in_dots(label: str) -> bool:
    """Say whether ``label`` ends in an ellipsis after some word."""
    return any(label.endswith(dots) and len(label) > len(dots) + 2 for dots in _ELLIPSES)


def _ink_columns(rows: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the columns that hold parts of letters; full columns are lines, not letters."""
    background = np.median(rows)
    marked = np.abs(rows - background) > _INK
    share = marked.mean(axis=0)
    found: NDArray[np.intp] = np.flatnonzero((share > 0) & (share < 0.95))
    return found


def _is_edge(gray: NDArray[np.float64], column: int) -> bool:
    """Say whether an upright line or border runs through all rows around the words at ``column``."""
    if column < 1:
        return False
    steps = np.abs(gray[:, column] - gray[:, column - 1])
    outer = np.concatenate((steps[: len(steps) // 4], steps[-(len(steps) // 4) :]))
    return bool((outer > _LINE).mean() > 0.8)
