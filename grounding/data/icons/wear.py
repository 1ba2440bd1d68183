"""What screens, cameras of screens and finders of boxes do to an element before it is looked at."""

from __future__ import annotations

import cv2
import numpy as np

from actions.geometry import Box
from grounding.data.icons.scenes import Image, Scene

_METHODS = (cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST)


class Wear:
    """Moves boxes and wears pictures, by one seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def piece(self, picture: Image, bounds: tuple[int, ...]) -> Scene:
        """Return a piece of a screen with its box as a detector finds it: a little off, or far too wide."""
        x1, y1, x2, y2 = bounds
        side = max(x2 - x1, y2 - y1)
        left, top, right, bottom = self._random.uniform(-0.08, 0.1, 4) * side
        if self._chance(0.2):
            left = right = top = bottom = self._random.uniform(-0.1, 0.35) * side
        if self._chance(0.08):
            right += 0.4 * side
        height, width = picture.shape[:2]
        box = Box(
            max(0, round(x1 - left)),
            max(0, round(y1 - top)),
            min(width, max(round(x1 - left) + 5, round(x2 + right))),
            min(height, max(round(y1 - top) + 5, round(y2 + bottom))),
        )
        return Scene(self._recoloured(picture), box)

    def worn(self, scene: Scene) -> Scene:
        """Return the scene as a scaled and compressed picture of a screen shows it."""
        if self._chance(0.3):
            scene = self._scaled(scene)
        image = scene.image
        if self._chance(0.3):
            quality = (cv2.IMWRITE_JPEG_QUALITY, int(self._random.integers(30, 92)))
            _, packed = cv2.imencode(".jpg", image, quality)
            image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
        return Scene(image, scene.box)

    def _recoloured(self, picture: Image) -> Image:
        """Turn light into dark where hardly anything is coloured; colours themselves mean something."""
        if self._chance(0.3):
            small = picture[::2, ::2].astype(np.int16)
            if float((small.max(2) - small.min(2)).mean()) < 14:
                return np.asarray(255 - picture, np.uint8)
        return picture

    def _scaled(self, scene: Scene) -> Scene:
        factor = float(self._random.choice((0.5, 0.62, 0.71, 0.8, 0.9, 1.25, 1.5)))
        box = scene.box
        if min(box.width, box.height) * factor < 6:
            return scene
        method = _METHODS[int(self._random.choice(4, p=(0.35, 0.4, 0.2, 0.05)))]
        image = np.asarray(
            cv2.resize(scene.image, None, fx=factor, fy=factor, interpolation=method), np.uint8
        )
        x1, y1, x2, y2 = (round(v * factor) for v in (box.x1, box.y1, box.x2, box.y2))
        return Scene(image, Box(x1, y1, max(x1 + 4, x2), max(y1 + 4, y2)))

    def _chance(self, share: float) -> bool:
        return bool(self._random.random() < share)
