"""One question of a benchmark: a screenshot, words, and where the right answer is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Size = tuple[float, float]
"""Width and height."""


@dataclass(frozen=True, slots=True)
class BoxTarget:
    """A box; a point on its edge is inside, as every one of these benchmarks counts it."""

    x1: float
    y1: float
    x2: float
    y2: float

    def contains(self, x: float, y: float) -> bool:
        return self.x1 <= x <= self.x2 and self.y1 <= y <= self.y2

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.x1, self.y1, self.x2, self.y2


@dataclass(frozen=True, slots=True)
class PolygonTarget:
    """A polygon by its corners, closed by itself; inside by the even-odd rule, as OSWorld-G counts it."""

    corners: tuple[tuple[float, float], ...]

    def contains(self, x: float, y: float) -> bool:
        inside = False
        for (ax, ay), (bx, by) in zip(self.corners, self.corners[1:] + self.corners[:1], strict=True):
            # An edge counts where a ray to the right of the point crosses it.
            if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                inside = not inside
        return inside

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        across, down = [x for x, _ in self.corners], [y for _, y in self.corners]
        return min(across), min(down), max(across), max(down)


@dataclass(frozen=True, slots=True)
class NoTarget:
    """What is asked for is not on the screenshot: declining is the right answer."""


Target = BoxTarget | PolygonTarget | NoTarget


@dataclass(frozen=True, slots=True)
class Query:
    """A question; ``frame`` is the picture size that the target's numbers are given in, where recorded.

    ``labels`` say which rows and columns of the result it counts for.
    """

    name: str
    image: Path
    instruction: str
    target: Target
    labels: Mapping[str, tuple[str, ...]]
    frame: Size | None = None
