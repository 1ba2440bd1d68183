"""The frames public models answer in: how a picture is scaled for them, and how their numbers become pixels.

Sources: ``smart_resize`` of qwen-vl-utils (Qwen2-VL, arXiv 2409.12191); every model of this package but
those of other makers' processors scales by it, with limits of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from actions.geometry import Box, Point, Size
from grounding.errors import InvalidImage, UnreadableAnswer

_MAX_RATIO = 200
_SLACK = 0.01
"""How far beyond the picture's edge (of its side) an answer still counts as the edge."""


class Units(StrEnum):
    """What a model counts positions in."""

    PIXELS = "pixels of the resized picture"
    THOUSANDTHS = "thousandths of the picture's side"
    FRACTIONS = "fractions of the picture's side"


@dataclass(frozen=True, slots=True)
class Resize:
    """Sides become multiples of ``factor`` and their product lies in ``min_pixels``-``max_pixels``."""

    factor: int
    min_pixels: int
    max_pixels: int

    def __call__(self, size: Size) -> Size:
        """Return the size a picture of ``size`` gets. Raises `InvalidImage` for empty or strip-like ones."""
        long, short = max(size.width, size.height), min(size.width, size.height)
        if short < 1 or long / short > _MAX_RATIO:
            raise InvalidImage(
                f"A picture of {size.width}×{size.height} cannot be shown to the model: "
                f"its sides may differ by {_MAX_RATIO} times at most."
            )
        width, height = (max(self.factor, round(side / self.factor) * self.factor) for side in _sides(size))
        if width * height > self.max_pixels:
            shrink = math.sqrt(size.area / self.max_pixels)
            width, height = (max(self.factor, self._down(side / shrink)) for side in _sides(size))
        elif width * height < self.min_pixels:
            grow = math.sqrt(self.min_pixels / size.area)
            width, height = (self._up(side * grow) for side in _sides(size))
        return Size(width, height)

    def _down(self, side: float) -> int:
        return math.floor(side / self.factor) * self.factor

    def _up(self, side: float) -> int:
        return math.ceil(side / self.factor) * self.factor


def _sides(size: Size) -> tuple[int, int]:
    return size.width, size.height


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a model's numbers lie: ``region`` is in screen pixels, ``sent`` is the resized picture of it."""

    units: Units
    region: Box
    sent: Size

    @property
    def span(self) -> tuple[float, float]:
        """Return what the model calls the picture's far edges."""
        match self.units:
            case Units.PIXELS:
                return float(self.sent.width), float(self.sent.height)
            case Units.THOUSANDTHS:
                return 1000.0, 1000.0
            case Units.FRACTIONS:
                return 1.0, 1.0

    def point_on_screen(self, x: float, y: float) -> Point:
        """Return the screen pixel of a model's (x, y). Raises `UnreadableAnswer` outside of the picture."""
        return Point(min(self._along(x, 0), self.region.x2 - 1), min(self._along(y, 1), self.region.y2 - 1))

    def box_on_screen(self, x1: float, y1: float, x2: float, y2: float) -> Box:
        """Return the screen box of a model's corners, in any order; at least one pixel wide and high."""
        (left, right), (top, bottom) = sorted((x1, x2)), sorted((y1, y2))
        corner = self.point_on_screen(left, top)
        far = Point(self._along(right, 0), self._along(bottom, 1))
        return Box(corner.x, corner.y, max(far.x, corner.x + 1), max(far.y, corner.y + 1))

    def numbers_of(self, x: int, y: int) -> tuple[float, float]:
        """Return what the model calls the screen position (x, y)."""
        across, down = self.span
        return (
            (x - self.region.x1) / self.region.width * across,
            (y - self.region.y1) / self.region.height * down,
        )

    def _along(self, value: float, axis: int) -> int:
        span = self.span[axis]
        if not -_SLACK * span <= value <= (1 + _SLACK) * span:
            raise UnreadableAnswer(
                f"The model answered {value:g}, which lies outside of the picture (0 to {span:g})."
            )
        start, length = (
            (self.region.x1, self.region.width) if axis == 0 else (self.region.y1, self.region.height)
        )
        return start + min(max(round(value / span * length), 0), length)
