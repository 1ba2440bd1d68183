"""What happens to lines between being drawn and being read: loose boxes, scaling, compression, noise.

Many screens reach an agent rescaled, sent as JPEG or video, or both; and a detector's boxes are off by a few
pixels, so that parts of icons, borders and neighbouring lines are in the crop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.screenshot import Image
from grounding.data.lines.shards import LineEntry

Pixels = NDArray[Any]
_LOOSE_SHARE = 0.4
_LEAST_HEIGHT = 8
_BELOW, _ABOVE = (
    (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC),
    (
        cv2.INTER_LINEAR,
        cv2.INTER_CUBIC,
        cv2.INTER_LANCZOS4,
        cv2.INTER_NEAREST,
    ),
)


def loosely_cropped(image: Image, entry: LineEntry, chance: np.random.Generator) -> Image:
    """Cut a line out with a box that is off by some pixels, most often outwards, on each side by itself."""
    x1, y1, x2, y2 = entry.ink
    if chance.random() > _LOOSE_SHARE:
        top, bottom = chance.choice((0, 1, 2, 2, 3, 3, 4), 2)
        left, right = chance.choice((0, 1, 2, 2, 3, 3, 4, 6, 10), 2)
    else:
        tallest = min(7, 2 + (y2 - y1) // 3)
        # Cutting into the ink must leave it readable: one pixel, and only of lines that have enough.
        least = -1 if y2 - y1 > 9 else 0
        top, bottom = chance.integers(least, tallest, 2)
        left, right = chance.integers(min(0, least + (x2 - x1 < 20)), 13, 2)
    return image[max(0, y1 - top) : y2 + bottom, max(0, x1 - left) : x2 + right]


def damaged(crop: Image, chance: np.random.Generator) -> Image:
    """Return the crop recoloured, scaled, compressed or noisy; about every third time unchanged."""
    picture: Pixels = np.ascontiguousarray(crop)
    for share, damage in _DAMAGES:
        if chance.random() < share:
            picture = damage(picture, chance)
    return np.ascontiguousarray(picture)


def _inverted(picture: Pixels, chance: np.random.Generator) -> Pixels:
    return 255 - picture


def _recoloured(picture: Pixels, chance: np.random.Generator) -> Pixels:
    return picture[:, :, chance.permutation(3)]


def _part_selected(picture: Pixels, chance: np.random.Generator) -> Pixels:
    """Invert one end, as under a progress bar or a selection."""
    cut = int(chance.integers(0, picture.shape[1]))
    selected = picture.copy()
    part = slice(0, cut) if chance.random() < 0.7 else slice(cut, None)
    selected[:, part] = 255 - selected[:, part]
    return selected


def _faded(picture: Pixels, chance: np.random.Generator) -> Pixels:
    """Draw all colours to one, as disabled items are drawn and dimmed windows look."""
    share, towards = chance.uniform(0.25, 0.7), chance.choice((0.0, 128.0, 255.0))
    if chance.random() < 0.6:
        towards = np.median(picture.reshape(-1, 3), axis=0)
    return np.asarray(towards + (picture - towards) * share).astype(np.uint8)


def _scaled(picture: Pixels, chance: np.random.Generator) -> Pixels:
    """Resize by 0.6 to 1.5, a little more in one direction than in the other, with any filter."""
    factor = max(float(np.exp(chance.uniform(np.log(0.6), np.log(1.5)))), _LEAST_HEIGHT / picture.shape[0])
    return _resized(picture, factor * chance.uniform(0.93, 1.07), factor, chance)


def _scaled_twice(picture: Pixels, chance: np.random.Generator) -> Pixels:
    """Make smaller and about as large as before again, which loses detail."""
    factor = max(chance.uniform(0.55, 0.9), _LEAST_HEIGHT / picture.shape[0])
    back = chance.uniform(0.9, 1.1) / factor
    return _resized(_resized(picture, factor, factor, chance), back, back, chance)


def _resized(picture: Pixels, across: float, down: float, chance: np.random.Generator) -> Pixels:
    size = max(2, round(picture.shape[1] * across)), max(4, round(picture.shape[0] * down))
    filters = _BELOW if down < 1 else _ABOVE
    return np.asarray(cv2.resize(picture, size, interpolation=int(chance.choice(filters))))


def _blurred(picture: Pixels, chance: np.random.Generator) -> Pixels:
    return np.asarray(cv2.GaussianBlur(np.ascontiguousarray(picture), (3, 3), chance.uniform(0.3, 0.8)))


def _compressed(picture: Pixels, chance: np.random.Generator) -> Pixels:
    """Send through JPEG; its blocks begin anywhere, as they do when a whole screen is compressed."""
    above, before = chance.integers(0, 8, 2)
    padded = cv2.copyMakeBorder(
        np.ascontiguousarray(picture), int(above), 0, int(before), 0, cv2.BORDER_REPLICATE
    )
    sampling = (
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
        if chance.random() < 0.25
        else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
    )
    how = [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(25, 93)), cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
    decoded = cv2.imdecode(cv2.imencode(".jpg", padded, how)[1], cv2.IMREAD_COLOR)
    return np.asarray(decoded)[above:, before:]


def _noisy(picture: Pixels, chance: np.random.Generator) -> Pixels:
    noise = chance.normal(0, chance.uniform(1, 5), picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


_DAMAGES: tuple[tuple[float, Callable[[Pixels, np.random.Generator], Pixels]], ...] = (
    (0.12, _inverted),
    (0.10, _recoloured),
    (0.02, _part_selected),
    (0.06, _faded),
    (0.30, _scaled),
    (0.06, _scaled_twice),
    (0.05, _blurred),
    (0.22, _compressed),
    (0.05, _noisy),
)
