"""Screenshots as a model gets them: encoded once, shrunk to what it looks at, with the way back recorded."""

from __future__ import annotations

import math
from typing import Literal

import cv2
import numpy as np

from actions.codecs.frame import Frame
from actions.geometry import Size
from actions.screenshot import Image, Screenshot
from gui_agent.chat.types import Picture

MAX_BYTES = 4_500_000
"""Providers refuse pictures of 5 MB."""
_FALLBACK_QUALITY = 90


class PictureMaker:
    """Encodes screenshots; the last one is kept, since several questions are asked about the same screen.

    ``most_pixels``: where a provider shrinks pictures with more of them behind our back, so that coordinates
    of its answers would be another picture's.
    """

    def __init__(self, longest_edge: int, most_pixels: int | None = None) -> None:
        self._longest_edge, self._most_pixels = longest_edge, most_pixels
        self._last: tuple[Image, Picture] | None = None

    def picture(self, screenshot: Screenshot) -> Picture:
        """Return ``screenshot`` within the limits; its frame leads back to the screen."""
        image = screenshot.image
        if self._last is not None and self._last[0] is image:
            return self._last[1]
        height, width = image.shape[:2]
        size = fitting(Size(width, height), self._longest_edge, self._most_pixels)
        shown: Image = image
        if size != Size(width, height):
            small = cv2.resize(image, (size.width, size.height), interpolation=cv2.INTER_AREA)
            shown = small.astype(np.uint8, copy=False)
        data, kind = _encoded(shown)
        picture = Picture(data, kind, size, Frame.resized(size, screenshot.region))
        self._last = (image, picture)
        return picture


def fitting(size: Size, longest_edge: int, most_pixels: int | None = None) -> Size:
    """Return the size, of the same shape, with no longer edge and no more pixels than that."""
    factor = min(1.0, longest_edge / max(size.width, size.height, 1))
    if most_pixels is not None:
        factor = min(factor, math.sqrt(most_pixels / max(size.area, 1)))
    return Size(max(1, math.floor(size.width * factor)), max(1, math.floor(size.height * factor)))


def _encoded(image: Image) -> tuple[bytes, Literal["image/png", "image/jpeg"]]:
    _, png = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if png.size <= MAX_BYTES:
        return png.tobytes(), "image/png"
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _FALLBACK_QUALITY])
    return jpeg.tobytes(), "image/jpeg"
