"""Counting the dots of a masked entry: a password cannot be read, but its length can be seen."""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np

from actions.screenshot import Image

FEWEST = 3
"""Fewer equal marks in a row may be anything."""
CONTRAST = 60
CARET = 0.6
"""The part of the height that a text cursor takes; dots take less."""
SMALLEST, LARGEST = 3, 24
"""The side of a dot or asterisk in pixels."""


def count_masked(image: Image) -> int:
    """Return how many equal small marks stand evenly spaced in a line of ``image`` (HxWx3 BGR), else 0."""
    if image.size == 0:
        return 0
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.int16)
    marks = (np.abs(gray - np.median(gray)) > CONTRAST).astype(np.uint8)
    marks[:, marks.mean(axis=0) >= CARET] = 0  # a text cursor, which touches the last dot
    _, _, stats, _ = cv2.connectedComponentsWithStats(cast(Any, marks), connectivity=8)
    boxes = [
        (int(x), int(y), int(w), int(h))
        for x, y, w, h, _ in stats[1:]
        if SMALLEST <= w <= LARGEST and SMALLEST <= h <= LARGEST
    ]
    if len(boxes) < FEWEST:
        return 0
    width, height, top = (int(np.median([box[side] for box in boxes])) for side in (2, 3, 1))
    alike = sorted(
        x for x, y, w, h in boxes if max(abs(w - width), abs(h - height)) <= 1 and abs(y - top) <= 1
    )
    gaps = np.diff(alike)
    evenly = len(gaps) >= FEWEST - 1 and int(gaps.max() - gaps.min()) <= 2
    return len(alike) if evenly and len(alike) == len(boxes) else 0
