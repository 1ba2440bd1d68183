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
    odd = np.abs(background - whole).max(axis=2) > 40  # a row full of letters is no background
    background[odd] = whole
    difference = np.abs(pixels - background).max(axis=2)
    # An icon beside it must not hide greyed text.
    least = max(_LEAST_CONTRAST, min(50.0, 0.3 * float(difference.max(initial=0.0))))
    return np.asarray(difference > least, np.bool_)


def find_ink(image: Image, spot: Bounds, size: tuple[int, int] | None, align: str) -> Bounds | None:
    """Return the box of the ink in ``spot``, about ``size`` (width, height; 0 = unknown) where that is known.

    Where more than the text is drawn there (an icon, a border), the best place for a text so wide is
    taken. None when nothing is drawn or nothing of about that size.
    """
    x1, y1, x2, y2 = _inside(image, spot)
    if x2 - x1 < 3 or y2 - y1 < 3:
        return None
    mask = without_rules(ink_mask(image[y1:y2, x1:x2]), size[0] if size else 0)
    left, right = _span(_any(mask, 0))
    if right - left <= 0:
        return None
    if size and size[0] and right - left > size[0] + 5:
        chosen = _words(_any(mask, 0), size[0], align, max(1.5, 0.06 * (y2 - y1)))
        if chosen is None:
            return None
        left, right = chosen
    mask = mask[:, left:right]
    upper, lower = _span(_any(mask, 1))
    if size and size[1] and lower - upper > size[1] + 3:
        upper = _middle_start(mask.sum(axis=1), size[1])
        lower = upper + size[1]
    if size and size[0] and not 0.7 * size[0] - 3 <= right - left:
        return None
    return (x1 + left, y1 + upper, x1 + right, y1 + lower) if right > left and lower > upper else None


def without_rules(mask: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """Clear the rows that hold a line longer than most of a text ``width`` wide: frames, underlines."""
    if width < 30:
        return mask
    kept = mask.copy()
    for y in np.flatnonzero(mask.sum(axis=1) > 0.6 * width):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], mask[y].astype(np.int8), [0]))))
        kept[y] &= int((edges[1::2] - edges[::2]).max()) <= 0.6 * width
    return kept


def _inside(image: Image, box: Bounds) -> Bounds:
    height, width = image.shape[:2]
    return max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])


def _any(mask: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    return np.asarray(mask.any(axis=axis), np.bool_)


def _span(drawn: NDArray[np.bool_]) -> tuple[int, int]:
    where = np.flatnonzero(drawn)
    return (int(where[0]), int(where[-1]) + 1) if where.size else (0, 0)


def _words(drawn: NDArray[np.bool_], width: int, align: str, letter_gap: float) -> tuple[int, int] | None:
    """Return the neighbouring blobs that together are ``width`` wide, the aligned ones first among equals."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], drawn.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    apart = starts[1:] - ends[:-1] > letter_gap  # letters stay together
    starts, ends = starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]
    widths = ends[None, :] - starts[:, None]
    middle = (starts[:, None] + ends[None, :]) / 2
    away = {"left": starts[:, None] + 0 * widths, "right": len(drawn) - ends[None, :] + 0 * widths}.get(
        align, np.abs(middle - len(drawn) / 2)
    )
    error = np.abs(widths - width)
    best = np.unravel_index(int(np.argmin(error + 0.03 * away)), error.shape)
    if error[best] > max(5, 0.1 * width):
        return None
    return int(starts[best[0]]), int(ends[best[1]])


def _middle_start(weights: NDArray[np.int64], length: int) -> int:
    """Return where a window of ``length`` holds most ink, the middle first among equals."""
    room = len(weights) - length
    if room <= 0:
        return 0
    sums = np.convolve(np.minimum(weights, 6), np.ones(length), "valid")
    return int(np.argmax(sums - 0.02 * np.abs(np.arange(len(sums)) - room / 2)))
