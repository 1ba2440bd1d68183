"""From the detector's map of line cores to boxes of lines, tight around what is drawn.

The map marks the middle half of every line's height at half resolution; connected cells are one line. The
boxes are then grown to the ink: rows and columns where the picture changes, without a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image

# A core is this share of its line's height, its ends drawn in by so many pixels (see the training crops).
CORE_SHARE = 0.5
CORE_INSET = 2
_LEAST_CELLS = 2
_INK_STEP = 20
_WIDEST_GAP = 2

Integers = NDArray[np.int32]


def find_lines(cores: NDArray[np.float32], image: Image, threshold: float = 0.0) -> list[Box]:
    """Return the boxes of lines, top to bottom.

    ``cores`` are the logits [h/2, w/2] for the BGR ``image`` [h, w, 3] (or for it with padding).
    """
    height, width = image.shape[:2]
    marked = (cores[: (height + 1) // 2, : (width + 1) // 2] > threshold).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=4)
    stats = stats[1:]
    stats = stats[stats[:, cv2.CC_STAT_AREA] >= _LEAST_CELLS]
    if not len(stats):
        return []
    lines = _grown(_core_boxes(stats), _Ink.of(image))
    lines = lines[np.lexsort((lines[:, 0], lines[:, 1]))]
    return [Box(*row) for row in lines.tolist() if row[2] > row[0] and row[3] > row[1]]


def _core_boxes(stats: NDArray[Any]) -> Integers:
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
    return (2 * np.stack([left, top, right, bottom], 1)).astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Ink:
    """Sums of changed pixels: ``sums`` [h + 1, w + 1] counts those above and left of a corner."""

    sums: Integers

    @classmethod
    def of(cls, image: Image) -> _Ink:
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        # Differences to the pixels above and left: the first is where ink begins, the last where it ended.
        changed = np.zeros_like(grey)
        changed[:, 1:] = cv2.absdiff(grey[:, 1:], grey[:, :-1])
        changed[1:] = cv2.max(changed[1:], cv2.absdiff(grey[1:], grey[:-1]))
        return cls(np.asarray(cv2.integral((changed > _INK_STEP).view(np.uint8)), dtype=np.int32))

    def in_rows(self, rows: Integers, x1: Integers, x2: Integers) -> NDArray[np.bool_]:
        """Say for ``rows`` [n, k] whether there is ink between ``x1`` and ``x2`` [n]."""
        y = np.clip(rows, 0, self.sums.shape[0] - 2)
        a, b = self._column(x1)[:, None], self._column(x2)[:, None]
        s = self.sums
        inked: NDArray[np.bool_] = (s[y + 1, b] - s[y, b] - s[y + 1, a] + s[y, a] > 0) & (rows == y)
        return inked

    def in_columns(self, columns: Integers, y1: Integers, y2: Integers) -> NDArray[np.bool_]:
        """Say for ``columns`` [n, k] whether there is ink between ``y1`` and ``y2`` [n]."""
        x = np.clip(columns, 0, self.sums.shape[1] - 2)
        a, b = self._row(y1)[:, None], self._row(y2)[:, None]
        s = self.sums
        inked: NDArray[np.bool_] = (s[b, x + 1] - s[b, x] - s[a, x + 1] + s[a, x] > 0) & (columns == x)
        return inked

    def _row(self, y: Integers) -> Integers:
        return np.clip(y, 0, self.sums.shape[0] - 1)

    def _column(self, x: Integers) -> Integers:
        return np.clip(x, 0, self.sums.shape[1] - 1)


def _grown(cores: Integers, ink: _Ink) -> Integers:
    """Grow cores [n, 4] to their lines' boxes."""
    x1, y1, x2, y2 = cores.T
    usual = np.maximum(1, np.round((y2 - y1) * (1 / CORE_SHARE - 1) / 2)).astype(np.int32)
    most = np.ceil(1.7 * usual).astype(np.int32) + 1
    steps = np.arange(most.max(), dtype=np.int32)[None, :]
    top = y1 - _growth(ink.in_rows((y1 - 1)[:, None] - steps, x1, x2), usual, most, ends=0, gap=0)
    bottom = y2 + _growth(ink.in_rows(y2[:, None] + steps, x1, x2), usual, most, ends=1, gap=0)
    inset = np.full_like(usual, CORE_INSET)
    most = CORE_INSET + np.maximum(2, usual)
    steps = np.arange(most.max(), dtype=np.int32)[None, :]
    before = ink.in_columns((x1 - 1)[:, None] - steps, top, bottom)
    behind = ink.in_columns(x2[:, None] + steps, top, bottom)
    left = x1 - _growth(before, inset, most, ends=0, gap=_WIDEST_GAP)
    right = x2 + _growth(behind, inset, most, ends=1, gap=_WIDEST_GAP)
    height, width = ink.sums.shape[0] - 1, ink.sums.shape[1] - 1
    grown = np.stack([left, top, right, bottom], 1)
    inside: Integers = np.clip(grown, 0, np.array([width, height, width, height])).astype(np.int32)
    return inside


def _growth(inked: NDArray[np.bool_], usual: Integers, most: Integers, ends: int, gap: int) -> Integers:
    """Return how far ink goes on outwards, without a gap wider than ``gap``.

    ``inked`` [n, k] is read outwards; ``ends`` is 1 where the last mark lies behind the ink. Ink that goes on
    for ``most`` belongs to something else (a frame, a photograph): then the ``usual`` growth is taken.
    """
    last = np.full(len(inked), -1, np.int32)
    open_ = np.ones(len(inked), dtype=bool)
    for step in range(inked.shape[1]):
        open_ &= (step < most) & (step - last <= gap + 1)
        last[open_ & inked[:, step]] = step
    found: Integers = np.where(last >= most - 1, usual, np.where(last < 0, usual // 2, last + 1 - ends))
    return found
