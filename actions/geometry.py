"""Points, sizes and boxes in screen pixels: origin top-left, x to the right, y down.

Every other frame (0-1, 0-1000, resized images, HiDPI points) lives inside the one module that talks
to the model or platform using it, and is converted there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A position in screen pixels."""

    x: int
    y: int

    def offset(self, dx: int, dy: int) -> Point:
        return Point(self.x + dx, self.y + dy)

    def distance_to(self, other: Point) -> float:
        return float(((self.x - other.x) ** 2 + (self.y - other.y) ** 2) ** 0.5)


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in screen pixels; ``x2`` and ``y2`` are exclusive, as in array slicing."""

    x1: int
    y1: int
    x2: int
    y2: int

    @classmethod
    def around(cls, center: Point, width: int, height: int) -> Box:
        left, top = center.x - width // 2, center.y - height // 2
        return cls(left, top, left + width, top + height)

    @classmethod
    def covering(cls, boxes: list[Box]) -> Box:
        """Return the smallest box holding every one of ``boxes`` (at least one)."""
        return cls(
            min(b.x1 for b in boxes),
            min(b.y1 for b in boxes),
            max(b.x2 for b in boxes),
            max(b.y2 for b in boxes),
        )

    @property
    def width(self) -> int:
        return max(0, self.x2 - self.x1)

    @property
    def height(self) -> int:
        return max(0, self.y2 - self.y1)

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def center(self) -> Point:
        return Point((self.x1 + self.x2) // 2, (self.y1 + self.y2) // 2)

    def contains(self, point: Point) -> bool:
        return self.x1 <= point.x < self.x2 and self.y1 <= point.y < self.y2

    def intersection(self, other: Box) -> Box:
        """Return the overlap; its area is 0 where the boxes do not meet."""
        return Box(
            max(self.x1, other.x1), max(self.y1, other.y1), min(self.x2, other.x2), min(self.y2, other.y2)
        )

    def overlaps(self, other: Box) -> bool:
        # Asked many thousand times a screen: no box is made for it.
        across = min(self.x2, other.x2) > max(self.x1, other.x1)
        return across and min(self.y2, other.y2) > max(self.y1, other.y1)

    def iou(self, other: Box) -> float:
        """Intersection over union, in 0-1."""
        if not self.overlaps(other):
            return 0.0
        shared = self.intersection(other).area
        union = self.area + other.area - shared
        return shared / union if union else 0.0

    def expanded(self, margin: int) -> Box:
        return Box(self.x1 - margin, self.y1 - margin, self.x2 + margin, self.y2 + margin)

    def clipped(self, bounds: Box) -> Box:
        return self.intersection(bounds)

    def offset(self, dx: int, dy: int) -> Box:
        return Box(self.x1 + dx, self.y1 + dy, self.x2 + dx, self.y2 + dy)
