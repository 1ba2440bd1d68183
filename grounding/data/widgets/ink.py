"""Finds the ink of a line of text in a picture where a toolkit tells only roughly where it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grounding.data.sample import Bounds

Image = NDArray[np.uint8]
_LEAST_CONTRAST = 24.0


def ink_mask(region: Image) -> NDArray[np.bool_]:
    """Return where a region (BGR) differs from its background, row by row (gradients run downwards)."""
    pixels = region.astype(np.float32)
    background = np.median(pixels, axis=1, keepdims=True)
    whole = np.median(pixels.reshape(-1, 3), axis=0)
    odd = np.abs(background - whole).max(axis=2) > 90  # a row full of letters is no background
    background[odd] = whole
    difference = np.abs(pixels - background).max(axis=2)
    return difference > max(_LEAST_CONTRAST, 0.3 * float(difference.max(initial=0.0)))


def find_ink(image: Image, spot: Bounds, size: tuple[int, int] | None, align: str) -> Bounds | None:
    """Return the box of the ink in ``spot``, about ``size`` (width, height; 0 = unknown) where that is known.

    Where more than the text is drawn there (an icon, a border), the best place for a text so wide is
    taken. None when nothing is drawn or nothing of about that size.
    """
    x1, y1, x2, y2 = _inside(image, spot)
    if x2 - x1 < 3 or y2 - y1 < 3:
        return None
    mask = ink_mask(image[y1:y2, x1:x2])
    left, right = _span(mask.any(axis=0))
    if right - left <= 0:
        return None
    if size and size[0] and right - left > size[0] + 4:
        chosen = _words(mask.any(axis=0), size[0], align)
        if chosen is None:
            return None
        left, right = chosen
    mask = mask[:, left:right]
    upper, lower = _span(mask.any(axis=1))
    if size and size[1] and lower - upper > size[1] + 3:
        upper = _middle_start(mask.sum(axis=1), size[1])
        lower = upper + size[1]
    if size and size[0] and not 0.7 * size[0] - 3 <= right - left:
        return None
    return (x1 + left, y1 + upper, x1 + right, y1 + lower) if right > left and lower > upper else None


def _inside(image: Image, box: Bounds) -> Bounds:
    height, width = image.shape[:2]
    return max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])


def _span(drawn: NDArray[np.bool_]) -> tuple[int, int]:
    where = np.flatnonzero(drawn)
    return (int(where[0]), int(where[-1]) + 1) if where.size else (0, 0)


def _words(drawn: NDArray[np.bool_], width: int, align: str) -> tuple[int, int] | None:
    """Return the neighbouring blobs that together are ``width`` wide, the aligned ones first among equals."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], drawn.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    widths = ends[None, :] - starts[:, None]
    middle = (starts[:, None] + ends[None, :]) / 2
    away = {"left": starts[:, None] + 0 * widths, "right": len(drawn) - ends[None, :] + 0 * widths}.get(
        align, np.abs(middle - len(drawn) / 2)
    )
    error = np.abs(widths - width)
    best = np.unravel_index(int(np.argmin(error + 0.01 * away)), error.shape)
    if error[best] > max(4, 0.08 * width):
        return None
    return int(starts[best[0]]), int(ends[best[1]])


def _middle_start(weights: NDArray[np.int64], length: int) -> int:
    """Return where a window of ``length`` holds most ink, the middle first among equals."""
    room = len(weights) - length
    if room <= 0:
        return 0
    sums = np.convolve(np.minimum(weights, 6), np.ones(length), "valid")
    return int(np.argmax(sums - 0.02 * np.abs(np.arange(len(sums)) - room / 2)))
