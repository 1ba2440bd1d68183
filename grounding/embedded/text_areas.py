"""Areas to write on, told by the grip in their lower right corner, by which they are made larger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.cues import Area
from grounding.embedded.detector import DetectedElement

_CORNER = 24
_RIM = 3
_LEAST_SIDE = 28
_LEAST_CONTRAST = 50
_SMALLEST, _LARGEST = 5, 18
_LEAST_INK = 8
_FREE = 0.08
_LEVEL = 3
TEXT_AREA_SCORE = 0.5
_SAME = 0.5


def with_text_areas(
    image: Image, areas: Sequence[Area], found: Sequence[DetectedElement]
) -> list[DetectedElement]:
    """Return ``found`` (picture pixels) and the text areas with a grip; what was taken for one is one."""
    gripped = [a.box for a in areas if _may_be(a) and grip_in(image, a.box) is not None]
    outer = [b for b in gripped if not any(b != o and _within(b, o) for o in gripped)]
    kept = [e for e in found if not any(_is_same(e, b) for b in outer)]
    return [*kept, *(DetectedElement(b, "document", frozenset(), TEXT_AREA_SCORE) for b in outer)]


def grip_in(image: Image, box: Box) -> Box | None:
    """Return where the grip in the lower right corner of ``box`` is drawn; None where there is none.

    A grip is one or more strokes from lower left to upper right, or the triangle below such a stroke.
    """
    inner = box.expanded(-_RIM).clipped(Box(0, 0, image.shape[1], image.shape[0]))
    corner = Box(max(inner.x1, inner.x2 - _CORNER), max(inner.y1, inner.y2 - _CORNER), inner.x2, inner.y2)
    if min(corner.width, corner.height) < 2 * _SMALLEST:
        return None
    ink = _ink(image[corner.y1 : corner.y2, corner.x1 : corner.x2])
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    edge = np.zeros(len(stats), np.bool_)
    # Letters and the arrows of a scroll bar go on beyond the corner, or stand above the grip.
    edge[np.unique(np.concatenate([labels[0], labels[:, 0]]))] = True
    edge[0] = True
    kept = np.isin(labels, np.flatnonzero(~edge))
    lower = kept.copy()
    lower[: max(0, corner.height - _LARGEST)] = False
    rows, columns = np.flatnonzero(lower.any(axis=1)), np.flatnonzero(lower.any(axis=0))
    if len(rows) < _SMALLEST or len(columns) < _SMALLEST or int(lower.sum()) < _LEAST_INK:
        return None
    drawn = lower[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if not _is_grip(drawn):
        return None
    return Box(
        corner.x1 + int(columns[0]),
        corner.y1 + int(rows[0]),
        corner.x1 + int(columns[-1]) + 1,
        corner.y1 + int(rows[-1]) + 1,
    )


def _is_grip(drawn: NDArray[np.bool_]) -> bool:
    height, width = drawn.shape
    if abs(height - width) > _LEVEL or max(height, width) > _LARGEST:
        return False
    down, across = np.mgrid[0:height, 0:width]
    upper_left = (down / height + across / width) < 0.8
    first_row, last_row = np.flatnonzero(drawn[0]), np.flatnonzero(drawn[-1])
    rises = first_row.max() >= width - 1 - _LEVEL and last_row.min() <= _LEVEL
    lower = drawn[~upper_left].mean()
    return bool(rises and drawn[upper_left].mean() <= _FREE and lower >= 0.2)


def _may_be(area: Area) -> bool:
    plain = max(area.color) - min(area.color) <= 40
    return plain and min(area.box.width, area.box.height) >= _LEAST_SIDE and area.fenced >= 3


def _ink(crop: Image) -> NDArray[np.bool_]:
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    ground = int(np.bincount(grey.ravel(), minlength=256).argmax())
    found: NDArray[Any] = cv2.absdiff(grey, np.full_like(grey, ground)) > _LEAST_CONTRAST
    return found


def _within(inner: Box, outer: Box) -> bool:
    return inner.intersection(outer).area >= 0.9 * inner.area and inner.area < outer.area


def _is_same(element: DetectedElement, area: Box) -> bool:
    return element.role in ("field", "document") and element.box.iou(area) >= _SAME
